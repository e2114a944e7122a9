"""The command line, as click sees it: the verbs, their options, and how a run can end.

What the verbs do is in `run.py`, imported when one is called, so that help is quick: only
click, which only this file knows, is needed for it. The user's side: docs/command-line.md.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, TypeVar, Unpack

import click

OUTPUTS = {"epub": ".epub", "pdf": ".pdf", "cheatsheet": "-cheatsheet.pdf"}
"""Each backend, and what its file's name adds to the book's."""
_ENDINGS = OUTPUTS | {
    "handouts": "-handouts.pdf",
    "html": "-cheatsheet.html",
    "png": "-cheatsheet.png",
}

INTERNAL_ERROR = 70
"""EX_SOFTWARE of BSD's sysexits.h."""

INTERRUPTED, PIPE_CLOSED = 130, 141
"""As a shell reports a death by SIGINT or SIGPIPE."""

Place: TypeAlias = Callable[[str, str], Path]
"""Where an output goes, told its backend and the book's name in file names."""


class BookOptions(TypedDict):
    """What every command that reads a book gets from click."""

    book: Path | None
    format: str
    strict: bool
    quiet: bool


Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """The `myopress` command."""
    # One run makes one book and ends, and what it makes lives until then: looking for cycles
    # in that is time lost.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = _exit_code()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    # All is written. Taking apart the thousands of nodes of a book is a tenth of an EPUB's time.
    os._exit(code)


