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
    """The part of a page that ink keeps to, and the edges of its sheet."""

    safe: Box
    sheet: Box

    def overstep(self, ink: Ink) -> float:
        """By how many points ink leaves the zone. Drawings that run off the sheet may do so."""
        over = 0.0
        for side in range(4):
            sign = 1 if side < 2 else -1
            out = sign * (self.safe[side] - ink.box[side])
            runs_off = not ink.glyph and sign * (ink.box[side] - self.sheet[side]) < 0.1
            if out > 0 and not runs_off:
                over = max(over, out)
        return over


def inks(pdf: bytes) -> Iterator[Ink]:
    """All ink of a PDF: the tight box of each glyph, overhang included, and of each drawing."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw  # type: ignore[import-untyped]

    edges = [ctypes.c_double() for _ in range(4)]
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            for index in range(raw.FPDFText_CountChars(words)):
                code = raw.FPDFText_GetUnicode(words, index)
                if code > ord(" ") and raw.FPDFText_GetCharBox(words, index, *edges):
                    left, right, bottom, top = (edge.value for edge in edges)
                    if right > left and top > bottom:
                        yield Ink(number, (left, bottom, right, top), chr(code))
            for thing in page.get_objects(max_depth=1):
                if thing.type != raw.FPDF_PAGEOBJ_TEXT:
                    yield Ink(number, thing.get_bounds())
            words.close()
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
