"""A task of a catalogue done: one book made in a folder of its own, from files by their digests.

This runs in the worker, which may be another process or another machine. It makes what `build`
makes of the same book, by the same code and with the same bytes.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from myopress import pipeline
from myopress.backends.pdf.workers import Helpers
from myopress.catalogue.task import ONIX, OUTPUTS, Fetch, Made, Task, digest
from myopress.diagnostics import Diagnostic, MyopressError, untold
from myopress.findings import CONFIGURATION_AT_FAULT, Findings
from myopress.progress import SILENT
from myopress.run import handouts, outputs
from myopress.run.delivery import Output, page_map_file
from myopress.run.kept import layout_libraries
from myopress.run.places import in_folder
from myopress.run.reading import day_sent
from myopress.run.session import Options
from myopress.run.sheets import Wanted

_DAY = "SOURCE_DATE_EPOCH"
_LIBRARIES = ("citeproc-py", "ebooklib", "markdown-it-py", "mdit-py-plugins", "pyyaml")
_one_at_a_time = threading.Lock()
"""The environment is the process's, and so is what libraries print."""


def make(
    task: Task,
    fetch: Fetch,
    scratch: Path,
    helpers: Helpers | None = None,
    *,
    home: Path | None = None,
    jobs: int = 1,
) -> Made:
    """Make the book of a task, laid out below `scratch`.

    Chapters are laid out by at most `jobs` processes, or by `helpers`. `home` is the book's own
    place, with what is kept for it between runs; without it that is in `scratch`. Faults of the
    surroundings are told in `Made.failure`.
    """
    began = perf_counter()
    with _one_at_a_time, TemporaryDirectory(prefix="book-", dir=scratch) as name:
        folder = Path(name).resolve()
        try:
            if task.program != program():
                return Made(
                    failure="the worker runs another version of myopress, or of what it uses"
                )
            _lay_out(task, fetch, folder)
            with _day(task.day):
                made = _made(task, folder, home or scratch, jobs, helpers)
        except MyopressError as fault:
            return Made(failure=str(fault).replace(f"{folder}/", ""))
        except Exception as fault:
            # a library's fault must not stop the other books
            return Made(failure=_internal(fault))
        finally:
            gc.unfreeze()  # what the layout of this book set apart is of no use to the next
            gc.collect()
    return replace(made, seconds=round(perf_counter() - began, 2))


def _internal(fault: Exception) -> str:
    place, trace = "", fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "myopress" in file.parts:
            place = f" at {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"internal error, please report it: {type(fault).__name__}{place}"


def _lay_out(task: Task, fetch: Fetch, folder: Path) -> None:
    """Write the files of the task into a folder, and none outside."""
    for path, name in task.files:
        file = folder / path
        if not file.resolve().is_relative_to(folder):
            raise ValueError(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.write_bytes(fetch(name))
        except OSError as fault:
            raise MyopressError(f"“{path}” cannot be had: {fault.strerror or fault}") from None


def _made(task: Task, folder: Path, home: Path, jobs: int, helpers: Helpers | None) -> Made:
    making = task.making
    options = Options(
        folder / task.book,
        strict=making.strict,
        draft=making.draft,
        archive=making.archive,
        printer=making.printer,
        colour=making.colour,
        jobs=jobs,
        home=home,
    )
    findings = Findings(folder / task.book)
    run = folder / task.book, findings, SILENT
    place = in_folder(folder / "made")
    names = ["site" if name == "html" else name for name in making.outputs or OUTPUTS]
    rendered = outputs.render(
        names, place, options, run, all_asked=bool(making.outputs), helpers=helpers
    )
    made = list(rendered.outputs)
    sound = not findings.faults(strict=making.strict)
    if task.gyms:
        made += handouts.render(run, folder / task.gyms, place, Wanted(), options, each=None)
    nothing = findings.exit_code(strict=making.strict) == CONFIGURATION_AT_FAULT
    files = {} if nothing else dict(_files(made, folder / "made"))
    document = rendered.document
    if sound and document.chapters:
        day = day_sent(document)
        files[ONIX] = pipeline.onix(document, untold, day, found=rendered.found)
    unsound = [output for output in made if not output.sound]
    return Made(
        title=document.metadata.title,
        language=document.metadata.language,
        files=files,
        faulty=frozenset(name for name, _ in _files(unsound, folder / "made")),
        diagnostics=tuple(_within(folder, found) for found in findings.in_order()),
        pages=rendered.pages,
        recalled=rendered.recalled,
    )


def _files(made: list[Output], folder: Path) -> Iterator[tuple[str, bytes]]:
    for output in made:
        name = output.place.relative_to(folder)
        if output.data:
            yield name.as_posix(), output.data
        if output.page_map:
            yield page_map_file(name).as_posix(), output.page_map
        for path, data in output.files.items():
            yield (name / path).as_posix(), data


def _within(folder: Path, found: Diagnostic) -> Diagnostic:
    """A diagnostic with its path that of the bundle."""
    path = found.span.path.removeprefix(f"{folder.as_posix()}/")
    return replace(found, span=replace(found.span, path=path))


@contextmanager
def _day(day: str) -> Iterator[None]:
    """The environment's day is the task's."""
    before = os.environ.pop(_DAY, None)
    if day:
        os.environ[_DAY] = day
    try:
        yield
    finally:
        os.environ.pop(_DAY, None)
        if before is not None:
            os.environ[_DAY] = before


@cache
def program() -> str:
    """The digest of the program, by its files' contents, and of what shapes its outputs."""
    package = Path(__file__).parent.parent
    files = [
        (file.relative_to(package).as_posix(), digest(file.read_bytes()))
        for file in sorted(package.rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    ]
    libraries = {}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            libraries[name] = version(name)
    parts = [list(sys.version_info[:2]), zlib.ZLIB_RUNTIME_VERSION, files, libraries]
    return digest(json.dumps(parts).encode() + layout_libraries())
