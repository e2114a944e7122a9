"""One layout in type of one size: what stands in which column, and where the air goes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeAlias

from myopress.backends.cheatsheet.fit.plan import Frame, Heights, Item, Mode, Plan, Slot

MASTHEAD_MORE = 0.18
"""So much more of the height the masthead gets when there is room to spare."""
MASTHEAD_SIDE = 0.28
"""The part of the height of a masthead that heads a column."""
MASTHEAD = 0.115
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

Columns: TypeAlias = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Items cut into columns; the height and the shares of air of what is highest in them."""

    items: tuple[Item, ...]
    columns: Columns
    height: float
    shares: int


def plan_at(heights: Heights, frame: Frame, mode: Mode, size: float) -> Plan | None:
    """The plan at this type size; None if it does not fit, or would leave a column empty."""
    stack, room = stack_of(heights, mode, size), room_for(heights, frame, mode)
    head = frame.masthead(frame.height * (MASTHEAD_SIDE if frame.side else MASTHEAD)).height
    beside = head + frame.gap if frame.side else 0.0
    hero = beside + _hero_least(heights, size)
    cards = len(heights.cards)
    if not stack or max(stack.height, hero) > room or any(c[0] >= cards for c in stack.columns):
        return None
    left, shares = room - stack.height, max(1, stack.shares)
    air = min(AIR_MOST * size, left / shares)
    more = 0.0 if frame.side else MASTHEAD_MORE * frame.height
    spare = min(left - air * stack.shares, more, room - hero)
    air = min(2 * AIR_MOST * size, (left - spare) / shares)
    place = _aligned if mode.aligned else _flush
    columns, fault = place(stack, room - spare, air, size, frame.height)
    if mode.hero is not None:
        hero_column = _hero(heights, room - spare - beside, size, beside)
        columns = (*columns[: mode.hero], hero_column, *columns[mode.hero :])
    return Plan(
        size=size,
        mode=mode,
        columns=columns,
        title=frame.masthead(head + spare).title,
        masthead=head + spare,
        fault=fault,
    )


def _hero_least(heights: Heights, size: float) -> float:
    return heights.map_least + (heights.week.height + CARD_GAP * size if heights.week else 0.0)


def _hero(heights: Heights, room: float, size: float, top: float) -> tuple[Slot, ...]:
    """The column of map and panel; the map, or else the panel, takes what is left."""
    count, week = len(heights.cards), heights.week
    if not week:
        return (Slot(count + 1, top, 0.0, room),)
    if not heights.map_least:
        return (Slot(count + 2, top, min(AIR_MOST * size, (room - week.height) / week.rows), room),)
    high = room - week.height - CARD_GAP * size
    return Slot(count + 1, top, 0.0, high), Slot(count + 2, CARD_GAP * size, 0.0, week.height)


def room_for(heights: Heights, frame: Frame, mode: Mode) -> float:
    """The height that is left for the columns."""
    strip = (
        heights.strip + frame.gap
        if (mode.panel is None or heights.flows) and heights.strip
        else 0.0
    )
    head = 0.0 if frame.side else frame.masthead(frame.height * MASTHEAD).height + frame.gap
    return frame.height - head - strip - frame.gap - heights.imprint


def stack_of(heights: Heights, mode: Mode, size: float) -> Stack | None:
    """The cards, and the key if it stands in a column, cut into columns; None if they cannot be."""
    cards = heights.cards
    if (mode.hero is not None) != bool(heights.map_least or heights.week):
        return None
    if heights.flows and mode.panel is None:
        return None
    if mode.columns > len(cards) or (mode.panel is not None and heights.panel is None):
        return None
    items = cards if heights.panel is None or mode.panel is None else (*cards, heights.panel)
    if mode.aligned:
        return _rows(items, mode, size) if len(items) % mode.columns == 0 else None
    columns = _balanced(items, mode, len(cards), size)
    tallest = max(columns, key=lambda column: _height(items, column, size))
    return Stack(items, columns, _height(items, tallest, size), _shares(items, tallest))


def _rows(items: tuple[Item, ...], mode: Mode, size: float) -> Stack:
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
    return Stack(items, columns, height, shares)


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
    stack: Stack, room: float, _air: float, size: float, page: float
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
    stack: Stack, _room: float, air: float, size: float, page: float
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
