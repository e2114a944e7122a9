"""`SUMMARY.md`, the list of chapters that mdBook, GitBook and HonKit share.

The format: https://rust-lang.github.io/mdBook/format/summary.html. Links in lists are chapters,
nested lists their sub-chapters; headings after the first are parts; links outside lists are
front matter before the first list and back matter after the last; `[title]()` is a draft.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from myopress.diagnostics import Code, Diagnostic, Report, note, warning
from myopress.document import Matter
from myopress.source import Source, Span

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t]*#*")
_LINK = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>(?:[-*+]|\d+[.)])[ \t]+)?"
    r"\[(?P<title>(?:\\.|[^\[\]\\]|\[[^\]]*\])*)\]"
    r"\((?:<(?P<quoted>[^>]*)>|(?P<path>[^\s)]*))[^)]*\)[ \t]*"
)


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A chapter that the list names, or with an empty `path` a part."""

    title: str
    path: str
    span: Span
    matter: Matter
    depth: int


def read_summary(source: Source, report: Report) -> list[SummaryLine]:
    """The chapters and parts in order; lines that are neither are reported."""
    lines: list[SummaryLine] = []
    indents: list[int] = []
    parts, titled = 0, False
    for number, line in enumerate(source.text.split("\n"), 1):
        span = Span(source.path, number, number)
        if heading := _HEADING.fullmatch(line):
            indents = []
            if titled or lines or line.startswith("##"):
                lines.append(SummaryLine(heading["title"].strip(), "", span, "body", 0))
                parts += 1
            titled = True
        elif link := _LINK.fullmatch(line):
            if link["bullet"] is None:
                indents = []
            depth = _depth(indents, link) + (parts > 0) if link["bullet"] else 0
            matter: Matter = "body" if link["bullet"] else "front"
            lines += _chapter(link, span, matter, depth, report)
        elif line.strip() and not re.fullmatch(r"\s*[-*_](\s*[-*_]){2,}\s*", line):
            report(_stray(line, span))
    return _with_back_matter(lines)


def _depth(indents: list[int], link: re.Match[str]) -> int:
    """How many list items enclose this one; `indents` holds their columns."""
    column = len(link["indent"].expandtabs(4))
    while indents and indents[-1] >= column:
        indents.pop()
    indents.append(column)
    return len(indents) - 1


def _chapter(
    link: re.Match[str], span: Span, matter: Matter, depth: int, report: Report
) -> list[SummaryLine]:
    path = unquote(link["quoted"] or link["path"] or "").partition("#")[0]
    title = link["title"].strip()
    if path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(span.path), path))
    else:
        message = f"“{title}” has no file yet and is left out"
        report(note(Code.FILE_MISSING, message, span, "name its file between ( and )"))
        return []
    return [SummaryLine(title, path, span, matter, depth)]


def _with_back_matter(lines: list[SummaryLine]) -> list[SummaryLine]:
    """Bare links after the first listed chapter are back matter."""
    body = [number for number, line in enumerate(lines) if line.matter == "body" and line.path]
    start = body[0] if body else len(lines)
    return [
        replace(line, matter="back") if line.matter == "front" and number > start else line
        for number, line in enumerate(lines)
    ]


def _stray(line: str, span: Span) -> Diagnostic:
    return warning(
        Code.MANIFEST_VALUE,
        f"no chapter is named in “{line.strip()}”",
        span,
        "write “- [Title](file.md)”",
    )
