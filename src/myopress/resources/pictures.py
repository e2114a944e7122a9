"""What kind of picture some bytes are, and its size in pixels; the only file that knows Pillow."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

from myopress.resources.svg import SvgError, clean

_MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
"""The raster formats of EPUB 3.3, https://www.w3.org/TR/epub-33/#sec-core-media-types."""

_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}
"""CSS pixels in each unit, https://www.w3.org/TR/css-values-3/#absolute-lengths."""


class PictureError(Exception):
    """Why a file cannot be shown as a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's media type, its size in pixels (0 where it has none of its own), its bytes.

    `removed` names what an SVG must not hold and held.
    """

    media_type: str
    width: int
    height: int
    data: bytes
    removed: tuple[str, ...] = ()


def examine(data: bytes) -> Picture:
    """What `data` is, by its content and not by its file's name.

    Raises PictureError for what no e-book reader shows, and for broken files.
    """
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*<", data[:64]):
        return _svg(data)
    return _raster(data)


def _raster(data: bytes) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES)) as image:
                picture = Picture(_MEDIA_TYPES[image.format or ""], *image.size, data)
                image.verify()
    except UnidentifiedImageError:
        raise PictureError("it is no PNG, JPEG, GIF, WebP or SVG") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("it has too many pixels") from None
    except Exception as fault:  # Pillow's readers raise anything on broken data
        raise PictureError(f"the file is broken ({fault})") from None
    return picture


def _svg(data: bytes) -> Picture:
    try:
        drawing = clean(data)
    except SvgError as fault:
        raise PictureError(str(fault)) from None
    root = drawing.root
    size = _svg_size(root.get("width"), root.get("height"), root.get("viewBox"))
    return Picture("image/svg+xml", *size, drawing.data, drawing.removed)


def _svg_size(width: str | None, height: str | None, box: str | None) -> tuple[int, int]:
    """Pixels by `width` and `height`, else the `viewBox`; one of the two follows its shape."""
    sides = re.split(r"[\s,]+", (box or "").strip())
    numbers = [float(side) for side in sides if re.fullmatch(r"-?\d*\.?\d+(e[+-]?\d+)?", side)]
    box_width, box_height = numbers[2:] if len(numbers) == 4 else (0.0, 0.0)
    wide, high = _length(width), _length(height)
    if not wide and not high:
        wide, high = box_width, box_height
    elif box_width > 0 and box_height > 0:
        wide = wide or high * box_width / box_height
        high = high or wide * box_height / box_width
    return (max(1, round(wide)), max(1, round(high))) if wide > 0 and high > 0 else (0, 0)


def _length(value: str | None) -> float:
    match = re.fullmatch(r"(\d*\.?\d+)(px|pt|pc|mm|cm|in)?", (value or "").strip())
    return float(match[1]) * _PIXELS[match[2] or ""] if match else 0.0
