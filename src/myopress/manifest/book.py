"""A book before its chapters are parsed: metadata, settings, and the texts in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from myopress.document import Matter, Metadata, Role, Settings
from myopress.manifest.files import UP, Folder, is_within
from myopress.source import Source, Span


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """One chapter in reading order, with its text.

    `source` is None for a part that has a title and no file. `title` is the manifest's, for
    a file that gives none itself. `span` is the line that lists the chapter, or the file
    itself where no list is. `depth` counts the parts and chapters above it.
    """

    source: Source | None
    span: Span
    title: str = ""
    matter: Matter = "body"
    role: Role = "chapter"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """All that the manifest says; every file that it names exists and lies in the folder's reach.

    `name` is the folder's or the file's name, for a book that tells no title (then
    `metadata.title` is empty). `bibliography` holds paths like those of resources: relative to
    the folder, with forward slashes. `styles` is the folder that paths beginning with `styles/`
    lie in, which may be the neighbour of a folder `manuscript`.
    """

    folder: Folder
    name: str
    metadata: Metadata
    settings: Settings
    entries: tuple[ChapterEntry, ...]
    bibliography: tuple[str, ...] = ()
    styles: Path | None = None

    @property
    def root(self) -> Path:
        """The folder that all paths begin at."""
        return self.folder.root

    def file(self, path: str) -> Path:
        """Where the book's file `path` lies on this machine."""
        path = path.replace(UP, "../")
        if self.styles is not None and path.startswith("styles/"):
            return self.styles.parent / path
        return self.root / path

    def holds(self, path: str) -> bool:
        """Whether `path`, once links are followed, is in reach, or lies in the book's `styles/`."""
        if self.styles is not None and path.startswith("styles/"):
            return is_within(self.file(path), self.styles)
        return self.folder.holds(path.replace(UP, "../"))
