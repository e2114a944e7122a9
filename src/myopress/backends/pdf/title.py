"""The pages before the contents: half-title, frontispiece, title page and copyright page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from myopress.backends.html import Element, add, e
from myopress.backends.pdf import ornament
from myopress.backends.pdf.geometry import Geometry
from myopress.document import Document
from myopress.walk import plain_text

_SHORT = 50_000
"""Letters of a short book, about 24 pages: no half-title, and no blank pages between chapters."""


def opens_right(document: Document) -> bool:
    """Whether each chapter begins on a right-hand page, as in all but short books."""
    if document.settings.pdf_openings:
        return document.settings.pdf_openings == "right"
    so_far = accumulate(len(plain_text(chapter)) for chapter in document.chapters)
    return any(letters > _SHORT for letters in so_far)


def before_imprint(document: Document) -> int:
    """How many pages come before the copyright page: half-title, frontispiece, title page."""
    return 3 if opens_right(document) else 1


def title_pages(document: Document, copyright_chapter: Element | None) -> Element:
    """Half-title, frontispiece, title page and, overleaf, the copyright page.

    The author's own chapter of that role takes the place of the tool's few lines.
    """
    data = document.metadata
    pages = e("section", {"class": "title-pages"})
    if opens_right(document):
        _before_title(pages, document)
    title = add(pages, "div", {"class": "title-page", "id": "made-title"})
    authors = [person.name for person in data.contributors if person.role == "aut"]
    add(title, "p", {"class": "title-authors"}, ", ".join(authors) or "\u00a0")
    add(title, "h1", {"class": f"book-title {_title_size(data.title)}"}, data.title)
    if data.subtitle:
        add(title, "p", {"class": "book-subtitle"}, data.subtitle)
    if data.publisher:
        add(title, "p", {"class": "imprint"}, data.publisher)
    lines = add(pages, "div", {"class": "copyright-page"})
    if copyright_chapter is not None:
        lines.append(copyright_chapter)
        return pages
    for text in _copyright_lines(document):
        add(lines, "p", {}, text)
    return pages


def _before_title(pages: Element, document: Document) -> None:
    add(pages, "p", {"class": "half-title"}, document.metadata.title)
    facing = add(pages, "div", {"class": "frontispiece-page", "aria-hidden": "true"})
    trim = Geometry.of(document.settings.trim_width, document.settings.trim_height)
    add(facing, "div", {"class": "frontispiece"}).append(ornament.column(trim.width, trim.height))


def _title_size(title: str) -> str:
    """The size class of a title: long ones, or ones with a long word, are set smaller."""
    longest = max((len(word) for word in title.split()), default=0)
    if len(title) <= 40 and longest <= 12:
        return "size-large"
    return "size-medium" if len(title) <= 80 and longest <= 16 else "size-small"


def _copyright_lines(document: Document) -> Iterator[str]:
    data = document.metadata
    yield data.title + (f": {data.subtitle}" if data.subtitle else "")
    authors = [person.name for person in data.contributors]
    if authors:
        yield ", ".join(authors)
    if data.rights:
        yield data.rights
    if data.edition:
        yield data.edition
    if place := ", ".join(filter(None, (data.publisher, data.date))):
        yield place
    named = data.isbn_print or data.identifier
    if named.startswith("urn:isbn:"):
        yield f"ISBN {named.removeprefix('urn:isbn:')}"
    if data.url:
        yield data.url
