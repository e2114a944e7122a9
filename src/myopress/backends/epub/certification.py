"""What stands against a claim of conformance to EPUB Accessibility 1.1 and WCAG 2.2 AA.

Only what a machine can find in the pages: that nothing is found is needed for the claim, and
not enough, so that somebody must answer for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myopress.backends.epub.accessibility import Facts

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""The value of `dcterms:conformsTo`, https://www.w3.org/TR/epub-a11y-11/#sec-conf-reporting-pub."""


def obstacles(chapters: Sequence[Facts], claims: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Why the claim cannot be made, each reason in words; nothing if it can.

    `claims` are what `accessibility` says of the chapters.
    """
    silent = sum(chapter.silent for chapter in chapters)
    if silent:
        yield f"{_count(silent, 'picture has', 'pictures have')} no words (WCAG 1.1.1)"
    bare = sum(chapter.bare for chapter in chapters)
    if bare:
        yield f"{_count(bare, 'table has', 'tables have')} no header cells (WCAG 1.3.1)"
    empty = sum(chapter.empty for chapter in chapters)
    if empty:
        yield f"{_count(empty, 'link has', 'links have')} no words (WCAG 2.4.4)"
    if ("accessibilityHazard", "none") not in claims:
        yield "a picture moves and may flash (WCAG 2.2.2, 2.3.1)"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
