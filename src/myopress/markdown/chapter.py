"""The way from a source file to a chapter as its author wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from myopress.diagnostics import Report
from myopress.document import Chapter
from myopress.front_matter import FrontMatter
from myopress.source import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was read, before `normalize` fits it into the book.

    `chapter.blocks` holds every heading of the file, also the one that is to become the title.
    `has_title` says that the file opens with a heading of level 1: `chapter.blocks[0]`.
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
    has_title: bool


def read_chapter(source: Source, report: Report) -> Draft:
    """Read one Markdown file. Never raises for what stands in it: faults go to `report`."""
    raise NotImplementedError
