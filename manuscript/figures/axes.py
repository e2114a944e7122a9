# ruff: noqa: INP001  -- scripts beside their data, not a package
"""Axes, margins of error and numbers as several figures draw them."""

from __future__ import annotations

from collections.abc import Callable

from canvas import ACCENT, INK, QUIET, RULE, WIDTH, Canvas


def signed(value: float) -> str:
    """A number with its sign, the minus as long as the plus."""
    return f"{value:+}".replace("-", "−") if value else "0"


def grid(c: Canvas, y: Callable[[float], float], values: tuple[float, ...], left: float) -> None:
    """A solid line at zero, dotted ones elsewhere, with their values at the left."""
    for value in values:
        dashes = {"stroke_dasharray": "1 3"} if value else {}
        c.line(left, y(value), WIDTH - 12, y(value), stroke=RULE if value else INK, **dashes)
        c.text(left - 6, y(value) + 3.4, str(value), anchor="end", colour=QUIET)


def upright(c: Canvas, x: float, low: float, high: float) -> None:
    """A spread or an interval at `x`, from the height `low` to `high`: a bar with caps."""
    c.line(x, low, x, high, stroke=ACCENT, stroke_width=1.1)
    for at in (low, high):
        c.line(x - 3.5, at, x + 3.5, at, stroke=ACCENT, stroke_width=1.1)


def level(c: Canvas, low: float, high: float, y: float) -> None:
    """An interval at the height `y`, from `low` to `high`: a bar with caps."""
    c.line(low, y, high, y, stroke=ACCENT, stroke_width=1.4)
    for at in (low, high):
        c.line(at, y - 3.5, at, y + 3.5, stroke=ACCENT, stroke_width=1.1)
