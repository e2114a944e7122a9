"""A proof in grey: each colour as the grey that is as light, so that contrasts stay what they are.

Lightness is the relative luminance of WCAG 2.2, on which its contrast ratio rests.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Name, Operator

GREY = {"rg": Operator("g"), "RG": Operator("G")}


def in_grey(pdf: bytes) -> bytes:
    """The same PDF with greys for all colours, of drawings and of pictures."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        seen: set[tuple[int, int]] = set()
        for page in book.pages:
            page.obj.Contents = book.make_stream(_greyed(page))
            for thing in _drawings(page.obj, seen):
                if thing.Subtype == Name.Form:
                    thing.write(_greyed(thing))
                else:
                    _grey_picture(thing)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        book.save(out, deterministic_id=True, object_stream_mode=mode)
    return out.getvalue()


def _drawings(owner: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:  # noqa: ANN401
    """The forms and pictures that a page or a form uses, and those within them, each once."""
    for thing in owner.get("/Resources", {}).get("/XObject", {}).values():
        if thing.objgen not in seen:
            seen.add(thing.objgen)
            yield thing
            yield from _drawings(thing, seen)


def _greyed(drawing: Any) -> bytes:  # noqa: ANN401
    made: list[Any] = []
    for instruction in pikepdf.parse_content_stream(drawing):
        operator = str(instruction.operator)
        if operator in GREY:
            red, green, blue = map(float, instruction.operands)
            made.append(([round(grey(red, green, blue), 4)], GREY[operator]))
        else:
            made.append((instruction.operands, instruction.operator))
    return pikepdf.unparse_content_stream(made)


def grey(red: float, green: float, blue: float) -> float:
    """The grey, 0 to 1 in sRGB, of a colour's luminance (WCAG 2.2, relative luminance)."""
    linear = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _grey_picture(picture: Any) -> None:  # noqa: ANN401
    if picture.get("/ColorSpace") == Name.DeviceGray or picture.get("/ImageMask"):
        return
    drawn = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    picture.write(drawn.tobytes(), filter=Array([]))
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for key in ("/DecodeParms", "/Decode"):
        if key in picture:
            del picture[key]
