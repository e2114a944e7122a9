"""What stands against a claim of conformance to EPUB Accessibility 1.1 and WCAG 2.2 AA.

Only what a machine can find in the pages: that nothing is found is needed for the claim, and
not enough, so that somebody must answer for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myopress.backends.html import Element

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""The value of `dcterms:conformsTo`, https://www.w3.org/TR/epub-a11y-11/#sec-conf-reporting-pub."""


def obstacles(bodies: Sequence[Element], claims: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Why the claim cannot be made, each reason in words; nothing if it can.

    `bodies` are the chapters as they are shown, `claims` what `accessibility` found in them.
    """
    silent = sum(_is_silent(img) for body in bodies for img in body.iter("img"))
    if silent:
        yield f"{_count(silent, 'picture has', 'pictures have')} no words (WCAG 1.1.1)"
    bare = sum(_has_no_header(table) for body in bodies for table in body.iter("table"))
    if bare:
        yield f"{_count(bare, 'table has', 'tables have')} no header cells (WCAG 1.3.1)"
    empty = sum(_leads_without_words(link) for body in bodies for link in body.iter("a"))
    if empty:
        yield f"{_count(empty, 'link has', 'links have')} no words (WCAG 2.4.4)"
    if ("accessibilityHazard", "none") not in claims:
        yield "a picture moves and may flash (WCAG 2.2.2, 2.3.1)"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _is_silent(img: Element) -> bool:
    decorative = "decorative" in img.get("class", "").split()
    return not decorative and not img.get("alt", "").strip()


def _has_no_header(table: Element) -> bool:
    return next(table.iter("th"), None) is None


def _leads_without_words(link: Element) -> bool:
    if link.get("href") is None:
        return False
    words = "".join(map(str, link.itertext())).strip() or link.get("aria-label", "")
    return not words and not any(img.get("alt", "").strip() for img in link.iter("img"))
