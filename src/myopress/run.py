"""One run of a command: the book found, its stages called, findings shown, outputs delivered.

The outermost code: it alone reads the environment and writes to the terminal.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO, TypeAlias

from myopress import diagnostic_formats as formats
from myopress import document_json, pipeline
from myopress.backends import page_map
from myopress.diagnostics import Code, ConfigurationError, Diagnostic, Report, Severity, note
from myopress.document import Document
from myopress.findings import CONFIGURATION_AT_FAULT, Findings, line_of
from myopress.gyms import Gym, read_gyms
from myopress.index import Index, index
from myopress.output import write_files
from myopress.progress import Step, progress
from myopress.slugs import slug, unique
from myopress.source import Span

STDOUT = Path("-")
SLUG = "{slug}"
"""Stands in a file's name for a gym's."""
Place: TypeAlias = Callable[[str, str], Path]
"""Where an output goes, told its backend and the book's name in file names."""

_Run: TypeAlias = tuple[Path, Findings, Step]


@dataclass(frozen=True, slots=True)
class Options:
    """What every command understands; `book` is None where the user named none."""

    book: Path | None
    format: str = "text"
    strict: bool = False
    quiet: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class _Output:
    """A rendered output and its place; `sound` if nothing failed in reading or rendering it.

    `page_map` is a PDF's, as a file.
    """

    place: Path
    data: bytes
    sound: bool
    page_map: bytes = b""


@dataclass(slots=True)
class _Renderer:
    """Renders one document; the EPUB gets the pages of the PDF made before it, now or earlier."""

    document: Document
    found: Index
    pages: page_map.PageMap | None = None
    draft: bool = False
    page_file: bytes = b""

    def render(self, backend: str, place: Path, report: Report) -> bytes:
        """The output of a backend, which is to go to `place`."""
        if backend == "pdf":
            printed = pipeline.print_book(self.document, self.found, report, draft=self.draft)
            self.pages = printed.pages
            self.page_file = page_map.encode(self.pages, document_json.encode(self.document))
            return printed.pdf
        if backend == "epub":
            pages = self.pages or self._kept(_page_map(place), report)
            if pages:
                return pipeline.render_paged(self.document, self.found, pages, report)
        return pipeline.render(self.document, backend, report, found=self.found)

    def _kept(self, file: Path, report: Report) -> page_map.PageMap | None:
        """The page map that an earlier PDF left, if it is of this document."""
        try:
            data = file.read_bytes()
        except OSError:
            return None
        pages = page_map.decode(data, document_json.encode(self.document))
        if pages is None:
            message = "the page map is of another state of the book"
            hint = "the EPUB has no page list; `myopress build` makes PDF and EPUB"
            report(note(Code.PAGE_MAP_STALE, message, Span(str(file)), hint))
        return pages


def _page_map(output: Path) -> Path:
    """Where the page map of a book is kept, beside its PDF or EPUB."""
    return output.with_suffix(".pages.json")


def write(
    backends: list[str], place: Callable[[str, str], Path], options: Options, *, all_asked: bool
) -> int:
    """Render with each backend and write the outputs, unless a sound one would be lost by it.

    `place` gives each its file, told the backend and the book's name in file names. Unless
    `all_asked`, a book that has nothing for a cheat sheet does without.
    """
    outputs = {}
    with _run(options, stages=1 + len(backends)) as (path, findings, step):
        step("reading")
        document = _dated(pipeline.read(path, findings.report))
        found = index(document, findings.report)
        name, faults = _file_name(document.metadata.title), findings.faults(strict=options.strict)
        renderer = _Renderer(document, found, draft=options.draft)
        print_first = sorted(backends, key=lambda backend: backend != "pdf")
        for backend in print_first if document.chapters else ():
            step(backend)
            before = findings.faults(strict=options.strict)
            report = findings.report if all_asked else _leniently(findings.report)
            target = place(backend, name)
            data = renderer.render(backend, target, report)
            sound = not faults and findings.faults(strict=options.strict) == before
            pages = renderer.page_file if backend == "pdf" else b""
            outputs[backend] = _Output(target, data, sound, pages)
    code = findings.exit_code(strict=options.strict)
    if code == CONFIGURATION_AT_FAULT:
        _tell("nothing was written, because the configuration has errors", options)
    else:
        _deliver([outputs[backend] for backend in backends if backend in outputs], options)
    return code


def write_handouts(gyms_file: Path, place: Place, each: Path | None, options: Options) -> int:
    """A cheat sheet for each gym of a list: in one PDF, or in a file of its own.

    `place` gives the PDF of all its file as in `write`; `each` is a path with `{slug}` in its
    name, which stands for the gym's name. Rows that cannot be used do not make the book faulty.
    """
    outputs = []
    with _run(options, stages=2) as (path, findings, step):

        def report(diagnostic: Diagnostic) -> None:
            named = diagnostic.span.path == str(gyms_file)
            (findings.add if named else findings.report)(diagnostic)

        step("reading")
        document = _dated(pipeline.read(path, findings.report))
        sound = not findings.faults(strict=options.strict)
        gyms = read_gyms(gyms_file, report) if document.chapters else ()
        step("cheatsheet")
        handouts = pipeline.render_handouts(document, gyms, report, each=each is not None)
        names = _gym_names(gyms)
        target = place("handouts", _file_name(document.metadata.title))
        for handout in handouts:
            if each:
                name = each.name.replace(SLUG, names[handout.gyms[0].span])
                target = each.with_name(name)
            outputs.append(_Output(target, handout.pdf, sound))
    code = findings.exit_code(strict=options.strict)
    if code != CONFIGURATION_AT_FAULT:
        _deliver(outputs, options)
    return code


