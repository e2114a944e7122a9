"""MathML -> letters on one line, for a formula that the maths layout cannot set.

Scripts are raised and lowered, fractions are written with a stroke, letters are italic: right to
read, though not set as a formula deserves.
"""

from __future__ import annotations

from lxml import etree

from myopress.backends.html import Element, add, put

_OPEN_SPACED = frozenset("=<>≤≥≈≠≡∼→←⇒⇔∈∉⊂⊆∪∩+−±×·÷∣")


def write(parent: Element, node: etree._Element) -> None:
    """Write `<math>` or an element of it into `parent`."""
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
            write(parent, children[0])
            write(add(parent, "sup"), children[1])
        case "msub" | "munder" if len(children) == 2:
            write(parent, children[0])
            write(add(parent, "sub"), children[1])
        case "msubsup" | "munderover" if len(children) == 3:
            write(parent, children[0])
            write(add(parent, "sub"), children[1])
            write(add(parent, "sup"), children[2])
        case "mfrac" if len(children) == 2:
            _grouped(parent, children[0])
            put(parent, "\u2044")
            _grouped(parent, children[1])
        case "mroot" if len(children) == 2:
            write(add(parent, "sup"), children[1])
            put(parent, "√(")
            write(parent, children[0])
            put(parent, ")")
        case "mtable":
            for number, row in enumerate(children):
                put(parent, "; " if number else "")
                write(parent, row)
        case "mtr":
            for number, cell in enumerate(children):
                put(parent, " " if number else "")
                write(parent, cell)
        case "msqrt":
            put(parent, "√(")
            for child in children:
                write(parent, child)
            put(parent, ")")
        case _:
            for child in children:
                write(parent, child)


def _grouped(parent: Element, node: etree._Element) -> None:
    """A numerator or denominator, in brackets if it is more than one sign."""
    single = len(node) <= 1
    if not single:
        put(parent, "(")
    write(parent, node)
    if not single:
        put(parent, ")")
