"""Where everything goes: columns, type size, air. Pure arithmetic over heights already measured.

All lengths are in pt. The type is set as large as fits; what is then left over becomes air
between rows and cards, so that all columns end together, and height of the masthead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil, floor, sqrt
from typing import TypeAlias

STEP = 0.05
"""Type sizes are multiples of this."""
COARSE = 5
"""At first only every so many steps are tried."""
FIRST = 8.75
"""The first size tried."""
GUESSES = 5
"""So many sizes are guessed before the rest is halved."""
LARGEST, LARGEST_WIDE = 15.0, 17.0
"""Type is not set larger than this, and than this in a single column: a sheet should not shout."""
MEASURE_LEAST, MEASURE_MOST = 15.0, 43.0
"""Narrowest and widest column in ems: about 32 and 92 characters of Source Sans 3."""
MASTHEAD_MORE = 0.18
"""So much more of the height the masthead gets when there is room to spare."""
WIDE = 0.63
"""The part of a single column that holds the text; the names stand at its left."""
MASTHEAD = 0.12
"""The masthead's part of the height while type competes with it for room."""
CARD_GAP = 1.1
"""Between two cards of a column, in ems, before air is added."""
CARD_GAP_SHARE = 4
"""The space between two cards takes so many times the air of the space between two rows."""
AIR_MOST = 0.55
"""Air between rows, in ems, up to which a card looks well set."""
AIR_EXTRA = 0.4
"""So much more air, in ems, a short card may take to be as high as its neighbours."""
HOLE_PRICE = 30.0
"""How many points of type size a hole as high as the page would cost."""
UNEVEN_PRICE = 0.9
"""How many points of type size a column costs that has one em more air than another."""
ALIGNED_WORTH = 0.25
"""How many points of type size it is worth that the tops of cards stand in line."""


@dataclass(frozen=True, slots=True)
class Item:
    """A card or the key at one column width: its height, and its spaces that may take air."""

    height: float
    rows: int


@dataclass(frozen=True, slots=True)
class Heights:
    """What one layout measured: cards and key at one column width, the rest at full width.

    `panel` is the key as the last thing of a column and `strip` the key across the page; None
    and 0 if the sheet needs no key. `map_least` and `week` are what stands in a column of its
    own: the least height of the body map, and the panel below it.
    """

    cards: tuple[Item, ...]
    panel: Item | None
    strip: float
    imprint: float
    map_least: float = 0.0
    week: Item | None = None


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
class Mode:
    """A way to lay out: columns, where the key stands, whether the tops of cards are in line.

    `panel` is the column that ends with the key; None for a key across the page, or no key.
    `hero` is the column of body map and panel, None without them.
    """

    count: int
    panel: int | None
    aligned: bool
    hero: int | None = None

    @property
    def columns(self) -> int:
        """How many columns are for cards."""
        return self.count - (self.hero is not None)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a column: the position of its card (the number of cards for the key), the
    space above it, the air between its rows, and the least height of its box if it is the key's.
    """  # noqa: D205

    item: int
    above: float
    air: float
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole layout. `fault` is what its holes and its unevenness cost, in points of type."""

    size: float
    mode: Mode
    columns: tuple[tuple[Slot, ...], ...]
    title: float
    masthead: float
    fault: float

    @property
    def value(self) -> float:
        """Large type is good, a hole is bad."""
        return self.size - self.fault + (ALIGNED_WORTH if self.mode.aligned else 0)


Measure: TypeAlias = Callable[[float, int], Heights]
"""Heights at a type size and a number of columns."""


def sizes(frame: Frame, count: int, smallest: float) -> tuple[float, float]:
    """The smallest and the largest type size that suits `count` columns."""
    width = frame.column(count) * (WIDE if count == 1 else 1)
    largest = LARGEST_WIDE if count == 1 else LARGEST
    return max(smallest, width / MEASURE_MOST), min(largest, width / MEASURE_LEAST)


