"""Marks in the text where the pages of the printed book begin.

A mark is an empty element with the page's folio as its name (EPUB 3.3 SSV `pagebreak`, DPUB-ARIA
`doc-pagebreak`). It stands before the first word of the page, within the paragraph; a word that
print divides belongs to the page on which it ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from myopress.backends.html import EPUB_TYPE, Element, e
from myopress.backends.mathml import MATHML
from myopress.backends.page_map import PICTURE, UNCOUNTED, PageStart, letters

_SHOWN = {"img", f"{{{MATHML}}}math"}
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong", "sub", "sup", "u"}
)  # fmt: skip
_LEFT = _INLINE | _SHOWN | {"h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements that a mark at their beginning goes before: a heading must not hold one."""
_WORD = re.compile(r"[\s\u2013\u2014\u200b/-](?=[^\s\u2013\u2014\u200b/-]*$)")
"""What a word begins after."""
_PREFIXES = (40, 20, 10)
"""Letters by which a page's first words are looked for; print may have others farther on."""


@dataclass(frozen=True, slots=True)
class PageTarget:
    """An entry of the page list: a folio, and the id of its mark in a document."""

    label: str
    document: str
    id: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A text within an element or after it, or a picture; `begin` letters stand before it."""

    element: Element
    kind: str
    begin: int


@dataclass(slots=True)
class _Reading:
    """A document's letters, where each text begins in them, and where each element does."""

    words: list[str] = field(default_factory=list)
    count: int = 0
    runs: list[_Run] = field(default_factory=list)
    begins: dict[Element, int] = field(default_factory=dict)

    def read(self, element: Element) -> None:
        self.begins[element] = self.count
        if element.tag in _SHOWN:
            self._add(element, "picture", PICTURE)
            return
        if not UNCOUNTED.isdisjoint(element.get("class", "").split()):
            return
        self._add(element, "text", letters(element.text or ""))
        for child in element:
            self.read(child)
            self._add(child, "tail", letters(child.tail or ""))

    def _add(self, element: Element, kind: str, words: str) -> None:
        if words:
            self.runs.append(_Run(element, kind, self.count))
            self.words.append(words)
            self.count += len(words)


def mark_pages(root: Element, pages: Sequence[tuple[PageStart, str]]) -> None:
    """Put a mark for each of `pages` into a document; each page comes with the id of its mark."""
    if not pages:
        return
    reading = _Reading()
    reading.read(root)
    text = "".join(reading.words)
    places: dict[int, list[Element]] = {}
    place = 0
    for page, mark_id in pages:
        place = _found(page, text, place)
        places.setdefault(place, []).append(_mark(page.label, mark_id))
    for place in sorted(places, reverse=True):  # what comes before stays where it was read
        _insert(root, reading, place, places[place])


def _mark(label: str, mark_id: str) -> Element:
    attrs = {"id": mark_id, EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "aria-label": label}
    mark = e("span", attrs)
    mark.text = ""
    return mark


def _found(page: PageStart, text: str, least: int) -> int:
    """Where a page begins in the text, not before `least`: nearest to where print has it."""
    if not page.letters:
        return least
    for length in _PREFIXES if page.words else ():
        words = page.words[:length]
        after = text.find(words, max(least, page.letters))
        before = text.rfind(words, least, page.letters + len(words) - 1)
        near = [place for place in (before, after) if place >= 0]
        if near:
            return min(near, key=lambda place: abs(place - page.letters))
    return max(least, min(page.letters, len(text)))


def _insert(root: Element, reading: _Reading, place: int, marks: list[Element]) -> None:
    """Put marks before the word that the letter at `place` is in; at the end if there is none."""
    if place == 0 or not reading.runs:
        root[0:0] = marks
        return
    run = reading.runs[bisect_right(reading.runs, place, key=lambda run: run.begin) - 1]
    text = (run.element.tail if run.kind == "tail" else run.element.text) or ""
    cut = _word_start(text, place - run.begin) if run.kind != "picture" else 0
    inside, index = _opened(run, reading.begins, at_start=cut == 0)
    if index is not None:
        inside[index:index] = marks
        return
    marks[-1].tail = text[cut:]
    if run.kind == "tail":
        run.element.tail = text[:cut]
        after = inside.index(run.element) + 1
        inside[after:after] = marks
    else:
        run.element.text = text[:cut]
        inside[0:0] = marks


def _opened(
    run: _Run, begins: Mapping[Element, int], *, at_start: bool
) -> tuple[Element, int | None]:
    """The element that takes a mark, and before which of its children if at its beginning."""
    inside = run.element if run.kind == "text" else _parent(run.element)
    index = inside.index(run.element) if run.kind == "picture" else None
    while at_start and inside.tag in _LEFT and begins[inside] == run.begin:
        outer = _parent(inside)
        if inside.tag == "a" and outer.tag == "li":  # the navigation has nothing beside its links
            break
        inside, index = outer, outer.index(inside)
    return inside, index


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None, "a document's root takes marks itself"
    return parent


def _word_start(text: str, count: int) -> int:
    """Where the word begins that holds the letter after the first `count` ones of `text`."""
    for at, character in enumerate(text):
        here = len(letters(character))
        if here and count < here:
            gap = _WORD.search(text[:at])
            return gap.end() if gap else 0
        count -= here
    return len(text)


def page_targets(
    pages: Sequence[PageStart], order: Sequence[str], taken: Collection[str]
) -> Iterator[tuple[PageStart, PageTarget]]:
    """Each page with its mark, in the reading order of the documents `order` of the EPUB.

    A page that begins in none of them has its mark where the next one has. Ids are `page-47`,
    unless such a one is `taken`.
    """
    prefix = "page-"
    while any(f"{prefix}{page.label}" in taken for page in pages):
        prefix = f"print-{prefix}"
    known = set(order)
    found: list[tuple[PageStart, PageTarget]] = []
    after = next((page.chapter for page in reversed(pages) if page.chapter in known), "")
    for page in reversed(pages):
        after = page.chapter if page.chapter in known else after
        start = page if page.chapter == after else PageStart(page.label, after)
        found.append((start, PageTarget(page.label, after, f"{prefix}{page.label}")))
    place = {name: number for number, name in enumerate(order)}
    found.reverse()
    yield from sorted(found, key=lambda pair: place[pair[1].document]) if after else ()
