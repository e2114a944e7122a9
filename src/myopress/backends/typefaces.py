"""Font files cut down to the glyphs that are used; the only file that knows uharfbuzz."""

from __future__ import annotations

from collections.abc import Iterable

import uharfbuzz  # type: ignore[import-untyped]

DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ", "VORG")
"""Tables that a PDF has no use for: it holds glyphs already chosen and placed."""


def subset(font: bytes, glyphs: Iterable[int]) -> bytes:
    """The OpenType font with these glyph ids alone, each keeping its number.

    The font shows a character that it lacks by its glyph 0, which is always kept.
    """
    face = uharfbuzz.Face(font)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.clear()
    wanted.glyph_set.update({0, *(glyph for glyph in glyphs if glyph < face.glyph_count)})
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in DROPPED)
    wanted.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    return bytes(uharfbuzz.subset(face, wanted).blob.data)
