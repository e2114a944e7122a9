"""Bibliographies in CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/) -> Reference."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from myopress.diagnostics import Code, Report, error, warning
from myopress.document import Reference
from myopress.manifest import Book
from myopress.manifest.files import read_source
from myopress.source import Source, Span

_NAMES = (
    "author", "editor", "translator", "container-author", "collection-editor", "composer",
    "director", "illustrator", "interviewer", "original-author", "recipient", "reviewed-author",
)  # fmt: skip
_DATES = ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")


def load_references(book: Book, report: Report) -> tuple[Reference, ...]:
    """All items of the book's bibliographies in their order; the first of a key counts."""
    references: dict[str, Reference] = {}
    for path in book.bibliography:
        for reference in _read_file(book, path, report):
            if reference.key in references:
                message = f"“{reference.key}” is listed twice; the first is taken"
                report(warning(Code.REFERENCE_INVALID, message, reference.span))
            references.setdefault(reference.key, reference)
    return tuple(references.values())


def _read_file(book: Book, path: str, report: Report) -> list[Reference]:
    whole = Span(path)
    if PurePosixPath(path).suffix.lower() != ".json":
        hint = f"convert it, for instance: pandoc {path} -t csljson -o references.json"
        report(error(Code.REFERENCE_INVALID, f"“{path}” is not CSL-JSON", whole, hint))
        return []
    source = read_source(book.folder, path, whole, report)
    if source is None:
        return []
    try:
        items = json.loads(source.text)
    except json.JSONDecodeError as fault:
        span = Span(path, fault.lineno, fault.lineno)
        report(error(Code.REFERENCE_INVALID, f"this is not JSON: {fault.msg}", span))
        return []
    except (RecursionError, ValueError):
        report(error(Code.REFERENCE_INVALID, "this is not JSON that can be read", whole))
        return []
    if isinstance(items, Mapping):
        items = items.get("references", items.get("items"))
    if not isinstance(items, list):
        report(error(Code.REFERENCE_INVALID, "a list of items is wanted", whole))
        return []
    return list(sound_references(source, items, report))


def sound_references(source: Source, items: list[object], report: Report) -> tuple[Reference, ...]:
    """The sound ones of `items`; each fault is reported at the line of the item's id."""
    lines = _id_lines(source.text)
    references = []
    for number, item in enumerate(items, 1):
        key = _key(item)
        line = lines.get(key, 0)
        span = Span(source.path, line, line)
        fault = _fault(item, number)
        if fault or not isinstance(item, Mapping):
            report(error(Code.REFERENCE_INVALID, fault, span))
            continue
        csl = json.dumps(
            {**item, "id": key}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        references.append(Reference(key, csl, span=span))
    return tuple(references)


def _key(item: object) -> str:
    key = item.get("id", "") if isinstance(item, Mapping) else ""
    return str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""


def _id_lines(text: str) -> dict[str, int]:
    """The line of each `"id": "..."`."""
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in re.finditer(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)', text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.setdefault(str(json.loads(match[1])), line)
    return lines


def _fault(item: object, number: int) -> str:
    """What citation styles could not read in an item; empty if it is sound."""
    if not isinstance(item, Mapping):
        return f"item {number} is not an object"
    key = _key(item)
    if not key:
        return f"item {number} has no id to cite it by"
    if not isinstance(item.get("type"), str):
        return f"“{key}” has no type, such as “article-journal” or “book”"
    for name in _NAMES:
        people = item.get(name, [])
        if not isinstance(people, list) or not all(isinstance(one, Mapping) for one in people):
            return f"“{key}”: “{name}” is not a list of names"
    for name in _DATES:
        if not _is_date(item.get(name, {})):
            return f"“{key}”: “{name}” is not a date like {{“date-parts”: [[2007, 3]]}}"
    return ""


def _is_date(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    parts = value.get("date-parts", [])
    return isinstance(parts, list) and all(
        isinstance(part, list)
        and part
        and all(str(number).lstrip("-").isdigit() for number in part)
        for part in parts
    )
