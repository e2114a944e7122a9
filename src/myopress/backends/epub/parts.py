"""The files of a publication: which there are, under which names, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

from myopress.backends import own_fonts
from myopress.backends.epub import fonts
from myopress.backends.epub.accessibility import Facts, facts
from myopress.backends.epub.archive import Deflated, Part
from myopress.backends.epub.metadata import identifier
from myopress.backends.epub.navigation import Landmark, navigation, ncx, page_list
from myopress.backends.epub.page_breaks import PageTarget, mark_pages, page_targets
from myopress.backends.epub.pages import (
    copyright_page,
    cover_page,
    document_bytes,
    page,
    title_page,
)
from myopress.backends.html import (
    ROLES,
    Element,
    Medium,
    Writing,
    chapter_body,
    linked_call,
)
from myopress.backends.mathml import MATHML, mathml
from myopress.backends.names import chapter_files, resource_files
from myopress.backends.page_map import PageMap, PageStart
from myopress.diagnostics import Report
from myopress.document import Document, Role
from myopress.index import Index
from myopress.walk import plain_text

_XHTML = "application/xhtml+xml"
_BODIES = {"front": "frontmatter", "body": "bodymatter", "back": "backmatter"}
_SCHEMES = frozenset({"ftp", "http", "https", "irc", "mailto", "news", "tel", "urn", "xmpp"})
"""Addresses that EPUBCheck 5.3 takes for registered ones (HTM-025)."""
_GUIDED = ("preface", "foreword", "introduction", "glossary", "references", "index")
"""Roles of chapters that reading systems offer by name."""
_BEFORE_CONTENTS: frozenset[Role] = frozenset(
    {"halftitle", "titlepage", "copyright", "dedication", "epigraph"}
)
"""Chapters at the beginning that stand before the contents, as in print."""
_MADE_PAGES = ("cover", "title-page", "copyright-page")
"""Stems of pages that the tool writes itself."""
_MADE_TITLE, _MADE_COPYRIGHT, _MADE_CONTENTS = "made-title", "made-copyright", "made-contents"
"""What a page map calls the pages that the tool writes itself."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A book with the names of its files: those of chapters in order, those of resources by path.

    `pages` are those of the printed book with their marks, in the order in which they are read.
    """

    document: Document
    index: Index
    chapters: tuple[str, ...]
    resources: Mapping[str, str]
    pages: tuple[tuple[PageStart, PageTarget], ...] = ()

    def starting_in(self, name: str) -> list[tuple[PageStart, str]]:
        """The pages of print whose marks belong into a document, with the ids of these."""
        return [(start, target.id) for start, target in self.pages if target.document == name]

    def href(self, target: str) -> str:
        """The address of an id as seen from a chapter; empty if no chapter holds it."""
        anchor = self.index.anchors.get(target)
        if anchor is None:
            return ""
        name = self.chapters[anchor.chapter]
        return name if anchor.kind == "chapter" else f"{name}#{target}"


def edition_of(document: Document, index: Index, page_map: PageMap | None) -> Edition:
    """The book with file names given to its chapters and resources, and its printed pages."""
    chapters = chapter_files(document, ".xhtml", _MADE_PAGES)
    edition = Edition(document, index, chapters, resource_files(document.resources))
    if page_map is None:
        return edition
    order = tuple(_reading_order(edition))
    return replace(edition, pages=tuple(page_targets(page_map.pages, order, index.anchors)))


def _reading_order(edition: Edition) -> Iterator[str]:
    """The documents in the spine's order: ids of chapters, and the names of pages made."""
    chapters = edition.document.chapters
    roles = {chapter.role for chapter in chapters}
    if "titlepage" not in roles:
        yield _MADE_TITLE
    if "copyright" not in roles and copyright_page(edition.document.metadata) is not None:
        yield _MADE_COPYRIGHT
    early = _before_contents(edition)
    yield from (chapter.id for chapter in chapters[:early])
    if "contents" not in roles:
        yield _MADE_CONTENTS
    yield from (chapter.id for chapter in chapters[early:])


