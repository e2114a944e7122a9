"""Whether the page that came out is the page that was meant. One page is no proof of fit.

A fixed height or an absolute box drops or covers words in silence, so that everything laid out
is compared with everything given, and every rectangle with the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from myopress.backends.cheatsheet.boxes import Piece

TOLERANCE = 0.75
"""Rectangles may reach so far, in pt, over each other or into the margin."""
HYPHENS = dict.fromkeys(map(ord, "\u00ad\u2010-"))
"""Left out of the comparison: a hyphen may come in at a line's end."""


def faults(
    laid: tuple[Piece, ...],
    given: Mapping[str, str],
    pages: int,
    area: tuple[float, float, float, float],
) -> list[str]:
    """What is wrong with a page laid out, in words; nothing if it is as it should be.

    `given` are the words of each piece by name, `area` is the page within its margins: left,
    top, right, bottom, in pt.
    """
    return [
        *([f"{pages} pages"] if pages != 1 else []),
        *_lost(laid, given),
        *_outside(laid, area),
        *_spilt(laid),
        *_overlapping(laid),
    ]


def _lost(laid: tuple[Piece, ...], given: Mapping[str, str]) -> Iterator[str]:
    words = {piece.name: piece.text for piece in laid}
    for name, text in given.items():
        if _characters(words.get(name, "")) != _characters(text):
            yield f"not all words of the {name} are on the page"


def _characters(text: str) -> str:
    return "".join(text.split()).translate(HYPHENS)


def _outside(laid: tuple[Piece, ...], area: tuple[float, float, float, float]) -> Iterator[str]:
    left, top, right, bottom = area
    for piece in laid:
        if (
            piece.x < left - TOLERANCE
            or piece.y < top - TOLERANCE
            or piece.x + piece.width > right + TOLERANCE
            or piece.y + piece.height > bottom + TOLERANCE
        ):
            yield f"the {piece.name} reaches into the margin"


def _spilt(laid: tuple[Piece, ...]) -> Iterator[str]:
    for piece in laid:
        if any(
            line.x < piece.x - TOLERANCE
            or line.y < piece.y - TOLERANCE
            or line.x + line.width > piece.x + piece.width + TOLERANCE
            or line.y + line.height > piece.y + piece.height + TOLERANCE
            for line in piece.lines
            if line.text.strip()
        ):
            yield f"words of the {piece.name} reach past its edge"


def _overlapping(laid: tuple[Piece, ...]) -> Iterator[str]:
    for one, other in combinations(laid, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        if across > TOLERANCE and down > TOLERANCE:
            yield f"the {one.name} and the {other.name} overlap"
