"""The human figure of the body map, as SVG: an outline, muscles as bundles of fibres, organs.

Units are the figure's own: 500 from crown to sole, x from its middle. One half is drawn and
mirrored. Only those organs are drawn that a card speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import ceil, floor
from typing import TypeAlias

from myopress.backends.cheatsheet.fibres import ACCENT, bundle
from myopress.backends.mark import Point

HEIGHT, HALF_WIDTH = 500, 74
SKIN, EDGE, INK, PAPER = "#F6EBDD", "#B59C86", "#2E2622", "#FFFFFF"

OUTLINE: tuple[Point, ...] = (
    (0, 2), (12, 5), (20, 17), (21, 33), (18, 50), (11, 62), (10.5, 72), (13, 82), (26, 90),
    (43, 95), (53, 105), (57, 122), (58.5, 142), (61, 164), (64, 186), (68, 208), (69.5, 230),
    (69, 248), (73, 262), (73, 280), (69, 294), (64, 296), (62, 284), (63, 268), (61, 250),
    (57, 228), (52, 206), (50, 186), (47, 164), (43.5, 142), (41, 130), (39, 150), (35.5, 174),
    (33, 196), (34.5, 218), (38.5, 242), (40.5, 268), (40, 296), (37, 326), (32.5, 354),
    (31.5, 374), (34, 394), (34.5, 416), (31, 442), (25.5, 466), (25, 478), (31, 490), (29, 497),
    (18, 498), (13, 492), (14.5, 476), (14.5, 462), (11, 438), (9.5, 412), (12.5, 386),
    (12.5, 366), (9, 338), (5, 306), (1.5, 278), (0, 272),
)  # fmt: skip
"""The right half of the contour, from the crown over hand and foot to the fork."""

Muscle: TypeAlias = tuple[tuple[Point, ...], tuple[Point, ...], int]

MUSCLES: tuple[Muscle, ...] = (
    (((9, 66), (8, 78), (5, 88), (2, 94)), ((4, 68), (4, 78), (2, 88), (1, 94)), 2),
    (((12, 84), (20, 89), (32, 93), (40, 97)), ((7, 93), (18, 95), (30, 97), (40, 98)), 3),
    (((2, 104), (14, 99), (30, 99), (42, 106)), ((2, 140), (14, 144), (32, 140), (43, 118)), 8),
    (((41, 98), (53, 100), (56, 116), (54, 140)), ((40, 106), (44, 112), (48, 124), (52, 140)), 5),
    (((54, 138), (58, 152), (60, 168), (60, 186)), ((45, 134), (47, 148), (51, 166), (56, 186)), 5),
    (((59, 190), (67, 204), (69, 224), (66, 248)), ((53, 194), (55, 210), (60, 228), (64, 248)), 5),
    (((16, 148), (18, 176), (17, 208), (9, 262)), ((1.5, 146), (1.5, 176), (1.5, 208), (1.5, 264)), 5),
    (((37, 138), (34, 164), (29, 200), (34, 238)), ((20, 148), (21, 172), (20, 202), (16, 240)), 6),
    (((35, 246), (42, 284), (39, 322), (27, 360)), ((14, 262), (13, 296), (16, 326), (20, 360)), 8),
    (((13, 272), (12, 294), (13, 318), (14, 348)), ((3, 280), (5, 300), (8, 322), (12, 348)), 4),
    (((31, 380), (36, 402), (33, 430), (22, 466)), ((14, 382), (8, 408), (13, 436), (18, 466)), 8),
)  # fmt: skip
"""Each by its two outer fibres, cubic curves, and how many fibres it has."""


def figure(organs: Iterable[str]) -> str:
    """The drawing in a box of `2 * HALF_WIDTH` by `HEIGHT`, as SVG elements."""
    chosen = frozenset(organs)
    half = smooth(OUTLINE)
    mirrored = '<g transform="scale(-1 1)">{}</g>'
    skin = f'<path d="{half}Z" fill="{SKIN}"/>'
    edge = f'<path d="{half}" fill="none" stroke="{EDGE}" stroke-width="1.4"/>'
    fibres = "".join(bundle(one, other, count, 0.45) for one, other, count in MUSCLES)
    muscles = f'<path d="{fibres}" fill="{ACCENT}"/>'
    side = skin + edge + muscles
    drawn = "".join(drawing for name, drawing in ORGANS.items() if name in chosen)
    return side + mirrored.format(side) + drawn


def half_width(above: float, below: float) -> float:
    """How far the figure reaches from its middle between two heights."""
    return max(_reach(y) for y in range(floor(above), ceil(below) + 1))


@cache
def _reach(y: int) -> float:
    """The contour's farthest point at a height; 0 above and below the figure."""
    return max(
        (
            max(a[0], b[0]) if a[1] == b[1] else a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
            for a, b in pairwise(OUTLINE)
            if min(a[1], b[1]) <= y <= max(a[1], b[1])
        ),
        default=0.0,
    )


