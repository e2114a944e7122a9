"""`book.toml` -> metadata, settings and the list of chapters, by its text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from myopress.document import (
    CardGroup,
    Certifier,
    Contributor,
    FontFile,
    FontRole,
    Matter,
    Metadata,
    Role,
    Settings,
    SubjectCode,
)
from myopress.manifest import toml_values as values
from myopress.manifest.toml_reader import ListedFile, TomlReader

_CHAPTER: Role = "chapter"
_FONT_ROLES: tuple[FontRole, ...] = get_args(FontRole)

KEYS = (
    "title", "subtitle", "authors", "contributors", "language", "identifier", "publisher", "date",
    "description", "rights", "subjects", "series", "series-position", "edition", "url", "cover",
    "source", "bibliography", "citation-style", "number-depth", "dialect", "front", "chapters", "back", "parts",
    "epub", "pdf", "cheatsheet", "fonts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TomlBook:
    """What `book.toml` says; none of the files has been looked for yet."""

    metadata: Metadata
    settings: Settings
    chapters: tuple[ListedFile, ...]
    bibliography: tuple[ListedFile, ...]
    styles: tuple[ListedFile, ...]
    cover: tuple[ListedFile, ...]
    dialect: str


def read_toml_book(book: TomlReader) -> TomlBook:
    """All keys of `book.toml`; unknown ones are reported, wrong ones left at their default."""
    book.only(KEYS)
    settings, styles = _settings(book)
    return TomlBook(
        metadata=_metadata(book),
        settings=settings,
        chapters=(
            *_chapters(book, "front", "front"),
            *_chapters(book, "chapters", "body"),
            *_parts(book),
            *_chapters(book, "back", "back"),
        ),
        bibliography=book.files("bibliography"),
        styles=styles,
        cover=(*book.files("cover"), *book.inner("pdf").files("cover")),
        dialect=book.get("dialect", values.dialect, ""),
    )


def _metadata(book: TomlReader) -> Metadata:
    """The book's own description."""
    covers = book.files("cover")
    if len(covers) > 1:
        book.fault("cover", "a book has one cover")
    subjects = book.get_all("subjects", values.subject)
    identifiers = book.get_all("identifier", values.identifier)
    return Metadata(
        title=book.get("title", values.text, ""),
        subtitle=book.get("subtitle", values.text, ""),
        contributors=_people(book, "authors", "aut") + _people(book, "contributors", "ctb"),
        language=book.get("language", values.language, "en"),
        identifier=identifiers[0] if identifiers else "",
        publisher=book.get("publisher", values.text, ""),
        date=book.get("date", values.date, ""),
        description=book.get("description", values.text, ""),
        rights=book.get("rights", values.text, ""),
        subjects=tuple(subject for subject in subjects if isinstance(subject, str)),
        subject_codes=tuple(code for code in subjects if isinstance(code, SubjectCode)),
        series=book.get("series", values.text, ""),
        series_position=book.get("series-position", values.text, ""),
        edition=book.get("edition", values.text, ""),
        url=book.get("url", values.address, ""),
        cover=covers[0].path if covers else "",
        source=book.get("source", values.text, ""),
        isbn_epub=book.inner("epub").get("isbn", values.isbn, ""),
        isbn_print=book.inner("pdf").get("isbn", values.isbn, ""),
        other_identifiers=identifiers[1:],
    )


def _people(book: TomlReader, key: str, usual: str) -> tuple[Contributor, ...]:
    """The names under `key`; `usual` is the role of those who are given none."""
    people = []
    for fields in book.get_all(key, values.person):
        line = book.string_span(str(fields.get("name")), book.span(key).line).line
        person = book.within(fields, f"{key}.", line)
        person.only(("name", "role", "sort-as"))
        name, sort_as = person.get("name", values.text, ""), person.get("sort-as", values.text, "")
        people.append(Contributor(name, person.get("role", values.relator, usual), sort_as))
    return tuple(people)


