"""The page in numbers: trim, margins and text block, as CSS."""

from __future__ import annotations

from dataclasses import dataclass, replace

UNIT = 13.5
"""The leading in points; the text block is a whole number of lines high."""

MM = 72 / 25.4
_TRIM = (432.0, 648.0)
"""6 x 9 in, the trim that the margins below are drawn for; others get them in proportion."""
_HEAD, _FOOT, _INSIDE, _OUTSIDE = 67.5, 81.0, 57.4, 64.1
_ABOVE, _BELOW = 28.0, 31.0
"""How far running heads stand over the text block, and folios under it."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Trim and margins in points. What runs off the page goes on for `bleed` beyond its edges."""

    width: float
    height: float
    head: float
    foot: float
    inside: float
    outside: float
    bleed: float = 0

    @classmethod
    def of(cls, width_mm: float, height_mm: float, bleed: float = 0) -> Geometry:
        """The page of a trim given in mm."""
        width, height = round(width_mm * MM, 2), round(height_mm * MM, 2)
        across, down = width / _TRIM[0], height / _TRIM[1]
        head = round(_HEAD * down, 2)
        lines = int((height - head - _FOOT * down) / UNIT + 0.01)
        return cls(
            width=width,
            height=height,
            head=head,
            foot=round(height - head - lines * UNIT, 2),
            inside=round(_INSIDE * across, 2),
            outside=round(_OUTSIDE * across, 2),
            bleed=bleed,
        )

    def within(self, inside: float, edge: float) -> Geometry:
        """The page with no ink nearer than `inside` to the binding and `edge` to the other edges.

        Margins that are wider stay; the block stays a whole number of lines high.
        """
        head, foot = max(self.head, edge + _ABOVE), max(self.foot, edge + _BELOW)
        lines = int((self.height - head - foot) / UNIT + 0.01)
        return replace(
            self,
            head=head,
            foot=round(self.height - head - lines * UNIT, 2),
            inside=max(self.inside, inside),
            outside=max(self.outside, edge),
        )

    @property
    def measure(self) -> float:
        """The length of a line."""
        return self.width - self.inside - self.outside

    @property
    def css(self) -> str:
        """The `@page` rules; pages begin with a right-hand one."""
        inside, outside = f"{self.inside}pt", f"{self.outside}pt"
        return (
            f"@page {{ size: {self.width}pt {self.height}pt;"
            f" margin-top: {self.head}pt; margin-bottom: {self.foot}pt; bleed: {self.bleed}pt }}\n"
            f"@page :left {{ margin-left: {outside}; margin-right: {inside} }}\n"
            f"@page :right {{ margin-left: {inside}; margin-right: {outside} }}\n"
            f":root {{ --inside: {inside}; --outside: {outside}; --head: {self.head}pt;"
            f" --measure: {self.measure:.2f}pt; --block: {self.height - self.head - self.foot:.2f}pt;"
            f" --trim-width: {self.width}pt; --trim-height: {self.height}pt;"
            f" --bleed: {self.bleed}pt }}\n"
        )
