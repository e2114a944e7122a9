"""Where everything goes: columns, type size, air. Pure arithmetic over heights already measured.

All lengths are in pt. The type is set as large as fits; what is then left over becomes air
between the rows of each column, so that all columns end together, and height of the masthead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil, floor, sqrt

STEP = 0.05
"""Type sizes are multiples of this."""
MASTHEAD = 0.12
"""The masthead's part of the height while type competes with it for room."""
FIRST = 200
"""The first size tried, in steps."""
GUESSES = 5
"""So many sizes are guessed before the rest is halved."""
LARGEST = 15.0
"""Type is not set larger than this: beyond it a sheet shouts."""
MEASURE_LEAST, MEASURE_MOST = 14.5, 43.0
"""Narrowest and widest column in ems: about 31 and 92 characters of Source Sans 3."""
CARD_GAP = 1.1
"""Between two cards of a column, in ems, before air is added."""
CARD_GAP_SHARE = 3
"""The space between two cards takes so many times the air of the space between two rows."""
AIR_MOST = 0.55
"""Air between rows, in ems, up to which a column looks well set."""
HOLE_PRICE = 30.0
"""How many points of type size a hole as high as the column would cost."""


@dataclass(frozen=True, slots=True)
class Heights:
    """What one layout measured: cards and key at one column width, the rest at full width.

    `rows` counts the spaces within each card that may take air. `panel` is the key as the last
    card of a column, `strip` the key across the page; 0 if the sheet needs no key.
    """

    cards: tuple[float, ...]
    rows: tuple[int, ...]
    panel: float
    panel_rows: int
    strip: float
    imprint: float


@dataclass(frozen=True, slots=True)
class Masthead:
    """The title's size, and the least height of the masthead that holds it."""

    title: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The page within its margins, and the spaces between its parts."""

    width: float
    height: float
    gutter: float
    gap: float
    mastheads: tuple[Masthead, ...]

    def column(self, count: int) -> float:
        """The width of one of `count` columns."""
        return (self.width - (count - 1) * self.gutter) / count

    def masthead(self, limit: float) -> Masthead:
        """The largest title whose masthead is not higher than `limit`, else the lowest one."""
        fitting = [head for head in self.mastheads if head.height <= limit]
        lowest = min(self.mastheads, key=lambda head: head.height)
        return max(fitting, key=lambda head: head.title, default=lowest)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole layout: which cards stand in which column, and every size that was free.

    `columns` hold positions of cards. With `panel` the key is the last thing in the last column,
    else a strip. `airs` is what is added between two rows, by column.
    """

    size: float
    columns: tuple[tuple[int, ...], ...]
    panel: bool
    airs: tuple[float, ...]
    title: float
    masthead: float
    hole: float

    @property
    def value(self) -> float:
        """Large type is good, a hole is bad."""
        return self.size - HOLE_PRICE * self.hole


Measure = Callable[[float, int], Heights]
"""Heights at a type size and a number of columns."""


def sizes(frame: Frame, count: int, smallest: float) -> tuple[float, float]:
    """The smallest and the largest type size that suits `count` columns."""
    width = frame.column(count)
    return max(smallest, width / MEASURE_MOST), min(LARGEST, width / MEASURE_LEAST)


def best(measure: Measure, frame: Frame, counts: tuple[int, ...], smallest: float) -> Plan | None:
    """The plan of most value that holds everything on one page, or None if none does."""
    plans = [
        plan
        for count in counts
        for panel in (True, False)
        if (plan := _largest(measure, frame, count, panel=panel, smallest=smallest))
    ]
    return max(plans, key=lambda plan: plan.value, default=None)


