"""TeX -> MathML elements; the only file that knows latex2mathml."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from myopress.backends.html.medium import Element

MATHML = "http://www.w3.org/1998/Math/MathML"


def mathml(tex: str, display: bool) -> Element | None:  # noqa: FBT001 - a medium's function
    """`<math>` in its own namespace with the TeX as `alttext`, or None if it cannot be read."""
    markup = _markup(tex, "block" if display else "inline")
    if not markup:
        return None
    math = etree.fromstring(markup)
    math.set("alttext", " ".join(tex.split()))
    return math


@lru_cache(maxsize=4096)
def _markup(tex: str, display: str) -> str:
    """MathML as text, empty if the library cannot read the TeX.

    It raises classes of its own without a common base, and IndexError, KeyError and others on
    unfinished commands; whatever it is, the formula cannot be read.
    """
    from latex2mathml.converter import convert  # noqa: PLC0415 - few books need it

    try:
        markup: str = convert(tex, display=display)
        etree.fromstring(markup)
    except Exception:
        return ""
    return markup
