"""Theorems and their like as boxes: https://bookdown.org/yihui/bookdown/markdown-extensions-by-bookdown.html"""

from __future__ import annotations

import re

KINDS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise", "hyp": "hypothesis",
    "sol": "solution", "rem": "remark", "proof": "proof",
}  # fmt: skip
"""How their names begin, as bookdown and Quarto have it."""
_CODES = {name: code for code, name in KINDS.items()}
_CLASS = re.compile(r"(:{3,})\s*\{\s*\.(" + "|".join(_CODES) + r")\b\s*(.*)\}\s*")
_ID = re.compile(r"(:{3,})\s*\{\s*#(" + "|".join(KINDS) + r")-([\w-]+)\s*(.*)\}\s*")


def opened(text: str) -> str | None:
    """The line that opens a box, for one that opens a theorem's division; None for any other."""
    if found := _CLASS.fullmatch(text):
        name = re.search(r"#([\w-]+)", found[3])
        title = re.search(r'name="([^"]*)"', found[3])
        return box(found[1], found[2], name[1] if name else "", title[1] if title else "")
    if found := _ID.fullmatch(text):
        title = re.search(r'name="([^"]*)"', found[4])
        return box(found[1], KINDS[found[2]], found[3], title[1] if title else "")
    return None


def box(colons: str, kind: str, name: str, title: str) -> str:
    """`::: aside Theorem (Pythagoras) {#thm-triangle}`"""
    words = kind.capitalize() + (f" ({title})" if title else "")
    return f"{colons} aside {words}" + (f" {{#{_CODES[kind]}-{name}}}" if name else "")
