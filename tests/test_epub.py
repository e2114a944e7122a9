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

import PIL.Image
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from lxml import etree
from PIL.Image import Image as Image_

from conftest import EpubCheck
from every_node import DOCUMENT, INDEX, SVG, p, t
from myopress import pipeline
from myopress.backends.epub import render
from myopress.backends.epub.pages import page
from myopress.backends.html import Medium, chapter_body, linked_call
from myopress.backends.mathml import mathml
from myopress.backends.typefaces import FONTS
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Attributes,
    Block,
    Certifier,
    Chapter,
    CodeBlock,
    Contributor,
    Document,
    Heading,
    Image,
    Link,
    Metadata,
    Resource,
    Settings,
    Table,
    TableCell,
    TableRow,
)
from myopress.index import index
from myopress.source import Span
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
    images = [name.rpartition("/")[2] for name in BOOK.namelist() if "images/" in name]
    assert images == ["leg.svg", "cover.png"]


def test_the_spine_is_in_the_order_of_the_book() -> None:
    assert values("//opf:itemref/@idref") == [
        "cover", "title-page", "copyright-page", "text-dedication", "nav", "text-part-one", "text-one",
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
    assert kinds == ["cover", "toc", "bodymatter", "glossary", "bibliography", "index"]


def test_metadata_is_all_there() -> None:
    assert values("//dc:title/text()") == ["Every Node & More", "A test"]
    assert values("//dc:creator/text()") == ["Ada Test"]
    assert values("//dc:contributor/text()") == ["Ill Strator"]
    assert values("//opf:meta[@property='role']/text()") == ["aut", "ill"]
    assert values("//opf:meta[@property='file-as']/text()") == ["Test, Ada"]
    assert values("//opf:meta[@property='group-position']/text()") == ["2"]
    assert values("//dc:identifier/text()") == [
        "urn:isbn:9781402894626",
        "https://doi.org/10.1000/1",
    ]
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


def picture_in(book: bytes, name: str) -> Image_:
    return PIL.Image.open(io.BytesIO(opened(book).read(f"EPUB/images/{name}")))


TITLES = {
    "usual": Metadata("The Secret Language", "And more", (Contributor("Ann Lee"),)),
    "one-letter": Metadata("X"),
    "long": Metadata("Concerning many things and how they are known to be so " * 3),
    "one-word": Metadata("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"),
    "greek": Metadata("Η Καρδιά", language="el"),
    "hebrew": Metadata("ספר", language="he"),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_book_without_a_cover_gets_one_with_its_title(name: str) -> None:
    data = small(TITLES[name], PLAIN)
    assert values("//opf:item[@properties='cover-image']/@href", opened(data)) == [
        "images/cover.png"
    ]
    (alt,) = strings(tree("text/cover.xhtml", opened(data)), "//x:img/@alt")
    assert TITLES[name].title.strip() in alt
    cover = picture_in(data, "cover.png").convert("RGB")
    width, height = cover.size
    assert height >= 2500
    assert height / width == pytest.approx(1.6, abs=0.01)
    title = cover.crop((100, 1200, width - 100, height - 100)).convert("L")
    assert title.getextrema() == (83, 237), "no word in cream on oxide red"
    for box in (
        (0, 0, 100, height),
        (width - 60, 0, width, height),
        (0, height - 50, width, height),
    ):
        assert cover.crop(box).getcolors() == [
            (cover.crop(box).width * cover.crop(box).height, (168, 50, 30))
        ]


def test_a_cover_in_letters_that_we_do_not_have_shows_the_mark_alone() -> None:
    cover = picture_in(small(Metadata("日本"), PLAIN), "cover.png").convert("L")
    assert cover.crop((100, 300, 1400, 1000)).getextrema() == (83, 237)
    assert cover.crop((100, 1200, 1400, 2400)).getextrema() == (83, 83)


def photograph(size: tuple[int, int], kind: str, **options: object) -> Resource:
    gradient = PIL.Image.radial_gradient("L").resize(size)
    picture = PIL.Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180)))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    media_type = f"image/{kind.lower()}"
    return Resource(f"p.{kind.lower()}", media_type, out.getvalue(), *size)


def showing(resource: Resource) -> bytes:
    chapter = replace(PLAIN, blocks=(p(Image("A leg", resource.path)),))
    return small(Metadata("T"), chapter, resources=(resource,))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_large_pictures_are_made_smaller_in_their_own_format(kind: str) -> None:
    large = photograph((3000, 2000), kind)
    data = showing(large)
    (name,) = {n.rpartition("/")[2] for n in opened(data).namelist() if "/images/p." in n}
    made = picture_in(data, name)
    assert made.format == kind
    assert 3_900_000 < made.width * made.height <= 4_000_000
    assert made.width / made.height == pytest.approx(1.5, abs=0.01)
    (img,) = tree("text/one.xhtml", opened(data)).iter("{*}img")
    assert (img.get("width"), img.get("height")) == (str(made.width), str(made.height))
    assert showing(large) == data


