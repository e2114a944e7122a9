"""Boxes -> the lines and pictures of each page, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Box: TypeAlias = Any
PT = 0.75
"""Points in a CSS pixel."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A line of words, or a picture that is not in a line, on a page (from 0) of its part.

    `blocks` are the boxes around it, the outermost first. `is_note` says that it stands among
    the notes at the foot, `in_flow` that it is neither floated nor placed by itself.
    """

    page: int
    box: Box
    blocks: tuple[Box, ...]
    where: str
    is_note: bool
    in_flow: bool

    @property
    def is_line(self) -> bool:
        """Whether it holds words."""
        return is_line(self.box)

    @property
    def heading(self) -> Box | None:
        """The heading that it belongs to."""
        return next((box for box in self.blocks if box.element_tag in HEADINGS), None)

    def inside(self, kind: str) -> Box | None:
        """The innermost box of a kind ("TableCellBox") around it."""
        return next((box for box in reversed(self.blocks) if type(box).__name__ == kind), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a part: its box, and the lines and pictures on it."""

    number: int
    box: Box
    leaves: tuple[Leaf, ...]

    @property
    def flow(self) -> list[Leaf]:
        """The text without the notes."""
        return [leaf for leaf in self.leaves if leaf.in_flow and not leaf.is_note]


def pages_of(layout: Any) -> list[Page]:  # noqa: ANN401
    """The pages of a layout."""
    found = []
    for number, page in enumerate(layout.pages):
        box = page._page_box  # noqa: SLF001
        leaves = tuple(leaf for child in box.children for leaf in _leaves(number, child))
        found.append(Page(number, box, leaves))
    return found


def is_line(box: Box) -> bool:
    """Whether a box is a line of words."""
    return type(box).__name__ == "LineBox"


def is_picture(box: Box) -> bool:
    """Whether a box is a picture."""
    return hasattr(box, "replacement")


def within(box: Box) -> Iterator[Box]:
    """A box and all that it holds."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from within(child)


def where_of(box: Box, otherwise: str) -> str:
    """The place in the manuscript that a box came from, "path:line"."""
    return (box.element is not None and box.element.get("data-l")) or otherwise


def _leaves(page: int, box: Box) -> Iterator[Leaf]:
    if box.element is None and not hasattr(box, "page"):  # a running head
        return
    is_note = box.element is None
    yield from _inside(Leaf(page, box, (), "", is_note, in_flow=True))


def _inside(at: Leaf) -> Iterator[Leaf]:
    """The leaves of a box; what only adorns is passed over."""
    placed = hasattr(at.box, "_box")
    box: Box = getattr(at.box, "_box", at.box)
    if box.element is not None and box.element.get("aria-hidden"):
        return
    in_flow = at.in_flow and not placed and not box.is_floated()
    here = Leaf(at.page, box, at.blocks, where_of(box, at.where), at.is_note, in_flow)
    if is_line(box) or is_picture(box):
        yield here
        if is_line(box):
            yield from _placed_in(here)
        return
    for child in box.children:
        yield from _inside(Leaf(at.page, child, (*at.blocks, box), here.where, at.is_note, in_flow))


def _placed_in(line: Leaf) -> Iterator[Leaf]:
    """What a line holds that is not in it: floats and boxes placed by themselves."""
    for child in line.box.children:
        inner: Box = getattr(child, "_box", child)
        if hasattr(child, "_box") or inner.is_floated():
            yield from _inside(
                Leaf(line.page, child, line.blocks, line.where, line.is_note, in_flow=False)
            )
