"""MathML -> curves in a maths layout; the only file that knows ziamath.

Its font is STIX Two Math (SIL Open Font License), of which only outlines get into a book.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

_EM = 100.0
"""Units of the drawing in an em."""
_SET = frozenset(
    {
        "math", "menclose", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover",
        "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup",
        "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
    }
)  # fmt: skip
"""The elements that the layout knows."""
_ROW_GAP, _COLUMN_GAP = "0.5em", "1em"
"""Between the rows and columns of a matrix; the library's own 0.3 em lets rows touch."""
_SIGNS, _TIMES, _INTEGRALS = frozenset("+−±∓"), frozenset("×÷·⋅∗"), frozenset("∫∬∭∮")
_NO_OPERATOR = "x"
_CLOSING = frozenset(")]}⟩|‖!′%" + _NO_OPERATOR)
"""What a plus or minus may follow as an operator between two terms."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A formula as SVG with black as `currentColor`; em of its text to each side of the baseline."""

    svg: str
    width: float
    ascent: float
    depth: float


@lru_cache(maxsize=4096)
def drawn(mathml: str) -> Drawn | str:
    """The curves of `<math>`, or in words why the layout cannot set it.

    The library raises whatever its steps meet, without a class of its own.
    """
    source = ET.fromstring(mathml)  # noqa: S314 - our own
    library = _library()
    for element in source.iter():
        if (tag := _tag(element)) not in _SET:
            return f"it knows no <{tag}>"
        _refine(element)
    try:
        math = library.Math(source, size=_EM, margin=0)
        lacking = sorted({c for c in "".join(source.itertext()) if not _has(math.font, c)})
        if lacking:
            return f"its font has no “{'”, “'.join(lacking)}”"
        svg = math.svgxml()
    except Exception:
        return "it fails on it"
    box = math.node.bbox
    if box.xmax <= box.xmin or box.ymax <= box.ymin:
        return "nothing would be seen of it"
    for element in svg.iter():
        for name in ("fill", "stroke"):
            if element.get(name) == "black":
                element.set(name, "currentColor")
    for name in ("width", "height"):
        del svg.attrib[name]
    width = (box.xmax - box.xmin) / _EM
    return Drawn(ET.tostring(svg, encoding="unicode"), width, box.ymax / _EM, -box.ymin / _EM)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _refine(element: ET.Element) -> None:
    """Put right what the library does in another way than TeX: gaps, and what is a sign of what.

    A plus or minus behind another operator is a sign (TeX: "bin" becomes "ord"), times has the
    space of plus, integrals grow by style and not by their neighbours, and a matrix has small
    fractions.
    """
    if _tag(element) == "mtable":
        element.set("rowspacing", _ROW_GAP)
        element.set("columnspacing", element.get("columnspacing", _COLUMN_GAP))
        element.set("displaystyle", element.get("displaystyle", "false"))
    before = ""
    for child in element:
        text = (child.text or "").strip() if _tag(child) == "mo" else _NO_OPERATOR
        if text in _INTEGRALS:
            child.set("stretchy", "false")
        elif text in _TIMES and before:
            child.set("lspace", "mediummathspace")
            child.set("rspace", "mediummathspace")
        elif text in _SIGNS and before and before not in _CLOSING:
            child.set("form", "prefix")
        before = text


def _has(font: Any, character: str) -> bool:  # noqa: ANN401
    return character.isspace() or character in _UNSEEN or font.glyphindex(character) > 0


_UNSEEN = frozenset("\u2061\u2062\u2063\u2064\u200b\u200c\u200d\u2060\ufe00")
"""Signs without ink: invisible operators, joiners."""


@cache
def _library() -> Any:  # noqa: ANN401
    """The library, imported late since few books have formulas; glyphs as plain paths.

    It finds its font by a function that Python 3.11 and 3.12 call deprecated, and 3.13 not.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    library: Any = ziamath
    library.config.svg2 = False
    library.config.precision = 2
    return library