def test_pictures_that_are_small_enough_stay_as_they_are() -> None:
    picture = photograph((2000, 2000), "JPEG")
    assert opened(showing(picture)).read("EPUB/images/p.jpg") == picture.data


def test_a_picture_that_a_camera_laid_on_its_side_stands_upright() -> None:
    sideways = PIL.Image.Exif()
    sideways[0x0112] = 6
    made = picture_in(showing(photograph((3000, 2000), "JPEG", exif=sideways)), "p.jpg")
    assert made.width < made.height
    assert not made.getexif()


def test_drawings_in_few_colours_keep_few_colours() -> None:
    out = io.BytesIO()
    PIL.Image.new("P", (3000, 2000)).save(out, "PNG")
    made = picture_in(showing(Resource("p.png", "image/png", out.getvalue(), 3000, 2000)), "p.png")
    assert made.mode == "P"


def test_a_cover_keeps_its_size() -> None:
    cover = photograph((3000, 2000), "JPEG")
    book = opened(small(Metadata("T", cover=cover.path), PLAIN, resources=(cover,)))
    assert book.read("EPUB/images/p.jpg") == cover.data


EMBEDDED = Settings(epub_fonts=True)


def test_fonts_are_put_in_whole_and_with_their_licences_if_the_book_asks() -> None:
    assert not [name for name in BOOK.namelist() if "/fonts/" in name]
    book = opened(small(Metadata("T"), PLAIN, settings=EMBEDDED))
    fonts = [name for name in book.namelist() if name.endswith(".otf")]
    assert len(fonts) == 10
    for name in fonts:
        assert book.read(name) == (FONTS / Path(name).name).read_bytes()
    assert set(values("//opf:item[contains(@href, '.otf')]/@media-type", book)) == {"font/otf"}
    licences = values("//opf:link[@rel='dcterms:license']/@href", book)
    assert len(licences) == 3
    for href in licences:
        assert b"SIL OPEN FONT LICENSE" in book.read(f"EPUB/{href}").upper()
    style = book.read("EPUB/styles/fonts.css").decode()
    assert all(Path(name).name in style for name in fonts)
    assert "../styles/fonts.css" in strings(tree("text/one.xhtml", book), "//x:link/@href")


CERTIFIED = Settings(epub_certifier=Certifier("Ann Lee", span=Span("book.toml", 7, 7)))


def conformance(
    *blocks: Block, settings: Settings = CERTIFIED
) -> tuple[list[str], list[Diagnostic]]:
    found: list[Diagnostic] = []
    pictures = (Resource("a.svg", "image/svg+xml", SVG),)
    chapter = replace(PLAIN, blocks=blocks)
    document = Document(Metadata("T"), (chapter,), resources=pictures, settings=settings)
    book = opened(render(document, index(document, ignore), found.append))
    claimed = values("//opf:meta[@property='dcterms:conformsTo']/text()", book)
    by = "//opf:meta[@property='a11y:certifiedBy' and @refines='#conformance']/text()"
    return claimed + values(by, book), found


def test_conformance_is_claimed_if_somebody_certifies_it() -> None:
    blocks = (p(Image("A leg", "a.svg")), p(Image("", "a.svg", decorative=True)))
    claimed, found = conformance(*blocks)
    assert claimed == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "Ann Lee"]
    assert found == []
    assert conformance(*blocks, settings=Settings()) == ([], [])


CELL = TableRow((TableCell((p("x"),)),))


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (p(Image("", "a.svg")), "1 picture has no words"),
        (p(Link((Image("", "a.svg"),), "https://example.org")), "1 link has no words"),
        (Table((), (CELL,)), "1 table has no header cells"),
    ],
)
def test_conformance_is_not_claimed_against_the_facts(block: Block, reason: str) -> None:
    claimed, found = conformance(p("x"), block)
    assert claimed == []
    (told,) = found
    assert (told.code, told.span) == (Code.ACCESSIBILITY_UNMET, Span("book.toml", 7, 7))
    assert reason in told.message


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
        "embedded-fonts-certified": small(
            Metadata("T"), PLAIN, settings=replace(CERTIFIED, epub_fonts=True)
        ),
        "constructs": built(ROOT / "tests" / "books" / "constructs"),
        "manuscript": built(ROOT / "manuscript"),
    }
    assert epubcheck(books) == []


def test_our_book_is_small() -> None:
    assert len(built(ROOT / "manuscript")) < 1_500_000


def test_the_validator_is_heard(epubcheck: EpubCheck) -> None:
    broken = replace(PLAIN, blocks=(p(Image("x", "not-there.png")),))
    found = epubcheck({"broken": small(Metadata("T"), broken)})
    assert len(found) == 1
    assert "RSC-007" in found[0]
