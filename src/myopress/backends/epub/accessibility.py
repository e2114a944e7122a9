"""What may truly be said of a book's accessibility, found in the pages as they are written.

Names and values are those of the Schema.org Accessibility Properties for Discoverability
Vocabulary, as EPUB Accessibility 1.1 section 2 asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myopress.backends.epub.archive import Part
from myopress.backends.html import Element
from myopress.backends.mathml import MATHML

_MOVING = {
    "image/gif": (b"NETSCAPE2.0",),
    "image/png": (b"acTL",),
    "image/svg+xml": (b"<animate", b"<set", b"@keyframes", b"<script"),
    "image/webp": (b"ANIM",),
}
"""What stands in the file of a picture that moves: it might flash, and nobody has looked."""


def accessibility(
    bodies: Sequence[Element], parts: Sequence[Part], *, paged: bool
) -> Iterator[tuple[str, str]]:
    """Pairs of property and value, in the order in which they are written.

    `bodies` are the chapters, `parts` all files. `paged` is a book with the pages of print.
    """
    images = [
        img
        for body in bodies
        for img in body.iter("img")
        if "decorative" not in img.get("class", "").split()
    ]
    described = all(img.get("alt", "").strip() for img in images)
    maths = any(next(body.iter(f"{{{MATHML}}}math"), None) is not None for body in bodies)
    yield "accessMode", "textual"
    if images:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual" if described else "textual,visual"
    yield "accessibilityFeature", "tableOfContents"
    yield "accessibilityFeature", "readingOrder"
    yield "accessibilityFeature", "structuralNavigation"
    yield "accessibilityFeature", "displayTransformability"
    if images and described:
        yield "accessibilityFeature", "alternativeText"
    if maths:
        yield "accessibilityFeature", "MathML"
        yield "accessibilityFeature", "describedMath"
    if paged:
        yield "accessibilityFeature", "pageNavigation"
        yield "accessibilityFeature", "pageBreakMarkers"
    moving = any(mark in part.data for part in parts for mark in _MOVING.get(part.media_type, ()))
    yield "accessibilityHazard", "unknown" if moving else "none"
    yield "accessibilitySummary", _summary(pictures=len(images), described=described, maths=maths)


def _summary(*, pictures: int, described: bool, maths: bool) -> str:
    text = "The text reflows, and headings, lists, tables and notes are marked as what they are."
    if pictures:
        text += (
            " All pictures that carry meaning are described in words."
            if described
            else " Some pictures are not described in words."
        )
    if maths:
        text += " Formulas are MathML, with their TeX source as a description."
    return text
