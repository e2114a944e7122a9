"""One run of a command: the book found, progress and findings shown, results printed.

The outermost code: it alone reads the environment and writes to the terminal.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TextIO, TypeAlias

from myopress import diagnostic_formats as formats
from myopress.diagnostics import ConfigurationError, Diagnostic, InputError, Severity, did_you_mean
from myopress.document import Document
from myopress.findings import Findings, line_of
from myopress.progress import Step, progress

Run: TypeAlias = tuple[Path, Findings, Step]


@dataclass(frozen=True, slots=True)
class Options:
    """What every command understands; `book` is None where the user named none.

    `printer` is a target's name, "none" for no printer, None for what the book says; `colour` is
    that of its file, None for what the book says. `home` is the book's own place, with what is kept
    for it, if `book` is a copy. `origin` is "pandoc-json" for a book that is read from standard input if
    none is named.
    """

    book: Path | None
    format: str = "text"
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    draft: bool = False
    archive: bool = False
    jobs: int | None = None
    printer: str | None = None
    colour: Literal["grey", "cmyk", "rgb"] | None = None
    allow_paths: tuple[Path, ...] = ()
    allow_net: bool = False
    home: Path | None = None
    origin: str | None = None


@contextmanager
def running(
    options: Options, *, stages: Sequence[str] = ("reading",), on_stdout: bool = False
) -> Iterator[Run]:
    """The path of the book, its findings, and the progress; the findings are shown at the end.

    `stages` are the names with which the progress will be told of each stage, in their order.
    """
    from myopress.pipeline import STDIN

    path = options.book or (STDIN if options.origin else usual_book())
    if path != STDIN and not path.exists():
        raise InputError("; ".join(filter(None, (f"there is no “{path}”", _meant(path)))))
    findings = Findings(path)
    try:
        seen = sys.stderr.isatty() and not options.quiet
        verbose = options.verbose and not options.quiet and options.format == "text"
        with progress(stages, shown=seen, verbose=verbose) as step:
            yield path, findings, step
    finally:
        _show(findings.in_order(), options, on_stdout=on_stdout)


def usual_book() -> Path:
    """The book where the user names none."""
    return Path("manuscript") if Path("manuscript").is_dir() else Path()


def _meant(path: Path) -> str:
    """What lies beside and has nearly that name."""
    try:
        return did_you_mean(path.name, sorted(one.name for one in path.parent.iterdir()))
    except OSError:
        return ""


def _show(found: list[Diagnostic], options: Options, *, on_stdout: bool) -> None:
    """Print the diagnostics; they are the result of `check`, hence then on stdout."""
    stream = sys.stdout if on_stdout else sys.stderr
    if options.quiet:
        found = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    match options.format:
        case "json":
            stream.write(formats.as_json(found))
        case "sarif":
            stream.write(formats.as_sarif(found))
        case _:
            width = shutil.get_terminal_size().columns if stream.isatty() else 0
            stream.write(formats.as_text(found, line_of, painter(stream), width))
            if found:
                tell(formats.summary(found), options)


def painter(stream: TextIO) -> formats.Paint:
    """Colour on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        return formats.in_colour
    return lambda text, _: text


def tell(message: str, options: Options) -> None:
    """A line for people; a program that reads JSON from stderr is to find nothing else there."""
    if options.format == "text":
        sys.stderr.write(f"myopress: {message}\n")


def show_result(result: str | bytes) -> None:
    """Results are UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(result.encode() if isinstance(result, str) else result)
    sys.stdout.buffer.flush()


def dated(document: Document) -> Document:
    """The document with the day of SOURCE_DATE_EPOCH, if that is set and the book has no date.

    The variable: https://reproducible-builds.org/specs/source-date-epoch/. Raises
    ConfigurationError if it holds no number of seconds.
    """
    day = "" if document.metadata.date else epoch_day()
    return replace(document, metadata=replace(document.metadata, date=day)) if day else document


def epoch_day() -> str:
    """The day of SOURCE_DATE_EPOCH, "2026-03-01", or nothing if it is not set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return ""
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH must be a number of seconds, not “{seconds}”"
        raise ConfigurationError(message) from None
