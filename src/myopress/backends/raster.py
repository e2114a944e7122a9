"""Pictures made of pixels: drawn from outlines, and made smaller; knows Pillow.

Nothing here depends on anything but its arguments and the version of Pillow.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

Contour: TypeAlias = Sequence[tuple[float, float]]
Colour: TypeAlias = tuple[int, int, int]

_FINE = 4
"""How many times finer than the picture each shape is drawn, in both directions."""
_SHADES = 16
"""Colours from the ground to the ink; more cannot be told apart at an edge."""


def drawing(
    size: tuple[int, int], shapes: Sequence[Sequence[Contour]], ground: Colour, ink: Colour
) -> bytes:
    """Shapes in one colour on another as PNG.

    `size` and points are in pixels, y downwards. Each shape is a row of contours that lies in a
    box of its own: those that run like the largest are filled, the others are holes.
    """
    from PIL import Image

    mask = Image.new("L", size)
    for contours in shapes:
        box = _box(contours, size)
        if box is not None:
            mask.paste(_shape(contours, box), box[:2])
    shades = mask.point([value * _SHADES // 256 for value in range(256)])
    picture = Image.frombytes("P", size, shades.tobytes())
    picture.putpalette(
        [
            round(dark + (light - dark) * shade / (_SHADES - 1))
            for shade in range(_SHADES)
            for dark, light in zip(ground, ink, strict=True)
        ]
    )
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()


def _box(contours: Sequence[Contour], size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The whole pixels that contours touch, within the picture; None if they are elsewhere."""
    points = [point for contour in contours for point in contour]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    right, bottom = min(size[0], int(max(xs)) + 1), min(size[1], int(max(ys)) + 1)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _shape(contours: Sequence[Contour], box: tuple[int, int, int, int]) -> Image.Image:
    """How much of each pixel of the box is covered."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = box
    fine = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    pen = ImageDraw.Draw(fine)
    areas = [_area(contour) for contour in contours]
    filled = max(areas, key=abs) > 0
    # Holes after what they are cut out of: from the largest down.
    for area, contour in sorted(zip(areas, contours, strict=True), key=lambda pair: -abs(pair[0])):
        points = [((x - left) * _FINE, (y - top) * _FINE) for x, y in contour]
        pen.polygon(points, fill=255 if (area > 0) == filled else 0)
    return fine.reduce(_FINE)


def _area(contour: Contour) -> float:
    """Twice the signed area: its sign is the way round."""
    return sum(
        x * v - u * y for (x, y), (u, v) in zip(contour, (*contour[1:], contour[0]), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Smaller:
    """A picture in the format that it had, and its size in pixels."""

    data: bytes
    width: int
    height: int


def smaller(data: bytes, pixels: int) -> Smaller | None:
    """A picture of at most so many pixels, upright and in its own format and colours.

    None for what need not or cannot be made smaller: drawings without pixels, pictures that move.
    """
    if data.lstrip()[:1] == b"<":
        return None
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        kind, profile = opened.format or "", opened.info.get("icc_profile")
        if kind not in _SAVED or getattr(opened, "is_animated", False):
            return None
        flat = opened.mode == "P" and "transparency" not in opened.info
        colours = len(opened.getcolors() or ()) if flat else 0
        picture = ImageOps.exif_transpose(opened)
    scale = (pixels / (picture.width * picture.height)) ** 0.5
    if scale >= 1:
        return None
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    picture = _continuous(picture, kind).resize(size, Image.Resampling.LANCZOS)
    if colours:
        picture = picture.quantize(max(2, colours), dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, kind, icc_profile=profile, **_SAVED[kind])
    return Smaller(out.getvalue(), *size)


_SAVED: Mapping[str, Mapping[str, int | bool]] = {
    # At a quality of 85 JPEG's losses are not seen in photographs on paper-white screens.
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"compress_level": 9},
    "WEBP": {"quality": 85, "method": 6},
}


def _continuous(picture: Image.Image, kind: str) -> Image.Image:
    """The picture in a mode in which its colours can be mixed."""
    match picture.mode:
        case "1":
            return picture.convert("L")
        case "P" | "PA" if "transparency" in picture.info:
            return picture.convert("RGBA")
        case "P":
            return picture.convert("RGB")
        case "CMYK" | "YCCK" if kind == "JPEG":
            return picture.convert("RGB")
        case _:
            return picture


CURVE = 1.25
"""The power of a channel's share that is left white. Plain shares print too pale: this one comes
nearest to what viewers show for the inks of SWOP, over a dozen colours of covers."""
MOST_INK = 2.4
"""The most of all inks together at one place: IngramSpark's 240 %."""


def separated(picture: Image.Image, inks: int) -> bytes:
    """The pixels of a picture in one ink (grey) or four (cyan, magenta, yellow, black), a byte each.

    Grey is Rec. 601's luminance; black takes all that three inks have in common. A picture that
    has four inks keeps them.
    """
    from PIL import Image, ImageChops, ImageMath

    if inks == 1:
        whole = picture.convert("RGB") if picture.mode in ("P", "CMYK") else picture
        return whole.convert("L").tobytes()
    if picture.mode == "CMYK":
        return picture.tobytes()
    bands = picture.convert("RGB").split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    black = ImageChops.invert(most)
    cap = black.point([round((MOST_INK * 255 - value) / 2) for value in range(256)])
    powers = [round(255 * (1 - (share / 255) ** CURVE)) for share in range(256)]

    def share(given: dict[str, Any]) -> Any:  # noqa: ANN401 - an image of ImageMath
        return given["convert"](given["band"] * 255 / given["max"](given["most"], 1), "L")

    shares = [ImageMath.lambda_eval(share, band=band, most=most) for band in bands]
    parts = [ImageChops.darker(part.point(powers), cap) for part in shares]
    # Where all is black, no other ink is wanted.
    coloured = most.point([0] + [255] * 255)
    parts = [ImageChops.darker(part, coloured) for part in parts]
    return Image.merge("CMYK", (*parts, black)).tobytes()


def heaviest(picture: Image.Image) -> float:
    """The most of all four inks together at one place of a picture; 1 is all of one ink."""
    data = picture.tobytes()
    pixels = zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True)
    return max(map(sum, set(pixels)), default=0) / 255


def border(data: bytes) -> tuple[Colour, bool]:
    """The commonest colour at the edges of a picture, and whether it is nearly all of them."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB").resize((64, 96), Image.Resampling.BOX)
    edges = ((0, 0, 64, 1), (0, 95, 64, 96), (0, 0, 1, 96), (63, 0, 64, 96))
    data = b"".join(picture.crop(edge).tobytes() for edge in edges)
    counted = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    colour, count = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    return colour, count > 0.95 * counted.total()
