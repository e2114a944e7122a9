"""What the rules and builders share while one file is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from myopress.diagnostics import Report
from myopress.document import Note
from myopress.source import Span


@dataclass(slots=True)
class Reading:
    """One file being read: where faults go, and what is found on the way.

    `lines` are the file's, for what tokens do not tell. `notes` are those written in
    paragraphs of their own, as often as they are. `environment` is markdown-it's: link definitions and labels of notes. `notes_in_place` has
    the text and line of each `^[...]`, to be read when the blocks are done. `called` has the
    labels of the notes that are called somewhere.
    """

    path: str
    report: Report
    lines: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    environment: dict[str, Any] = field(default_factory=dict)
    notes_in_place: list[tuple[str, int]] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)

    def span(self, line: int, end_line: int = 0) -> Span:
        """The span of these lines; the same object for the same lines."""
        key = (line, end_line or line)
        found = self.spans.get(key)
        if found is None:
            found = self.spans[key] = Span(self.path, *key)
        return found
