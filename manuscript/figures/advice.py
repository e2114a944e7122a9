# ruff: noqa: INP001  -- scripts beside their data, not a package
"""The figures of the chapters on training and on headlines."""

from __future__ import annotations

from typing import Any

from axes import level, signed
from canvas import ACCENT, GRID_LINE, INK, PANEL, QUIET, RULE, SMALL, WIDTH, Canvas, number

_SESSIONS = 11


def pulse(data: dict[str, Any]) -> Canvas:
    """A sketch of pulses over a sinking line; the measured change of that line below."""
    markers = data["resting"]["markers"]
    told = "; ".join(
        f"{m['name']}: {signed(m['smd'])} ({signed(m['low'])} to {signed(m['high'])})"
        for m in markers
    )
    c = Canvas(
        "pulse", 274, "Pulse and baseline",
        "Above, a sketch without numbers: short pulses of IL-6 over a resting line that sinks "
        f"slightly in months of training. Below, the effect of training on resting levels in "
        f"healthy people, in units of spread: {told}.",
    )  # fmt: skip
    _sketch(c)
    c.line(10, 142, WIDTH - 10, 142, stroke=RULE, stroke_width=GRID_LINE)
    c.text(10, 160, "at rest: effect of training, in units of spread", bold=True)

    def x(smd: float) -> float:
        return 252 + smd * 290

    for value in (-0.6, -0.4, -0.2, 0):
        dashes = {"stroke_dasharray": "1 3"} if value else {}
        c.line(x(value), 170, x(value), 250, stroke=RULE if value else INK, **dashes)
        c.text(x(value), 263, signed(value), anchor="middle", colour=QUIET)
    for i, m in enumerate(markers):
        y = 188 + i * 25
        c.text(12, y + 3.4, m["name"], bold=True)
        level(c, x(m["low"]), x(m["high"]), y)
        c.mark(x(m["smd"]), y, people=True)
        c.text(x(m["smd"]), y - 6.5, signed(m["smd"]), anchor="middle", colour=ACCENT, bold=True)
    return c


def _sketch(c: Canvas) -> None:
    """Equal pulses at equal distances over a line that sinks by a tenth of their height."""
    left, right, top, height = 16, 290, 104, 62
    step = (right - left) / _SESSIONS
    c.text(10, 18, "IL-6 in blood, a sketch", bold=True)
    line = f"M{left} {top}"
    for i in range(_SESSIONS):
        x, y = left + (i + 0.3) * step, top + 6 * i / (_SESSIONS - 1)
        rise, peak, fall = (number(x + k) for k in (0, 3, 9))
        line += f"L{rise} {number(y)}L{peak} {number(y - height)}"
        line += f"Q{number(x + 4)} {number(y - 8)} {fall} {number(y)}"
    c.path(f"{line}L{right} {top + 6}", stroke_width=1.4)
    c.line(left, top, right, top, stroke=INK, stroke_width=0.8, stroke_dasharray="1 3")
    c.text(left + 10, 36, "pulse: hours", size=SMALL, colour=QUIET)
    c.text(right, 122, "resting line: slightly lower", size=SMALL, colour=QUIET, anchor="end")
    c.text(left, 134, "months of training →", size=SMALL, colour=QUIET)


def week(data: dict[str, Any]) -> Canvas:
    """A plan of seven days: minutes of moderate work, and sessions of strength work."""
    days = data["week"]["days"]
    total = sum(d.get("moderate", 0) for d in days)
    lifted = [d["day"] for d in days if "strength" in d]
    told = "; ".join(f"{d['day']}: {_plan(d)}" for d in days)
    c = Canvas("week", 196, "One way to plan a week", f"{told}.")
    c.text(10, 26, f"{total} minutes", size=17, colour=ACCENT, bold=True)
    c.text(10, 39, "of moderate movement", size=SMALL)
    c.text(166, 26, f"{len(lifted)} days", size=17, bold=True)
    c.text(166, 39, "of strength work", size=SMALL)
    base, column = 166, 40
    for i, day in enumerate(days):
        x = 30 + i * column
        c.text(x, base + 15, day["day"], anchor="middle")
        if "moderate" in day:
            _bar(c, x, base, day["moderate"], strength=False)
        elif "strength" in day:
            _bar(c, x, base, day["strength"], strength=True)
        else:
            c.text(x, base - 6, "free", size=SMALL, colour=QUIET, anchor="middle")
    c.line(10, base, WIDTH - 10, base)
    return c


def _plan(day: dict[str, Any]) -> str:
    kinds = [f"{day[kind]} min {kind}" for kind in ("moderate", "strength") if kind in day]
    return ", ".join(kinds) or "free"


def _bar(c: Canvas, x: float, base: float, minutes: int, *, strength: bool) -> None:
    """One session, a barbell across it if it is for strength; the height is its minutes."""
    height = minutes * 1.55
    c.element("rect", x=x - 14, y=base - height, width=28, height=height,
              fill=INK if strength else ACCENT)  # fmt: skip
    c.text(x, base - height - 5, str(minutes), anchor="middle", bold=True,
           colour=INK if strength else ACCENT)  # fmt: skip
    if strength:
        y = base - height / 2
        c.line(x - 10, y, x + 10, y, stroke=PANEL, stroke_width=1.6)
        for at, reach in ((-8, 5), (-5, 8), (5, 8), (8, 5)):
            c.line(x + at, y - reach, x + at, y + reach, stroke=PANEL, stroke_width=2)


def questions(data: dict[str, Any]) -> Canvas:
    """Five questions down the page; to the right of each, where a bad answer ends."""
    rows = data["questions"]
    told = "; ".join(
        f"{i}. {r['ask']} {r['well']}: go on. {r['else']}: {r['then']}"
        for i, r in enumerate(rows, 1)
    )
    c = Canvas("questions", 356, "Five questions for a headline", f"{told}.")
    step = 64
    for i, row in enumerate(rows):
        _question(c, 12 + i * step, row, number=i + 1)
    end = 12 + len(rows) * step
    c.element("rect", x=8, y=end, width=150, height=22, rx=8, fill=ACCENT)
    c.text(83, end + 14.4, "worth repeating to a friend", size=SMALL, colour=PANEL, bold=True,
           anchor="middle")  # fmt: skip
    return c


def _question(c: Canvas, y: float, row: dict[str, Any], *, number: int) -> None:
    c.element("rect", x=8, y=y, width=150, height=36, rx=8, fill=PANEL, stroke=ACCENT,
              stroke_width=2)  # fmt: skip
    c.text(16, y + 24, str(number), size=17, colour=ACCENT, bold=True)
    c.text(32, y + 15.5, row["ask"], bold=True)
    c.text(32, y + 28, row["well"], size=SMALL)
    c.arrow(83, y + 37, y + 63, colour=ACCENT, width=1.8)
    c.text(92, y + 52, "if so", size=SMALL, colour=QUIET)
    c.line(158, y + 18, 176, y + 18, stroke=QUIET, stroke_dasharray="4 3", stroke_width=1.4)
    c.text(180, y + 15, row["else"], size=SMALL, colour=QUIET)
    c.text(180, y + 28, row["then"], bold=True, size=SMALL)
