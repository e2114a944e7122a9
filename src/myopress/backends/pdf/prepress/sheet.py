"""A finished PDF made ready for a press: pages alone, all of one size, with their boxes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from myopress.backends.pdf.prepress.colour import convert
from myopress.printers import Colour

_ROOT = ("/Type", "/Pages")
"""What the file's catalogue keeps."""
_PAGE = ("/Annots", "/StructParents", "/Tabs", "/CropBox", "/BleedBox", "/ArtBox")


@dataclass(frozen=True, slots=True)
class Sheets:
    """What pages are put on: the trim in points, and the bleed, which is 0 if nothing bleeds."""

    trim: tuple[float, float]
    bleed: float
    bleeds_inside: bool = False

    def margins(self, page: int) -> tuple[float, float]:
        """The bleed on the left and the right of a page, counted from 0; right-hand ones first."""
        inside = self.bleed if self.bleeds_inside else 0
        return (inside, self.bleed) if page % 2 == 0 else (self.bleed, inside)


@dataclass(frozen=True, slots=True)
class Imposed:
    """The file, and what in it could not be given the printer's colours."""

    pdf: bytes
    unconverted: tuple[str, ...]


def impose(data: bytes, sheets: Sheets, pages: int, colour: Colour, title: str) -> Imposed:
    """A PDF whose pages have their trim's corner at (0, 0), as so many sheets of a printer's file.

    Tags, links, outline, labels and metadata go; blank pages follow until there are `pages`.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        while len(pdf.pages) < pages:
            pdf.add_blank_page(page_size=sheets.trim)
        unconverted = convert(pdf, colour)
        for number, page in enumerate(pdf.pages):
            _place(page, sheets, number)
        pdf.remove_unreferenced_resources()
        return Imposed(saved(pdf, title), tuple(unconverted))


def saved(pdf: pikepdf.Pdf, title: str) -> bytes:
    """The bytes of a printer's file: pages, a title, and nothing else."""
    for key in set(pdf.Root.keys()).difference(_ROOT):
        del pdf.Root[key]
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=title, Producer="myopress"))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, min_version="1.6", compress_streams=True)
    return out.getvalue()


def _place(page: Any, sheets: Sheets, number: int) -> None:  # noqa: ANN401
    """Move the page so that its sheet's corner is at (0, 0), and write its boxes."""
    (width, height), bleed = sheets.trim, sheets.bleed
    left, right = sheets.margins(number)
    for key in _PAGE:
        if key in page.obj:
            del page.obj[key]
    if left or bleed:
        page.contents_add(f"q 1 0 0 1 {left:g} {bleed:g} cm".encode("ascii"), prepend=True)
        page.contents_add(b"Q")
    whole = Array([0, 0, round(left + width + right, 3), round(height + 2 * bleed, 3)])
    page.obj.MediaBox, page.obj.BleedBox = whole, whole
    trim = [left, bleed, left + width, bleed + height]
    page.obj.TrimBox = Array([round(edge, 3) for edge in trim])
