"""TeX -> MathML elements; the only file that knows latex2mathml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

MATHML = "http://www.w3.org/1998/Math/MathML"
Element: TypeAlias = etree._Element  # noqa: SLF001 - the class has no public name
_UNKNOWN_COMMAND = re.compile(r">\\[A-Za-z]+<")
"""An identifier that the library took over as it stood, for want of a meaning."""
_ALIGNED = re.compile(r"(\\(?:begin|end)\{)aligned\}")
"""An environment that the library does not know; `align*` sets the same lines."""
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)


def mathml(tex: str, display: bool) -> Element | None:  # noqa: FBT001 - what a `Medium` calls
    """`<math>` in its own namespace with the TeX as `alttext`, or None if it cannot be read."""
    markup = _markup(tex, "block" if display else "inline")
    if not markup:
        return None
    math = etree.fromstring(markup)
    math.set("alttext", " ".join(tex.split()))
    return math


@lru_cache(maxsize=4096)
def _markup(tex: str, display: str) -> str:
    r"""MathML as text, empty if the TeX cannot be read.

    The library raises classes of its own without a common base, and IndexError, KeyError and
    others on unfinished commands; whatever it is, the formula cannot be read. It closes open
    braces by itself, so that `\frac{1` would pass: they are counted before.
    """
    # Imported here since few books have formulas.
    from latex2mathml.converter import convert

    if not _balanced(tex):
        return ""
    try:
        markup: str = convert(_ALIGNED.sub(r"\1align*}", tex), display=display)
        words = "".join(map(str, etree.fromstring(markup).itertext()))
    except Exception:
        return ""
    return markup if words.strip() and not _UNKNOWN_COMMAND.search(markup) else ""


def _balanced(tex: str) -> bool:
    depth = 0
    for match in _BRACE.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match[1], 0)
        if depth < 0:
            return False
    return depth == 0
