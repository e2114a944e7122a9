"""Where each page of the printed book begins in the text: what an EPUB's page list is made from.

The PDF's layout makes a page map, the EPUB puts its marks into the text by it. The two write the
same chapters with different markup, so that a place is told in what is common to both: letters
and digits, and pictures and formulas as one sign each. Notes and what else stands elsewhere in
the other medium (`UNCOUNTED`) is passed over.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

VERSION = 1
"""The version of the file; it changes when an old reader would misread it."""

UNCOUNTED = frozenset({"footnote", "locator", "note-call", "notes", "page"})
"""Classes of elements whose words are not counted."""

PICTURE = "\ufffc"
"""What counts for a picture or a formula (OBJECT REPLACEMENT CHARACTER)."""

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PageStart:
    """A page of the printed book.

    `label` is its folio, `chapter` the id of the chapter, or of the page made by the tool, whose
    text it begins with. `letters` are before it in that text, and `words` are the next ones
    without what is between them. A page without text of its own has those of the next one.
    """

    label: str
    chapter: str
    letters: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class PageMap:
    """All pages of a printed book, in their order."""

    pages: tuple[PageStart, ...]


def letters(text: str) -> str:
    """The letters and digits of a text, without their case."""
    return "".join(_LETTERS.findall(text.casefold()))


def fingerprint(document: bytes) -> str:
    """What a map is known by as that of a document, given as JSON."""
    return hashlib.sha256(document).hexdigest()


def encode(page_map: PageMap, document: bytes) -> bytes:
    """The map of a document, which is given as JSON, as a file."""
    tree = {
        "myopress-pages": VERSION,
        "document": fingerprint(document),
        "pages": [asdict(page) for page in page_map.pages],
    }
    return json.dumps(tree, ensure_ascii=False, indent=0).encode() + b"\n"


def decode(data: bytes, document: bytes) -> PageMap | None:
    """The map in a file that `encode` wrote; None if it is no such file or of other text."""
    try:
        tree = json.loads(data)
        if tree["myopress-pages"] != VERSION or tree["document"] != fingerprint(document):
            return None
        return PageMap(tuple(PageStart(**page) for page in tree["pages"]))
    except (ValueError, KeyError, TypeError):
        return None
