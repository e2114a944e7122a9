"""The frame of every page: its head, and what stands around its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.html import (
    EPUB_TYPE,
    XML_LANG,
    Element,
    Medium,
    Writing,
    add,
    contents,
    direction,
    e,
)
from myopress.backends.site.assets import SCRIPTS, STYLES, own_style_paths
from myopress.backends.site.places import Site
from myopress.diagnostics import Report
from myopress.index import OutlineEntry
from myopress.walk import plain_text

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing but what lies in the site's folder, and nothing within a page that could run."""
_MOST_BESIDE = 200
"""Chapters that are listed beside each other one; more would outweigh the text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all frames of a site are made of."""

    site: Site
    medium: Medium
    report: Report

    @property
    def writing(self) -> Writing:
        """For titles, which need no resources."""
        return Writing(self.site.index, self.medium, self.report, resources={})


def page(frame: Frame, content: Element, title: str, position: int | None = None) -> bytes:
    """A page as HTML: that of the chapter at `position`, or the first one."""
    site = frame.site
    book = site.document.metadata
    own = "" if position is None else site.document.chapters[position].language
    html = e("html", {"lang": book.language, "dir": direction(book.language)})
    _head(html, frame, title, position)
    body = SubElement(html, "body", {"class": "site-start" if position is None else "site-chapter"})
    add(body, "a", {"class": "site-skip", "href": "#site_text"}, site.index.words.skip_to_text)
    _bar(body, site)
    if position is not None:
        _beside(body, frame, position)
    main = SubElement(body, "main", {"id": "site_text", "tabindex": "-1"})
    if own not in {"", book.language}:
        main.set("lang", own)
        main.set("dir", direction(own))
    if position is not None:
        _path(main, site, position, book.language)
    for code in content.iter("pre"):  # whose long lines are scrolled to, by keys as well
        code.set("tabindex", "0")
    main.append(content)
    _pager(body, site, -1 if position is None else position)
    _foot(body, site)
    return _written(html)


def _written(html: Element) -> bytes:
    """HTML has no namespaces and no `epub:type`; MathML's and SVG's elements it knows by name."""
    for element in html.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for name in (EPUB_TYPE, XML_LANG):
            element.attrib.pop(name, "")
    etree.cleanup_namespaces(html)
    written = etree.tostring(html, method="html", encoding="unicode")
    return f"<!DOCTYPE html>\n{written}\n".encode()


def _head(html: Element, frame: Frame, title: str, position: int | None) -> None:
    site = frame.site
    book = site.document.metadata
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    described = " ".join(book.description.split()) if position is None else ""
    for name, content in (
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
        ("referrer", "no-referrer"),
        ("generator", "myopress"),
        ("description", described),
    ):
        if content:
            SubElement(head, "meta", {"name": name, "content": content})
    add(head, "title", text=title if title == book.title else f"{title} – {book.title}")
    own = [f"own/{path}" for path in own_style_paths(site.document)]
    for style in (*STYLES, *own):
        SubElement(head, "link", {"rel": "stylesheet", "href": style})
    for kind, name in _neighbours(site, -1 if position is None else position):
        SubElement(head, "link", {"rel": kind, "href": name})
    for script in SCRIPTS if position is not None else SCRIPTS[:1]:
        add(head, "script", {"src": script, "defer": "defer"})


def _neighbours(site: Site, position: int) -> Iterator[tuple[str, str]]:
    """The kinds of the pages before and after one, with their names; -1 is the first page."""
    if position >= 0:
        yield "prev", site.chapters[position - 1] if position else "index.html"
    if position + 1 < len(site.chapters):
        yield "next", site.chapters[position + 1]