def _before_contents(edition: Edition) -> int:
    """How many chapters are read before the contents."""
    chapters = edition.document.chapters
    later = (
        number
        for number, chapter in enumerate(chapters)
        if chapter.matter != "front" or chapter.role not in _BEFORE_CONTENTS
    )
    return next(later, len(chapters))


def screen(edition: Edition) -> Medium:
    """The medium of a chapter's page."""

    def address(path: str) -> str:
        return f"../images/{edition.resources.get(path, path)}"

    return Medium(edition.href, address, linked_call, mathml, semantics=True, schemes=_SCHEMES)


@dataclass(frozen=True, slots=True)
class Page:
    """A chapter's page, or what is deflated of it, and what the package is to tell of it."""

    data: bytes
    facts: Facts
    deflated: Deflated | None = None


def chapter_page(edition: Edition, position: int, report: Report) -> Page:
    """The chapter at `position` in the document."""
    document = edition.document
    chapter = document.chapters[position]
    body = chapter_body(document, position, edition.index, screen(edition), report)
    found = facts(body)
    mark_pages(body, edition.starting_in(chapter.id))
    data = page(
        body,
        plain_text(chapter.title),
        chapter.language or document.metadata.language,
        [f"../{path}" for path in style_paths(edition)],
        _BODIES[chapter.matter],
    )
    return Page(data, found)


def edition_parts(edition: Edition, pages: Sequence[Page], report: Report) -> list[Part]:
    """All files but the package document, in the order of manifest and spine.

    `pages` are the chapters.
    """
    shown = {address for page in pages for address in page.facts.shown}
    chapters = [
        Part(
            f"text/{name}", _XHTML, page.data, f"text-{name.removesuffix('.xhtml')}",
            ("mathml",) if page.facts.maths else (), in_spine=True, deflated=page.deflated,
        )
        for name, page in zip(edition.chapters, pages, strict=True)
    ]  # fmt: skip
    early = _before_contents(edition)
    medium = screen(edition)
    return [
        *_front(edition),
        *chapters[:early],
        *_navigation(edition, medium, report),
        *chapters[early:],
        *_styles(edition),
        *_pictures(edition, medium, shown),
    ]


def _properties(content: Element) -> tuple[str, ...]:
    """What the manifest must say of a page's content (EPUB 3.3 section 5.6.2.1)."""
    formulas = next(content.iter(f"{{{MATHML}}}math"), None) is not None
    return ("mathml",) if formulas else ()


def _front(edition: Edition) -> Iterator[Part]:
    """The pages that the tool writes before the chapters, unless the author wrote them."""
    book, words = edition.document.metadata, edition.index.words
    roles = {chapter.role for chapter in edition.document.chapters}
    if cover := edition.resources.get(book.cover):
        yield _front_page(
            edition, "cover", words.cover, cover_page(f"../images/{cover}", book, words)
        )
    if "titlepage" not in roles:
        title = title_page(book)
        mark_pages(title, edition.starting_in(_MADE_TITLE))
        yield _front_page(edition, "title-page", book.title, title)
    if "copyright" not in roles and (imprint := copyright_page(book)) is not None:
        mark_pages(imprint, edition.starting_in(_MADE_COPYRIGHT))
        yield _front_page(edition, "copyright-page", words.copyright, imprint)


def _front_page(edition: Edition, name: str, title: str, content: Element) -> Part:
    styles = [f"../{path}" for path in style_paths(edition)]
    data = page(content, title, edition.document.metadata.language, styles, "frontmatter")
    return Part(f"text/{name}.xhtml", _XHTML, data, name, in_spine=True)


def _navigation(edition: Edition, medium: Medium, report: Report) -> Iterator[Part]:
    """The navigation document and the NCX, which both lie one folder above the chapters."""
    book = edition.document.metadata

    def href(target: str) -> str:
        found = edition.href(target)
        return found and f"text/{found}"

    def address(path: str) -> str:
        return medium.address(path).removeprefix("../")

    above = replace(medium, href=href, address=address)
    writing = Writing(edition.index, above, report, resources={})
    content = navigation(writing, list(_landmarks(edition)))
    mark_pages(content, edition.starting_in(_MADE_CONTENTS))
    words = edition.index.words
    pages = [(target.label, _page_href(edition, target)) for _, target in edition.pages]
    if pages:
        page_list(content, pages, words.pages)
    data = page(content, words.contents, book.language, style_paths(edition), "frontmatter")
    properties = ("nav", *_properties(content))
    in_spine = _contents_chapter(edition) is None
    yield Part("nav.xhtml", _XHTML, data, "nav", properties, in_spine=in_spine)
    data = document_bytes(ncx(book, identifier(book), writing, pages))
    yield Part("toc.ncx", "application/x-dtbncx+xml", data, "ncx")


