"""Boxes where none belongs: off the page, over another, on two pages; and pictures too coarse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from myopress.backends.pdf.defects.leaves import PT, Box, Leaf, Page, where_of, within
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code

OVER = 1.0
"""What a box may stand over an edge (pt)."""
OVERLAP = 1.5
"""What two boxes may have in common (pt), both ways: letters have some air around them."""
_RISE, _FALL = 0.66, 0.2
"""What most letters rise over the base line and fall under it, in em."""

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in px."""


def off_page(pages: Sequence[Page]) -> Iterator[Defect]:
    """Lines and pictures below the text block, or over an edge of the page.

    A picture that covers an edge may bleed; notes are told by `notes`.
    """
    for page in pages:
        foot = page.box.content_box_y() + page.box.height
        width, height = page.box.margin_width(), page.box.margin_height()
        for leaf in page.leaves:
            if leaf.is_note or (area := _ink(leaf)) is None:
                continue
            over = max(-area[0], -area[1], area[2] - width, area[3] - height) * PT
            below = (area[3] - foot) * PT if leaf.in_flow else 0.0
            if over > OVER and leaf.is_line:
                yield Defect(Code.BOX_OFF_PAGE, leaf.where, page.number, over, OVER, "page")
            elif below > OVER:
                yield Defect(Code.BOX_OFF_PAGE, leaf.where, page.number, below, OVER, "foot")


def overlapping(pages: Sequence[Page]) -> Iterator[Defect]:
    """Lines and pictures that stand over one another."""
    for page in pages:
        areas = [(area, leaf) for leaf in page.leaves if (area := _ink(leaf)) is not None]
        areas.sort(key=lambda pair: pair[0][1])
        for number, (area, leaf) in enumerate(areas):
            for other, second in areas[number + 1 :]:
                if other[1] >= area[3]:
                    break
                across = min(area[2], other[2]) - max(area[0], other[0])
                common = min(across, min(area[3], other[3]) - other[1]) * PT
                if common > OVERLAP:
                    where = second.where or leaf.where
                    yield Defect(Code.BOXES_OVERLAP, where, page.number, common, OVERLAP)


def _ink(leaf: Leaf) -> Rectangle | None:
    """Where a picture or the letters of a line stand."""
    if not leaf.is_line:
        box = leaf.box
        left, top = box.content_box_x(), box.content_box_y()
        return left, top, left + box.width, top + box.height
    found = [
        (
            box.position_x,
            box.position_y + box.baseline - _RISE * box.style["font_size"],
            box.position_x + box.width,
            box.position_y + box.baseline + _FALL * box.style["font_size"],
        )
        for box in _in_line(leaf.box)
        if getattr(box, "text", "").strip()
    ]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _in_line(box: Box) -> Iterator[Box]:
    """The boxes in a line, without those that only hang on it."""
    for child in getattr(box, "children", ()):
        if not hasattr(child, "_box") and child.is_in_normal_flow():
            yield child
            yield from _in_line(child)


def split_rows(pages: Sequence[Page]) -> Iterator[Defect]:
    """Rows of tables that stand on more pages than one."""
    before: dict[int, str] = {}
    for page in pages:
        now: dict[int, str] = {}
        for box in (inner for child in page.box.children for inner in within(child)):
            if type(box).__name__ != "TableRowGroupBox" or box.is_header or box.is_footer:
                continue
            for row in box.children:
                if row.element is not None and _has_words(row):
                    now[id(row.element)] = where_of(row, where_of(box, ""))
        for row_id in now.keys() & before.keys():
            yield Defect(Code.ROW_SPLIT, now[row_id], page.number - 1, 2, 1)
        before = now


def _has_words(row: Box) -> bool:
    return any(getattr(box, "text", "").strip() for box in within(row))


def coarse(pages: Sequence[Page], least: float) -> Iterator[Defect]:
    """Pictures of pixels that have fewer than `least` on an inch of the page."""
    for page in pages:
        for leaf in page.leaves:
            for box in within(leaf.box):
                replacement: Box = getattr(box, "replacement", None)
                if type(replacement).__name__ == "RasterImage" and box.width > 0:
                    ppi = replacement.width / (box.width / 96)
                    if ppi < least:
                        where = where_of(box, leaf.where)
                        yield Defect(Code.IMAGE_COARSE, where, page.number, ppi, least)
