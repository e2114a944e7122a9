"""What earlier runs made of the same document with the same program, with what they reported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from myopress import document_json
from myopress.cache import Cache, key, secret
from myopress.diagnostic_formats import as_rows, from_rows
from myopress.diagnostics import Diagnostic, Report
from myopress.document import Document

VARIABLE = "MYOPRESS_CACHE"
"""The environment's variable for the folder; empty: nothing is kept."""
FOLDER = ".myopress"
"""The folder in the book's own, if the variable is not set."""
LIBRARIES = (
    "cssselect2", "fonttools", "latex2mathml", "lxml", "pikepdf", "pillow", "pydyf", "pyphen",
    "segno", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint", "ziafont", "ziamath",
)  # fmt: skip
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0", "pango-1.0")
"""Names of the library: Linux, macOS, Windows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Results for one document; `cache` is None where the user wants nothing kept."""

    cache: Cache | None
    document: Document

    def recall(self, what: str, make: Callable[[Report], bytes], report: Report) -> bytes:
        """What `make` gives, or gave an earlier run; its diagnostics are reported either way."""
        if self.cache is None:
            return make(report)
        name = key(what.encode(), document_json.encode(self.document))
        entry = self.cache.get(name)
        if entry is None:
            return self._made(name, make, report)
        told, data = _decode(entry)
        for diagnostic in told:
            report(diagnostic)
        return data

    def _made(self, name: str, make: Callable[[Report], bytes], report: Report) -> bytes:
        told: list[Diagnostic] = []

        def tell(diagnostic: Diagnostic) -> None:
            told.append(diagnostic)
            report(diagnostic)

        data = make(tell)
        if self.cache:
            self.cache.put(name, _encode(told, data))
        return data


def kept(book: Path, document: Document) -> Kept:
    """What is kept for the book at `book`, in its folder or where the environment says."""
    return Kept(store(book, laid_out=True), document)


def store(book: Path, *, laid_out: bool = False) -> Cache | None:
    """Where results for the book at `book` are kept; None where the user wants nothing kept.

    What was `laid_out` depends on the libraries that lay out, too.
    """
    folder = folder_of(book)
    return (
        signed(folder, _program() + (layout_libraries() if laid_out else b"")) if folder else None
    )


def signed(folder: Path, program: bytes = b"") -> Cache | None:
    """A folder of entries that bear the user's signature; None if the user cannot have one."""
    sign = secret(_secret_file())
    return Cache(folder, sign, program) if sign else None


def folder_of(book: Path) -> Path | None:
    """The folder of what is kept for a book; None where the user wants nothing kept."""
    wanted = os.environ.get(VARIABLE)
    if wanted == "":
        return None
    return Path(wanted) if wanted else (book if book.is_dir() else book.parent) / FOLDER


def _secret_file() -> Path:
    """The file of the user's secret, outside any book: beside the entries if the user says where.

    Its place follows https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    if wanted := os.environ.get(VARIABLE):
        return Path(wanted) / "secret"
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home or Path(os.environ.get("HOME", "")) / ".cache") / "myopress" / "secret"


@cache
def _program() -> bytes:
    """The program in its present state: its files by size and time, and where others come from.

    A folder of libraries has another time once one is brought, taken away or changed for another.
    """
    files = sorted(_files(str(Path(__file__).parent.parent)))
    libraries = [path for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    folders = [(path, Path(path).stat().st_mtime_ns) for path in libraries]
    return json.dumps([sys.version, files, folders]).encode()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Files below a folder with their sizes and times, but for compiled ones."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif not entry.name.endswith(".pyc"):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns


@cache
def layout_libraries() -> bytes:
    """The libraries on which a layout depends: those that pip brings, and Pango."""
    from importlib.metadata import PackageNotFoundError, version  # late, as it takes long

    found = {}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return json.dumps([found, _pango()]).encode()


def _pango() -> int:
    """The number of Pango's version, without loading WeasyPrint; 0 if it is not found."""
    import ctypes

    for name in _PANGO:
        with suppress(OSError, AttributeError):
            return int(ctypes.CDLL(name).pango_version())
    return 0


def _encode(told: list[Diagnostic], data: bytes) -> bytes:
    """The diagnostics as a line of JSON, and after it the data."""
    return json.dumps(as_rows(told)).encode() + b"\n" + data


def _decode(entry: bytes) -> tuple[tuple[Diagnostic, ...], bytes]:
    line, _, data = entry.partition(b"\n")
    return from_rows(json.loads(line)), data
