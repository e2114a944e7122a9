"""Text files of the book: found, kept inside its folder, and decoded."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.limits import MARKS, NOTES, PARAGRAPH, TEXT_BYTES, WORD, read_bytes
from myopress.source import Source, Span

MARKDOWN = (".md", ".markdown")
UP = "_beside/"
"""Stands for `../` in the path of a resource that the author allowed outside the book's folder."""

_BUILT = {"node_modules", "output", "__pycache__"}

_MARK = re.compile(r"[*_`~|\[\]<>$^{}@]|!\[|^[#:+-]", re.MULTILINE)
_TABS = "\t" * (WORD + 1)  # Pango counts their places wrongly far to the right
_SPACE = re.compile(r"\s")
_NOTE = re.compile(r"\[\^")
_BLANK = re.compile(r"\n[ \t]*\n")

_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, path: str, report: Report) -> Source | None:
    """The text with line feeds and without a byte order mark; None and a report if not UTF-8."""
    try:
        text = _lenient(data)
    except UnicodeDecodeError as fault:
        encoding = _guess(data)
        line = data.count(b"\n", 0, fault.start) + 1
        report(
            error(
                Code.FILE_ENCODING,
                f"the file is not UTF-8 but seems to be {encoding}",
                Span(path, line, line),
                "save it as UTF-8 in your editor, or: "
                f"iconv -f {encoding} -t UTF-8 {path} > new.md",
            )
        )
        return None
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _lenient(data: bytes) -> str:
    """UTF-8 with or without a mark; a file full of NULs is UTF-16 even where that decodes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf16(data):
        raise UnicodeDecodeError("utf-8", data, 0, 1, "UTF-16")
    return data.decode("utf-8-sig")


def _is_utf16(data: bytes) -> bool:
    """Whether every other byte of the beginning is NUL, as ASCII letters are in UTF-16."""
    start = data[:64]
    return len(start) > 3 and (not any(start[::2]) or not any(start[1::2]))


def _guess(data: bytes) -> str:
    for mark, name in _ENCODINGS:
        if data.startswith(mark):
            return name
    if _is_utf16(data):
        return "UTF-16LE" if data[0] else "UTF-16BE"
    # Windows-1252 has letters and quotes where Latin-1 has control characters, 80 to 9F.
    return "WINDOWS-1252" if any(0x80 <= byte <= 0x9F for byte in data) else "ISO-8859-1"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a book may need beyond its folder, by the author's word on the command line.

    `paths` may be read like the book's own folder. `fetch` gives the bytes at an address on the
    web, and raises OSError; None: nothing is fetched.
    """

    paths: tuple[Path, ...] = ()
    fetch: Callable[[str], bytes] | None = None


NOTHING_MORE = Reach()


@dataclass(frozen=True, slots=True)
class Folder:
    """A book's folder, what is in its reach, and the dialect that its chapters are written in."""

    root: Path
    reach: Reach = NOTHING_MORE
    dialect: str = ""

    def holds(self, path: str) -> bool:
        """Whether `path`, once links are followed, may be read."""
        if is_absolute(path):
            return False
        return any(is_within(self.root / path, one) for one in (self.root, *self.reach.paths))


def read_source(folder: Folder, path: str, span: Span, report: Report) -> Source | None:
    """The text file `path` of the book, or None and a report; `span` names it in the manifest."""
    if not exists_inside(folder, path, span, report):
        return None
    try:
        data = read_bytes(folder.root / path, TEXT_BYTES)
    except OSError as fault:
        report(
            error(
                Code.FILE_UNREADABLE,
                f"“{path}” cannot be read: {fault.strerror}",
                span,
                "allow reading it, or take it out of the book",
            )
        )
        return None
    return decode(data, path, report)