def _settings(book: TomlReader) -> tuple[Settings, tuple[ListedFile, ...]]:
    """The outputs' tables, and the style sheets that they name."""
    epub, pdf, sheet = (book.inner(name) for name in ("epub", "pdf", "cheatsheet"))
    epub.only(("styles", "isbn", "fonts", "certified-by"))
    pdf.only(("styles", "trim", "isbn", "target", "colour", "cover", "price-code", "openings"))
    sheet.only((
        "title", "strapline", "paper", "orientation", "ink-saver", "grey", "cards", "groups", "panel",
        "panel-title", "drop", "colour", "styles",
    ))  # fmt: skip
    styles = [table.files("styles", values.style_sheet) for table in (epub, pdf, sheet)]
    usual = Settings()
    width, height = pdf.get("trim", values.trim, (usual.trim_width, usual.trim_height))
    settings = Settings(
        epub_styles=_paths(styles[0]),
        pdf_styles=_paths(styles[1]),
        cheatsheet_styles=_paths(styles[2]),
        trim_width=width,
        trim_height=height,
        pdf_target=pdf.get("target", values.target, ""),
        pdf_colour=pdf.get("colour", values.colour, usual.pdf_colour),
        pdf_cover="".join(_paths(pdf.files("cover")[:1])),
        pdf_price=pdf.get("price-code", values.price_code, ""),
        pdf_openings=pdf.get("openings", values.openings, usual.pdf_openings),
        cheatsheet_title=sheet.get("title", values.text, ""),
        cheatsheet_strapline=sheet.get("strapline", values.text, ""),
        cheatsheet_paper=sheet.get("paper", values.paper, usual.cheatsheet_paper),
        cheatsheet_orientation=sheet.get("orientation", values.orientation, "portrait"),
        cheatsheet_ink_saver=sheet.get("ink-saver", values.yes_or_no, False),
        cheatsheet_grey=sheet.get("grey", values.yes_or_no, False),
        cheatsheet_cards=sheet.get_all("cards", values.text),
        cheatsheet_groups=_groups(sheet),
        cheatsheet_panel=sheet.get_all("panel", values.text),
        cheatsheet_panel_title=sheet.get("panel-title", values.text, ""),
        cheatsheet_drop=sheet.get_all("drop", values.text),
        cheatsheet_colour=sheet.get("colour", values.ink, ""),
        citation_style=book.get("citation-style", values.text, ""),
        number_depth=book.get("number-depth", values.depth, usual.number_depth),
        fonts=_fonts(book.inner("fonts")),
        epub_fonts=epub.get("fonts", values.yes_or_no, False),
        epub_certifier=_certifier(epub),
    )
    return settings, tuple(file for table in styles for file in table)


def _fonts(fonts: TomlReader) -> tuple[FontFile, ...]:
    """`[fonts]`: under each role, one file or several."""
    fonts.only(_FONT_ROLES)
    return tuple(
        FontFile(role, file.path, span=file.span)
        for role in _FONT_ROLES
        for file in fonts.files(role)
    )


def _groups(sheet: TomlReader) -> tuple[CardGroup, ...]:
    """`[[cheatsheet.groups]]`: a title, and the ids of the cards below it."""
    groups = []
    for number, fields in enumerate(sheet.get_all("groups", values.table)):
        group = sheet.within(fields, f"cheatsheet.groups[{number}].")
        group.only(("title", "cards"))
        cards = group.get_all("cards", values.text)
        groups.append(CardGroup(group.get("title", values.text, ""), cards))
    return tuple(groups)


def _certifier(epub: TomlReader) -> Certifier | None:
    name = epub.get("certified-by", values.text, "")
    return Certifier(name, span=epub.span("certified-by")) if name else None


def _paths(files: tuple[ListedFile, ...]) -> tuple[str, ...]:
    return tuple(file.path for file in files)


def _chapters(table: TomlReader, key: str, matter: Matter, depth: int = 0) -> list[ListedFile]:
    """The chapters under `key`: paths, or tables with `path`, `title` and `role`."""
    line = table.span(key).line
    chapters = []
    for fields in table.get_all(key, values.chapter):
        span = table.string_span(str(fields.get("path")), line)
        line = span.line
        reader = table.within(fields, f"{table.prefix}{key}.", line)
        reader.only(("path", "title", "role"))
        if "path" not in fields:
            reader.fault("path", "a chapter needs the path of its file")
        if path := reader.get("path", values.path, ""):
            title = reader.get("title", values.text, "")
            role = reader.get("role", values.role, _CHAPTER)
            chapters.append(ListedFile(path, span, title, matter, role, depth))
    return chapters


def _parts(book: TomlReader) -> list[ListedFile]:
    """`[[parts]]`: a title or a file of its own, and the chapters below it; without, chapters."""
    files: list[ListedFile] = []
    for number, fields in enumerate(book.get_all("parts", values.table)):
        part = book.within(fields, f"parts[{number}].")
        part.only(("title", "path", "chapters"))
        title, path = part.get("title", values.text, ""), part.get("path", values.path, "")
        if title or path:
            span = part.span("path" if path else "title")
            files.append(ListedFile(path, span, title, role="part"))
        files += _chapters(part, "chapters", "body", depth=1 if title or path else 0)
    return files
