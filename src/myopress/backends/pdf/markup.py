"""The markup of each part: chapters by the shared writer, and what a printed book has besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from myopress.backends.addresses import address
from myopress.backends.html import (
    Element,
    Medium,
    add,
    chapter_body,
    chapter_writing,
    e,
    foot_call,
    listing,
)
from myopress.backends.pdf import ornament
from myopress.backends.pdf.formula import formula
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.pages import Plan, Printed
from myopress.backends.pdf.parts import FolioPlace
from myopress.diagnostics import Report
from myopress.document import Chapter, Document, Listing, Role
from myopress.index import Index, OutlineEntry
from myopress.walk import nodes, plain_text

_QUIET: frozenset[Role] = frozenset(
    {"part", "halftitle", "titlepage", "copyright", "dedication", "epigraph"}
)
"""Roles whose pages bear no number."""
_BEFORE_CONTENTS: frozenset[Role] = frozenset(
    {"halftitle", "titlepage", "copyright", "dedication", "epigraph"}
)
_PLAIN_OPENING: frozenset[Role] = frozenset({"part", "dedication", "epigraph"})
_INITIAL_LETTERS = 200
"""Text shorter than that does not fill the three lines beside an initial."""
_BEGINNING = re.compile(r"(\w)(\w+(?:[ \n][\w’'-]+){0,3})(?=[\s,;:.!?—–])")
"""The first letter of a chapter and the rest of its first words."""
_CONTENTS_ENTRIES = 50
_HEAD_LETTERS = 52
"""The longest running head, in letters: what fits the measure beside the folio."""

Lists = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes parts of one document."""

    document: Document
    index: Index
    report: Report

    def medium(self, printed: Printed) -> Medium:
        """The printed page: links are resolved by the join, notes stand at the foot."""
        return Medium(
            href=lambda target: f"xref:{target}",
            address=address,
            note_call=foot_call,
            formula=formula,
            page=lambda target: printed.get(target, ""),
            source_lines=True,
        )

    def chapter(self, position: int, printed: Printed) -> str:
        """The chapter at this place of the document."""
        chapter = self.document.chapters[position]
        body = chapter_body(self.document, position, self.index, self.medium(printed), self.report)
        _link_notes(body, chapter.id)
        if chapter.matter == "body":
            _open(body, chapter)
        return self.page(body, plain_text(chapter.title), chapter.matter, chapter.role)

    def contents(self, printed: Printed) -> str:
        """The table of contents, for a book whose author has none."""
        title = self.index.words.contents
        section = e("section", {"id": "made-contents", "class": "chapter role-contents"})
        add(add(section, "header", {"class": "opening"}), "h1", {}, title)
        writing = chapter_writing(self.document, 0, self.index, self.medium(printed), self.report)
        listing(section, Listing("contents"), replace(writing, chapter_role="contents"))
        return self.page(section, title, "front", "contents")

    def page(self, body: Element, head: str, matter: str, role: str) -> str:
        """A whole HTML document around the body of a part."""
        data = self.document.metadata
        html = e("html", {"lang": data.language, "class": f"matter-{matter} part-{role}"})
        add(add(html, "head"), "title", {}, data.title)
        heads = {"data-book": shortened(data.title), "data-head": shortened(head)}
        add(html, "body", heads).append(body)
        return etree.tostring(html, encoding="unicode")


def shortened(title: str) -> str:
    """A title for a running head: without its subtitle, and cut at a word if still too long."""
    title = " ".join(title.split())
    if len(title) <= _HEAD_LETTERS:
        return title
    main = title.split(": ", 1)[0]
    if len(main) <= _HEAD_LETTERS:
        return main
    return main[:_HEAD_LETTERS].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def _open(body: Element, chapter: Chapter) -> None:
    """The opening's art, and the initial and small capitals with which the text begins."""
    if chapter.role not in _PLAIN_OPENING:
        art = e("div", {"class": "opening-art", "aria-hidden": "true"})
        art.append(ornament.bundle(chapter.id))
        body.insert(0, art)
    opening = body.find("header")
    first = None if opening is None else opening.getnext()
    if (
        first is None
        or first.tag != "p"
        or len(etree.tostring(first, method="text", encoding="unicode")) < _INITIAL_LETTERS
    ):
        return
    words = _BEGINNING.match(first.text or "")
    if words is None:
        return
    first.set("class", f"{first.get('class', '')} first".strip())
    lead = e("span", {"class": "lead", "data-initial": words[1]}, words[2])
    lead.tail, first.text = (first.text or "")[words.end() :], None
    first[:0] = [e("span", {"class": "initial", "aria-hidden": "true"}, words[1]), lead]


def _link_notes(body: Element, chapter_id: str) -> None:
    """Write the number of each foot note as a link to it, and that in the note as the way back."""
    for note in list(body.iter("span")):
        if note.get("class") != "footnote":
            continue
        number = str(note.attrib.pop("data-number"))
        call = f"{chapter_id}-call-{number}"
        linked = not any(True for _ in note.iterancestors("a"))
        link = {"href": f"xref:{note.get('id')}"} if linked else {}
        note.addprevious(e("a", {"class": "note-call", "id": call, **link}, number))
        back = e("a", {"class": "note-number", "href": f"xref:{call}"}, number)
        first = note[0] if len(note) and note[0].get("class") == "note-paragraph" else note
        back.tail, first.text = "\u2002" + (first.text or ""), None
        first.insert(0, back)


