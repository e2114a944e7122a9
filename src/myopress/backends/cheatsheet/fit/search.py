"""The search for the type size and the columns that suit the page best."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, sqrt

from myopress.backends.cheatsheet.fit.pack import plan_at, room_for, stack_of
from myopress.backends.cheatsheet.fit.plan import Frame, Grid, Measure, Mode, Plan

STEP = 0.05
"""Type sizes are multiples of this."""
COARSE = 5
"""At first only every so many steps are tried."""
FIRST = 8.75
"""The first size tried."""
GUESSES = 5
"""So many sizes are guessed before the rest is halved."""
LARGEST, LARGEST_WIDE = 17.0, 23.0
"""Type is not set larger than this, and than this in a single column: a sheet should not shout."""
MEASURE_LEAST, MEASURE_MOST = 15.0, 43.0
"""Narrowest and widest column in ems: about 32 and 92 characters of Source Sans 3."""
HOPELESS = 1.2
"""What is so many times too high fits in no other way with as many columns."""
HERO_SHARES = (0.92, 0.84)
"""The narrower widths of the column of map and panel, in parts of an even column."""
HERO_LEAST = 138.0
"""The column of map and panel is not made narrower than this."""
WIDE = 0.63
"""The part of a single column that holds the text; the names stand at its left."""


def sizes(frame: Frame, grid: Grid, smallest: float) -> tuple[float, float]:
    """The smallest and the largest type size that suits columns of these widths."""
    width = frame.column(grid) * (WIDE if grid.count == 1 else 1)
    largest = LARGEST_WIDE if grid.count == 1 else LARGEST
    return max(smallest, width / MEASURE_MOST), min(largest, width / MEASURE_LEAST)


def modes(frame: Frame, counts: tuple[int, ...]) -> Iterator[Mode]:
    """All ways to lay out in these numbers of columns."""
    for count in counts:
        if frame.with_hero:
            yield from _hero_modes(frame, count)
            continue
        for panel in (*reversed(range(count)), None):
            yield Mode(Grid(count), panel, aligned=False)
            if count > 1:
                yield Mode(Grid(count), panel, aligned=True)


def _hero_modes(frame: Frame, count: int) -> Iterator[Mode]:
    """Those with a column of map and panel: as wide as the others, and narrower."""
    equal = frame.column(Grid(count))
    narrow = {max(HERO_LEAST, share * equal) for share in HERO_SHARES}
    widths = (0.0, *sorted((w for w in narrow if w < equal), reverse=True))
    for width in (frame.hero_width,) if frame.hero_width else widths:
        for aligned in (False, True):
            for panel in (None, count - 2) if frame.side else (None,):
                if count > 1:
                    hero = 0 if frame.side else count // 2
                    yield Mode(Grid(count, width), panel, aligned, hero)


def best(measure: Measure, frame: Frame, counts: tuple[int, ...], smallest: float) -> Plan | None:
    """The plan of most value that holds everything on one page, or None if none does.

    All ways are tried at few sizes, so that they share what is measured, and the best way then
    at those between; if none fits at these few, all are.
    """
    found = _best(measure, frame, tuple(modes(frame, counts)), smallest, COARSE)
    if found is None:
        return _best(measure, frame, tuple(modes(frame, counts)), smallest, 1)
    return _largest(measure, frame, found.mode, found.size, 1) or found


def _best(
    measure: Measure, frame: Frame, among: tuple[Mode, ...], smallest: float, stride: int
) -> Plan | None:
    found: Plan | None = None
    for mode in among:
        needed = found.value - mode.worth if found else smallest
        plan = _largest(measure, frame, mode, max(smallest, needed), stride)
        if plan and (found is None or plan.value > found.value):
            found = plan
    return found


def fits(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> bool:
    """Whether everything can stand on one page in type of this size."""
    hopeless: set[int] = set()
    for mode in modes(frame, counts):
        least, most = sizes(frame, mode.grid, size)
        if mode.count in hopeless or not least <= size <= most:
            continue
        heights = measure(size, mode.grid)
        if plan_at(heights, frame, mode, size):
            return True
        stack = stack_of(heights, mode, size)
        if stack and stack.height > HOPELESS * room_for(heights, frame, mode):
            hopeless.add(mode.count)
    return False


def excess(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> float:
    """By what part of itself the text is too long for the page in type of this size."""
    shares = []
    for mode in modes(frame, counts):
        heights = measure(size, mode.grid)
        stack = stack_of(heights, mode, size)
        if stack and sizes(frame, mode.grid, size)[0] <= size:
            shares.append(1 - room_for(heights, frame, mode) / stack.height)
    return max(0.0, min(shares, default=0.0))


def smaller(plan: Plan, measure: Measure, frame: Frame, smallest: float) -> Plan | None:
    """The same layout in the next smaller type that fits, or None below `smallest`."""
    for step in range(floor(plan.size / STEP + 0.5) - 1, ceil(smallest / STEP) - 1, -1):
        size = round(step * STEP, 2)
        found = plan_at(measure(size, plan.mode.grid), frame, plan.mode, size)
        if found:
            return found
    return None


def _largest(
    measure: Measure, frame: Frame, mode: Mode, smallest: float, stride: int
) -> Plan | None:
    """The plan of the largest size, a multiple of `stride` steps.

    By bisection, at first where each layout's need suggests.
    """
    step = STEP * stride
    least, most = sizes(frame, mode.grid, smallest)
    low, high = ceil(least / step - 1e-6), floor(most / step + 1e-6)
    found: Plan | None = None
    probe, tries = min(high, max(low, round(FIRST / step))), 0
    while low <= high:
        size = round(probe * step, 2)
        heights = measure(size, mode.grid)
        stack = stack_of(heights, mode, size)
        if not stack:
            return None
        plan = plan_at(heights, frame, mode, size)
        if plan:
            found, low = plan, probe + 1
        else:
            high = probe - 1
        tries += 1
        guess = size * sqrt(max(0.01, room_for(heights, frame, mode) / stack.height)) / step
        probe = min(high, max(low, floor(guess))) if tries < GUESSES else (low + high) // 2
    return found
