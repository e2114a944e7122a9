"""Words -> names: ids and file names, readable and valid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import filterfalse

_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i",
    "’": "", "'": "",
})  # fmt: skip
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_REST = _START + "\\-.0-9\xb7\u0300-\u036f\u203f\u2040"
_PLAIN_NAME = re.compile("[A-Za-z_][A-Za-z_.0-9-]*")


@cache  # such sets take as long to compile as a chapter to read
def _name() -> re.Pattern[str]:
    """An XML name without a colon (Namespaces in XML 1.0, NCName), which an id must be."""
    return re.compile(f"[{_START}][{_REST}]*")


@cache
def _not_name() -> re.Pattern[str]:
    return re.compile(f"[^{_REST}]+")


def slug(words: str) -> str:
    """`words` in small letters without accents, parted by hyphens; other scripts are kept."""
    if words.isascii():  # most are, and then there is less to do
        return re.sub("[^a-z0-9]+", "-", words.lower().replace("'", "")).strip("-")
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    name = re.sub(r"[\W_]+", "-", "".join(filterfalse(unicodedata.combining, plain)))
    return (name if name.isascii() else _not_name().sub("-", name)).strip("-")


def ascii_slug(words: str) -> str:
    """The slug in ASCII alone, for names of files; empty if hardly anything is left."""
    whole = slug(words)
    plain = re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "", whole)).strip("-")
    return plain if 2 * len(plain) > len(whole) else ""


def github_slug(words: str) -> str:
    """The id that GitHub gives a heading, which links between Markdown files count on."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def loose(name: str) -> str:
    """What is left of an id or slug when tools differ in hyphens and marks."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def is_name(name: str) -> bool:
    """Whether `name` can be an id as it is."""
    plain = _PLAIN_NAME.fullmatch(name)
    return plain is not None or (not name.isascii() and _name().fullmatch(name) is not None)


def as_name(words: str) -> str:
    """`words` with as few changes as make them a valid id."""
    name = _not_name().sub("-", words).strip("-.") or "id"
    return name if is_name(name) else f"id-{name}"


def unique(name: str, taken: Callable[[str], bool]) -> str:
    """`name`, or `name-2`, `name-3` and so on if it is taken."""
    if not taken(name):
        return name
    number = 2
    while taken(f"{name}-{number}"):
        number += 1
    return f"{name}-{number}"
