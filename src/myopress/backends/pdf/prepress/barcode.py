"""The ISBN's barcode as a drawing: bars, the digits below them, the ISBN above."""

from __future__ import annotations

from collections.abc import Iterator

from myopress.backends import typefaces
from myopress.backends.html import Element, e
from myopress.backends.pdf.prepress import ean

_SVG = "{http://www.w3.org/2000/svg}"
_DIGITS = "SourceCodePro-Regular.otf"
_SIZE, _ABOVE, _HEAD, _BELOW = 8.6, 7.2, 11.0, 9.0
"""The sizes of the digits and of the line above the bars; the room above and below the bars."""
LEAST, LOWEST = 0.8, 0.6
"""The least magnification of ISO/IEC 15420; the part of their height that bars are cut to at most,
as is usual on books where the place is low."""


def barcode(isbn: str, price: str, width: float, height: float) -> Element | None:
    """The code of an ISBN, with a price's five digits or "", as large as fits in so many points.

    None if it would be smaller than a scanner reads.
    """
    digits = ean.isbn_13(isbn)
    modules = ean.QUIET_LEFT + 95 + (ean.GAP + 48 + 5 if price else ean.QUIET_RIGHT)
    wide = modules * ean.MODULE
    size = min(1.0, width / wide)
    bars = min(ean.HEIGHT, height / size - _HEAD - _BELOW)
    if size < LEAST or bars < LOWEST * ean.HEIGHT:
        return None
    high = _HEAD + bars + _BELOW
    svg = e(f"{_SVG}svg", {"viewBox": f"0 0 {wide:.3f} {high:.3f}"})
    svg.set("width", f"{wide * size:.3f}pt")
    svg.set("height", f"{high * size:.3f}pt")
    svg.append(e(f"{_SVG}rect", {"width": f"{wide:.3f}", "height": f"{high:.3f}", "fill": "#fff"}))
    shapes = [*_main(digits, bars), *(_add_on(price, bars) if price else ())]
    svg.append(e(f"{_SVG}path", {"d": "".join(shapes), "fill": "#000"}))
    return svg


def _main(digits: str, height: float) -> Iterator[str]:
    left, foot = ean.QUIET_LEFT * ean.MODULE, _HEAD + height
    for bar in ean.bars(ean.ean_13(digits), guards=True):
        longer = ean.LONGER if bar.guard else 0
        yield _bar(left, bar, _HEAD, height - ean.LONGER + longer)
    base = foot + 3.4
    yield from _words(digits[0], 0.5, base, _SIZE)
    yield from _spread(digits[1:7], left + 4 * ean.MODULE, 42 * ean.MODULE, base)
    yield from _spread(digits[7:], left + 50 * ean.MODULE, 42 * ean.MODULE, base)
    yield from _words(f"ISBN {digits[:3]}-{digits[3:]}", left, _HEAD - 3.6, _ABOVE)


def _add_on(price: str, height: float) -> Iterator[str]:
    left = (ean.QUIET_LEFT + 95 + ean.GAP) * ean.MODULE
    for bar in ean.bars(ean.ean_5(price), guards=False):
        yield _bar(left, bar, _HEAD + _SIZE, height - _SIZE)
    yield from _spread(price, left, 48 * ean.MODULE, _HEAD + _SIZE - 2.4)


def _bar(left: float, bar: ean.Bar, top: float, height: float) -> str:
    x, width = left + bar.left * ean.MODULE, bar.width * ean.MODULE
    return f"M{x:.3f} {top:.3f}h{width:.3f}v{height:.3f}h{-width:.3f}z"


def _spread(digits: str, left: float, width: float, base: float) -> Iterator[str]:
    """Digits over a width, each in the middle of its share."""
    share = width / len(digits)
    for number, digit in enumerate(digits):
        yield from _words(digit, left + share * (number + 0.5) - 0.3 * _SIZE, base, _SIZE)


def _words(text: str, left: float, base: float, size: float) -> Iterator[str]:
    found = typefaces.lettering(_DIGITS, text)
    for contour in found.contours if found else ():
        points = "L".join(f"{left + x * size:.3f} {base + y * size:.3f}" for x, y in contour)
        yield f"M{points}z"
