"""What earlier runs made of the same document with the same program, with what they reported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from myopress import document_json
from myopress.cache import Cache, key
from myopress.diagnostics import Code, Diagnostic, Report, Severity
from myopress.document import Document
from myopress.source import Span

VARIABLE = "MYOPRESS_CACHE"
"""The environment's variable for the folder; empty: nothing is kept."""
FOLDER = ".myopress"
"""The folder in the book's own, if the variable is not set."""
LAYOUT = "weasyprint"


@dataclass(frozen=True, slots=True)
class Kept:
    """Results for one document; `cache` is None where the user wants nothing kept."""

    cache: Cache | None
    document: Document

    def recall(self, what: str, make: Callable[[Report], bytes], report: Report) -> bytes:
        """What `make` gives, or gave an earlier run; its diagnostics are reported either way."""
        if self.cache is None:
            return make(report)
        name = key(what.encode(), _program(), document_json.encode(self.document))
        entry = self.cache.get(name)
        if entry is None:
            return self._made(name, make, report)
        told, data = _decode(entry)
        for diagnostic in told:
            report(diagnostic)
        return data

    def _made(self, name: str, make: Callable[[Report], bytes], report: Report) -> bytes:
        told: list[Diagnostic] = []

        def tell(diagnostic: Diagnostic) -> None:
            told.append(diagnostic)
            report(diagnostic)

        data = make(tell)
        if self.cache:
            self.cache.put(name, _encode(told, data))
        return data


def kept(book: Path, document: Document) -> Kept:
    """What is kept for the book at `book`, in its folder or where the environment says."""
    wanted = os.environ.get(VARIABLE)
    if wanted == "":
        return Kept(None, document)
    folder = Path(wanted) if wanted else (book if book.is_dir() else book.parent) / FOLDER
    return Kept(Cache(folder), document)


def _program() -> bytes:
    """The program in its present state: its files by size and time, and what lays out."""
    package = Path(__file__).parent.parent
    files = [
        (str(file.relative_to(package)), file.stat().st_size, file.stat().st_mtime_ns)
        for file in sorted(package.rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    ]
    try:
        layout = version(LAYOUT)
    except PackageNotFoundError:
        layout = ""
    return json.dumps([sys.version, layout, files]).encode()


def _encode(told: list[Diagnostic], data: bytes) -> bytes:
    """The diagnostics as a line of JSON, and after it the data."""
    lines = [
        [d.severity, d.code, d.message, [d.span.path, d.span.line, d.span.end_line], d.hints]
        for d in told
    ]
    return json.dumps(lines).encode() + b"\n" + data


def _decode(entry: bytes) -> tuple[list[Diagnostic], bytes]:
    line, _, data = entry.partition(b"\n")
    told = [
        Diagnostic(Severity(severity), Code(code), message, Span(*place), tuple(hints))
        for severity, code, message, place, hints in json.loads(line)
    ]
    return told, data
