"""The PDF of a short and of a long book: time and memory for a page, by three ways."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from book import write_book
from place import CHAPTER, OURS, PEERS, ROOT, pandoc, table
from processes import Command, Run, alternate

TOOLS = "myopress pdf", "one WeasyPrint document", "typst"
FONTS = ROOT / "src" / "myopress" / "backends" / "fonts"
PREAMBLE = """\
#set page(width: 152.4mm, height: 228.6mm, margin: (x: 19mm, y: 20mm), numbering: "1")
#set text(font: "Source Serif 4", size: 10.5pt, lang: "en")
#set par(justify: true)
#show heading.where(level: 1): it => pagebreak(weak: true, to: "odd") + it
#show figure: set block(breakable: true)
#let horizontalrule = line(length: 100%)
"""
TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], font_paths=[sys.argv[3]])"


@dataclass(frozen=True)
class Printed:
    """What one tool took for one book."""

    run: Run
    pages: int

    @property
    def milliseconds(self) -> float:
        """For a page."""
        return self.run.seconds / self.pages * 1000


def compare(short: int, long: int, runs: int) -> str:
    """The section of the report, for books of so many chapters."""
    books = [print_book(chapters, runs) for chapters in (short, long)]
    rows = [
        row for name, few, many in zip(TOOLS, *books, strict=True) for row in _rows(name, few, many)
    ]
    head = (
        "",
        "pages",
        "seconds",
        "CPU seconds",
        "MB",
        "ms a page",
        "times the short one's",
        "times ours",
    )
    for number, row in enumerate(rows):
        row.append(
            f"{books[number % 2][number // 2].run.seconds / books[number % 2][0].run.seconds:.2f}"
        )
    return (
        f"## PDF\n\nMedians of {runs} runs, each a new process. Memory: of the largest process. One "
        "WeasyPrint document has the same markup and styles, with CSS's page counters for the contents "
        "and the references in the text; typst has no such references and gets "
        "the text from pandoc, which is not counted.\n\n" + table(head, rows)
    )


def _rows(name: str, few: Printed, many: Printed) -> list[list[object]]:
    return [
        [
            name,
            one.pages,
            f"{one.run.seconds:.2f}",
            f"{one.run.processor:.2f}",
            f"{one.run.megabytes:.0f}",
            f"{one.milliseconds:.1f}",
            f"{one.milliseconds / few.milliseconds:.2f}",
        ]
        for one in (few, many)
    ]


def print_book(chapters: int, runs: int) -> list[Printed]:
    """One book by each tool."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        files, _ = write_book(book, chapters, CHAPTER, page_references=True)
        write_typst(book, files)
        outputs = [Path(folder) / f"{number}.pdf" for number in range(len(TOOLS))]
        measured = alternate(commands(book, outputs), runs)
        return [Printed(one, _pages(path)) for one, path in zip(measured, outputs, strict=True)]


def commands(book: Path, outputs: list[Path]) -> list[Command]:
    """In the order of `TOOLS`."""
    ours, whole, typsts = map(str, outputs)
    python = str(OURS / "python")
    one_document = str(Path(__file__).with_name("one_document.py"))
    return [
        Command((str(OURS / "myopress"), "pdf", ".", "-o", ours), book),
        Command((python, one_document, ".", whole), book),
        Command(
            (str(PEERS / "python"), "-c", TYPST, "book.typ", typsts, str(FONTS)),
            book,
        ),
    ]


def write_typst(book: Path, files: list[str]) -> None:
    """The book in typst's markup, by pandoc; links between files, which it cannot make, are text."""
    made = subprocess.run(
        [str(pandoc()), "--file-scope", "--to=typst", *files],
        cwd=book,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    text = re.sub(r"#link\(<[^>]*>\)", "#", made.stdout)
    (book / "book.typ").write_text(PREAMBLE + text, encoding="utf-8")


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