def plans(document: Document, index: Index, report: Report) -> list[Plan]:
    """The parts of the book in their order, those that the author did not write included."""
    index = replace(index, outline=_for_contents(index.outline, document))
    writer = Writer(document, index, report)
    quiet = replace(writer, report=lambda _: None)
    heard: set[str] = set()

    def chapter(position: int) -> Plan:
        given = document.chapters[position]

        def write(printed: Printed) -> str:
            """Faults are reported the first time only."""
            teller = quiet if given.id in heard else writer
            heard.add(given.id)
            return teller.chapter(position, printed)

        return Plan(
            given.id,
            write,
            _folios(given),
            front=given.matter == "front",
            last=_is_made_of_numbers(given),
        )

    order = [(given, chapter(place)) for place, given in enumerate(document.chapters)]
    roles = {given.role for given in document.chapters}
    first = [plan for given, plan in order if plan.front and given.role in _BEFORE_CONTENTS]
    if "titlepage" not in roles:
        first.insert(0, _title_plan(writer))
    lists = {node.kind for given in document.chapters for node in nodes(given, Listing)}
    if index.outline and "contents" not in lists:
        first.append(_contents_plan(writer))
    rest = [plan for _, plan in order if plan not in first]
    return first + sorted(rest, key=lambda plan: not plan.front)


def _for_contents(
    outline: tuple[OutlineEntry, ...], document: Document
) -> tuple[OutlineEntry, ...]:
    """What the contents list: chapters, and their sections if all of it is no more than a spread."""
    chapters = {chapter.id for chapter in document.chapters}

    def cut(entries: tuple[OutlineEntry, ...], sections: bool) -> tuple[OutlineEntry, ...]:  # noqa: FBT001
        return tuple(
            replace(entry, children=cut(entry.children, sections and entry.id in chapters))
            for entry in entries
            if sections or entry.id in chapters
        )

    with_sections = cut(outline, True)  # noqa: FBT003
    short = sum(1 for _ in _flat(with_sections)) <= _CONTENTS_ENTRIES
    return with_sections if short else cut(outline, False)  # noqa: FBT003


def _flat(entries: tuple[OutlineEntry, ...]) -> Iterator[OutlineEntry]:
    for entry in entries:
        yield entry
        yield from _flat(entry.children)


def _folios(chapter: Chapter) -> FolioPlace:
    if chapter.role in _QUIET:
        return "none"
    return "foot" if chapter.matter == "front" else "opener"


def _is_made_of_numbers(chapter: Chapter) -> bool:
    """Whether a chapter holds a list of page numbers, which is laid out when they are known."""
    return any(
        node.kind in {"contents", "index", "figures", "tables"} for node in nodes(chapter, Listing)
    )


def _contents_plan(writer: Writer) -> Plan:
    return Plan("made-contents", writer.contents, "foot", front=True, last=True)


def _title_plan(writer: Writer) -> Plan:
    markup = writer.page(_title_pages(writer.document), "", "front", "title")
    return Plan("made-title", lambda _: markup, "none", front=True)


def _title_pages(document: Document) -> Element:
    """Half-title, frontispiece, title page and, overleaf, the copyright page."""
    data = document.metadata
    pages = e("section", {"class": "title-pages"})
    add(pages, "p", {"class": "half-title"}, data.title)
    facing = add(pages, "div", {"class": "frontispiece-page", "aria-hidden": "true"})
    trim = Geometry.of(document.settings.trim_width, document.settings.trim_height)
    add(facing, "div", {"class": "frontispiece"}).append(ornament.column(trim.width, trim.height))
    title = add(pages, "div", {"class": "title-page", "id": "made-title"})
    authors = [person.name for person in data.contributors if person.role == "aut"]
    add(title, "p", {"class": "title-authors"}, ", ".join(authors) or "\u00a0")
    add(title, "h1", {"class": f"book-title {title_size(data.title)}"}, data.title)
    if data.subtitle:
        add(title, "p", {"class": "book-subtitle"}, data.subtitle)
    if data.publisher:
        add(title, "p", {"class": "imprint"}, data.publisher)
    lines = add(pages, "div", {"class": "copyright-page"})
    for text in _copyright_lines(document):
        add(lines, "p", {}, text)
    return pages


def title_size(title: str) -> str:
    """The size class of a title: long ones, or ones with a long word, are set smaller."""
    longest = max((len(word) for word in title.split()), default=0)
    if len(title) <= 40 and longest <= 12:
        return "size-large"
    return "size-medium" if len(title) <= 80 and longest <= 16 else "size-small"


def _copyright_lines(document: Document) -> Iterator[str]:
    data = document.metadata
    yield data.title + (f": {data.subtitle}" if data.subtitle else "")
    authors = [person.name for person in data.contributors]
    if authors:
        yield ", ".join(authors)
    if data.rights:
        yield data.rights
    if data.edition:
        yield data.edition
    if place := ", ".join(filter(None, (data.publisher, data.date))):
        yield place
    if data.identifier.startswith("urn:isbn:"):
        yield f"ISBN {data.identifier.removeprefix('urn:isbn:')}"
    if data.url:
        yield data.url
