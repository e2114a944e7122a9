"""Papers, and the template of each: what the layout must know of the sheet it is made for.

A template is a design of its own. Portrait has the masthead across the page and the map in the
middle; landscape has both in a column at the left, as a book has its cover, and the cards at
their right; a poster has fewer words, larger type and a map half as wide as the page; two small
sheets stand on one paper and are cut apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from myopress.document import Settings


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper: sides and margin in pt.

    `zoom` enlarges the whole page in the end: a poster is laid out smaller than it is.
    `foot` is left free above the lower margin.
    """

    width: float
    height: float
    zoom: float = 1.0
    margin: float = 28.35
    foot: float = 0.0

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def inner_height(self) -> float:
        """The height between the margins, without the foot."""
        return self.height - 2 * self.margin - self.foot


@dataclass(frozen=True, slots=True)
class Template:
    """How a sheet is arranged on its paper.

    `columns` are the numbers of columns that are tried. `hero` is the width of the body map's
    column as part of the page's, 0 if it is as wide as the others; with `side` that column is
    the first and has the masthead at its head. With `flows` the panel of chosen blocks ends a
    column of cards instead of standing below the map. `terms` are the fields that its cards
    keep (all if empty), and those that the map already tells are left out. Type of the cards is
    not set below `floor` pt before something is left out. `twice` puts two on one paper.
    """

    paper: Paper
    columns: tuple[int, ...] = (3, 2, 1)
    hero: float = 0.0
    side: bool = False
    flows: bool = False
    poster: bool = False
    twice: bool = False
    floor: float = 8.6
    ink_saver: bool = False


PAPERS = {
    "a3": Paper(595.28, 841.89, zoom=2**0.5),
    "a4": Paper(595.28, 841.89),
    "a5": Paper(419.53, 595.28, margin=25.6),
    "letter": Paper(612.0, 792.0),
    "legal": Paper(612.0, 1008.0),
}
"""ISO 216 and ANSI/ASME Y14.1."""
ORIENTATIONS = ("portrait", "landscape")
POSTER_FLOOR = 10.0
"""14 pt on A3: read from a step and a half away it looks as 8 pt does in the hand."""


def template(settings: Settings) -> Template | None:
    """The template that the settings ask for; None if there is no such paper."""
    name = settings.cheatsheet_paper
    if name not in PAPERS:
        return None
    found = _landscape(name) if settings.cheatsheet_orientation == "landscape" else _portrait(name)
    return replace(found, ink_saver=settings.cheatsheet_ink_saver)


def _portrait(name: str) -> Template:
    paper = PAPERS[name]
    match name:
        case "a3":
            return Template(paper, hero=0.4, poster=True, floor=POSTER_FLOOR)
        case "a5":
            return Template(paper, (3, 2, 1), flows=True, twice=True, floor=7.6)
        case _:
            return Template(paper)


def _landscape(name: str) -> Template:
    upright = PAPERS[name]
    paper = replace(upright, width=upright.height, height=upright.width)
    match name:
        case "a3":
            return Template(
                paper, (4, 3), 0.32, side=True, flows=True, poster=True, floor=POSTER_FLOOR
            )
        case "a5":
            return Template(paper, (4, 3, 2), side=True, flows=True, twice=True, floor=7.6)
        case _:
            return Template(paper, (4, 5, 3), 0.235, side=True, flows=True)
