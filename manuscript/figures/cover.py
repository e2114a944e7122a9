# ruff: noqa: INP001  -- scripts beside their data, not a package
"""Draws the cover from the words in `book.toml`: `python manuscript/figures/cover.py`.

`cover.svg` is the front for EPUB (1600 x 2560), `cover-print.svg` the same for a page of 6 x 9
inches with an eighth of an inch to be cut off, `cover.png` a picture of the first, 2500 pixels
high. Letters are outlines, so that no font is needed to show them. The picture carries the SHA-256
of its drawing.
"""

from __future__ import annotations

import hashlib
import io
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "src" / "myopress" / "backends" / "fonts"
PAPER = "#a8321e"
CREAM = "#f6ebdd"
TITLE, WORDS, NAME = (
    "SourceSerif4Display-Light.otf", "SourceSerif4-It.otf", "SourceSans3-Semibold.otf",
)  # fmt: skip
WIDTH, HEIGHT = 1600, 2560
FIBRES = 11
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Format:
    """A front to be drawn: its size, and how far colour runs over each edge.

    `unit` is the type of length in which the file gives its size; the drawing counts in pixels
    of the cover for EPUB whatever that is.
    """

    name: str
    width: float
    height: float
    bleed: float = 0
    unit: str = "px"
    scale: float = 1


EPUB = Format("cover", WIDTH, HEIGHT)
PRINT = Format("cover-print", 1600, 2400, bleed=1600 / 48, unit="in", scale=6 / 1600)


def front(page: Format) -> str:
    """The front of the book as SVG."""
    book = tomllib.loads((HERE.parent / "book.toml").read_text(encoding="utf-8"))
    left, foot = 132.0, page.height - 196
    name = " · ".join(book["authors"]).upper()
    parts = [
        _box(-page.bleed, -page.bleed, page.width + 2 * page.bleed, page.height + 2 * page.bleed),
        _marks(left, page.width - left, 360),
        _line(name, NAME, 40, left + 4, 210, tracking=5.6),
    ]
    lines = _broken(book["title"])
    first = foot - 96 - (len(lines) - 1) * 252
    parts += [_line(words, TITLE, 240, left - 4, first + i * 252) for i, words in enumerate(lines)]
    parts.append(_line(book["subtitle"], WORDS, 56, left + 4, foot + 34))
    wide, high = page.width + 2 * page.bleed, page.height + 2 * page.bleed
    size = " ".join(_number(v) for v in (-page.bleed, -page.bleed, wide, high))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" '
        f'width="{_number(wide * page.scale, 4)}{page.unit}" '
        f'height="{_number(high * page.scale, 4)}{page.unit}" role="img" '
        'aria-labelledby="cover-title cover-description">'
    )
    title, subtitle = escape(book["title"]), escape(book["subtitle"])
    told = f"{_SHOWN}, over the words: {title}. {subtitle}."
    named = f'<title id="cover-title">{title}</title>\n<desc id="cover-description">{told}</desc>'
    return "\n".join([head, named, *parts, "</svg>"]) + "\n"


_SHOWN = "Two bundles of muscle fibres, bent into an opening quotation mark"


def _broken(title: str) -> list[str]:
    """A title on lines of about twelve letters, the short words with what follows them."""
    lines: list[str] = []
    for word in title.split():
        if lines and len(f"{lines[-1]} {word}") <= 12 and word != "of":
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# --- The bundle ------------------------------------------------------------------------------


def _marks(left: float, right: float, top: float) -> str:
    """Both halves of the quotation mark, as large as fits between `left` and `right`."""
    fibres = [
        _edge(2 * i / FIBRES - 1, 1) + _edge(2 * (i + 1) / FIBRES - 1, -1)[::-1]
        for i in range(FIBRES)
    ]
    xs = [x for fibre in fibres for x, _ in fibre]
    ys = [y for fibre in fibres for _, y in fibre]
    scale = (right - left) / (_APART + max(xs) - min(xs))
    parts = []
    for moved in (0, _APART):
        for fibre in fibres:
            points = (
                f"{_number(left + (x - min(xs) + moved) * scale, 1)} "
                f"{_number(top + (y - min(ys)) * scale, 1)}"
                for x, y in fibre
            )
            parts.append(f"M{'L'.join(points)}Z")
    shape = "".join(parts)
    return f'<path fill="{CREAM}" d="{shape}"/>'


