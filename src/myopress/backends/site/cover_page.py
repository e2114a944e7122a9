"""The first page: what the book is, and its contents."""

from __future__ import annotations

from lxml.etree import SubElement

from myopress.backends.html import Element, Medium, Writing, add, contents, e
from myopress.backends.site.places import Site
from myopress.diagnostics import Report


def cover_page(site: Site, medium: Medium, report: Report) -> Element:
    """Title, authors, description and contents, beside the cover."""
    book, words = site.document.metadata, site.index.words
    content = e("div", {"class": "site-first"})
    opening = SubElement(content, "header", {"class": "site-opening"})
    if book.cover in site.resources:
        add(opening, "img", {"src": site.picture(book.cover), "alt": "", "class": "site-cover"})
    said = SubElement(opening, "div", {"class": "title-page"})
    authors = ", ".join(person.name for person in book.contributors if person.role == "aut")
    if authors:
        add(said, "p", {"class": "author"}, authors)
    add(said, "h1", text=book.title)
    if book.subtitle:
        add(said, "p", {"class": "subtitle", "role": "doc-subtitle"}, book.subtitle)
    if book.description:
        add(said, "p", {"class": "site-description"}, " ".join(book.description.split()))
    attrs = {"class": "contents", "id": "site_contents", "role": "doc-toc"}
    nav = add(content, "nav", {**attrs, "aria-labelledby": "site_contents_title"})
    add(nav, "h2", {"id": "site_contents_title"}, words.contents)
    contents(nav, site.index.outline, Writing(site.index, medium, report, resources={}))
    return content
