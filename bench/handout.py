"""The cheat sheet of the book that ships: made, made again, made after an edit of a card."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from edits import Desk
from place import ROOT, table
from processes import alternate
from results import Case, Part, Topic

FIRST, EDITED, AGAIN = "first", "after an edit of a card", "nothing changed"
CHAPTER = "04-irisin.md"


def measure(quick: bool) -> Part:  # noqa: FBT001 - as each topic has it
    """The sheet of manuscript/."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(ROOT / "manuscript", work / "book")
        desk = Desk(work, CHAPTER, ("cheatsheet", "-q"))
        text = (work / "book" / CHAPTER).read_text("utf-8")
        start = text.index("::: card")
        edited = text[:start] + text[start:].replace("\nDoes\n: ", "\nDoes\n: Often ", 1)
        desk.fill("first.pdf")
        commands = {
            FIRST: desk.first("first.pdf"),
            EDITED: desk.again("edited.pdf", text=edited),
            AGAIN: desk.again("again.pdf"),
        }
        measured = alternate(list(commands.values()), 1 if quick else 5)
        same = desk.same("same.pdf", text=edited)
    return Part("", tuple(map(Case, commands, measured)), {"same": same})


def tell(part: Part) -> str:
    """The section of the page."""
    rows = [
        [
            case.name,
            f"{case.seconds:.2f}",
            f"{case.times(part[FIRST]):.2f}",
            f"{case.processor:.2f}",
            f"{case.megabytes:.0f}",
        ]
        for case in part.cases
    ]
    same = "are those" if part.facts["same"] else "are **not** those"
    return (
        f"## Cheat sheet\n\nThat of the book that ships; {len(part.cases[0].runs)} runs each.\n\n"
        f"{table(['', 's', 'times the first', 'CPU s', 'MB'], rows)}\n"
        f"The bytes after the edit {same} of a first build of the edited book."
    )


TOPIC = Topic(measure, tell)
