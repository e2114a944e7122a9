"""Print on demand: the printers' numbers, the gutter, the printer's pages, the cover, the proof."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image as Picture

from myopress.backends.pdf import Printed, print_book
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.pages import Settled
from myopress.backends.pdf.prepress import colour, content, ean, preflight, proof
from myopress.backends.pdf.prepress.barcode import barcode
from myopress.backends.pdf.prepress.gutter import OVERHANG, SLACK, settle_gutter
from myopress.backends.pdf.prepress.wrap import Wrap
from myopress.backends.raster import MOST_INK, border, separated
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.document import (
    Chapter,
    Contributor,
    Document,
    Emphasis,
    Link,
    Metadata,
    Paragraph,
    Resource,
    Settings,
    Text,
)
from myopress.index import index
from myopress.printers import Target, find_target, printer, target_names
from myopress.printers.targets import PRINTERS
from myopress.run.numbers import report_age
from myopress.source import Span

DOCS = Path(__file__).parent.parent / "docs" / "print.md"
INCH, MM = 72.0, 72 / 25.4
KDP = "kdp-6x9-cream"
FREE = SLACK + OVERHANG


def target(name: str) -> Target:
    found = find_target(name)
    assert found
    return found


# --- the numbers -----------------------------------------------------------------------------


def test_every_target_can_be_found_and_has_room_for_a_page() -> None:
    names = target_names()
    assert len(names) == len(set(names)) > 300
    for name in names:
        found = target(name)
        width, height = found.trim
        block, paper = found.block, found.paper
        assert 3.9 * INCH < min(width, height) < 12 * INCH, name
        assert [m for m, _ in block.gutters] == sorted({m for m, _ in block.gutters}), name
        assert [g for _, g in block.gutters] == sorted(g for _, g in block.gutters), name
        assert block.gutters[-1][0] >= paper.pages[1] > paper.pages[0], name
        assert 0.04 * MM < paper.thickness < 0.1 * MM, name
        page = Geometry.of(width / MM, height / MM).within(
            block.gutters[-1][1], block.outside_bleed
        )
        assert page.measure > 0.4 * width, name
        assert (found.cover.overhang > 0) == found.hardcover, name


def test_each_file_has_sources_and_a_day() -> None:
    for house in PRINTERS:
        known = printer(house)
        assert known.sources
        assert all(url.startswith("http") and what for url, what in known.sources)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", known.read)


def listing() -> str:
    """All targets as they stand in docs/print.md."""
    lines: list[str] = []
    for house in PRINTERS:
        known = printer(house)
        lines += [f"### {known.name}", "", f"Read on {known.read}:", ""]
        lines += [f"- <{url}>: {what}" for url, what in known.sources]
        lines += ["", "| trim and binding | papers |", "|---|---|"]
        rows: dict[str, list[str]] = {}
        for one in known.targets:
            stem, _, paper = one.name.rpartition("-")
            rows.setdefault(stem, []).append(paper)
        lines += [f"| `{stem}-…` | {', '.join(papers)} |" for stem, papers in rows.items()]
        lines.append("")
    return "\n".join(lines)


def test_the_documentation_lists_all_targets() -> None:
    head, mark, listed = DOCS.read_text("utf-8").partition("## All targets\n\n")
    if os.environ.get("ACCEPT"):
        DOCS.write_text(head + mark + listing(), "utf-8")
    else:
        assert listed == listing()


@pytest.mark.parametrize(
    ("name", "pages", "spine", "width"),
    [  # https://print.ymirtool.com/guides/kdp-trim-size-page-count/ prints these, in inches
        ("kdp-6x9-white", 120, 0.270, 12.520),
        ("kdp-6x9-white", 200, 0.450, 12.700),
        ("kdp-6x9-cream", 200, 0.500, 12.750),
    ],
)
def test_spine_and_cover_are_those_of_published_examples(
    name: str, pages: int, spine: float, width: float
) -> None:
    wrap = Wrap.of(target(name), pages, from_right=False)
    assert wrap.spine.width / INCH == pytest.approx(spine, abs=0.0005)
    assert wrap.width / INCH == pytest.approx(width, abs=0.0005)
    assert wrap.height / INCH == pytest.approx(9.25)


def test_a_hardcover_has_boards_and_an_edge_to_turn_in() -> None:
    case = target("kdp-hardcover-6x9-cream")
    wrap = Wrap.of(case, 200, from_right=False)
    assert wrap.height == pytest.approx(648 + 2 * (case.cover.bleed + case.cover.overhang))
    assert wrap.spine.width == pytest.approx(200 * 0.0025 * INCH + case.cover.spine_extra)
    assert wrap.front_text.left >= wrap.front.left + case.cover.hinge
    assert wrap.barcode.left + wrap.barcode.width <= wrap.spine.left - case.cover.hinge


def test_a_right_to_left_book_has_its_front_on_the_left() -> None:
    wrap = Wrap.of(target(KDP), 200, from_right=True)
    assert wrap.front.left < wrap.spine.left < wrap.back.left < wrap.barcode.left


def test_the_age_of_the_numbers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Diagnostic] = []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795564800")  # 2026-11-25
    report_age(KDP, found.append)
    report_age("", found.append)
    assert not found
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830384000")  # 2028-01-02
    report_age(KDP, found.append)
    assert [(one.code, one.severity) for one in found] == [(Code.PRINT_NUMBERS, Severity.NOTE)]


# --- the gutter ------------------------------------------------------------------------------


def settled(pages: int) -> Settled:
    return Settled((), tuple(map(str, range(pages))), 0, {})


def with_gutters(*gutters: tuple[int, float], blank: int = 0, multiple: int = 2) -> Target:
    usual = target(KDP)
    block = replace(usual.block, gutters=gutters, last_blank=blank, multiple=multiple)
    return replace(usual, block=block)


def test_the_gutter_grows_until_it_is_enough() -> None:
    asked: list[float] = []

    def lay_out(page: Geometry) -> Settled:
        asked.append(page.inside)
        return settled(round(102 + page.inside))

    narrow = with_gutters((160, 60), (170, 72), (500, 90))
    found = settle_gutter(narrow, lay_out)
    assert asked == [60 + FREE, 72 + FREE, 90 + FREE]
    assert (found.pages, found.geometry.inside) == (196, 94)


def test_on_a_swing_the_larger_gutter_wins() -> None:
    """More gutter makes fewer pages here, so that each bracket asks for the other."""
    asked: list[float] = []

    def lay_out(page: Geometry) -> Settled:
        asked.append(page.inside)
        return settled(101 if page.inside < 80 else 100)

    found = settle_gutter(with_gutters((100, 60), (200, 90)), lay_out)
    assert asked == [64, 94]
    assert (found.geometry.inside, found.pages) == (94, 100)


def test_a_page_with_room_is_laid_out_once() -> None:
    calls: list[Geometry] = []

    def lay_out(page: Geometry) -> Settled:
        calls.append(page)
        return settled(430)

    found = settle_gutter(target(KDP), lay_out)
    assert len(calls) == 1
    assert found.geometry.inside > target(KDP).gutter(430) + FREE


@pytest.mark.parametrize(
    ("pages", "blank", "multiple", "full"),
    [(7, 0, 2, 8), (8, 0, 2, 8), (8, 1, 2, 10), (7, 1, 2, 8), (9, 0, 4, 12)],
)
def test_the_page_count_is_filled_up(pages: int, blank: int, multiple: int, full: int) -> None:
    assert with_gutters((900, 9), blank=blank, multiple=multiple).full_count(pages) == full


def test_margins_keep_running_heads_and_folios_from_the_edges() -> None:
    page = Geometry.of(127, 203.2).within(64, 37)
    assert (page.inside, page.head) == (64, 65)
    assert page.foot >= 68
    assert (page.height - page.head - page.foot) % 13.5 == pytest.approx(0, abs=0.02)


# --- the barcode -----------------------------------------------------------------------------


def test_bars_are_those_of_published_examples() -> None:
    # https://en.wikipedia.org/wiki/International_Article_Number and .../EAN-5
    left = ("0001101", "0100111", "0111101", "0001011", "0010111", "0011101")
    right = ("1100110", "1001110", "1001110", "1011100", "1001000", "1010000")
    assert ean.ean_13("4003994155486") == f"101{''.join(left)}01010{''.join(right)}101"
    digits = ("0111001", "0010011", "0011101", "0001011", "0110001")
    assert ean.ean_5("52495") == "01011" + "01".join(digits)


def test_an_old_isbn_gets_a_new_check_digit() -> None:
    assert ean.isbn_13("urn:isbn:0306406152") == "9780306406157"
    assert ean.isbn_13("urn:isbn:9780306406157") == "9780306406157"


def test_bars_are_runs_and_guards_are_longer() -> None:
    found = list(ean.bars(ean.ean_13("9780306406157"), guards=True))
    assert len(found) == 30
    assert sum(bar.guard for bar in found) == 6
    assert found[0] == ean.Bar(0, 1, guard=True)


def test_a_barcode_is_not_made_too_small_to_be_read() -> None:
    assert barcode("urn:isbn:9780306406157", "51499", 110, 80) is None
    assert barcode("urn:isbn:9780306406157", "", 110, 80) is not None
    assert barcode("urn:isbn:9780306406157", "", 110, 50) is None


def test_every_printer_has_room_for_a_barcode() -> None:
    for width, height in {target(name).cover.barcode for name in target_names()}:
        assert barcode("urn:isbn:9780306406157", "", width, height - 4) is not None


# --- colours ---------------------------------------------------------------------------------


def test_black_is_black_ink_alone_and_no_place_gets_too_much() -> None:
    assert content.inks((0, 0, 0), "cmyk") == (0, 0, 0, 1)
    assert content.inks((0,), "cmyk") == (0, 0, 0, 1)
    assert content.inks((1, 1, 1), "cmyk") == (0, 0, 0, 0)
    assert content.inks((1, 0, 0), "grey") == (0.299,)
    assert content.inks((0.2, 0.3, 0.4, 0.5), "cmyk") == (0.2, 0.3, 0.4, 0.5)
    steps = [step / 8 for step in range(9)]
    most = max(sum(content.inks((r, g, b), "cmyk")) for r in steps for g in steps for b in steps)
    assert most <= MOST_INK


def test_pictures_get_the_inks_of_colours() -> None:
    shown = [(168, 50, 30), (0, 0, 0), (255, 255, 255), (3, 0, 0), (10, 200, 90)]
    picture = Picture.new("RGB", (len(shown), 1))
    for place, pixel in enumerate(shown):
        picture.putpixel((place, 0), pixel)
    data = separated(picture, 4)
    for place, pixel in enumerate(shown):
        wanted = content.inks([part / 255 for part in pixel], "cmyk")
        got = [byte / 255 for byte in data[4 * place : 4 * place + 4]]
        assert got == pytest.approx(wanted, abs=0.02)
    assert list(separated(picture, 1)) == list(picture.convert("L").tobytes())


def test_the_border_of_a_picture_is_its_ground() -> None:
    picture = Picture.new("RGB", (90, 120), (168, 50, 30))
    picture.paste((255, 255, 255), (20, 20, 60, 90))
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert border(out.getvalue()) == ((168, 50, 30), True)
    picture.paste((0, 0, 90), (0, 0, 90, 50))
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert not border(out.getvalue())[1]


def colourful() -> pikepdf.Pdf:
    """A page with every way of setting a colour: text, spaces, form, picture, gradient, pattern."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    form = pdf.make_stream(b"1 0 0 RG 0 0 m 9 9 l S")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    form.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
    image = pdf.make_stream(bytes([255, 0, 0, 0, 0, 255]))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 2, 1, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[1, 0, 0], C1=[0, 0, 1])
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=function
    )
    pattern = pikepdf.Dictionary(PatternType=2, Shading=pdf.make_indirect(shading))
    page.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(F=form, I=image),
        Shading=pikepdf.Dictionary(S=shading),
        Pattern=pikepdf.Dictionary(P=pdf.make_indirect(pattern)),
    )
    page.obj.Contents = pdf.make_stream(
        b"/Span <</MCID 0>> BDC 0.5 0.1 0.1 rg 0 0 9 9 re f EMC /DeviceRGB cs 1 0 0 sc 0 0 1 1 re f "
        b"/Pattern CS /P SCN 0 0 m 1 1 l S 0 1 0 0 k 1 1 2 2 re f /S sh /F Do /I Do"
    )
    return pdf


