"""The book read as far as its text; what the last reading knew makes the next one quick."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from myopress import pipeline
from myopress.citations import BibliographyEntry, format_citations
from myopress.desk.preview.text import BookText, book_text
from myopress.diagnostics import Code, Diagnostic, MyopressError, Report, Severity, error
from myopress.document import Citation, Document, Inlines, Reference
from myopress.index import Index, index
from myopress.manifest import ChapterEntry, Reach
from myopress.markdown import Draft
from myopress.resources import Picture, examine
from myopress.source import NOWHERE

Formatted: TypeAlias = tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]
_UNREADABLE = {Code.MANIFEST_SYNTAX, Code.BOOK_EMPTY}
"""What leaves so little of a book that its last good state is shown instead."""


class Memory:
    """What the last reading made, given again where nothing of it has changed.

    `cite` formats citations, which takes most of the time of an index (see `cite` there); `draft`
    and `examine` read chapters and pictures (see `pipeline.Memory`).
    """

    def __init__(self) -> None:
        self._asked: object = None
        self._formatted: Formatted = ({}, ())
        self._told: tuple[Diagnostic, ...] = ()
        self._drafts: dict[str, _Drafted] = {}
        self._pictures: dict[bytes, Picture] = {}
        self._seen: tuple[dict[str, _Drafted], dict[bytes, Picture]] = ({}, {})

    def forget(self) -> None:
        """Keep only what this reading, which is over, has asked for."""
        self._drafts, self._pictures = self._seen
        self._seen = ({}, {})

    def draft(self, entry: ChapterEntry, report: Report) -> Draft:
        """As `pipeline.draft`."""
        path = entry.source.path if entry.source else ""
        kept = self._drafts.get(path)
        if kept is None or kept.entry != entry:
            told: list[Diagnostic] = []
            kept = _Drafted(entry, pipeline.draft(entry, told.append), tuple(told))
        if path:
            self._seen[0][path] = kept
        for diagnostic in kept.told:
            report(diagnostic)
        return kept.draft

    def examine(self, data: bytes) -> Picture:
        """As `resources.examine`."""
        digest = hashlib.sha256(data).digest()
        picture = self._pictures.get(digest) or examine(data)
        self._seen[1][digest] = picture
        return picture

    def cite(
        self,
        citations: list[Citation],
        references: tuple[Reference, ...],
        style: str,
        language: str,
        report: Report,
    ) -> Formatted:
        """As `format_citations`."""
        distinct = list(dict.fromkeys(citations))
        lines = [reference.span for reference in references]  # which equality does not see
        asked = (distinct, references, lines, style, language)
        if asked != self._asked:
            told: list[Diagnostic] = []
            self._formatted = format_citations(distinct, references, style, language, told.append)
            self._asked, self._told = asked, tuple(told)
        for diagnostic in self._told:
            report(diagnostic)
        return self._formatted


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A file of the book as it was read, and what was found in it."""

    entry: ChapterEntry
    draft: Draft
    told: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A book that could be read, with what was found in it."""

    document: Document
    index: Index
    text: BookText
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a book cannot be shown as it is."""

    found: tuple[Diagnostic, ...]


def read_book(path: Path, reach: Reach, memory: Memory) -> Reading | Stopped:
    """The book at `path` with its text; any fault at all is told and never raised."""
    found: list[Diagnostic] = []

    def read() -> Reading:
        document, numbers = document_of(path, reach, memory, found.append)
        text = book_text(document, numbers, found.append)
        return Reading(document, numbers, text, tuple(found))

    reading = guarded(read)
    if isinstance(reading, Diagnostic):
        return Stopped((*found, reading))
    stopping = tuple(map(_held, filter(_stops, found)))
    return Stopped(stopping) if stopping else reading


def document_of(path: Path, reach: Reach, memory: Memory, report: Report) -> tuple[Document, Index]:
    """The document of the book at `path`, and its index; raises as `pipeline.read` does."""
    document = pipeline.read(path, report, reach, memory=memory)
    memory.forget()
    return document, index(document, report, cite=memory.cite)


def _stops(diagnostic: Diagnostic) -> bool:
    """Whether a fault makes a whole file unreadable that all of the book hangs on."""
    if diagnostic.severity is not Severity.ERROR:
        return False
    is_references = diagnostic.message.startswith("this is not JSON")
    return diagnostic.code in _UNREADABLE or (
        diagnostic.code is Code.REFERENCE_INVALID and is_references
    )


def _held(diagnostic: Diagnostic) -> Diagnostic:
    """A fault without what a build does then, since here the last state stays."""
    is_manifest = diagnostic.code is Code.MANIFEST_SYNTAX
    return replace(diagnostic, hints=()) if is_manifest else diagnostic


T = TypeVar("T")


def guarded(make: Callable[[], T]) -> T | Diagnostic:
    """What `make` gives, or what kept it from doing so."""
    try:
        return make()
    except MyopressError as fault:
        return error(Code.FILE_UNREADABLE, str(fault), NOWHERE)
    except Exception as fault:  # the page stays, whatever happens
        message = f"internal error: {type(fault).__name__}: {fault}"
        hint = "please report it; the next change is tried anew"
        return error(Code.FILE_UNREADABLE, message, NOWHERE, hint)
