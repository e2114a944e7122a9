"""The colour space sRGB (IEC 61966-2-1) as an ICC profile, made from its published numbers."""

from __future__ import annotations

import struct

_WHITE = (0.9642, 1.0, 0.8249)
"""D50, the white of all profiles (ICC.1:2004-10, 7.2.16)."""
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""sRGB's red, green and blue, seen under D50 instead of D65 (Bradford)."""
_TO_D50 = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
"""The matrix that does so."""
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""x -> (ax + b)^g from d on, else cx: g, a, b, c, d (IEC 61966-2-1, 5.2)."""


def srgb_profile() -> bytes:
    """A profile of version 4.2 for screens, of the year 2000 whenever it is made."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(*_CURVE)
    tags = {
        b"desc": _text("sRGB IEC61966-2.1"),
        b"cprt": _text("Public domain"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(*_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(*_TO_D50),
        **{name: b"XYZ " + bytes(4) + _fixed(*xyz) for name, xyz in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += name + struct.pack(">II", start + len(data), len(tag))
        data += tag + bytes(-len(tag) % 4)
    size = start + len(data)
    header = struct.pack(">I4xI", size, 0x04200000) + b"mntrRGB XYZ "
    header += struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp"
    header += bytes(28) + _fixed(*_WHITE)
    return header.ljust(128, b"\0") + table + data


def _fixed(*numbers: float) -> bytes:
    """Numbers as s15Fixed16."""
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _text(words: str) -> bytes:
    """English words as multiLocalizedUnicode."""
    data = words.encode("utf-16-be")
    return (
        b"mluc"
        + bytes(4)
        + struct.pack(">II", 1, 12)
        + b"enUS"
        + struct.pack(">II", len(data), 28)
        + data
    )
