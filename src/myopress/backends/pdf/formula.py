"""TeX -> HTML for the printed page, which has no maths layout of its own yet.

Scripts are raised and lowered, fractions are written with a stroke, letters are italic: right to
read, though not yet set as a formula deserves.
"""

from __future__ import annotations

from lxml import etree

from myopress.backends.html import Element, add, e, put
from myopress.backends.mathml import mathml

_OPEN_SPACED = frozenset("=<>≤≥≈≠≡∼→←⇒⇔∈∉⊂⊆∪∩+−±×·÷∣")


def formula(tex: str, display: bool) -> Element | None:  # noqa: FBT001 - a medium's function
    """`span.formula` with the TeX as its `aria-label`, or None if it cannot be read."""
    source = mathml(tex, display)
    if source is None:
        return None
    span = e("span", {"class": "formula", "aria-label": " ".join(tex.split())})
    _write(span, source)
    return span


def _write(parent: Element, node: etree._Element) -> None:
    tag = etree.QName(node).localname
    children = list(node)
    match tag:
        case "mi":
            text = node.text or ""
            add(parent, "i" if len(text) == 1 else "span", {}, text)
        case "mo":
            text = node.text or ""
            put(parent, f"\u2009{text}\u2009" if text in _OPEN_SPACED else text)
        case "mn" | "mtext":
            put(parent, node.text or "")
        case "mspace":
            put(parent, "\u2009")
        case "msup" | "mover" if len(children) == 2:
            _write(parent, children[0])
            _write(add(parent, "sup"), children[1])
        case "msub" | "munder" if len(children) == 2:
            _write(parent, children[0])
            _write(add(parent, "sub"), children[1])
        case "msubsup" | "munderover" if len(children) == 3:
            _write(parent, children[0])
            _write(add(parent, "sub"), children[1])
            _write(add(parent, "sup"), children[2])
        case "mfrac" if len(children) == 2:
            _grouped(parent, children[0])
            put(parent, "\u2044")
            _grouped(parent, children[1])
        case "mroot" if len(children) == 2:
            _write(add(parent, "sup"), children[1])
            put(parent, "√(")
            _write(parent, children[0])
            put(parent, ")")
        case "mtable":
            for number, row in enumerate(children):
                put(parent, "; " if number else "")
                _write(parent, row)
        case "mtr":
            for number, cell in enumerate(children):
                put(parent, " " if number else "")
                _write(parent, cell)
        case "msqrt":
            put(parent, "√(")
            for child in children:
                _write(parent, child)
            put(parent, ")")
        case _:
            for child in children:
                _write(parent, child)


def _grouped(parent: Element, node: etree._Element) -> None:
    """A numerator or denominator, in brackets if it is more than one sign."""
    single = len(node) <= 1
    if not single:
        put(parent, "(")
    _write(parent, node)
    if not single:
        put(parent, ")")
