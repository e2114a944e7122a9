"""The sheet as it leaves the press: PDF, PNG and SVG of the same page."""

from __future__ import annotations

from myopress.backends.cheatsheet import making, papers
from myopress.diagnostics import Report
from myopress.document import Document, Settings
from myopress.index import Index


def render(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as PDF/UA-1; empty where `making.make` gives none, which reports why."""
    made = making.make(document, index, report)
    return finished(made.pdf, document.settings) if made else b""


def render_png(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as PNG, drawn from its PDF."""
    pdf = render(document, index, report)
    if not pdf:
        return b""
    from myopress.backends.cheatsheet.picture import as_png

    return as_png(pdf)


def render_svg(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as SVG, drawn from its PDF, with all its words as description."""
    pdf = render(document, index, report)
    if not pdf:
        return b""
    from myopress.backends.cheatsheet.finishing import as_svg
    from myopress.backends.cheatsheet.picture import words

    title = document.settings.cheatsheet_title or document.metadata.title
    return as_svg(pdf, title, words(pdf))


def finished(pdf: bytes, settings: Settings) -> bytes:
    """A PDF of sheets as the settings want it: two on a paper, in grey."""
    from myopress.backends.cheatsheet.finishing import in_grey, twice

    template = papers.template(settings)
    if template and template.twice:
        pdf = twice(pdf)
    return in_grey(pdf) if settings.cheatsheet_grey else pdf
