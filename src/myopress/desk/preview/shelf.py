"""What is made only when it is looked at: the files of the EPUB, and the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myopress import pipeline
from myopress.backends import epub
from myopress.desk.preview.reading import Reading, guarded
from myopress.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Publication:
    """An EPUB's files by their paths, and its spine: paths with ids of chapters, or none."""

    files: Mapping[str, epub.Part]
    spine: tuple[tuple[str, str], ...]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet as HTML; empty if the book has nothing for one."""

    data: bytes
    found: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Shelf:
    """Makes each output of a reading once, when it is first asked for."""

    reading: Reading
    made_publication: Publication | None = None
    made_sheet: Sheet | None = None

    def publication(self) -> Publication:
        """The EPUB, unpacked."""
        if self.made_publication is None:
            self.made_publication = _publication(self.reading)
        return self.made_publication

    def sheet(self) -> Sheet:
        """The sheet for screens."""
        if self.made_sheet is None:
            self.made_sheet = _sheet(self.reading)
        return self.made_sheet

    def found(self) -> list[tuple[str, tuple[Diagnostic, ...]]]:
        """What was found while outputs were made, by the name of their view."""
        return [
            (view, made.found)
            for view, made in (("reader", self.made_publication), ("sheet", self.made_sheet))
            if made is not None
        ]


def _publication(reading: Reading) -> Publication:
    found: list[Diagnostic] = []
    parts = guarded(lambda: epub.publication(reading.document, reading.index, found.append))
    if isinstance(parts, Diagnostic):
        return Publication({}, (), (*found, parts))
    chapters = iter(reading.document.chapters)
    spine = tuple(
        (part.path, next(chapters).id if part.id.startswith("text-") else "")
        for part in parts
        if part.in_spine
    )
    return Publication({part.path: part for part in parts}, spine, tuple(found))


def _sheet(reading: Reading) -> Sheet:
    found: list[Diagnostic] = []
    data = guarded(
        lambda: pipeline.render(reading.document, "html", found.append, found=reading.index)
    )
    if isinstance(data, Diagnostic):
        return Sheet(b"", (*found, data))
    return Sheet(data, tuple(found))