_APART = 690
"""How far the second half stands to the right of the first, in the units of `_CURVE`."""
_STEPS = 44


def _edge(across: float, side: int) -> list[Point]:
    """One edge of a fibre; `across` is -1 to 1 through the bundle, `side` where its gap lies."""
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        (x, y), (nx, ny) = _spine(t)
        half = _half_width(t)
        gap = min(5.5, max(0, half - 12) * 0.5 / FIBRES)
        offset = across * half + side * gap
        points.append((x + nx * offset, y + ny * offset))
    return points


_CURVE: tuple[Point, ...] = ((560, 20), (250, 90), (110, 470), (300, 900))


def _spine(t: float) -> tuple[Point, Point]:
    """The middle of the bundle, and the direction across it, from the tail down."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = _CURVE
    u = 1 - t
    place = (
        u**3 * ax + 3 * u * u * t * bx + 3 * u * t * t * cx + t**3 * dx,
        u**3 * ay + 3 * u * u * t * by + 3 * u * t * t * cy + t**3 * dy,
    )
    along = (
        u * u * (bx - ax) + 2 * u * t * (cx - bx) + t * t * (dx - cx),
        u * u * (by - ay) + 2 * u * t * (cy - by) + t * t * (dy - cy),
    )
    length = math.hypot(*along)
    return place, (along[1] / length, -along[0] / length)


def _half_width(t: float) -> float:
    """Half the bundle: a thin tail, a belly low down, and a short tendon."""
    return 11 * (1 - t) + 6 * t + 258 * math.sin(math.pi * t**1.85) ** 1.3


# --- Letters and files -----------------------------------------------------------------------


def _line(words: str, font: str, size: float, x: float, y: float, *, tracking: float = 0) -> str:
    """A line of text as outlines, set with the font's own kerning; `y` is its base line."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FONTS / font))
    shaper = uharfbuzz.Font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    scale = size / face.upem
    pen = SVGPathPen(None, ntos=lambda value: _number(value, 1))
    for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        where = (scale, 0, 0, -scale, x + at.x_offset * scale, y - at.y_offset * scale)
        shaper.draw_glyph_with_pen(glyph.codepoint, TransformPen(pen, where))
        x += at.x_advance * scale + tracking
    return f'<path fill="{CREAM}" d="{pen.getCommands()}"/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    sides = zip(("x", "y", "width", "height"), (x, y, width, height), strict=True)
    written = " ".join(f'{name}="{_number(value)}"' for name, value in sides)
    return f'<rect {written} fill="{PAPER}"/>'


def _number(value: float, places: int = 2) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def picture(svg: str) -> bytes:
    """The front as PNG, 2500 pixels high, in 64 colours: there are two, and what lies between.

    So high as Kindle Direct Publishing asks for, and with fewer pixels than the 4 million that
    Apple Books takes.
    """
    import pypdfium2
    import weasyprint
    from PIL import Image, PngImagePlugin

    page = f"<style>@page{{size:{WIDTH}px {HEIGHT}px;margin:0}}body{{margin:0}}svg{{display:block}}"
    pdf = weasyprint.HTML(string=f"{page}</style>{svg}").write_pdf()
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=96 / 72 * 2500 / HEIGHT).to_pil()
    flat = drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    marks = PngImagePlugin.PngInfo()
    marks.add_text("Drawing", hashlib.sha256(svg.encode()).hexdigest())
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True, pnginfo=marks)
    return out.getvalue()


if __name__ == "__main__":
    for each in (EPUB, PRINT):
        (HERE / f"{each.name}.svg").write_text(front(each), encoding="utf-8", newline="\n")
    (HERE / "cover.png").write_bytes(picture(front(EPUB)))
