"""What is found wrong in a PDF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure condition that a file meets.

    `condition` is its number in the Matterhorn Protocol 1.1 ("01-005"), or the clause of
    ISO 19005-3 behind "A-" ("A-6.2.4"). `page` counts from 1; 0 where it is of no page.
    """

    condition: str
    words: str
    page: int = 0

    def __str__(self) -> str:
        """The fault on one line."""
        place = f"page {self.page}: " if self.page else ""
        return f"{place}{self.condition}: {self.words}"
