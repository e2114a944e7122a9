"""`catalog.toml`, or a folder whose subfolders are books -> the books, and how each is made.

Nothing outside the catalogue's folder is looked at: neither books nor lists of gyms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from myopress.catalogue.task import Making
from myopress.diagnostics import Code, InputError, Report, did_you_mean, error
from myopress.limits import TEXT_BYTES, read_bytes
from myopress.manifest import toml_values as values
from myopress.manifest.files import MARKDOWN, decode, is_absolute, is_within
from myopress.manifest.folder import natural_order
from myopress.manifest.load import parsed_toml
from myopress.manifest.toml_lines import toml_lines
from myopress.manifest.toml_reader import TomlReader
from myopress.source import Span

FILE = "catalog.toml"
OUTPUTS = ("epub", "pdf", "cheatsheet", "html")
SHARED = ("outputs", "handouts", "strict", "draft", "archive", "target", "colour")
"""The keys of a book that the catalogue may set for all."""
KEYS = ("title", "sender", "books", *SHARED)
BOOK_KEYS = ("path", "folder", *SHARED)
_LISTS = ("book.toml", "SUMMARY.md", "src/SUMMARY.md")
_LEFT = {"node_modules", "output", "__pycache__"}
_WILD = "*?["
_OURS = {"onix.xml", "report.html", "report.json"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A book of the catalogue: where it is, the folder of its results, how it is made.

    `path` and `gyms`, the list for its handouts, are such that the user's shell understands them.
    """

    path: Path
    name: str
    making: Making
    gyms: Path | None
    span: Span


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Books in the order in which they are listed; `sender` sends the ONIX message."""

    title: str
    sender: str
    entries: tuple[Entry, ...]


def load_catalogue(path: Path, report: Report) -> Catalogue:
    """The catalogue at `path`: a TOML file, a folder with `catalog.toml`, or one of books.

    Reports MANIFEST_SYNTAX, MANIFEST_KEY, MANIFEST_VALUE, FILE_MISSING, FILE_OUTSIDE and
    BOOK_EMPTY, with paths relative to the catalogue's folder. Raises InputError if nothing is there.
    """
    if not path.exists():
        raise InputError(f"there is no “{path}”")
    if path.is_dir():
        if not (path / FILE).is_file():
            return _of_folder(path, report)
        path /= FILE
    try:
        data = read_bytes(path, TEXT_BYTES)
    except OSError as fault:
        raise InputError(f"“{path}” cannot be read: {fault.strerror}") from None
    source = decode(data, path.name, report)
    table = parsed_toml(source, "no book is made", report) if source else None
    if source is None or table is None:
        return Catalogue("", "", ())
    reader = TomlReader(table, toml_lines(source.text), path.name, report)
    return _read(reader, path.parent)


def _of_folder(folder: Path, report: Report) -> Catalogue:
    """Each subfolder that is a book."""
    try:
        names = [one.name for one in folder.iterdir()]
    except OSError as fault:
        raise InputError(f"“{folder}” cannot be read: {fault.strerror}") from None
    books = [Path(name) for name in _books_in(folder, names)]
    if not books:
        hint = f"name a folder whose subfolders are books, or write {FILE}"
        report(error(Code.BOOK_EMPTY, "the folder holds no book", Span(""), hint))
    title = folder.resolve().name
    entries = tuple(Entry(folder / b, b.as_posix(), Making(), None, Span("")) for b in books)
    return Catalogue(title, "", entries)


def _books_in(folder: Path, names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if _is_book(folder, name)), key=natural_order)


def _is_book(folder: Path, name: str) -> bool:
    """Whether this is a visible folder within `folder` that has a list of chapters or Markdown."""
    place = folder / name
    if any(part.startswith(".") or part in _LEFT for part in Path(name).parts):
        return False
    try:
        if not (place.is_dir() and is_within(place, folder)):
            return False
        if any((place / listed).is_file() for listed in _LISTS):
            return True
        return any(file.suffix.lower() in MARKDOWN for file in place.iterdir())
    except OSError:  # no permission to look into it
        return False


def _read(reader: TomlReader, folder: Path) -> Catalogue:
    reader.only(KEYS)
    usual, gyms = _making(reader, Making()), _gyms(reader, folder, None)
    if "books" not in reader.table:
        reader.fault("books", "a catalogue needs the paths of its books")
    entries = list(_entries(reader, folder, usual, gyms))
    title = reader.get("title", values.text, "") or folder.resolve().name
    return Catalogue(
        title, reader.get("sender", values.text, ""), tuple(_apart(entries, reader.report))
    )


def _entries(
    catalogue: TomlReader, folder: Path, usual: Making, gyms: Path | None
) -> Iterator[Entry]:
    """The books in order; one that is named by itself is not also found by a pattern."""
    listed = catalogue.get_all("books", values.chapter)
    named = {path.rstrip("/") for fields in listed if isinstance(path := fields.get("path"), str)}
    line = catalogue.span("books").line
    for number, fields in enumerate(listed):
        begun = catalogue.lines.keys.get(f"books[{number}].path", line)
        span = catalogue.string_span(str(fields.get("path")), begun)
        line = span.line
        book = catalogue.within(fields, "books.", line)
        book.only(BOOK_KEYS)
        if "path" not in fields:
            book.fault("path", "a book needs its path")
        making, own_gyms = _making(book, usual), _gyms(book, folder, gyms)
        for path in _found(book, folder, span):
            if path == fields["path"] or path not in named:
                name = book.get("folder", _folder_name, "") or _usual_name(path, folder)
                yield Entry(folder / path, name, making, own_gyms, span)


def _found(book: TomlReader, folder: Path, span: Span) -> list[str]:
    """The paths of the books that are meant: one, or all that fit a pattern."""
    path = book.get("path", values.path, "").rstrip("/")
    if Path(path).name in _LISTS:
        path = Path(path).parent.as_posix()
    if not path:
        return []
    if is_absolute(path) or not is_within(folder / path, folder):
        message = f"“{path}” lies outside the catalogue’s folder"
        book.report(error(Code.FILE_OUTSIDE, message, span, "put the book into it"))
        return []
    if (folder / path).exists():
        return [path]
    if not any(mark in path for mark in _WILD):
        below = _books_in(folder, _folders(folder, path))
        message = f"there is no book “{path}”"
        book.report(error(Code.FILE_MISSING, message, span, did_you_mean(path, below)))
        return []
    if ".." in Path(path).parts:
        book.fault("path", "a pattern cannot go up")
        return []
    try:
        matches = [one.relative_to(folder).as_posix() for one in folder.glob(path)]
    except (ValueError, NotImplementedError, OSError):
        book.fault("path", f"“{path}” is no pattern")
        return []
    found = _books_in(folder, matches)
    if not found:
        book.report(error(Code.FILE_MISSING, f"no book fits “{path}”", span))
    return found


def _folders(folder: Path, path: str) -> Iterator[str]:
    """What stands where a misspelt path leads to."""
    above = (folder / path).parent
    if above.is_dir():
        yield from (one.relative_to(folder).as_posix() for one in above.iterdir())


def _making(reader: TomlReader, usual: Making) -> Making:
    """How a book is made: what `reader` says, else the usual."""
    return replace(
        usual,
        outputs=reader.get_all("outputs", _output) or usual.outputs,
        strict=reader.get("strict", values.yes_or_no, usual.strict),
        draft=reader.get("draft", values.yes_or_no, usual.draft),
        archive=reader.get("archive", values.yes_or_no, usual.archive),
        printer=reader.get("target", values.target, usual.printer),
        colour=reader.get("colour", _colour, usual.colour),
    )


def _output(value: values.Value) -> str:
    name = values.text(value)
    if name not in OUTPUTS:
        hint = did_you_mean(name, OUTPUTS) or f"there are {', '.join(OUTPUTS)}"
        raise values.TomlValueError(f"“{name}” is no output; {hint}")
    return name


def _colour(value: values.Value) -> Literal["grey", "cmyk", "rgb"] | None:
    return values.colour(value) or None


def _gyms(reader: TomlReader, folder: Path, usual: Path | None) -> Path | None:
    """The list of gyms; an empty path takes the usual one away."""
    if reader.table.get("handouts") == "":
        return None
    for file in reader.files("handouts"):
        if is_absolute(file.path) or not is_within(folder / file.path, folder):
            message = f"“{file.path}” lies outside the catalogue’s folder"
            reader.report(error(Code.FILE_OUTSIDE, message, file.span))
        elif not (folder / file.path).is_file():
            lists = [one.relative_to(folder).as_posix() for one in folder.rglob("*.csv")]
            hint = did_you_mean(file.path, lists)
            reader.report(
                error(Code.FILE_MISSING, f"there is no list “{file.path}”", file.span, hint)
            )
        else:
            return folder / file.path
    return usual


def _folder_name(value: values.Value) -> str:
    """A folder for the results, below that of all results."""
    name = values.path(value).rstrip("/")
    if is_absolute(name) or ".." in Path(name).parts or not Path(name).parts:
        raise values.TomlValueError("a folder below that of the results is wanted")
    return Path(name).as_posix()


def _usual_name(path: str, folder: Path) -> str:
    """The book's own path without an ending, so that a book more changes no other's."""
    place = Path(path)
    if ".." in place.parts or not place.parts:
        place = (folder / place).resolve().relative_to(folder.resolve())
    name = place.as_posix() if (folder / path).is_dir() else place.with_suffix("").as_posix()
    return folder.resolve().name if name == "." else name


def _apart(entries: list[Entry], report: Report) -> Iterator[Entry]:
    """The entries whose results have a folder of their own, also where case does not matter."""
    taken: dict[str, Entry] = {}
    for entry in entries:
        if entry.name.casefold() in _OURS:
            message = f"“{entry.name}” is a file of the catalogue’s own"
            hint = "give the book another “folder”"
            report(error(Code.MANIFEST_VALUE, message, entry.span, hint))
            continue
        other = taken.setdefault(entry.name.casefold(), entry)
        if other is entry:
            yield entry
            continue
        same = " a second time" if other.path == entry.path else ""
        message = f"the book “{entry.path.name}” would be written to “{entry.name}”{same}"
        hint = f"line {other.span.line} has that folder; give one of them another “folder”"
        report(error(Code.MANIFEST_VALUE, message, entry.span, hint))
