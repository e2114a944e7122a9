"""The EPUB: what is in the archive, what it says of itself, and what the validator says of it."""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from lxml import etree

from conftest import EpubCheck
from every_node import DOCUMENT, INDEX, SVG, p, t
from myopress import pipeline
from myopress.backends.epub import render
from myopress.backends.epub.pages import page
from myopress.backends.html import Medium, chapter_body, linked_call
from myopress.backends.mathml import mathml
from myopress.diagnostics import Diagnostic
from myopress.document import (
    Attributes,
    Chapter,
    CodeBlock,
    Document,
    Heading,
    Image,
    Metadata,
    Resource,
    Settings,
)
from myopress.index import index
from odd_places import ODD
from strategies import chapters

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}


def ignore(_diagnostic: Diagnostic) -> None: ...


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


EVERY = render(DOCUMENT, INDEX, ignore)
BOOK = opened(EVERY)


def tree(path: str, book: zipfile.ZipFile = BOOK) -> etree._Element:
    return etree.fromstring(book.read(f"EPUB/{path}"))


def strings(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(value) for value in found]


def values(path: str, book: zipfile.ZipFile = BOOK) -> list[str]:
    return strings(tree("content.opf", book), path)


def small(metadata: Metadata, *chapters: Chapter, **parts: object) -> bytes:
    document = Document(metadata, chapters, **parts)  # type: ignore[arg-type]
    return render(document, index(document, ignore), ignore)


PLAIN = Chapter("one", t("One"), (p("Words."),))


def test_the_media_type_comes_first_and_is_stored() -> None:
    first = BOOK.infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert BOOK.read("mimetype") == b"application/epub+zip"


def test_all_entries_bear_one_date_and_rights() -> None:
    assert {entry.date_time for entry in BOOK.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in BOOK.infolist()} == {0o644}


def test_the_manifest_names_every_file() -> None:
    hrefs = values("//opf:manifest/opf:item/@href")
    files = {name.removeprefix("EPUB/") for name in BOOK.namelist() if name.startswith("EPUB/")}
    assert files - {"content.opf"} == set(hrefs)
    assert len(hrefs) == len(set(hrefs))


def test_only_pictures_that_are_shown_are_packed() -> None:
    assert [name for name in BOOK.namelist() if "images/" in name] == ["EPUB/images/leg.svg"]


def test_the_spine_is_in_the_order_of_the_book() -> None:
    assert values("//opf:itemref/@idref") == [
        "title-page", "copyright-page", "text-dedication", "nav", "text-part-one", "text-one",
        "text-two", "text-glossary", "text-references", "text-index", "text-listings",
    ]  # fmt: skip


def test_every_link_leads_to_an_id_that_is_there() -> None:
    pages = {
        name: tree(name)
        for name in values("//opf:manifest/opf:item/@href")
        if name.endswith(".xhtml")
    }
    ids = {name: set(strings(html, "//@id")) for name, html in pages.items()}
    links = 0
    for name, html in pages.items():
        for href in strings(html, "//x:a/@href[not(contains(., '://'))]"):
            file, _, fragment = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
            assert not fragment or fragment in ids[target if file else name], f"{name}: {href}"
            assert not file or target in ids, f"{name}: {href}"
            links += 1
    assert links > 50


def test_the_contents_are_nested_as_the_book_is() -> None:
    toc = tree("nav.xhtml").find(".//x:nav", NAMES)
    assert toc is not None
    part = toc.findall("x:ol/x:li", NAMES)[1]
    assert [link.get("href") for link in part.iterfind("x:ol/x:li/x:a", NAMES)] == [
        "text/one.xhtml",
        "text/two.xhtml",
    ]
    assert part.find("x:ol/x:li/x:ol/x:li/x:ol/x:li/x:a", NAMES) is not None


def test_the_ncx_says_the_same_as_the_contents() -> None:
    toc = tree("nav.xhtml").find(".//x:nav", NAMES)
    assert toc is not None
    ncx = tree("toc.ncx")
    assert [link.get("href") for link in toc.iter("{*}a")] == [
        content.get("src") for content in ncx.iter("{*}content")
    ]
    orders = [int(order) for order in strings(ncx, "//@playOrder")]
    assert orders == list(range(1, len(orders) + 1))
    depth = ncx.find(".//n:meta[@name='dtb:depth']", NAMES)
    assert depth is not None
    assert depth.get("content") == "4"


def test_landmarks_lead_to_the_parts_that_there_are() -> None:
    kinds = strings(tree("nav.xhtml"), "//x:nav[@hidden]//x:a/@epub:type")
    assert kinds == ["toc", "bodymatter", "glossary", "bibliography", "index"]


