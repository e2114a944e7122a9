"""The same sheet as one HTML page for phones and screens: all cards, nothing left out, no scripts.

The markup of the cards is that of the printed sheet (`page.py`); drawings stand in the text, in
its colour, so that they can be seen on light and on dark ground.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files

from lxml import etree

from myopress.backends.cheatsheet import page
from myopress.backends.cheatsheet.body_map import body_map
from myopress.backends.cheatsheet.boxes import PIECE
from myopress.backends.cheatsheet.choose import Sheet, choose
from myopress.backends.cheatsheet.fibres import ACCENT
from myopress.backends.cheatsheet.making import writing
from myopress.backends.html.element import Element, add, e
from myopress.backends.html.medium import Writing
from myopress.diagnostics import Report
from myopress.document import Document, Resource
from myopress.index import Index

MAP = (240.0, 430.0)
"""Width and height of the body map in pt: 320 px, the width of a phone within its margins."""
_DRAWING = "background-image:url(data:image/svg+xml;base64,"


def render_html(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as HTML with its styles and pictures in it.

    Empty, with an error reported, if the book has nothing to put on it (`cheatsheet-empty`).
    """
    sheet = choose(document, report)
    if not sheet.cards:
        return b""
    resources = {resource.path: resource for resource in document.resources}
    silent = writing(document, index)
    medium = replace(silent.medium, address=lambda path: _embedded(resources, path))
    root = _page(sheet, replace(silent, medium=medium))
    for element in list(root.iter(etree.Element)):
        element.attrib.pop(PIECE, "")
        _draw(element)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>") + b"\n"


def _page(sheet: Sheet, writing: Writing) -> Element:
    root = e("html", {"lang": sheet.language})
    head = add(root, "head")
    add(head, "meta", {"charset": "utf-8"})
    add(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    add(head, "meta", {"name": "color-scheme", "content": "light dark"})
    add(head, "title", {}, sheet.title)
    style = files("myopress.backends") / "styles" / "screen.css"
    add(head, "style", {}, style.read_text(encoding="utf-8"))
    body = add(root, "body")
    header = add(body, "header", {"class": "masthead"})
    add(header, "h1", {}, sheet.title)
    if sheet.strapline:
        add(header, "p", {"class": "strapline"}, sheet.strapline)
    main = add(body, "main")
    if sheet.targets:
        main.append(_chart(body_map(sheet, *MAP, writing.index.words)))
    for position in range(len(sheet.cards)):
        main.append(page.card(sheet, position, writing, wide=False))
    if sheet.panel:
        panel = page.panel(sheet, writing)
        if sheet.panel_title:  # which tells it from the key to those who listen
            panel.set("aria-label", sheet.panel_title)
        body.append(panel)
    if page.has_key(sheet):
        body.append(page.key(sheet, writing, "panel"))
    body.append(page.imprint(sheet))
    return root


def _chart(chart: Element) -> Element:
    """The body map with its drawing in the page, under the words that stood for it."""
    image = chart[0]
    encoded = image.get("src", "").partition(",")[2]
    drawing = etree.fromstring(b64decode(encoded))
    for side in ("width", "height"):
        drawing.set(side, drawing.get(side, "") + "pt")
    drawing.set("role", "img")
    drawing.set("aria-label", image.get("alt", ""))
    chart.replace(image, drawing)
    for label in list(chart)[1:]:
        # The reader's fonts are not ours: a label is as wide as its longest word there.
        label.set("style", re.sub(";width:.*", "", label.get("style", "")))
    return chart


def _draw(element: Element) -> None:
    """A drawing behind an element as a drawing before its words, hidden from those who listen."""
    style = element.get("style", "")
    if not style.startswith(_DRAWING):
        return
    drawing = b64decode(style.removeprefix(_DRAWING).partition(")")[0]).decode("utf-8")
    svg = etree.fromstring(drawing.replace(ACCENT, "currentColor"))
    svg.set("aria-hidden", "true")
    del element.attrib["style"]
    svg.tail, element.text = element.text, None
    element.insert(0, svg)


def _embedded(resources: Mapping[str, Resource], path: str) -> str:
    found = resources[path]
    return f"data:{found.media_type};base64,{b64encode(found.data).decode('ascii')}"
