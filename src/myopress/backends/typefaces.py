"""Font files: our own, measures, shaping, subsets; the only file that knows uharfbuzz."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz  # type: ignore[import-untyped]

FONTS = Path(__file__).parent / "fonts"
DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ", "VORG")
"""Tables that a PDF has no use for: it holds glyphs already chosen and placed."""


def subset(font: bytes, glyphs: Iterable[int]) -> bytes:
    """The OpenType font with these glyph ids alone, each keeping its number.

    The font shows a character that it lacks by its glyph 0, which is always kept.
    """
    face = _face(font)
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


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a PDF's font descriptor says of a face, in 1/1000 em; the angle in degrees."""

    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shaped glyph: its number in the font, its advance in 1/1000 em, the text it stands for."""

    id: int
    advance: float
    text: str


def font_files() -> list[Path]:
    """The fonts of the package, sorted."""
    return sorted((*FONTS.glob("*.otf"), *FONTS.glob("*.ttf")))


@cache
def package_faces() -> Mapping[str, tuple[str, bytes]]:
    """File name and bytes of each font of the package, by the SHA-256 of the bytes."""
    read = [(path.name, path.read_bytes()) for path in font_files()]
    return {hashlib.sha256(data).hexdigest(): (name, data) for name, data in read}


def shape(font: bytes, text: str, features: Mapping[str, bool]) -> list[Glyph]:
    """The glyphs of a short text, one for each character, with these OpenType features."""
    face = _face(font)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer, dict(features))
    em = 1000 / face.upem
    return [
        Glyph(info.codepoint, position.x_advance * em, text[info.cluster])
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def postscript_name(font: bytes) -> str:
    """The name by which a PDF calls the font."""
    name = _face(font).get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME) or "Font"
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_"))


def metrics(font: bytes) -> Metrics:
    """The measures of a face."""
    face = _face(font)
    em = 1000 / face.upem
    made = uharfbuzz.Font(face)
    extents = made.get_font_extents("ltr")
    cap = made.get_metric_position(uharfbuzz.OTMetricsTag.CAP_HEIGHT) or extents.ascender
    head = face.reference_table("head").data
    box = [int.from_bytes(head[at : at + 2], signed=True) * em for at in (36, 38, 40, 42)]
    post = face.reference_table("post").data
    return Metrics(
        ascent=round(extents.ascender * em),
        descent=round(extents.descender * em),
        cap_height=round(cap * em),
        italic_angle=int.from_bytes(post[4:8], signed=True) / 65536,
        box=(round(box[0]), round(box[1]), round(box[2]), round(box[3])),
    )


@cache
def _face(font: bytes) -> uharfbuzz.Face:
    return uharfbuzz.Face(font)
