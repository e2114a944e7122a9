"""The print PDF of a book of 460 pages: ours in all states of the desk, and other ways."""

from __future__ import annotations

import tempfile
from pathlib import Path

from book import write_book
from edits import Desk, with_a_word_changed, with_pages_more
from epubs import describe
from paper import look, pdf_name
from peers import TYPST, others, typst
from place import CHAPTER, table
from processes import Command, alternate
from results import Aim, Case, Part, Topic

ONE, TWO = "myopress, first build, one process", "first build, two processes"
DRAFT = "first build as a draft, two processes"
EDITED, MOVED = "after an edit that moves no page", "after an edit that moves pages"
AGAIN = "nothing changed"
MADE = {"pages": "pages", "tagged": "tagged", "links": "links", "lost": "words lost"}


def measure(quick: bool) -> Part:  # noqa: FBT001 - as each topic has it
    """A book of 25 chapters."""
    chapters, runs = (3, 1) if quick else (25, 3)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files, contents = write_book(work / "book", chapters, CHAPTER, for_print=True)
        desk = Desk(work, files[chapters // 8], ("pdf", "-q"))
        text = (work / "book" / desk.chapter).read_text("utf-8")
        texts = {EDITED: with_a_word_changed(text), MOVED: with_pages_more(text)}
        desk.fill(pdf_name(TWO), "-j", "2")
        often = {**_ours(desk, texts), TYPST: typst(work, files)}
        once = others(work, files)  # no aim hangs on them
        measured = dict(zip(often, alternate(list(often.values()), runs), strict=True))
        measured |= dict(zip(once, alternate(list(once.values()), 1), strict=True))
        cases = [
            Case(name, runs, look(work / pdf_name(name), contents))
            for name, runs in measured.items()
        ]
        pages = {case.name: case.made["pages"] for case in cases}
        assert pages[ONE] == pages[EDITED] < pages[MOVED]
        same = [desk.same("same.pdf", "-j", "2", text=text) for text in texts.values()]
    facts = {"same": all(same), "words": contents.words.total(), "entries": contents.entries}
    return Part(describe(contents), tuple(cases), facts)


def _ours(desk: Desk, texts: dict[str, str]) -> dict[str, Command]:
    """The builds of ours, on all cores where nothing is said of processes."""
    first, again = desk.first, desk.again
    return {
        ONE: first(pdf_name(ONE), "-j", "1"),
        TWO: first(pdf_name(TWO), "-j", "2"),
        DRAFT: first(pdf_name(DRAFT), "-j", "2", "--draft"),
        **{name: again(pdf_name(name), text=text) for name, text in texts.items()},
        AGAIN: again(pdf_name(AGAIN)),
    }


def tell(part: Part) -> str:
    """The section of the page."""
    words, one = part.facts["words"], part[ONE]
    rows = [
        [
            case.name,
            f"{case.seconds:.1f}",
            f"{case.times(one):.3f}",
            f"{case.times(part[TYPST]):.2f}",
            f"{case.processor:.1f}",
            f"{case.megabytes:.0f}",
            f"{case.made['pages'] / case.seconds:.1f}",
            f"{words / case.seconds:,.0f}",
        ]
        for case in part.cases
    ]
    head = (
        "",
        "s",
        "times our first",
        "times typst",
        "CPU s",
        "MB",
        "pages a second",
        "words a second",
    )
    there = [[case.name, *(case.made[key] for key in MADE)] for case in part.cases]
    same = "are those" if part.facts["same"] else "are **not** those"
    return (
        f"## Print PDF\n\nA book of {part.about}, {part.facts['entries']:,} index entries; "
        f"{len(one.runs)} runs each. {_WAYS}\n\n{table(head, rows)}\n"
        f"The bytes after each edit {same} of a first build of the edited book.\n\n"
        f"What is on the pages. {_LOST}\n\n{table(['', *MADE.values()], there)}"
    )


_WAYS = """\
All set the same text in the same face on the same measure. typst has what we have but running
heads: contents, notes at the foot, an index, references with their pages; its source is made by
pandoc beforehand, uncounted. The others are run once. One WeasyPrint document has our markup and
styles, and lets CSS count the pages. Vivliostyle and Chromium print HTML by pandoc, with the notes at
the end and no index, Chromium also without pages in the contents; CPU seconds do not hold all
processes of a browser."""
_LOST = """\
Words lost: of those that went in, as a reader gets them back from the pages. A word parted by two
pages counts as lost if a note stands between; pandoc, from which the others have the text, leaves
out captions that are a picture's title."""


def aims(part: Part) -> list[Aim]:
    """Of the issue that asked for them."""
    one, two, typst = part[ONE], part[TWO], part[TYPST]
    return [
        Aim("PDF, an edit that moves no page: times as fast as our first build on one process", 12, one.times(part[EDITED]), at_least=True),
        Aim("PDF, an edit that moves pages: times as fast as our first build on one process", 8, one.times(part[MOVED]), at_least=True),
        Aim("PDF, an edit that moves no page: times as fast as typst's full run", 1, typst.times(part[EDITED]), at_least=True),
        Aim("PDF, first build on two processes: times as long as on one", 0.55, two.times(one)),
        Aim("PDF, first build as a draft on two processes: times as long as typst's", 3, part[DRAFT].times(typst)),
        Aim("PDF, first build on two processes: times as long as typst's", 6, two.times(typst)),
    ]  # fmt: skip


TOPIC = Topic(measure, tell, aims)
