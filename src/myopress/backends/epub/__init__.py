"""Document + Index -> EPUB 3.3.

EPUB/nav.xhtml, EPUB/toc.ncx    contents and landmarks
EPUB/text/CHAPTER.xhtml         title page, copyright page, chapters in the book's order
EPUB/styles/                    the default style sheet, then the author's own
EPUB/images/                    the pictures that the book shows, and a cover in any case
EPUB/fonts/                     our fonts, if the book asks for them
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from myopress.backends.epub.accessibility import accessibility
from myopress.backends.epub.archive import Part, pack
from myopress.backends.epub.certification import CONFORMANCE, obstacles
from myopress.backends.epub.cover import with_cover
from myopress.backends.epub.metadata import package_metadata
from myopress.backends.epub.onix import Access, message
from myopress.backends.epub.parts import Edition, chapter_page, edition_of, edition_parts
from myopress.backends.epub.pictures import for_screens
from myopress.backends.html import direction
from myopress.backends.page_map import PageMap
from myopress.diagnostics import Code, Report, warning
from myopress.document import Document
from myopress.index import Index

__all__ = ["Part", "for_readers", "onix", "publication", "render"]


def render(
    document: Document,
    index: Index,
    report: Report,
    *,
    modified: str = "",
    pages: PageMap | None = None,
) -> bytes:
    """The book as an EPUB.

    `modified` is an UTC time "2026-03-01T00:00:00Z". Without it the book's own date stands, so
    that the same document always gives the same bytes. `pages` are those of the printed book:
    with them the EPUB has a page list, and marks where they begin.
    """
    made = _made(document, index, report, pages)
    book, access = made.edition.document, made.access
    paged = bool(made.edition.pages)
    metadata = package_metadata(
        book, modified, access.claims, paged=paged, certifier=access.certifier
    )
    language = book.metadata.language
    return pack(metadata, made.parts, language, direction(language))


def onix(
    document: Document, index: Index, report: Report, *, sent: str, pages: PageMap | None = None
) -> bytes:
    """The ONIX record of the EPUB that `render` makes; `sent` is its day, "20260301"."""
    made = _made(document, index, report, pages)
    return message(made.edition.document, made.access, sent)


def publication(document: Document, index: Index, report: Report) -> tuple[Part, ...]:
    """The files of the EPUB that `render` makes, unpacked; chapters' ids begin with "text-"."""
    return tuple(_made(document, index, report, None).parts)


def for_readers(document: Document) -> Document:
    """The document with a cover in any case, and with pictures as e-readers want them."""
    document = with_cover(document)
    resources = for_screens(document.resources, document.metadata.cover)
    return replace(document, resources=tuple(resources))


@dataclass(frozen=True, slots=True)
class _Made:
    """The publication before it is packed."""

    edition: Edition
    parts: list[Part]
    access: Access


def _made(document: Document, index: Index, report: Report, pages: PageMap | None) -> _Made:
    edition = edition_of(for_readers(document), index, pages)
    chapters = [
        chapter_page(edition, position, report) for position in range(len(document.chapters))
    ]
    parts = edition_parts(edition, chapters, report)
    found = [chapter.facts for chapter in chapters]
    claims = list(accessibility(found, parts, paged=bool(edition.pages)))
    certifier = _certifier(document, list(obstacles(found, claims)), report)
    return _Made(edition, parts, Access(claims, certifier))


def _certifier(document: Document, reasons: list[str], report: Report) -> str:
    """Who answers for the book's being accessible; nobody if there are reasons against it."""
    certifier = document.settings.epub_certifier
    if certifier is None:
        return ""
    if reasons:
        message = f"the EPUB does not claim to conform to {CONFORMANCE}: {'; '.join(reasons)}"
        report(warning(Code.ACCESSIBILITY_UNMET, message, certifier.span))
        return ""
    return certifier.name
