"""Ids: those that authors write come first, then chapters, headings, figures, tables, cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeVar, cast

from myopress.diagnostics import Code, Report, error, warning
from myopress.document import (
    PLAIN,
    Attributes,
    Block,
    Card,
    Chapter,
    Claim,
    Figure,
    Heading,
    Inline,
    Inlines,
    Node,
    Table,
)
from myopress.normalize.places import Places, empty_places, is_file
from myopress.normalize.runs import map_chapter, map_run
from myopress.slugs import (
    as_name,
    ascii_slug,
    github_slug,
    is_name,
    loose,
    slug,
)
from myopress.source import Span
from myopress.walk import changed, plain_text

NodeT = TypeVar("NodeT", bound=Node)
_LONGEST = 60


def name_everything(
    chapters: Sequence[Chapter], report: Report
) -> tuple[tuple[Chapter, ...], Places]:
    """Chapters in which all that can be linked to has an id, and the table of these places."""
    naming = _Naming(empty_places(chapters), report)
    named = [naming.chapter_as_written(chapter, n) for n, chapter in enumerate(chapters)]
    named = [naming.written(chapter, n) for n, chapter in enumerate(named)]
    stems = _stems(named)
    named = [
        naming.chapter(chapter, n, stem)
        for n, (chapter, stem) in enumerate(zip(named, stems, strict=True))
    ]
    named = [naming.automatic(chapter, n) for n, chapter in enumerate(named)]
    naming.places.chapter_ids += [chapter.id for chapter in named]
    for number, chapter in enumerate(named):
        naming.remember_slug(number, plain_text(chapter.title), chapter.id)
    return tuple(named), naming.places


class _Naming:
    def __init__(self, places: Places, report: Report) -> None:
        self.places = places
        self.report = report

    # --- what the author wrote ---

    def chapter_as_written(self, chapter: Chapter, number: int) -> Chapter:
        """A chapter's own id, which also names a file and therefore is ASCII."""
        if not chapter.id:
            return chapter
        name = self.explicit(chapter.id, chapter.span, number)
        if not name.isascii():
            own = _name([name]) or f"chapter-{number + 1}"
            name = self.places.claim(own, chapter.span)
            self.remember(number, chapter.id, name)
        return replace(chapter, id=name)

    def written(self, chapter: Chapter, number: int) -> Chapter:
        """The chapter with every explicit id valid and unique."""

        def block(node: Block) -> Block:
            return self.with_written(node, number)

        def run(inlines: Inlines, language: str) -> Inlines:
            del language
            return map_run(inlines, inline)

        def inline(node: Inline) -> Inline:
            return self.with_written(node, number)

        return map_chapter(chapter, block, run)

    def with_written(self, node: NodeT, number: int) -> NodeT:
        attributes: Attributes = getattr(node, "attributes", PLAIN)
        if not attributes.id:
            return node
        name = self.explicit(attributes.id, node.span, number)
        return node if name == attributes.id else _with_id(node, name)

    def explicit(self, written: str, span: Span, number: int) -> str:
        name = written
        if not is_name(written):
            name = self.places.claim(as_name(written), span)
            message = f"“{written}” cannot be an id, “{name}” is used instead"
            hint = "an id begins with a letter and has letters, digits, “-”, “_” and “.”"
            self.report(warning(Code.ID_INVALID, message, span, hint))
        elif self.places.taken(written):
            name = self.places.claim(written, span)
            message = f"the id “{written}” is taken by {self.places.owners[written]}"
            hint = f"this one is “{name}” in the book; links to “{written}” lead to the first"
            self.report(error(Code.ID_DUPLICATE, message, span, hint))
        else:
            self.places.claim(name, span)
        self.remember(number, written, name)
        return name

    def remember(self, number: int, written: str, name: str) -> None:
        self.places.written[number].setdefault(written, name)
        self.places.loose[number].setdefault(loose(written), name)
        self.places.everywhere.setdefault(written, name)

    # --- what the tool gives ---

    def chapter(self, chapter: Chapter, number: int, stem: str) -> Chapter:
        if chapter.id:
            return chapter
        name = self.places.claim(stem or f"chapter-{number + 1}", chapter.span)
        return replace(chapter, id=name)

    def automatic(self, chapter: Chapter, number: int) -> Chapter:
        """The chapter with ids for its headings, figures, captioned tables and cards."""
        counts: Counter[str] = Counter()

        def block(node: Block) -> Block:
            match node:
                case Heading():
                    return self.heading(node, chapter.id, number)
                case Figure(attributes=Attributes(id="")):
                    return numbered(node, "figure")
                case Table(attributes=Attributes(id="")) if node.caption:
                    return numbered(node, "table")
                case Claim(attributes=Attributes(id="")):
                    return numbered(node, "claim")
                case Card(attributes=Attributes(id="")):
                    name = f"{chapter.id}-{slug(plain_text(node.name)) or 'card'}"
                    return _with_id(node, self.places.claim(name, node.span))
                case _:
                    return node

        def numbered(node: NodeT, kind: str) -> NodeT:
            counts[kind] += 1
            name = f"{chapter.id}-{kind}-{counts[kind]}"
            return _with_id(node, self.places.claim(name, node.span))

        return map_chapter(chapter, block)

    def heading(self, heading: Heading, chapter_id: str, number: int) -> Heading:
        words = plain_text(heading.children)
        name = heading.attributes.id
        if not name:
            own = _cut(slug(words)) or "section"
            name = self.places.claim(f"{chapter_id}-{own}", heading.span)
        self.remember_slug(number, words, name)
        return heading if heading.attributes.id else _with_id(heading, name)

    def remember_slug(self, number: int, words: str, name: str) -> None:
        """GitHub tells equal headings of a file apart by "-1", "-2"."""
        own, table = github_slug(words), self.places.slugs[number]
        key, count = own, 0
        while key in table:
            count += 1
            key = f"{own}-{count}"
        table[key] = name
        self.places.loose[number].setdefault(loose(key), name)


def _with_id(node: NodeT, name: str) -> NodeT:
    given: Attributes = cast("Any", node).attributes
    return changed(node, attributes=Attributes(name, given.classes, given.language))


def _stems(chapters: Sequence[Chapter]) -> list[str]:
    """Names for chapters, from their files: with folders where files are named alike."""
    seen = Counter(chapter.span.path for chapter in chapters)
    parts: list[list[str]] = []
    for chapter in chapters:
        path = PurePosixPath(chapter.span.path)
        whole = seen[chapter.span.path] == 1 and is_file(chapter)
        parts.append(_folders_and_stem(path) if whole else [plain_text(chapter.title)])
    length = [1] * len(parts)
    while True:
        names = [_name(part[-n:]) for part, n in zip(parts, length, strict=True)]
        counts = Counter(names)
        grow = [i for i, name in enumerate(names) if counts[name] > 1 and length[i] < len(parts[i])]
        if not grow:
            return names
        for i in grow:
            length[i] += 1


def _cut(name: str) -> str:
    """A long name without its last words."""
    return name if len(name) <= _LONGEST else name[:_LONGEST].rpartition("-")[0] or name[:_LONGEST]


def _folders_and_stem(path: PurePosixPath) -> list[str]:
    folders = [part for part in path.parts[:-1] if part not in {".", ".."}]
    if path.stem.lower() in {"index", "readme", "_index"} and folders:
        return folders
    return [*folders, path.stem]


def _name(parts: list[str]) -> str:
    name = _cut(ascii_slug(" ".join(parts)))
    return name if not name or name[0].isalpha() else f"ch-{name}"