def test_metadata_is_all_there() -> None:
    assert values("//dc:title/text()") == ["Every Node & More", "A test"]
    assert values("//dc:creator/text()") == ["Ada Test"]
    assert values("//dc:contributor/text()") == ["Ill Strator"]
    assert values("//opf:meta[@property='role']/text()") == ["aut", "ill"]
    assert values("//opf:meta[@property='file-as']/text()") == ["Test, Ada"]
    assert values("//opf:meta[@property='group-position']/text()") == ["2"]
    assert values("//dc:identifier/text()") == ["urn:isbn:9781402894626", "https://doi.org/10.1000/1"]
    assert values("//dc:source/text()") == ["Lectures", "urn:isbn:9780306406157"]
    assert values("//dc:subject/text()") == ["Testing", "Physiology", "Fitness"]
    assert values("//opf:meta[@property='authority']/text()") == ["THEMA", "BISAC"]
    assert values("//opf:meta[@property='term']/text()") == ["MFG", "HEA007000"]
    assert values("//opf:meta[@property='dcterms:modified']/text()") == ["2026-03-01T00:00:00Z"]


@pytest.mark.parametrize(
    ("date", "modified"),
    [
        ("2026", "2026-01-01T00:00:00Z"),
        ("2026-05", "2026-05-01T00:00:00Z"),
        ("", "2000-01-01T00:00:00Z"),
        ("spring of 2026", "2000-01-01T00:00:00Z"),
        ("2026-02-31", "2000-01-01T00:00:00Z"),
    ],
)
def test_the_time_of_change_comes_from_the_book(date: str, modified: str) -> None:
    book = opened(small(Metadata("T", date=date), PLAIN))
    assert values("//opf:meta[@property='dcterms:modified']/text()", book) == [modified]


def test_the_time_of_change_can_be_given() -> None:
    data = render(DOCUMENT, INDEX, ignore, modified="2026-07-01T12:00:00Z")
    path = "//opf:meta[@property='dcterms:modified']/text()"
    assert values(path, opened(data)) == ["2026-07-01T12:00:00Z"]


def test_an_identifier_is_made_of_what_does_not_change() -> None:
    def made(metadata: Metadata) -> list[str]:
        return values("//dc:identifier/text()", opened(small(metadata, PLAIN)))

    first = made(Metadata("T"))
    assert first[0].startswith("urn:uuid:")
    assert made(Metadata("T", date="2026")) == first
    assert made(Metadata("U")) != first
    assert made(Metadata("T", identifier="urn:isbn:9780000000002")) == ["urn:isbn:9780000000002"]


def test_claims_of_accessibility_are_true() -> None:
    def claims(*chapters: Chapter) -> list[str]:
        data = small(Metadata("T"), *chapters, resources=(Resource("a.png", "image/png", b"x"),))
        return values("//opf:meta[starts-with(@property, 'schema:')]/text()", opened(data))

    described = claims(replace(PLAIN, blocks=(p(Image("A leg", "a.png")),)))
    assert "alternativeText" in described
    assert "visual" in described
    silent = claims(replace(PLAIN, blocks=(p(Image("", "a.png")),)))
    assert "alternativeText" not in silent
    assert "textual,visual" in silent
    decorative = claims(replace(PLAIN, blocks=(p(Image("", "a.png", decorative=True)),)))
    assert "visual" not in decorative
    assert "alternativeText" not in decorative
    assert "MathML" not in described
    assert "MathML" in values("//opf:meta[@property='schema:accessibilityFeature']/text()")


@pytest.mark.parametrize(
    ("data", "hazard"),
    [(SVG, "none"), (SVG.replace(b"/></svg>", b"><animate/></path></svg>"), "unknown")],
)
def test_a_picture_that_moves_might_be_a_hazard(data: bytes, hazard: str) -> None:
    picture = Resource("a.svg", "image/svg+xml", data)
    chapter = replace(PLAIN, blocks=(p(Image("A leg", "a.svg")),))
    book = opened(small(Metadata("T"), chapter, resources=(picture,)))
    assert values("//opf:meta[@property='schema:accessibilityHazard']/text()", book) == [hazard]


def test_chapters_with_formulas_say_so() -> None:
    assert values("//opf:item[@properties='mathml']/@id") == ["text-one"]


def test_names_of_files_are_plain_and_unique() -> None:
    images = [Resource(f"{folder}/Bild ä.png", "image/png", b"x") for folder in ("a", "b")]
    shown = tuple(p(Image("x", image.path)) for image in images)
    chapters = (Chapter("глава", t("Глава"), shown), Chapter("cover", t("Cover"), ()))
    book = opened(small(Metadata("T"), *chapters, resources=tuple(images)))
    assert all(name.isascii() and " " not in name for name in book.namelist())
    assert "EPUB/text/chapter-1.xhtml" in book.namelist()
    assert {"EPUB/images/Bild-a.png", "EPUB/images/Bild-a-2.png"} <= set(book.namelist())


def test_the_contents_may_hold_formulas_and_pictures() -> None:
    book = opened(ODDLY)
    assert values("//opf:item[@id='nav']/@properties", book) == ["nav mathml"]
    assert strings(tree("nav.xhtml", book), "//x:img/@src") == ["images/leg.svg"]


