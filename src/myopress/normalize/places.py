"""Where a link can lead: the ids of the book by file, as written and as slugs of headings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from myopress.diagnostics import did_you_mean
from myopress.document import Chapter
from myopress.slugs import loose, unique
from myopress.source import NOWHERE, Span

_INDEX_FILES = ("index", "readme", "_index")


@dataclass(slots=True)
class Places:
    """Filled while ids are given, then only read.

    `written` has for each chapter the explicit ids as the author wrote them, `slugs` those that
    GitHub would give its headings, `loose` both without hyphens; all lead to ids of the book.
    `owners` has the place of each id,
    `hints` counts down.
    """

    written: list[dict[str, str]]
    slugs: list[dict[str, str]]
    loose: list[dict[str, str]]
    chapter_ids: list[str] = field(default_factory=list)
    everywhere: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[int]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    owners: dict[str, Span] = field(default_factory=dict)
    hints: int = 100

    def taken(self, name: str) -> bool:
        """Whether something in the book has the id `name`."""
        return name in self.owners

    def claim(self, name: str, span: Span = NOWHERE) -> str:
        """`name`, or one made of it that is free; from now on it is taken."""
        name = unique(name, self.taken)
        self.owners[name] = span
        return name

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """The hint with the name most like `name`, for the first hundred faults only.

        Comparing takes milliseconds, and a book of a thousand wrong links has one cause.
        """
        self.hints -= 1
        return did_you_mean(name, known) if self.hints >= 0 else ""

    def find(self, name: str, chapters: Iterable[int]) -> str:
        """The id in one of `chapters` that a fragment `name` means; empty if there is none."""
        places = list(chapters)
        for tables in (self.written, self.slugs):
            for place in places:
                if name in tables[place]:
                    return tables[place][name]
        key = loose(name)
        return next((self.loose[place][key] for place in places if key in self.loose[place]), "")

    def file(self, path: str) -> str:
        """The chapter file that `path`, relative to the book's folder, means; or nothing."""
        if path in self.files:
            return path
        return self.aliases.get(path.rstrip("/"), "")

    def names(self, chapters: Iterable[int]) -> list[str]:
        """All fragments that would be understood in `chapters`."""
        return [name for place in chapters for name in (*self.written[place], *self.slugs[place])]


def is_file(chapter: Chapter) -> bool:
    """Whether the chapter was read from a file; a part may have no more than a title."""
    return bool(chapter.span.path) and (chapter.role != "part" or bool(chapter.blocks))


def empty_places(chapters: Sequence[Chapter]) -> Places:
    """Places that know the files of `chapters`, and no id yet."""
    places = Places([{} for _ in chapters], [{} for _ in chapters], [{} for _ in chapters])
    for number, chapter in enumerate(chapters):
        if is_file(chapter):
            places.files.setdefault(chapter.span.path, []).append(number)
    for path in places.files:
        stem, _ = posixpath.splitext(path)
        folder, name = posixpath.split(stem)
        for alias in (stem, f"{stem}.html", f"{stem}.htm"):
            places.aliases.setdefault(alias, path)
        if name.lower() in _INDEX_FILES:
            for alias in (folder or ".", posixpath.join(folder, "index.html")):
                places.aliases.setdefault(alias, path)
    return places
