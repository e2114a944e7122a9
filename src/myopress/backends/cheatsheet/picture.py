"""The sheet as a picture, and the words on it; the only file here that knows pypdfium2."""

from __future__ import annotations

import io

RESOLUTION = 200
"""Pixels in an inch of paper: A4 is 1654 pixels wide."""


def as_png(pdf: bytes) -> bytes:
    """The first page as PNG."""
    import pypdfium2  # type: ignore[import-untyped]

    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as sheet:
        picture = sheet[0].render(scale=RESOLUTION / 72).to_pil()
        picture.save(out, "PNG", optimize=True, dpi=(RESOLUTION, RESOLUTION))
    return out.getvalue()


def words(pdf: bytes) -> str:
    """The words of the first page in the order in which they are written, with single spaces."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as sheet:
        text = sheet[0].get_textpage().get_text_range()
    # U+FFFE stands for a hyphen at a line's end (pdfium's fpdf_text).
    return " ".join(text.replace("\ufffe\r\n", "").replace("\ufffe", "").split())
