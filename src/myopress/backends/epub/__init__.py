"""Document + Index -> EPUB 3.3.

EPUB/nav.xhtml, EPUB/toc.ncx    contents and landmarks
EPUB/text/CHAPTER.xhtml         title page, copyright page, chapters in the book's order
EPUB/styles/                    the default style sheet, then the author's own
EPUB/images/                    the pictures that the book shows, and a cover in any case
EPUB/fonts/                     our fonts, if the book asks for them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from myopress.backends.epub.accessibility import Facts, accessibility
from myopress.backends.epub.archive import Deflated, Part, deflated, pack
from myopress.backends.epub.certification import CONFORMANCE, obstacles
from myopress.backends.epub.cover import with_cover
from myopress.backends.epub.metadata import package_metadata
from myopress.backends.epub.onix import Access, message
from myopress.backends.epub.parts import (
    Edition,
    Page,
    chapter_page,
    edition_of,
    edition_parts,
    style_paths,
)
from myopress.backends.epub.pictures import for_screens
from myopress.backends.html import direction
from myopress.backends.page_map import PageMap
from myopress.cache import Store
from myopress.diagnostics import Code, Report, warning
from myopress.document import Document
from myopress.index import Index

__all__ = [
    "Deflated",
    "Edition",
    "Facts",
    "Page",
    "Part",
    "bound",
    "chapter_page",
    "deflated",
    "edition_of",
    "for_readers",
    "onix",
    "publication",
    "render",
    "style_paths",
]


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
    edition = edition_of(for_readers(document), index, pages)
    return bound(edition, _chapters(edition, report), report, modified)


def bound(edition: Edition, chapters: Sequence[Page], report: Report, modified: str = "") -> bytes:
    """The EPUB of an edition whose chapters are made; `modified` is as `render` has it."""
    made = _made(edition, chapters, report)
    book, access = edition.document, made.access
    paged = bool(edition.pages)
    metadata = package_metadata(
        book, modified, access.claims, paged=paged, certifier=access.certifier
    )
    language = book.metadata.language
    return pack(metadata, made.parts, language, direction(language))


def onix(
    document: Document, index: Index, report: Report, *, sent: str, pages: PageMap | None = None
) -> bytes:
    """The ONIX record of the EPUB that `render` makes; `sent` is its day, "20260301".

    It says nothing of the pictures' sizes, which are left as they are.
    """
    edition = edition_of(with_cover(document), index, pages)
    made = _made(edition, _chapters(edition, report), report)
    return message(edition.document, made.access, sent)


def publication(document: Document, index: Index, report: Report) -> tuple[Part, ...]:
    """The files of the EPUB that `render` makes, unpacked; chapters' ids begin with "text-"."""
    edition = edition_of(for_readers(document), index, None)
    return tuple(_made(edition, _chapters(edition, report), report).parts)


def for_readers(document: Document, store: Store | None = None) -> Document:
    """The document with a cover in any case, and with pictures as e-readers want them.

    `store` has those that were made before.
    """
    document = with_cover(document, store)
    resources = for_screens(document.resources, document.metadata.cover, store)
    return replace(document, resources=tuple(resources))


@dataclass(frozen=True, slots=True)
class _Made:
    """The publication before it is packed."""

    parts: list[Part]
    access: Access


def _chapters(edition: Edition, report: Report) -> list[Page]:
    count = len(edition.document.chapters)
    return [chapter_page(edition, position, report) for position in range(count)]


def _made(edition: Edition, chapters: Sequence[Page], report: Report) -> _Made:
    parts = edition_parts(edition, chapters, report)
    found = [chapter.facts for chapter in chapters]
    claims = list(accessibility(found, parts, paged=bool(edition.pages)))
    certifier = _certifier(edition.document, list(obstacles(found, claims)), report)
    return _Made(parts, Access(claims, certifier))


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
