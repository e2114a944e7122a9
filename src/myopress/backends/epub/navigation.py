"""The navigation document, its landmarks and page list, and the NCX for old reading systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.html import EPUB_TYPE, Element, Writing, add, child, contents, e
from myopress.document import Metadata
from myopress.index import OutlineEntry
from myopress.walk import plain_text

_NAMESPACES: dict[str, str] = {
    None: "http://www.daisy.org/z3986/2005/ncx/"  # type: ignore[dict-item] # as in `pages`
}


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems offer by name; `kind` is an `epub:type`."""

    kind: str
    href: str
    title: str


def navigation(writing: Writing, landmarks: Sequence[Landmark]) -> Element:
    """Contents and landmarks; `writing` makes links as seen from the navigation document."""
    words = writing.index.words
    wrapper = e("div")
    toc = SubElement(
        wrapper,
        "nav",
        {EPUB_TYPE: "toc", "role": "doc-toc", "id": "toc", "aria-labelledby": "toc-title"},
    )
    add(toc, "h1", {"id": "toc-title"}, words.contents)
    contents(toc, writing.index.outline, writing)
    guide = child(wrapper, "nav", {EPUB_TYPE: "landmarks", "hidden": "hidden"})
    guide.set("aria-labelledby", "landmarks-title")
    add(guide, "h2", {"id": "landmarks-title"}, words.landmarks)
    places = SubElement(guide, "ol")
    for landmark in landmarks:
        attrs = {EPUB_TYPE: landmark.kind, "href": landmark.href}
        add(SubElement(places, "li"), "a", attrs, landmark.title)
    return wrapper


def page_list(parent: Element, pages: Sequence[tuple[str, str]], title: str) -> None:
    """The printed pages: pairs of folio and address."""
    attrs = {EPUB_TYPE: "page-list", "role": "doc-pagelist", "hidden": "hidden"}
    nav = add(parent, "nav", {**attrs, "aria-labelledby": "page-list-title"})
    add(nav, "h2", {"id": "page-list-title"}, title)
    entries = SubElement(nav, "ol")
    for label, href in pages:
        add(SubElement(entries, "li"), "a", {"href": href}, label)


def ncx(
    book: Metadata, identifier: str, writing: Writing, pages: Sequence[tuple[str, str]]
) -> Element:
    """The contents and the printed pages as NCX 2005-1 has them, titles as plain text."""
    root = etree.Element("ncx", nsmap=_NAMESPACES)
    root.set("version", "2005-1")
    head = SubElement(root, "head")
    depth = _depth(writing.index.outline)
    for name, content in (
        ("dtb:uid", identifier),
        ("dtb:depth", str(depth)),
        ("dtb:totalPageCount", str(len(pages))),
        ("dtb:maxPageNumber", str(max((int(p) for p, _ in pages if p.isdecimal()), default=0))),
    ):
        child(head, "meta", {"name": name, "content": content})
    add(SubElement(root, "docTitle"), "text", text=book.title)
    order = iter(range(1, 10**9))
    _nav_points(SubElement(root, "navMap"), writing.index.outline, writing, order)
    if pages:
        _page_targets(SubElement(root, "pageList"), pages, order)
    return root


def _page_targets(parent: Element, pages: Sequence[tuple[str, str]], order: Iterator[int]) -> None:
    for label, href in pages:
        kind = "normal" if label.isdecimal() else "front"
        attrs = {"id": f"page-{label}", "type": kind, "playOrder": str(next(order))}
        if label.isdecimal():
            attrs["value"] = label
        target = child(parent, "pageTarget", attrs)
        add(SubElement(target, "navLabel"), "text", text=label)
        child(target, "content", {"src": href})


def _nav_points(
    parent: Element, entries: Sequence[OutlineEntry], writing: Writing, order: Iterator[int]
) -> None:
    for entry in entries:
        number = str(next(order))
        point = child(parent, "navPoint", {"id": f"point-{number}", "playOrder": number})
        title = " ".join(filter(None, (entry.number, plain_text(entry.title))))
        add(SubElement(point, "navLabel"), "text", text=title)
        child(point, "content", {"src": writing.medium.href(entry.id)})
        _nav_points(point, entry.children, writing, order)


def _depth(entries: Sequence[OutlineEntry]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)
