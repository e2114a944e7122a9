"""The body map: the figure, a label for each organ, badges with the numbers of the cards.

Labels and badges are text beside the figure; lines run between figure and words only, so that
none crosses a word. Lengths are in pt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil

from myopress.backends.cheatsheet import body
from myopress.backends.cheatsheet.boxes import PIECE
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.fibres import address
from myopress.backends.cheatsheet.organs import Target
from myopress.backends.html.element import Element, add, e
from myopress.backends.mark import Point
from myopress.backends.typefaces import lettering
from myopress.words import Words

SIDES = ("left", "right")
PAD, STRIP = 6.0, 44.0
"""The space at the edges, and the widest that a label's words may be."""
LINE, BADGE, SPACE = 10.5, 13.0, 6.0
"""Height of a label's line, side of a badge, and the space between labels."""
FACE, POINTS = "SourceSans3-Bold.otf", 8.0
"""The type of a label's words."""
CLEAR = 2.0
"""The least space between a label and the figure."""
BESIDE = 17.0
"""So much room for labels there is beside the hands."""
ROW = 2
"""Badges in a row, where there is room for so many beside the figure."""
STEP = 2.0
"""Places for a label are tried so far from each other."""
LEGEND, LEGEND_LINE, LEGEND_MARK = 40.0, 9.6, 12.0
FIGURE_LEAST = 225.0


@dataclass(frozen=True, slots=True)
class Label:
    """Where a target's label stands, and where the figure has the organ.

    `wide` and `high` are its size, `row` how many badges stand beside each other.
    """

    target: Target
    top: float
    wide: float
    high: float
    row: int
    x: float
    y: float


def least(sheet: Sheet, width: float, words: Words) -> float:
    """The least height of a map of this width; 0 if no card names an organ."""
    if not sheet.targets:
        return 0.0
    sides = (sum(_size(t, ROW)[1] for t in _side(sheet.targets, side)) for side in SIDES)
    return max(FIGURE_LEAST, *sides) + LEGEND + 2 * PAD + _surplus(width, words)


def _legend(words: Words) -> tuple[str, str]:
    """What a full badge means, and a dashed one."""
    human = ", ".join(map(words.grade, ("human RCT", "human acute study", "human observational")))
    return human, ", ".join(map(words.grade, ("animal", "cell", "not graded")))


def _surplus(width: float, words: Words) -> float:
    """By how much the legend is higher than `LEGEND` in this width, by words a little too bold."""
    room = width - 2 * PAD - LEGEND_MARK
    lines = sum(ceil(_width(text) / room) for text in _legend(words))
    return max(0.0, LEGEND_LINE * lines + PAD - LEGEND)


def labels(targets: tuple[Target, ...], width: float, height: float) -> tuple[Label, ...]:
    """All labels, each as near to the height of its organ as figure and other labels let it be."""
    return tuple(label for side in SIDES for label in _placed(_side(targets, side), width, height))


def _placed(own: list[Target], width: float, height: float) -> list[Label]:
    """The labels of one side from the top down, of all such rows the one that costs least.

    By dynamic programming: after each label is known, for each place where it may end, the best
    row of those above.
    """
    rows: list[tuple[float, float, list[Label]]] = [(PAD, 0.0, [])]
    for target in own:
        longer = []
        for label in _choices(target, width, height):
            above = [row for row in rows if row[0] <= label.top]
            if above:
                _, cost, before = min(above, key=lambda row: row[1])
                cost += _cost(label, width, height)
                longer.append((label.top + label.high, cost, [*before, label]))
        rows = _unbeaten(longer)
    return min(rows, key=lambda row: row[1])[2]


def _choices(target: Target, width: float, height: float) -> Iterator[Label]:
    """A target's label at each place, with each number of badges in a row."""
    scale, left, top = _place(width, height)
    x, y = left + (target.at[0] + body.HALF_WIDTH) * scale, top + target.at[1] * scale
    level = max(PAD, y - LINE / 2)
    for place in (level, *(PAD + STEP * step for step in range(int((height - PAD) / STEP)))):
        for row in range(1, ROW + 1):
            yield Label(target, place, *_size(target, row), row, x, y)


def _unbeaten(
    rows: list[tuple[float, float, list[Label]]],
) -> list[tuple[float, float, list[Label]]]:
    """The rows that no other beats by ending higher and costing no more."""
    kept: list[tuple[float, float, list[Label]]] = []
    for row in sorted(rows, key=lambda row: row[:2]):
        if not kept or row[1] < kept[-1][1]:
            kept.append(row)
    return kept


def _cost(label: Label, width: float, height: float) -> float:
    """How ill a label stands: far from its organ, in a high stack, on the figure, too low."""
    far = abs(label.top + LINE / 2 - label.y)
    stacked = 0.25 * label.high
    on = max(0.0, label.wide + PAD + CLEAR - free_beside(label, width, height))
    low = max(0.0, label.top + label.high - (height - LEGEND - PAD))
    return far + far * far / 40 + stacked + 1000 * on + 1000 * low


