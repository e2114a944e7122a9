"""The same book as one WeasyPrint document, to compare with a chapter at a time: BOOK OUTPUT.

Its markup is that of myopress's parts, one after the other, its style sheets are the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

from myopress import pipeline
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.layout import Setter
from myopress.backends.pdf.order import plans
from myopress.backends.pdf.parts import PartSource, Press
from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import index


def main(book: str, output: str) -> None:
    """Reads BOOK, writes OUTPUT."""
    document = pipeline.read(Path(book), _ignore)
    settings = document.settings
    page = Geometry.of(settings.trim_width, settings.trim_height).css
    press = Press(page, (), {resource.path: resource for resource in document.resources})
    part = Setter.of(press).lay_out(PartSource("book", _markup(document)))
    Path(output).write_bytes(part.pdf)


def _markup(document: Document) -> str:
    """All parts in one page of HTML, links to ids as HTML has them."""
    parts = plans(document, index(document, _ignore), _ignore)
    whole, *others = (etree.fromstring(plan.write(lambda _: "99")) for plan in parts)
    body = whole.find("body")
    assert body is not None
    for other in others:
        body.extend(other.iterfind("body/*"))
    return etree.tostring(whole, encoding="unicode").replace('href="xref:', 'href="#')


def _ignore(_: Diagnostic) -> None:
    """The book is our own; its diagnostics are nobody's business here."""


if __name__ == "__main__":
    main(*sys.argv[1:])
