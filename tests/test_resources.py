"""Pictures, style sheets and bibliographies, read into the document."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image as Pillow

from myopress.diagnostics import Diagnostic
from myopress.document import (
    Chapter,
    Document,
    Figure,
    Image,
    Metadata,
    Paragraph,
    Resource,
    Settings,
    Text,
)
from myopress.manifest import Book, Folder
from myopress.resources import load_references, load_resources
from myopress.resources.pictures import Picture, PictureError, examine
from myopress.source import Span
from myopress.walk import nodes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'


def picture(kind: str, width: int = 3, height: int = 2) -> bytes:
    data = io.BytesIO()
    Pillow.new("RGB", (width, height)).save(data, kind)
    return data.getvalue()


def with_images(*images: Image, path: str = "deep/ch.md", **settings: tuple[str, ...]) -> Document:
    chapter = Chapter("ch", (Text("Ch"),), (Paragraph(images),), span=Span(path, 1, 9))
    return Document(Metadata("T"), (chapter,), settings=Settings(**settings))  # type: ignore[arg-type]


def load(document: Document, root: Path) -> tuple[Document, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return load_resources(
        document, Book(Folder(root), "b", document.metadata, document.settings, ()), found.append
    ), found


def image(written: str, alt: str = "a leg", line: int = 3) -> Image:
    return Image(alt, written, span=Span("deep/ch.md", line, line))


NAMESPACE = "http://www.w3.org/2000/svg"


# --- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_kind_and_size_are_told_by_the_bytes(kind: str) -> None:
    data = picture(kind)
    assert examine(data) == Picture(f"image/{kind.lower()}", 3, 2, data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20px"', (30, 20)),
        ('width="1in" height="25.4mm"', (96, 96)),
        ('width="100%" viewBox="0 0 40.4 10"', (40, 10)),
        ('width="80" viewBox="0,0,40,10"', (80, 20)),
        ('height="20" viewBox="0 0 40 10"', (80, 20)),
        ("", (0, 0)),
        ('viewBox="0 0 0 0"', (0, 0)),
    ],
)
def test_the_size_of_an_svg(attributes: str, size: tuple[int, int]) -> None:
    data = ('<?xml version="1.0"?>\n' + SVG.format(attributes)).encode()
    assert examine(data) == Picture("image/svg+xml", *size, data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PNG"),
        (b"%PDF-1.7", "no PNG"),
        (picture("PNG", 90, 90)[:60], "broken"),
        (b"<svg", "not well-formed"),
        (b"<html/>", "not SVG"),
    ],
)
def test_what_cannot_be_shown(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        examine(data)


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("<script>x()</script>", "<script>"),
        ("<g><foreignObject><p/></foreignObject></g>", "<foreignObject>"),
        ('<p xmlns="http://www.w3.org/1999/xhtml">x()</p>', "<p>"),
        ('<g onload="x()"/>', "onload="),
        ('<image href="a.png"/>', "href=“a.png”"),
        ('<a href=" JAVASCRIPT:x()"><g/></a>', "href=“ JAVASCRIPT:x()”"),
        ('<image href="data:image/svg+xml,x()"/>', "href=“data:image/svg+xml,x()”"),
        ('<use href="//example.org/a.svg#x()"/>', "href=“//example.org/a.svg#x()”"),
        ('<set attributeName="href" to="javascript:x()"/>', "<set>"),
        ('<animate attributeName="onclick" to="x()"/>', "<animate>"),
        ('<g style="fill: url(//example.org/x())"/>', "an address in a style"),
        ("<g fill=\"u\\72l( 'file:///x()')\"/>", "an address in a style"),
        ("<style>@import 'x()';</style>", "an address in a style"),
        ("<style>g { fill: URL( 'http://x()') }</style>", "an address in a style"),
        ("<?xml-stylesheet href='x()'?>", "<?instruction?>"),
        ("&x;", "&entity;"),
    ],
)
def test_a_drawing_is_cleaned(inside: str, name: str) -> None:
    data = f'<!DOCTYPE svg [<!ENTITY x "x()">]><svg xmlns="{NAMESPACE}">{inside}<g id="a"/></svg>'
    cleaned = examine(data.encode())
    assert cleaned.removed == (name,)
    assert b"x()" not in cleaned.data
    assert b'<g id="a"/>' in cleaned.data
    again = examine(cleaned.data)
    assert (again.removed, again.data) == ((), cleaned.data)


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><g fill="url(#a)" style="clip-path: url( &quot;#a&quot; )"/>',
        '<image href="data:image/png;base64,AA=="/>',
        "<style>g { fill: url('#a'); font-family: My\\ Sans }</style>",
        "<!-- drawn by hand --><metadata><x xmlns='urn:x'/></metadata>",
    ],
)
def test_a_harmless_drawing_stays_byte_for_byte(inside: str) -> None:
    data = f'<svg xmlns="{NAMESPACE}">{inside}</svg>'.encode()
    assert examine(data) == Picture("image/svg+xml", 0, 0, data)


def test_entities_do_not_swell() -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    data = (
        f'<!DOCTYPE svg [<!ENTITY a0 "ha">{levels}]><svg xmlns="{NAMESPACE}" id="&a9;">&a9;</svg>'
    )
    with pytest.raises(PictureError, match="amplification"):  # libxml2 counts what they come to
        examine(data.encode())


def test_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 5)
    with pytest.raises(PictureError, match="too many pixels"):
        examine(picture("PNG"))


# --- images in the document ------------------------------------------------------------------


def test_paths_are_taken_from_the_chapter_s_file(tmp_path: Path) -> None:
    (tmp_path / "deep" / "figures").mkdir(parents=True)
    (tmp_path / "deep" / "figures" / "leg one.png").write_bytes(picture("PNG"))
    (tmp_path / "up.png").write_bytes(picture("JPEG"))
    written = ["figures/leg one.png", "./figures/leg%20one.png", "../up.png?raw=true", "/up.png"]
    document, found = load(with_images(*map(image, written)), tmp_path)
    assert found == []
    assert [i.resource for i in nodes(document, Image)] == ["deep/figures/leg one.png"] * 2 + [
        "up.png"
    ] * 2
    assert document.resources == (
        Resource("deep/figures/leg one.png", "image/png", picture("PNG"), 3, 2),
        Resource("up.png", "image/jpeg", picture("JPEG"), 3, 2),
    )


def test_what_is_missing_is_told_and_its_words_stay(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "leg.png").write_bytes(picture("PNG"))
    (tmp_path / "deep" / "bad.png").write_bytes(b"nothing")
    (tmp_path.parent / "secret.png").write_bytes(picture("PNG"))
    document, found = load(
        with_images(
            image("lge.png"),
            image("https://example.org/x.png", "", 4),
            image("../../secret.png", line=5),
            image("bad.png", line=6),
            image("bad.png", line=7),
        ),
        tmp_path,
    )
    assert [f"{d.span.line} {d.severity} {d.code}" for d in found] == [
        "3 error image-missing",
        "4 warning image-without-alt",
        "4 warning image-remote",
        "5 error file-outside",
        "6 error image-unreadable",
        "7 error image-unreadable",
    ]
    assert found[0].hints == ("did you mean “deep/leg.png”?",)
    assert document.chapters[0].blocks == (
        Paragraph((Text("a leg"), Text("[x.png]"), Text("a leg"), Text("a leg"), Text("a leg"))),
    )
    assert document.resources == ()


def test_a_picture_written_into_the_text(tmp_path: Path) -> None:
    data = base64.b64encode(picture("PNG")).decode()
    document, found = load(with_images(image(f"data:image/png;base64,{data}")), tmp_path)
    (resource,) = document.resources
    assert (found, resource.media_type, resource.data) == ([], "image/png", picture("PNG"))
    assert next(nodes(document, Image)).resource == resource.path


def test_images_in_notes_and_figures_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture("PNG"))
    figure = Figure((Paragraph((Image("a", "a.png"),)),))
    chapter = Chapter("ch", (Text("Ch"),), (figure,), span=Span("ch.md", 1, 9))
    document, found = load(Document(Metadata("T", cover="a.png"), (chapter,)), tmp_path)
    assert (found, [r.path for r in document.resources]) == ([], ["a.png"])


def test_a_cover_that_is_missing_is_told_where_it_is_named(tmp_path: Path) -> None:
    document = Document(Metadata("T", cover="c.png"), with_images(path="a.md").chapters)
    loaded, found = load(document, tmp_path)
    assert [str(d) for d in found] == ["a.md: error[image-missing]: there is no file “c.png”"]
    assert loaded.metadata.cover == ""
    (tmp_path / "book.toml").write_text('cover = "c.png"')
    assert str(load(document, tmp_path)[1][0].span) == "book.toml"


def test_a_chapter_without_pictures_is_left_alone(tmp_path: Path) -> None:
    document = with_images()
    assert load(document, tmp_path)[0].chapters[0] is document.chapters[0]


# --- style sheets ----------------------------------------------------------------------------


def test_style_sheets_bring_their_fonts_and_pictures(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "more.css").write_text("p { color: red }")
    (tmp_path / "css" / "face.otf").write_bytes(b"OTTO")
    (tmp_path / "line.png").write_bytes(picture("PNG"))
    css = (
        '@import "more.css";\n/* url(ignored.png) */\n'
        "@font-face { src: url(face.otf) }\n"
        "hr { background: url('../line.png') }\n"
        "b { src: url(gone.woff2) }\n"
        'i { src: url("https://example.org/f.otf") }\n'
        "u { background: url(data:image/png;base64,AA) }\n"
        "p { color red; }\n"
    )
    (tmp_path / "css" / "epub.css").write_text(css)
    document, found = load(with_images(epub_styles=("css/epub.css",)), tmp_path)
    assert [(r.path, r.media_type) for r in document.resources] == [
        ("css/epub.css", "text/css"),
        ("css/face.otf", "font/otf"),
        ("css/more.css", "text/css"),
        ("line.png", "image/png"),
    ]
    assert [str(d).split(": “")[0] for d in found] == [
        "css/epub.css:8: warning[style-syntax]: this is neither a rule nor a declaration, and is passed over",
        "css/epub.css:5: error[file-missing]: there is no file “css/gone.woff2”",
        "css/epub.css:6: warning[style-syntax]",
    ]


# --- bibliographies --------------------------------------------------------------------------


def references(tmp_path: Path, text: str, name: str = "refs.json") -> tuple[list[str], list[str]]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found: list[Diagnostic] = []
    book = Book(Folder(tmp_path), "b", Metadata("T"), Settings(), (), (name,))
    items = load_references(book, found.append)
    return [f"{r.key} {r.csl}" for r in items], [str(d) for d in found]


def test_items_become_references(tmp_path: Path) -> None:
    text = '[\n{"type": "book",\n "title": "Ü", "id": "Lee2007"},\n{"id": 7, "type": "book"}]'
    items, found = references(tmp_path, text)
    assert items == [
        'Lee2007 {"id":"Lee2007","title":"Ü","type":"book"}',
        '7 {"id":"7","type":"book"}',
    ]
    assert found == []


def test_faulty_items_are_told_at_their_lines(tmp_path: Path) -> None:
    items = [
        {"id": "a", "type": "book", "issued": {"date-parts": [["2007", 3]]}},
        {"type": "book"},
        {"id": "b"},
        {"id": "c", "type": "book", "author": "Lee"},
        {"id": "d", "type": "book", "issued": "2007"},
        {"id": "e", "type": "book", "issued": {"date-parts": [[]]}},
        "f",
        {"id": "a", "type": "book"},
    ]
    text = "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
    kept, found = references(tmp_path, text)
    assert [item.split()[0] for item in kept] == ["a"]
    assert [line.split(": “")[0].split(": item")[0] for line in found] == [
        "refs.json: error[reference-invalid]",
        "refs.json:4: error[reference-invalid]",
        "refs.json:5: error[reference-invalid]",
        "refs.json:6: error[reference-invalid]",
        "refs.json:7: error[reference-invalid]",
        "refs.json: error[reference-invalid]",
        "refs.json:2: warning[reference-invalid]",
    ]


@pytest.mark.parametrize(
    ("text", "name", "fault"),
    [
        ("[\n{,}]", "refs.json", "refs.json:2: error[reference-invalid]: this is not JSON"),
        ("{}", "refs.json", "refs.json: error[reference-invalid]: a list of items"),
        ("[" * 100_000, "refs.json", "refs.json: error[reference-invalid]: this is not JSON"),
        ("@book{x}", "refs.bib", "refs.bib: error[reference-invalid]: “refs.bib” is not CSL"),
    ],
)
def test_files_that_are_no_bibliography(tmp_path: Path, text: str, name: str, fault: str) -> None:
    items, found = references(tmp_path, text, name)
    assert (items, len(found)) == ([], 1)
    assert found[0].startswith(fault)