def smooth(points: tuple[Point, ...]) -> str:
    """A path of cubic curves through all points (Catmull and Rom's spline as Bézier curves)."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for i in range(len(points) - 1):
        before, a, b = points[max(0, i - 1)], points[i], points[i + 1]
        after = points[min(len(points) - 1, i + 2)]
        pull = ((a[0] + (b[0] - before[0]) / 6), (a[1] + (b[1] - before[1]) / 6))
        push = ((b[0] - (after[0] - a[0]) / 6), (b[1] - (after[1] - a[1]) / 6))
        path += "C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in (pull, push, b))
    return path


def _dots(colour: str, *places: Point) -> str:
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{PAPER}" stroke="{colour}" stroke-width="1.2"/>'
        for x, y in places
    )


_SHAPE = f'fill="{INK}" stroke="{PAPER}" stroke-width="1.4" stroke-linejoin="round"'
_VEIN = f'fill="none" stroke="{PAPER}" stroke-width="1" stroke-linecap="round"'

ORGANS = {
    "blood": f'<path d="M3 136C2 170 1 200 1 232C3 250 14 262 16 300M1 232C-1 250 -14 262 -16 300" '
    f'fill="none" stroke="{PAPER}" stroke-width="6"/>'
    f'<path d="M3 136C2 170 1 200 1 232C3 250 14 262 16 300M1 232C-1 250 -14 262 -16 300" '
    f'fill="none" stroke="{INK}" stroke-width="3"/>',
    "lung": f'<path d="M-6 108C-20 108 -30 128 -28 150C-20 152 -10 148 -6 142ZM6 108C20 108 30 128 '
    f'28 150C20 152 10 148 6 142Z" {_SHAPE}/>',
    "kidney": f'<path d="M-12 192C-22 190 -22 212 -13 210C-9 206 -9 196 -12 192ZM12 192C22 190 22 '
    f'212 13 210C9 206 9 196 12 192Z" {_SHAPE}/>',
    "brain": f'<path d="M0 10C-9 6 -17 13 -17 24C-17 34 -11 38 -6 37C-4 40 4 40 6 37C11 38 17 34 '
    f'17 24C17 13 9 6 0 10Z" {_SHAPE}/><path d="M0 11V37M-12 18C-8 17 -6 20 -8 23M-14 28C-10 26 '
    f'-6 29 -5 33M-5 14V18M12 18C8 17 6 20 8 23M14 28C10 26 6 29 5 33M5 14V18" {_VEIN}/>',
    "heart": f'<path d="M5 142C-6 133 -9 122 -3 117C1 114 5 117 6 120C8 116 13 115 16 119C19 126 '
    f'14 136 5 142Z" {_SHAPE}/><path d="M3 117C2 112 4 108 7 107M9 116C9 112 11 109 14 109" '
    f'fill="none" stroke="{INK}" stroke-width="2.6" stroke-linecap="round"/>',
    "liver": f'<path d="M-31 160C-26 152 -8 154 8 158C16 160 14 163 8 166C-2 170 -4 178 -14 182C'
    f'-24 186 -33 178 -31 160Z" {_SHAPE}/><path d="M-4 157C-5 164 -4 168 -7 175" {_VEIN}/>',
    "immune": _dots(INK, (20, 164), (26, 169), (21, 173), (27, 178), (22, 182)),
    "pancreas": f'<path d="M-8 186C0 180 14 188 24 182C26 188 14 196 6 193C0 196 -8 196 -8 186Z" '
    f"{_SHAPE}/>",
    "colon": f'<path d="M-18 244V216C-18 208 18 208 18 216V240C18 250 4 246 2 258" fill="none" '
    f'stroke="{PAPER}" stroke-width="9" stroke-linejoin="round"/><path d="M-18 244V216C-18 208 18 '
    f'208 18 216V240C18 250 4 246 2 258" fill="none" stroke="{INK}" stroke-width="6" '
    'stroke-dasharray="7 1"/>',
    "fat": "".join(
        f'<path d="M{s * 31} 210C{s * 38} 216 {s * 42} 238 {s * 38} 252C{s * 34} 258 {s * 28} 252 '
        f'{s * 28} 240C{s * 28} 228 {s * 28} 214 {s * 31} 210Z" fill="{PAPER}" stroke="{INK}" '
        f'stroke-width="1.4"/>' + "".join(
            f'<circle cx="{s * x}" cy="{y}" r="{r}" fill="{SKIN}" stroke="{INK}" stroke-width=".9"/>'
            for x, y, r in ((32, 219, 2.2), (33, 227, 3), (34, 236, 3.4), (33, 246, 3))
        )
        for s in (1, -1)
    ),
    "bone": f'<path d="M-29 268C-32 262 -25 258 -22 263C-18 260 -13 265 -17 271C-20 278 -20 330 '
    f'-17 348C-14 354 -19 360 -23 356C-27 360 -32 355 -29 349C-26 330 -26 280 -29 268Z" '
    f'fill="{PAPER}" stroke="{INK}" stroke-width="1.4" stroke-linejoin="round"/>',
    "skin": "",
    "muscle": "",
}  # fmt: skip
"""Drawings in the order in which they are laid over one another."""
