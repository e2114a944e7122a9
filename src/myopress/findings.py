"""What one run found: collected while the stages work, then shown, and turned into an exit code."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from myopress import diagnostic_formats as formats
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.source import Span

BOOK_HAS_ERRORS = 1
CONFIGURATION_AT_FAULT = 3
FILE_AT_FAULT = 4

_CONFIGURATION = {Code.MANIFEST_SYNTAX, Code.MANIFEST_VALUE}
_FILES = {
    Code.FILE_MISSING,
    Code.FILE_UNREADABLE,
    Code.FILE_ENCODING,
    Code.FILE_OUTSIDE,
    Code.IMAGE_MISSING,
    Code.IMAGE_UNREADABLE,
}


class Findings:
    """The diagnostics of one run, their paths made those that the user's shell understands."""

    def __init__(self, book: Path) -> None:
        self._folder = book if book.is_dir() else book.parent
        self._found: list[Diagnostic] = []

    def report(self, diagnostic: Diagnostic) -> None:
        """The `Report` of the run's stages: spans are relative to the book's folder there."""
        if path := diagnostic.span.path:
            span = replace(diagnostic.span, path=(self._folder / path).as_posix())
            diagnostic = replace(diagnostic, span=span)
        self.add(diagnostic)

    def add(self, diagnostic: Diagnostic) -> None:
        """Collect what was found in a file that is not the book's, named as the user named it."""
        self._found.append(diagnostic)

    def in_order(self) -> list[Diagnostic]:
        """What was found, each once, by file and line."""
        return formats.in_order(self._found)

    def faults(self, *, strict: bool) -> int:
        """How many of the diagnostics so far fail the run."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return sum(diagnostic.severity in failing for diagnostic in self._found)

    def exit_code(self, *, strict: bool) -> int:
        """The gravest error's: configuration before files before the text; 0 without a fault."""
        codes = {d.code for d in self._found if d.severity is Severity.ERROR}
        if codes & _CONFIGURATION:
            return CONFIGURATION_AT_FAULT
        if codes & _FILES:
            return FILE_AT_FAULT
        return BOOK_HAS_ERRORS if self.faults(strict=strict) else 0


def line_of(span: Span) -> str:
    """The source line at which a span begins, read from the disk anew; empty if it is gone."""
    lines = _lines(span.path)
    return lines[span.line - 1] if 0 < span.line <= len(lines) else ""


@cache
def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8-sig", errors="replace").split("\n")
    except (OSError, ValueError):
        return []
