"""Points, hyphens and quotation marks that hang over the edge, so that it looks straight.

Shares of a character's width, left and right, in the order of what R. Schlicht's microtype gives
for serif faces. What protrudes is bounded, so that it stays clear of any limit of a printer.
"""

from __future__ import annotations

_SHARES = {
    ".": (0.0, 0.7),
    ",": (0.0, 0.6),
    ":": (0.0, 0.4),
    ";": (0.0, 0.4),
    "!": (0.0, 0.1),
    "?": (0.0, 0.1),
    "-": (0.0, 0.5),
    "\u2010": (0.0, 0.5),
    "\u2013": (0.0, 0.25),
    "\u2014": (0.0, 0.15),
    "(": (0.1, 0.0),
    ")": (0.0, 0.1),
    "\u2018": (0.35, 0.35),
    "\u2019": (0.35, 0.4),
    "\u201c": (0.3, 0.3),
    "\u201d": (0.3, 0.3),
    "\u201a": (0.35, 0.0),
    "\u201e": (0.3, 0.0),
    "\u00ab": (0.2, 0.2),
    "\u00bb": (0.2, 0.2),
    "\u2039": (0.3, 0.3),
    "\u203a": (0.3, 0.3),
}
_MOST = 0.13
"""The most that protrudes (em): 1.3 pt of text of 10 pt."""


def hang_left(character: str, width: float, em: float) -> float:
    """How far a character of some width protrudes at the beginning of a line, in the same unit."""
    return min(_SHARES.get(character, (0.0, 0.0))[0] * width, _MOST * em)


def hang_right(character: str, width: float, em: float) -> float:
    """How far a character of some width protrudes at the end of a line, in the same unit."""
    return min(_SHARES.get(character, (0.0, 0.0))[1] * width, _MOST * em)
