"""`--archive`: PDF/A-3u and PDF/UA-1 at once, with the sources within; the check sees faults."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms

from myopress import pipeline
from myopress.backends.pdf.srgb import srgb_profile
from myopress.checks.pdf import archivability
from myopress.diagnostics import Diagnostic
from myopress.index import index
from myopress.run.sources import sources

FILES = {
    "book.toml": 'title = "B"\nlanguage = "en"\nauthors = ["Ada", "Ben"]\nchapters = ["a.md"]\n',
    "a.md": "# A\n\nA [link](https://example.org/) and $x^2$.\n\n![A square](ü.svg)\n",
    "ü.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<path d="M0 0h9v9z" fill-opacity=".5"/></svg>',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("book")
    for name, text in FILES.items():
        (place / name).write_text(text, "utf-8")
    return place


@pytest.fixture(scope="module")
def made(folder: Path) -> tuple[bytes, bytes]:
    """The book printed, and its archive."""
    found: list[Diagnostic] = []
    document = pipeline.read(folder, found.append)
    pdf = pipeline.print_book(document, index(document, found.append), found.append).pdf
    kept = pipeline.archive(pdf, sources(document, folder), found.append)
    assert kept == pipeline.archive(pdf, sources(document, folder), found.append)
    assert found == []
    return pdf, kept


def test_it_is_pdf_a_and_accessible(made: tuple[bytes, bytes]) -> None:
    plain, kept = made
    assert archivability(kept) == ()
    assert {fault.condition for fault in archivability(plain)} == {
        "A-6.2.4.3", "A-6.3.2", "A-6.6.2.3", "A-6.6.4",
    }  # fmt: skip


def test_the_sources_are_within_as_they_were(made: tuple[bytes, bytes]) -> None:
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        files = {name: pdf.attachments[name].get_file() for name in pdf.attachments}
        assert {n: file.read_bytes().decode() for n, file in files.items()} == FILES
        assert {file.mime_type for file in files.values()} == {
            "application/toml", "image/svg+xml", "text/markdown",
        }  # fmt: skip
        related: Any = pdf.Root.AF
        assert [file.AFRelationship for file in related] == [Name.Source] * 3


def test_the_profile_is_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    other = ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(profile, other, "RGB", "RGB")
    for colour in ((0, 0, 0), (255, 255, 255), (200, 50, 90), (5, 128, 254)):
        seen = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), change)
        assert seen is not None
        assert seen.getpixel((0, 0)) == colour


def metadata(pdf: pikepdf.Pdf, before: str, after: str) -> None:
    words = pdf.Root.Metadata.read_bytes().decode()
    assert before in words
    pdf.Root.Metadata.write(words.replace(before, after).encode())


def old_filter(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50", filter=Name.LZWDecode)
    pdf.Root.Other = stream


def picture(pdf: pikepdf.Pdf, **entries: Any) -> None:
    pdf.Root.Other = pdf.make_stream(
        b"\0\0\0\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, **entries
    )


def script(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("1"))
    pdf.Root.OpenAction = pdf.make_indirect(action)


def unrelated(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]


def drop(*path: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        place: Any = pdf.Root
        for step in path[:-1]:
            place = place[int(step)] if step.isdigit() else place[step]
        del place[path[-1]]

    return change


def each_link(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation[key] = value

    return change


@pytest.mark.parametrize(
    ("condition", "change"),
    [
        ("A-6.1.7", old_filter),
        ("A-6.1.7", lambda pdf: setattr(pdf.Root, "Other", pdf.make_stream(b"", F=String("a")))),
        ("A-6.2.3", lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"none" * 40)),
        ("A-6.2.4.3", drop("/OutputIntents")),
        ("A-6.2.4.3", lambda pdf: pdf.pages[0].contents_add(b"0 0 0 1 k")),
        ("A-6.2.4.3", lambda pdf: picture(pdf, ColorSpace=Name.DeviceCMYK)),
        ("A-6.2.8", lambda pdf: picture(pdf, ColorSpace=Name.DeviceGray, Interpolate=True)),
        ("A-6.2.8", lambda pdf: picture(pdf, ColorSpace=Name.DeviceGray, Alternates=Array())),
        ("A-6.2.9", lambda pdf: setattr(pdf.Root, "Other", pdf.make_stream(b"", Subtype=Name.PS))),
        ("A-6.3.2", each_link("/F", 0)),
        ("A-6.3.2", each_link("/F", 6)),
        ("A-6.5.1", script),
        ("A-6.5.2", each_link("/AA", Dictionary())),
        ("A-6.5.2", lambda pdf: setattr(pdf.Root, "AA", Dictionary())),
        ("A-6.6.2", drop("/Metadata")),
        (
            "A-6.6.2.3",
            lambda pdf: metadata(pdf, "pdfaSchema:prefix>pdfuaid", "pdfaSchema:prefix>x"),
        ),
        ("A-6.6.3", lambda pdf: setattr(pdf.docinfo, "Title", String("Another"))),
        ("A-6.6.4", lambda pdf: metadata(pdf, ">U</pdfaid", ">B</pdfaid")),
        ("A-6.8", unrelated),
        ("A-6.8", drop("/AF", "0", "/AFRelationship")),
        ("A-6.8", drop("/AF", "0", "/UF")),
        ("A-6.8", drop("/AF", "0", "/EF", "/F", "/Subtype")),
    ],
)
def test_what_is_broken_is_found(
    made: tuple[bytes, bytes], condition: str, change: Callable[[pikepdf.Pdf], None]
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        change(pdf)
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert condition in {fault.condition for fault in archivability(out.getvalue())}


def test_an_encrypted_file_is_found(made: tuple[bytes, bytes]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="", R=6))
    assert "A-6.1.3" in {fault.condition for fault in archivability(out.getvalue())}
