"""What `build` does with a catalogue instead of a book."""

from __future__ import annotations

from pathlib import Path

import click

from myopress.cli.options import Command, PdfBookOptions


def takes_catalogue(command: Command) -> Command:
    """Add the options about a catalogue."""
    for decorate in (
        click.option(
            "--scheduler", metavar="ADDRESS", default="",
            help="With --catalog: the Dask scheduler of a cluster that makes the books.",
        ),
        click.option(
            "--catalog", type=click.Path(path_type=Path, exists=True), metavar="TOML|DIR",
            help="Make all books of a catalogue, or of a folder; -o may be an address (s3://…).",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def build_all(
    catalogue: Path,
    place: str,
    outputs: tuple[str, ...],
    scheduler: str,
    options: PdfBookOptions,
) -> int:
    """Make all books of a catalogue; raises UsageError for what goes with a single book alone."""
    if options["book"] is not None:
        raise click.UsageError("--catalog goes without BOOK: it has the books")
    if options["allow_paths"] or options["allow_net"]:
        raise click.UsageError("--catalog goes without --allow-path and --allow-net")
    from myopress.run.catalogue import Wanted, build_catalogue
    from myopress.run.session import Options

    return build_catalogue(Wanted(catalogue, place, outputs, scheduler), Options(**options))
