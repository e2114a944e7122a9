"""How soon the command answers, and what reading a book takes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from book import write_book
from place import CHAPTER, OURS, ROOT, ours, table
from processes import Command, alternate, run
from results import Aim, Case, Part, Topic

CLICK, HELP = 'python -c "import click"', "myopress --help"
SMALL, LARGE = "a book of one page, read", "a book of 1.2 MB, read"


def measure(quick: bool) -> Part:  # noqa: FBT001 - as each topic has it
    """`--help` beside a bare import of click; the document of a book, made and thrown away."""
    python = str(OURS / "python")
    script = str(Path(__file__).with_name("read_document.py"))
    help_and_click = [Command((python, "-c", "import click"), ROOT), Command(ours("--help"), ROOT)]
    measured = alternate(help_and_click, 1 if quick else 31, warm=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_book(work / SMALL, 1, 1000)
        write_book(work / LARGE, 40, CHAPTER)
        read = [(run(Command((python, script, book), work)),) for book in (SMALL, LARGE)]
    names = CLICK, HELP, SMALL, LARGE
    return Part("", tuple(map(Case, names, [*measured, *read])))


def tell(part: Part) -> str:
    """The section of the page."""
    rows = [
        [case.name, f"{case.seconds * 1000:.0f}", f"{case.times(part[CLICK]):.2f}", f"{case.megabytes:.0f}"]
        for case in part.cases
    ]  # fmt: skip
    return "## Start and reading\n\n" + table(["", "ms", "times click's", "MB"], rows)


def aims(part: Part) -> list[Aim]:
    """Of the issue that asked for them."""
    return [
        Aim(
            "`myopress --help`: times as long as a bare import of click",
            1.3,
            part[HELP].times(part[CLICK]),
        )
    ]


TOPIC = Topic(measure, tell, aims)