def is_dense(source: Source, report: Report) -> bool:
    """Whether a chapter has more markup than any that is written by people; that is reported.

    Such a text is made to keep the reader of it busy, and is not begun with.
    """
    for at, what in (
        (_place_of(_MARK, MARKS, source.text), f"more than {MARKS:,} marks"),
        (source.text.find(_TABS), f"more than {WORD:,} tabs in a row"),
        (_place_of_word(source.text), f"a word of more than {WORD:,} marks"),
        (_place_of(_NOTE, NOTES, source.text), f"more than {NOTES:,} notes"),
        (_long_paragraph(source.text), f"a paragraph of more than {PARAGRAPH:,} letters"),
    ):
        if at >= 0:
            line = source.text.count("\n", 0, at) + 1
            message = f"the file has {what}, and is left out"
            span = Span(source.path, line, line)
            report(
                error(
                    Code.LIMIT_EXCEEDED,
                    message,
                    span,
                    "part it, by blank lines or into several files",
                )
            )
            return True
    return False


def _place_of(pattern: re.Pattern[str], most: int, text: str) -> int:
    """Where more than `most` matches are reached, or -1."""
    if len(text) <= most:
        return -1
    beyond = next(islice(pattern.finditer(text), most, None), None)
    return beyond.start() if beyond else -1


def _place_of_word(text: str) -> int:
    """Where a word begins that is made of more than `WORD` marks, or -1."""
    half = WORD // 2  # within each word that is longer, so many signs from a multiple of it on
    if all(_SPACE.search(text, at, at + half) for at in range(0, len(text) - half + 1, half)):
        return -1
    words = (word for word in text.split() if len(word) > WORD)
    dense = next((word for word in words if _place_of(_MARK, WORD, word) >= 0), None)
    return -1 if dense is None else text.index(dense)


def _long_paragraph(text: str) -> int:
    """Where a text begins that is too long to be a paragraph, or -1."""
    start = 0
    for gap in _BLANK.finditer(text) if len(text) > PARAGRAPH else ():
        if gap.start() - start > PARAGRAPH:
            return start
        start = gap.end()
    return start if len(text) - start > PARAGRAPH else -1


def exists_inside(folder: Folder, path: str, span: Span, report: Report) -> bool:
    """Whether `path` names a file that `folder` holds; what is wrong with it is reported."""
    root = folder.root
    if not folder.holds(path):
        report(
            error(
                Code.FILE_OUTSIDE,
                f"“{path}” lies outside the book’s folder",
                span,
                "put the file into the book’s folder, or allow its own by --allow-path",
            )
        )
        return False
    if not (root / path).is_file():
        what = "is a folder" if (root / path).is_dir() else "does not exist"
        report(
            error(Code.FILE_MISSING, f"“{path}” {what}", span, nearest(path, _files(root, path)))
        )
        return False
    return True


def is_absolute(path: str) -> bool:
    """Whether `path` is absolute on any system."""
    return path.startswith(("/", "\\")) or bool(PureWindowsPath(path).drive)


def is_within(path: Path, folder: Path) -> bool:
    """Whether `path` lies in `folder` once `..` and symbolic links are followed."""
    try:
        inside, outer = os.path.realpath(path), os.path.realpath(folder)
        return os.path.commonpath((inside, outer)) == outer and not Path(inside).is_symlink()
    except (OSError, ValueError):  # a NUL byte, another drive; a loop ends at a link
        return False


def _files(root: Path, path: str) -> list[str]:
    """The book's files with the suffix of `path`, where a misspelt or moved one may be."""
    suffix = PurePosixPath(path).suffix or ".md"
    return sorted(visible(root, (suffix,)))


def visible(root: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Paths of the files below `root` with a suffix; hidden and built folders are passed over."""
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in _BUILT and not name.startswith(".")]
        for name in names:
            if name.lower().endswith(suffixes) and not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def nearest(path: str, known: Iterable[str]) -> str:
    """A hint to the file most like `path`: of the same name elsewhere, else of a similar name."""
    files = list(known)
    name = PurePosixPath(path).name.casefold()
    moved = [file for file in files if PurePosixPath(file).name.casefold() == name]
    return f"did you mean “{moved[0]}”?" if moved else did_you_mean(path, files)
