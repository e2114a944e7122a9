"""Calls of several sources drawn together, as CSL's `collapse` asks: [1–3], (Lee, 2007, 2008)."""

from __future__ import annotations

import re
from itertools import pairwise

from myopress.citations.csl_markup import NAMES, NUMBER, closing

_ITEM = "[\ue100-\uf8ff]"
_OTHER = "[^\\w\ue000-\uf8ff]*"
_NUMBERED = re.compile(f"{_ITEM}{_OTHER}{NUMBER}(\\d+){closing(NUMBER)}{_OTHER}{_ITEM}")
_NAMED = re.compile(
    f"({_ITEM}){NAMES}([^{NAMES}]*?){closing(NAMES)}[,;:]?\\s*([^\ue100-\uf8ff]*{_ITEM})"
)
_DELIMITER = re.compile(r"\s*[,;]?\s*")


def collapsed(text: str, how: str) -> str:
    """The marked text of a citation, drawn together by the value of its style's `collapse`."""
    if how == "citation-number":
        return _numbers(text)
    if how.startswith("year"):
        return _years(text)
    return text


def _numbers(text: str) -> str:
    """Three or more numbers in a row are the first and the last with a dash."""
    found = list(_NUMBERED.finditer(text))
    rows: list[list[re.Match[str]]] = []
    for call in found:
        if rows and _follows(rows[-1][-1], call, text) and int(rows[-1][-1][1]) + 1 == int(call[1]):
            rows[-1].append(call)
        else:
            rows.append([call])
    for row in reversed(rows):
        if len(row) > 2:
            text = f"{text[: row[0].end()]}–{text[row[-1].start() :]}"
    return text


def _years(text: str) -> str:
    """The names of an author with several works are written once."""
    found = list(_NAMED.finditer(text))
    for before, call in reversed(list(pairwise(found))):
        if before[2] == call[2] and _follows(before, call, text):
            text = f"{text[: before.end()]}, {call[1]}{call[3]}{text[call.end() :]}"
    return text


def _follows(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    """Whether nothing but a delimiter stands between two calls."""
    return _DELIMITER.fullmatch(text, one.end(), other.start()) is not None
