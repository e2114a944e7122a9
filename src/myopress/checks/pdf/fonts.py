"""Fonts: embedded, with a letter and a width for every glyph that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.backends import typefaces
from myopress.checks.pdf.content import Drawn
from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.tree import Raw

_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\])")
_FORBIDDEN = {"\0": "31-028", "\ufeff": "31-029", "\ufffe": "31-029"}


def fonts(drawn: Drawn) -> Iterator[Fault]:
    """All conditions about the fonts in which text is shown."""
    for font, codes in drawn.fonts.values():
        name = str(font.get("/BaseFont", "a font"))[1:]
        if font.get("/Subtype") == Name.Type3:
            continue
        for fault in [*_program(font), *_texts(font, codes), *_glyphs(font, codes)]:
            yield Fault(fault.condition, f"{name}: {fault.words}")


def _descendant(font: Raw) -> Raw:
    return font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font


def _file(font: Raw) -> Raw:
    """The embedded font program, None if there is none."""
    descriptor = _descendant(font).get("/FontDescriptor", Dictionary())
    keys = ("/FontFile", "/FontFile2", "/FontFile3")
    return next((descriptor[key] for key in keys if key in descriptor), None)


def _program(font: Raw) -> Iterator[Fault]:
    if _file(font) is None:
        yield Fault("31-009", "the font is not embedded")
    if font.get("/Subtype") != Name.Type0:
        return
    under = _descendant(font)
    if under.get("/Subtype") == Name.CIDFontType2:
        to_glyphs = under.get("/CIDToGIDMap")
        if to_glyphs is None:
            yield Fault("31-004", "it has no map from codes to glyphs")
        elif not (to_glyphs == Name.Identity or isinstance(to_glyphs, pikepdf.Stream)):
            yield Fault("31-005", "its map from codes to glyphs is no map")
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream) and str(encoding) not in {
        "/Identity-H",
        "/Identity-V",
    }:
        yield Fault("31-006", "its CMap is not embedded")


def _texts(font: Raw, codes: set[bytes]) -> Iterator[Fault]:
    """Every code shown has a text (PDF/UA-1, 7.21.7)."""
    if "/ToUnicode" not in font:
        if font.get("/Subtype") == Name.Type0 or "/Encoding" not in font:
            yield Fault("31-027", "it says of no glyph what it stands for")
        return
    texts = to_unicode(font.ToUnicode.read_bytes())
    lacking = sorted(code for code in codes if not texts.get(int.from_bytes(code, "big")))
    if lacking:
        words = ", ".join(code.hex() for code in lacking[:5])
        yield Fault("10-001", f"{len(lacking)} glyphs stand for no text: {words}")
    for code in sorted(codes):
        for letter in texts.get(int.from_bytes(code, "big"), ""):
            if letter in _FORBIDDEN:
                yield Fault(_FORBIDDEN[letter], f"{code.hex()} stands for U+{ord(letter):04X}")


def to_unicode(cmap: bytes) -> dict[int, str]:
    """The texts of codes, from the CMap of a font (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for pairs in _PAIRS.findall(cmap):
        parts = _HEX.findall(pairs)
        for code, text in zip(parts[::2], parts[1::2], strict=False):
            found[int(code, 16)] = _text(text)
    for ranges in _RANGES.findall(cmap):
        for first, last, target in _RANGE.findall(ranges):
            start, texts = int(first, 16), _HEX.findall(target)
            for number in range(int(last, 16) - start + 1):
                if target.startswith(b"["):
                    found[start + number] = _text(texts[number]) if number < len(texts) else ""
                elif text := _text(texts[0]):
                    found[start + number] = text[:-1] + chr(ord(text[-1]) + number)
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _glyphs(font: Raw, codes: set[bytes]) -> Iterator[Fault]:
    """Glyphs that are there, with the widths that the file of the font has (of 1000 an em)."""
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        return
    shown = {int.from_bytes(code, "big") for code in codes}
    if 0 in shown:
        yield Fault("31-030", "the glyph for what is missing (.notdef) is shown")
    program, under = _file(font), _descendant(font)
    if program is None or program.get("/Subtype") == Name.CIDFontType0C:
        return
    given, usual = widths(under.get("/W", Array())), float(under.get("/DW", 1000))
    real = typefaces.advances(program.read_bytes(), shown)
    for glyph in sorted(shown):
        if glyph not in real:
            yield Fault("31-011", f"its file has no glyph {glyph}")
        elif abs(real[glyph] - given.get(glyph, usual)) > 1:
            words = f"glyph {glyph} is {real[glyph]:.0f} wide, not {given.get(glyph, usual):.0f}"
            yield Fault("31-016", words)


def widths(array: Raw) -> dict[int, float]:
    """The widths of glyphs in a `/W` (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    items = list(array)
    while len(items) > 1:
        first, after = int(items.pop(0)), items.pop(0)
        if isinstance(after, Array):
            found.update({first + number: float(width) for number, width in enumerate(after)})
        elif items:
            width = float(items.pop(0))
            found.update(dict.fromkeys(range(first, int(after) + 1), width))
    return found
