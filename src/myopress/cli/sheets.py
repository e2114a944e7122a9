"""The command that makes the cheat sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from myopress.cli.options import BookOptions, Command, commands, has_target, place_of, reads_book


class SheetOptions(BookOptions):
    """What the command gets from click about the sheet itself."""

    papers: tuple[str, ...]
    orientation: str | None
    ink_saver: bool
    grey: bool


def _papers(_: click.Context, __: click.Parameter, given: str | None) -> tuple[str, ...]:
    """The names of papers, each once; raises BadParameter for one that there is not."""
    from myopress.manifest.toml_values import PAPERS

    names = [name.strip().lower() for name in (given or "").split(",") if name.strip()]
    for name in names:
        if name not in PAPERS:
            raise click.BadParameter(f"“{name}” is not one of {', '.join(PAPERS)}")
    return tuple(dict.fromkeys(names))


def _chooses_sheet(command: Command) -> Command:
    """Add the options about paper and ink."""
    for decorate in (
        click.option("--grey", is_flag=True, help="Make a proof in greys."),
        click.option("--ink-saver", is_flag=True, help="Draw lines instead of filled bands."),
        click.option(
            "--orientation", type=click.Choice(["portrait", "landscape"]),
            help="Upright or lying. [default: book.toml's, or portrait]",
        ),
        click.option(
            "--paper", "papers", metavar="NAMES", callback=_papers,
            help="Some of a3,a4,a5,letter,legal, parted by commas: a sheet for each.",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def _chooses_form(command: Command) -> Command:
    """Add the options about what is written."""
    for decorate in (
        click.option("--svg", "form", flag_value="svg", help="Write it as SVG, letters as curves."),
        click.option("--png", "form", flag_value="png", help="Write it as a picture for screens."),
        click.option(
            "--html", "form", flag_value="html",
            help="Write it as a web page for phones and screens.",
        ),
        click.option(
            "--each", type=click.Path(path_type=Path), metavar="FILE-{slug}.pdf",
            help="With --for: a PDF for each gym, {slug} stands for its name.",
        ),
        click.option(
            "--for", "gyms", type=click.Path(path_type=Path, exists=True, dir_okay=False),
            metavar="CSV", help="Write a sheet for each gym of a list, all in one PDF.",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


@commands.command()
@reads_book
@has_target
@_chooses_form
@_chooses_sheet
def cheatsheet(
    target: Path | None,
    gyms: Path | None,
    each: Path | None,
    form: str | None,
    **options: Unpack[SheetOptions],
) -> int:
    """Write the one-page cheat sheet of BOOK."""
    if form and gyms is not None:
        raise click.UsageError(f"--{form} goes without --for")
    if each is not None and (gyms is None or target is not None):
        raise click.UsageError("--each goes with --for, and without --output")
    if str(target) == "-" and len(options["papers"]) > 1:
        raise click.UsageError("--output - goes with one --paper")
    from myopress.run.session import Options
    from myopress.run.sheets import Wanted, write_sheets

    wanted = Wanted(
        options["papers"], options["orientation"], options["ink_saver"], options["grey"]
    )
    given = Options(
        options["book"], options["format"], options["strict"], options["quiet"],
        options["verbose"], allow_paths=options["allow_paths"], allow_net=options["allow_net"],
    )  # fmt: skip
    if gyms is None:
        form = form or "cheatsheet"
        return write_sheets(form, place_of(form, target), wanted, given)
    from myopress.run.handouts import SLUG, write_handouts

    if each is not None and (SLUG not in each.name or each.suffix.lower() != ".pdf"):
        message = f"“{each}” has no {SLUG} in its name, or does not end in .pdf"
        raise click.BadParameter(message, param_hint="--each")
    return write_handouts(gyms, place_of("handouts", target), each, wanted, given)
