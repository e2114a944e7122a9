"""The way from a source file to a chapter as its author wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from myopress.diagnostics import Code, Report, error, note, warning
from myopress.document import Chapter, Inlines, Note, Paragraph
from myopress.front_matter import FrontMatter, split
from myopress.markdown.block_rules import MAX_LEVEL
from myopress.markdown.blocks import read_blocks
from myopress.markdown.inlines import read_inlines
from myopress.markdown.reading import Reading
from myopress.markdown.syntax import PARSER
from myopress.source import Source, Span

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\r]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was read, before `normalize` fits it into the book.

    `chapter.blocks` holds every heading of the file, also the one that is to become the title.
    `chapter.title` and `.subtitle` come from the front matter only, else they are empty; `.id`,
    `.role`, `.language` and `.unnumbered` are the front matter's or the defaults; `.matter` and
    `.depth` are always the defaults. Still in the blocks, for `normalize`:

    - each link as a `Link`. `target` is a URI as CommonMark normalises it (percent-encoded):
      "#fig-1", "../ch2.md#test", "https://example.org". `[](#fig-1)` has no children.
    - each picture with `resource` as written, percent-decoded unless it is an address with a
      scheme; a picture alone in its paragraph is a `Figure` around a `Paragraph` around it, whose
      caption is the picture's title and which has the picture's id and classes.
    - `@name` in the text as a textual `Citation`, whether or not there is such a key.
    - straight quotes, `--` and `...` as written.

    `chapter.notes` has each defined note once, in the order of the definitions, then those
    written in place (`^[...]`), whose labels are "inline 1", "inline 2" (no label that an
    author writes has a space). Every `NoteReference` has its note; unused notes are kept
    (and reported).
    """

    chapter: Chapter
    front_matter: FrontMatter


def read_chapter(source: Source, report: Report) -> Draft:
    """Read one Markdown file. Never raises for what stands in it: faults go to `report`."""
    reading = Reading(source.path, report)
    text = _without_control_characters(source.text, reading)
    front_matter, text = split(Source(source.path, text), report)
    tokens: list[Token] = []
    PARSER.block.parse(text, PARSER, reading.environment, tokens)
    reading.lines = text.split("\n")
    blocks = read_blocks(tokens, reading)
    notes = _distinct_notes(reading)
    title = _front_matter_inlines(front_matter, "title", reading)
    subtitle = _front_matter_inlines(front_matter, "subtitle", reading)
    notes += _notes_in_place(reading)
    _report_environment(reading)
    _report_unused_notes(notes, reading)
    chapter = Chapter(
        front_matter.id,
        title,
        blocks,
        notes,
        subtitle,
        front_matter.role or "chapter",
        unnumbered=front_matter.unnumbered,
        language=front_matter.lang,
        span=reading.span(1, source.text.count("\n") + 1),
    )
    return Draft(chapter, front_matter)


def read_title(text: str, span: Span, report: Report) -> Inlines:
    """The words of a title that stands outside of its chapter's file, as in the book's list."""
    return read_inlines(text, span.line, Reading(span.path, report))


def _without_control_characters(text: str, reading: Reading) -> str:
    """XML cannot hold them, so each is replaced by U+FFFD; one diagnostic for each line."""
    if not _CONTROL.search(text):
        return text
    line, done, last = 1, 0, 0
    for found in _CONTROL.finditer(text):
        line += text.count("\n", done, found.start())
        done = found.start()
        if line != last:
            last = line
            what = f"control character U+{ord(found[0]):04X}"
            reading.report(
                warning(Code.CONTROL_CHARACTER, what, reading.span(line), "replaced by “\ufffd”")
            )
    return _CONTROL.sub("\ufffd", text)


def _front_matter_inlines(front_matter: FrontMatter, key: str, reading: Reading) -> Inlines:
    span = front_matter.span(key, reading.span(1))
    return read_inlines(" ".join(getattr(front_matter, key).split()), span.line, reading)


def _distinct_notes(reading: Reading) -> tuple[Note, ...]:
    """The notes by label; of two with the same label the first counts, as with links."""
    notes: dict[str, Note] = {}
    for one in reading.notes:
        first = notes.setdefault(one.label, one)
        if first is not one:
            text = f"note “{one.label}” is written twice, first in line {first.span.line}"
            reading.report(error(Code.NOTE_DUPLICATE, text, one.span, "only the first is kept"))
    return tuple(notes.values())


def _notes_in_place(reading: Reading) -> tuple[Note, ...]:
    """The notes written where they are called; reading one may bring up others."""
    notes: list[Note] = []
    for number, (content, line) in enumerate(reading.notes_in_place, start=1):
        words = read_inlines(content.strip(), line, reading)
        span = reading.span(line)
        label = f"inline {number}"
        reading.called.add(label)
        notes.append(Note(label, (Paragraph(words, span=span),) if words else (), span=span))
    return tuple(notes)


def _report_unused_notes(notes: tuple[Note, ...], reading: Reading) -> None:
    for one in notes:
        if one.label not in reading.called:
            text = f"note “{one.label}” is never called"
            reading.report(
                warning(Code.NOTE_UNUSED, text, one.span, f"call it with “[^{one.label}]”")
            )


def _report_environment(reading: Reading) -> None:
    """Faults that markdown-it has only noted down."""
    found: dict[str, Any] = reading.environment
    for double in found.get("duplicate_refs", ()):
        first = found["references"][double["label"]]
        line = first["map"][0] + 1
        text = f"link “{double['label'].lower()}” is defined twice, first in line {line}"
        span = reading.span(double["map"][0] + 1)
        if double["href"] != first["href"]:
            hint = "only the first is used"
            reading.report(warning(Code.LINK_DEFINITION_DUPLICATE, text, span, hint))
        else:
            reading.report(note(Code.LINK_DEFINITION_DUPLICATE, text, span))
    for line in found.get("too_deep", ()):
        text = f"more than {MAX_LEVEL} blocks within each other"
        hint = "what is deeper is kept as text"
        reading.report(warning(Code.NESTING_TOO_DEEP, text, reading.span(line + 1), hint))
    for line in found.get("stray_fences", ()):
        text = "“:::” ends nothing that is open here"
        reading.report(warning(Code.BLOCK_UNKNOWN, text, reading.span(line + 1)))
