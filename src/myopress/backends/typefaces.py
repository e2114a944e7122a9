"""Font files: our own, measures, shaping, subsets; the only file that knows uharfbuzz."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import uharfbuzz  # type: ignore[import-untyped]

from myopress.diagnostics import BackendError

Point: TypeAlias = tuple[float, float]
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
    """The fonts of the package, sorted; raises BackendError if one is gone."""
    listed = (FONTS / "SHA256SUMS").read_text("ascii").split()[1::2]
    gone = [name for name in listed if not (FONTS / name).is_file()]
    if gone:
        raise BackendError(f"the package lacks its font {gone[0]}; install myopress anew")
    return [FONTS / name for name in sorted(listed)]


@cache
def package_faces() -> Mapping[str, tuple[str, bytes]]:
    """File name and bytes of each font of the package, by the SHA-256 of the bytes."""
    read = [(path.name, path.read_bytes()) for path in font_files()]
    return {hashlib.sha256(data).hexdigest(): (name, data) for name, data in read}


@cache
def package_families() -> frozenset[str]:
    """The names of the package's typefaces, as a style sheet calls them."""
    wanted = uharfbuzz.OTNameIdPredefined
    faces = [_face(data) for _, data in package_faces().values()]
    names = [
        face.get_name(wanted.TYPOGRAPHIC_FAMILY) or face.get_name(wanted.FONT_FAMILY)
        for face in faces
    ]
    return frozenset(filter(None, names))


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


@dataclass(frozen=True, slots=True)
class Lettering:
    """A line of words as outlines: contours in em from the base line's beginning, y downwards.

    A contour runs the other way round if it is a hole. `width` is the advance of all in em.
    """

    width: float
    contours: tuple[tuple[Point, ...], ...]


def lettering(file: str, text: str, tracking: float = 0) -> Lettering | None:
    """Words set with a font of the package; None if it lacks a glyph for them.

    `tracking` is put after each glyph, in em. Curves are given by eight points each.
    """
    font = _package_font(file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    pen, em, x = _Pen(), 1 / font.face.upem, 0.0
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            return None
        pen.place = (em, x + at.x_offset * em, -at.y_offset * em)
        font.draw_glyph_with_pen(info.codepoint, pen)
        x += at.x_advance * em + tracking
    return Lettering(x - tracking if text else 0.0, tuple(map(tuple, pen.contours)))


def outline(font: bytes, glyph: int) -> str:
    """A glyph as SVG path data in 1/1000 em, y upwards; empty if it draws nothing."""
    face = _face(font)
    pen = _PathPen(1000 / face.upem)
    uharfbuzz.Font(face).draw_glyph_with_pen(glyph, pen)
    return "".join(pen.path)


def advances(font: bytes, glyphs: Iterable[int]) -> dict[int, float]:
    """The width (1/1000 em) of each of these glyphs that the font has."""
    face = _face(font)
    made = uharfbuzz.Font(face)
    return {
        glyph: made.get_glyph_h_advance(glyph) * 1000 / face.upem
        for glyph in glyphs
        if glyph < face.glyph_count
    }


class _PathPen:
    """What writes outlines as path data; the names of its methods are fontTools'."""

    def __init__(self, em: float) -> None:
        self.path: list[str] = []
        self._em = em

    def _add(self, letter: str, *points: Point) -> None:
        numbers = (f"{part * self._em:.4g}" for point in points for part in point)
        self.path.append(letter + " ".join(numbers))

    def moveTo(self, point: Point) -> None:  # noqa: N802
        self._add("M", point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self._add("L", point)

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        self._add("C", *points)

    def qCurveTo(self, *points: Point) -> None:  # noqa: N802
        self._add("Q", *points)

    def closePath(self) -> None:  # noqa: N802
        self._add("Z")


class _Pen:
    """What draws outlines into contours; the names of its methods are fontTools'."""

    def __init__(self) -> None:
        self.place = (1.0, 0.0, 0.0)
        self.contours: list[list[Point]] = []
        self._at: Point = (0, 0)

    def moveTo(self, point: Point) -> None:  # noqa: N802
        self.contours.append([])
        self.lineTo(point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        scale, x, y = self.place
        self.contours[-1].append((x + point[0] * scale, y - point[1] * scale))
        self._at = point

    def curveTo(self, b: Point, c: Point, d: Point) -> None:  # noqa: N802
        a = self._at
        for step in range(1, 9):
            t = step / 8
            u = 1 - t
            m, n, o, p = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            self.lineTo(
                (
                    m * a[0] + n * b[0] + o * c[0] + p * d[0],
                    m * a[1] + n * b[1] + o * c[1] + p * d[1],
                )
            )

    def qCurveTo(self, b: Point, c: Point) -> None:  # noqa: N802
        a = self._at
        first = (a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3)
        second = (c[0] + (b[0] - c[0]) * 2 / 3, c[1] + (b[1] - c[1]) * 2 / 3)
        self.curveTo(first, second, c)

    def closePath(self) -> None:  # noqa: N802
        pass


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
def _package_font(file: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face((FONTS / file).read_bytes()))


@cache
def _face(font: bytes) -> uharfbuzz.Face:
    return uharfbuzz.Face(font)
