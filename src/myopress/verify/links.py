"""Where the links and page numbers of an output lead, against where the document says they do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from myopress.diagnostics import Code, Diagnostic, error
from myopress.document import (
    Chapter,
    CrossReference,
    Document,
    GlossaryTerm,
    Inlines,
    Link,
    Listing,
    Node,
    NoteReference,
    Text,
)
from myopress.index import Index, IndexEntry, OutlineEntry
from myopress.source import NOWHERE, Span
from myopress.verify.align import align
from myopress.verify.epub_text import Pages, references
from myopress.verify.passages import SILENT
from myopress.verify.pdf_text import Printed, Reference
from myopress.verify.words import words
from myopress.walk import children, nodes

HINT = "please report it: the press lost it"
_TITLED = frozenset({"chapter", "heading", "figure", "table", "card"})
"""Kinds of anchors whose title must be found where they lead."""
_BEFORE_CONTENTS = frozenset(
    {"halftitle", "titlepage", "copyright", "dedication", "epigraph", "contents"}
)


@dataclass(frozen=True, slots=True)
class _Owed:
    """A link of the document: the id that it leads to, and its lines."""

    target: str
    span: Span


def letters(text: str) -> str:
    """The words of a text without what is between them."""
    return "".join(key for key, _ in words(text))


def _owed(document: Document, index: Index, position: int) -> Iterator[_Owed]:
    """The links of a chapter within the book, those of its notes behind those of its text."""
    chapter = document.chapters[position]
    numbered = (
        sorted(
            (int(number), note)
            for note in chapter.notes
            if (number := index.note_numbers.get((position, note.label)))
        )
        if chapter.notes
        else []
    )
    for root in (*chapter.title, *chapter.blocks, *(note for _, note in numbered)):
        yield from _links(root, root.span, chapter, index, position)


def _links(
    node: Node, span: Span, chapter: Chapter, index: Index, position: int
) -> Iterator[_Owed]:
    span = node.span if node.span.line else span
    match node:
        case CrossReference(target=target) if target in index.anchors:
            yield _Owed(target, span)
        case NoteReference(label) if (position, label) in index.note_numbers:
            number = index.note_numbers[position, label]
            yield _Owed(f"{chapter.id}-note-{number}", span)
        case GlossaryTerm(term=term) if entry := index.glossary.get(term.lower()):
            yield _Owed(entry.id, span)
        case Link() | CrossReference():
            pass  # what stands in a link cannot be one
        case _:
            for child in children(node):
                yield from _links(child, span, chapter, index, position)


# --- EPUB --------------------------------------------------------------------------------------


def epub_links(
    document: Document, index: Index, pages: Pages, output: str = "EPUB"
) -> Iterator[Diagnostic]:
    """LINK_ASTRAY for each link that leads nowhere, and each of the document that is not there."""
    ids = {
        name: {str(e.get("id")): e for e in root.iter() if e.get("id")}
        for name, root in pages.roots.items()
    }
    homes = {own: name for name, there in ids.items() for own in there}
    found: dict[str, list[str]] = {}
    for link in references(pages):
        good = link.file in ids and (not link.target or link.target in ids[link.file])
        target = link.target or _first(ids.get(link.file, {}), index)
        found.setdefault(link.source, []).append(target if good else "")
        if not good and link.source == pages.navigation:
            message = f"the {output}'s navigation leads nowhere with “{link.words}”"
            yield error(Code.LINK_ASTRAY, message, NOWHERE, HINT)
    for position, chapter in enumerate(document.chapters):
        owed = list(_owed(document, index, position))
        there = found.get(homes.get(chapter.id, ""), [])
        for one in _absent(owed, there):
            yield _astray(output, one, index)
    texts = {
        own: "".join(map(str, e.itertext()))
        for there in ids.values()
        for own, e in there.items()
        if own in index.anchors
    }
    yield from _misplaced(output, document, index, texts)


def _absent(owed: Sequence[_Owed], there: Sequence[str]) -> Iterator[_Owed]:
    """The links that are not among targets found in their order; each target is a word of a sign."""
    signs = {target: chr(0x100000 + n) for n, target in enumerate({one.target for one in owed})}
    at = align([signs[one.target] for one in owed], [signs.get(t, "?") for t in there]).at
    return (one for one, place in zip(owed, at, strict=True) if place < 0)


def _first(there: Mapping[str, object], index: Index) -> str:
    """The chapter that a link to a whole file leads to."""
    return next((own for own in there if own in index.anchors), "")


def _astray(output: str, link: _Owed, index: Index) -> Diagnostic:
    label = index.anchors[link.target].label if link.target in index.anchors else link.target
    message = f"no link of the {output} leads from here to “{_plain(label)}” (#{link.target})"
    return error(Code.LINK_ASTRAY, message, link.span, HINT)


def _misplaced(
    output: str, document: Document, index: Index, texts: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """A diagnostic for each id whose place, given with its text, has not the words of its title."""
    spans = _spans(document)
    untitled = {chapter.id for chapter in document.chapters if chapter.role in SILENT}
    for name, text in texts.items():
        anchor = index.anchors[name]
        if anchor.kind not in _TITLED or name in untitled:
            continue
        there = letters(text)
        if any(letters(piece) not in there for piece in _texts(anchor.title)):
            message = f"links of the {output} to #{name} do not lead to “{_plain(anchor.label)}”"
            yield error(Code.LINK_ASTRAY, message, spans.get(name, NOWHERE), HINT)


def _texts(title: Inlines) -> Iterator[str]:
    return (text.text for text in nodes(title, Text))


def _spans(document: Document) -> dict[str, Span]:
    """The lines of everything that has an id."""
    found = {chapter.id: chapter.span for chapter in document.chapters}
    for node in nodes(document, Node):
        attributes = getattr(node, "attributes", None)
        if attributes is not None and attributes.id:
            found.setdefault(attributes.id, node.span)
    return found


# --- PDF ---------------------------------------------------------------------------------------


def pdf_links(document: Document, index: Index, printed: Printed) -> Iterator[Diagnostic]:
    """LINK_ASTRAY as for an EPUB, PAGE_NUMBER_WRONG where a printed number is not the page's.

    A file without tags is a printer's, which has no links.
    """
    if printed.tagged is None:
        return
    owners = _owners(document, printed)
    found: dict[str, Counter[str]] = {}
    for link in printed.links:
        if link.target >= 0:
            found.setdefault(owners[link.page], Counter())[link.name] += 1
    for position, chapter in enumerate(document.chapters):
        there = found.get(chapter.id, Counter())
        for owed in _owed(document, index, position):
            there[owed.target] -= 1
            if there[owed.target] < 0:
                yield _astray("PDF", owed, index)
    texts = {
        name: " ".join(printed.texts[page : page + 2])
        for name, page in printed.destinations.items()
        if name in index.anchors
    }
    yield from _misplaced("PDF", document, index, texts)
    yield from _page_references(document, index, printed, owners)
    yield from _lists(document, index, printed, owners)


def _owners(document: Document, printed: Printed) -> list[str]:
    """The chapter, or part made by the tool, that each page belongs to."""
    known = {chapter.id for chapter in document.chapters} | {"made-contents", "made-title"}
    starts = {page: name for name, page in printed.destinations.items() if name in known}
    owners: list[str] = []
    for page in range(len(printed.texts)):
        owners.append(starts.get(page, owners[-1] if owners else ""))
    return owners


def _page_references(
    document: Document, index: Index, printed: Printed, owners: Sequence[str]
) -> Iterator[Diagnostic]:
    """Cross-references that say “on page 12” of what stands on another page."""
    before, _, after = (re.escape(_bare(part)) for part in index.words.on_page.partition("{}"))
    said = re.compile(f"{before}([0-9ivxlcdm]+){after}$")
    for link in printed.links:
        number = said.search(_bare(link.words))
        if number and link.target >= 0 and number[1] != printed.labels[link.target]:
            chapter = next((c for c in document.chapters if c.id == owners[link.page]), None)
            references = nodes(chapter, CrossReference) if chapter else ()
            span = next((r.span for r in references if r.target == link.name), NOWHERE)
            yield _wrong(link, number[1], printed, span)


def _wrong(link: Reference, number: str, printed: Printed, span: Span) -> Diagnostic:
    message = (
        f"page {printed.labels[link.page]} of the PDF says “{' '.join(link.words.split())}” "
        f"of #{link.name}, which stands on page {printed.labels[link.target]}"
    )
    return error(
        Code.PAGE_NUMBER_WRONG, message, span, f"it should not say {number}" if number else "", HINT
    )


def _lists(
    document: Document, index: Index, printed: Printed, owners: Sequence[str]
) -> Iterator[Diagnostic]:
    """Wrong page numbers in contents, index and lists, and chapters that the contents lack."""
    spans = _spans(document)
    places = [
        (chapter.id, node.kind, node.span)
        for chapter in document.chapters
        for node in nodes(chapter, Listing)
    ]
    if "made-contents" in owners:
        places.append(("made-contents", "contents", NOWHERE))
    for owner, kind, span in places:
        listed = _listed(kind, index)
        right: dict[str, bool] = {}
        links = [one for one in printed.links if owners[one.page] == owner and one.name in listed]
        for link in links:
            good = link.target >= 0 and _bare(link.words).endswith(printed.labels[link.target])
            right[link.name] = right.get(link.name, False) or good
        for link in links:
            if not right[link.name] and link.target >= 0:
                right[link.name] = True
                yield _wrong(link, "", printed, span if span.line else spans.get(link.name, span))
        if kind == "contents":
            yield from _unlisted(document, right, span)


def _unlisted(document: Document, right: Mapping[str, bool], span: Span) -> Iterator[Diagnostic]:
    for chapter in document.chapters:
        if chapter.id not in right and chapter.role not in _BEFORE_CONTENTS:
            message = f"the contents of the PDF do not list “{chapter.id}”"
            yield error(Code.LINK_ASTRAY, message, chapter.span, HINT)


def _listed(kind: str, index: Index) -> set[str]:
    """The ids that a list of a kind leads to."""
    match kind:
        case "contents":
            return set(_outlined(index.outline))
        case "index":
            return set(_located(index.terms))
        case "figures" | "tables":
            return {a.id for a in index.anchors.values() if f"{a.kind}s" == kind}
        case _:
            return set()


def _outlined(entries: Sequence[OutlineEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.id
        yield from _outlined(entry.children)


def _located(entries: Sequence[IndexEntry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.locators
        yield from _located(entry.children)


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u00a0", "")


def _plain(label: str) -> str:
    return label.replace("\u00a0", " ")