@pytest.mark.parametrize("wanted", ["grey", "cmyk"])
def test_all_ways_of_setting_a_colour_are_converted(wanted: Any) -> None:
    with colourful() as pdf:
        before = colour.operators(pdf)
        assert before.keys() > {"rg", "k", "/DeviceRGB picture", "/DeviceRGB gradient"}
        assert colour.convert(pdf, wanted) == []
        found = colour.operators(pdf)
        assert found.keys() <= colour.ALLOWED[wanted]
        assert max(found.values()) <= MOST_INK
        assert "BDC" not in [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])]
        space = {"grey": "/DeviceGray", "cmyk": "/DeviceCMYK"}[wanted]
        assert space == pdf.pages[0].Resources.XObject.F.Group.CS


def test_what_cannot_be_converted_is_named() -> None:
    with colourful() as pdf:
        pdf.pages[0].Resources.Shading.S.Function.FunctionType = 4
        pdf.pages[0].Contents = pdf.make_stream(b"/CalRGB cs 1 0 0 sc 0 0 1 1 re f")
        named = colour.convert(pdf, "grey")
        assert named == ["a colour space (/CalRGB)", "a gradient of a kind that is not known"]


def test_dark_words_are_black_where_there_is_no_other_ink() -> None:
    """A tint would be printed as dots; an area keeps it, and light words on a dark ground stay."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(
            b"0.6 0.2 0.1 rg 0 0 9 9 re f q BT (a) Tj ET 9 9 1 1 re f BT 1 1 0.9 rg (b) Tj ET Q 1 1 1 1 re f"
        )
        colour.convert(pdf, "grey")
        found = [
            (str(one.operator), *map(str, one.operands))
            for one in pikepdf.parse_content_stream(page)
            if str(one.operator) in ("g", "Tj", "f")
        ]
    dark = ("g", "0.3082")
    assert found == [
        dark, ("f",), ("g", "0"), ("Tj", "a"), dark, ("f",),
        ("g", "0"), ("g", "0.9886"), ("Tj", "b"), ("f",),
    ]  # fmt: skip


def test_too_much_ink_is_told() -> None:
    picture = Picture.new("CMYK", (300, 450), (255, 255, 255, 0))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    front = Resource("c.jpg", "image/jpeg", out.getvalue(), 300, 450)
    document = replace(book("", cover="c.jpg"), resources=(front,))
    found: list[Diagnostic] = []
    preflight.cover(document, target("ingram-6x9-cream"), 200, found.append)
    assert "a picture takes 300 % of ink, and 240 % are the most" in [d.message for d in found]


# --- the printed book ------------------------------------------------------------------------

SENTENCE = "The leg that kicks sends word of it, and the liver hears. "
PLAIN = b".opening-art, .frontispiece { display: none }"


def book(name: str, *, styles: bytes = b"", **metadata: Any) -> Document:
    words = Paragraph((Text(SENTENCE * 40), Emphasis((Text("itself"),))), span=Span("a.md", 3))
    links = Paragraph((Link((Text("there"),), "https://example.org/"),), span=Span("a.md", 9))
    return Document(
        Metadata(
            "A Small Book",
            contributors=(Contributor("Ada Test"),),
            **{"isbn_print": "urn:isbn:9780306406157", "description": "On legs.", **metadata},
        ),
        tuple(
            Chapter(f"c{number}", (Text(f"Of {number}"),), (words, links), span=Span("a.md", 1))
            for number in range(3)
        ),
        resources=(Resource("p.css", "text/css", styles),) if styles else (),
        settings=Settings(pdf_target=name, pdf_styles=("p.css",) if styles else ()),
    )


def made(document: Document) -> tuple[Printed, list[Diagnostic]]:
    found: list[Diagnostic] = []
    printed = print_book(document, index(document, found.append), found.append, jobs=1, draft=True)
    return printed, found


@pytest.fixture(scope="module")
def small() -> tuple[Printed, list[Diagnostic]]:
    return made(book(KDP))


@pytest.fixture
def opened(small: tuple[Printed, list[Diagnostic]]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(small[0].pdf)) as pdf:
        yield pdf


def boxes(page: Any) -> list[list[float]]:
    return [[float(edge) for edge in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")]


def test_pages_bleed_on_three_sides(opened: pikepdf.Pdf) -> None:
    assert len(opened.pages) % 2 == 0
    for number, page in enumerate(opened.pages):
        media, bleed, trim = boxes(page.obj)
        left = 0 if number % 2 == 0 else 9
        assert media == bleed == [0, 0, 441, 666]
        assert trim == [left, 9, left + 432, 657]


def test_the_file_has_pages_and_nothing_else(opened: pikepdf.Pdf) -> None:
    assert set(opened.Root.keys()) == {"/Type", "/Pages"}
    for page in opened.pages:
        kept = {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/BleedBox", "/TrimBox"}
        assert set(page.obj.keys()) <= kept
    assert set(opened.docinfo.keys()) == {"/Title", "/Producer"}


def test_black_ink_means_no_colour_at_all(opened: pikepdf.Pdf) -> None:
    assert colour.operators(opened).keys() == {"g"}


def test_the_words_are_all_there(small: tuple[Printed, list[Diagnostic]]) -> None:
    """Page by page, save that without tags nothing tells of an initial that it begins a word."""

    def letters(pdf: bytes) -> list[Counter[str]]:
        with pypdfium2.PdfDocument(pdf) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        return [Counter("".join(text.split())) for text in texts]

    plain, printed = letters(made(book(""))[0].pdf), letters(small[0].pdf)
    assert sum(page.total() for page in plain) > 5000
    for before, after in zip(plain, printed, strict=False):
        assert (before - after).total() + (after - before).total() <= 1
    assert not any(printed[len(plain) :])


def test_only_the_page_count_is_at_fault(small: tuple[Printed, list[Diagnostic]]) -> None:
    assert [one.code for one in small[1] if one.code.startswith("print-")] == [Code.PRINT_PAGES]


def test_the_same_book_makes_the_same_files(small: tuple[Printed, list[Diagnostic]]) -> None:
    again = made(book(KDP))[0]
    assert (again.pdf, again.cover) == (small[0].pdf, small[0].cover)


def test_a_target_that_nobody_has_makes_the_usual_pdf_and_an_error() -> None:
    printed, found = made(book("kdp-9x6-cream"))
    assert not printed.cover
    errors = [str(one) for one in found if one.severity is Severity.ERROR]
    assert errors == [": error[manifest-value]: no printer makes “kdp-9x6-cream”"]


def test_a_book_where_nothing_bleeds_gets_pages_of_the_trim() -> None:
    printed, _ = made(book("ingram-6x9-cream", styles=PLAIN))
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        assert all(boxes(page.obj)[0] == [0, 0, 432, 648] for page in pdf.pages)
        last = pikepdf.parse_content_stream(pdf.pages[-1])
        assert not [one for one in last if str(one.operator) in {"Tj", "TJ", "f", "S"}]


def test_bleed_on_four_sides_where_the_printer_wants_it() -> None:
    printed, found = made(book("bod-135x215-white"))
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        assert len(pdf.pages) % 4 == 0
        media, _, trim = boxes(pdf.pages[0].obj)
        assert media[2:] == pytest.approx([145 * MM, 225 * MM], abs=0.01)
        assert trim[:2] == pytest.approx([5 * MM, 5 * MM], abs=0.01)
    assert Code.PRINT_NUMBERS in {one.code for one in found}
    with pikepdf.open(io.BytesIO(printed.cover)) as pdf:
        assert colour.operators(pdf).keys() <= colour.ALLOWED["cmyk"]


# --- the proof -------------------------------------------------------------------------------

ZONE = proof.Zone((30, 20, 80, 90), (5, 5, 95, 95), (0, 0, 100, 100))


@pytest.mark.parametrize(
    ("box", "glyph", "over"),
    [
        ((30, 20, 80, 90), "a", 0),
        ((29, 20, 80, 90), "a", 1),
        ((30, 20, 82.5, 90), "", 2.5),
        ((0, 20, 40, 30), "a", 30),
        ((0, 30, 40, 40), "", 0),  # runs off on the left
        ((0, 2, 40, 40), "", 3),  # does so and nearly at the foot, which a slip cuts
        ((-9, -9, 109, 109), "", 0),
    ],
)
def test_ink_keeps_to_the_zone(box: proof.Box, glyph: str, over: float) -> None:
    assert ZONE.overstep(proof.Ink(0, box, glyph)) == pytest.approx(over)


def test_an_italics_overhang_counts(small: tuple[Printed, list[Diagnostic]]) -> None:
    """The f of "itself" reaches over its advance, to where the next letter would begin."""
    letters = [ink for ink in proof.inks(small[0].pdf) if ink.glyph]
    assert len(letters) > 5000
    words = "".join(ink.glyph for ink in letters)
    end = words.index("itself") + 5
    assert letters[end].glyph == "f"
    assert letters[end].box[2] > letters[end - 1].box[2] + 2
    bottom = letters[end].box[1]
    assert bottom < letters[end - 1].box[1] - 1  # below the base line: an outline, not a line's box


def test_words_in_the_gutter_are_found_on_their_page() -> None:
    document = book(KDP, styles=b"p { margin-left: -45pt; margin-right: -45pt }")
    found = [one for one in made(document)[1] if one.code is Code.PRINT_INK]
    assert found
    assert all(
        re.search(r"page \d+ of the file: “.” stands \d+\.\d pt out", str(f))
        or "more pages" in str(f)
        for f in found
    )


def test_text_is_black_ink_alone() -> None:
    document = book(
        "ingram-6x9-colour", styles=PLAIN + b"h1, a, p, span { color: black !important }"
    )
    with pikepdf.open(io.BytesIO(made(document)[0].pdf)) as pdf:
        set_before_words = {
            tuple(map(float, instruction.operands))
            for page in list(pdf.pages)[6:8]
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) in ("k", "rg", "g")
        }
    assert set_before_words == {(0, 0, 0, 1)}


# --- the cover -------------------------------------------------------------------------------


def cover_words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_range())


def test_the_barcode_on_the_cover_can_be_read(small: tuple[Printed, list[Diagnostic]]) -> None:
    """A line across it, black and white measured against the modules of the ISBN."""
    wrap = Wrap.of(target(KDP), len_of(small[0].pdf), from_right=False)
    scale = 8
    with pypdfium2.PdfDocument(small[0].cover) as pdf:
        shown = pdf[0].render(scale=scale).to_pil().convert("L")
    place = wrap.barcode
    middle = round((place.top + place.height / 2) * scale)
    row = [
        shown.getpixel((x, middle)) < 128
        for x in range(round(place.left * scale), round((place.left + place.width) * scale))
    ]
    dark = [number for number, black in enumerate(row) if black]
    module = (dark[-1] + 1 - dark[0]) / 95
    assert module / scale == pytest.approx(ean.MODULE, rel=0.1)
    read = "".join("01"[row[round(dark[0] + (n + 0.5) * module)]] for n in range(95))
    assert read == ean.ean_13("9780306406157")
    assert dark[0] >= ean.QUIET_LEFT * module
    assert len(row) - dark[-1] >= ean.QUIET_RIGHT * module


def len_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def test_the_cover_has_its_boxes(small: tuple[Printed, list[Diagnostic]]) -> None:
    wrap = Wrap.of(target(KDP), len_of(small[0].pdf), from_right=False)
    with pikepdf.open(io.BytesIO(small[0].cover)) as pdf:
        assert len(pdf.pages) == 1
        media, bleed, trim = boxes(pdf.pages[0].obj)
        assert media == bleed == pytest.approx([0, 0, wrap.width, wrap.height], abs=0.01)
        assert trim == pytest.approx([9, 9, wrap.width - 9, wrap.height - 9], abs=0.01)
        assert "/Annots" not in pdf.pages[0].obj
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer"}


@pytest.mark.parametrize(("pages", "bears"), [(78, False), (160, True), (400, True)])
def test_the_spine_bears_words_where_the_printer_allows_it(pages: int, bears: bool) -> None:
    found: list[Diagnostic] = []
    data = preflight.cover(book(KDP), target(KDP), pages, found.append)
    assert ("A Small Book" in cover_words(data)) == bears
    assert not found


def test_a_spine_too_thin_for_its_words_stays_bare() -> None:
    found: list[Diagnostic] = []
    assert target(KDP).bears_spine_text(80)
    preflight.cover(book(KDP), target(KDP), 80, found.append)
    assert [(one.code, one.severity) for one in found] == [(Code.PRINT_COVER, Severity.NOTE)]


def test_words_that_do_not_fit_are_told() -> None:
    found: list[Diagnostic] = []
    document = book(KDP, description=SENTENCE * 90)
    preflight.cover(document, target(KDP), 200, found.append)
    assert "the description is too long for the back" in [one.message for one in found]
    found.clear()
    preflight.cover(book(KDP, description=SENTENCE * 20), target(KDP), 200, found.append)
    assert not found


def test_a_cover_picture_needs_its_pixels() -> None:
    out = io.BytesIO()
    Picture.effect_noise((300, 450), 90).convert("RGB").save(out, "PNG")
    picture = Resource("c.png", "image/png", out.getvalue(), 300, 450)
    document = replace(book(KDP, cover="c.png"), resources=(picture,))
    found: list[Diagnostic] = []
    preflight.cover(document, target(KDP), 200, found.append)
    assert [one.code for one in found] == [Code.PRINT_COVER]
    assert "pixels an inch" in found[0].message


def test_a_drawing_stays_a_drawing_and_its_ground_goes_all_around() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 666"><rect width="450" height="666" fill="#104060"/><path fill="#fff" d="M90 90h200v200z"/></svg>'
    picture = Resource("f.svg", "image/svg+xml", drawing, 450, 666)
    document = book(KDP)
    document = replace(
        document,
        resources=(picture,),
        settings=replace(document.settings, pdf_cover="f.svg", pdf_price="51499"),
    )
    found: list[Diagnostic] = []
    data = preflight.cover(document, target(KDP), 200, found.append)
    assert not list(proof.pictures(data))
    with pypdfium2.PdfDocument(data) as pdf:
        shown = pdf[0].render(scale=1).to_pil().convert("RGB")
    width, height = shown.size
    corners = [(2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3), (width // 2, 300)]
    assert {shown.getpixel(corner) for corner in corners} == {(0x10, 0x40, 0x60)}


# --- the command -----------------------------------------------------------------------------


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("myopress")
    return subprocess.run(
        [str(command), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_command_writes_pages_and_cover(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(f'title = "T"\n[pdf]\ntarget = "{KDP}"\n', "utf-8")
    (tmp_path / "a.md").write_text("# A\n\nWords.\n", "utf-8")
    done = run(tmp_path, "pdf", "--draft", "--colour", "rgb", "-o", "b.pdf")
    assert "error[print-pages]: " in done.stderr
    assert {path.name for path in tmp_path.glob("*.pdf")} == {"b.pdf", "b-cover.pdf"}
    assert done.stdout.count("\n") == 2
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert "rg" in colour.operators(pdf)
    done = run(tmp_path, "pdf", "--draft", "--target", "none", "-o", "c.pdf")
    assert not (tmp_path / "c-cover.pdf").exists()
    with pikepdf.open(tmp_path / "c.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root


def test_an_unknown_target_is_told_with_a_near_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n", "utf-8")
    done = run(tmp_path, "pdf", "--target", "kdp-6x9-crem")
    assert done.returncode == 2
    assert "no printer makes “kdp-6x9-crem”; did you mean “kdp-6x9-cream”?" in done.stderr
    (tmp_path / "book.toml").write_text('[pdf]\ntarget = "kdp-6x9-crem"\n', "utf-8")
    assert "book.toml:2: error[manifest-value]" in run(tmp_path, "check").stdout
