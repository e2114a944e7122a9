"""Files -> chapters: an article's sections and a file's several titles become chapters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeGuard

from myopress.diagnostics import Code, Report, error, note, warning
from myopress.document import (
    Block,
    Blocks,
    Chapter,
    CodeBlock,
    Heading,
    Inlines,
    ListItem,
    Math,
    Metadata,
    Node,
    Note,
    NoteReference,
    Paragraph,
    Role,
    Text,
)
from myopress.limits import CHAPTERS, ELEMENTS
from myopress.source import Span
from myopress.walk import nodes, plain_text
from myopress.words import Words, words_of

if TYPE_CHECKING:
    from myopress.markdown import Draft


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter in the making; its title had heading level `level` in the file."""

    chapter: Chapter
    level: int = 1


def sections(drafts: Sequence[Draft], metadata: Metadata, report: Report) -> tuple[Section, ...]:
    """The chapters of all files, each with a title.

    A file with several headings of level 1 gives a chapter for each, unless its front matter
    has a title for the whole of it. A book's only file whose title is also the book's is an
    article: its headings of the highest level open the chapters.
    """
    words = words_of(metadata.language)
    if len(drafts) == 1:
        file, level = _only_file(drafts[0])
        if _is_article(file, level, metadata.title):
            return _limited(_article(file, level, words, report), report)
    return _limited(
        tuple(
            _titled(section, words, report)
            for draft in drafts
            for section in _sections(draft, report)
        ),
        report,
    )


def _limited(found: tuple[Section, ...], report: Report) -> tuple[Section, ...]:
    """The chapters, but not more than a book may have, nor with more in one than it may have."""
    if len(found) > CHAPTERS:
        message = f"the book has {len(found):,} chapters; from here on they are left out"
        hint = f"{CHAPTERS:,} is the most: make several books, or deeper headings"
        report(error(Code.LIMIT_EXCEEDED, message, found[CHAPTERS].chapter.span, hint))
    return tuple(
        replace(section, chapter=_emptied(section.chapter, report)) for section in found[:CHAPTERS]
    )


def _emptied(chapter: Chapter, report: Report) -> Chapter:
    """The chapter, with its title alone if it has more in it than any that is written by people."""
    if sum(map(_weight, nodes(chapter, Node))) <= ELEMENTS:
        return chapter
    message = f"the chapter has more than {ELEMENTS:,} elements, and its text is left out"
    hint = "make several chapters of it; what a table of thousands tells is better a file"
    report(error(Code.LIMIT_EXCEEDED, message, chapter.span, hint))
    return replace(chapter, blocks=(), notes=())


_WEIGHTS: dict[type[Node], int] = {Paragraph: 0, ListItem: 2, Math: 3}


def _weight(node: Node) -> int:
    """How many elements a node counts as, by what it costs to lay out.

    A paragraph counts by what is in it: 12,000 plain ones are a chapter of 300 pages.
    """
    lines = node.text.count("\n") + 1 if isinstance(node, CodeBlock) else 0
    return lines + _WEIGHTS.get(node.__class__, 1)


def article_title(drafts: Sequence[Draft]) -> str:
    """The title that the only file of a book has; empty if there is none, or several files."""
    return plain_text(_only_file(drafts[0])[0].title) if len(drafts) == 1 else ""


def _only_file(draft: Draft) -> tuple[Chapter, int]:
    """The file as `_file` has it, but a title in the front matter is the book's.

    As in pandoc, the heading of level 1 that says something else then opens its only chapter.
    """
    return (draft.chapter, 1) if _has_two_titles(draft) else _file(draft)


def _has_two_titles(draft: Draft) -> bool:
    """Whether the only heading of level 1 says other than the front matter's title."""
    titles = [block for block in draft.chapter.blocks if _is_heading(block, 1)]
    if not draft.front_matter.title or len(titles) != 1:
        return False
    return _words(titles[0].children) != _words(draft.chapter.title)


def _file(draft: Draft) -> tuple[Chapter, int]:
    """The file under its own title, and the level of the headings that could open chapters.

    The first heading of level 1 is the file's title if it is the only one.
    """
    chapter = draft.chapter
    titles = [block for block in chapter.blocks if _is_heading(block, 1)]
    if not titles:
        return chapter, 2
    if len(titles) > 1:
        return chapter if draft.front_matter.title else replace(chapter, title=()), 1
    rest = tuple(block for block in chapter.blocks if block is not titles[0])
    return _headed(replace(chapter, blocks=rest), titles[0]), 2


def _sections(draft: Draft, report: Report) -> list[Section]:
    file, level = _file(draft)
    if _has_two_titles(draft):
        message = f"the title is “{plain_text(file.title)}”, and “title” is not printed"
        span = draft.front_matter.span("title", draft.chapter.span)
        report(note(Code.FRONT_MATTER_KEY, message, span, "the heading of level 1 comes first"))
    if level == 2:
        own_title = file.title is not draft.chapter.title
        return [Section(file) if own_title else _without_repeated_title(file)]
    if file.title:
        return [Section(file, 0)]
    before, *rest = _split(file, 1)
    if not before.chapter.blocks:
        return rest
    first, blocks = rest[0].chapter, before.chapter.blocks
    notes = _with_notes(replace(first, blocks=blocks + first.blocks), file.notes)
    return [Section(notes, 1), *rest[1:]]


