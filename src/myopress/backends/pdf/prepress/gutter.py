"""Page count -> gutter -> page count ... until both stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.pages import Settled
from myopress.printers import Target

SLACK = 1.0
"""Points added to every limit of a printer, so that rounding never breaks one."""
OVERHANG = 3.0
"""By so much may ink stand out of the text block: initials, points and hyphens that hang, italics."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """A layout whose inside margin is enough for its `pages`, blank ones at the end included."""

    settled: Settled
    geometry: Geometry
    pages: int


def settle_gutter(target: Target, lay_out: Callable[[Geometry], Settled]) -> Gutter:
    """Lay out with the gutter of the page count that comes of it.

    It ends, because the gutter only ever grows and there are no more gutters than the printer has
    brackets: a layout is the last one unless its page count asks for a larger gutter than it has.
    Where two brackets swing (the smaller gutter makes a book for the larger and the other way
    round) the larger one stands, which is a limit kept with room to spare.
    """
    gutter = target.gutter(0)
    while True:
        page = _page(target, gutter)
        settled = lay_out(page)
        pages = target.full_count(len(settled.labels))
        wanted = target.gutter(pages)
        if _page(target, wanted).inside <= page.inside:
            return Gutter(settled, page, pages)
        gutter = wanted


def _page(target: Target, gutter: float) -> Geometry:
    """The page of the target; its edges keep what a page with bleed must, in any case."""
    width, height = (side / 72 * 25.4 for side in target.trim)
    page = Geometry.of(width, height, bleed=target.block.bleed)
    free = SLACK + OVERHANG
    return page.within(gutter + free, target.block.outside_bleed + free)
