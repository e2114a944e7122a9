# ruff: noqa: INP001  -- scripts beside their data, not a package
"""The figures of the chapter on the liver, lactate and vesicles."""

from __future__ import annotations

from typing import Any

from axes import grid, signed, upright
from canvas import ACCENT, GRID_LINE, INK, PANEL, QUIET, RULE, SMALL, Canvas, number


def clock(data: dict[str, Any]) -> Canvas:
    """When each signal stands highest after exercise, and when it is down again."""
    rows = data["clock"]
    told = "; ".join(f"{r['name']}: highest at {r['peak']} h, {_after(r)}" for r in rows)
    c = Canvas("clock", 234, "Not all at once: when signals peak", f"{told}.")

    def x(hours: float) -> float:
        return 84 + hours * 64

    c.text(10, 18, "hours after the finish", bold=True)
    for hour in range(4):
        dashes = {"stroke_dasharray": "1 3"} if hour else {}
        c.line(x(hour), 44, x(hour), 204, stroke=RULE if hour else INK, **dashes)
        c.text(x(hour), 38, str(hour), anchor="middle", colour=QUIET)
    for i, row in enumerate(rows):
        y = 60 + i * 26
        c.text(x(0) - 14, y + 3.4, row["name"], anchor="end", bold=True)
        last = row.get("back", row.get("raised"))
        c.line(x(0), y, x(last), y, stroke=ACCENT, stroke_width=2)
        if "back" in row:
            c.line(x(last), y - 6, x(last), y + 6, stroke=ACCENT, stroke_width=2)
        else:
            c.line(x(last), y, x(last) + 34, y, stroke=ACCENT, stroke_dasharray="1 4")
        c.mark(x(row["peak"]), y, people=True, radius=4.8)
    c.mark(16, 221, people=True, radius=4.8)
    c.text(25, 224.4, "highest reading", size=SMALL, colour=QUIET)
    c.line(103, 215, 103, 227, stroke=ACCENT, stroke_width=2)
    c.text(109, 224.4, "back down", size=SMALL, colour=QUIET)
    c.line(168, 221, 186, 221, stroke=ACCENT, stroke_dasharray="1 4")
    c.text(192, 224.4, "no later reading", size=SMALL, colour=QUIET)
    return c


def _after(row: dict[str, Any]) -> str:
    if "back" in row:
        return f"back down at {row['back']} h"
    return f"still raised at {row['raised']} h and no later reading here"


def fgf21(data: dict[str, Any]) -> Canvas:
    """The effect of one session at three hours, each with its interval."""
    points = data["fgf21"]["points"]
    told = "; ".join(
        f"{p['hour']} h: {signed(p['smd'])} ({signed(p['low'])} to {signed(p['high'])})"
        for p in points
    )
    c = Canvas("fgf21", 210, "FGF21 after one session", f"In units of spread. {told}.")

    def x(hour: float) -> float:
        return 76 + hour * 58

    def y(smd: float) -> float:
        return 134 - smd * 110

    c.text(10, 18, "FGF21 in blood, effect in units of spread", bold=True)
    grid(c, y, (0, 0.5), left=38)
    line = "L".join(f"{number(x(p['hour']))} {number(y(p['smd']))}" for p in points)
    c.path(f"M{line}", stroke=RULE, stroke_width=GRID_LINE * 2)
    for p in points:
        upright(c, x(p["hour"]), y(p["low"]), y(p["high"]))
        c.mark(x(p["hour"]), y(p["smd"]), people=True)
        c.element("rect", x=x(p["hour"]) + 8, y=y(p["smd"]) - 13.5, width=30, height=12, fill=PANEL)
        c.text(x(p["hour"]) + 9, y(p["smd"]) - 4, signed(p["smd"]), colour=ACCENT, bold=True)
        label = f"{p['hour']} h" if p["hour"] else "finish"
        c.text(x(p["hour"]), 198, label, anchor="middle")
    return c
