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
    column of cards instead of standing below the map. What it `leaves_out` are terms of fields;
    `mapped` ones go as well if there is a body map to tell them. Type of the cards is not set below
    `floor` pt before more is left out. With `keyed` the key to the marks
    stands below the map instead of at the foot. `kind` is a class for the style sheet. `twice` puts two on
    one paper.
    """

    paper: Paper
    columns: tuple[int, ...] = (3, 2, 1)
    hero: float = 0.0
    side: bool = False
    flows: bool = False
    leaves_out: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    panel: bool = True
    keyed: bool = False
    kind: str = ""
    twice: bool = False
    floor: float = 8.6
    ink_saver: bool = False

    def above(self, foot: float) -> Template:
        """The template with so many pt left free at the foot of its page."""
        return replace(self, paper=replace(self.paper, foot=foot))


PAPERS = {
    "a3": Paper(595.28, 841.89, zoom=2**0.5),
    "a4": Paper(595.28, 841.89),
    "a5": Paper(419.53, 595.28, margin=26.0),
    "letter": Paper(612.0, 792.0),
    "legal": Paper(612.0, 1008.0),
}
"""ISO 216 and ANSI/ASME Y14.1."""
FIGURES = ("level", "time course")
"""Terms of the fields that are read in the hand and at leisure."""
MAPPED = ("from", "to", "targets")
"""Terms of the fields that the body map of a poster tells."""
POSTER_FLOOR = 10.0
"""14 pt on A3: read from a step and a half away it looks as 8 pt does in the hand."""
SMALL_FLOOR = 7.6


def template(settings: Settings) -> Template | None:
    """The template that the settings ask for; None if there is no such paper."""
    paper = PAPERS.get(settings.cheatsheet_paper)
    if paper is None:
        return None
    lying = settings.cheatsheet_orientation == "landscape"
    if lying:
        paper = replace(paper, width=paper.height, height=paper.width, margin=26.0)
    made = Template(paper, columns=(4, 5, 3), hero=0.2, side=True, flows=True, kind="lying")
    if not lying:
        made = Template(paper, columns=(3, 2, 1))
    match settings.cheatsheet_paper:
        case "a3":
            made = _poster(made)
        case "a5":
            made = _small(made)
    return replace(made, ink_saver=settings.cheatsheet_ink_saver)


def _poster(made: Template) -> Template:
    return replace(
        made,
        columns=(4, 3) if made.side else (3, 2),
        hero=0.25 if made.side else 0.35,
        leaves_out=FIGURES,
        mapped=MAPPED,
        panel=False,
        keyed=not made.side,
        kind=f"{made.kind} poster",
        floor=POSTER_FLOOR,
    )


def _small(made: Template) -> Template:
    return replace(
        made,
        columns=(4, 3, 2) if made.side else (2, 3, 1),
        leaves_out=FIGURES,
        panel=False,
        flows=True,
        kind=f"{made.kind} small",
        twice=True,
        floor=SMALL_FLOOR,
    )
