"""What came of a catalogue, as data and as JSON; `page.py` makes a page of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from myopress.catalogue.record import File
from myopress.diagnostics import Diagnostic, Severity

State: TypeAlias = Literal["made", "kept", "failed"]
"""Made in this run, or in an earlier one; or not to be made, for no fault of the book's own."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a book.

    `name` is the folder of its results, `path` its own, both relative to that of the catalogue's
    and with slashes; spans have such paths, too. `seconds` are those that it took to make it, now
    or earlier; `recalled` counts results of earlier runs that were of use in that.
    """

    name: str
    path: str
    title: str
    state: State
    is_broken: bool
    files: Mapping[str, File] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    language: str = "en"
    pages: int = 0
    seconds: float = 0.0
    recalled: int = 0
    failure: str = ""

    def count(self, severity: Severity) -> int:
        """How many diagnostics of a severity there are."""
        return sum(found.severity is severity for found in self.diagnostics)

    @property
    def current(self) -> dict[str, File]:
        """The files that are of the book as it is."""
        return {name: file for name, file in self.files.items() if not file.earlier}

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.current.values())


@dataclass(frozen=True, slots=True)
class Run:
    """A run over a catalogue; `seconds` by a clock, with so many `processes` at most.

    `processes` is 0 if a cluster did the work.
    """

    title: str
    results: tuple[Result, ...]
    seconds: float
    processes: int

    def count(self, state: State) -> int:
        """How many books ended so."""
        return sum(result.state == state for result in self.results)

    @property
    def work(self) -> float:
        """Seconds that the books took that were made in this run."""
        return sum(result.seconds for result in self.results if result.state == "made")


def as_json(run: Run) -> bytes:
    """The report for programs, as UTF-8."""
    tree = {
        "title": run.title,
        "seconds": round(run.seconds, 2),
        "work": round(run.work, 2),
        "processes": run.processes,
        "totals": {
            "books": len(run.results),
            "made": run.count("made"),
            "kept": run.count("kept"),
            "failed": run.count("failed"),
            "broken": sum(result.is_broken for result in run.results),
            "pages": sum(result.pages for result in run.results),
            "errors": sum(result.count(Severity.ERROR) for result in run.results),
            "warnings": sum(result.count(Severity.WARNING) for result in run.results),
        },
        "books": [_book(result) for result in run.results],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1).encode() + b"\n"


def _book(result: Result) -> dict[str, object]:
    return {
        "name": result.name,
        "path": result.path,
        "title": result.title,
        "language": result.language,
        "state": result.state,
        "broken": result.is_broken,
        "failure": result.failure,
        "pages": result.pages,
        "seconds": result.seconds,
        "cache_hits": result.recalled,
        "errors": result.count(Severity.ERROR),
        "warnings": result.count(Severity.WARNING),
        "files": [
            {"name": name, "bytes": file.size, "sha256": file.digest, "sound": file.sound}
            for name, file in result.current.items()
        ],
        "diagnostics": [
            {
                "severity": found.severity,
                "code": found.code,
                "message": found.message,
                "file": found.span.path,
                "line": found.span.line,
                "hints": found.hints,
            }
            for found in result.diagnostics
        ],
    }
