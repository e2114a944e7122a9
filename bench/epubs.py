"""The EPUB of a long book, by three tools: time, memory, and what is lost."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from book import TITLE, Contents, write_book
from edits import Desk, with_a_word_changed
from fidelity import count_loss
from place import CHAPTER, PEERS, pandoc, table
from processes import Command, alternate, run
from results import Aim, Case, Part, Topic

FIRST, EDITED, AGAIN = "myopress, first build", "after an edit in a chapter", "nothing changed"
PANDOC, MDBINDERY = "pandoc", "mdbindery"
LOST = {
    "epubcheck": "EPUBCheck",
    "broken_links": "broken links",
    "links": "links misled or lost",
    "words": "words lost",
    "pictures": "pictures lost",
    "titles": "titles lost",
}


def measure(quick: bool) -> Part:  # noqa: FBT001 - as each topic has it
    """An EPUB of 1.2 MB of Markdown."""
    chapters, times = (8, 1) if quick else (40, 9)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files, contents = write_book(work / "book", chapters, CHAPTER)
        desk = Desk(work, files[chapters // 2], ("epub", "-q"))
        edited = with_a_word_changed((work / "book" / desk.chapter).read_text("utf-8"))
        desk.fill("first.epub")
        commands = {
            FIRST: desk.first("first.epub"),
            EDITED: desk.again("edited.epub", text=edited),
            AGAIN: desk.again("again.epub"),
            PANDOC: _pandoc(work, files),
        }
        measured = dict(
            zip(commands, alternate(list(commands.values()), times, warm=True), strict=True)
        )
        measured[MDBINDERY] = (run(_mdbindery(work)),)
        losses = {
            name: vars(count_loss(work / path, contents))
            for name, path in {
                FIRST: "first.epub",
                PANDOC: "pandoc.epub",
                MDBINDERY: "dist/book.epub",
            }.items()
        }
        same = desk.same("edited.epub", text=edited)
    cases = [Case(name, runs, losses.get(name, {})) for name, runs in measured.items()]
    return Part(describe(contents), tuple(cases), {"same": same, "words": contents.words.total()})


def describe(contents: Contents) -> str:
    """How large the book is."""
    return (
        f"{contents.bytes / 1e6:.2f} MB, {contents.words.total():,} words, {len(contents.titles)} "
        f"titles, {contents.pictures} pictures, {len(contents.links)} links, {contents.notes} notes"
    )


def _pandoc(work: Path, files: Sequence[str]) -> Command:
    arguments = "--file-scope", f"--metadata=title:{TITLE}", "-o", str(work / "pandoc.epub")
    return Command((str(pandoc()), *arguments, *files), work / "book")


def _mdbindery(work: Path) -> Command:
    arguments = "build", ".", "--out", str(work / "dist"), "--quiet"
    path = f"{pandoc().parent}{os.pathsep}{os.environ['PATH']}"
    return Command((str(PEERS / "mdbindery"), *arguments), work / "book", {"PATH": path})


def tell(part: Part) -> str:
    """The section of the page."""
    first, words = part[FIRST], part.facts["words"]
    rows = [
        [
            case.name,
            f"{case.seconds:.2f}",
            f"{case.times(first):.2f}",
            f"{part[PANDOC].times(case):.1f}",
            f"{case.processor:.2f}",
            f"{case.megabytes:.0f}",
            f"{words / case.seconds:,.0f}",
        ]
        for case in part.cases
    ]
    head = ["", "s", "times our first", "times as fast as pandoc", "CPU s", "MB", "words a second"]
    lost = [[case.name, *(case.made[key] for key in LOST)] for case in part.cases if case.made]
    same = "are those" if part.facts["same"] else "are **not** those"
    return (
        f"## EPUB\n\nA book of {part.about}; {len(part.cases[0].runs)} runs each. mdbindery runs "
        f"once, without its checks.\n\n{table(head, rows)}\n"
        f"The bytes after the edit {same} of a first build of the edited book.\n\n"
        "What is lost on the way, counted in the EPUB itself against what went in; EPUBCheck: "
        f"errors/warnings/usage.\n\n{table(['', *LOST.values()], lost)}"
    )


def aims(part: Part) -> list[Aim]:
    """Of the issue that asked for them."""
    slow = part[PANDOC]
    return [
        Aim("EPUB, first build: times as fast as pandoc", 8, slow.times(part[FIRST]), at_least=True),
        Aim("EPUB, after an edit: times as fast as pandoc", 25, slow.times(part[EDITED]), at_least=True),
    ]  # fmt: skip


TOPIC = Topic(measure, tell, aims)
