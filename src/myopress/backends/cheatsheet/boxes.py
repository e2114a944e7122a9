"""What WeasyPrint laid out, as plain numbers: the one file here that touches its boxes.

The pieces of a sheet (masthead, cards, key, imprint) carry their name in `data-piece`. The box
tree is private to WeasyPrint: `tests/test_cheatsheet.py` fails when a new version changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from myopress.backends.weasy import Layout

PX = 0.75
"""Points in a CSS pixel."""
PIECE = "data-piece"

Box: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text on a line: what it says and its rectangle on the page, in pt."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the sheet: its border box in pt from the page's top left, and its text."""

    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All words laid out, without the spaces at line ends."""
        return "".join(line.text for line in self.lines)


def pieces(layout: Layout) -> tuple[Piece, ...]:
    """The pieces of all pages in the order of the markup."""
    return tuple(
        _piece(name, box)
        for page in layout.pages
        for name, box in _named(page._page_box)  # noqa: SLF001 - see the module's docstring
    )


def missing(layout: Layout) -> frozenset[str]:
    """The characters that no font has; known only once the layout has been written."""
    return frozenset(chr(point) for font in layout.fonts.values() for point in font.missing)


def _named(box: Box) -> Iterator[tuple[str, Box]]:
    name = "" if box.element is None else box.element.get(PIECE)
    if name and not hasattr(box, "text"):
        yield name, box
        return
    for child in getattr(box, "children", ()):
        yield from _named(child)


def _piece(name: str, box: Box) -> Piece:
    return Piece(
        name,
        x=box.border_box_x() * PX,
        y=box.border_box_y() * PX,
        width=box.border_width() * PX,
        height=box.border_height() * PX,
        lines=tuple(_lines(box, box)),
    )


def _lines(box: Box, line: Box) -> Iterator[Line]:
    """Runs of text below `box`, each as high as the line box that it stands in.

    What the style sheet generates (`li::marker`) is no text of the sheet's.
    """
    for child in getattr(box, "children", ()):
        if "::" in (child.element_tag or ""):
            continue
        inner = child if type(child).__name__ == "LineBox" else line
        if hasattr(child, "text"):
            yield Line(
                child.text,
                x=child.position_x * PX,
                y=inner.position_y * PX,
                width=child.width * PX,
                height=inner.height * PX,
            )
        else:
            yield from _lines(child, inner)
