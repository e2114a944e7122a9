"""The body map: the figure, a label for each organ, badges with the numbers of the cards.

Labels and badges are text in two strips beside the figure; lines run between the strips only, so
that none crosses a word. Lengths are in pt.
"""

from __future__ import annotations

from dataclasses import dataclass

from myopress.backends.cheatsheet import body
from myopress.backends.cheatsheet.boxes import PIECE
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.fibres import address
from myopress.backends.cheatsheet.organs import Target
from myopress.backends.html.element import Element, add, e
from myopress.words import Words

STRIP, PAD = 36.0, 6.0
"""Width of a strip of labels, and the space at the edges."""
LINE, BADGE, SPACE = 10.5, 13.0, 6.0
"""Height of a label's line and of a row of badges, and the space between labels."""
ROW = 2
"""Badges in a row."""
LEGEND = 44.0
FIGURE_LEAST = 225.0


@dataclass(frozen=True, slots=True)
class Label:
    """Where a target's label begins, and where the figure has the organ."""

    target: Target
    top: float
    x: float
    y: float


def least(sheet: Sheet) -> float:
    """The least height of the map; 0 if no card names an organ."""
    if not sheet.targets:
        return 0.0
    sides = (sum(map(_high, _side(sheet, side))) for side in ("left", "right"))
    return max(FIGURE_LEAST, *sides) + LEGEND + 2 * PAD


def labels(targets: tuple[Target, ...], width: float, height: float) -> tuple[Label, ...]:
    """All labels, each as near to the height of its organ as the others of its side let it be."""
    scale, left, top = _place(width, height)
    made: list[Label] = []
    for side in ("left", "right"):
        own = [t for t in targets if t.side == side]
        tops = [top + t.at[1] * scale - LINE / 2 for t in own]
        for i in range(1, len(own)):
            tops[i] = max(tops[i], tops[i - 1] + _high(own[i - 1]))
        end = height - LEGEND - PAD
        for i in reversed(range(len(own))):
            tops[i] = min(tops[i], end - _high(own[i]))
            end = tops[i]
        made += [
            Label(t, y, left + (t.at[0] + body.HALF_WIDTH) * scale, top + t.at[1] * scale)
            for t, y in zip(own, tops, strict=True)
        ]
    return tuple(made)


def body_map(sheet: Sheet, width: float, height: float, words: Words) -> Element:
    """The map in a box of this size."""
    placed = labels(sheet.targets, width, height)
    box = e("section", {"class": "map", PIECE: "map"})
    said = "; ".join(
        f"{label.target.label}: " + ", ".join(str(n + 1) for n in _numbers(label.target))
        for label in placed
    )
    style = f"width:{width:.2f}pt;height:{height:.2f}pt"
    drawing = address(_drawing(placed, width, height))
    add(box, "img", {"src": drawing, "alt": said, "style": style})
    for label in placed:
        place = f"top:{label.top:.2f}pt;{label.target.side}:{PAD}pt;width:{STRIP}pt"
        part = add(box, "div", {"class": f"organ {label.target.side}", "style": place})
        add(part, "p", {"class": "organ-name"}, label.target.label)
        numbers = _numbers(label.target)
        for start in range(0, len(numbers), ROW):
            row = add(part, "p", {"class": "badges"})
            for number in numbers[start : start + ROW]:
                kind = "solid" if number in label.target.shown else "dashed"
                add(row, "span", {"class": f"badge {kind}"}, str(number + 1))
    legend = add(box, "div", {"class": "map-legend", "style": f"height:{LEGEND}pt"})
    human = ", ".join(map(words.grade, ("human RCT", "human acute study", "human observational")))
    others = ", ".join(map(words.grade, ("animal", "cell", "not graded")))
    for kind, text in (("solid", human), ("dashed", others)):
        add(legend, "p", {"class": f"legend-{kind}"}, text)
    return box


def _numbers(target: Target) -> tuple[int, ...]:
    return (*target.shown, *target.doubtful)


def _side(sheet: Sheet, side: str) -> list[Target]:
    return [target for target in sheet.targets if target.side == side]


def _high(target: Target) -> float:
    lines = 2 if len(target.label) > 9 and " " in target.label else 1
    return LINE * lines + BADGE * -(-len(_numbers(target)) // ROW) + SPACE


def _place(width: float, height: float) -> tuple[float, float, float]:
    """The figure's scale and its left and upper edge."""
    free = height - LEGEND - 2 * PAD
    scale = min(free / body.HEIGHT, (width - 2 * (STRIP - 8)) / (2 * body.HALF_WIDTH))
    return scale, width / 2 - body.HALF_WIDTH * scale, PAD + (free - body.HEIGHT * scale) / 2


def _drawing(placed: tuple[Label, ...], width: float, height: float) -> str:
    scale, left, top = _place(width, height)
    figure = body.figure(label.target.organ for label in placed)
    lines = "".join(_line(label, width) for label in placed)
    move = f"translate({left + body.HALF_WIDTH * scale:.2f} {top:.2f}) scale({scale:.4f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}" height="{height:.2f}" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><g transform="{move}">{figure}</g>{lines}</svg>'
    )


def _line(label: Label, width: float) -> str:
    """From the inner edge of the label's strip to the organ, dark upon a light edge."""
    edge = PAD + STRIP + 1
    x = edge if label.target.side == "left" else width - edge
    y = label.top + LINE / 2
    path = f"M{x:.2f} {y:.2f}L{label.x:.2f} {label.y:.2f}"
    dash = "" if label.target.shown else ' stroke-dasharray="2 1.6"'
    return (
        f'<path d="{path}" stroke="{body.PAPER}" stroke-width="2.6"/>'
        f'<path d="{path}" stroke="{body.INK}" stroke-width=".8"{dash}/>'
        f'<circle cx="{label.x:.2f}" cy="{label.y:.2f}" r="2" fill="{body.INK}" '
        f'stroke="{body.PAPER}" stroke-width=".8"/>'
    )
