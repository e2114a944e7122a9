"""What may truly be said of a book's accessibility, found in the pages as they are written.

Names and values are those of the Schema.org Accessibility Properties for Discoverability
Vocabulary, as EPUB Accessibility 1.1 section 2 asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a chapter's page has: the addresses of its pictures, and how many there are of a kind.

    `pictures` mean something, `silent` ones of them have no words, `bare` tables no header cells,
    `empty` links no words.
    """

    shown: tuple[str, ...]
    pictures: int
    silent: int
    bare: int
    empty: int
    maths: int


def facts(body: Element) -> Facts:
    """The facts of a page's content."""
    images = list(body.iter("img"))
    telling = [img for img in images if "decorative" not in img.get("class", "").split()]
    return Facts(
        tuple(img.get("src", "") for img in images),
        pictures=len(telling),
        silent=sum(not img.get("alt", "").strip() for img in telling),
        bare=sum(next(table.iter("th"), None) is None for table in body.iter("table")),
        empty=sum(map(_leads_without_words, body.iter("a"))),
        maths=sum(1 for _ in body.iter(f"{{{MATHML}}}math")),
    )


def _leads_without_words(link: Element) -> bool:
    if link.get("href") is None:
        return False
    words = "".join(map(str, link.itertext())).strip() or link.get("aria-label", "")
    return not words and not any(img.get("alt", "").strip() for img in link.iter("img"))


def accessibility(
    chapters: Sequence[Facts], parts: Sequence[Part], *, paged: bool
) -> Iterator[tuple[str, str]]:
    """Pairs of property and value, in the order in which they are written.

    `parts` are all files. `paged` is a book with the pages of print.
    """
    images = sum(chapter.pictures for chapter in chapters)
    described = not any(chapter.silent for chapter in chapters)
    maths = any(chapter.maths for chapter in chapters)
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
    yield "accessibilitySummary", _summary(pictures=images, described=described, maths=maths)


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
