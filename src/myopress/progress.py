"""What a terminal shows and a pipe does not: how far a run has come, and what came of it.

The only file that knows rich.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console

Part: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a chapter or part that is done, how many are, and of how many."""


class Step:
    """Told what a run is about, and says nothing of it."""

    def __call__(self, stage: str) -> None:
        """A stage begins, the one before it has ended; `stage` is one of those announced."""

    def part(self, name: str, done: int, total: int) -> None:
        """Within the stage `done` of `total` parts are ready, at last the one that is named."""

    def taken(self, what: str) -> None:
        """Something was taken from somewhere: for whoever wants to know all."""


SILENT = Step()


@contextmanager
def progress(stages: Sequence[str], *, shown: bool, verbose: bool = False) -> Iterator[Step]:
    """On stderr a bar that is gone when all is done, or a line for everything if `verbose`."""
    if verbose:
        lines = _Lines()
        yield lines
        lines.end()
        return
    if not shown:
        yield SILENT
        return
    from rich.console import Console

    with drawn_bar(stages, Console(stderr=True, highlight=False)) as step:
        yield step


class _Lines(Step):
    """What begins, what is ready and what is taken, each with the seconds since the beginning."""

    def __init__(self) -> None:
        self._began = self._stage_began = perf_counter()
        self._stage = ""

    def __call__(self, stage: str) -> None:
        self.end()
        self._stage, self._stage_began = stage, perf_counter()
        self._say(name_of(stage))

    def part(self, name: str, done: int, total: int) -> None:
        self._say(f"  {name} ({done} of {total})")

    def taken(self, what: str) -> None:
        self._say(f"  {what}")

    def end(self) -> None:
        """Tell how long the stage took."""
        if self._stage:
            self._say(f"{name_of(self._stage)} took {perf_counter() - self._stage_began:.2f} s")
        self._stage = ""

    def _say(self, what: str) -> None:
        sys.stderr.write(f"{perf_counter() - self._began:8.2f} s  {what}\n")


@contextmanager
def drawn_bar(stages: Sequence[str], console: Console) -> Iterator[Step]:
    """The stage, the part that was last ready, and the time left: one line, never a second.

    It is there from the first stage on.
    """
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
    from rich.table import Column

    room = max(8, min(48, console.width - 42))
    words = Column(width=room, no_wrap=True, overflow="ellipsis")
    columns = (
        SpinnerColumn(), TextColumn("{task.description}", markup=False, table_column=words),
        BarColumn(24), TextColumn("{task.fields[left]:>12}"),
    )  # fmt: skip
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("", total=1, left="")

    def show(words: str, share: float, left: str) -> None:
        bar.update(task, description=words, completed=share, left=left)
        bar.start()
        bar.refresh()

    try:
        yield _Bar(stages, show)
    finally:
        bar.stop()


class _Bar(Step):
    """Turns what it is told into words, a share of the whole, and the time left."""

    def __init__(self, stages: Sequence[str], show: Callable[[str, float, str], None]) -> None:
        self._weights = [_SECONDS.get(stage, _SECONDS_ELSE) for stage in stages]
        self._show, self._began, self._number = show, perf_counter(), -1
        self._stage, self._share = "", 0.0

    def __call__(self, stage: str) -> None:
        self._number += 1
        self._stage = stage
        self._draw(name_of(stage), 0)

    def part(self, name: str, done: int, total: int) -> None:
        self._draw(f"{name_of(self._stage)}  {name}", done / total)

    def _draw(self, words: str, within: float) -> None:
        weights, number = self._weights, max(0, self._number)
        ready = sum(weights[:number]) + within * sum(weights[number : number + 1])
        self._share = max(self._share, min(1.0, ready / sum(weights)))
        self._show(words, self._share, time_left(perf_counter() - self._began, self._share))


def time_left(seconds: float, share: float) -> str:
    """How long the rest takes at the pace so far; nothing while too little is known of that."""
    if seconds < _WORTH_TELLING or share < _ENOUGH_TO_TELL:
        return ""
    left = round(seconds * (1 - share) / share)
    return f"{left // 60}:{left % 60:02} left" if left >= 60 else f"{left} s left"


def name_of(stage: str) -> str:
    """A stage in words."""
    return _NAMES.get(stage, stage)


_NAMES = {
    "pdf": "PDF", "epub": "EPUB", "cheatsheet": "cheat sheet", "site": "web site", "png": "PNG",
    "svg": "SVG", "html": "web page",
}  # fmt: skip
_SECONDS = {
    "reading": 1, "pdf": 30, "epub": 1, "cheatsheet": 5, "site": 1, "proof": 6, "building": 36, "building anew": 36,
    "verifying": 6,
}  # fmt: skip
"""What the stages of a book of 150 pages take, one to the other."""
_SECONDS_ELSE = 5
_WORTH_TELLING = 1.0
_ENOUGH_TO_TELL = 0.02


WORDS_A_MINUTE = 238
"""Of a reader of English non-fiction (Brysbaert 2019, Journal of Memory and Language 109)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a run: its place, its size in words ("74 kB"), what is wrong with it or nothing."""

    place: str
    size: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run; `pages` is 0 without a PDF, `began` what `perf_counter` said then."""

    files: tuple[Written, ...]
    pages: int
    words: int
    warnings: int
    errors: int
    began: float


def show_summary(summary: Summary) -> None:
    """Print the table on stdout, which is a terminal."""
    from rich.console import Console

    draw_summary(summary, Console(highlight=False), perf_counter() - summary.began)


def draw_summary(summary: Summary, console: Console, seconds: float) -> None:
    """A row for each file, and below them a line about the book and the run."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("output", overflow="fold")
    table.add_column("size", justify="right", no_wrap=True)
    if any(file.fault for file in summary.files):
        table.add_column("", style="red")
    for file in summary.files:
        cells = file.place, file.size, file.fault
        table.add_row(*map(Text, cells[: len(table.columns)]))
    console.print(table)
    minutes = max(1, round(summary.words / WORDS_A_MINUTE))
    reading = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    facts = [
        _count(summary.pages, "page") if summary.pages else "",
        _count(summary.words, "word"),
        f"{reading} of reading",
        f"[red]{_count(summary.errors, 'error')}[/]" if summary.errors else "",
        f"[yellow]{_count(summary.warnings, 'warning')}[/]" if summary.warnings else "no warnings",
        f"{seconds:.1f} s",
    ]
    console.print(" · ".join(filter(None, facts)))


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book of a catalogue: the folder of its outputs, what became of it, figures."""

    place: str
    state: str
    pages: int
    size: str
    errors: int
    warnings: int
    seconds: float
    broken: bool


def show_books(rows: Sequence[BookRow], facts: Sequence[str]) -> None:
    """Print a table of books on stdout, which is a terminal, and below it a line of facts."""
    from rich.console import Console

    draw_books(rows, facts, Console(highlight=False))


def draw_books(rows: Sequence[BookRow], facts: Sequence[str], console: Console) -> None:
    """A row for each book; what is not well is in colour, and told in words."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("book", overflow="fold")
    table.add_column("", no_wrap=True)
    for name in ("pages", "size", "errors", "warnings", "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        counts = (row.errors, "red"), (row.warnings, "yellow")
        table.add_row(
            Text(row.place),
            Text(row.state, "red" if row.broken else ""),
            f"{row.pages:,}" if row.pages else "",
            row.size,
            *(Text(f"{count:,}", colour) if count else "" for count, colour in counts),
            f"{row.seconds:.1f}" if row.seconds else "",
        )
    console.print(table)
    console.print(" · ".join(facts), markup=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
