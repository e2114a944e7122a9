"""The book read as far as its text; what the last reading knew makes the next one quick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from myopress import pipeline
from myopress.citations import BibliographyEntry, format_citations
from myopress.desk.preview.text import BookText, book_text
from myopress.diagnostics import Code, Diagnostic, MyopressError, Report, Severity, error
from myopress.document import Citation, Document, Inlines, Reference
from myopress.index import Index, index
from myopress.manifest import Reach
from myopress.source import NOWHERE

Formatted: TypeAlias = tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]
_UNREADABLE = {Code.MANIFEST_SYNTAX, Code.BOOK_EMPTY}
"""What leaves so little of a book that its last good state is shown instead."""


@dataclass(slots=True)
class Citations:
    """Formats citations, and gives what it made the last time where nothing of it has changed.

    It takes most of the time of an index; see the parameter `cite` there.
    """

    asked: object = None
    made: Formatted = field(default_factory=lambda: ({}, ()))
    told: tuple[Diagnostic, ...] = ()

    def __call__(
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
        if asked != self.asked:
            told: list[Diagnostic] = []
            self.made = format_citations(distinct, references, style, language, told.append)
            self.asked, self.told = asked, tuple(told)
        for diagnostic in self.told:
            report(diagnostic)
        return self.made


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


def read_book(path: Path, reach: Reach, cite: Citations) -> Reading | Stopped:
    """The book at `path` with its text; any fault at all is told and never raised."""
    found: list[Diagnostic] = []

    def read() -> Reading:
        document = pipeline.read(path, found.append, reach)
        numbers = index(document, found.append, cite=cite)
        text = book_text(document, numbers, found.append)
        return Reading(document, numbers, text, tuple(found))

    reading = guarded(read)
    if isinstance(reading, Diagnostic):
        return Stopped((*found, reading))
    stopping = tuple(filter(_stops, found))
    return Stopped(stopping) if stopping else reading


def _stops(diagnostic: Diagnostic) -> bool:
    """Whether a fault makes a whole file unreadable that all of the book hangs on."""
    if diagnostic.severity is not Severity.ERROR:
        return False
    is_references = diagnostic.message.startswith("this is not JSON")
    return diagnostic.code in _UNREADABLE or (
        diagnostic.code is Code.REFERENCE_INVALID and is_references
    )


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
