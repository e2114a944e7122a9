"""Where text comes from: a source file, and the lines of it that a node was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold, not even escaped (XML 1.0, production 2)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text file of the book.

    `path` is relative to the book's folder, with forward slashes on every system, so that no
    output depends on where the book lies. `text` has line feeds only and no byte order mark.
    `origins` has for each line the one that it was read from, if it is not that of the file.
    """

    path: str
    text: str
    origins: tuple[Span, ...] = ()

    def origin(self, span: Span) -> Span:
        """The lines of files that lines of this text were read from."""
        if span.path != self.path or not 0 < span.line <= len(self.origins):
            return span
        first = self.origins[span.line - 1]
        last = self.origins[min(span.end_line, len(self.origins)) - 1]
        end = last.line if last.path == first.path and last.line >= first.line else first.line
        return Span(first.path, first.line, end)

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its line end; empty past the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The lines `line` to `end_line`, both included and counted from 1, of the file `path`.

    Line 0 stands for the file as a whole. CommonMark's block structure is made of whole lines
    and markdown-it gives no columns, so a span has none.
    """

    path: str
    line: int = 0
    end_line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


NOWHERE = Span("")
"""The span of what no author wrote, such as a list of references made by the tool."""
