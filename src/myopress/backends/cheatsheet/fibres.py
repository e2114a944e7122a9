"""The book's mark, a bundle of fibres bent to a quotation mark, and the marks of evidence, as SVG.

Pure drawing: numbers in, SVG text out. All are used as backgrounds, so that they are no content
for a reader who listens; words beside them say the same.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from myopress.backends.mark import LEFT, MARK_STEP, MARKS_RATIO, RIGHT, Point, fibre

ACCENT = "#A8321E"
CREAM = "#F6EBDD"


def quotation_marks(colour: str, fibres: int = 11, weight: float = 0.74) -> str:
    """An opening quotation mark of two bundles; `weight` is a fibre's part of its share."""
    path = bundle(LEFT, RIGHT, fibres, weight)
    mark = f'<path d="{path}" fill="{colour}"/>'
    second = f'<g transform="translate({MARK_STEP} 0)">{mark}</g>'
    return _svg(1000 * MARKS_RATIO, 1000, mark + second)


def bundle(one: Sequence[Point], other: Sequence[Point], count: int, weight: float) -> str:
    """Path data of `count` fibres between two outer ones, each so many cubic curves."""
    return "".join(_closed(*fibre(one, other, number, count, weight)) for number in range(count))


def ladder(rungs: tuple[bool, ...]) -> str:
    """Rungs from the top down, filled or only outlined: a box of 15 by 5 units a rung less one."""
    body = "".join(
        f'<rect x=".4" y="{5 * i + 0.4}" width="14.2" height="3.2" stroke="{ACCENT}" '
        f'stroke-width=".8" fill="{ACCENT if filled else "none"}"/>'
        for i, filled in enumerate(rungs)
    )
    return _svg(15, 5 * len(rungs) - 1, body)


def pips(filled: int, count: int = 3) -> str:
    """A row of `count` circles, the first ones filled: a box of 11 by 10 units a circle."""
    body = "".join(
        f'<circle cx="{11 * i + 5}" cy="5" r="4.2" stroke="{ACCENT}" stroke-width="1.3" '
        f'fill="{ACCENT if i < filled else "none"}"/>'
        for i in range(count)
    )
    return _svg(11 * count - 1, 10, body)


def address(svg: str) -> str:
    """The drawing as a `data:` URL."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode("utf-8")).decode("ascii")


def _svg(width: float, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{body}</svg>'
    )


def _closed(out: list[Point], back: list[Point]) -> str:
    return f"M{_pair(out[0])}{_curves(out)}L{_pair(back[0])}{_curves(back)}Z"


def _curves(points: list[Point]) -> str:
    return "".join("C" + " ".join(map(_pair, points[i : i + 3])) for i in range(1, len(points), 3))


def _pair(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
