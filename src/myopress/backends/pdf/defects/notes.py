"""Notes at the foot of another page than their call, cut off, or on none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from myopress.backends.pdf.defects.leaves import PT, Box, Page, where_of, within
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code

_CALL = re.compile(r"(.+)-call-(\d+)")


def cut(pages: Sequence[Page]) -> Iterator[Defect]:
    """Notes that grow out of their page at its head."""
    for page in pages:
        for area in page.box.children:
            over = page.box.content_box_y() - area.position_y
            if area.element is None and hasattr(area, "page") and area.children and over > 1:
                where = next(filter(None, (where_of(note, "") for note in area.children)), "")
                yield Defect(Code.NOTE_CUT, where, page.number, over * PT)


def astray(pages: Sequence[Page]) -> Iterator[Defect]:
    """Notes that begin pages after their call, and those that are nowhere."""
    calls: dict[str, int] = {}
    notes: dict[str, int] = {}
    wanted: dict[str, str] = {}
    for page in pages:
        for box in (inner for child in page.box.children for inner in within(child)):
            if box.element is None:
                continue
            name, kind = box.element.get("id", ""), box.element.get("class", "")
            if kind == "note-call" and (call := _CALL.fullmatch(name)):
                calls.setdefault(f"{call[1]}-note-{call[2]}", page.number)
            elif kind == "footnote" and _is_note(box):
                notes.setdefault(name, page.number)
    for element in pages[0].box.children[0].element.iter("span"):
        if element.get("class") == "footnote":
            wanted[element.get("id", "")] = element.get("data-l", "")
    for name, where in wanted.items():
        if name not in notes:
            whole = "" if name in calls else "call"
            yield Defect(Code.NOTE_LOST, where, calls.get(name, 0), words=whole)
        elif (away := notes[name] - calls.get(name, notes[name])) > 0:
            yield Defect(Code.NOTE_MOVED, where, notes[name], away)


def _is_note(box: Box) -> bool:
    """Whether a box of a note's element is the note, and not what stands at its call."""
    return box.element_tag == "span" and bool(getattr(box, "children", ()))
