"""What every output owes: the words of a document, passage by passage, in reading order.

Written apart from the backends' own writer (`backends/html/`) and never by way of it, so that
what that leaves out is missed here. Numbers, labels and citations are the index's: outputs that
agree with it agree with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never, cast

from myopress.document import (
    Block,
    BlockQuote,
    Blocks,
    Box,
    BulletList,
    Card,
    Chapter,
    Citation,
    Claim,
    CodeBlock,
    CodeSpan,
    CrossReference,
    DefinitionItem,
    DefinitionList,
    Division,
    Document,
    Figure,
    Glossary,
    HardBreak,
    Heading,
    Image,
    Inline,
    Inlines,
    Listing,
    Math,
    MathBlock,
    NoteReference,
    OrderedList,
    Paragraph,
    SoftBreak,
    Table,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.grades import EVIDENCE
from myopress.index import Index, IndexEntry
from myopress.source import Span
from myopress.verify.words import words
from myopress.walk import children, plain_text

Kind: TypeAlias = Literal[
    "title", "heading", "paragraph", "code", "formula", "picture", "caption", "table head",
    "table cell", "card", "list", "note",
]  # fmt: skip
Flow: TypeAlias = Literal["text", "floats", "notes"]
"""Print may move figures, tables and cards within the text, and puts notes at the foot of pages."""

_UNTITLED = frozenset({"pullquote", "epigraph", "dedication", "verse", "details"})
"""Boxes that get no title of the tool's."""
SILENT = frozenset({"dedication", "epigraph", "halftitle", "titlepage"})
"""Roles whose title is not shown if it is only the role's name."""

