"""The press as Python programs use it: `read` and `render`, whose findings are values.

What is public is named in `__init__.py` and told in docs/python.md.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from myopress import document_json, pipeline
from myopress.diagnostic_formats import in_order
from myopress.diagnostics import BackendError, Diagnostic, InputError, Report, did_you_mean
from myopress.document import Document
from myopress.index import Index, index
from myopress.manifest import Reach
from myopress.manifest.files import is_absolute, is_within
from myopress.normalize import report_unsound

Files: TypeAlias = Mapping[str, str | bytes]
"""The files of a book by name: `{"one.md": "# One", "figures/leg.png": b"..."}`."""

Backend: TypeAlias = Literal[
    "epub",
    "pdf",
    "cheatsheet",
    "cheatsheet-html",
    "cheatsheet-png",
    "cheatsheet-svg",
    "pandoc-json",
]
OwnBackend: TypeAlias = Callable[[Document, Index, Report], bytes]
"""A backend of the caller's: what it finds goes to the report, what it makes is returned."""

_BACKENDS: tuple[str, ...] = get_args(Backend)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and what was found wrong with its book, by file and line."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """The bytes of an output, and what was found while it was made."""

    data: bytes
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a web site by name, and what was found while they were made."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read(
    book: str | os.PathLike[str] | Files, *, allow_paths: Sequence[str | os.PathLike[str]] = ()
) -> Reading:
    """The document of a book: a folder, a Markdown file, JSON of ours or pandoc's, or texts by name.

    A mapping is read as a folder with these files would be. Nothing is read outside of the
    book's folder but what lies in `allow_paths`. Raises `InputError` if there is no book to read.
    """
    found: list[Diagnostic] = []
    reach = Reach(tuple(Path(path) for path in allow_paths))
    if isinstance(book, Mapping):
        with tempfile.TemporaryDirectory(prefix="myopress-") as place:
            folder = Path(place) / "book"  # which names a book that has no title
            _lay_out(book, folder)
            document = pipeline.read(folder, found.append, reach)
    else:
        document = pipeline.read(Path(book), found.append, reach)
    return Reading(document, tuple(in_order(found)))


def render(document: Document, backend: Backend | OwnBackend) -> Rendering:
    """An output of `document`, by the name of a backend or by a function that makes it.

    Raises `BackendError` if there is no such backend or a library under it cannot be loaded,
    and `InputError`, with the place, if a program has put into the document what none can hold:
    control characters, lists for tuples, nodes where others belong.
    """
    found: list[Diagnostic] = []
    if callable(backend):
        data = backend(document, _indexed(document, found.append), found.append)
        return Rendering(data, tuple(in_order(found)))
    if backend not in _BACKENDS:
        hint = did_you_mean(backend, _BACKENDS) or f"there are {', '.join(_BACKENDS)}"
        raise BackendError(f"there is no backend “{backend}”; {hint}")
    known = _indexed(document, found.append)
    if backend == "pandoc-json":
        from myopress import pandoc

        data = pandoc.encode(document)
    else:
        ours = backend.removeprefix("cheatsheet-")
        data = pipeline.render(document, ours, found.append, found=known)
    return Rendering(data, tuple(in_order(found)))


def render_site(document: Document) -> Site:
    """The web site of `document`; raises as `render` does."""
    found: list[Diagnostic] = []
    files = pipeline.render_site(document, _indexed(document, found.append), found.append)
    return Site(files, tuple(in_order(found)))


def _indexed(document: Document, report: Report) -> Index:
    """The index of a document that any program may have made, once that is known to be one."""
    try:
        form = document_json.encode(replace(document, resources=()))
    except (RecursionError, TypeError, ValueError) as fault:
        raise InputError(f"the document has in it what none can hold: {fault}") from fault
    document_json.decode(form, "document")
    report_unsound(document, report)
    return index(document, report)


def _lay_out(files: Files, folder: Path) -> None:
    """Write `files` below `folder`; raises InputError for a name that leads out of it."""
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        if is_absolute(name) or not is_within(path, folder) or path == folder:
            raise InputError(f"“{name}” is not the name of a file in the book’s folder")
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as fault:
            raise InputError(f"“{name}” cannot be written: {fault.strerror}") from None