def _page_href(edition: Edition, target: PageTarget) -> str:
    """Where a page's mark is, as seen from the navigation document."""
    made = {
        _MADE_TITLE: "text/title-page.xhtml",
        _MADE_COPYRIGHT: "text/copyright-page.xhtml",
        _MADE_CONTENTS: "nav.xhtml",
    }
    anchor = edition.index.anchors.get(target.document)
    file = f"text/{edition.chapters[anchor.chapter]}" if anchor else made[target.document]
    return f"{file}#{target.id}"


def _landmarks(edition: Edition) -> Iterator[Landmark]:
    book, words = edition.document.metadata, edition.index.words
    if book.cover in edition.resources:
        yield Landmark("cover", "text/cover.xhtml", words.cover)
    yield Landmark("toc", _contents_chapter(edition) or "nav.xhtml#toc", words.contents)
    body_begun = False
    for chapter, name in zip(edition.document.chapters, edition.chapters, strict=True):
        href, title = f"text/{name}", plain_text(chapter.title)
        if chapter.matter == "body" and not body_begun:
            body_begun = True
            yield Landmark("bodymatter", href, title)
        if chapter.role in _GUIDED:
            yield Landmark(ROLES[chapter.role][0], href, title)


def _contents_chapter(edition: Edition) -> str | None:
    """The author's own page of contents; without one the navigation document is read as one."""
    for chapter, name in zip(edition.document.chapters, edition.chapters, strict=True):
        if chapter.role == "contents":
            return f"text/{name}"
    return None


def style_paths(edition: Edition) -> list[str]:
    """The style sheets of all pages, as paths in the publication."""
    own = edition.document.settings.epub_styles
    ours = ["styles/epub.css"]
    if edition.document.settings.epub_fonts:
        ours.append(fonts.STYLE)
    return [*ours, *(f"own/{path}" for path in own if path in edition.resources)]


def _styles(edition: Edition) -> Iterator[Part]:
    """The default style sheet, the author's, and what these name.

    The author's lie as they do in the book's folder, so that their addresses stay right.
    """
    settings = edition.document.settings
    own = settings.fonts if settings.epub_fonts else ()
    style = own_fonts.with_own_faces(_default_style(), own)
    yield Part("styles/epub.css", "text/css", style.encode(), "style")
    if settings.epub_fonts:
        yield from fonts.font_parts(own)
    resources = {resource.path: resource for resource in edition.document.resources}
    wanted = dict.fromkeys((*settings.epub_styles, *(font.resource for font in own)))
    named = [path for path in wanted if path in resources]
    for number, path in enumerate(named, 1):  # grows on the way
        resource = resources[path]
        yield Part(f"own/{path}", resource.media_type, resource.data, f"own-{number}")
        if resource.media_type == "text/css":
            named += [
                other
                for other in resources
                if other not in named and PurePosixPath(other).name.encode() in resource.data
            ]


@cache
def _default_style() -> str:
    return (Path(__file__).parent.parent / "styles" / "epub.css").read_text(encoding="utf-8")


def _pictures(edition: Edition, medium: Medium, shown: set[str]) -> Iterator[Part]:
    """The cover, and the pictures whose address is among those shown, in the document's order."""
    cover = edition.document.metadata.cover
    number = 0
    for resource in {found.path: found for found in edition.document.resources}.values():
        path = f"images/{edition.resources[resource.path]}"
        if resource.path == cover:
            properties = ("cover-image",)
            yield Part(path, resource.media_type, resource.data, "cover-image", properties)
        elif medium.address(resource.path) in shown:
            number += 1
            yield Part(path, resource.media_type, resource.data, f"image-{number}")
