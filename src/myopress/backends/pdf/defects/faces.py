"""Typefaces that a style sheet names and the book has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from myopress.backends import typefaces
from myopress.backends.pdf.defects.leaves import Page, where_of, within
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code

_FACE = re.compile(r"@font-face\s*\{[^}]*?font-family\s*:\s*[\"']?([^;\"'}]+)", re.IGNORECASE)
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"})


def substituted(pages: Sequence[Page], styles: Sequence[tuple[str, str]]) -> Iterator[Defect]:
    """The first place of each typeface that stands first in a list and is not there."""
    own = {name.strip().casefold() for _, text in styles for name in _FACE.findall(text)}
    known = own | _GENERIC | {name.casefold() for name in typefaces.package_families()}
    told: Mapping[str, None] | dict[str, None] = {}
    for page in pages:
        for leaf in page.leaves:
            for box in within(leaf.box):
                family = box.style["font_family"][0] if getattr(box, "text", "") else ""
                if family and family.casefold() not in known and family not in told:
                    told = {**told, family: None}
                    where = where_of(box, leaf.where)
                    yield Defect(Code.FONT_SUBSTITUTED, where, page.number, words=family)
