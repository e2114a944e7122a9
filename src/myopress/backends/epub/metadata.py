"""What the package says about the book, after EPUB 3.3 section 5.5 and EPUB Accessibility 1.1."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.epub.certification import CONFORMANCE
from myopress.backends.html import Element
from myopress.backends.web_faces import LICENSES
from myopress.document import Contributor, Document, Metadata

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_NO_DATE = dt.date(2000, 1, 1)
"""`dcterms:modified` must be there; this stands for a book that names no date."""
_AUTHORITIES = {"bisac": "BISAC", "thema": "THEMA"}
"""The names of subject schemes, https://idpf.github.io/epub-registries/authorities/."""
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")


def package_metadata(
    document: Document,
    modified: str,
    claims: Iterable[tuple[str, str]],
    *,
    paged: bool,
    certifier: str,
) -> Element:
    """The `metadata` element.

    `modified` is an UTC time "2026-03-01T00:00:00Z" or empty, `claims` what `accessibility`
    found. `paged` is a book with the pages of print. `certifier` says that it is accessible, empty
    if nobody does or that is not so.
    """
    book = document.metadata
    element = etree.Element("metadata", nsmap={"dc": _DC})
    _dc(element, "identifier", identifier(book), {"id": "id"})
    for other in dict.fromkeys((book.isbn_epub, *book.other_identifiers)):
        if other and other != identifier(book):
            _dc(element, "identifier", other)
    _titles(element, book)
    _dc(element, "language", book.language)
    for number, person in enumerate(book.contributors, 1):
        _person(element, person, f"person-{number}")
    for name, value in (
        ("publisher", book.publisher),
        ("date", book.date if _ISO_DATE.fullmatch(book.date) else ""),
        ("description", book.description),
        ("rights", book.rights),
        ("source", book.source),
        ("source", book.isbn_print),
    ):
        if value:
            _dc(element, name, value)
    for subject in book.subjects:
        _dc(element, "subject", subject)
    for number, coded in enumerate(book.subject_codes, 1):
        _dc(element, "subject", coded.name, {"id": f"subject-{number}"})
        _meta(element, "authority", _AUTHORITIES[coded.scheme], f"subject-{number}")
        _meta(element, "term", coded.code, f"subject-{number}")
    if book.series:
        _series(element, book)
    _meta(element, "dcterms:modified", modified or _modified(book.date))
    for name, value in claims:
        _meta(element, f"schema:{name}", value)
    if certifier:
        _meta(element, "dcterms:conformsTo", CONFORMANCE, id="conformance")
        _meta(element, "a11y:certifiedBy", certifier, "conformance")
    if document.settings.epub_fonts:
        for name in LICENSES:
            link = {"rel": "dcterms:license", "href": f"fonts/LICENSE-{name}.txt"}
            SubElement(element, "link", {**link, "media-type": "text/plain"})
    if paged:
        _meta(element, "pageBreakSource", _print_edition(book))
    if book.cover:
        SubElement(element, "meta", {"name": "cover", "content": "cover-image"})
    return element


def identifier(book: Metadata) -> str:
    """The book's own identifier or the EPUB's ISBN.

    Without either it is a UUID that stays while title, authors and language do.
    """
    if named := book.identifier or book.isbn_epub:
        return named
    authors = [person.name for person in book.contributors]
    name = "\n".join((book.title, *authors, book.language))
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _print_edition(book: Metadata) -> str:
    """The printed book that the pages are those of: its ISBN, else its title page."""
    return book.isbn_print or ", ".join(
        filter(None, (book.title, book.edition, book.publisher, book.date))
    )


def _modified(date: str) -> str:
    """The first moment of an ISO date, or that of no date; "2026" is its first of January."""
    match = _ISO_DATE.fullmatch(date)
    try:
        day = dt.date(*(int(part or 1) for part in match.groups())) if match else _NO_DATE
    except ValueError:
        day = _NO_DATE
    return f"{day.isoformat()}T00:00:00Z"


def _titles(parent: Element, book: Metadata) -> None:
    _dc(parent, "title", book.title, {"id": "title"})
    if book.subtitle:
        _meta(parent, "title-type", "main", "title")
        _dc(parent, "title", book.subtitle, {"id": "subtitle"})
        _meta(parent, "title-type", "subtitle", "subtitle")


def _person(parent: Element, person: Contributor, person_id: str) -> None:
    tag = "creator" if person.role == "aut" else "contributor"
    _dc(parent, tag, person.name, {"id": person_id})
    _meta(parent, "role", person.role, person_id, scheme="marc:relators")
    if person.sort_as:
        _meta(parent, "file-as", person.sort_as, person_id)


def _series(parent: Element, book: Metadata) -> None:
    _meta(parent, "belongs-to-collection", book.series, id="series")
    _meta(parent, "collection-type", "series", "series")
    if book.series_position:
        _meta(parent, "group-position", book.series_position, "series")


def _dc(parent: Element, name: str, value: str, attrs: Mapping[str, str] | None = None) -> None:
    SubElement(parent, f"{{{_DC}}}{name}", dict(attrs or {})).text = value


def _meta(parent: Element, name: str, value: str, refines: str = "", **attrs: str) -> None:
    about = {"refines": f"#{refines}"} if refines else {}
    SubElement(parent, "meta", {**about, "property": name, **attrs}).text = value
