"""The fonts of the joined book: one subset of each face, whatever the number of parts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from myopress.backends import typefaces
from myopress.backends.pdf.parts import FontUse, Part

FOLIO_FONT = "SourceSerif4-Regular.otf"
FOLIO_SIZE = 9.6
_FOLIO_FEATURES = {"onum": True, "kern": True}


@dataclass(frozen=True, slots=True)
class Folio:
    """A printed page number and the point (pt, from the bottom left) of its left end.

    With `right` it is the right end.
    """

    text: str
    x: float
    y: float
    right: bool


class Faces:
    """The faces of a book's parts, collected and then written once.

    WeasyPrint's codes are glyph ids, so that parts agree on them. A font with a glyph missing
    has codes of its own and stays as the part has it.
    """

    def __init__(self, book: pikepdf.Pdf, parts: Iterable[Part]) -> None:
        self._book = book
        self._files: dict[str, tuple[str, bytes]] = dict(typefaces.package_faces())
        self._uses: dict[str, list[FontUse]] = defaultdict(list)
        self._fonts: dict[str, Any] = {}
        self._folio = next(f for f, (name, _) in self._files.items() if name == FOLIO_FONT)
        self._folio_glyphs: dict[int, tuple[float, str]] = {}
        for part in parts:
            for face, data in part.faces.items():
                self._files.setdefault(face, ("", data))
            for use in part.fonts:
                if not use.stand_ins:
                    self._uses[use.face].append(use)

    def adopt(self, part: Part, fonts: Any) -> None:  # noqa: ANN401
        """Replace the entries of a part's font dictionary, which all its pages share."""
        for use in part.fonts:
            if not use.stand_ins:
                fonts["/" + use.resource] = self._font(use.face)

    def stamp(self, page: pikepdf.Page, folio: Folio) -> None:
        """Set a folio on a page, after all that the page holds."""
        data = self._files[self._folio][1]
        glyphs = typefaces.shape(data, folio.text, _FOLIO_FEATURES)
        for glyph in glyphs:
            self._folio_glyphs[glyph.id] = glyph.advance, glyph.text
        x = folio.x - (sum(g.advance for g in glyphs) * FOLIO_SIZE / 1000 if folio.right else 0)
        codes = "".join(f"{glyph.id:04x}" for glyph in glyphs)
        content = (
            f"/Artifact <</Type /Pagination>> BDC q 0 g BT /Folio {FOLIO_SIZE} Tf "
            f"1 0 0 1 {x:.3f} {folio.y:.3f} Tm <{codes}> Tj ET Q EMC"
        )
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q\n" + content.encode("ascii"))
        resources = page.obj.Resources
        if "/Folio" not in resources.Font:
            resources.Font["/Folio"] = self._font(self._folio)

    def _font(self, face: str) -> Any:  # noqa: ANN401
        if face not in self._fonts:
            self._fonts[face] = self._book.make_indirect(Dictionary(Type=Name.Font))
        return self._fonts[face]

    def write(self) -> None:
        """Fill the fonts in; call it when everything is stamped."""
        for face, font in sorted(self._fonts.items()):
            self._fill(font, face)

    def _fill(self, font: Any, face: str) -> None:  # noqa: ANN401
        widths: dict[int, float] = {}
        texts: dict[int, str] = {}
        for use in self._uses[face]:
            for glyph, width in use.widths.items():
                widths.setdefault(glyph, width)
            for glyph, text in use.texts.items():
                texts.setdefault(glyph, text)
        if face == self._folio:
            for glyph, (advance, text) in self._folio_glyphs.items():
                widths.setdefault(glyph, advance)
                texts.setdefault(glyph, text)
        file_name, data = self._files[face]
        name = _tag(file_name, texts) + "+" + typefaces.postscript_name(data)
        descriptor = self._descriptor(name, data, texts)
        cid_font = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if data[:4] == b"OTTO" else Name.CIDFontType2,
            BaseFont=Name("/" + name),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            W=_widths(widths),
            FontDescriptor=descriptor,
        )
        if data[:4] != b"OTTO":
            cid_font.CIDToGIDMap = Name.Identity
        font.Subtype = Name.Type0
        font.BaseFont = Name("/" + name)
        font.Encoding = Name("/Identity-H")
        font.DescendantFonts = Array([self._book.make_indirect(cid_font)])
        font.ToUnicode = self._book.make_stream(_to_unicode(texts))

    def _descriptor(self, name: str, data: bytes, texts: Mapping[int, str]) -> Any:  # noqa: ANN401
        metrics = typefaces.metrics(data)
        stream = self._book.make_stream(typefaces.subset(data, texts))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + name),
            Flags=4 | (64 if metrics.italic_angle else 0),
            FontBBox=Array(list(metrics.box)),
            ItalicAngle=round(metrics.italic_angle, 2),
            Ascent=metrics.ascent,
            Descent=metrics.descent,
            CapHeight=metrics.cap_height,
            StemV=80,
        )
        if data[:4] == b"OTTO":
            stream.Subtype = Name.OpenType
            descriptor.FontFile3 = stream
        else:
            descriptor.FontFile2 = stream
        return self._book.make_indirect(descriptor)


def _tag(name: str, texts: Mapping[int, str]) -> str:
    """Six capitals that stand for this subset of this font (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(f"{name} {sorted(texts)}".encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _widths(widths: Mapping[int, float]) -> Array:
    """Runs of neighbouring glyphs: `first [width width ...]`."""
    runs: list[Any] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            runs += [glyph, Array()]
        runs[-1].append(round(widths[glyph], 3))
    return Array(runs)


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """The CMap from codes, which are glyph ids, to text (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    glyphs = sorted(glyph for glyph, text in texts.items() if text)
    for start in range(0, len(glyphs), 100):
        chunk = glyphs[start : start + 100]
        lines.append(f"{len(chunk)} beginbfchar")
        lines += [f"<{g:04x}> <{texts[g].encode('utf-16-be').hex()}>" for g in chunk]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
