"""Document + Index -> the chapters as HTML, each with the lines of the manuscript beside it.

The lines are not in the markup: a line added at a chapter's top moves all below it, and the page
would seem to be another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from lxml import etree

from myopress.backends.html import (
    EPUB_TYPE,
    XML_LANG,
    Element,
    Medium,
    chapter_body,
    direction,
    linked_call,
)
from myopress.backends.mathml import mathml
from myopress.diagnostics import Report
from myopress.document import Document, Resource
from myopress.index import Index, OutlineEntry
from myopress.walk import plain_text

Json: TypeAlias = Mapping[str, object]
_SCHEMES = frozenset({"ftp", "http", "https", "mailto", "news", "sms", "tel", "urn", "xmpp"})
"""Addresses that a browser may be given: none that runs a script or opens a file."""


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter as the page shows it: its id, and HTML with lines as JSON, known by a digest."""

    id: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BookText:
    """All chapters, the contents as JSON, and the pictures by the names in their addresses."""

    chapters: tuple[ChapterText, ...]
    outline: Sequence[Json]
    pictures: Mapping[str, Resource]


def book_text(document: Document, index: Index, report: Report) -> BookText:
    """The text of the book; what the writer of the markup finds is reported."""
    names = {resource.path: _picture_name(resource) for resource in document.resources}
    medium = Medium(
        href=lambda target: f"#{target}" if target in index.anchors else "",
        address=lambda path: f"/pictures/{names.get(path, '')}",
        note_call=linked_call,
        formula=mathml,
        source_lines=True,
        semantics=True,
        schemes=_SCHEMES,
    )
    chapters = tuple(
        _chapter(document, position, index, medium, report)
        for position in range(len(document.chapters))
    )
    pictures = {names[resource.path]: resource for resource in document.resources}
    return BookText(chapters, list(map(partial(_entry, index), index.outline)), pictures)


def _picture_name(resource: Resource) -> str:
    return hashlib.sha256(resource.media_type.encode() + resource.data).hexdigest()[:24]


def _chapter(
    document: Document, position: int, index: Index, medium: Medium, report: Report
) -> ChapterText:
    chapter = document.chapters[position]
    body = chapter_body(document, position, index, medium, report)
    body.set("lang", chapter.language or document.metadata.language)
    body.set("dir", direction(chapter.language or document.metadata.language))
    for notes in body.findall("section[@class='notes']"):  # those of all chapters are on one page
        notes.set("aria-labelledby", f"{notes.get('aria-labelledby', '')} {chapter.id}-title")
    lines = list(_taken_lines(body))
    data = json.dumps({"html": _written(body), "lines": lines}, ensure_ascii=False).encode()
    return ChapterText(chapter.id, hashlib.sha256(data).hexdigest()[:24], data)


def _taken_lines(body: Element) -> Iterator[str]:
    """The line of each element that has one, in their order; a mark stays in its place."""
    for element in body.iter(etree.Element):
        if line := element.attrib.pop("data-l", ""):
            element.set("data-p", "")
            yield str(line)


def _written(body: Element) -> str:
    """The element as HTML, which has neither namespaces nor `epub:type`.

    A Content Security Policy forbids style attributes: the script applies what is in `data-style`.
    """
    for element in body.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for name in (EPUB_TYPE, XML_LANG):
            element.attrib.pop(name, "")
        if style := element.attrib.pop("style", ""):
            element.set("data-style", style)
        if element.tag == "a" and not element.get("href", "#").startswith("#"):
            element.set("target", "_blank")
            element.set("rel", "noopener noreferrer")
    etree.cleanup_namespaces(body)
    return etree.tostring(body, method="html", encoding="unicode")


def _entry(index: Index, entry: OutlineEntry) -> Json:
    return {
        "id": entry.id,
        "title": plain_text(entry.title),
        "number": entry.number,
        "isChapter": index.anchors[entry.id].kind == "chapter",
        "children": [_entry(index, child) for child in entry.children],
    }
