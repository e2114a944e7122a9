"""The sheet in the colour that `book.toml` names, in place of the book's own accent."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from myopress.backends.cheatsheet.fibres import ACCENT

_DRAWING = re.compile(r"(?<=data:image/svg\+xml;base64,)[A-Za-z0-9+/=]+")


def tinted(text: str, colour: str) -> str:
    """Markup or a style sheet, with the drawings within it, in this colour; as it is without one."""
    if not colour:
        return text

    def drawing(found: re.Match[str]) -> str:
        drawn = b64decode(found[0]).decode("utf-8").replace(ACCENT, colour)
        return b64encode(drawn.encode("utf-8")).decode("ascii")

    return _DRAWING.sub(drawing, text).replace(ACCENT, colour)
