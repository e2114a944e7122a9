"""Anchors: every place that can be linked to, with its number and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from myopress.citations import BibliographyEntry
from myopress.document import (
    Box,
    Card,
    Document,
    Figure,
    Heading,
    IndexTerm,
    Inlines,
    MathBlock,
    Node,
    Phrase,
    Table,
)
from myopress.index.entries import (
    Anchor,
    AnchorKind,
    GlossaryEntry,
    OutlineEntry,
)
from myopress.index.numbers import Counter
from myopress.index.survey import Survey
from myopress.index.titles import repeated
from myopress.walk import plain_text
from myopress.words import Words

NO_BREAK = "\u00a0"
"""Between a word and its number, which stay on one line."""


class Anchors:
    """Makes the anchors of a document; `found` are by id, in reading order."""

    def __init__(
        self, document: Document, numbers: tuple[str, ...], survey: Survey, words: Words
    ) -> None:
        self.document = document
        self.numbers = numbers
        self.survey = survey
        self.words = words
        self.counter = Counter()
        self.headings = _heading_numbers(document, numbers, survey)
        self.found: dict[str, Anchor] = {}

    def make(self) -> dict[str, Anchor]:
        """Anchors of chapters, of all nodes with an id, and of notes."""
        for number in range(len(self.document.chapters)):
            self.chapter(number)
        for node, chapter in self.survey.named:
            self.node(node, chapter)
        for (place, _), count in self.survey.notes.items():
            name = f"{self.document.chapters[place].id}-note-{count}"
            self.add((name, place), "note", count, f"{self.words.note}{NO_BREAK}{count}")
        return self.found

    def add(
        self, place: tuple[str, int], kind: AnchorKind, number: str, label: str, title: Inlines = ()
    ) -> None:
        """An anchor for an id in a chapter, unless the id has one."""
        self.found.setdefault(place[0], Anchor(*place, kind, number, label, title))

    def chapter(self, place: int) -> None:
        """The anchor of a chapter."""
        chapter, number = self.document.chapters[place], self.numbers[place]
        title = repeated(chapter.title)
        word = {"part": self.words.part, "appendix": self.words.appendix}.get(
            chapter.role, self.words.chapter
        )
        label = f"{word}{NO_BREAK}{number}" if number else plain_text(title)
        self.add((chapter.id, place), "chapter", number, label, title)

    def node(self, node: Node, place: int) -> None:
        """The anchor of any node with an id."""
        match node:
            case Heading(attributes=attributes):
                title = repeated(node.children)
                number = self.headings.get(attributes.id, "")
                self.add((attributes.id, place), "heading", number, plain_text(title), title)
            case Figure(attributes=attributes):
                self.captioned(attributes.id, place, "figure", self.words.figure, node.caption)
            case Table(attributes=attributes):
                self.captioned(attributes.id, place, "table", self.words.table, node.caption)
            case MathBlock(attributes=attributes):
                number = self.counter.next("equation", self.numbers[place])
                label = f"{self.words.equation}{NO_BREAK}{number}"
                self.add((attributes.id, place), "equation", number, label)
            case Card(attributes=attributes):
                title = repeated(node.name)
                self.add((attributes.id, place), "card", "", plain_text(title), title)
            case Box(attributes=attributes):
                title = repeated(node.title)
                label = plain_text(title) or str(getattr(self.words, node.kind, ""))
                self.add((attributes.id, place), "box", "", label, title)
            case IndexTerm(attributes=attributes) | Phrase(attributes=attributes) if node.children:
                self.add((attributes.id, place), "place", "", plain_text(node.children))
            case _:
                name: str = getattr(node, "attributes").id  # noqa: B009 -- named nodes have them
                label = self.found[self.document.chapters[place].id].label
                self.add((name, place), "place", "", label)

    def captioned(
        self, name: str, place: int, kind: AnchorKind, word: str, caption: Inlines
    ) -> None:
        """A figure or table, numbered if it has a caption or is referred to by its number."""
        number, label = "", word
        if caption or name in self.survey.wordless:
            number = self.counter.next(kind, self.numbers[place])
            label = f"{word}{NO_BREAK}{number}"
        self.add((name, place), kind, number, label, repeated(caption))

    def lists(
        self, glossary: Mapping[str, GlossaryEntry], bibliography: Iterable[BibliographyEntry]
    ) -> None:
        """Anchors of explained terms and of sources, in so far as the book lists them."""
        for explained, place in zip(
            self.survey.glossaries, self.survey.glossary_places, strict=True
        ):
            for item in explained.items:
                words = plain_text(item.term).strip()
                entry = glossary[words.lower()]
                self.add((entry.id, place), "term", "", words, entry.term)
        if self.survey.references_place is not None:
            for source in bibliography:
                label = source.label or source.key
                here = (source.id, self.survey.references_place)
                self.add(here, "reference", source.label, label)

    def outline(self) -> tuple[OutlineEntry, ...]:
        """Chapters and headings as a tree; call after `make`."""
        flat: list[tuple[int, Anchor]] = []
        for place, chapter in enumerate(self.document.chapters):
            flat.append((chapter.depth, self.found[chapter.id]))
            flat += [
                (chapter.depth + heading.level - 1, self.found[heading.attributes.id])
                for heading in self.survey.headings[place]
                if heading.attributes.id
            ]
        entries, _ = _nested(flat, 0, 0)
        return entries


def _nested(
    flat: list[tuple[int, Anchor]], start: int, level: int
) -> tuple[tuple[OutlineEntry, ...], int]:
    """The entries from `start` on that are at `level` or deeper, and where they end."""
    made: list[OutlineEntry] = []
    place = start
    while place < len(flat) and flat[place][0] >= level:
        own, anchor = flat[place]
        below, place = _nested(flat, place + 1, own + 1)
        made.append(
            OutlineEntry(anchor.id, anchor.title, anchor.number, own, anchor.chapter, below)
        )
    return tuple(made), place


def _heading_numbers(
    document: Document, numbers: tuple[str, ...], survey: Survey
) -> dict[str, str]:
    """Numbers like "3.2" for headings down to the level that the settings number, in numbered chapters."""
    depth = document.settings.number_depth
    found: dict[str, str] = {}
    for place, headings in enumerate(survey.headings):
        counts = [0] * 7
        for heading in headings:
            if heading.level > depth or heading.unnumbered or not numbers[place]:
                continue
            counts[heading.level] += 1
            counts[heading.level + 1 :] = [0] * (6 - heading.level)
            own = ".".join(map(str, counts[2 : heading.level + 1]))
            found[heading.attributes.id] = f"{numbers[place]}.{own}"
    return found
