"""An address as a QR code in SVG; the only file that knows segno."""

from __future__ import annotations

import io

import segno

INK = "#000"
QUIET = 2
"""Empty modules at each side; the sheet is white around them (ISO/IEC 18004 wants four)."""


def code(address: str) -> str:
    """The code of an address, with a quarter of it allowed to be spoilt, as an SVG drawing."""
    out = io.BytesIO()
    made = segno.make(address, error="q", micro=False, boost_error=False)
    made.save(out, kind="svg", border=QUIET, dark=INK, xmldecl=False, svgns=True, nl=False,
              omitsize=True)  # fmt: skip
    return out.getvalue().decode("utf-8")
