"""The mark of the house: an opening quotation mark, each half a bundle of fibres.

Numbers only; who draws it is free to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

LEFT: tuple[Point, ...] = (
    (345, 1000), (130, 860), (0, 730), (0, 560), (0, 290), (380, 40), (985, 0),
)  # fmt: skip
RIGHT: tuple[Point, ...] = (
    (345, 1000), (520, 870), (735, 760), (735, 560), (735, 400), (670, 190), (1000, 32),
)  # fmt: skip
"""The outer fibres as two cubic curves each, from the foot of the mark to its tail, in a box of
1000 by 1000; all fibres between follow by interpolation."""
MARK_STEP = 960
"""From one mark of the pair to the next."""
MARKS_RATIO = 1.96
"""Width of the pair for its height."""


def fibre(
    one: Sequence[Point], other: Sequence[Point], number: int, count: int, weight: float
) -> tuple[list[Point], list[Point]]:
    """Both sides of one of `count` fibres between two outer curves: there, and back.

    `weight` is the part that a fibre takes of its share of the bundle.
    """
    middle, half = (number + 0.5) / count, weight / count / 2
    return _between(one, other, middle - half), _between(one, other, middle + half)[::-1]


def _between(one: Sequence[Point], other: Sequence[Point], share: float) -> list[Point]:
    return [
        (x + (u - x) * share, y + (v - y) * share)
        for (x, y), (u, v) in zip(one, other, strict=True)
    ]
