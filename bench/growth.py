"""How the price of the print PDF grows with the book, from 50 pages to 1,600."""

from __future__ import annotations

import tempfile
from pathlib import Path

from book import write_book
from edits import Desk
from paper import look, pdf_name
from peers import TYPST, typst
from place import CHAPTER, table
from processes import alternate
from results import Aim, Case, Part, Topic

SIZES = {50: 3, 100: 5, 200: 11, 400: 22, 800: 44, 1600: 87}
"""Chapters for about so many pages."""
OURS = "myopress, one process"


def measure(quick: bool) -> Part:  # noqa: FBT001 - as each topic has it
    """A book of each size, by us with nothing kept and by typst; short ones three times."""
    cases: list[Case] = []
    for pages, chapters in SIZES.items():
        if quick and pages > 100:
            break
        with tempfile.TemporaryDirectory() as folder:
            cases += _sized(Path(folder), pages, chapters, 3 if pages < 400 and not quick else 1)
    return Part("", tuple(cases))


def _sized(work: Path, pages: int, chapters: int, runs: int) -> list[Case]:
    files, contents = write_book(work / "book", chapters, CHAPTER, for_print=True)
    commands = {
        OURS: Desk(work, files[0], ("pdf", "-q")).first(pdf_name(OURS), "-j", "1"),
        TYPST: typst(work, files),
    }
    measured = alternate(list(commands.values()), runs)
    return [
        Case(
            _name(tool, pages),
            one,
            {**look(work / pdf_name(tool), contents), "words": contents.words.total()},
        )
        for tool, one in zip(commands, measured, strict=True)
    ]


def _name(tool: str, pages: int) -> str:
    return f"{tool}, {pages:,} pages"


def _each(case: Case) -> float:
    """What a page costs, in processor seconds, all else included."""
    return case.processor / float(case.made["pages"])


def tell(part: Part) -> str:
    """The section of the page."""
    rows = []
    for tool in (OURS, TYPST):
        cases = [part[name] for pages in SIZES if (name := _name(tool, pages)) in part]
        first = part[_name(tool, 100)]
        rows += [
            [
                tool,
                case.made["pages"],
                f"{case.seconds:.1f}",
                f"{case.processor:.1f}",
                f"{_each(case) * 1000:.1f}",
                f"{_each(case) / _each(first):.2f}",
                f"{case.made['pages'] / case.seconds:.1f}",
                f"{case.made['words'] / case.seconds:,.0f}",
                f"{case.megabytes:.0f}",
            ]
            for case in cases
        ]
    head = "", "pages", "s", "CPU s", "CPU ms a page", "times that of 100 pages", "pages a second", "words a second", "MB"  # fmt: skip
    return (
        "## Growth\n\nInvented books of one kind (tagged, notes, index, references with pages), "
        "each a first build; what a page costs includes the start of the program, of which a long "
        f"book has less a page.\n\n{table(head, rows)}"
    )


def aims(part: Part) -> list[Aim]:
    """Of the issue that asked for them."""
    if _name(OURS, 1600) not in part:
        return []
    short, long = (_each(part[_name(OURS, pages)]) for pages in (100, 1600))
    return [Aim("PDF, a page of a book of 1,600: times as dear as one of 100", 1.1, long / short)]


TOPIC = Topic(measure, tell, aims)
