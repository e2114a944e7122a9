"""A PDF against PDF/UA-1 (ISO 14289-1) and PDF/A-3u (ISO 19005-3); the former by the machine's part of the Matterhorn Protocol 1.1.

Each fault bears the number of its failure condition. Numbers that end in -000 are ours, for what
the standards ask and the Protocol leaves to people or to the PDF's own grammar.

    tree.py       the tag tree as nodes          content.py     what is drawn is tagged, once
    structure.py  what elements hold and say     fonts.py       embedded, readable, right widths
    catalogue.py  what the file says of itself   fault.py       what is found
    archive.py    what PDF/A-3u asks besides
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from myopress.checks.pdf.archive import archival
from myopress.checks.pdf.catalogue import catalogue
from myopress.checks.pdf.content import read_pages, tagging
from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.fonts import fonts
from myopress.checks.pdf.structure import structure
from myopress.checks.pdf.tree import read_tree

__all__ = ["Fault", "accessibility", "archivability"]


def accessibility(data: bytes) -> tuple[Fault, ...]:
    """What keeps a PDF from being PDF/UA-1, each fault once; raises pikepdf.PdfError."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(dict.fromkeys(_faults(pdf)))


def archivability(data: bytes) -> tuple[Fault, ...]:
    """What keeps a PDF from being PDF/A-3u and PDF/UA-1 at once; raises pikepdf.PdfError."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(dict.fromkeys([*archival(pdf, read_pages(pdf)), *_faults(pdf)]))


def _faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    tree, drawn = read_tree(pdf), read_pages(pdf)
    yield from catalogue(pdf)
    yield from tagging(pdf, drawn, tree)
    yield from structure(pdf, tree)
    yield from fonts(drawn)
