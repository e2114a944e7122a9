"""What kind of picture some bytes are, and its size in pixels; the only file that knows Pillow."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

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

_SVG = "{http://www.w3.org/2000/svg}"


class PictureError(Exception):
    """Why a file cannot be shown as a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's media type, and its size in pixels, 0 where it has none of its own."""

    media_type: str
    width: int
    height: int


def examine(data: bytes) -> Picture:
    """What `data` is, by its content and not by its file's name.

    Raises PictureError for what no e-book reader shows, for broken files and for SVG with
    scripts in it.
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
                picture = Picture(_MEDIA_TYPES[image.format or ""], *image.size)
                image.verify()
    except UnidentifiedImageError:
        raise PictureError("it is no PNG, JPEG, GIF, WebP or SVG") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("it has too many pixels") from None
    except Exception as fault:  # Pillow's readers raise anything on broken data
        raise PictureError(f"the file is broken ({fault})") from None
    return picture


def _svg(data: bytes) -> Picture:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise PictureError(f"the SVG is not well-formed XML: {fault.msg}") from None
    if root.tag != f"{_SVG}svg":
        raise PictureError("it is XML and not SVG (whose root is svg in SVG’s namespace)")
    for element in root.iter(etree.Element):
        _refuse_unsafe(str(element.tag), {str(n): str(v) for n, v in element.items()})
    return Picture(
        "image/svg+xml", *_svg_size(root.get("width"), root.get("height"), root.get("viewBox"))
    )


def _refuse_unsafe(tag: str, attributes: dict[str, str]) -> None:
    """No book runs code or fetches anything."""
    if tag.endswith("script") or any(name.startswith("on") for name in attributes):
        raise PictureError("the SVG holds a script")
    if tag in {f"{_SVG}image", f"{_SVG}use"}:
        for name, value in attributes.items():
            if name.endswith("href") and not value.startswith(("#", "data:")):
                raise PictureError(f"the SVG needs another file, “{value}”; embed it")


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
