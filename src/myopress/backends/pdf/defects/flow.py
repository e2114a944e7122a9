"""Headings without their text, and last pages with too little of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from myopress.backends.pdf.defects.leaves import PT, Leaf, Page
from myopress.backends.pdf.geometry import UNIT
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code

BELOW = 2
"""The fewest lines below a heading on its page."""
LAST = 5
"""The fewest lines on the last page of a chapter, as The Chicago Manual of Style has it."""


def stranded(pages: Sequence[Page]) -> Iterator[Defect]:
    """Headings at the foot of a page whose text stands on the next."""
    for page, after in pairwise(pages):
        flow = page.flow
        headings = [number for number, leaf in enumerate(flow) if _is_within(leaf)]
        if not headings or not after.flow:
            continue
        below = flow[headings[-1] + 1 :]
        if below and _is_within(after.flow[0]):  # all its text stands here
            continue
        if len(below) < BELOW and all(leaf.is_line for leaf in below):
            where = flow[headings[-1]].where
            yield Defect(Code.HEADING_STRANDED, where, page.number, len(below), BELOW)


def _is_within(leaf: Leaf) -> bool:
    """Whether a leaf is of a heading within a chapter; a chapter's title has its own rules."""
    return leaf.heading is not None and leaf.heading.element_tag != "h1"


def short(pages: Sequence[Page]) -> Iterator[Defect]:
    """A chapter's last page with a few lines only."""
    flow = pages[-1].flow
    if len(pages) < 2 or not flow:
        return
    lowest = max(leaf.box.position_y + leaf.box.margin_height() for leaf in flow)
    lines = round((lowest - pages[-1].box.content_box_y()) * PT / UNIT)
    if lines < LAST and not any(leaf.is_note for leaf in pages[-1].leaves):
        yield Defect(Code.PAGE_SHORT, flow[-1].where, pages[-1].number, lines, LAST)
