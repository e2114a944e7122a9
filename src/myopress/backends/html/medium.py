"""What differs between media, as one record of functions and data; and the state of one writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from myopress.diagnostics import Report
from myopress.document import Blocks, Note, NoteReference, Resource
from myopress.index import Index

Element: TypeAlias = etree._Element  # noqa: SLF001 - the class has no public name
NoteCall: TypeAlias = "Callable[[Element, NoteReference, Writing], None]"
BlocksWriter: TypeAlias = "Callable[[Element, Blocks, Writing], None]"
FormulaWriter: TypeAlias = Callable[[str, bool], Element | None]
LINEAR = "data-linear"
"""On a formula that its medium sets on one line, with the reason; it goes into a diagnostic."""


def no_page(_id: str) -> str:
    """The page of an id in a medium that has none."""
    return ""


@dataclass(frozen=True, slots=True)
class Medium:
    """How one medium shows what is the same in all.

    `href` makes an anchor's id a link target ("ch2.xhtml#x", "#x", "xref:x"), or "" where no
    link can lead there: its words are then written without one. `address` makes a resource's
    path an URL. `note_call` writes what stands at a call (see `notes`). `formula` makes TeX an
    element, given whether it stands on lines of its own, or None if it cannot be read. `page`
    is the printed page of an id, or "". `source_lines` puts `data-l="path:line"` on blocks and
    notes. `semantics` writes `epub:type`, `role` and `xml:lang`. `schemes` are the kinds of
    addresses outside the book that the medium can lead to; empty for all.
    """

    href: Callable[[str], str]
    address: Callable[[str], str]
    note_call: NoteCall
    formula: FormulaWriter
    page: Callable[[str], str] = no_page
    source_lines: bool = False
    semantics: bool = False
    schemes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Writing:
    """One chapter being written: what its functions read, and the little that changes on the way.

    `position` is the chapter's in the document and `chapter_id` its id. `level` is that of the
    heading last written. `calls` counts the calls of each note, by number. `in_link`: links
    cannot nest. `repeated`: words shown a second time, as in the contents, without ids, links
    and notes. `verse` keeps line ends. `chapter_role` is what the
    chapter is, so that a list of that kind in it need not say so again.
    """

    index: Index
    medium: Medium
    report: Report
    resources: Mapping[str, Resource]
    position: int = 0
    chapter_id: str = ""
    chapter_role: str = ""
    notes: Mapping[str, Note] = field(default_factory=dict)
    number_depth: int = 1
    level: int = 1
    calls: dict[str, int] = field(default_factory=dict)
    in_link: bool = False
    repeated: bool = False
    verse: bool = False
