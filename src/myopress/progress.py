"""What a terminal shows and a pipe does not: how far a run has come, and what came of it.

The only file that knows rich.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console

Step: TypeAlias = Callable[[str], None]
"""Told the name of each stage as it begins."""


@contextmanager
def progress(stages: int, *, shown: bool) -> Iterator[Step]:
    """A bar on stderr with the stage's name and its number of `stages`; gone when all is done."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=stages)
        begun = 0

        def step(name: str) -> None:
            nonlocal begun
            bar.update(task, description=name, completed=begun, refresh=True)
            begun += 1

        yield step


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


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
