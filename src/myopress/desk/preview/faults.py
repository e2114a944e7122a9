"""Diagnostics as data for the page, with the lines of the manuscript that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from myopress.desk.preview.text import Json
from myopress.diagnostic_formats import EXCERPT, in_order
from myopress.diagnostics import Code, Diagnostic
from myopress.limits import TEXT_BYTES, read_bytes
from myopress.manifest import Folder
from myopress.manifest.files import UP

MOST = 500
"""How many faults the page is told of; more would not be read."""


def faults(folder: Folder, stages: Iterable[tuple[str, Iterable[Diagnostic]]]) -> list[Json]:
    """What the stages found, each once, under the name of the first stage that found it.

    A file that lies outside the book is named, and not read.
    """
    line_of = _reader(folder)
    found: dict[Diagnostic, str] = {}
    for stage, diagnostics in stages:
        for diagnostic in diagnostics:
            if diagnostic.code is not Code.CHEATSHEET_EMPTY:  # which the sheet's view says itself
                found.setdefault(diagnostic, stage)
    return [_fault(one, found[one], line_of) for one in in_order(found)[:MOST]]


def _fault(diagnostic: Diagnostic, stage: str, line_of: Callable[[str, int], str]) -> Json:
    span = diagnostic.span
    return {
        "stage": stage,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "path": span.path,
        "line": span.line,
        "hints": diagnostic.hints,
        "excerpt": line_of(span.path, span.line) if span.line else "",
    }


def _reader(folder: Folder) -> Callable[[str, int], str]:
    """What gives a line of a file as it is now; empty if there is none."""

    @cache
    def lines(path: str) -> list[str]:
        if not path or not folder.holds(path.replace(UP, "../")):
            return []
        try:
            data = read_bytes(Path(folder.root / path.replace(UP, "../")), TEXT_BYTES)
        except OSError:
            return []
        return data.decode("utf-8-sig", "replace").split("\n")

    def line(path: str, number: int) -> str:
        found = lines(path)
        text = found[number - 1].strip() if 0 < number <= len(found) else ""
        return text if len(text) <= 2 * EXCERPT else text[: 2 * EXCERPT].rstrip() + " …"

    return line
