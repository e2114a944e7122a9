"""The group of commands, and the options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar

import click

from myopress.cli.group import Group
from myopress.run.places import ENDINGS, Place, in_folder

Command = TypeVar("Command", bound=Callable[..., Any])


class BookOptions(TypedDict):
    """What every command that reads a book gets from click."""

    book: Path | None
    format: str
    strict: bool
    quiet: bool
    verbose: bool
    allow_paths: tuple[Path, ...]
    allow_net: bool
    origin: str | None


class PdfBookOptions(BookOptions):
    """What a command that makes the PDF gets from click."""

    draft: bool
    archive: bool
    jobs: int | None
    printer: str | None
    colour: Literal["grey", "cmyk", "rgb"] | None


@click.group(
    cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96}
)
@click.version_option(package_name="myopress", message="%(prog)s %(version)s")
def commands() -> None:
    """Turn Markdown chapters into an EPUB, a print PDF and a one-page cheat sheet.

    BOOK is a folder with book.toml or SUMMARY.md, a bare folder of Markdown files, one Markdown
    file, or a document in JSON (ours or pandoc's; - is standard input). Without BOOK: manuscript/
    here, else this folder.
    """


def names_book(command: Command) -> Command:
    """Add the argument BOOK."""
    return click.argument("book", required=False, type=click.Path(path_type=Path))(command)


def may_reach(command: Command) -> Command:
    """Add the options about what lies beyond the book's folder."""
    for decorate in (
        click.option(
            "--allow-net", is_flag=True, help="Fetch the pictures that are on the web, and keep them."
        ),
        click.option(
            "--allow-path", "allow_paths", multiple=True, metavar="DIR",
            type=click.Path(path_type=Path, exists=True),
            help="Let the book use files there too; may be given several times.",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def reads_book(command: Command) -> Command:
    """Add the argument BOOK and the options about diagnostics."""
    for decorate in (
        may_reach,
        click.option(
            "-v", "--verbose", is_flag=True, help="Tell what is done, from what, and how long it takes."
        ),
        click.option("-q", "--quiet", is_flag=True, help="Show errors only."),
        click.option("--strict", is_flag=True, help="Let warnings fail the run."),
        click.option(
            "--format", type=click.Choice(["text", "json", "sarif"]), default="text",
            help="How diagnostics are written.",
        ),
        click.option(
            "--from", "origin", type=click.Choice(["pandoc-json"]),
            help="What BOOK is; without BOOK it comes from standard input.",
        ),
        names_book,
    ):  # fmt: skip
        command = decorate(command)
    return command


def has_target(command: Command) -> Command:
    """Add the option for one output's place."""
    return click.option(
        "-o", "--output", "target", type=click.Path(path_type=Path), metavar="FILE",
        help="The file to write, its folder, or - for stdout. [default: in output/]",
    )(command)  # fmt: skip


def place_of(backend: str, target: Path | None) -> Place:
    """An output's name must end like one, so that it cannot be that of a source of the book."""
    if target is None or target.is_dir():
        return in_folder(target or Path("output"))
    return at_file(target, "." + ENDINGS[backend].rpartition(".")[2])


def at_file(target: Path, suffix: str) -> Place:
    """One output as `target`; raises BadParameter if that has another suffix."""
    if str(target) != "-" and target.suffix.lower() != suffix:
        message = f"“{target}” is neither a folder nor ends in {suffix}"
        raise click.BadParameter(message, param_hint="--output")
    return lambda *_: target
