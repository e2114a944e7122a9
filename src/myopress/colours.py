"""How well words can be read on a ground."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
"""A colour as authors write it, `#RRGGBB` or `#RGB`."""


def contrast(one: str, other: str = "#FFFFFF") -> float:
    """The contrast of two colours "#RRGGBB", https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def whole(colour: str) -> str:
    """`#RGB` as "#RRGGBB"."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def _luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
