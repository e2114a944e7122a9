"""Document + Index -> EPUB 3.3.

EPUB/nav.xhtml, EPUB/toc.ncx    contents and landmarks
EPUB/text/CHAPTER.xhtml         title page, copyright page, chapters in the book's order
EPUB/styles/                    the default style sheet, then the author's own
EPUB/images/                    the pictures that the book shows
"""

from __future__ import annotations

from myopress.backends.epub.accessibility import accessibility
from myopress.backends.epub.archive import pack
from myopress.backends.epub.metadata import package_metadata
from myopress.backends.epub.parts import edition_of, edition_parts, screen
from myopress.backends.html import chapter_body, direction
from myopress.backends.page_map import PageMap
from myopress.diagnostics import Report
from myopress.document import Document
from myopress.index import Index

__all__ = ["render"]


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
    edition = edition_of(document, index, pages)
    medium = screen(edition)
    bodies = [
        chapter_body(document, position, index, medium, report)
        for position in range(len(document.chapters))
    ]
    parts = edition_parts(edition, bodies, medium, report)
    paged = bool(edition.pages)
    claims = accessibility(bodies, parts, paged=paged)
    language = document.metadata.language
    metadata = package_metadata(document, modified, claims, paged=paged)
    return pack(metadata, parts, language, direction(language))
