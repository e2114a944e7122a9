"""A table of `book.toml` being read: values are checked one by one, faults told at their line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from myopress.diagnostics import Code, Report, did_you_mean, error, warning
from myopress.document import Matter, Role
from myopress.manifest import toml_values as values
from myopress.manifest.toml_lines import TomlLines
from myopress.source import Span

T = TypeVar("T")

_OTHER_NAMES = {
    "author": "authors", "lang": "language", "isbn": "identifier", "keywords": "subjects",
    "cover-image": "cover", "style": "citation-style", "csl": "citation-style",
    "abstract": "description", "file": "path", "size": "trim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that the manifest names, at its line; a chapter's `path` is empty for a bare part."""

    path: str
    span: Span
    title: str = ""
    matter: Matter = "body"
    role: Role = "chapter"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TomlReader:
    """The values of one table, where they stand, and whom to tell of faults.

    `prefix` is the table's name with a dot ("pdf."). `at` is the line of a table that stands
    within a list, whose keys have no lines of their own.
    """

    table: Mapping[str, object]
    lines: TomlLines
    path: str
    report: Report
    prefix: str = ""
    at: int = 0

    def span(self, key: str) -> Span:
        """The line of a key of this table."""
        line = self.at or self.lines.key(self.prefix + key)
        return Span(self.path, line, line)

    def get(self, key: str, read: Callable[[object], T], default: T) -> T:
        """The value of `key`, or `default` if it is absent or at fault."""
        if key not in self.table:
            return default
        try:
            return read(self.table[key])
        except values.TomlValueError as fault:
            self.fault(key, str(fault))
            return default

    def get_all(self, key: str, read: Callable[[object], T]) -> tuple[T, ...]:
        """The values of the list `key`, or the one value; those at fault are left out."""
        value = self.table.get(key, [])
        items = value if isinstance(value, list) else [value]
        found = []
        for item in items:
            try:
                found.append(read(item))
            except values.TomlValueError as fault:
                self.fault(key, str(fault))
        return tuple(found)

    def fault(self, key: str, message: str) -> None:
        """Report that the value of `key` is wrong."""
        self.report(error(Code.MANIFEST_VALUE, f"“{self.prefix}{key}”: {message}", self.span(key)))

    def only(self, known: Sequence[str]) -> None:
        """Report the keys that nobody reads."""
        for key in self.table:
            if key not in known:
                other = _OTHER_NAMES.get(key.lower(), "")
                hint = f"it is called “{other}”" if other in known else did_you_mean(key, known)
                message = f"“{self.prefix}{key}” is not known and does nothing"
                self.report(warning(Code.MANIFEST_KEY, message, self.span(key), hint))

    def inner(self, key: str) -> TomlReader:
        """The table under `key`, empty if absent or no table."""
        return self.within(self.get(key, values.table, {}), f"{self.prefix}{key}.")

    def within(self, table: Mapping[str, object], prefix: str, at: int = 0) -> TomlReader:
        """A reader for a table of the same text."""
        return TomlReader(table, self.lines, self.path, self.report, prefix, at)

    def files(
        self, key: str, check: Callable[[values.Value], str] = values.path
    ) -> tuple[ListedFile, ...]:
        """The paths under `key`, each with its own line."""
        start = self.span(key).line
        names = self.get_all(key, check)
        return tuple(ListedFile(name, self.string_span(name, start)) for name in names)

    def string_span(self, name: str, start: int) -> Span:
        """The line from `start` on where a path is written."""
        line = max(self.lines.string(name, start), self.lines.string("./" + name, start))
        return Span(self.path, line, line)
