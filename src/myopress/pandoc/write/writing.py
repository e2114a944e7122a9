"""What is known while a chapter is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from myopress.document import Chapter, Note, Resource
from myopress.index import Index


@dataclass(slots=True)
class Writing:
    """A chapter being written: its place in the book, its notes, and the book's numbers.

    `open` are the notes that are being written; one that calls itself is not written again.
    """

    number: int
    depth: int
    notes: Mapping[str, Note]
    index: Index
    embedded: Mapping[str, Resource]
    open: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, chapter: Chapter, number: int, index: Index, resources: Sequence[Resource]
    ) -> Writing:
        """What writing `chapter` begins with."""
        notes = {note.label: note for note in chapter.notes}
        embedded = {one.path: one for one in resources if one.path.startswith("embedded-")}
        return cls(number, chapter.depth, notes, index, embedded)
