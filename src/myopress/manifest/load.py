"""Finding out what kind of book a path is, and reading its texts."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from myopress.diagnostics import Code, InputError, Report, error, warning
from myopress.document import Metadata, Settings
from myopress.manifest import toml_values as values
from myopress.manifest.book import Book, ChapterEntry
from myopress.manifest.corrections import LAYOUT, read_corrections
from myopress.manifest.dialects import SUFFIXES, translated
from myopress.manifest.files import (
    MARKDOWN,
    NOTHING_MORE,
    Folder,
    Reach,
    exists_inside,
    is_dense,
    read_source,
)
from myopress.manifest.folder import markdown_files
from myopress.manifest.summary import read_summary
from myopress.manifest.toml_book import read_toml_book
from myopress.manifest.toml_lines import toml_lines
from myopress.manifest.toml_reader import ListedFile, TomlReader
from myopress.source import Source, Span

_WHOLE_FOLDER = "the whole folder is taken for the book"
_PANDOC = frozenset({
    ".docx", ".epub", ".html", ".ipynb", ".odt", ".org", ".rst", ".rtf", ".tex", ".typ",
})  # fmt: skip
_MDBOOK_KEYS = {"title", "authors", "description", "language"}


def load_book(path: Path, report: Report, reach: Reach = NOTHING_MORE) -> Book:
    """The book at `path`: a folder, the list of chapters in it, or one Markdown file.

    Raises InputError if nothing is there or it cannot be read.
    """
    if path.name in {"book.toml", "SUMMARY.md"} and path.is_file():
        path = path.parent
    if not path.exists():
        raise InputError(f"there is no “{path}”")
    try:
        if path.is_dir():
            return _with_corrections(_with_styles(_folder(Folder(path, reach), report)), report)
        return _single_file(path, reach, report)
    except OSError as fault:
        raise InputError(f"“{fault.filename or path}” cannot be read: {fault.strerror}") from None


def _single_file(path: Path, reach: Reach, report: Report) -> Book:
    """An article: its folder is the book's folder, for its pictures."""
    if path.suffix.lower() not in MARKDOWN:
        message = f"“{path}” is neither a Markdown file nor a folder with one"
        if path.suffix.lower() in _PANDOC:
            message += f"; pandoc reads it: pandoc {path.name} -t json | myopress epub -"
        raise InputError(message)
    listed = ListedFile(path.name, Span(path.name))
    folder = Folder(path.parent, reach)
    entries = _entries(folder, [listed], report)
    return Book(folder, name_of(path), Metadata(title=""), Settings(), entries)


def _folder(folder: Folder, report: Report) -> Book:
    if (folder.root / "book.toml").is_file():
        return _toml_book(folder, report)
    entries = _unlisted(folder, report)
    return Book(folder, name_of(folder.root), Metadata(title=""), Settings(), entries)


def name_of(path: Path) -> str:
    """`learn-go.md` or a folder `learn_go` as "Learn go"."""
    words = re.sub(r"[-_\s]+", " ", path.resolve().stem if path.is_file() else path.resolve().name)
    return words[:1].upper() + words[1:]


def _unlisted(folder: Folder, report: Report, src: str = "src") -> tuple[ChapterEntry, ...]:
    """The chapters of a folder without a list in `book.toml`: by `SUMMARY.md`, else by name.

    `src` is where mdBook and GitBook keep the list of chapters; its paths begin at its own folder.
    """
    places = ("SUMMARY.md", posixpath.normpath(f"{src}/SUMMARY.md"))
    summary = next((path for path in places if (folder.root / path).is_file()), None)
    if summary is not None:
        source = read_source(folder, summary, Span(summary), report)
        lines = read_summary(source, report) if source else []
        files = [
            ListedFile(
                line.path, line.span, line.title, line.matter,
                "chapter" if line.path else "part", line.depth,
            )
            for line in lines
        ]  # fmt: skip
    else:
        files = [ListedFile(path, Span(path)) for path in markdown_files(folder.root)]
    entries = _entries(folder, files, report)
    if not files:
        hint = "put Markdown files (.md) into it, or name another folder"
        report(error(Code.BOOK_EMPTY, "the folder holds no chapter", Span(""), hint))
    return entries


def _toml_book(folder: Folder, report: Report) -> Book:
    """A folder with `book.toml`; without chapters in it, the folder's."""
    name = name_of(folder.root)
    source = read_source(folder, "book.toml", Span("book.toml"), report)
    table = parsed_toml(source, _WHOLE_FOLDER, report) if source else None
    if source is None or table is None:
        return Book(folder, name, Metadata(title=""), Settings(), _unlisted(folder, report))
    reader = TomlReader(table, toml_lines(source.text), "book.toml", report)
    is_mdbook = isinstance(table.get("book"), dict)
    book = read_toml_book(_mdbook(reader) if is_mdbook else reader)
    folder = replace(folder, dialect="mdbook" if is_mdbook else book.dialect)
    src = reader.inner("book").get("src", values.path, "src")
    listed = {"front", "chapters", "back", "parts"} & table.keys()
    entries = _entries(folder, book.chapters, report) if listed else _unlisted(folder, report, src)
    if listed and not book.chapters:
        report(error(Code.BOOK_EMPTY, "book.toml lists no chapter", Span("book.toml")))
    fonts = (ListedFile(font.resource, font.span) for font in book.settings.fonts)
    missing = {
        file.path
        for file in (*book.styles, *book.bibliography, *book.cover, *fonts)
        if not exists_inside(folder, file.path, file.span, report)
    }
    metadata = replace(book.metadata, cover="") if book.metadata.cover in missing else book.metadata
    return Book(
        folder, name, metadata, _without(book.settings, missing), entries,
        tuple(file.path for file in book.bibliography if file.path not in missing),
    )  # fmt: skip


