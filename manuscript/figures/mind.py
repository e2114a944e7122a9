# ruff: noqa: INP001  -- scripts beside their data, not a package
"""The figures of the chapter on muscle and mind."""

from __future__ import annotations

from typing import Any

from axes import level
from canvas import ACCENT, INK, QUIET, RULE, SMALL, Canvas

_MUSCLE, _WALL, _BRAIN = 64, 216, 236  # right edge, barrier, left edge
_SAYS = {
    "in": "leads from muscle through the barrier to the brain",
    "stays": "ends within muscle, crossed out",
    "out": "leads from the brain into the blood",
}


def routes(data: dict[str, Any]) -> Canvas:
    """Who is said to travel from muscle to brain, and on what grounds."""
    told = "; ".join(
        f"{' '.join([r['name'], r['note']]).strip()}: {_SAYS[r['way']]} "
        f"({'in people' if r['people'] else 'in animals'})"
        for r in data["routes"]
    )
    c = Canvas("routes", 270, "From muscle to brain: the routes proposed", f"{told}.")
    top, bottom = 34, 236
    c.text(36, 20, "muscle", bold=True, anchor="middle")
    c.text(140, 20, "blood", anchor="middle", colour=QUIET)
    c.text(264, 20, "brain", bold=True, anchor="middle")
    for x, width in ((8, _MUSCLE - 8), (_BRAIN, 56)):
        c.element("rect", x=x, y=top, width=width, height=bottom - top, rx=10, fill="none",
                  stroke=INK, stroke_width=1.4)  # fmt: skip
    for x in (_WALL, _WALL + 4):
        c.line(x, top + 2, x, bottom - 2, stroke=QUIET, stroke_dasharray="7 3")
    for i, route in enumerate(data["routes"]):
        _route(c, 60 + i * 33, route)
    c.text(_WALL + 2, 249, "blood–brain barrier", size=SMALL, colour=QUIET, anchor="middle")
    c.line(10, 259, 34, 259, stroke=ACCENT, stroke_width=2)
    c.text(39, 262.4, "in people", size=SMALL, colour=QUIET)
    c.line(88, 259, 112, 259, stroke=ACCENT, stroke_width=1.6, stroke_dasharray="4 3")
    c.text(117, 262.4, "in animals", size=SMALL, colour=QUIET)
    return c


def _route(c: Canvas, y: float, route: dict[str, Any]) -> None:
    """One messenger: its name over its line."""
    label = " ".join([route["name"], route["note"]]).strip()
    if route["way"] == "stays":
        c.line(30, y, 58, y, stroke=ACCENT, stroke_width=2)
        for slope in (-1, 1):
            c.line(59, y - 5 * slope, 69, y + 5 * slope, stroke=INK, stroke_width=2)
        c.text(78, y + 3.4, label, bold=True)
        return
    ends = (30, _BRAIN + 26) if route["way"] == "in" else (_BRAIN + 26, 92)
    c.text(142, y - 6, label, anchor="middle", bold=True)
    c.sideways(*ends, y, people=route["people"])


def cognition(data: dict[str, Any]) -> Canvas:
    """One pooled effect, three times: as found, compared strictly, corrected."""
    points = data["cognition"]["points"]
    told = "; ".join(f"{p['step']}: {p['d']} ({p['low']} to {p['high']})" for p in points)
    c = Canvas("cognition", 168, "Exercise and thinking: the number that shrank", f"{told}.")

    def x(d: float) -> float:
        return 148 + d * 480

    c.text(10, 18, "effect on thinking, in units of spread", bold=True)
    for value in (0, 0.1, 0.2):
        dashes = {"stroke_dasharray": "1 3"} if value else {}
        c.line(x(value), 30, x(value), 138, stroke=RULE if value else INK, **dashes)
        c.text(x(value), 152, str(value), anchor="middle", colour=QUIET)
    for i, p in enumerate(points):
        y = 52 + i * 34
        c.text(98, y + 3.4, p["step"], anchor="end")
        c.line(x(0) + 0.5, y, x(p["d"]), y, stroke=RULE, stroke_width=10)
        level(c, x(p["low"]), x(p["high"]), y)
        c.mark(x(p["d"]), y, people=True)
        c.text(x(p["d"]), y - 8, str(p["d"]), anchor="middle", colour=ACCENT, bold=True)
    return c