def fits(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> bool:
    """Whether everything can stand on one page in type of this size."""
    return any(
        plan_at(measure(size, count), frame, count, size, panel=panel)
        for count in counts
        if sizes(frame, count, size)[0] <= size <= sizes(frame, count, size)[1]
        for panel in (True, False)
    )


def excess(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> float:
    """By what part of itself the text is too long for the page in type of this size."""
    shares = []
    for count in counts:
        heights = measure(size, count)
        room = _room(heights, frame, panel=False)
        gaps = CARD_GAP * size * max(0, len(heights.cards) - count)
        shares.append(1 - (room * count - gaps) / sum(heights.cards))
    return max(0.0, min(shares))


def _largest(
    measure: Measure, frame: Frame, count: int, *, panel: bool, smallest: float
) -> Plan | None:
    """The plan of the largest size, by bisection in steps that each layout's need suggests."""
    least, most = sizes(frame, count, smallest)
    low, high = ceil(least / STEP), floor(most / STEP)
    found: Plan | None = None
    probe, tries = min(high, max(low, FIRST)), 0
    while low <= high:
        size = round(probe * STEP, 2)
        heights = measure(size, count)
        plan = plan_at(heights, frame, count, size, panel=panel)
        if plan:
            found, low = plan, probe + 1
        else:
            high = probe - 1
        tries += 1
        guess = _guess(heights, frame, count, size, panel=panel) / STEP
        probe = min(high, max(low, floor(guess))) if tries < GUESSES else (low + high) // 2
    return found


def _guess(heights: Heights, frame: Frame, count: int, size: float, *, panel: bool) -> float:
    """The size at which the text, which grows with the square of it, would just fill its room."""
    tallest = max(_tall(column) for column in _columns(heights, count, size, panel=panel))
    return size * sqrt(max(0.01, _room(heights, frame, panel=panel) / tallest))


@dataclass(frozen=True, slots=True)
class _Column:
    cards: tuple[int, ...]
    height: float
    shares: int


def _tall(column: _Column) -> float:
    return column.height


def _room(heights: Heights, frame: Frame, *, panel: bool) -> float:
    """The height that is left for the columns."""
    strip = 0.0 if panel or not heights.strip else heights.strip + frame.gap
    head = frame.masthead(frame.height * MASTHEAD).height
    return frame.height - head - frame.gap - strip - frame.gap - heights.imprint


def _columns(heights: Heights, count: int, size: float, *, panel: bool) -> tuple[_Column, ...]:
    """The cards in order, cut into columns of which the tallest is as low as can be."""
    items = list(zip(heights.cards, heights.rows, strict=True))
    if panel and heights.panel:
        items.append((heights.panel, heights.panel_rows))
    last = len(items)
    count = min(count, last)
    cuts = ((0, *inner, last) for inner in combinations(range(1, last), count - 1))
    made = (tuple(_column(items, a, b, size) for a, b in pairwise(cut)) for cut in cuts)
    return min(made, key=lambda columns: sorted((c.height for c in columns), reverse=True))


def _column(items: list[tuple[float, int]], start: int, end: int, size: float) -> _Column:
    chosen = items[start:end]
    gaps = len(chosen) - 1
    height = sum(height for height, _ in chosen) + gaps * CARD_GAP * size
    shares = sum(rows for _, rows in chosen) + gaps * CARD_GAP_SHARE
    return _Column(tuple(range(start, end)), height, shares)


def plan_at(
    heights: Heights, frame: Frame, count: int, size: float, *, panel: bool
) -> Plan | None:
    """The plan at this type size, or None if it does not fit, or has a column without a card."""
    columns = _columns(heights, count, size, panel=panel)
    room = _room(heights, frame, panel=panel)
    tallest = max(columns, key=_tall)
    cards = len(heights.cards)
    if tallest.height > room or len(columns) < count or columns[-1].cards[0] >= cards + (not panel):
        return None
    air = min(AIR_MOST * size, (room - tallest.height) / max(1, tallest.shares))
    spare = room - tallest.height - air * tallest.shares
    base = frame.masthead(frame.height * MASTHEAD).height
    head = frame.masthead(base + spare)
    room -= spare
    airs = tuple(
        min((room - c.height) / max(1, c.shares), 2 * AIR_MOST * size) for c in columns
    )
    ends = (c.height + a * c.shares for c, a in zip(columns, airs, strict=True))
    return Plan(
        size=size,
        columns=tuple(tuple(i for i in c.cards if i < cards) for c in columns),
        panel=panel and bool(heights.panel),
        airs=airs,
        title=head.title,
        masthead=base + spare,
        hole=max(room - end for end in ends) / frame.height + _sparse(airs, size),
    )


def _sparse(airs: tuple[float, ...], size: float) -> float:
    """What uneven columns cost: one set much more openly than another looks like a mistake."""
    return 0.03 * (max(airs) - min(airs)) / size


def smaller(plan: Plan, measure: Measure, frame: Frame, smallest: float) -> Plan | None:
    """The same layout in the next smaller type that fits, or None below `smallest`."""
    count = len(plan.columns)
    for step in range(floor(plan.size / STEP) - 1, ceil(smallest / STEP) - 1, -1):
        size = round(step * STEP, 2)
        found = plan_at(measure(size, count), frame, count, size, panel=plan.panel)
        if found:
            return found
    return None
