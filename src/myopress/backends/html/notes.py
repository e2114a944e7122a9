"""Notes: what stands at a call, and the notes at the end of a chapter."""

from __future__ import annotations

from dataclasses import replace

from myopress.backends.html.blocks import blocks
from myopress.backends.html.element import Element, add, attributes, child, e, meaning
from myopress.backends.html.inlines import inlines
from myopress.backends.html.medium import Writing
from myopress.document import Chapter, Note, NoteReference, Paragraph

_RETURNS = "abcdefghijklmnopqrstuvwxyz"


def no_call(_parent: Element, _node: NoteReference, _writing: Writing) -> None:
    """Nothing at a call, for a medium without notes."""


def linked_call(parent: Element, node: NoteReference, writing: Writing) -> None:
    """A number that leads to the note at the chapter's end.

    The style sheet raises the number: a `sup` around the link keeps some reading systems from
    opening the note as a pop-up.
    """
    number, call = _counted(node, writing)
    attrs = {"class": "note-call", "id": call_id(writing.chapter_id, number, call)}
    if writing.in_link:
        add(parent, "span", attrs, number)
        return
    attrs.update(meaning("noteref", "doc-noteref", writing))
    attrs["href"] = f"#{note_id(writing.chapter_id, number)}"
    add(parent, "a", attrs, number)


def foot_call(parent: Element, node: NoteReference, writing: Writing) -> None:
    """The note itself at its first call, for `float: footnote`; later calls lead to it.

    `data-number` is for the style sheet's `::footnote-call`. A paragraph of a note is a span,
    since a `p` cannot stand in another; other blocks need a tree that no HTML parser reads again.
    """
    number, call = _counted(node, writing)
    own_id = note_id(writing.chapter_id, number)
    note = writing.notes.get(node.label)
    if note is None or call > 1:
        attrs = {"class": "note-call", "id": call_id(writing.chapter_id, number, call)}
        link = {} if writing.in_link else {"href": f"#{own_id}"}
        add(parent, "a" if link else "span", {**attrs, **link}, number)
        return
    span = add(parent, "span", {"class": "footnote", "id": own_id, "data-number": number})
    if note.span.line:
        span.set("data-l", str(note.span))
    inner = replace(writing, in_link=False)
    for block in note.children:
        if isinstance(block, Paragraph):
            words = add(span, "span", attributes(block.attributes, writing, "note-paragraph"))
            inlines(words, block.children, inner)
        else:
            blocks(span, (block,), inner)


def note_id(chapter_id: str, number: str) -> str:
    """The id of a note, the same in every medium."""
    return f"{chapter_id}-note-{number}"


def _counted(node: NoteReference, writing: Writing) -> tuple[str, int]:
    """The number of a note, and how often it is called with this call."""
    number = writing.index.note_numbers.get((writing.position, node.label), node.label)
    calls = writing.calls[number] = writing.calls.get(number, 0) + 1
    return number, calls


def call_id(chapter_id: str, number: str, call: int) -> str:
    """The id of a note's first or later call."""
    return f"{chapter_id}-call-{number}" + (f"-{call}" if call > 1 else "")


def end_notes(parent: Element, chapter: Chapter, writing: Writing) -> None:
    """The notes of a chapter whose calls are written, in the order of their numbers.

    Notes may call notes, so the ways back are added when all of them are written.
    """
    numbered = [
        (number, note)
        for note in chapter.notes
        if (number := writing.index.note_numbers.get((writing.position, note.label)))
    ]
    if not numbered:
        return
    attrs = {"class": "notes", **meaning("footnotes", "", writing)}
    heading_id = f"{chapter.id}-notes"
    if writing.medium.semantics:
        attrs["aria-labelledby"] = heading_id
    section = child(parent, "section", attrs)
    add(section, "h2", {"id": heading_id}, writing.index.words.notes)
    written = [
        (number, _end_note(section, number, note, writing))
        for number, note in sorted(numbered, key=lambda pair: int(pair[0]))
    ]
    for number, first in written:
        _add_ways_back(first, number, writing)


def _end_note(parent: Element, number: str, note: Note, writing: Writing) -> Element:
    """One note as an aside; the element that its ways back open is returned."""
    attrs = {"class": "note", "id": note_id(writing.chapter_id, number)}
    aside = child(parent, "aside", {**attrs, **meaning("footnote", "doc-footnote", writing)})
    if writing.medium.source_lines and note.span.line:
        aside.set("data-l", str(note.span))
    blocks(aside, note.children, writing)
    if len(aside) and aside[0].tag == "p":
        return aside[0]
    first = e("p")
    aside.insert(0, first)
    return first


def _add_ways_back(first: Element, number: str, writing: Writing) -> None:
    """Put the number before a note's words, as the link to its call; more calls get letters."""
    words, first.text = first.text or "", None
    links = []
    for call in range(1, writing.calls.get(number, 0) + 1):
        visible = number if call == 1 else _RETURNS[(call - 1) % len(_RETURNS)]
        attrs = {
            "class": "note-number" if call == 1 else "note-return",
            "href": f"#{call_id(writing.chapter_id, number, call)}",
            **meaning("backlink", "doc-backlink", writing),
            "aria-label": f"{visible}: {writing.index.words.back_to_text}",
        }
        links.append(e("a", attrs, visible))
        links[-1].tail = " "
    links = links or [e("span", {"class": "note-number"}, number)]
    first[:0] = links
    links[-1].tail = f" {words}"
