"""A cover spread out flat: where back, spine and front lie, in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass

from myopress.backends.pdf.prepress.gutter import SLACK
from myopress.printers import Target


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def css(self) -> str:
        """Its place as CSS."""
        sides = ("left", "top", "width", "height")
        return ";".join(f"{side}:{getattr(self, side):.3f}pt" for side in sides)

    def grown(self, by: float) -> Box:
        """The rectangle with its edges moved outwards."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Wrap:
    """The sheet, and on it the faces of the finished book and what of them is safe for text.

    `back_text`, `front_text` and `spine_text` keep the printer's distances and a point more;
    `barcode` is the place that it wants free. A right-to-left book has its front on the left.
    """

    width: float
    height: float
    bleed: float
    back: Box
    spine: Box
    front: Box
    back_text: Box
    front_text: Box
    spine_text: Box
    barcode: Box

    @classmethod
    def of(cls, target: Target, pages: int, *, from_right: bool) -> Wrap:
        """The cover of a target's book of so many pages.

        Of a hardcover the faces are the boards; the hinge is part of them, and not for text.
        """
        cover = target.cover
        width, height = target.trim[0] + cover.overhang, target.trim[1] + 2 * cover.overhang
        thick = target.spine(pages)
        left = Box(cover.bleed, cover.bleed, width, height)
        spine = Box(cover.bleed + width, cover.bleed, thick, height)
        right = Box(cover.bleed + width + thick, cover.bleed, width, height)
        safe, fold = cover.safe + SLACK, max(cover.hinge, cover.safe) + SLACK
        left_text = Box(left.left + safe, left.top + safe, width - safe - fold, height - 2 * safe)
        right_text = Box(
            right.left + fold, right.top + safe, width - safe - fold, height - 2 * safe
        )
        across = cover.spine_safe + SLACK
        spine_text = Box(
            spine.left + across, spine.top + safe, max(0, thick - 2 * across), height - 2 * safe
        )
        code_width, code_height = cover.barcode
        edge = cover.barcode_edge + SLACK
        near = max(edge, cover.hinge + SLACK)
        foot = left.top + height - edge - code_height
        beside = right.left + near if from_right else spine.left - near - code_width
        return cls(
            width=2 * (cover.bleed + width) + thick,
            height=height + 2 * cover.bleed,
            bleed=cover.bleed,
            back=right if from_right else left,
            spine=spine,
            front=left if from_right else right,
            back_text=right_text if from_right else left_text,
            front_text=left_text if from_right else right_text,
            spine_text=spine_text,
            barcode=Box(beside, foot, code_width, code_height),
        )