_LADDER = EVIDENCE[:5]
"""Kinds of study that a card shows in this order, and the others behind them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, as it is written, and its lines.

    One that is not `drawn` is said in words only: a picture's alternative, a formula as TeX.
    """

    key: str
    written: str
    span: Span
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand together; `chapter` is the position of theirs in the document.

    `home` is that chapter's id. Passages of one float, or one note, are of one `group`, which
    stays together; text is of 0.
    """

    kind: Kind
    chapter: int
    words: tuple[Word, ...]
    flow: Flow = "text"
    group: int = 0
    home: str = ""


def passages(document: Document, index: Index) -> tuple[Passage, ...]:
    """Every passage of every chapter, the notes of each after its text by their numbers."""
    return tuple(
        passage
        for position in range(len(document.chapters))
        for passage in _Reading(document, index, position).chapter()
    )


def passages_of(
    blocks: Iterable[Block], document: Document, index: Index, group: int
) -> tuple[Passage, ...]:
    """The passages of blocks that stand together away from their chapter and without its notes."""
    reading = _Reading(document, index, 0, "floats", group, alone=True)
    return tuple(passage for block in blocks for passage in reading.block(block))


@dataclass(slots=True)
class _Reading:
    """The reading of one chapter; blocks that stand `alone` have no calls of notes."""

    document: Document
    index: Index
    position: int
    flow: Flow = "text"
    group: int = 0
    groups: int = 0
    alone: bool = False

    def chapter(self) -> Iterator[Passage]:
        chapter = self.document.chapters[self.position]
        yield from self._opening(chapter)
        yield from self._blocks(chapter.blocks)
        self.flow = "notes"
        numbers = self.index.note_numbers
        numbered = [
            (int(numbers[self.position, note.label]), note)
            for note in chapter.notes
            if (self.position, note.label) in numbers
        ]
        for count, note in sorted(numbered, key=lambda pair: pair[0]):
            self.group = self._next_group()
            read = [word for block in note.children for p in self.block(block) for word in p.words]
            yield self._passage("note", [*said(str(count), note.span), *read])

    def _opening(self, chapter: Chapter) -> Iterator[Passage]:
        title, named = plain_text(chapter.title), getattr(self.index.words, chapter.role, None)
        if chapter.role in SILENT and title == (named or title):
            return
        number = self.index.chapter_numbers[self.position]
        label = self.index.anchors[chapter.id].label if number else ""
        made = said(label, chapter.span) if number else []
        yield self._passage("title", [*made, *self._words(chapter.title, chapter.span)])
        yield self._passage("title", self._words(chapter.subtitle, chapter.span))

    def _passage(self, kind: Kind, read: Iterable[Word]) -> Passage:
        home = "" if self.alone else self.document.chapters[self.position].id
        return Passage(kind, self.position, tuple(read), self.flow, self.group, home)

    def _blocks(self, nodes: Blocks) -> Iterator[Passage]:
        for node in nodes:
            yield from self.block(node)

    def block(self, node: Block) -> Iterator[Passage]:
        """The passages of a block, in reading order."""
        match node:
            case Paragraph(read):
                yield self._passage("paragraph", self._words(read, node.span))
            case Heading(children=read):
                yield self._passage("heading", self._heading(node, read))
            case Claim():
                yield self._passage("paragraph", self._claim(node))
            case CodeBlock(text):
                yield self._passage("code", said(text, node.span))
            case MathBlock(tex):
                yield self._passage("formula", self._formula(tex, node.span))
                yield from self._number(node)
            case BlockQuote(inner) | Division(inner):
                yield from self._blocks(inner)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from self._blocks(item.children)
            case DefinitionList(items) | Glossary(items):
                yield from self._definitions(items)
            case Table() | Figure() | Card():
                yield from self._float(node)
            case Box():
                yield from self._box(node)
            case Listing():
                yield from self._listing(node)
            case ThematicBreak():
                pass
            case _:
                assert_never(node)

    def _float(self, node: Table | Figure | Card) -> Iterator[Passage]:
        """What print may move; what stands in another one or in a note stays with that."""
        around = self.flow, self.group
        if self.flow == "text":
            self.flow, self.group = "floats", self._next_group()
        match node:
            case Table():
                yield self._passage("caption", self._caption(node, node.caption))
                yield from self._rows(node.head, "table head")
                yield from self._rows(node.body, "table cell")
            case Figure(inner):
                yield from self._blocks(inner)
                yield self._passage("caption", self._caption(node, node.caption))
            case Card():
                yield from self._card(node)
        self.flow, self.group = around

    def _next_group(self) -> int:
        self.groups += 1
        return self.groups

    def _heading(self, node: Heading, read: Inlines) -> Iterator[Word]:
        anchor = self.index.anchors.get(node.attributes.id)
        if anchor and node.level <= self.document.settings.number_depth:
            yield from said(anchor.number, node.span)
        yield from self._words(read, node.span)

    def _claim(self, node: Claim) -> Iterator[Word]:
        """What is claimed, and how well it is known."""
        own, made = self.index.words, []
        made += [own.grade(kind) for kind in node.evidence or (EVIDENCE[-1],)]
        if node.confidence:
            made.append(own.confidence_is.format(own.grade(node.confidence)))
        yield from self._words(node.children, node.span)
        yield from said(" ".join(made), node.span)
        yield from self._words(node.remark, node.span)

    def _number(self, node: MathBlock) -> Iterator[Passage]:
        anchor = self.index.anchors.get(node.attributes.id)
        if anchor and anchor.number:
            yield self._passage("caption", said(anchor.number, node.span))

    def _definitions(self, items: Sequence[DefinitionItem]) -> Iterator[Passage]:
        for item in items:
            yield self._passage("paragraph", self._words(item.term, item.span))
            for explained in item.definitions:
                yield from self._blocks(explained)

    def _caption(self, node: Table | Figure, caption: Inlines) -> Iterator[Word]:
        anchor = self.index.anchors.get(node.attributes.id)
        if caption and anchor and anchor.number:
            yield from said(anchor.label, caption[0].span)
        yield from self._words(caption, node.span)

    def _rows(self, rows: Sequence[TableRow], kind: Kind) -> Iterator[Passage]:
        for row in rows:
            for cell in row.cells:
                for passage in self._blocks(cell.children):
                    yield replace(passage, kind=kind)

    def _box(self, node: Box) -> Iterator[Passage]:
        title = list(self._words(node.title, node.span))
        if not title and node.kind not in _UNTITLED:
            title = list(said(str(getattr(self.index.words, node.kind)), node.span))
        yield self._passage("heading", title)
        yield from self._blocks(node.children)

    def _card(self, node: Card) -> Iterator[Passage]:
        own = self.index.words
        yield self._passage("heading", self._words(node.name, node.span))
        yield self._passage("card", self._words(node.tagline, node.span))
        yield from self._blocks(node.children)
        for field in node.fields:
            yield self._passage("card", self._words(field.term, field.span))
            yield from self._blocks(field.children)
        grades = [kind for kind in _LADDER if kind in node.evidence]
        grades += (kind for kind in node.evidence if kind not in _LADDER)
        for grade in (*grades, node.confidence):
            yield self._passage("card", said(own.grade(grade), node.span))
        yield self._passage("card", self._words(node.references, node.span))

    def _listing(self, node: Listing) -> Iterator[Passage]:
        match node.kind:
            case "references":
                for entry in self.index.bibliography:
                    read = [*said(entry.label, node.span), *self._words(entry.children, node.span)]
                    yield self._passage("list", read)
            case "index":
                for heading in _headings(self.index.terms):
                    yield self._passage("list", said(heading, node.span))
            case "figures" | "tables":
                for anchor in self.index.anchors.values():
                    if anchor.number and anchor.kind + "s" == node.kind:
                        read = [
                            *said(anchor.label, node.span),
                            *self._words(anchor.title, node.span),
                        ]
                        yield self._passage("list", read)
            case "contents":
                pass  # how far down it goes is the medium's; `links` looks at its entries
            case _:
                assert_never(node.kind)

    def _words(self, nodes: Iterable[Inline], span: Span) -> Iterator[Word]:
        for node in nodes:
            yield from self._inline(node, node.span if node.span.line else span)

    def _inline(self, node: Inline, span: Span) -> Iterator[Word]:
        match node:
            case Text(text) | CodeSpan(text):
                yield from said(text, span)
            case Math(tex):
                yield from self._formula(tex, span)
            case Image(alt):
                yield from () if node.decorative else said(alt, span, drawn=False)
            case NoteReference(label):
                number = self.index.note_numbers.get((self.position, label), label)
                yield from () if self.alone else said(number, span)
            case Citation(items):
                call = self.index.citations.get(node)
                keys = " ".join(item.key for item in items)
                yield from said(keys, span) if call is None else self._words(call, span)
            case CrossReference(()):
                anchor = self.index.anchors.get(node.target)
                yield from said(anchor.label if anchor else node.target, span)
            case SoftBreak() | HardBreak():
                pass
            case _:  # what holds inlines
                yield from self._words(cast("Inlines", tuple(children(node))), span)

    def _formula(self, tex: str, span: Span) -> Iterator[Word]:
        return said(tex, span, drawn=False)


def said(text: str, span: Span, *, drawn: bool = True) -> Iterator[Word]:
    """The words of a text."""
    for key, written in words(text):
        yield Word(key, written, span, drawn)


def _headings(entries: Sequence[IndexEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.heading
        yield from _headings(entry.children)