def _exit_code() -> int:
    """Run the command; every way in which it can end becomes a code and at most one line."""
    try:
        code = commands.main(prog_name="myopress", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted; nothing was written")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click ends a run so when a pipe is closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as fault:
        return _failed(fault)
    return code if isinstance(code, int) else 0


def _failed(fault: Exception) -> int:
    """One line about an exception, and its exit code."""
    from myopress.diagnostics import MyopressError

    message = " ".join(str(fault).split())
    if isinstance(fault, MyopressError):
        _complain(message)
        return fault.exit_code
    place, trace = "", fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "myopress" in file.parts:
            place = f" at {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    kind = type(fault).__name__
    _complain(f"internal error, please report it: {kind}{place}: {message}")
    return INTERNAL_ERROR


def _complain(message: str) -> None:
    click.echo(f"myopress: {message}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(package_name="myopress", message="%(prog)s %(version)s")
def commands() -> None:
    """Turn Markdown chapters into an EPUB, a print PDF and a one-page cheat sheet.

    BOOK is a folder with book.toml or SUMMARY.md, a bare folder of Markdown files, one Markdown
    file, or a document in JSON. Without BOOK: manuscript/ here, else this folder.
    """


def _reads_book(command: Command) -> Command:
    """Add the argument BOOK and the options about diagnostics."""
    for decorate in (
        click.option("-q", "--quiet", is_flag=True, help="Show errors only."),
        click.option("--strict", is_flag=True, help="Let warnings fail the run."),
        click.option(
            "--format", type=click.Choice(["text", "json", "sarif"]), default="text",
            help="How diagnostics are written.",
        ),
        click.argument("book", required=False, type=click.Path(path_type=Path)),
    ):  # fmt: skip
        command = decorate(command)
    return command


def _has_target(command: Command) -> Command:
    """Add the option for one output's place."""
    return click.option(
        "-o", "--output", "target", type=click.Path(path_type=Path), metavar="FILE",
        help="The file to write, its folder, or - for stdout. [default: in output/]",
    )(command)  # fmt: skip


def _may_be_draft(command: Command) -> Command:
    """Add the option for a quick PDF."""
    return click.option(
        "--draft", is_flag=True, help="Break the PDF's lines one by one: quicker, less even."
    )(command)


@commands.command()
@_reads_book
@_may_be_draft
@click.option("--only", metavar="NAMES", help="Some of epub,pdf,cheatsheet, parted by commas.")
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"), metavar="DIR", help="The folder to write into. [default: output/]",
)  # fmt: skip
def build(only: str | None, folder: Path, *, draft: bool, **options: Unpack[BookOptions]) -> int:
    """Write every output of BOOK."""
    from myopress import run

    names = list(OUTPUTS) if only is None else [name.strip() for name in only.split(",")]
    for name in names:
        if name not in OUTPUTS:
            known = ", ".join(OUTPUTS)
            raise click.BadParameter(f"“{name}” is not one of {known}", param_hint="--only")
    given = run.Options(**options, draft=draft)
    return run.write(names, _in_folder(folder), given, all_asked=only is not None)


@commands.command()
@_reads_book
@_has_target
def epub(target: Path | None, **options: Unpack[BookOptions]) -> int:
    """Write the EPUB of BOOK."""
    return _write_one("epub", target, options)


@commands.command()
@_reads_book
@_has_target
@_may_be_draft
def pdf(target: Path | None, *, draft: bool, **options: Unpack[BookOptions]) -> int:
    """Write the print PDF of BOOK."""
    return _write_one("pdf", target, options, draft=draft)


@commands.command()
@_reads_book
@_has_target
@click.option(
    "--for",
    "gyms",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="Write a sheet for each gym of a list, all in one PDF.",
)
@click.option(
    "--each",
    type=click.Path(path_type=Path),
    metavar="FILE-{slug}.pdf",
    help="With --for: a PDF for each gym, {slug} stands for its name.",
)
@click.option(
    "--html", "form", flag_value="html", help="Write it as a web page for phones and screens."
)
@click.option("--png", "form", flag_value="png", help="Write it as a picture for screens.")
def cheatsheet(
    target: Path | None,
    gyms: Path | None,
    each: Path | None,
    form: str | None,
    **options: Unpack[BookOptions],
) -> int:
    """Write the one-page cheat sheet of BOOK."""
    if form and gyms is not None:
        raise click.UsageError(f"--{form} goes without --for")
    if each is not None and (gyms is None or target is not None):
        raise click.UsageError("--each goes with --for, and without --output")
    if gyms is None:
        return _write_one(form or "cheatsheet", target, options)
    from myopress import run

    if each is not None and (run.SLUG not in each.name or each.suffix.lower() != ".pdf"):
        message = f"“{each}” has no {run.SLUG} in its name, or does not end in .pdf"
        raise click.BadParameter(message, param_hint="--each")
    place = _place("handouts", target)
    return run.write_handouts(gyms, place, each, run.Options(**options))


def _write_one(
    backend: str, target: Path | None, options: BookOptions, *, draft: bool = False
) -> int:
    from myopress import run

    given = run.Options(**options, draft=draft)
    return run.write([backend], _place(backend, target), given, all_asked=True)


def _place(backend: str, target: Path | None) -> Place:
    """An output's name must end like one, so that it cannot be that of a source of the book."""
    if target is None or target.is_dir():
        return _in_folder(target or Path("output"))
    return _at(target, "." + _ENDINGS[backend].rpartition(".")[2])


def _in_folder(folder: Path) -> Place:
    return lambda backend, name: folder / f"{name}{_ENDINGS[backend]}"


def _at(target: Path, suffix: str) -> Place:
    if str(target) != "-" and target.suffix.lower() != suffix:
        message = f"“{target}” is neither a folder nor ends in {suffix}"
        raise click.BadParameter(message, param_hint="--output")
    return lambda *_: target


@commands.command()
@_reads_book
@click.option(
    "--for", "shop", type=click.Choice(["kdp", "apple", "kobo", "google"]),
    help="Also what that shop rejects or spoils in the EPUB.",
)  # fmt: skip
def check(shop: str | None, **options: Unpack[BookOptions]) -> int:
    """Show what is wrong with BOOK, and write nothing."""
    from myopress import run

    return run.check(run.Options(**options), shop)


@commands.command()
@_reads_book
@click.option("--onix", "as_onix", is_flag=True, help="As ONIX for Books 3.0, in reference names.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), metavar="FILE",
    help="The file to write. [default: standard output]",
)  # fmt: skip
def metadata(as_onix: bool, target: Path | None, **options: Unpack[BookOptions]) -> int:  # noqa: FBT001 -- click's
    """Write what shops and libraries ask about BOOK."""
    from myopress import run

    if not as_onix:
        raise click.UsageError("say in which form: --onix")
    if target is not None:
        _at(target, ".xml")
    return run.onix(run.Options(**options), target)


@commands.command()
@_reads_book
@click.option("--claims", "of_claims", is_flag=True, help="Print its claims and their evidence.")
def inspect(of_claims: bool, **options: Unpack[BookOptions]) -> int:  # noqa: FBT001 -- click's
    """Print the document of BOOK as JSON."""
    from myopress import claims, document_json, run

    encode = claims.encode if of_claims else document_json.encode
    return run.inspect(run.Options(**options), encode)
