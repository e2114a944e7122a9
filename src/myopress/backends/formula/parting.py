"""A long formula in the text -> pieces between which its line may end."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from myopress.backends.html import Element

_AFTER = frozenset("=<>≤≥≈≠≡∼→⇒⇔∈⊂⊆+−±×·")
"""Operators after which a line may end (TeX: \\relpenalty and \\binoppenalty)."""
_DEPTH = {"(": 1, "[": 1, "{": 1, "⟨": 1, ")": -1, "]": -1, "}": -1, "⟩": -1}


def parted(math: Element) -> list[Element]:
    """The formula cut after each operator that no bracket holds; whole if there is none."""
    row = math[0] if len(math) == 1 and etree.QName(math[0]).localname == "mrow" else math
    pieces: list[list[Element]] = [[]]
    depth = 0
    for child in row:
        piece = deepcopy(child)
        pieces[-1].append(piece)
        sign = (child.text or "").strip() if etree.QName(child).localname == "mo" else ""
        depth += _DEPTH.get(sign, 0)
        if sign in _AFTER and depth == 0 and len(pieces[-1]) > 1:
            piece.set("form", "infix")
            pieces.append([])
    return [_formula(math, piece) for piece in pieces if piece]


def _formula(math: Element, children: list[Element]) -> Element:
    made = deepcopy(math)
    del made[:]
    etree.SubElement(made, etree.QName(math, "mrow")).extend(children)
    return made
