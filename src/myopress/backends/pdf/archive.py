"""The joined book -> PDF/A-3u (ISO 19005-3) with its sources, still PDF/UA-1."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from myopress.backends.pdf.srgb import srgb_profile
from myopress.document import Resource

_PRINTED = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, 12.5.3)."""
_EXTENSION = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""What PDF/A asks to be said of properties that it does not know (ISO 19005-3, 6.6.2.3)."""


def archive(pdf: bytes, sources: Sequence[Resource]) -> bytes:
    """The PDF with a colour space for its numbers, its sources, and the claim to be PDF/A-3u.

    Neither it nor the files within have a date, which would say when and not what.
    """
    with pikepdf.open(io.BytesIO(pdf)) as book:
        for page in book.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = _PRINTED
        _colours(book)
        _embed(book, sources)
        _claim(book)
        out = io.BytesIO()
        book.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
    return out.getvalue()


def _colours(book: pikepdf.Pdf) -> None:
    """Say that RGB is sRGB; no picture is smoothed by the viewer (ISO 19005-3, 6.2.8)."""
    profile = book.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    book.Root.OutputIntents = Array([book.make_indirect(intent)])
    for item in book.objects:
        if isinstance(item, pikepdf.Stream) and "/Interpolate" in item:
            item.Interpolate = False


def _embed(book: pikepdf.Pdf, sources: Sequence[Resource]) -> None:
    """The sources as associated files, by their paths."""
    if not sources:
        return
    names: list[Any] = []
    for source in sorted(sources, key=lambda given: bytes(String(given.path))):
        checksum = String(hashlib.md5(source.data, usedforsecurity=False).digest())
        stream = book.make_stream(
            source.data,
            Type=Name.EmbeddedFile,
            Subtype=Name("/" + source.media_type),
            Params=Dictionary(Size=len(source.data), CheckSum=checksum),
        )
        file = Dictionary(
            Type=Name.Filespec,
            F=String(source.path),
            UF=String(source.path),
            Desc=String(f"Source of this book: {source.path}"),
            AFRelationship=Name.Source,
            EF=Dictionary(F=stream, UF=stream),
        )
        names += [String(source.path), book.make_indirect(file)]
    book.Root.AF = Array(names[1::2])
    if "/Names" not in book.Root:
        book.Root.Names = Dictionary()
    book.Root.Names.EmbeddedFiles = book.make_indirect(Dictionary(Names=Array(names)))


def _claim(book: pikepdf.Pdf) -> None:
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["pdfaid:part"] = "3"
        xmp["pdfaid:conformance"] = "U"
    metadata = book.Root.Metadata
    words = metadata.read_bytes().decode("utf-8")
    end = "</rdf:RDF>"
    metadata.write(words.replace(end, _EXTENSION + end, 1).encode("utf-8"))
