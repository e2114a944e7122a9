"""A file of the book, or a part of it, put in place of a line."""

from __future__ import annotations

import posixpath
import re

from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.manifest.dialects.lines import Line, lines_of
from myopress.manifest.files import Folder, read_source
from myopress.source import Span

DEPTH = 10
"""How deep files may include each other; mdBook's limit."""
LINES = 200_000
"""How many lines a chapter may have with all that it includes."""

_BEGIN = re.compile(r"ANCHOR:\s*([\w-]+)")
_END = re.compile(r"ANCHOR_END:\s*([\w-]+)")


def is_above(path: str, at: Span, above: tuple[str, ...], report: Report) -> bool:
    """Whether the file `path`, as seen from `at`, is one of those `above`, which include it.

    They are named from the book's folder. Reports LIMIT_EXCEEDED, also if there are too many.
    """
    place = posixpath.normpath(posixpath.join(posixpath.dirname(at.path), path))
    if place not in above and len(above) <= DEPTH:
        return False
    message = (
        f"“{place}” includes itself"
        if place in above
        else f"files include each other more than {DEPTH} times"
    )
    report(error(Code.LIMIT_EXCEEDED, message, at, "this include is left out"))
    return True


def included(path: str, at: Span, folder: Folder, report: Report) -> list[Line]:
    """The lines of the file `path`, as seen from the one that names it; faults are at `at`."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(at.path), path))
    source = read_source(folder, place, at, report)
    if source is None:
        return []
    lines = lines_of(source)
    return lines[:-1] if source.text.endswith("\n") else lines


def part(lines: list[Line], wanted: str, at: Span, report: Report) -> list[Line]:
    """What `:anchor`, `:2`, `:2:`, `::10` or `:2:10` chooses; reports INCLUDE_EMPTY."""
    if not wanted:
        return lines
    first, colon, last = wanted.partition(":")
    if re.fullmatch(r"\d*", first) and re.fullmatch(r"\d*", last):
        start = max(int(first or 1), 1)
        end = int(last) if last else (len(lines) if colon else start)
        chosen = lines[start - 1 : end]
        hint = f"the file has {len(lines)} lines"
    else:
        chosen = _anchored(lines, first)
        hint = did_you_mean(first, [name for line in lines for name in _BEGIN.findall(line.text)])
    if not chosen:
        report(error(Code.INCLUDE_EMPTY, f"nothing is included: no “{wanted}”", at, hint))
    return chosen


def _anchored(lines: list[Line], anchor: str) -> list[Line]:
    """The lines between `ANCHOR: name` and `ANCHOR_END: name`, without any such marks."""
    found, inside = [], False
    for line in lines:
        if end := _END.search(line.text):
            inside = inside and end[1] != anchor
        elif begin := _BEGIN.search(line.text):
            inside = inside or begin[1] == anchor
        elif inside:
            found.append(line)
    return found
