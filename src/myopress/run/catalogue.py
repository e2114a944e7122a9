"""The command that makes a catalogue: what is not made yet is made, by whoever is there."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from myopress import pipeline
from myopress.backends.pdf.workers import available_cores
from myopress.catalogue import record, report
from myopress.catalogue.local import done_here
from myopress.catalogue.manifest import Entry, load_catalogue
from myopress.catalogue.page import WORDS, facts, page
from myopress.catalogue.record import Record
from myopress.catalogue.report import Result, Run
from myopress.catalogue.shelf import Shelf, shelf
from myopress.catalogue.sources import Bundle, bundle
from myopress.catalogue.task import ONIX, Job, Made, Making, Task
from myopress.diagnostics import Code, Diagnostic, Severity, warning
from myopress.findings import CONFIGURATION_AT_FAULT, Findings
from myopress.output import size_in_words
from myopress.progress import BookRow, show_books
from myopress.run.one_book import make, program
from myopress.run.session import Options, epoch_day, running, show_result, tell
from myopress.run.summary import is_for_people

BROKEN = 1
"""The exit code if a book has faults or could not be made."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of a catalogue: where to, and by whom.

    `place` is a folder or an address; `scheduler` that of a cluster, empty for this machine.
    """

    catalogue: Path
    place: str
    outputs: tuple[str, ...] = ()
    scheduler: str = ""


@dataclass(slots=True)
class _Book:
    """A book of the run, and what is known of it so far; `earlier` is what stands on the shelf."""

    entry: Entry
    bundle: Bundle
    task: Task
    earlier: Record | None
    result: Record | None = None
    is_new: bool = False
    failure: str = ""

    @property
    def job(self) -> Job:
        return Job(
            self.task, self.bundle.origins, self.entry.path.resolve(), sum(self.bundle.texts)
        )


def build_catalogue(wanted: Wanted, options: Options) -> int:
    """Make the books that are not made yet, and tell of all; 1 if one has faults."""
    began = perf_counter()
    stages = ("reading", "building")
    with running(replace(options, book=wanted.catalogue), stages=stages) as (path, findings, step):
        step("reading")
        catalogue = load_catalogue(path, findings.report)
        own = findings.exit_code(strict=False)
        if own == CONFIGURATION_AT_FAULT or not catalogue.entries:
            tell("nothing was made, because of what the catalogue says", options)
            return own
        goal = shelf(wanted.place)
        books = []
        for number, entry in enumerate(catalogue.entries, 1):
            books.append(_book(entry, goal, wanted, options))
            step.part(entry.name, number, len(catalogue.entries))
        left = {book.entry.name: book for book in books if book.result is None}
        step("building")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        processes = options.jobs or available_cores()
        try:
            with (
                TemporaryDirectory(prefix="myopress-") as scratch,
                closing(_done([*left.values()], processes, wanted, Path(scratch))) as work,
            ):
                for job, made in work:
                    _put(left[job.task.name], made, goal)
                    step.part(job.task.name, sum(book.is_new for book in books), len(left))
        except KeyboardInterrupt:
            ready = sum(book.result is not None for book in books)
            tell(f"interrupted; {ready} of {len(books)} books are made", options)
            return INTERRUPTED
        results = tuple(_result(book, path) for book in books)
        by = 0 if wanted.scheduler else processes
        run = Run(catalogue.title, results, perf_counter() - began, by)
        goal.put({"onix.xml": _onix(books, goal, catalogue.sender, findings), **_reports(run)})
        _tell(books, findings, options)
    _show(run, wanted, options)
    return own or (BROKEN if any(result.is_broken for result in results) else 0)


# --- What there is to do -----------------------------------------------------------------------


def _book(entry: Entry, goal: Shelf, wanted: Wanted, options: Options) -> _Book:
    """A book, and what an earlier run made of it, if all of that is there and nothing changed."""
    found = bundle(entry.path, entry.gyms, _folder(wanted.catalogue))
    task = Task(
        name=entry.name,
        book=found.book,
        gyms=found.gyms,
        files=tuple(sorted(found.digests.items())),
        making=_making(entry.making, wanted, options),
        day=os.environ.get("SOURCE_DATE_EPOCH", "") if epoch_day() else "",
        program=program(),
    )
    earlier = record.decode(goal.get(f"{entry.name}/{record.NAME}"))
    book = _Book(entry, found, task, earlier)
    if earlier and earlier.key == task.key and _is_whole(earlier, entry.name, goal):
        book.result = earlier
    return book


def _folder(catalogue: Path) -> Path:
    return catalogue if catalogue.is_dir() else catalogue.parent


def _is_whole(made: Record, name: str, goal: Shelf) -> bool:
    return record.is_whole(made, lambda file: goal.get(f"{name}/{file}"))


def _making(making: Making, wanted: Wanted, options: Options) -> Making:
    """How a book is made: what the command line says goes before the catalogue."""
    return Making(
        outputs=wanted.outputs or making.outputs,
        strict=options.strict or making.strict,
        draft=options.draft or making.draft,
        archive=options.archive or making.archive,
        printer=making.printer if options.printer is None else options.printer,
        colour=options.colour or making.colour,
    )


# --- Doing it ----------------------------------------------------------------------------------


def _done(
    books: Sequence[_Book], processes: int, wanted: Wanted, scratch: Path
) -> Generator[tuple[Job, Made]]:
    """Each job with what came of it; the longest books begin, so that none is waited for."""
    jobs = sorted((book.job for book in books), key=lambda job: -job.size)
    if not jobs:
        return
    if wanted.scheduler:
        from myopress.catalogue.cluster import done_there

        yield from done_there(jobs, make, wanted.scheduler)
        return
    whole = sum(job.size for job in jobs)
    work = partial(_make, processes, whole, scratch)
    yield from done_here(jobs, work, min(processes, len(jobs)), program)


def _make(processes: int, whole: int, scratch: Path, job: Job) -> Made:
    """Make a book from where its files lie on this machine.

    What libraries leave in the folder for temporary files goes, too, if this process is killed.
    """
    tempfile.tempdir = str(scratch)
    jobs = job.share(whole, processes)
    return make(job.task, job.read, scratch, home=job.place, jobs=jobs)


def _put(book: _Book, made: Made, goal: Shelf) -> None:
    """Put what was made on the shelf, and take away what was made of the book before."""
    book.is_new, book.failure = True, made.failure
    if made.failure:
        return
    book.result, files = record.record(book.task, made, book.earlier)
    files[record.NAME] = record.encode(book.result)  # comes last
    name = book.entry.name
    goal.put({f"{name}/{file}": data for file, data in files.items()})
    gone = book.earlier.files.keys() - book.result.files.keys() if book.earlier else ()
    goal.remove(f"{name}/{file}" for file in gone)


# --- Telling of it -----------------------------------------------------------------------------


def _result(book: _Book, catalogue: Path) -> Result:
    folder = _folder(catalogue)
    path = book.entry.path.relative_to(folder).as_posix()
    name, made = book.entry.name, book.result
    if made is None:
        return Result(name, path, "", "failed", is_broken=True, failure=book.failure)
    return Result(
        name=name,
        path=path,
        title=made.title,
        language=made.language,
        state="made" if book.is_new else "kept",
        is_broken=_is_broken(book),
        files=made.files,
        diagnostics=tuple(_placed(found, book, folder) for found in made.diagnostics),
        pages=made.pages,
        seconds=made.seconds,
        recalled=made.recalled,
    )


def _is_broken(book: _Book) -> bool:
    return book.result is None or any(_fails(book, found) for found in book.result.diagnostics)


def _fails(book: _Book, found: Diagnostic) -> bool:
    failing = {Severity.ERROR, Severity.WARNING} if book.task.making.strict else {Severity.ERROR}
    return found.severity in failing


def _placed(found: Diagnostic, book: _Book, folder: Path | None = None) -> Diagnostic:
    """A diagnostic with its path as the user's shell understands it, or relative to a folder."""
    path = found.span.path
    if not path:
        return found
    whole = book.bundle.place_of(path, book.entry.path, book.entry.gyms)
    if folder:
        whole = whole.relative_to(folder)
    return replace(found, span=replace(found.span, path=whole.as_posix()))


