"""One walk over the document, which finds everything that is numbered, named or looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from myopress.document import (
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
    DefinitionList,
    Division,
    Document,
    Figure,
    Glossary,
    GlossaryTerm,
    Heading,
    Image,
    IndexTerm,
    Link,
    Listing,
    MathBlock,
    Node,
    NoteReference,
    OrderedList,
    Paragraph,
    Phrase,
    Table,
)
from myopress.walk import nodes

_KINDS = frozenset({
    BlockQuote, Box, BulletList, Card, Citation, Claim, CodeBlock, CodeSpan, CrossReference,
    DefinitionList, Division, Figure, Glossary, GlossaryTerm, Heading, Image, IndexTerm, Link,
    Listing, MathBlock, NoteReference, OrderedList, Paragraph, Phrase, Table,
})  # fmt: skip


@dataclass(slots=True)
class Survey:
    """What was found, in reading order; `named` are nodes with an id and their chapters.

    `glossary_places` are the positions of the glossaries' chapters, `references_place` that of
    the first chapter with a list of references.
    """

    named: list[tuple[Node, int]] = field(default_factory=list)
    headings: list[list[Heading]] = field(default_factory=list)
    wordless: set[str] = field(default_factory=set)
    notes: dict[tuple[int, str], str] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    glossaries: list[Glossary] = field(default_factory=list)
    glossary_places: list[int] = field(default_factory=list)
    references_place: int | None = None
    glossary_terms: list[GlossaryTerm] = field(default_factory=list)
    terms: list[IndexTerm] = field(default_factory=list)


def survey(document: Document) -> Survey:
    """Everything in `document` that an index is made of.

    `wordless` are the targets of cross-references whose words the tool must write; `headings`
    has for each chapter those that belong to its outline, which one in a quotation does not.
    """
    found = Survey()
    for number, chapter in enumerate(document.chapters):
        outline: list[Heading] = []
        _outline(chapter.blocks, outline)
        found.headings.append(outline)
        _chapter(chapter, number, found)
    return found


def _outline(blocks: Blocks, found: list[Heading]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            found.append(block)
        elif isinstance(block, Division):
            _outline(block.children, found)


def _chapter(chapter: Chapter, number: int, found: Survey) -> None:
    calls = 0
    for node in nodes(chapter, Node):
        if node.__class__ not in _KINDS:  # as most are not
            continue
        match node:
            case NoteReference(label=label):
                if (number, label) not in found.notes:
                    calls += 1
                    found.notes[number, label] = str(calls)
            case Citation():
                found.citations.append(node)
            case Glossary():
                found.glossaries.append(node)
                found.glossary_places.append(number)
            case Listing(kind="references") if found.references_place is None:
                found.references_place = number
            case GlossaryTerm():
                found.glossary_terms.append(node)
            case IndexTerm():
                found.terms.append(node)
            case CrossReference(children=(), target=target):
                found.wordless.add(target)
            case _:
                pass
        whole: Any = node
        if getattr(whole, "attributes", None) and whole.attributes.id:
            found.named.append((node, number))
