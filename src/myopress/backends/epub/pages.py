"""XHTML documents: the shell of every page, and the pages that the tool writes itself."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.html import EPUB_TYPE, OPS, XHTML, XML_LANG, Element, add, direction, e
from myopress.document import Metadata
from myopress.words import Words

_NAMESPACES: dict[str, str] = {None: XHTML, "epub": OPS}  # type: ignore[dict-item] # lxml's stubs forget the default namespace


def page(
    content: Element, title: str, language: str, styles: Sequence[str], kind: str = ""
) -> bytes:
    """An XHTML document with `content` as its body's only child.

    `styles` are URLs relative to the document, `kind` is the body's `epub:type`. All elements
    of the tree are without a namespace: the root declares XHTML's for them as it is written.
    """
    html = etree.Element("html", nsmap=_NAMESPACES)
    html.set("lang", language)
    html.set(XML_LANG, language)
    if direction(language) == "rtl":
        html.set("dir", "rtl")
    head = SubElement(html, "head")
    add(head, "title", text=title)
    for style in styles:
        SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": style})
    body = SubElement(html, "body", {EPUB_TYPE: kind} if kind else {})
    body.append(content)
    return document_bytes(html, "<!DOCTYPE html>")


def document_bytes(root: Element, doctype: str = "") -> bytes:
    """A whole XML document, UTF-8."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + (doctype + "\n" if doctype else "")
    return head.encode() + etree.tostring(root, encoding="utf-8") + b"\n"


def cover_page(address: str, book: Metadata, words: Words) -> Element:
    """The picture of the cover on a page of its own."""
    content = e("div", {EPUB_TYPE: "cover", "class": "cover"})
    authors = ", ".join(person.name for person in book.contributors if person.role == "aut")
    alt = f"{words.cover}: " + ". ".join(filter(None, (book.title, book.subtitle, authors)))
    SubElement(content, "img", {"src": address, "alt": alt, "role": "doc-cover"})
    return content


def title_page(book: Metadata) -> Element:
    """Title, subtitle, authors, publisher."""
    content = e("section", {EPUB_TYPE: "titlepage", "class": "title-page"})
    authors = ", ".join(person.name for person in book.contributors if person.role == "aut")
    if authors:
        add(content, "p", {"class": "author"}, authors)
    add(content, "h1", {EPUB_TYPE: "title"}, book.title)
    if book.subtitle:
        attrs = {"class": "subtitle", EPUB_TYPE: "subtitle", "role": "doc-subtitle"}
        add(content, "p", attrs, book.subtitle)
    if book.publisher:
        add(content, "p", {"class": "publisher"}, book.publisher)
    return content


def copyright_page(book: Metadata) -> Element | None:
    """What the metadata says of rights, edition and origin; None if it says nothing of them."""
    named = book.isbn_epub or book.identifier
    if not (book.rights or book.edition or named or book.url):
        return None
    content = e("div", {EPUB_TYPE: "copyright-page", "class": "copyright-page"})
    origin = ", ".join(filter(None, (book.publisher, book.date)))
    number = f"ISBN {named[9:]}" if named.lower().startswith("urn:isbn:") else named
    for line in filter(None, (book.rights, book.edition, origin, number)):
        add(content, "p", text=line)
    if book.url:
        add(add(content, "p"), "a", {"href": book.url}, book.url)
    return content
