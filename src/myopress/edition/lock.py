"""The fingerprint of an edition: of sources, styles, fonts, tools and outputs, and its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from myopress.backends.page_map import PageMap, letters
from myopress.document import Chapter, CrossReference, Document, Figure, Node, Table
from myopress.index import Index, IndexEntry, OutlineEntry
from myopress.source import Span
from myopress.walk import dump, nodes, plain_text

VERSION = 1
"""The version of the file; it changes when an old reader would misread it."""

_LINES = re.compile(r" @\d+-\d+")
_CONTENTS_MOST = 50
"""With more entries the contents list chapters alone (`backends/pdf/order.py`)."""
_NAMED = frozenset({"chapter", "heading", "figure", "table", "equation", "card"})
"""Kinds of anchors whose pages are written down."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a chapter, or a note: fingerprints of its words, its text, and all of it.

    `span` is where it stands now; a lock that was read from a file does not know it.
    """

    kind: str
    words: str
    text: str
    whole: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LockedChapter:
    """A chapter: its id, its title, its file, and the passages in their order."""

    id: str
    title: str
    file: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What else an edition was made with: versions of tools, fingerprints of styles and fonts."""

    tools: Mapping[str, str]
    styles: Mapping[str, str]
    fonts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lock:
    """An edition.

    `target` is the printer's, or empty. `pages` tells of each page its printed number, the id of
    the chapter and the words that it begins with. `places` has the printed page of each chapter,
    heading, figure, table, equation and card by id, `references` how often a page number of each
    id is printed in text, contents and index, and `located` the pages of what the index names.
    Other mappings have fingerprints, of pictures by path and of outputs by backend.
    """

    target: str
    settings: str
    metadata: str
    pages: tuple[tuple[str, str, str], ...]
    chapters: tuple[LockedChapter, ...]
    places: Mapping[str, str]
    located: Mapping[str, str]
    references: Mapping[str, int]
    pictures: Mapping[str, str]
    outputs: Mapping[str, str]
    made: Made


def fingerprint(data: bytes | str) -> str:
    """What data is known by: the first 16 digits of its SHA-256."""
    return sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:16]


def lock(
    document: Document,
    index: Index,
    pages: PageMap,
    printed: Mapping[str, str],
    *,
    outputs: Mapping[str, bytes],
    made: Made,
) -> Lock:
    """The lock of an edition; `printed` is the printed page of each id, `outputs` by backend."""
    located = sorted(set(_located(index.terms)))
    styles = {r.path: fingerprint(r.data) for r in document.resources if r.media_type == "text/css"}
    pictures = {r.path: fingerprint(r.data) for r in document.resources if r.path not in styles}
    return Lock(
        target=document.settings.pdf_target,
        settings=fingerprint(repr(document.settings)),
        metadata=fingerprint(repr(document.metadata)),
        pages=tuple((page.label, page.chapter, page.words) for page in pages.pages),
        chapters=tuple(_chapter(chapter) for chapter in document.chapters),
        places={
            anchor.id: printed[anchor.id]
            for anchor in sorted(index.anchors.values(), key=lambda anchor: anchor.id)
            if anchor.kind in _NAMED and anchor.id in printed
        },
        located={name: printed[name] for name in located if name in printed},
        references=_references(document, index),
        pictures=dict(sorted(pictures.items())),
        outputs={name: fingerprint(data) for name, data in sorted(outputs.items()) if data},
        made=Made(made.tools, dict(sorted({**made.styles, **styles}.items())), made.fonts),
    )


def _chapter(chapter: Chapter) -> LockedChapter:
    file = chapter.span.path
    passages = [_passage("title", chapter.title + chapter.subtitle, chapter.span)]
    passages += (_passage(_kind(block), (block,), block.span) for block in chapter.blocks)
    passages += (_passage("note", (note,), note.span) for note in chapter.notes)
    return LockedChapter(chapter.id, plain_text(chapter.title), file, tuple(passages))


def _kind(block: Node) -> str:
    """The block's name in words; what holds a figure or table counts as one."""
    if next(nodes(block, Figure), None):
        return "figure"
    if next(nodes(block, Table), None):
        return "table"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(block).__name__).lower()


def _passage(kind: str, found: tuple[Node, ...], span: Span) -> Passage:
    text = " ".join(plain_text(found).split())
    whole = _LINES.sub("", "".join(map(dump, found)))
    return Passage(kind, _short(letters(text)), _short(text), _short(whole), span)


def _short(text: str) -> str:
    return fingerprint(text)[:8]


def _references(document: Document, index: Index) -> dict[str, int]:
    """How many page numbers the book prints of each id, but for those of the index."""
    counted: dict[str, int] = {}
    for node in nodes(document, CrossReference):
        if not node.children:
            counted[node.target] = counted.get(node.target, 0) + 1
    listed = list(_outlined(index.outline))
    if len(listed) > _CONTENTS_MOST:
        listed = [chapter.id for chapter in document.chapters]
    for name in listed:
        counted[name] = counted.get(name, 0) + 1
    return dict(sorted(counted.items()))


def _outlined(entries: tuple[OutlineEntry, ...]) -> Iterator[str]:
    for entry in entries:
        yield entry.id
        yield from _outlined(entry.children)


def _located(entries: tuple[IndexEntry, ...]) -> Iterator[str]:
    for entry in entries:
        yield from entry.locators
        yield from _located(entry.children)
