"""Every word arrives: the outputs of a book, read from outside, against its document.

passages.py   what is owed                 words.py    what a word is
epub_text.py  an EPUB read (lxml)          align.py    two sequences side by side
pdf_text.py   a PDF read, drawn and tagged flow.py     groups that may stand anywhere
compare.py    what is missing, moved, twice links.py   links and page numbers
site_text.py  a web site, read as an EPUB
sheet.py      what a cheat sheet owes      counts.py   numbers by chapter
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import Index
from myopress.verify.compare import Comparison, compare
from myopress.verify.counts import ChapterCount, OutputCount, as_json, as_text, count
from myopress.verify.epub_text import epub_words, read_epub
from myopress.verify.extract import Extract
from myopress.verify.links import epub_links, pdf_links
from myopress.verify.passages import passages
from myopress.verify.pdf_text import read_pdf
from myopress.verify.sheet import compare_sheet
from myopress.verify.site_text import read_site

__all__ = ["Verified", "as_json", "as_text", "verify"]

EPUB, SITE, PRINT, PAGES, SHEET = "EPUB", "web site", "PDF", "PDF's pages", "cheat sheet"
"""The outputs by name: the PDF by its tags, and once more as it is painted."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is wrong, and the numbers of each chapter and of each output."""

    diagnostics: tuple[Diagnostic, ...]
    chapters: tuple[ChapterCount, ...]
    outputs: tuple[OutputCount, ...]


def verify(
    document: Document,
    index: Index,
    built: Mapping[str, bytes],
    site: Mapping[str, bytes] | None = None,
) -> Verified:
    """The outputs of a document, by backend: "epub", "pdf", "cheatsheet"; some may be missing.

    `site` has the files of its web site by name, or none.

    Raises InputError if one cannot be read at all.
    """
    owed = passages(document, index)
    found: dict[str, Extract] = {}
    told: list[Diagnostic] = []
    if data := built.get("epub"):
        pages = read_epub(data)
        found[EPUB] = epub_words(pages)
        told += epub_links(document, index, pages)
    if site:
        pages = read_site(site)
        found[SITE] = epub_words(pages)
        told += epub_links(document, index, pages, SITE)
    if data := built.get("pdf"):
        printed = read_pdf(data)
        if printed.tagged is not None:
            found[PRINT] = printed.tagged
        found[PAGES] = printed.words()
        told += pdf_links(document, index, printed)
    compared: dict[str, tuple[Comparison, Extract]] = {}
    for output, extract in found.items():
        floating = output not in {EPUB, SITE}
        one = compare(owed, output, extract, floating=floating)
        told += one.diagnostics
        compared[output] = one, extract
    outputs = [_total(output, one) for output, (one, _) in compared.items()]
    if data := built.get("cheatsheet"):
        sheet = read_pdf(data)
        chosen = compare_sheet(document, index, sheet.tagged or sheet.words())
        if chosen is not None:
            told += chosen.diagnostics
            outputs.append(_total(SHEET, chosen))
    chapters = count(document, index, owed, {o: c for o, c in compared.items() if o != PAGES})
    return Verified(tuple(told), chapters, tuple(outputs))


def _total(output: str, one: Comparison) -> OutputCount:
    return OutputCount(output, one.compared, sum(one.lost))
