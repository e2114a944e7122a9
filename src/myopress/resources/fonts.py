"""What a font file is: its family, weight and slant, by Pillow (FreeType) and its own tables."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

_KINDS = {b"OTTO": "font/otf", b"\0\1\0\0": "font/ttf", b"true": "font/ttf"}
"""How a font begins, https://learn.microsoft.com/typography/opentype/spec/otff."""
_WRAPPED = {b"wOFF": "WOFF", b"wOF2": "WOFF2", b"ttcf": "several fonts in one file"}
_RESTRICTED = 0x0002
_SLANTED = 0x0201


class FontError(Exception):
    """Why a file cannot be used as a font of the book."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its media type, the family's name, its weight (1 to 1000), and whether it slants."""

    media_type: str
    family: str
    weight: int
    italic: bool


def examine_font(data: bytes) -> Face:
    """What `data` is, by its content and not by its file's name.

    Weight and slant are those of its table OS/2, and so is the word whether it may be embedded:
    https://learn.microsoft.com/typography/opentype/spec/os2. Raises FontError for what is not one
    whole face in OpenType or TrueType.
    """
    kind = _KINDS.get(data[:4])
    if kind is None:
        wrapped = _WRAPPED.get(data[:4])
        raise FontError(f"it is {wrapped}" if wrapped else "it is not a font")
    family = _family(data)
    tables = _tables(data)
    if "fvar" in tables:
        raise FontError("it is a variable font, and one full face is wanted in each file")
    os2 = tables.get("OS/2", b"")
    if len(os2) < 64:
        raise FontError("it lacks the table OS/2, which tells its weight")
    if _number(os2, 8) & 0xF == _RESTRICTED:
        raise FontError("its maker does not allow to embed it")
    return Face(kind, family, max(1, min(1000, _number(os2, 4))), bool(_number(os2, 62) & _SLANTED))


def _family(data: bytes) -> str:
    """The family's name as a style sheet can quote it."""
    from PIL import ImageFont  # late, as few books bring fonts

    try:
        name = ImageFont.truetype(io.BytesIO(data)).getname()[0]
    except OSError as fault:
        raise FontError(f"it is broken ({fault})") from None
    family = re.sub(r"[^\w .&+-]", "", name or "").strip()
    if not family:
        raise FontError("it tells no family name")
    return family


def _tables(data: bytes) -> dict[str, bytes]:
    """The tables of a font by their tags."""
    found = {}
    for at in range(12, 12 + 16 * _number(data, 4), 16):
        start, length = (int.from_bytes(data[at + n : at + n + 4]) for n in (8, 12))
        found[data[at : at + 4].decode("latin-1")] = data[start : start + length]
    return found


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])
