"""The tag tree of a PDF (PDF/UA-1), built from the HTML's elements instead of WeasyPrint's boxes.

WeasyPrint makes one structure element of each box: an element that goes over a page is two, each
word in another style is a Span, notes stand after the page, running heads hang in no tree, a
table head that is repeated is a second head, TH has no Scope. Here each HTML element is at most
one structure element, and what only looks different belongs to the paragraph around it.

`add_tags` takes the place of WeasyPrint's function of that name (see `weasy._amend`); it works
on pydyf objects before they are written. Roles: ISO 32000-1, 14.8.4; ISO 14289-1, 7.

    tree.py     elements -> structure elements      drawn.py    boxes and their marks

The words of an element with a `data-stamp` are a stand-in: what is drawn of them is marked with
`/Stamp`, so that others can be put there (see `pdf/stamps.py`).
"""

from __future__ import annotations

from myopress.backends.tagging.drawn import STAMP
from myopress.backends.tagging.tree import SVG, add_tags

__all__ = ["STAMP", "SVG", "add_tags"]