def _mdbook(reader: TomlReader) -> TomlReader:
    """What we read of mdBook's own `book.toml`; all else there is about web pages.

    https://rust-lang.github.io/mdBook/format/configuration/general.html
    """
    book = reader.inner("book")
    fields = {key: value for key, value in book.table.items() if key in _MDBOOK_KEYS}
    return reader.within(fields, "book.")


def parsed_toml(source: Source, consequence: str, report: Report) -> dict[str, object] | None:
    """The table of a TOML text; None and a report, with what follows from it, if it is none."""
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as fault:
        match = re.search(r"\(at (?:line (\d+), column \d+|(end of document))\)", str(fault))
        last = source.text.rstrip().count("\n") + 1
        line = int(match[1]) if match and match[1] else last
        message = re.sub(r" \(at .*\)", "", str(fault))
        report(
            error(
                Code.MANIFEST_SYNTAX,
                f"this is not TOML: {message}",
                Span(source.path, line, line),
                f"until it is mended {consequence}",
            )
        )
        return None
    except RecursionError:
        report(error(Code.MANIFEST_SYNTAX, "lists nested too deep", Span(source.path, 1, 1)))
        return None


def _without(settings: Settings, missing: set[str]) -> Settings:
    """The settings without style sheets, fonts and a front that are not there."""

    def kept(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if path not in missing)

    return replace(
        settings,
        epub_styles=kept(settings.epub_styles),
        pdf_styles=kept(settings.pdf_styles),
        cheatsheet_styles=kept(settings.cheatsheet_styles),
        pdf_cover="".join(kept((settings.pdf_cover,))),
        fonts=tuple(font for font in settings.fonts if font.resource not in missing),
    )


def _entries(
    folder: Folder, files: Iterable[ListedFile], report: Report
) -> tuple[ChapterEntry, ...]:
    """The chapters with their texts; those that cannot be read are reported and left out."""
    entries = []
    read: set[str] = set()
    for file in files:
        source = None
        if file.path:
            source = _chapter_source(folder, file, read, report)
            if source is None:
                continue
        entries.append(
            ChapterEntry(source, file.span, file.title, file.matter, file.role, file.depth)
        )
    return tuple(entries)


def _chapter_source(
    folder: Folder, file: ListedFile, read: set[str], report: Report
) -> Source | None:
    """The text of a chapter, unless it is no Markdown or among those already `read`."""
    if file.path in read:
        message = f"“{file.path}” is listed a second time, and read only once"
        report(warning(Code.MANIFEST_VALUE, message, file.span))
        return None
    if PurePosixPath(file.path).suffix.lower() in (*MARKDOWN, *SUFFIXES.get(folder.dialect, ())):
        read.add(file.path)
        source = read_source(folder, file.path, file.span, report)
        source = source and translated(source, folder.dialect, folder, report)
        return None if source is None or is_dense(source, report) else source
    if exists_inside(folder, file.path, file.span, report):
        hint = "turn it into Markdown (.md), or take it off the list"
        message = f"“{file.path}” is not a Markdown file"
        report(error(Code.FILE_UNREADABLE, message, file.span, hint))
    return None


def _with_corrections(book: Book, report: Report) -> Book:
    """What `layout/print.toml` corrects in the printed book."""
    if not (book.root / LAYOUT).exists():
        return book
    source = read_source(book.folder, LAYOUT, Span(LAYOUT), report)
    table = parsed_toml(source, "nothing is corrected", report) if source else None
    if source is None or table is None:
        return book
    found = read_corrections(TomlReader(table, toml_lines(source.text), LAYOUT, report))
    return replace(book, settings=replace(book.settings, pdf_corrections=found))


def _with_styles(book: Book) -> Book:
    """The author's own `styles/`, in the book's folder or beside a folder `manuscript`."""
    root = book.root.resolve()
    folders = [root / "styles", *([root.parent / "styles"] if root.name == "manuscript" else [])]
    styles = next((folder for folder in folders if folder.is_dir()), None)
    if styles is None:
        return book

    def usual(named: tuple[str, ...], path: str) -> tuple[str, ...]:
        return named or ((path,) if (styles.parent / path).is_file() else ())

    settings = replace(
        book.settings,
        epub_styles=usual(book.settings.epub_styles, "styles/epub.css"),
        pdf_styles=usual(book.settings.pdf_styles, "styles/print.css"),
        cheatsheet_styles=usual(book.settings.cheatsheet_styles, "styles/cheatsheet.css"),
    )
    return replace(book, styles=styles, settings=settings)
