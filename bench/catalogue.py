"""Measures a catalogue: python bench/catalogue.py [BOOKS [PAGES [PROCESSES [TIMES]]]]

Many books made side by side by `myopress build --catalog`, against the same books made one after the
other in one process; cold, that is with nothing kept. The last line tells what giving out tasks costs:
the processors' seconds beyond those of making the books. Without arguments: 200 books of 50 pages,
4 processes, once, which takes the better part of an hour on two cores.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import book
from place import OURS, ours, table
from processes import Command, alternate

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


def measure(books: int, pages: int, processes: int, times: int) -> str:
    """The table of both ways, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_shelf(folder / "shelf", books, pages)

        def clear() -> None:
            shutil.rmtree(folder / "out", ignore_errors=True)

        kept_not = {"MYOPRESS_CACHE": ""}
        python = str(OURS / "python") if OURS.exists() else sys.executable
        alone = (python, __file__, "--alone", "shelf", "out")
        together = ours("build", "--catalog", "shelf", "-o", "out", "-j", str(processes), "-q")
        commands = [Command(one, folder, kept_not, clear) for one in (alone, together)]
        runs = alternate(commands, times)
    one, many = (min(side, key=lambda run: run.seconds) for side in runs)
    rows = [
        (what, f"{run.seconds:.1f}", f"{run.processor:.1f}", f"{run.megabytes:.0f}")
        for what, run in (("one process", one), (f"{processes} processes", many))
    ]
    head = [f"{books} books of {pages} pages", "seconds", "of all processors", "MB"]
    cores = len(os.sched_getaffinity(0))
    return (
        f"{table(head, rows)}\n"
        f"times as fast, on {cores} cores: {one.seconds / many.seconds:.2f}\n"
        f"cost of giving out: {100 * (many.processor / one.processor - 1):.1f} % of the processors' time\n"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        make_alone(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        given = [int(number) for number in sys.argv[1:]]
        print(measure(*given, *(200, 50, 4, 1)[len(given) :]), end="")
