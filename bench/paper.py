"""What of a book is there on the pages of a PDF, as a reader finds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from book import Contents, words

BROKEN = re.compile("[-\u2010\u00ad\u0002\ufffe]\\s+")
"""The end of a line within a word, as the reader of a page gives it back."""


def pdf_name(case: str) -> str:
    """The file of a case."""
    return case.replace(" ", "-").replace(",", "") + ".pdf"


def look(pdf: Path, contents: Contents) -> dict[str, Any]:
    """Pages, whether they are tagged, links, and words that are lost.

    A word parted by two pages, with a note between, counts as lost, too.
    """
    with pikepdf.open(pdf) as document:
        kinds = [
            annotation.get("/Subtype")
            for page in document.pages
            for annotation in page.get("/Annots", [])
        ]
        pages, tagged = len(document.pages), "/StructTreeRoot" in document.Root
    text = "\n".join(_texts(pdf))
    found = _counted(words(BROKEN.sub("", text))) | _counted(words(text))
    put_in = _counted((contents.words - contents.unseen).elements())
    lost = (put_in - found).total()
    links = sum(kind == "/Link" for kind in kinds)
    return {"pages": pages, "tagged": "yes" if tagged else "no", "links": links, "lost": lost}


def _counted(found: Iterable[str]) -> Counter[str]:
    """Letters and figures apart: cells of a table may come back without a space between."""
    return Counter(piece for word in found for piece in re.findall(r"\d+|[^\W\d]+", word))


def _texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]
