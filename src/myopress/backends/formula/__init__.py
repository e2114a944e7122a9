"""TeX -> what a laid-out page shows of it: outlines in a maths layout, else letters on one line.

drawn.py     MathML -> curves, with their size and depth (ziamath, with STIX Two Math)
linear.py    MathML -> letters, for what the layout cannot set
"""

from __future__ import annotations

from lxml import etree

from myopress.backends.formula import linear
from myopress.backends.formula.drawn import Drawn, drawn
from myopress.backends.formula.parting import parted
from myopress.backends.html import LINEAR, Element, e
from myopress.backends.mathml import mathml

_ASCENT, _DEPTH = 0.98, 0.29
"""What a line of text (10.5 on 13.5 pt) has above and below its baseline (em)."""
_LONG = 9.0
"""From that width (em) on a formula in the text may go over the end of its line."""
_MAY_END = "\u200b"
_FREE_ASCENT, _FREE_DEPTH = 1.04, 0.54
"""How far a formula may rise or hang (em) without touching the letters of the lines around: 13.5 pt
from baseline to baseline less their descenders (2.6 pt) or their ascenders (7.8 pt)."""


def formula(tex: str, display: bool) -> Element | None:  # noqa: FBT001 - a medium's function
    """`span.formula` with the TeX as its `aria-label`, or None if it cannot be read.

    What the layout cannot set has `data-linear` with the reason, for a diagnostic.
    """
    source = mathml(tex, display)
    if source is None:
        return None
    span = e("span", {"class": "formula", "role": "img", "aria-label": " ".join(tex.split())})
    found = _drawn(source)
    if not isinstance(found, Drawn):
        span.set(LINEAR, found)
        linear.write(span, source)
    elif display or found.width < _LONG:
        span.append(_picture(found, display=display))
    else:
        pieces = [_drawn(piece) for piece in parted(source)]
        whole = [piece for piece in pieces if isinstance(piece, Drawn)]
        for piece in whole if len(whole) == len(pieces) else [found]:
            span.append(_picture(piece, display=display))
            span[-1].tail = _MAY_END
        span[-1].tail = None
    return span


def _drawn(source: Element) -> Drawn | str:
    return drawn(etree.tostring(source, encoding="unicode"))


def _picture(found: Drawn, *, display: bool) -> Element:
    """The curves as an `svg` that stands on the baseline and grows with the text around it.

    A formula in the text that is a little higher than its line leaves the line as it is.
    """
    picture: Element = etree.fromstring(found.svg)
    above = below = 0.0
    if not display:
        above = max(min(found.ascent, _FREE_ASCENT) - _ASCENT, 0.0)
        below = max(min(found.depth, _FREE_DEPTH) - _DEPTH, 0.0)
    measures = {
        "width": found.width,
        "vertical-align": below - found.depth,
        "margin-top": -above,
        "margin-bottom": -below,
    }
    given = (f"{name}: {value:.3f}em" for name, value in measures.items() if value)
    picture.set("style", "; ".join(given))
    return picture
