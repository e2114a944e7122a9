"""Document -> Index: all that must be counted, sorted or looked up before a book can be written.

Numbers are not in the nodes; a backend asks the index. Links that lead nowhere were reported by
`normalize`; here follow terms without a glossary and index entries that point to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from myopress.citations import BibliographyEntry, format_citations
from myopress.diagnostics import Report
from myopress.document import Citation, Document, Inlines, Reference
from myopress.index.anchors import Anchors
from myopress.index.entries import (
    Anchor,
    AnchorKind,
    GlossaryEntry,
    Index,
    IndexEntry,
    OutlineEntry,
)
from myopress.index.glossary import check_terms, glossary_entries
from myopress.index.numbers import chapter_numbers
from myopress.index.survey import survey
from myopress.index.terms import index_entries
from myopress.words import words_of

__all__ = [
    "Anchor",
    "AnchorKind",
    "BibliographyEntry",
    "Cite",
    "GlossaryEntry",
    "Index",
    "IndexEntry",
    "OutlineEntry",
    "index",
]

Cite: TypeAlias = Callable[
    [list[Citation], tuple[Reference, ...], str, str, Report],
    tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]],
]
"""What formats citations, as `format_citations` does."""


def index(document: Document, report: Report, *, cite: Cite = format_citations) -> Index:
    """The index of a normalized document. `cite` may remember what it formatted before."""
    language = document.metadata.language
    words = words_of(language)
    found = survey(document)
    numbers = chapter_numbers(document.chapters)
    if document.settings.number_depth == 0:
        numbers = ("",) * len(numbers)
    making = Anchors(document, numbers, found, words)
    anchors = making.make()
    glossary = glossary_entries(found.glossaries, anchors.__contains__)
    check_terms(found.glossary_terms, glossary, report)
    citations, bibliography = cite(
        _with_sources(found.citations, document),
        document.references,
        document.settings.citation_style,
        language,
        report,
    )
    making.lists(glossary, bibliography)
    return Index(
        outline=making.outline(),
        anchors=anchors,
        chapter_numbers=numbers,
        note_numbers=found.notes,
        citations=citations,
        bibliography=bibliography,
        glossary=glossary,
        terms=index_entries(found.terms, language, report),
        words=words,
    )


def _with_sources(citations: list[Citation], document: Document) -> list[Citation]:
    """The citations whose sources are all there, as `normalize` sees to; JSON may be anything."""
    keys = {reference.key for reference in document.references}
    return [one for one in citations if all(item.key in keys for item in one.items)]