def _without_repeated_title(file: Chapter) -> Section:
    """The chapter, whose only top heading goes if it says the front matter's title again."""
    heading = _only_top_heading(file.blocks)
    if heading is None or _words(heading.children) != _words(file.title):
        return Section(file)
    blocks = tuple(block for block in file.blocks if block is not heading)
    return Section(_headed(replace(file, blocks=blocks), heading), heading.level)


def _words(title: Inlines) -> str:
    return " ".join(plain_text(title).split()).casefold()


def _is_heading(block: Block, level: int) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == level


def _headed(chapter: Chapter, heading: Heading) -> Chapter:
    """`chapter` under `heading`, whose id, language and lack of a number it takes over."""
    return replace(
        chapter,
        id=heading.attributes.id or chapter.id,
        title=heading.children,
        unnumbered=chapter.unnumbered or heading.unnumbered,
        language=heading.attributes.language or chapter.language,
        span=Span(heading.span.path, heading.span.line, chapter.span.end_line),
    )


def _is_article(file: Chapter, level: int, title: str) -> bool:
    own = _words(file.title)
    same = not own or not title or own == " ".join(title.split()).casefold()
    opened = any(_is_heading(block, level) for block in file.blocks)
    return same and opened and (level == 2 or bool(file.title))


def _article(file: Chapter, level: int, words: Words, report: Report) -> tuple[Section, ...]:
    for call in nodes(file.title, NoteReference):
        message = "a note is called in the title of the book, which can have none"
        report(warning(Code.NOTE_UNUSED, message, call.span, "call it in the text"))
    before, *rest = _split(file, level)
    if not before.chapter.blocks:
        return tuple(rest)
    titles = {plain_text(section.chapter.title).casefold() for section in rest}
    title: Inlines = (Text(words.introduction),)
    if words.introduction.casefold() in titles and file.title:
        title = file.title
    opening = replace(before.chapter, id="", title=title, subtitle=(), role="introduction")
    return (Section(opening, level), *rest)


def _split(file: Chapter, level: int) -> list[Section]:
    """What stands before the first heading of `level`, and a section for each such heading."""
    groups: list[list[Block]] = [[]]
    headings: list[Heading] = []
    for block in file.blocks:
        if _is_heading(block, level):
            headings.append(block)
            groups.append([])
        else:
            groups[-1].append(block)
    before, *parts = [replace(file, blocks=tuple(blocks)) for blocks in groups]
    opened = [
        _headed(replace(part, id="", subtitle=()), heading)
        for part, heading in zip(parts, headings, strict=True)
    ]
    return [Section(_with_notes(part, file.notes), level) for part in (before, *opened)]


def _with_notes(part: Chapter, notes: tuple[Note, ...]) -> Chapter:
    """`part` with those of its file's notes that it calls, and that these call in turn."""
    by_label = {note.label: note for note in notes}
    called: dict[str, Note] = {}
    queue = [call.label for call in nodes(replace(part, notes=()), NoteReference)]
    while queue:
        label = queue.pop()
        if label in by_label and label not in called:
            called[label] = by_label[label]
            queue += [call.label for call in nodes(by_label[label], NoteReference)]
    return replace(part, notes=tuple(note for note in notes if note.label in called))


_OWN_TITLES: dict[Role, str] = {
    "halftitle": "titlepage", "titlepage": "titlepage", "copyright": "copyright",
    "dedication": "dedication", "epigraph": "epigraph", "preface": "preface",
    "foreword": "foreword", "introduction": "introduction", "acknowledgments": "acknowledgments",
    "contents": "contents", "prologue": "prologue", "epilogue": "epilogue",
    "conclusion": "conclusion", "afterword": "afterword", "appendix": "appendix",
    "glossary": "glossary", "references": "references", "index": "index", "colophon": "colophon",
}  # fmt: skip


def _titled(section: Section, words: Words, report: Report) -> Section:
    """A title for a chapter that has none: its only top heading, its role, its file's name."""
    chapter = section.chapter
    if chapter.title:
        return section
    if heading := _only_top_heading(chapter.blocks):
        blocks = tuple(block for block in chapter.blocks if block is not heading)
        return Section(_headed(replace(chapter, blocks=blocks), heading), heading.level)
    if chapter.role in _OWN_TITLES:
        title = str(getattr(words, _OWN_TITLES[chapter.role]))
        return replace(section, chapter=replace(chapter, title=(Text(title),)))
    title = _title_from(chapter.span.path)
    report(
        warning(
            Code.CHAPTER_UNTITLED,
            f"the chapter has no title; the file's name gives it “{title}”",
            Span(chapter.span.path, 1, 1),
            "begin the file with “# Title” or give “title:” in its front matter",
        )
    )
    return replace(section, chapter=replace(chapter, title=(Text(title),)))


def _only_top_heading(blocks: Blocks) -> Heading | None:
    """The first heading, if no other is as high: a title in all but level."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if headings and all(other.level > headings[0].level for other in headings[1:]):
        return headings[0]
    return None


def _title_from(path: str) -> str:
    """The title “Blood test” for `part2/03-blood_test.md`; an index file is named by its folder."""
    file = PurePosixPath(path)
    stem = file.stem
    if stem.lower() in {"index", "readme", "_index"} and file.parent.name:
        stem = file.parent.name
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d+[-_.\s]+(?=\D)", "", stem)).strip() or stem
    return words[:1].upper() + words[1:]
