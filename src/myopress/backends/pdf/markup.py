"""The markup of a chapter as the printed page has it, on top of the shared writer's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from myopress.backends import shell
from myopress.backends.addresses import address
from myopress.backends.formula import formula
from myopress.backends.html import (
    Element,
    Medium,
    add,
    chapter_body,
    chapter_writing,
    direction,
    e,
    foot_call,
    listing,
)
from myopress.backends.pdf import ornament
from myopress.backends.pdf.corrections import correct
from myopress.backends.pdf.geometry import UNIT, Geometry
from myopress.backends.pdf.pages import HERE, SIDE, PageOf
from myopress.backends.pdf.stamps import STAND_IN
from myopress.backends.tagging import STAMP
from myopress.diagnostics import Report
from myopress.document import Chapter, Document, Listing, Role
from myopress.index import Index, OutlineEntry
from myopress.walk import plain_text

MADE_CONTENTS = "made-contents"
_LONG_NOTE = 200
"""Letters; four lines or more on a small page."""
_CONTENTS_HEAD, _CONTENTS_LETTERS = 4.5, 44
"""Lines that the heading of the contents takes, and letters in a line of them."""
_LONG_BOX = 700
"""Letters of some ten lines; a shorter box stands on one page."""
_PLAIN_OPENING: frozenset[Role] = frozenset({"dedication", "epigraph"})
_INITIAL_LETTERS = 200
"""Text shorter than that does not fill the three lines beside an initial."""
_BEGINNING = re.compile(r"(\w)(\w*(?:[ \n][\w’'-]+){0,3})(?=[\s,;:.!?—–])")
"""The first letter of a chapter and the rest of its first words."""
_FOLIO_WIDTH, _HEAD_LETTER = 26.0, 5.7
"""What a folio takes from the measure, and a letter of a running head on average (pt)."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes parts of one document, `stamped` ones so that the join can put in page numbers."""

    document: Document
    index: Index
    report: Report
    stamped: bool = False

    def medium(self, page_of: PageOf) -> Medium:
        """The printed page: links are resolved by the join, notes stand at the foot."""
        return Medium(
            href=lambda target: f"xref:{target}",
            address=address,
            note_call=foot_call,
            formula=formula,
            page=page_of,
            source_lines=True,
        )

    def chapter(self, position: int, page_of: PageOf) -> str:
        """The chapter at this place of the document."""
        chapter = self.document.chapters[position]
        body = self.body(position, page_of)
        side = page_of(chapter.id + SIDE)
        title = plain_text(chapter.title)
        return self.page(body, title, chapter.matter, chapter.role, side, language=chapter.language)

    def body(self, position: int, page_of: PageOf) -> Element:
        """The element of a chapter, made ready for print."""
        chapter = self.document.chapters[position]
        body = chapter_body(self.document, position, self.index, self.medium(page_of), self.report)
        _link_notes(body, chapter.id)
        _notes_out_of_heads(body)
        _drop_page_here(body, chapter.id, page_of)
        if self.stamped:
            _stamp_pages(body, page_of)
        _group_terms(body)
        _part_letters(body)
        _mark_long_boxes(body)
        self._mark_parts(body)
        if chapter.matter == "body":
            _open(body, chapter)
        correct(body, self.document, self.document.settings.pdf_corrections)
        return body

    def contents(self, page_of: PageOf) -> str:
        """The table of contents, for a book whose author has none."""
        title = self.index.words.contents
        kind = "chapter role-contents" + (" dense" if self._is_crowded() else "")
        section = e("section", {"id": MADE_CONTENTS, "class": kind})
        add(add(section, "header", {"class": "opening"}), "h1", {}, title)
        writing = chapter_writing(self.document, 0, self.index, self.medium(page_of), self.report)
        listing(section, Listing("contents"), replace(writing, chapter_role="contents"))
        self._mark_parts(section)
        return self.page(section, title, "front", "contents", page_of(MADE_CONTENTS + SIDE))

    def _is_crowded(self) -> bool:
        """Whether the contents fill one page only if their lines stand close."""
        trim = Geometry.of(self.document.settings.trim_width, self.document.settings.trim_height)
        room = (trim.height - trim.head - trim.foot) / UNIT - _CONTENTS_HEAD
        lines = list(_contents_lines(self.index.outline, self.document))
        return sum(open_ for open_, _ in lines) > room >= sum(close for _, close in lines)

    def _mark_parts(self, body: Element) -> None:
        """Say in contents which entries are parts of the book, and which are all in capitals."""
        parts = {f"xref:{given.id}" for given in self.document.chapters if given.role == "part"}
        for item in body.iter("li"):
            if len(item) and item[0].get("href") in parts:
                item.set("class", f"{item.get('class', '')} part".strip())
            if item.get("class", "").startswith("level-") and len(item):
                title = "".join(str(words) for words in item[0].itertext())
                if title.isupper() and len(title) > _CONTENTS_LETTERS // 2:
                    item[0].set("class", "capitals")

    def page(
        self, body: Element, head: str, matter: str, role: str, side: str = "",
        *, language: str = "",
    ) -> str:  # fmt: skip
        """A whole HTML document around the body of a part that begins on a page of this side.

        Its `language` is the book's, if it is not given. Where the two are written in different
        directions, what is a right-hand page of the one is one of the other's left-hand pages.
        """
        data = self.document.metadata
        is_rtl = direction(language or data.language) == "rtl"
        turned = is_rtl != (direction(data.language) == "rtl")
        trim = Geometry.of(self.document.settings.trim_width, self.document.settings.trim_height)
        letters = int((trim.measure - _FOLIO_WIDTH) / _HEAD_LETTER)
        heads = {
            "data-book": _shortened(data.title, letters),
            "data-head": _shortened(head, letters),
        }
        kind = f"matter-{matter} part-{role}" + (" verso" if bool(side) != turned else "")
        return shell.page(
            language or data.language, data.title, heads, kind=kind, is_rtl=is_rtl, content=body
        )


