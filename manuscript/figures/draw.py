# ruff: noqa: INP001  -- scripts beside their data, not a package
"""Draws every figure of the book from `data.yaml`: `python manuscript/figures/draw.py`.

The same data gives the same bytes. Results in people are drawn solid, results in animals and
cells hollow or dashed.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from advice import pulse, questions, week
from axes import grid, level, signed, upright
from canvas import (
    ACCENT,
    DATA_LINE,
    GRID_LINE,
    INK,
    LARGE,
    PANEL,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Canvas,
    number,
)
from luggage import clock, fgf21
from mind import cognition, routes
from serum import steps, survival

HERE = Path(__file__).parent
Data: TypeAlias = dict[str, Any]


def leg(data: Data) -> Canvas:
    """Two bundles of fibres fed by one artery; what each adds to its vein."""
    d = data["leg"]
    release = d["release_ng_per_min_per_kg"]
    c = Canvas(
        "leg", 262, "Blood in, blood out: a working and a resting leg",
        f"The same arterial blood enters both legs. The working leg adds about {release} nanograms "
        "of IL-6 a minute for each kilogram of active muscle to its vein; the resting leg adds "
        "none.",
    )  # fmt: skip
    c.text(150, 19, "the same arterial blood", anchor="middle", bold=True)
    c.text(150, 32, f"IL-6 in it: up {d['arterial_fold']}-fold", size=SMALL, colour=QUIET,
           anchor="middle")  # fmt: skip
    work, rest = 100, 200
    c.path(f"M{work} 58V45H{rest}V58", stroke=INK, stroke_width=1.4)
    for x in (work, rest):
        c.arrow(x, 58, 76, colour=INK, width=1.4)
    _bundle(c, work, swell=2.2, colour=ACCENT)
    _bundle(c, rest, swell=1, colour=QUIET)
    c.text(62, 118, "working", colour=ACCENT, anchor="end", bold=True)
    c.text(62, 131, f"{d['watts']} watts", size=SMALL, colour=QUIET, anchor="end")
    c.text(62, 143, f"{d['hours']} hours", size=SMALL, colour=QUIET, anchor="end")
    c.text(222, 125, "resting", bold=True)
    c.text(150, 66, "artery", size=SMALL, colour=QUIET, anchor="middle")
    c.text(150, 193, "vein", size=SMALL, colour=QUIET, anchor="middle")
    c.arrow(work, 174, 208, colour=ACCENT, width=7)
    c.arrow(rest, 174, 208, colour=QUIET, width=1)
    c.text(work, 228, f"{release} ng", size=LARGE, colour=ACCENT, anchor="middle", bold=True)
    c.text(work, 241, "of IL-6 added a minute", size=SMALL, anchor="middle")
    c.text(work, 252, "per kg of active muscle", size=SMALL, anchor="middle")
    c.text(rest, 228, str(d["release_resting"]), size=LARGE, anchor="middle", bold=True)
    c.text(rest, 241, "added", size=SMALL, anchor="middle")
    return c


def _bundle(c: Canvas, x: float, *, swell: float, colour: str) -> None:
    """Nine fibres side by side; `swell` is the width at the middle over that at the ends."""
    top, bottom = 82, 168
    middle, reach = (top + bottom) / 2, (bottom - top) / 4
    for i in range(-4, 5):
        end = number(x + i * 3.4)
        out = number(x + i * 3.4 * swell)
        first, last = number(top + reach), number(bottom - reach)
        c.path(
            f"M{end} {number(top)}C{end} {first} {out} {first} {out} {number(middle)}"
            f"C{out} {last} {end} {last} {end} {number(bottom)}",
            stroke=colour, stroke_width=1.2,
        )  # fmt: skip


def timeline(data: Data) -> Canvas:
    """Years down the page to scale, with a gap for the quiet decades."""
    entries = data["timeline"]
    told = "; ".join(f"{e['year']}: {e['label']} ({_KINDS[e['mark']]})" for e in entries)
    c = Canvas("timeline", 342, "The search for muscle's message", told + ".")
    first, second = entries[0]["year"], entries[1]["year"]
    x, top, start, scale = 62, 22, 74, 8.5

    def y(year: int) -> float:
        return top if year == first else start + (year - second) * scale

    c.line(x, top, x, start, stroke_dasharray="1.5 3.5")
    c.line(x, start, x, y(entries[-1]["year"]))
    c.text(x + 16, (top + start) / 2 + 3, f"{second - first} years", size=SMALL, colour=QUIET)
    for entry in entries:
        at = y(entry["year"])
        c.text(x - 14, at + 3.4, str(entry["year"]), anchor="end", bold=True)
        c.text(x + 16, at + 3.4, entry["label"])
        _timeline_mark(c, x, at, entry["mark"])
    for at, mark in ((26, "people"), (104, "animal"), (216, "idea")):
        _timeline_mark(c, at, 330, mark)
        c.text(at + 10, 333.2, _KINDS[mark], size=SMALL, colour=QUIET)
    return c


_KINDS = {"people": "in people", "animal": "in animals or cells", "idea": "word or idea"}


def _timeline_mark(c: Canvas, x: float, y: float, mark: str) -> None:
    if mark == "idea":
        c.line(x - 6, y, x + 6, y, stroke_width=2.4)
    else:
        c.mark(x, y, people=mark == "people", radius=4.6)


def funnel(data: Data) -> Canvas:
    """One ring for each protein listed; the few that change; the handful understood."""
    d = data["secretome"]
    listed, changed = d["proteins_listed"], d["changed_with_exercise"]
    c = Canvas(
        "funnel", 270, "From everything released to everything understood",
        f"{listed} rings stand for the proteins listed from muscle cells in dishes; {changed} of "
        f"them, drawn heavily, change with exercise. Filled dots below stand for "
        f"{d['defined_job_in_people']} with a defined job in people.",
    )  # fmt: skip
    columns, step, left, top = 36, 7.8, 13.5, 38
    c.text(10, 20, str(listed), size=LARGE, bold=True)
    c.text(46, 20, "proteins given off by muscle cells in dishes")
    for i in range(listed):
        x, y = left + i % columns * step, top + i // columns * step
        if i < changed:
            c.element("circle", cx=x, cy=y, r=2.7, fill=PANEL, stroke=ACCENT, stroke_width=1.9)
        else:
            c.element("circle", cx=x, cy=y, r=2.5, fill="none", stroke=RULE, stroke_width=0.8)
    c.element("circle", cx=15, cy=206, r=4, fill=PANEL, stroke=ACCENT, stroke_width=2.4)
    c.text(26, 212, str(changed), size=LARGE, colour=ACCENT, bold=True)
    c.text(50, 212, "of them shown to change with exercise")
    c.line(10, 224, WIDTH - 10, 224, stroke=RULE, stroke_width=GRID_LINE)
    for i in range(5):
        c.mark(15 + i * 9.5, 244, people=True, radius=3.6)
    c.text(64, 248, str(d["defined_job_in_people"]), colour=ACCENT, bold=True)
    c.text(114, 248, "with a defined job in people")
    c.text(114, 260, "(not an exact count)", size=SMALL, colour=QUIET)
    return c


_PLACES = {  # where a name stands in the figure
    "IL-6": (54, 120), "BDNF": (54, 146), "irisin": (54, 184), "myostatin": (54, 248),
    "GDF15": (180, 82), "FGF21": (180, 131), "lactate": (180, 166), "BAIBA": (180, 182),
    "vesicles": (180, 217),
}  # fmt: skip
_HEADINGS = {"elsewhere": (164, 66), "liver": (164, 116), "metabolites": (164, 151),
             "parcels": (164, 202)}  # fmt: skip


def circles(data: Data) -> Canvas:
    """Exerkines and myokines as two sets that overlap."""
    told = "; ".join(f"{e['name']}: {_TOLD[e['place']]}" for e in data["circles"])
    c = Canvas("circles", 300, "Exerkines and myokines: two sets that overlap", f"{told}.")
    c.element("rect", x=8, y=40, width=284, height=194, rx=22, fill="none", stroke=INK,
              stroke_width=1.4)  # fmt: skip
    c.element("rect", x=22, y=72, width=126, height=194, rx=20, fill="none", stroke=ACCENT,
              stroke_width=2.2)  # fmt: skip
    c.text(14, 18, "exerkines", size=13, bold=True)
    c.text(14, 31, "any signal released with exercise, from any organ", colour=QUIET, size=SMALL)
    c.text(34, 93, "myokines", size=13, colour=ACCENT, bold=True)
    c.text(34, 60, "from muscle fibres", colour=QUIET, size=SMALL)
    for place, (x, y) in _HEADINGS.items():
        c.text(x, y, place, colour=QUIET, size=SMALL)
    for entry in data["circles"]:
        x, y = _PLACES[entry["name"]]
        c.mark(x - 12, y - 3.4, people=entry["people"])
        c.text(x, y, entry["name"], bold=True)
        c.text(x, y + 11, entry.get("note", ""), size=SMALL, colour=QUIET)
    c.mark(20, 286, people=True)
    c.text(30, 289.4, "in people", size=SMALL, colour=QUIET)
    c.mark(88, 286, people=False)
    c.text(98, 289.4, "mainly in animals or cells", size=SMALL, colour=QUIET)
    return c


_TOLD = {
    "both": "a myokine that is also an exerkine",
    "muscle": "a myokine outside the exerkines",
    "liver": "an exerkine mainly from the liver",
    "metabolites": "an exerkine, a metabolite",
    "parcels": "an exerkine, in parcels",
    "elsewhere": "an exerkine from elsewhere",
}


def marathon(data: Data) -> Canvas:
    """IL-6 before, at the finish and two hours later."""
    points = data["il6_marathon"]["points"]
    told = "; ".join(f"{p['at']}: {p['mean']} ± {p['spread']}" for p in points)
    c = Canvas("marathon", 206, "IL-6 around a marathon", f"Plasma IL-6 in pg/ml. {told}.")

    def y(value: float) -> float:
        return 176 - value * 1.32

    c.text(10, 18, "IL-6 in plasma, pg/ml", bold=True)
    grid(c, y, (0, 50, 100), left=38)
    xs = (74, 164, 244)
    line = "L".join(f"{number(x)} {number(y(p['mean']))}" for x, p in zip(xs, points, strict=True))
    c.path(f"M{line}", stroke=RULE, stroke_width=GRID_LINE * 2)
    for x, p in zip(xs, points, strict=True):
        upright(c, x, y(p["mean"] - p["spread"]), y(p["mean"] + p["spread"]))
        c.mark(x, y(p["mean"]), people=True)
        c.text(x + 9, y(p["mean"]) - 4, str(p["mean"]), colour=ACCENT, bold=True)
        c.text(x, 191, p["at"], anchor="middle")
    return c


def peaks(data: Data) -> Canvas:
    """Four cytokines as multiples of their level before the race, on a logarithmic scale."""
    points = data["marathon_peaks_fold"]["points"]
    told = "; ".join(f"{p['name']} {p['fold']}-fold" for p in points)
    c = Canvas("peaks", 176, "Peaks around a marathon", f"Peak over the level before: {told}.")

    def x(fold: float) -> float:
        return 58 + math.log10(fold) * 94

    c.text(10, 18, "peak, times the level before the race", bold=True)
    for fold in (1, 10, 100):
        dashes = {} if fold == 1 else {"stroke_dasharray": "1 3"}
        c.line(x(fold), 32, x(fold), 148, stroke=INK if fold == 1 else RULE, **dashes)
        c.text(x(fold), 163, f"{fold}×", anchor="middle", colour=QUIET)
    for i, p in enumerate(points):
        at = 46 + i * 28
        c.text(48, at + 3.4, p["name"], anchor="end", bold=i == 0)
        c.line(x(1), at, x(p["fold"]), at, stroke=ACCENT if i == 0 else INK, stroke_width=DATA_LINE)
        colour = ACCENT if i == 0 else INK
        c.element("circle", cx=x(p["fold"]), cy=at, r=4, fill=colour)
        c.text(x(p["fold"]) + 9, at + 3.4, str(p["fold"]), colour=colour, bold=True)
    return c


def day(data: Data) -> Canvas:
    """IL-6 through twenty-four hours of exercise."""
    points = data["il6_day"]["points"]
    told = "; ".join(f"{p['hour']} h: {p['mean']} ± {p['spread']}" for p in points)
    c = Canvas("day", 206, "IL-6 through a day and a night", f"Plasma IL-6 in pg/ml. {told}.")

    def y(value: float) -> float:
        return 176 - value * 11

    def x(hour: float) -> float:
        return 50 + hour * 8.9

    c.text(10, 18, "IL-6 in plasma, pg/ml", bold=True)
    grid(c, y, (0, 5, 10), left=38)
    line = "L".join(f"{number(x(p['hour']))} {number(y(p['mean']))}" for p in points)
    c.path(f"M{line}", stroke=RULE, stroke_width=GRID_LINE * 2)
    for p in points:
        upright(c, x(p["hour"]), y(p["mean"] - p["spread"]), y(p["mean"] + p["spread"]))
        c.mark(x(p["hour"]), y(p["mean"]), people=True)
        drop = {0: 3, 24: -9}.get(p["hour"], 13)
        c.text(
            x(p["hour"]) + 8, y(p["mean"]) + drop, f"{p['mean']:.2f}",
            colour=ACCENT, bold=True, anchor="end" if p["hour"] == 24 else "start",
        )  # fmt: skip
        c.text(x(p["hour"]), 191, f"{p['hour']} h", anchor="middle")
    return c


def irisin(data: Data) -> Canvas:
    """Three pooled effects of training with their intervals; two levels in blood."""
    pooled, blood = data["irisin_training"], data["irisin_blood"]["points"]
    told = [
        f"{p['label']}: {signed(p['smd'])} ({signed(p['low'])} to {signed(p['high'])})"
        for p in pooled
    ]
    told += [f"{p['label']}: {p['level']} ng/ml" for p in blood]
    c = Canvas("irisin", 240, "Does training raise irisin?", "; ".join(told) + ".")

    def x(smd: float) -> float:
        return 178 + smd * 66

    c.text(10, 18, "training’s effect on irisin, in units of spread", bold=True)
    for value in (-1, 0, 1):
        dashes = {"stroke_dasharray": "1 3"} if value else {}
        c.line(x(value), 30, x(value), 122, stroke=RULE if value else INK, **dashes)
        c.text(x(value), 136, signed(value), anchor="middle", colour=QUIET)
    c.text(x(0) - 12, 148, "lower", anchor="end", size=SMALL, colour=QUIET)
    c.text(x(0) + 12, 148, "higher", size=SMALL, colour=QUIET)
    for i, p in enumerate(pooled):
        y = 46 + i * 29
        c.text(10, y + 3.4, p["label"], size=SMALL)
        level(c, x(p["low"]), x(p["high"]), y)
        c.mark(x(p["smd"]), y, people=True)
        c.text(x(p["smd"]), y - 7, signed(p["smd"]), anchor="middle", colour=ACCENT, bold=True)
    c.line(10, 162, WIDTH - 10, 162, stroke=RULE, stroke_width=GRID_LINE)
    c.text(10, 181, "irisin in blood by mass spectrometry, ng/ml", bold=True)
    for i, p in enumerate(blood):
        y, end = 200 + i * 22, 104 + p["level"] * 36
        c.text(96, y + 3.4, p["label"], anchor="end")
        c.line(104, y, end, y, stroke=ACCENT, stroke_width=8)
        c.text(end + 7, y + 3.4, str(p["level"]), colour=ACCENT, bold=True)
    return c


def mice(data: Data) -> Canvas:
    """Muscle mass in three kinds of mice, hollow because they are mice."""
    points = data["muscle_in_mice"]["points"]
    told = "; ".join(f"{p['label']}: about {p['times']}" for p in points)
    c = Canvas("mice", 122, "Muscle in mice without the brake", f"Normal mouse = 1. {told}.")
    c.text(10, 18, "muscle in mice, times the normal amount", bold=True)
    for i, p in enumerate(points):
        y, long = 32 + i * 29, p["times"] * 36
        c.text(118, y + 12.5, p["label"], anchor="end")
        c.element("rect", x=126, y=y, width=long, height=18, fill=PANEL, stroke=ACCENT,
                  stroke_width=1.4, stroke_dasharray="3 2")  # fmt: skip
        about = "" if p["times"] == 1 else "about "
        c.text(118 + long, y + 12.5, f"{about}{p['times']}", colour=ACCENT, bold=True, anchor="end")
    return c


def bimagrumab(data: Data) -> Canvas:
    """Kilograms lost in the four arms of one trial."""
    points = data["bimagrumab"]["points"]
    told = "; ".join(f"{p['label']}: {p['kg']} kg" for p in points)
    c = Canvas("bimagrumab", 142, "Weight lost after 48 weeks", f"{told}.")
    c.text(10, 18, "kilograms lost after 48 weeks", bold=True)
    for i, p in enumerate(points):
        y, end = 40 + i * 27, 84 + p["kg"] * 9.8
        c.text(76, y + 3.4, p["label"], anchor="end")
        c.line(84, y, end, y, stroke=ACCENT, stroke_width=14)
        c.text(end + 7, y + 3.4, str(p["kg"]), colour=ACCENT, bold=True)
    return c


FIGURES = (
    leg, timeline, funnel, circles, marathon, peaks, day, irisin, mice, bimagrumab, routes,
    cognition, clock, fgf21, steps, survival, pulse, week, questions,
)  # fmt: skip


def drawings() -> dict[str, str]:
    """File name -> SVG, for every figure."""
    data: Data = yaml.safe_load((HERE / "data.yaml").read_text(encoding="utf-8"))
    canvases = [figure(data) for figure in FIGURES]
    return {f"{c.name}.svg": c.svg() for c in canvases}


if __name__ == "__main__":
    for name, svg in drawings().items():
        (HERE / name).write_text(svg, encoding="utf-8", newline="\n")