def _gym_names(gyms: Sequence[Gym]) -> dict[Span, str]:
    """Each gym's name in file names, by its row; the second of the same name gets `-2`."""
    names: dict[Span, str] = {}
    taken: set[str] = set()
    for gym in gyms:
        names[gym.span] = unique(_file_name(gym.name, "gym"), taken.__contains__)
        taken.add(names[gym.span])
    return names


def _leniently(report: Report) -> Report:
    """A report to which it is no fault that a book has nothing for a cheat sheet."""

    def told(diagnostic: Diagnostic) -> None:
        if diagnostic.code is Code.CHEATSHEET_EMPTY:
            diagnostic = replace(diagnostic, severity=Severity.NOTE)
        report(diagnostic)

    return told


def _deliver(outputs: list[_Output], options: Options) -> None:
    """Write the outputs, all or none. A faulty one stands beside an earlier file, as its draft."""
    outputs = [output for output in outputs if output.data]
    if outputs and outputs[0].place == STDOUT:
        _print(outputs[0].data)
        return
    places = [_draft(o.place) if _endangers(o) else o.place for o in outputs]
    files = dict(zip(places, (output.data for output in outputs), strict=True))
    for output in outputs:
        if output.page_map and output.place in files:
            files[_page_map(output.place)] = output.page_map
    write_files(files)
    for output, place in zip(outputs, places, strict=True):
        fault = "" if output.sound else "  with faults"
        _print("" if options.quiet else f"{place}  {_size(len(output.data))}{fault}\n")
        if place != output.place:
            _tell(f"{output.place} is left as it was, because the book has faults", options)
        elif output.sound:
            _draft(output.place).unlink(missing_ok=True)


def _endangers(output: _Output) -> bool:
    return not output.sound and output.place.exists()


def _draft(place: Path) -> Path:
    """Where an output goes that must not replace the one at `place`: `book.draft.epub`."""
    return place.with_suffix(f".draft{place.suffix}")


def check(options: Options, shop: str | None) -> int:
    """Show what is wrong with the book, and with its EPUB in the eyes of a shop."""
    with _run(options, stages=1, on_stdout=True) as (path, findings, step):
        step("reading")
        document = pipeline.read(path, findings.report)
        if shop is None:
            pipeline.check(document, findings.report)
        else:
            pipeline.check_shop(document, shop, findings.report)
    return findings.exit_code(strict=options.strict)


def inspect(options: Options, encode: Callable[[Document], bytes]) -> int:
    """Print the document, or what `encode` takes of it, with whatever could be read."""
    with _run(options, stages=1) as (path, findings, step):
        step("reading")
        document = pipeline.read(path, findings.report)
    _print(encode(document))
    return findings.exit_code(strict=options.strict)


def onix(options: Options, target: Path | None) -> int:
    """Print the book's ONIX record, or write it to a file."""
    with _run(options, stages=1) as (path, findings, step):
        step("reading")
        document = _dated(pipeline.read(path, findings.report))
        record = pipeline.onix(document, findings.report, _sent(document))
    sound = not findings.faults(strict=options.strict)
    _deliver([_Output(target or STDOUT, record, sound)], options)
    return findings.exit_code(strict=options.strict)


def _sent(document: Document) -> str:
    """The day of SOURCE_DATE_EPOCH, else the book's, as ONIX writes it."""
    day = _epoch_day() or document.metadata.date
    return f"{day.replace('-', '')}0101"[:8] if day else "20000101"


@contextmanager
def _run(options: Options, *, stages: int, on_stdout: bool = False) -> Iterator[_Run]:
    """The path of the book, its findings, and the progress; the findings are shown at the end."""
    path = options.book or (Path("manuscript") if Path("manuscript").is_dir() else Path())
    findings = Findings(path)
    try:
        with progress(stages, shown=sys.stderr.isatty() and not options.quiet) as step:
            yield path, findings, step
    finally:
        _show(findings.in_order(), options, on_stdout=on_stdout)


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
            stream.write(formats.as_text(found, line_of, _paint(stream)))
            if found:
                _tell(formats.summary(found), options)


def _paint(stream: TextIO) -> formats.Paint:
    """Colour on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        return formats.in_colour
    return lambda text, _: text


def _tell(message: str, options: Options) -> None:
    """A line for people; a program that reads JSON from stderr is to find nothing else there."""
    if options.format == "text":
        sys.stderr.write(f"myopress: {message}\n")


def _print(result: str | bytes) -> None:
    """Results are UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(result.encode() if isinstance(result, str) else result)
    sys.stdout.buffer.flush()


def _dated(document: Document) -> Document:
    """The document with the day of SOURCE_DATE_EPOCH, if that is set and the book has no date.

    The variable: https://reproducible-builds.org/specs/source-date-epoch/. Raises
    ConfigurationError if it holds no number of seconds.
    """
    day = "" if document.metadata.date else _epoch_day()
    return replace(document, metadata=replace(document.metadata, date=day)) if day else document


def _epoch_day() -> str:
    """The day of SOURCE_DATE_EPOCH, "2026-03-01", or nothing if it is not set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return ""
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH must be a number of seconds, not “{seconds}”"
        raise ConfigurationError(message) from None


def _file_name(title: str, otherwise: str = "book") -> str:
    """A title in file names, at most 60 letters, cut between words if there are more."""
    name = slug(title)
    return (name if len(name) <= 60 else name[:61].rpartition("-")[0] or name[:60]) or otherwise


def _size(count: int) -> str:
    """Bytes in decimal units, as file managers count."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
