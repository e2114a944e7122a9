"""The same book as one WeasyPrint document, to compare with a chapter at a time: BOOK OUTPUT.

Its markup is that of myopress's parts, one after the other, its style sheets are the same; page
numbers are CSS's, as they have to be where nobody else knows them. WeasyPrint is as it comes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from lxml import etree
from weasyprint import HTML  # type: ignore[import-untyped]

from myopress import pipeline
from myopress.backends import weasy
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.order import plans
from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import index

PAGES = ".page[data-to]::after { content: target-counter(attr(data-to), page) }"


def main(book: str, output: str) -> None:
    """Reads BOOK, writes OUTPUT."""
    document = pipeline.read(Path(book), _ignore)
    settings = document.settings
    page = Geometry.of(settings.trim_width, settings.trim_height).css
    fetcher = weasy.Fetcher({resource.path: resource for resource in document.resources})
    styles = weasy.package_style("print.css"), weasy.style(page + PAGES, fetcher)
    # An HTML parser would take the notes out of the paragraphs that they are called in.
    html = HTML(string="<p>", url_fetcher=fetcher, media_type="print")
    html.etree_element = _markup(document)
    html.wrapper_element = ElementWrapper.from_html_root(html.etree_element, None)
    layout = html.render(font_config=fetcher.fonts, stylesheets=styles)
    Path(output).write_bytes(layout.write_pdf(pdf_tags=True))


def _markup(document: Document) -> Any:
    """All parts in one page of HTML, links to ids as HTML has them."""
    parts = plans(document, index(document, _ignore), _ignore)
    whole, *others = (etree.fromstring(plan.write(lambda _: "0", *[False])) for plan in parts)
    body: Any = whole.find("body")
    for other in others:
        body.extend(other.iterfind("body/*"))
    for link in body.iterfind(".//a[@href]"):
        link.set("href", link.get("href").replace("xref:", "#"))
    for page in body.iterfind(".//span[@class='page']"):
        link = next(page.iterancestors("a"), page.getprevious())
        page.set("data-to", link.get("href"))
        page.text = ""
    return ET.fromstring(etree.tostring(whole))


def _ignore(_: Diagnostic) -> None:
    """The book is our own; its diagnostics are nobody's business here."""


if __name__ == "__main__":
    main(*sys.argv[1:])