def test_the_authors_own_pages_stand_for_the_tools() -> None:
    spine = values("//opf:itemref/@idref", opened(ODDLY))
    assert {"text-c-titlepage", "text-c-copyright", "text-c-contents"} <= set(spine)
    assert not {"title-page", "copyright-page", "nav"} & set(spine)


def test_a_cover_is_declared_and_opens_the_book() -> None:
    metadata = Metadata("T", cover="c.svg")
    book = opened(small(metadata, PLAIN, resources=(Resource("c.svg", "image/svg+xml", SVG),)))
    assert values("//opf:item[@properties='cover-image']/@href", book) == ["images/c.svg"]
    assert values("//opf:itemref/@idref", book)[0] == "cover"


OWN_STYLES = {
    "resources": (
        Resource("styles/my.css", "text/css", b'@import "sub/more.css"; p { margin: 0 }'),
        Resource("styles/sub/more.css", "text/css", b"hr { background: url(../../img/x.svg) }"),
        Resource("styles/print.css", "text/css", b"p { margin: 1em }"),
        Resource("img/x.svg", "image/svg+xml", SVG),
    ),
    "settings": Settings(epub_styles=("styles/my.css",), pdf_styles=("styles/print.css",)),
}


def test_own_styles_follow_the_default_and_bring_what_they_name() -> None:
    book = opened(small(Metadata("T"), PLAIN, **OWN_STYLES))
    sheets = strings(tree("text/one.xhtml", book), "//x:link/@href")
    assert sheets == ["../styles/epub.css", "../own/styles/my.css"]
    own = [name.removeprefix("EPUB/own/") for name in book.namelist() if "/own/" in name]
    assert own == ["styles/my.css", "styles/sub/more.css", "img/x.svg"]


def test_books_from_right_to_left_turn_their_pages_so() -> None:
    coded = replace(PLAIN, blocks=(CodeBlock("x = 1\n"),))
    book = opened(small(Metadata("ספר", language="he"), coded))
    assert values("//opf:spine/@page-progression-direction", book) == ["rtl"]
    assert strings(tree("text/one.xhtml", book), "//@dir") == ["rtl", "ltr"]  # code is not


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_same_bytes_in_every_time_zone(zone: str) -> None:
    code = (
        "import hashlib; from every_node import DOCUMENT, INDEX;"
        "from myopress.backends.epub import render;"
        "print(hashlib.sha256(render(DOCUMENT, INDEX, lambda _: None)).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone))},
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == hashlib.sha256(EVERY).hexdigest()


ROOT = Path(__file__).parent.parent


def built(folder: Path) -> bytes:
    document = pipeline.read(folder, ignore)
    return render(document, index(document, ignore), ignore)


def test_every_construct_of_the_manuscript_language_comes_through() -> None:
    book = opened(built(ROOT / "tests" / "books" / "constructs"))
    page = book.read("EPUB/text/first.xhtml").decode()
    for part in (
        '<h2 id="deep">', '<table id="tbl-a">', '<figure id="fig-leg">', "card-name", "box-tip",
        "box-verse", "box-epigraph", "box-pullquote", "box-details", "<math ", "smallcaps", 'lang="grc"',
        "<kbd>", "<abbr ", 'class="term"', "note-call", "ladder", "pips", "equation-number", "rowspan",
    ):  # fmt: skip
        assert part in page, part
    assert "alert(1)" not in page


@given(chapters())
@tried(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_chapter_gives_a_well_formed_page(chapter: Chapter) -> None:
    document = replace(DOCUMENT, chapters=(*DOCUMENT.chapters[:2], chapter))
    medium = Medium(str, str, linked_call, mathml, source_lines=True, semantics=True)
    body = chapter_body(document, 2, INDEX, medium, ignore)
    assert (
        etree.fromstring(page(body, "T", "en", ["x.css"])).tag
        == "{http://www.w3.org/1999/xhtml}html"
    )


ODDLY = render(ODD, index(ODD, ignore), ignore)


def test_the_validator_finds_nothing(epubcheck: EpubCheck) -> None:
    books = {
        "every-node": EVERY,
        "odd-places-and-cover": ODDLY,
        "other-script-and-own-styles": small(
            Metadata("ספר", language="he"),
            Chapter(
                "глава", t("Глава"), (Heading(2, t("ß"), attributes=Attributes("1-ä")), p("x"))
            ),
            Chapter("cover", t("Cover"), (), role="introduction", matter="front"),
            **OWN_STYLES,
        ),
        "constructs": built(ROOT / "tests" / "books" / "constructs"),
        "manuscript": built(ROOT / "manuscript"),
    }
    assert epubcheck(books) == []


def test_the_validator_is_heard(epubcheck: EpubCheck) -> None:
    broken = replace(PLAIN, blocks=(p(Image("x", "not-there.png")),))
    found = epubcheck({"broken": small(Metadata("T"), broken)})
    assert len(found) == 1
    assert "RSC-007" in found[0]