def _contents_lines(
    entries: Sequence[OutlineEntry], document: Document, level: int = 0
) -> Iterator[tuple[float, float]]:
    """The lines that each entry takes in open and in close contents."""
    for entry in entries:
        lines = 1 + len(plain_text(entry.title)) // _CONTENTS_LETTERS
        is_part = document.chapters[entry.chapter].role == "part"
        gap = 1.4 if is_part else 0.5
        yield (
            (lines if level else 1.5 * lines) + (gap if entry.children else 0),
            (lines if level else 1.25 * lines + is_part),
        )
        yield from _contents_lines(entry.children, document, level + (not is_part))


def _shortened(title: str, letters: int) -> str:
    """A title for a running head: without its subtitle, and cut at a word if still too long."""
    title = " ".join(title.split())
    if len(title) <= letters:
        return title
    main = title.split(": ", 1)[0]
    if len(main) <= letters:
        return main
    return main[:letters].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def _open(body: Element, chapter: Chapter) -> None:
    """The opening's art, and the initial and small capitals with which the text begins."""
    if chapter.role not in _PLAIN_OPENING:
        art = e("div", {"class": "opening-art", "aria-hidden": "true"})
        art.append(ornament.bundle(chapter.id))
        body.insert(0, art)
    opening = body.find("header")
    first = None if opening is None else opening.getnext()
    if (
        first is None
        or first.tag != "p"
        or len(etree.tostring(first, method="text", encoding="unicode")) < _INITIAL_LETTERS
    ):
        return
    words = _BEGINNING.match(first.text or "")
    if words is None:
        return
    first.set("class", f"{first.get('class', '')} first".strip())
    lead = e("span", {"class": "lead", "data-initial": words[1]}, words[2])
    lead.tail, first.text = (first.text or "")[words.end() :], None
    first[:0] = [e("span", {"class": "initial", "aria-hidden": "true"}, words[1]), lead]


def _link_notes(body: Element, chapter_id: str) -> None:
    """Write the number of each foot note as a link to it, and that in the note as the way back."""
    for note in list(body.iter("span")):
        if note.get("class") != "footnote":
            continue
        number = str(note.attrib.pop("data-number"))
        call = f"{chapter_id}-call-{number}"
        linked = not any(True for _ in note.iterancestors("a"))
        link = {"href": f"xref:{note.get('id')}"} if linked else {}
        note.addprevious(e("a", {"class": "note-call", "id": call, **link}, number))
        back = e("a", {"class": "note-number", "href": f"xref:{call}"}, number)
        first = note[0] if len(note) and note[0].get("class") == "note-paragraph" else note
        back.tail, first.text = "\u2002" + (first.text or ""), None
        first.insert(0, back)


