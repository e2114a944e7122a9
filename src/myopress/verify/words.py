"""Words as they are compared: whatever case, ligature or hyphenation a page sets them in.

A word is a run of letters, each digit and each sign of mathematics or money is one of its own:
a raised note number that touches a word then is no part of it. Hyphens, quotation marks and other
punctuation are not compared; what no page may change is letters, figures and their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional, category, normalize

_BROKEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+|[\x02\ufffe]\\s*")
"""What only directs the breaking of lines; PDFium gives a hyphen at a line's end as one of two."""
_WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_SIGNS = ("Sm", "Sc")
_ALEFS = frozenset("\u0622\u0623\u0625\u0627\u0671")
"""Not compared: PDFium gives the ligature of lam and alef as alef and lam."""


def words(text: str) -> Iterator[tuple[str, str]]:
    """Each word of a text as it is compared, and as it is written."""
    for found in _WORD.finditer(_BROKEN.sub("", text)):
        if key := _key(found[0]):
            yield key, found[0]


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    """Compatibility letters (U+FB01 is f and i) and case are one; punctuation is nothing."""
    key = normalize("NFKC", normalize("NFKC", word).casefold())
    return "".join(c for c in key if c not in _ALEFS and (c.isalnum() or category(c) in _SIGNS))


def is_from_right(text: str) -> bool:
    """Whether most letters of a text are of scripts that are read from the right."""
    sides = [bidirectional(letter) for letter in text]
    return sides.count("R") + sides.count("AL") > sides.count("L")
