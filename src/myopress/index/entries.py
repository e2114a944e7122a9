"""What an index is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from myopress.citations import BibliographyEntry
from myopress.document import Blocks, Citation, Inlines
from myopress.words import Words

AnchorKind: TypeAlias = Literal[
    "chapter", "heading", "figure", "table", "equation", "card", "box", "note", "term",
    "reference", "place",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A chapter or a heading within one; `level` 0 is a top-level chapter.

    `id` is an anchor, `chapter` the position of the chapter in `Document.chapters`, `number` is
    empty where none is printed ("3", "3.2", "II", "A").
    """

    id: str
    title: Inlines
    number: str
    level: int
    chapter: int
    children: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that can be linked to.

    `chapter` is the position of its chapter in `Document.chapters`. `label` is what the tool
    writes for a cross-reference without words of its own: "Figure 3.1", "Chapter 2", and the
    title where nothing is numbered. `title` is the heading, caption or name.
    """

    id: str
    chapter: int
    kind: AnchorKind
    number: str
    label: str
    title: Inlines


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One term that the glossary explains; `id` is "term-" and the term's slug."""

    term: Inlines
    id: str
    definitions: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A heading of the index of terms, with those below it.

    `locators` are ids of anchors in the book's order; `see` and `see_also` are the headings of
    other entries, levels parted by ", ".
    """

    heading: str
    locators: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    children: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """All numbers and names of a document.

    `chapter_numbers` has one entry for each chapter: "3", roman for a part, a letter for an
    appendix, empty if unnumbered. `note_numbers` goes by position of the chapter and label of
    the note, counted in each chapter in the order of first calls. `citations` are formatted
    calls. `glossary` goes by the term in lower case.
    """

    outline: tuple[OutlineEntry, ...]
    anchors: Mapping[str, Anchor]
    chapter_numbers: tuple[str, ...]
    note_numbers: Mapping[tuple[int, str], str]
    citations: Mapping[Citation, Inlines]
    bibliography: tuple[BibliographyEntry, ...]
    glossary: Mapping[str, GlossaryEntry]
    terms: tuple[IndexEntry, ...]
    words: Words
