"""The commands for printed editions."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from myopress.cli.options import BookOptions, Command, commands, reads_book


def _has_lock(command: Command) -> Command:
    """Add the option for the lock's place."""
    return click.option(
        "--lock", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help="The lock. [default: edition.lock in the book's folder]",
    )(command)  # fmt: skip


@commands.command()
@reads_book
@_has_lock
def lock(file: Path | None, **options: Unpack[BookOptions]) -> int:
    """Write down what the edition of BOOK is made of, and its pages."""
    from myopress.run import editions
    from myopress.run.session import Options

    return editions.lock(Options(**options), file)


@commands.command()
@reads_book
@_has_lock
def diff(file: Path | None, **options: Unpack[BookOptions]) -> int:
    """Tell what changed in BOOK since its lock, and what it moves."""
    from myopress.run import editions
    from myopress.run.session import Options

    return editions.diff(Options(**options), file)