def _notes_out_of_heads(body: Element) -> None:
    """Move the notes for which WeasyPrint would leave out a table's head; the calls stay.

    It does so when the head or the first row calls a note that leaves no room for that row. A
    long note stands below its table, a short one of the head is laid out with the second row.
    """
    for table in list(body.iter("table")):
        below = e("div")
        for note in [span for span in table.iter("span") if span.get("class") == "footnote"]:
            place, call = _place_of_note(note, table, below), note.getprevious()
            if place is not None and call is not None:
                call.tail = (call.tail or "") + (note.tail or "")
                note.tail = None
                place.append(note)
        if len(below):
            below.tail, table.tail = table.tail, None
            table.addnext(below)


def _place_of_note(note: Element, table: Element, below: Element) -> Element | None:
    """Where a note of a table must go, None if it may stay."""
    above = list(note.iterancestors("span", "thead"))
    if any(one.get("class") == "footnote" for one in above):
        return None
    if sum(map(len, note.itertext())) >= _LONG_NOTE:
        return below
    rows = [row for group in table.iter("tbody") for row in group.iter("tr") if len(row)]
    return rows[:2][-1][0] if rows and any(one.tag == "thead" for one in above) else None


def _drop_page_here(body: Element, chapter_id: str, page_of: PageOf) -> None:
    """Leave out "on page 47" on page 47; the place keeps an id, so that its page is known."""
    for number, words in enumerate(body.iter("span")):
        link = words.getprevious()
        if words.get("class") != "page" or link is None or not link.get("href"):
            continue
        place = f"{chapter_id}{HERE}{number}"
        words.set("id", place)
        if page_of(place) == page_of(link.get("href", "").removeprefix("xref:")):
            words.text = None
            link.tail = None


def _stamp_pages(body: Element, page_of: PageOf) -> None:
    """Put noughts for the page numbers in the text, with what they are to be (see `stamps.py`)."""
    for words in list(body.iter("span")):
        link = words.getprevious()
        if words.get("class") != "page" or not words.text or link is None:
            continue
        target = link.get("href", "").removeprefix("xref:")
        number = page_of(target) if target else ""
        if number.isdecimal() and number in words.text:
            words.text, _, after = words.text.rpartition(number)
            add(words, "span", {STAMP: target}, STAND_IN * len(number)).tail = after


def _mark_long_boxes(body: Element) -> None:
    """Say which boxes are so long that they may be divided between two pages."""
    for box in body.iter("aside", "div"):
        kinds = box.get("class", "").split()
        if (
            "box" in kinds
            and len(etree.tostring(box, method="text", encoding="unicode")) > _LONG_BOX
        ):
            box.set("class", f"{box.get('class')} long")


def _part_letters(body: Element) -> None:
    """Mark the last index entry of each letter: space below it, so that no column begins with it."""
    indexes = [box for box in body.iter("div", "section") if box.get("class") == "index"]
    for entries in [box[0] for box in indexes if len(box)]:
        for place in entries.iter("li"):  # no page number stands alone on a line
            if len(place) and place[0].get("class") == "locator":
                place.text = (place.text or "").removesuffix(", ") + ",\u00a0"
        for item, after in pairwise(entries):
            if _letter(item) != _letter(after):
                item.set("class", "letter")


def _letter(item: Element) -> str:
    """The letter that an entry stands under, without its accent."""
    return unicodedata.normalize("NFD", (item.text or "").strip()[:1]).casefold()[:1]


def _group_terms(body: Element) -> None:
    """Put each term of a glossary and what explains it into one box, to be set as one paragraph."""
    glossaries = (box for box in body.iter("div", "section") if box.get("class") == "glossary")
    for terms in [glossary[0] for glossary in glossaries if len(glossary)]:
        group: Element | None = None
        for item in list(terms):
            if item.tag == "dt" or group is None:
                group = add(terms, "div", {"class": "entry"})
            group.append(item)
            item.tail = " "
