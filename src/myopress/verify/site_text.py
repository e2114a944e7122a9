"""The pages of a web site, found by their own links and made what an EPUB's pages are.

HTML says the same as an EPUB's XHTML with roles in place of `epub:type`. Of each page its `main`
is read; the frame around it is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from myopress.diagnostics import InputError
from myopress.verify.epub_text import MATH, TYPE, XHTML, Element, Pages

_FIRST = "index.html"
_TYPES = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


def read_site(files: Mapping[str, bytes]) -> Pages:
    """The pages in the order in which each names the next; raises InputError if one is missing."""
    roots: dict[str, Element] = {}
    name = _FIRST
    while name and name not in roots:
        if name not in files:
            raise InputError(f"the web site has no “{name}”")
        page = etree.fromstring(files[name], etree.HTMLParser(encoding="utf-8", huge_tree=True))
        following = page.find("head/link[@rel='next']")
        roots[name] = _content(page)
        name = "" if following is None else following.get("href", "")
    return Pages(tuple(roots), roots, _FIRST)


def _content(page: Element) -> Element:
    """What `main` holds but for the way to it, as a page in XHTML's namespace."""
    main = page.find("body/main")
    body = etree.Element("body")
    body.extend(
        child for child in (() if main is None else main) if child.get("class") != "site-path"
    )
    html = etree.Element("html")
    html.append(body)
    for element in html.iter(etree.Element):
        if kind := _TYPES.get(element.get("role", "")):
            element.set(TYPE, kind)
        element.tag = MATH if element.tag == "math" else f"{XHTML}{element.tag}"
    return html
