"""How much of a page is empty in one place: the largest rectangle in which nothing stands.

It is looked for on a raster, row by row: over each row stand the columns of what is empty above
it, and the largest rectangle below such a skyline is found with a stack (as in "largest
rectangle under a histogram"). Lengths are in pt.
"""

from __future__ import annotations

from collections.abc import Iterable

from myopress.backends.cheatsheet.boxes import Piece

CELL = 3.0
"""The raster's width."""
DRAWN = ("masthead", "map")
"""Pieces that are drawings, and so full to their edges; others are as full as their lines."""

Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def largest_empty(laid: Iterable[Piece], area: Area) -> float:
    """The largest empty rectangle of an area, in square pt."""
    left, top, right, bottom = area
    columns, rows = int((right - left) / CELL), int((bottom - top) / CELL)
    free = [bytearray(b"\1" * columns) for _ in range(rows)]
    for x, y, end, foot in _filled(laid):
        first, last = max(0, round((x - left) / CELL)), min(columns, round((end - left) / CELL))
        for row in free[max(0, round((y - top) / CELL)) : max(0, round((foot - top) / CELL))]:
            row[first:last] = bytes(max(0, last - first))
    return _largest(free, columns) * CELL * CELL


def _filled(laid: Iterable[Piece]) -> Iterable[Area]:
    for piece in laid:
        if piece.name.startswith(DRAWN):
            yield piece.x, piece.y, piece.x + piece.width, piece.y + piece.height
            continue
        for line in piece.lines:
            if line.text.strip():
                yield line.x, line.y, line.x + line.width, line.y + line.height


def _largest(free: list[bytearray], columns: int) -> int:
    """The cells of the largest rectangle of ones."""
    heights, best = [0] * columns, 0
    for row in free:
        heights = [height + 1 if cell else 0 for height, cell in zip(heights, row, strict=True)]
        best = max(best, _under(heights))
    return best


def _under(heights: list[int]) -> int:
    """The largest rectangle under a skyline."""
    best = 0
    rising: list[tuple[int, int]] = []
    for position, height in enumerate((*heights, 0)):
        start = position
        while rising and rising[-1][1] >= height:
            start, high = rising.pop()
            best = max(best, (position - start) * high)
        rising.append((start, height))
    return best