def modes(counts: tuple[int, ...]) -> Iterator[Mode]:
    """All ways to lay out in these numbers of columns."""
    for count in counts:
        if count > 1:
            yield Mode(count, None, aligned=False, hero=count // 2)
            yield Mode(count, None, aligned=True, hero=count // 2)
        for panel in (*reversed(range(count)), None):
            yield Mode(count, panel, aligned=False)
            if count > 1:
                yield Mode(count, panel, aligned=True)


def best(measure: Measure, frame: Frame, counts: tuple[int, ...], smallest: float) -> Plan | None:
    """The plan of most value that holds everything on one page, or None if none does.

    All ways are tried at few sizes, so that they share what is measured, and the best way then
    at those between; if none fits at these few, all are.
    """
    found = _best(measure, frame, tuple(modes(counts)), smallest, COARSE)
    if found is None:
        return _best(measure, frame, tuple(modes(counts)), smallest, 1)
    return _largest(measure, frame, found.mode, found.size, 1) or found


def _best(
    measure: Measure, frame: Frame, among: tuple[Mode, ...], smallest: float, stride: int
) -> Plan | None:
    found: Plan | None = None
    for mode in among:
        needed = found.value - (ALIGNED_WORTH if mode.aligned else 0) if found else smallest
        plan = _largest(measure, frame, mode, max(smallest, needed), stride)
        if plan and (found is None or plan.value > found.value):
            found = plan
    return found


def fits(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> bool:
    """Whether everything can stand on one page in type of this size."""
    return any(
        plan_at(measure(size, mode.count), frame, mode, size)
        for mode in modes(counts)
        if sizes(frame, mode.count, size)[0] <= size <= sizes(frame, mode.count, size)[1]
    )


def excess(measure: Measure, frame: Frame, counts: tuple[int, ...], size: float) -> float:
    """By what part of itself the text is too long for the page in type of this size."""
    shares = []
    for mode in modes(counts):
        heights = measure(size, mode.count)
        stack = _stack(heights, mode, size)
        if stack and sizes(frame, mode.count, size)[0] <= size:
            shares.append(1 - _room(heights, frame, mode) / stack.height)
    return max(0.0, min(shares, default=0.0))


def smaller(plan: Plan, measure: Measure, frame: Frame, smallest: float) -> Plan | None:
    """The same layout in the next smaller type that fits, or None below `smallest`."""
    for step in range(floor(plan.size / STEP + 0.5) - 1, ceil(smallest / STEP) - 1, -1):
        size = round(step * STEP, 2)
        found = plan_at(measure(size, plan.mode.count), frame, plan.mode, size)
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
    least, most = sizes(frame, mode.count, smallest)
    low, high = ceil(least / step - 1e-6), floor(most / step + 1e-6)
    found: Plan | None = None
    probe, tries = min(high, max(low, round(FIRST / step))), 0
    while low <= high:
        size = round(probe * step, 2)
        heights = measure(size, mode.count)
        stack = _stack(heights, mode, size)
        if not stack:
            return None
        plan = plan_at(heights, frame, mode, size)
        if plan:
            found, low = plan, probe + 1
        else:
            high = probe - 1
        tries += 1
        guess = size * sqrt(max(0.01, _room(heights, frame, mode) / stack.height)) / step
        probe = min(high, max(low, floor(guess))) if tries < GUESSES else (low + high) // 2
    return found


# --- One layout -------------------------------------------------------------------------------

Columns: TypeAlias = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Stack:
    """Items cut into columns; the height and the shares of air of what is highest in them."""

    items: tuple[Item, ...]
    columns: Columns
    height: float
    shares: int


def plan_at(heights: Heights, frame: Frame, mode: Mode, size: float) -> Plan | None:
    """The plan at this type size; None if it does not fit, or would leave a column empty."""
    stack, room = _stack(heights, mode, size), _room(heights, frame, mode)
    hero = _hero_least(heights, size)
    cards = len(heights.cards)
    if not stack or max(stack.height, hero) > room or any(c[0] >= cards for c in stack.columns):
        return None
    left, shares = room - stack.height, max(1, stack.shares)
    air = min(AIR_MOST * size, left / shares)
    spare = min(left - air * stack.shares, MASTHEAD_MORE * frame.height, room - hero)
    air = min(2 * AIR_MOST * size, (left - spare) / shares)
    least = frame.masthead(frame.height * MASTHEAD).height
    place = _aligned if mode.aligned else _flush
    columns, fault = place(stack, room - spare, air, size, frame.height)
    if mode.hero is not None:
        hero_column = _hero(heights, room - spare, size)
        columns = (*columns[: mode.hero], hero_column, *columns[mode.hero :])
    return Plan(
        size=size,
        mode=mode,
        columns=columns,
        title=frame.masthead(least + spare).title,
        masthead=least + spare,
        fault=fault,
    )


def _hero_least(heights: Heights, size: float) -> float:
    return heights.map_least + (heights.week.height + CARD_GAP * size if heights.week else 0.0)


def _hero(heights: Heights, room: float, size: float) -> tuple[Slot, ...]:
    """The column of map and panel; the map, or else the panel, takes what is left."""
    count, week = len(heights.cards), heights.week
    if not week:
        return (Slot(count + 1, 0.0, 0.0, room),)
    if not heights.map_least:
        return (Slot(count + 2, 0.0, min(AIR_MOST * size, (room - week.height) / week.rows), room),)
    high = room - week.height - CARD_GAP * size
    return Slot(count + 1, 0.0, 0.0, high), Slot(count + 2, CARD_GAP * size, 0.0, week.height)


def _room(heights: Heights, frame: Frame, mode: Mode) -> float:
    """The height that is left for the columns."""
    strip = heights.strip + frame.gap if mode.panel is None and heights.strip else 0.0
    head = frame.masthead(frame.height * MASTHEAD).height
    return frame.height - head - frame.gap - strip - frame.gap - heights.imprint


def _stack(heights: Heights, mode: Mode, size: float) -> _Stack | None:
    """The cards, and the key if it stands in a column, cut into columns; None if they cannot be."""
    cards = heights.cards
    if (mode.hero is not None) != bool(heights.map_least or heights.week):
        return None
    if mode.columns > len(cards) or (mode.panel is not None and heights.panel is None):
        return None
    items = cards if heights.panel is None or mode.panel is None else (*cards, heights.panel)
    if mode.aligned:
        return _rows(items, mode, size) if len(items) % mode.columns == 0 else None
    columns = _balanced(items, mode, len(cards), size)
    tallest = max(columns, key=lambda column: _height(items, column, size))
    return _Stack(items, columns, _height(items, tallest, size), _shares(items, tallest))


def _rows(items: tuple[Item, ...], mode: Mode, size: float) -> _Stack:
    """As many items in each column, and each row as high as the highest item in it."""
    high = len(items) // mode.columns
    cuts, cards = [0], len(items) - (mode.panel is not None)
    for number in range(mode.columns):
        cuts.append(cuts[-1] + high - (number == mode.panel))
    columns = _with_panel(cuts, mode, cards)
    rows = [[items[i] for i in row] for row in zip(*columns, strict=True)]
    gaps = high - 1
    height = sum(max(item.height for item in row) for row in rows) + gaps * CARD_GAP * size
    shares = sum(max(item.rows for item in row) for row in rows) + gaps * CARD_GAP_SHARE
    return _Stack(items, columns, height, shares)


def _balanced(items: tuple[Item, ...], mode: Mode, cards: int, size: float) -> Columns:
    """The cards in order, cut into columns of which the highest is as low as can be."""
    inner = combinations(range(1, cards), mode.columns - 1)
    made = (_with_panel([0, *cut, cards], mode, cards) for cut in inner)
    return min(
        made, key=lambda columns: sorted((_height(items, c, size) for c in columns), reverse=True)
    )


def _with_panel(cuts: list[int], mode: Mode, panel: int) -> Columns:
    """The columns between these cuts, the key at the end of its own."""
    return tuple(
        (*range(a, b), *((panel,) if number == mode.panel else ()))
        for number, (a, b) in enumerate(pairwise(cuts))
    )


def _height(items: tuple[Item, ...], column: tuple[int, ...], size: float) -> float:
    return sum(items[i].height for i in column) + (len(column) - 1) * CARD_GAP * size


def _shares(items: tuple[Item, ...], column: tuple[int, ...]) -> int:
    return sum(items[i].rows for i in column) + (len(column) - 1) * CARD_GAP_SHARE


def _flush(
    stack: _Stack, room: float, _air: float, size: float, page: float
) -> tuple[tuple[tuple[Slot, ...], ...], float]:
    """All columns end together, each with as much air as that takes, the key's box with more."""
    columns, airs, holes = [], [], []
    for column in stack.columns:
        shares = _shares(stack.items, column)
        left = room - _height(stack.items, column, size)
        air = min(left / max(1, shares), 2 * AIR_MOST * size)
        above = CARD_GAP * size + CARD_GAP_SHARE * air
        end = stack.items[column[-1]].height + left - air * (shares - stack.items[column[-1]].rows)
        columns.append(
            tuple(
                Slot(
                    item=i,
                    above=above if i > column[0] else 0.0,
                    air=air if stack.items[i].rows else 0.0,
                    least=end if i == column[-1] else 0.0,
                )
                for i in column
            )
        )
        airs.append(air / size)
        holes.append((left - air * shares) / page)
    return tuple(columns), HOLE_PRICE * max(holes) + UNEVEN_PRICE * (max(airs) - min(airs))


def _aligned(
    stack: _Stack, _room: float, air: float, size: float, page: float
) -> tuple[tuple[tuple[Slot, ...], ...], float]:
    """The cards of a row begin together; a short one takes a little more air than the others."""
    rows = [[stack.items[i] for i in row] for row in zip(*stack.columns, strict=True)]
    targets = [max(i.height for i in row) + air * max(i.rows for i in row) for row in rows]
    columns, blanks = [], []
    for column in stack.columns:
        slots: list[Slot] = []
        blank = 0.0
        for target, number in zip(targets, column, strict=True):
            item = stack.items[number]
            own = min((target - item.height) / max(1, item.rows), air + AIR_EXTRA * size)
            above = blank + CARD_GAP * size + CARD_GAP_SHARE * air if slots else 0.0
            blank = target - item.height - own * item.rows
            slots.append(Slot(number, above, own, target))
            blanks.append(blank / page)
        columns.append(tuple(slots))
    return tuple(columns), HOLE_PRICE * max(blanks) / 2