def free_beside(label: Label, width: float, height: float) -> float:
    """The width between the box's edge and the figure, at the height of the label."""
    scale, left, top = _place(width, height)
    above, below = (label.top - top) / scale, (label.top + label.high - SPACE - top) / scale
    return left + (body.HALF_WIDTH - body.half_width(above, below)) * scale


def body_map(sheet: Sheet, width: float, height: float, words: Words) -> Element:
    """The map in a box of this size."""
    surplus = _surplus(width, words)
    height -= surplus
    placed = labels(sheet.targets, width, height)
    box = e("section", {"class": "map", PIECE: "map", "style": f"height:{height + surplus:.2f}pt"})
    said = "; ".join(
        f"{label.target.label}: " + ", ".join(str(n + 1) for n in _numbers(label.target))
        for label in placed
    )
    style = f"width:{width:.2f}pt;height:{height:.2f}pt"
    drawing = address(_drawing(placed, width, height))
    add(box, "img", {"src": drawing, "alt": said, "style": style})
    for label in placed:
        place = f"top:{label.top:.2f}pt;{label.target.side}:{PAD}pt;width:{label.wide:.2f}pt"
        part = add(box, "div", {"class": f"organ {label.target.side}", "style": place})
        add(part, "p", {"class": "organ-name"}, label.target.label)
        numbers = _numbers(label.target)
        for start in range(0, len(numbers), label.row):
            row = add(part, "p", {"class": "badges"})
            for number in numbers[start : start + label.row]:
                kind = "solid" if number in label.target.shown else "dashed"
                add(row, "span", {"class": f"badge {kind}"}, str(number + 1))
    legend = add(box, "div", {"class": "map-legend", "style": f"height:{LEGEND + surplus:.2f}pt"})
    for kind, text in zip(("solid", "dashed"), _legend(words), strict=True):
        add(legend, "p", {"class": f"legend-{kind}"}, text)
    return box


def _numbers(target: Target) -> tuple[int, ...]:
    return (*target.shown, *target.doubtful)


def _side(targets: tuple[Target, ...], side: str) -> list[Target]:
    return [target for target in targets if target.side == side]


def _size(target: Target, row: int) -> tuple[float, float]:
    """Width and height of a label with so many badges in a row."""
    words, numbers = target.label.split(), len(_numbers(target))
    wide = max(BADGE * min(row, numbers), *(min(STRIP, _width(word)) for word in words))
    lines = sum(ceil(_width(word) / STRIP) for word in words)
    return wide, LINE * lines + BADGE * -(-numbers // row) + SPACE


@cache
def _width(word: str) -> float:
    drawn = lettering(FACE, word)
    return POINTS * (drawn.width if drawn else 0.7 * len(word)) + 0.5


def _place(width: float, height: float) -> tuple[float, float, float]:
    """The figure's scale and its left and upper edge."""
    free = height - LEGEND - 2 * PAD
    scale = min(free / body.HEIGHT, (width - 2 * (PAD + BESIDE + CLEAR)) / (2 * body.HALF_WIDTH))
    return scale, width / 2 - body.HALF_WIDTH * scale, PAD + (free - body.HEIGHT * scale) / 2


def _drawing(placed: tuple[Label, ...], width: float, height: float) -> str:
    scale, left, top = _place(width, height)
    figure = body.figure(label.target.organ for label in placed)
    lines = "".join(_line(label, placed, width) for label in placed)
    move = f"translate({left + body.HALF_WIDTH * scale:.2f} {top:.2f}) scale({scale:.4f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}" height="{height:.2f}" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><g transform="{move}">{figure}</g>{lines}</svg>'
    )


def points(label: Label, placed: tuple[Label, ...], width: float) -> tuple[Point, ...]:
    """The line from a label's first words to the organ.

    It runs level as far as the longest words of its side reach, so that it crosses none.
    """
    side = label.target.side
    words = PAD + max(other.wide for other in placed if other.target.side == side) + 1
    own, y = PAD + min(STRIP, _width(label.target.label.split()[0])) + 1, label.top + LINE / 2
    if side == "right":
        return (
            (width - own, y),
            (min(width - own, max(width - words, label.x)), y),
            (label.x, label.y),
        )
    return (own, y), (max(own, min(words, label.x)), y), (label.x, label.y)


def _line(label: Label, placed: tuple[Label, ...], width: float) -> str:
    """The line of a label, dark upon a light edge."""
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points(label, placed, width))
    dash = "" if label.target.shown else ' stroke-dasharray="2 1.6"'
    return (
        f'<path d="{path}" fill="none" stroke="{body.PAPER}" stroke-width="2.6"/>'
        f'<path d="{path}" fill="none" stroke="{body.INK}" stroke-width=".8"{dash}/>'
        f'<circle cx="{label.x:.2f}" cy="{label.y:.2f}" r="2" fill="{body.INK}" '
        f'stroke="{body.PAPER}" stroke-width=".8"/>'
    )