def _tell(books: Sequence[_Book], findings: Findings, options: Options) -> None:
    """Add what was found in the books; people get what fails a book, the report has the rest."""
    for book in books:
        if book.failure:
            tell(f"{book.entry.path}: {book.failure}", options)
        for found in book.result.diagnostics if book.result else ():
            if options.format != "text" or _fails(book, found):
                findings.add(_placed(found, book))


def _onix(books: Sequence[_Book], goal: Shelf, sender: str, findings: Findings) -> bytes:
    """The message of all books that have a record, which are those without faults.

    Reports MANIFEST_VALUE for a second book of one identifier.
    """
    messages = {}
    for number, book in enumerate(books):
        file = book.result.files.get(ONIX) if book.result else None
        if file and not file.earlier and (data := goal.get(f"{book.entry.name}/{ONIX}")):
            messages[str(number)] = data
    message, left_out = pipeline.onix_together(messages, sender)
    for one, other in left_out.items():
        entry, first = books[int(one)].entry, books[int(other)].entry
        words = f"“{entry.name}” has the identifier of “{first.name}”, and is not in onix.xml"
        hint = "give each book an identifier of its own"
        findings.report(warning(Code.MANIFEST_VALUE, words, entry.span, hint))
    return message


def _reports(run: Run) -> dict[str, bytes]:
    return {"report.json": report.as_json(run), "report.html": page(run)}


def _show(run: Run, wanted: Wanted, options: Options) -> None:
    """A table on a terminal; a line for each book in a pipe."""
    rows = [
        BookRow(
            place=f"{wanted.place}/{result.name}",
            state=WORDS[result.state],
            pages=result.pages,
            size=size_in_words(result.size) if result.size else "",
            errors=result.count(Severity.ERROR),
            warnings=result.count(Severity.WARNING),
            seconds=result.seconds,
            broken=result.is_broken,
        )
        for result in run.results
    ]
    if is_for_people(options):
        show_books(rows, facts(run))
    lines = [
        "  ".join(
            filter(None, (row.place, row.state, row.size, "with faults" if row.broken else ""))
        )
        for row in rows
    ]
    show_result("" if options.quiet or is_for_people(options) else "\n".join((*lines, "")))
