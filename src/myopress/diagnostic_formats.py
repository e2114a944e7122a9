"""Diagnostics as text for people, as JSON for programs, as SARIF 2.1.0 for code hosts."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.source import Span

Paint: TypeAlias = Callable[[str, str], str]
"""Text and the name of a colour -> the text in that colour (or, on no terminal, as it is)."""

LineOf: TypeAlias = Callable[[Span], str]
"""The source line at which a span begins; empty if it cannot be shown."""

EXCERPT = 100
"""How many characters of a source line are shown, a terminal's width with its margin."""

NOTES = 10
"""How many notes of one code are shown as text."""

_ANSI = {"red": 31, "yellow": 33, "blue": 34, "cyan": 36}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def in_colour(text: str, colour: str) -> str:
    """The `Paint` of a terminal (ECMA-48's SGR sequences)."""
    return f"\x1b[{_ANSI[colour]}m{text}\x1b[0m"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each diagnostic once, those of a file together and by line, files as first met."""
    once = list(dict.fromkeys(diagnostics))
    files = {path: n for n, path in enumerate(dict.fromkeys(d.span.path for d in once))}
    return sorted(once, key=lambda d: (files[d.span.path], d.span.line))


def as_text(
    diagnostics: Sequence[Diagnostic], line_of: LineOf, paint: Paint, width: int = 0
) -> str:
    """Place, severity, code and message; the source line; the hints.

    Of the notes of one code the first few are shown and the others counted. Lines longer than
    `width`, that of a terminal, go on below their beginning; with 0 they are as long as they are.
    """
    shown = Counter[Code]()
    lines = []
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.NOTE:
            shown[diagnostic.code] += 1
        if shown[diagnostic.code] <= NOTES or diagnostic.severity is not Severity.NOTE:
            lines.append(_one_as_text(diagnostic, line_of, paint, width))
    for code, count in shown.items():
        if count > NOTES:
            name = paint(f"{Severity.NOTE}[{code}]", _COLOURS[Severity.NOTE])
            lines.append(f"{name}: and {count - NOTES} more; --format json has them all\n")
    return "".join(lines)


def _one_as_text(diagnostic: Diagnostic, line_of: LineOf, paint: Paint, width: int) -> str:
    place = f"{diagnostic.span}: " if diagnostic.span.path else ""
    name = f"{diagnostic.severity}[{diagnostic.code}]"
    said = _wrapped(f"{place}{name}: {printable(diagnostic.message)}", width, 7)
    lines = [said.replace(name, paint(name, _COLOURS[diagnostic.severity]), 1)]
    number = str(diagnostic.span.line) if diagnostic.span.line else ""
    excerpt = printable(line_of(diagnostic.span)).strip() if number else ""
    margin = " " * max(4, len(number) + 2)
    if excerpt:
        most = min(EXCERPT, max(20, width - len(margin) - 3)) if width else EXCERPT
        shown = excerpt if len(excerpt) <= most else excerpt[: most - 1] + "…"
        lines.append(paint(f"{number:>{len(margin)}} | ", "blue") + shown)
    indent = len(margin) + 3
    for hint in diagnostic.hints:
        told = _wrapped(" " * indent + printable(hint), width, indent)
        lines.append(paint(f"{margin} = ", "blue") + told[indent:])
    return "\n".join(lines) + "\n"


def _wrapped(line: str, width: int, indent: int) -> str:
    """The line, between words on several if it is longer than `width`; no word is parted."""
    if not 0 < width < len(line):
        return line
    below = " " * indent
    parts = textwrap.wrap(
        line, width, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(parts)


def printable(text: str) -> str:
    """Text without control characters, which could drive a terminal; tabs become spaces."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "�", text.expandtabs(4))


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or nothing."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    counts = [(severities.count(severity), str(severity)) for severity in Severity]
    return ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list of objects: `severity`, `code`, `message`, `file`, `line`, `end_line`, `hints`.

    Line 0 stands for the file as a whole, an empty file for the book as a whole.
    """
    found = [
        {
            "severity": diagnostic.severity,
            "code": diagnostic.code,
            "message": diagnostic.message,
            "file": diagnostic.span.path,
            "line": diagnostic.span.line,
            "end_line": diagnostic.span.end_line,
            "hints": diagnostic.hints,
        }
        for diagnostic in diagnostics
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_rows(diagnostics: Iterable[Diagnostic]) -> list[object]:
    """Diagnostics as lists of texts and numbers, which `from_rows` reads; to be kept as JSON."""
    return [
        [d.severity, d.code, d.message, [d.span.path, d.span.line, d.span.end_line], d.hints]
        for d in diagnostics
    ]


def from_rows(rows: Iterable[Any]) -> tuple[Diagnostic, ...]:
    """What `as_rows` wrote; raises ValueError or TypeError for anything else."""
    return tuple(
        Diagnostic(Severity(severity), Code(code), message, Span(*place), tuple(hints))
        for severity, code, message, place, hints in rows
    )


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """One run in SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

    Its rules are all codes, so that a rule's index does not depend on what was found.
    """
    from importlib.metadata import version  # takes as long to import as click does

    codes = list(Code)
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "myopress",
                        "semanticVersion": version("myopress"),
                        "rules": [{"id": code} for code in codes],
                    }
                },
                "results": [_sarif_result(d, codes.index(d.code)) for d in diagnostics],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    """A result; SARIF's levels have the names of our severities."""
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": "\n".join((diagnostic.message, *diagnostic.hints))},
    }
    span = diagnostic.span
    if span.path:
        place: dict[str, object] = {"artifactLocation": {"uri": quote(span.path)}}
        if span.line:
            end = max(span.line, span.end_line)
            place["region"] = {"startLine": span.line, "endLine": end}
        result["locations"] = [{"physicalLocation": place}]
    return result
