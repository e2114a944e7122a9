"""The sheet as a picture for screens; the only file that knows pypdfium2."""

from __future__ import annotations

import io

from myopress.backends.cheatsheet.making import render
from myopress.diagnostics import Report
from myopress.document import Document
from myopress.index import Index

RESOLUTION = 200
"""Pixels in an inch of paper: A4 is 1654 pixels wide."""


def render_png(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as PNG, drawn from its PDF; empty where `render` is, which reports why."""
    pdf = render(document, index, report)
    if not pdf:
        return b""
    import pypdfium2  # type: ignore[import-untyped]

    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as sheet:
        picture = sheet[0].render(scale=RESOLUTION / 72).to_pil()
        picture.save(out, "PNG", optimize=True, dpi=(RESOLUTION, RESOLUTION))
    return out.getvalue()
