"""Measures a catalogue: python bench/catalogue.py [BOOKS [PAGES [PROCESSES [TIMES]]]]

Many books made side by side by `myopress build --catalog`, against the same books made one after the
other in one process; cold, that is with nothing kept. Without arguments: 200 books of 50 pages,
4 processes, once, which takes the better part of an hour on two cores. `make bench` takes fewer.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import book
from place import OURS, ours, table
from processes import Command, alternate
from results import Aim, Case, Part, Topic

PAGE = 2_650
"""Bytes of Markdown that fill a page."""
CHAPTERS = 5
BACKENDS = ["epub", "pdf"]


def write_shelf(folder: Path, books: int, pages: int) -> None:
    """Write so many different books of about so many pages, and a catalogue of them."""
    for number in range(books):
        book.SEED = number + 1
        book.write_book(folder / f"book-{number + 1:03}", CHAPTERS, pages * PAGE // CHAPTERS)
        toml = folder / f"book-{number + 1:03}" / "book.toml"
        text = toml.read_text("utf-8").replace('title = "', f'title = "{number + 1}. ', 1)
        toml.write_text(f'identifier = "urn:x-shelf:{number + 1}"\n{text}', "utf-8")
    names = ", ".join(f'"{name}"' for name in BACKENDS)
    (folder / "catalog.toml").write_text(f'outputs = [{names}]\nbooks = ["book-*"]\n', "utf-8")


def make_alone(shelf: Path, out: Path) -> None:
    """Make all books one after the other in this process."""
    from myopress.run.outputs import write
    from myopress.run.places import in_folder
    from myopress.run.session import Options

    for place in sorted(shelf.glob("book-*")):
        options = Options(place, quiet=True, jobs=1)
        write(BACKENDS, in_folder(out / place.name), options, all_asked=True)


ALONE, TOGETHER = "one after the other in one process", "side by side in four processes"


def measured(books: int, pages: int, processes: int, times: int) -> Part:
    """The books made both ways."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_shelf(folder / "shelf", books, pages)

        def clear() -> None:
            shutil.rmtree(folder / "out", ignore_errors=True)

        kept_not = {"MYOPRESS_CACHE": ""}
        alone = str(OURS / "python"), __file__, "--alone", "shelf", "out"
        together = ours("build", "--catalog", "shelf", "-o", "out", "-j", str(processes), "-q")
        commands = [Command(one, folder, kept_not, clear) for one in (alone, together)]
        runs = alternate(commands, times)
    about = f"{books} books of about {pages} pages, EPUB and PDF"
    return Part(about, tuple(map(Case, (ALONE, TOGETHER), runs)), {"books": books})


def tell(part: Part) -> str:
    """The section of the page."""
    rows = [
        [
            case.name,
            f"{case.seconds:.0f}",
            f"{part[ALONE].times(case):.2f}",
            f"{part.facts['books'] / case.seconds * 60:.1f}",
            f"{case.processor:.0f}",
            f"{case.megabytes:.0f}",
        ]
        for case in part.cases
    ]
    head = ["", "s", "times as fast", "books a minute", "CPU s", "MB"]
    return (
        f"## Catalogue\n\n{part.about}, nothing kept; by `myopress build --catalog` and by a loop in "
        f"Python. For 200 books: `python bench/catalogue.py`.\n\n{table(head, rows)}\n"
        f"Giving out the books takes {100 * _giving_out(part):.1f} % of the processors' time, the start "
        "of the processes included."
    )


def _giving_out(part: Part) -> float:
    """The processors' seconds beyond those of making the books, as a share of these."""
    return part[TOGETHER].processor / part[ALONE].processor - 1


def aims(part: Part) -> list[Aim]:
    """Of the issue that asked for them, on two cores."""
    faster = part[ALONE].times(part[TOGETHER])
    return [
        Aim("Catalogue, four processes on two cores: times as fast as one", 1.8, faster, at_least=True),
        Aim("Catalogue, giving out the books: share of the processors' time", 0.03, _giving_out(part)),
    ]  # fmt: skip


TOPIC = Topic(
    lambda quick: measured(*((2, 10, 4, 1) if quick else (40, 50, 4, 1))),
    tell,
    aims,
)

if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        make_alone(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        given = [int(number) for number in sys.argv[1:]]
        print(tell(measured(*given, *(200, 50, 4, 1)[len(given) :])))
