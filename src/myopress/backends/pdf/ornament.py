"""The book's one ornament, a bundle of fibres, drawn from a name: each chapter's is its own."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from functools import cache

from myopress.backends.html import Element, e

FIBRES = 15
_WIDTH, _HEIGHT = 432.0, 206.0
_STEPS = 27
_SVG = "{http://www.w3.org/2000/svg}"


def bundle(name: str) -> Element:
    """A bundle that runs across a page 432 wide and 206 high, and swells once or more."""
    return _drawing(_bundle(name), _WIDTH, _HEIGHT)


@cache
def _bundle(name: str) -> str:
    """The path of a name's bundle: drawn once, though its chapter may be written several times."""
    swells = _swells(hashlib.sha256(name.encode()).digest())

    def spread(x: float) -> float:
        return 14.5 + sum(h * math.exp(-(((x - at) / w) ** 2)) for at, w, h in swells)

    return _path(spread, _WIDTH, _HEIGHT / 2, upright=False)


def column(width: float, height: float) -> Element:
    """One bundle from the head to the foot of a page, widest above the middle."""

    def spread(y: float) -> float:
        return 0.068 * width + 0.31 * width * math.exp(
            -(((y - 0.4 * height) / (0.2 * height)) ** 2)
        )

    return _drawing(_path(spread, height, width / 2, upright=True), width, height)


def _swells(numbers: bytes) -> list[tuple[float, float, float]]:
    """Place, width and height of one to three swellings, none near the edges of the page."""
    count = 1 + numbers[0] % 3
    room = 300 / count
    return [
        (
            96 + room * (k + 0.3 + 0.4 * numbers[3 * k + 1] / 255),
            (0.22 + 0.1 * numbers[3 * k + 2] / 255) * room,
            (84 - 18 * count) * (0.7 + 0.3 * numbers[3 * k + 3] / 255),
        )
        for k in range(count)
    ]


def _drawing(path: str, width: float, height: float) -> Element:
    """A path as a picture in the colour of the text around it."""
    box = {"viewBox": f"0 0 {width:g} {height:g}", "preserveAspectRatio": "none"}  # to the edges
    svg = e(f"{_SVG}svg", box)
    style = {"fill": "none", "stroke": "currentColor", "stroke-width": "0.7"}
    svg.append(e(f"{_SVG}path", {"d": path, **style}))
    return svg


def _path(spread: Callable[[float], float], along: float, middle: float, *, upright: bool) -> str:
    """All fibres as one path; `spread` is half the bundle's thickness at a distance along it."""
    spread = cache(spread)  # all fibres ask for it at the same places
    shares = [2 * fibre / (FIBRES - 1) - 1 for fibre in range(FIBRES)]
    return " ".join(_curve(spread, share, middle, along, upright=upright) for share in shares)


def _curve(
    spread: Callable[[float], float], share: float, middle: float, along: float, *, upright: bool
) -> str:
    """One fibre as cubic Bezier curves through points of it (Hermite's form)."""
    step = along / _STEPS

    def line(at: float) -> float:
        return middle + share * spread(at)

    def point(at: float, off: float) -> str:
        return f"{off:.2f} {at:.2f}" if upright else f"{at:.2f} {off:.2f}"

    def slope(at: float) -> float:
        return (line(at + 0.5) - line(at - 0.5)) * step / 3

    parts = [f"M{point(0, line(0))}"]
    for number in range(_STEPS):
        a, b = number * step, (number + 1) * step
        first = point(a + step / 3, line(a) + slope(a))
        second = point(b - step / 3, line(b) - slope(b))
        parts.append(f"C{first} {second} {point(b, line(b))}")
    return "".join(parts)
