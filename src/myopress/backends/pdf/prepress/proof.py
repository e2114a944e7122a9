"""The proof: what ink stands where on the finished pages; the only file here that knows pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What a page shows at a place: a glyph, or a drawing or picture (then `glyph` is empty)."""

    page: int
    box: Box
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a page that ink keeps to, what of the paper is surely there, and the sheet.

    A drawing that runs off the sheet at some edge is a ground, not something to be read: at its
    other edges it need not keep to `safe`, only to what is left when the knife slips (`sure`).
    """

    safe: Box
    sure: Box
    sheet: Box

    def overstep(self, ink: Ink) -> float:
        """By how many points ink leaves the zone."""
        runs_off = [
            not ink.glyph and _beyond(self.sheet, ink.box, side) > -0.1 for side in range(4)
        ]
        zone = self.sure if any(runs_off) else self.safe
        out = (_beyond(zone, ink.box, side) for side in range(4) if not runs_off[side])
        return max(0.0, *out, 0.0)


def _beyond(zone: Box, box: Box, side: int) -> float:
    """How far a box stands out of a zone at one side; less than nothing inside."""
    return zone[side] - box[side] if side < 2 else box[side] - zone[side]


def inks(pdf: bytes) -> Iterator[Ink]:
    """All ink of a PDF: the tight box of each glyph, overhang included, and of each drawing."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    edges = [ctypes.c_double() for _ in range(4)]
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            for index in range(raw.FPDFText_CountChars(words)):
                code = raw.FPDFText_GetUnicode(words, index)
                # A glyph that stands for no character has the code 0, and shows.
                if not 0 < code <= ord(" ") and raw.FPDFText_GetCharBox(words, index, *edges):
                    left, right, bottom, top = (edge.value for edge in edges)
                    if right > left and top > bottom:
                        yield Ink(number, (left, bottom, right, top), chr(code or 0xFFFD))
            for thing in page.get_objects(max_depth=1):
                if thing.type != raw.FPDF_PAGEOBJ_TEXT:
                    yield Ink(number, thing.get_bounds())
            words.close()
            page.close()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of pixels on a page: its size in pixels, and in points where it is larger."""

    page: int
    pixels: tuple[int, int]
    size: tuple[float, float]

    @property
    def ppi(self) -> float:
        """Pixels an inch, in the direction where they are fewer."""
        return min(count * 72 / size for count, size in zip(self.pixels, self.size, strict=True))


def pictures(pdf: bytes) -> Iterator[Picture]:
    """All pictures of pixels that are not masks of one colour."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            for thing in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
                left, bottom, right, top = thing.get_bounds()
                if right > left and top > bottom:
                    yield Picture(number, thing.get_px_size(), (right - left, top - bottom))
            page.close()


def bleeds(found: Iterator[Ink] | list[Ink], trim: Box) -> bool:
    """Whether a drawing runs over the trim by more than a rule's width."""
    return any(
        not ink.glyph
        and (
            min(ink.box[0] - trim[0], ink.box[1] - trim[1]) < -1
            or max(ink.box[2] - trim[2], ink.box[3] - trim[3]) > 1
        )
        for ink in found
    )
