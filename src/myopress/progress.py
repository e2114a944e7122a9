"""How far a run has come, shown on a terminal and nowhere else; the only file that knows rich."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Step: TypeAlias = Callable[[str], None]
"""Told the name of each stage as it begins."""


@contextmanager
def progress(stages: int, *, shown: bool) -> Iterator[Step]:
    """A bar on stderr with the stage's name and its number of `stages`; gone when all is done."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=stages)
        begun = 0

        def step(name: str) -> None:
            nonlocal begun
            bar.update(task, description=name, completed=begun, refresh=True)
            begun += 1

        yield step
