"""What the fit reckons with, and what comes of it: heights, columns, the plan. Lengths are in pt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

ALIGNED_WORTH = 0.25
"""How many points of type size it is worth that the tops of cards stand in line."""
NARROW_PRICE = 0.12
"""How many points of type size it costs that body map and panel stand in a narrow column."""


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
    own: the least height of the body map, and the panel below it. With `flows` `panel` is that panel
    instead of the key, and must end a column of cards.
    """

    cards: tuple[Item, ...]
    panel: Item | None
    strip: float
    imprint: float
    map_least: float = 0.0
    week: Item | None = None
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Masthead:
    """The title's size, and the least height of the masthead that holds it."""

    title: float
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns: how many, and how wide that of map and panel is; 0 if all are of one width."""

    count: int
    hero: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The page within its margins, and the spaces between its parts.

    `with_hero` says that a column is for body map and panel; `hero_width` is its only width, 0 if
    the fit may choose. With `side` it is the first, and has the masthead at its head. With
    `flows` the panel stands among the cards. With `keyed` the key stands
    below the map. `kind` is what the style sheet must know of it.
    """

    width: float
    height: float
    gutter: float
    gap: float
    mastheads: tuple[Masthead, ...]
    with_hero: bool = False
    hero_width: float = 0.0
    side: bool = False
    flows: bool = False
    keyed: bool = False
    kind: str = ""

    def column(self, grid: Grid) -> float:
        """The width of a column of cards."""
        if grid.hero:
            return (self.width - grid.hero - (grid.count - 1) * self.gutter) / (grid.count - 1)
        return (self.width - (grid.count - 1) * self.gutter) / grid.count

    def hero(self, grid: Grid) -> float:
        """The width of the column of map and panel."""
        return grid.hero or self.column(grid)

    def columns(self, mode: Mode) -> tuple[tuple[float, float], ...]:
        """The left edge and the width of each column."""
        made, left = [], 0.0
        for number in range(mode.grid.count):
            wide = self.hero(mode.grid) if number == mode.hero else self.column(mode.grid)
            made.append((left, wide))
            left += wide + self.gutter
        return tuple(made)

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

    grid: Grid
    panel: int | None
    aligned: bool
    hero: int | None = None

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.grid.count

    @property
    def columns(self) -> int:
        """How many columns are for cards."""
        return self.count - (self.hero is not None)

    @property
    def worth(self) -> float:
        """How many points of type size this way is worth more than another."""
        return ALIGNED_WORTH * self.aligned - NARROW_PRICE * bool(self.grid.hero)


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
        return self.size - self.fault + self.mode.worth


Measure: TypeAlias = Callable[[float, Grid], Heights]
"""Heights at a type size in columns of these widths."""