def _bar(body: Element, site: Site) -> None:
    """The book's title, the way to its contents, and the search, which only a script can show."""
    words = site.index.words
    bar = SubElement(body, "header", {"class": "site-bar"})
    add(bar, "a", {"class": "site-home", "href": "index.html"}, site.document.metadata.title)
    add(bar, "a", {"class": "site-to-contents", "href": "index.html#site_contents"}, words.contents)
    said = {"data-found": words.places_found, "data-none": words.nothing_found}
    form = SubElement(
        bar,
        "form",
        {"class": "site-search", "id": "site_search", "role": "search", "hidden": "", **said},
    )
    field = {"type": "search", "id": "site_sought", "autocomplete": "off", "spellcheck": "false"}
    field |= {
        "aria-label": words.search,
        "placeholder": words.search,
        "aria-controls": "site_found",
    }
    SubElement(form, "input", field)
    answer = SubElement(form, "div", {"class": "site-answer", "hidden": ""})
    add(answer, "p", {"role": "status", "class": "site-count"})
    add(answer, "ol", {"id": "site_found"})


def _beside(body: Element, frame: Frame, position: int) -> None:
    """The chapters of the book, and the headings of this one."""
    site = frame.site
    attrs = {"class": "site-beside", "aria-label": site.index.words.contents}
    nav = SubElement(body, "nav", attrs)
    many = len(site.chapters) > _MOST_BESIDE
    contents(nav, tuple(_near(site, site.index.outline, position, many)), frame.writing)
    for link in nav.iter("a"):
        if link.get("href") == site.chapters[position]:
            link.set("aria-current", "page")


def _near(
    site: Site,
    entries: Iterable[OutlineEntry],
    position: int,
    only_own: bool,  # noqa: FBT001
) -> Iterator[OutlineEntry]:
    """The outline's chapters, with headings in the one at `position` alone."""
    for entry in entries:
        own = entry.chapter == position
        is_chapter = site.index.anchors[entry.id].kind == "chapter"
        children = tuple(_near(site, entry.children, position, only_own)) if is_chapter else ()
        if own or (is_chapter and (children or not only_own)):
            yield replace(entry, children=children)


def _path(main: Element, site: Site, position: int, language: str) -> None:
    """The way from the book to this chapter: the parts that it stands in."""
    words, chapters = site.index.words, site.document.chapters
    nav = SubElement(main, "nav", {"class": "site-path", "aria-label": words.you_are_here})
    if main.get("lang"):
        nav.set("lang", language)
    steps = SubElement(nav, "ol")
    title = site.document.metadata.title
    add(SubElement(steps, "li"), "a", {"href": "index.html"}, title)
    above: list[int] = []
    depth = chapters[position].depth
    for earlier in range(position - 1, -1, -1):
        if chapters[earlier].depth < depth:
            depth = chapters[earlier].depth
            above.insert(0, earlier)
    for earlier in above:
        step = SubElement(steps, "li")
        add(step, "a", {"href": site.chapters[earlier]}, plain_text(chapters[earlier].title))
    here = add(SubElement(steps, "li"), "a", {"href": site.chapters[position]})
    here.text = plain_text(chapters[position].title)
    here.set("aria-current", "page")


def _pager(body: Element, site: Site, position: int) -> None:
    """The pages before and after."""
    words, chapters = site.index.words, site.document.chapters
    near = list(_neighbours(site, position))
    if not near:
        return
    label = f"{words.previous}, {words.next}"
    nav = SubElement(body, "nav", {"class": "site-pager", "aria-label": label})
    for kind, name in near:
        link = SubElement(nav, "a", {"rel": kind, "href": name})
        add(link, "span", {"class": "site-way"}, words.previous if kind == "prev" else words.next)
        other = position - 1 if kind == "prev" else position + 1
        title = plain_text(chapters[other].title) if other >= 0 else words.contents
        add(link, "span", {"class": "site-where"}, title)


def _foot(body: Element, site: Site) -> None:
    """Rights and edition."""
    book = site.document.metadata
    origin = ", ".join(filter(None, (book.publisher, book.date)))
    lines = list(filter(None, (book.rights, book.edition, origin)))
    if lines:
        foot = SubElement(body, "footer", {"class": "site-foot"})
        for line in lines:
            add(foot, "p", text=line)
