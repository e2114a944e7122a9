"""The words with which each page of a part begins, read from the boxes of its layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from myopress.backends.page_map import PICTURE, UNCOUNTED, letters
from myopress.backends.weasy import Layout

Start: TypeAlias = tuple[int, str]
"""How many letters of the part stand before a page, and the next ones, which it begins with.

A page without letters has those of the next page; there are none at the end of the part."""

_WORDS = 40
"""Letters by which the beginning of a page is known."""


def page_starts(layout: Layout, moved: frozenset[str]) -> tuple[Start, ...]:
    """The start of each page. What is in the blocks `moved` (their `data-place`) is passed over.

    Such a figure stands before or after where the text has it, so that no page begins with it.
    """
    reader = _Reader(moved)
    pages = [
        "".join(
            words
            for child in page._page_box.children  # noqa: SLF001
            if child.element is not None and not hasattr(child, "page")  # neither heads nor notes
            for words in reader.words(child)
        )
        for page in layout.pages
    ]
    text = "".join(pages)
    ends = 0
    found = []
    for page in pages:
        found.append((ends, text[ends : ends + _WORDS]))
        ends += len(page)
    return tuple(found)


class _Reader:
    """Reads boxes in the order of the text; the head of a table is read on its first page only."""

    def __init__(self, moved: frozenset[str]) -> None:
        self._moved = moved
        self._heads: set[Any] = set()

    def words(self, box: Any) -> Iterator[str]:  # noqa: ANN401
        """The letters in a box, and a sign for each picture and formula."""
        element = box.element
        if hasattr(box, "_box") or "::" in (box.element_tag or ""):  # placed absolutely; from CSS
            return
        if element is not None and self._is_elsewhere(element, box):
            return
        if element is not None and element.tag == "img":
            yield PICTURE
        elif element is not None and element.get("class") == "formula":
            if element not in self._heads:
                self._heads.add(element)
                yield PICTURE
        elif text := getattr(box, "text", ""):
            yield letters(text)
        else:
            for child in getattr(box, "children", ()):
                yield from self.words(child)
        if element is not None and element.tag == "thead" and box.element_tag == "thead":
            self._heads.add(element)

    def _is_elsewhere(self, element: Any, box: Any) -> bool:  # noqa: ANN401
        if not UNCOUNTED.isdisjoint(element.get("class", "").split()):
            return True
        if element.tag == "thead" and box.element_tag == "thead":
            return element in self._heads
        return element.get("data-place") in self._moved
