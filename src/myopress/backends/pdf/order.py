"""The order of a printed book: which parts it has, its author's and those that the tool adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, repeat

from myopress.backends.pdf.markup import MADE_CONTENTS, Writer
from myopress.backends.pdf.pages import PageOf, Plan
from myopress.backends.pdf.parts import FolioPlace
from myopress.backends.pdf.title import opens_right, title_pages
from myopress.diagnostics import Report
from myopress.document import Chapter, Document, Listing, Role
from myopress.index import Index, OutlineEntry
from myopress.walk import nodes

_QUIET: frozenset[Role] = frozenset(
    {"part", "halftitle", "titlepage", "copyright", "dedication", "epigraph"}
)
"""Roles whose pages bear no number."""
_BEFORE_CONTENTS: frozenset[Role] = frozenset(
    {"halftitle", "titlepage", "copyright", "dedication", "epigraph"}
)
_CONTENTS_ENTRIES = 50
"""With more entries than fill a spread the contents list chapters alone."""


def plans(document: Document, index: Index, report: Report) -> list[Plan]:
    """The parts of the book in their order, those that the author did not write included."""
    index = replace(index, outline=_for_contents(index.outline, document))
    writer = Writer(document, index, report)
    made_title = all(chapter.role != "titlepage" for chapter in document.chapters)
    order = list(enumerate(document.chapters))
    first = [_title(writer)] if made_title else []
    if made_title:
        order = [(place, chapter) for place, chapter in order if chapter.role != "copyright"]
    early = [
        place
        for place, chapter in order
        if chapter.role in _BEFORE_CONTENTS and chapter.matter == "front"
    ]
    first += [_chapter(writer, place) for place in early]
    lists = {node.kind for chapter in document.chapters for node in nodes(chapter, Listing)}
    if index.outline and "contents" not in lists:
        write = _once(writer, Writer.contents)
        first.append(Plan(MADE_CONTENTS, write, "foot", front=True, last=True))
    rest = [_chapter(writer, place) for place, _ in order if place not in early]
    parts = first + sorted(rest, key=lambda plan: not plan.front)
    return parts if opens_right(document) else _anywhere(parts, document)


def _anywhere(parts: list[Plan], document: Document) -> list[Plan]:
    """The parts on the next page each; the first and the first numbered "1" stay on the right."""
    on_right = {chapter.id for chapter in document.chapters if chapter.role == "part"}
    on_right |= {plan.name for plan in parts[:1]}
    on_right |= {plan.name for plan in [plan for plan in parts if not plan.front][:1]}
    return [replace(plan, recto=plan.name in on_right) for plan in parts]


def _chapter(writer: Writer, position: int) -> Plan:
    chapter = writer.document.chapters[position]
    write = _once(writer, lambda teller, page_of: teller.chapter(position, page_of))
    front = chapter.matter == "front"
    return Plan(chapter.id, write, _folios(chapter), front, _is_made_of_numbers(chapter))


def _title(writer: Writer) -> Plan:
    """The title pages, with the author's copyright page if there is one."""
    document = writer.document
    roles = [chapter.role for chapter in document.chapters]
    place = roles.index("copyright") if "copyright" in roles else None

    def write(teller: Writer, page_of: PageOf) -> str:
        own = None if place is None else teller.body(place, page_of)
        return teller.page(title_pages(document, own), "", "front", "title")

    return Plan("made-title", _once(writer, write), "none", front=True)


def _once(writer: Writer, write: Callable[[Writer, PageOf], str]) -> Callable[[PageOf, bool], str]:
    """Writing that reports faults the first time only."""
    tellers = chain([writer], repeat(replace(writer, report=lambda _: None)))
    return lambda page_of, stamped: write(replace(next(tellers), stamped=stamped), page_of)


def _for_contents(
    outline: tuple[OutlineEntry, ...], document: Document
) -> tuple[OutlineEntry, ...]:
    """What the contents list: chapters, and their sections if all of it is no more than a spread.

    What stands before the contents is not in them.
    """
    unlisted = {c.id for c in document.chapters if c.role in _BEFORE_CONTENTS}
    chapters = {chapter.id for chapter in document.chapters}

    def cut(entries: tuple[OutlineEntry, ...], sections: bool) -> tuple[OutlineEntry, ...]:  # noqa: FBT001
        return tuple(
            replace(entry, children=cut(entry.children, sections and entry.id in chapters))
            for entry in entries
            if (sections or entry.id in chapters) and entry.id not in unlisted
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
