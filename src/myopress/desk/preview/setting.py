"""What the press lays out: the printed book and the sheet, again and again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from myopress import pipeline
from myopress.backends.page_map import PageStart
from myopress.desk.preview.reading import Memory, document_of, guarded
from myopress.diagnostics import Diagnostic, untold
from myopress.document import Document
from myopress.index import Index
from myopress.manifest import Reach
from myopress.progress import SILENT, Step

if TYPE_CHECKING:
    from myopress.backends.pdf import Laid

_ROOM = 64_000_000
"""Bytes of parts that are kept: a book of some thousand pages, or many states of a small one."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The printed book as it was at change `number`; without a PDF if it could not be made."""

    number: int
    pdf: bytes
    starts: tuple[PageStart, ...]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The cheat sheet on paper, in the same way."""

    number: int
    pdf: bytes
    found: tuple[Diagnostic, ...]


class Parts:
    """Parts laid out before, while there is room: a `Store` of this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._room = _ROOM

    def get(self, key: str) -> bytes | None:
        """The data put under this key, None if there is none."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep data under its key; what was not used for longest goes if there is too much."""
        self._room += len(self._kept.pop(key, b"")) - len(data)
        self._kept[key] = data
        while self._room < 0 and len(self._kept) > 1:
            self._room += len(self._kept.popitem(last=False)[1])


class Setting:
    """Lays out a book again and again, with what it remembers of the last time."""

    def __init__(self, book: Path, reach: Reach) -> None:
        self._book, self._reach = book, reach
        self._memory, self._parts = Memory(), Parts()
        self._laid: Laid | None = None
        self._pdf = b""

    def pages(self, number: int, step: Step) -> Pages:
        """The printed book as it is now, quickly: it begins from the last layout."""
        found: list[Diagnostic] = []
        made = guarded(lambda: self._printed(number, found, step, self._laid))
        return made if isinstance(made, Pages) else Pages(number, b"", (), (*found, made))

    def exact_pages(self, number: int) -> Pages | None:
        """The book laid out from the beginning; None if it is the same, or could not be made.

        It becomes the last layout, so that what differs does not add up.
        """
        before, found = self._pdf, list[Diagnostic]()
        made = guarded(lambda: self._printed(number, found, SILENT, None))
        return made if isinstance(made, Pages) and made.pdf != before else None

    def _printed(
        self, number: int, found: list[Diagnostic], step: Step, before: Laid | None
    ) -> Pages:
        document, numbers = self._read()
        printed = pipeline.print_book(
            document, numbers, found.append, store=self._parts, step=step, before=before
        )
        self._laid, self._pdf = printed.laid, printed.pdf
        return Pages(number, printed.pdf, printed.pages.pages, tuple(found))

    def paper(self, number: int) -> Paper:
        """The cheat sheet as it is now."""
        found: list[Diagnostic] = []

        def make() -> Paper:
            document, numbers = self._read()
            pdf = pipeline.render(document, "cheatsheet", found.append, found=numbers)
            return Paper(number, pdf, tuple(found))

        made = guarded(make)
        return made if isinstance(made, Paper) else Paper(number, b"", (*found, made))

    def _read(self) -> tuple[Document, Index]:
        return document_of(self._book, self._reach, self._memory, untold)
