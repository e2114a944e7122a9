"""The commands that render a book."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from myopress.cli.catalogue import build_all, takes_catalogue
from myopress.cli.options import (
    BookOptions,
    Command,
    PdfBookOptions,
    commands,
    has_target,
    place_of,
    reads_book,
)
from myopress.run.places import OUTPUTS, in_folder


def _makes_pdf(command: Command) -> Command:
    """Add the options about the PDF."""
    for decorate in (
        click.option(
            "--colour", type=click.Choice(["grey", "cmyk", "rgb"]),
            help="The colours of a printer's file. [default: as the printer wants]",
        ),
        click.option(
            "--target", "printer", metavar="NAME", callback=_known_target,
            help="Make the files for a printer, like kdp-6x9-cream, or none.",
        ),
        click.option(
            "--archive", is_flag=True, help="Make the PDF PDF/A-3u, with its sources within."
        ),
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), metavar="N",
            help="Lay out the PDF in at most N processes. [default: one for each core]",
        ),
        click.option(
            "--draft", is_flag=True, help="Break the PDF's lines one by one: quicker, less even."
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def _known_target(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    """The name of a target; raises BadParameter if no printer has it."""
    if name in (None, "none"):
        return name
    from myopress.diagnostics import did_you_mean
    from myopress.printers import find_target, target_names

    if find_target(name) is None:
        hint = did_you_mean(name, target_names()) or "docs/print.md lists all"
        raise click.BadParameter(f"no printer makes “{name}”; {hint}")
    return name


@commands.command()
@reads_book
@takes_catalogue
@_makes_pdf
@click.option("--only", metavar="NAMES", help="Some of epub,pdf,cheatsheet,html, parted by commas.")
@click.option(
    "-o", "--output", "place", type=click.Path(file_okay=False),
    default="output", metavar="DIR", help="The folder to write into. [default: output/]",
)  # fmt: skip
def build(
    only: str | None,
    place: str,
    catalog: Path | None,
    scheduler: str,
    **options: Unpack[PdfBookOptions],
) -> int:
    """Write EPUB, PDF and cheat sheet of BOOK, or of a catalogue."""
    names = list(OUTPUTS) if only is None else [name.strip() for name in only.split(",")]
    for name in names:
        if name not in (*OUTPUTS, "html"):
            known = ", ".join((*OUTPUTS, "html"))
            raise click.BadParameter(f"“{name}” is not one of {known}", param_hint="'--only'")
    if catalog is not None:
        return build_all(catalog, place, () if only is None else tuple(names), scheduler, options)
    if scheduler:
        raise click.UsageError("--scheduler goes with --catalog")
    from myopress.run.outputs import write
    from myopress.run.session import Options

    backends = ["site" if name == "html" else name for name in names]
    return write(backends, in_folder(Path(place)), Options(**options), all_asked=only is not None)


@commands.command()
@reads_book
@has_target
def epub(target: Path | None, **options: Unpack[BookOptions]) -> int:
    """Write the EPUB of BOOK."""
    return _write_one("epub", target, options)


@commands.command()
@reads_book
@has_target
@_makes_pdf
def pdf(target: Path | None, **options: Unpack[PdfBookOptions]) -> int:
    """Write the print PDF of BOOK."""
    if options["archive"] and options["printer"] not in {None, "none"}:
        raise click.UsageError("--archive goes without --target: a printer keeps no file")
    return _write_one("pdf", target, options)


@commands.command()
@reads_book
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="The folder of the site itself. [default: in output/]",
)  # fmt: skip
def html(folder: Path | None, **options: Unpack[BookOptions]) -> int:
    """Write BOOK as a web site for a folder or any server."""
    from myopress.run.outputs import write
    from myopress.run.session import Options

    place = in_folder(Path("output")) if folder is None else (lambda *_: folder.absolute())
    return write(["site"], place, Options(**options), all_asked=True)


def _write_one(backend: str, target: Path | None, options: BookOptions | PdfBookOptions) -> int:
    from myopress.run.outputs import write
    from myopress.run.session import Options

    return write([backend], place_of(backend, target), Options(**options), all_asked=True)
