# ruff: noqa: INP001  -- scripts beside their data, not a package
"""The figures of the chapter on cancer."""

from __future__ import annotations

from typing import Any

from canvas import ACCENT, INK, PANEL, QUIET, SMALL, Canvas


def steps(data: dict[str, Any]) -> Canvas:
    """Three kinds of evidence as a staircase: each with what it can say and what it cannot."""
    told = "; ".join(
        f"{s['who']}: {s['result']} {s['said']}; it can say: {s['can']}; it cannot say: "
        f"{s['cannot']}"
        for s in data["steps"]
    )
    c = Canvas("steps", 304, "A dish, a mouse, a trial", f"{told}.")
    for i, step in enumerate(data["steps"]):
        _step(c, 14 + i * 20, 206 - i * 98, step)
    return c


def _step(c: Canvas, x: float, y: float, step: dict[str, Any]) -> None:
    """One step with its lower left corner under `x`; hollow and dashed unless in people."""
    dashes = {} if step["people"] else {"stroke_dasharray": "4 3"}
    c.element("rect", x=x, y=y, width=232, height=90, rx=8, fill=PANEL, stroke=ACCENT,
              stroke_width=2.2 if step["people"] else 1.4, **dashes)  # fmt: skip
    c.text(x + 10, y + 16, step["who"], bold=True)
    c.text(x + 10, y + 36, step["result"], size=15, colour=ACCENT, bold=True)
    c.text(x + 10, y + 49, step["said"], size=SMALL)
    for at, word, key in ((66, "can say", "can"), (79, "cannot say", "cannot")):
        c.text(x + 10, y + at, word, size=SMALL, colour=QUIET)
        c.text(x + 64, y + at, step[key], size=SMALL)


def survival(data: dict[str, Any]) -> Canvas:
    """Two good outcomes and one bad one, in each group, out of a hundred."""
    outcomes = data["survival"]["outcomes"]
    told = "; ".join(
        f"{o['what']}: exercise {o['exercise']} %, education {o['education']} %{_ratio(o)}"
        for o in outcomes
    )
    c = Canvas("survival", 226, "Three years of exercise after colon cancer", f"{told}.")
    c.text(10, 18, "per cent of each group", bold=True)
    for i, o in enumerate(outcomes):
        top = 40 + i * 66
        c.text(10, top, o["what"], bold=True)
        c.text(10, top + 49, _ratio(o).removeprefix("; "), size=SMALL, colour=QUIET)
        for j, group in enumerate(("exercise", "education")):
            y, end = top + 14 + j * 18, 66 + o[group] * 1.92
            colour = INK if j else ACCENT
            c.text(60, y + 3.2, group, anchor="end", size=SMALL)
            c.line(66, y, 66 + 192, y, stroke="#ece8e3", stroke_width=11)
            c.line(66, y, end, y, stroke=colour, stroke_width=11 if not j else 6)
            c.text(263, y + 3.4, str(o[group]), colour=colour, bold=True)
    return c


def _ratio(outcome: dict[str, Any]) -> str:
    if "ratio" not in outcome:
        return ""
    o = outcome
    return f"; hazard ratio {o['ratio']} ({o['low']} to {o['high']})"
