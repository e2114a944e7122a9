"""Document -> Index: all that must be counted, sorted or looked up before a book can be written.

Numbers are not in the nodes; a backend asks the index. What dangles is reported here or was
already in `normalize`.
"""

from __future__ import annotations

from myopress.index.entries import (
    Anchor,
    AnchorKind,
    BibliographyEntry,
    GlossaryEntry,
    Index,
    IndexEntry,
    OutlineEntry,
)

__all__ = [
    "Anchor",
    "AnchorKind",
    "BibliographyEntry",
    "GlossaryEntry",
    "Index",
    "IndexEntry",
    "OutlineEntry",
]
