"""The sheet's papers, templates, inks and colours: all computed from what comes out."""

import io
import re
from collections.abc import Iterator
from ctypes import c_float
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image, ImageChops

from myopress import pipeline
from myopress.backends import cheatsheet
from myopress.backends.cheatsheet import body, body_map, papers, poster, screen
from myopress.backends.cheatsheet.choose import choose
from myopress.backends.cheatsheet.finishing import as_svg
from myopress.backends.cheatsheet.finishing.grey import grey
from myopress.backends.cheatsheet.organs import targets
from myopress.backends.cheatsheet.picture import words
from myopress.cli.options import commands
from myopress.diagnostics import Severity
from myopress.document import Card, CardField, Document, Settings
from myopress.index import index
from myopress.run.sheets import Wanted
from test_cheatsheet import STYLE, book, card, contrast, paragraph, rendered, text

MM = 72 / 25.4
ORGANS = ("brain; muscle (mice)", "liver, fat, heart", "bone (animals); immune cells",
          "pancreas, kidneys, colon", "lungs; skin", "blood, muscle", "brain, liver, fat", "heart")  # fmt: skip
FORMATS = ("a4", "a4 landscape", "a4 saver", "a3", "a5")


def organ_card(number: int) -> Card:
    plain = card(number, 0.7, 5)
    to = CardField(text("To"), paragraph(ORGANS[number]))
    return replace(plain, fields=(to, *plain.fields[1:]), evidence=("human RCT",))


def sheet_book(form: str, **settings: Any) -> Document:
    paper, *how = form.split()
    return book(
        *(organ_card(number) for number in range(8)),
        cheatsheet_title="Trees by the path",
        cheatsheet_paper=paper,
        cheatsheet_orientation="landscape" if "landscape" in how else "portrait",
        cheatsheet_ink_saver="saver" in how,
        **settings,
    )


@cache
def sheet(form: str) -> bytes:
    data, found = rendered(sheet_book(form))
    assert not [fault for fault in found if fault.severity is Severity.ERROR]
    return data


def picture(data: bytes, scale: float = 1.0) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=scale).to_pil()
    return drawn.convert("RGB")


def colours_of(drawn: Image.Image) -> list[tuple[int, Any]]:
    """How often each colour is in a picture."""
    return [(count, colour) for count, colour in drawn.getcolors(1 << 24) or []]


def ink_cover(drawn: Image.Image) -> float:
    """The mean of C + M + Y + K, with black for all that is common to the three (full GCR)."""
    total = 0.0
    for count, (red, green, blue) in colours_of(drawn):
        high = max(red, green, blue)
        colours = (3 * high - red - green - blue) / high if high else 0.0
        total += count * (colours + 1 - high / 255)
    return total / (drawn.width * drawn.height)


# --- paper ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_margins_are_nine_millimetres_and_more(form: str) -> None:
    drawn = picture(sheet(form), 2.0)
    if form == "a5":
        drawn = drawn.crop((0, 0, drawn.width // 2 - 2, drawn.height))
    white = Image.new("RGB", drawn.size, "#FFFFFF")
    box = ImageChops.difference(drawn, white).getbbox()
    assert box
    cut = 2 if form == "a5" else 0
    margins = (box[0], box[1], drawn.width + cut - box[2], drawn.height - box[3])
    assert min(margins) / 2 / MM >= 8.9, margins


@pytest.mark.parametrize(("form", "limit"), [("a4", 0.27), ("a4 landscape", 0.27), ("a3", 0.27),
                                             ("a5", 0.27), ("a4 saver", 0.17)])  # fmt: skip
def test_ink_cover(form: str, limit: float) -> None:
    assert ink_cover(picture(sheet(form))) < limit


def test_the_saver_saves() -> None:
    assert ink_cover(picture(sheet("a4 saver"))) < 0.75 * ink_cover(picture(sheet("a4")))


def test_ink_cover_is_that_of_plain_colours() -> None:
    assert ink_cover(Image.new("RGB", (9, 9), "#000000")) == 1
    assert ink_cover(Image.new("RGB", (9, 9), "#FFFFFF")) == 0
    assert ink_cover(Image.new("RGB", (9, 9), "#FF0000")) == 2


def sizes_of_type(data: bytes) -> Iterator[float]:
    """The heights of all letters in pt, as they come out of the printer."""
    page = pypdfium2.PdfDocument(data)[0]
    for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        size = c_float()
        pypdfium2.raw.FPDFTextObj_GetFontSize(thing.raw, size)
        yield abs(size.value * thing.get_matrix().d)


@pytest.mark.parametrize(("form", "least"), [("a4", 7.5), ("a4 landscape", 7.5), ("a5", 7.5),
                                             ("a3", 10.0)])  # fmt: skip
def test_type_can_be_read(form: str, least: float) -> None:
    assert min(sizes_of_type(sheet(form))) >= least - 0.05


def test_a_poster_is_read_from_a_step_away() -> None:
    usual = sorted(sizes_of_type(sheet("a4")))
    large = sorted(sizes_of_type(sheet("a3")))
    assert large[len(large) // 2] >= 14.0
    assert large[len(large) // 2] > 2**0.5 * usual[len(usual) // 2]


def test_two_small_sheets_on_one_paper() -> None:
    with pikepdf.open(io.BytesIO(sheet("a5"))) as pdf:
        page = pdf.pages[0]
        _, _, width, height = map(float, page.mediabox)
        marks = [str(one.operator) for one in pikepdf.parse_content_stream(page)]
        copy = [str(one.operator) for one in pikepdf.parse_content_stream(page.obj.Resources.XObject.Second)]  # fmt: skip
        assert pdf.Root.MarkInfo.Marked
    assert (width, height) == pytest.approx((2 * 419.53, 595.28), abs=0.2)
    assert marks.count("BDC") + marks.count("BMC") == marks.count("EMC")
    assert "BDC" in marks
    assert not {"BDC", "BMC", "EMC"} & set(copy)
    drawn = picture(sheet("a5"), 2.0)
    half = round(419.53 * 2)
    left, right = drawn.crop((20, 0, half - 20, drawn.height)), drawn.crop((half + 20, 0, 2 * half - 20, drawn.height))  # fmt: skip
    assert sum(a != b for a, b in zip(left.tobytes(), right.tobytes(), strict=True)) < 0.12 * len(left.tobytes())  # fmt: skip
    cut = [drawn.getpixel((half, y)) != (255, 255, 255) for y in range(0, drawn.height, 3)]
    assert sum(cut) > len(cut) / 4


def test_templates_are_their_own() -> None:
    upright = papers.template(Settings())
    lying = papers.template(Settings(cheatsheet_orientation="landscape"))
    assert upright
    assert lying
    assert (lying.paper.width, lying.paper.height) == (upright.paper.height, upright.paper.width)
    assert lying.side
    assert not upright.side
    assert papers.template(Settings(cheatsheet_paper="a9")) is None


def test_what_a_poster_leaves_out_is_told() -> None:
    document = sheet_book("a3")
    found: list[Any] = []
    template = papers.template(document.settings)
    assert template
    before = choose(document, found.append)
    after = poster.suited(before, template, found.append)
    assert [str(field.term[0].text) for field in after.cards[0].fields if hasattr(field.term[0], "text")] == ["Does", "Train", "Careful"]  # fmt: skip
    (told,) = found
    assert told.severity is Severity.NOTE
    assert "“To”, “Level” and sources" in told.message


def test_reading_order_of_the_lying_sheet() -> None:
    page = pypdfium2.PdfDocument(sheet("a4 landscape"))[0]
    said = page.get_textpage().get_text_range()
    places = [said.index(name) for name in ("Trees", "Oak", "Ash", "Beech", "Elm", "Walker")]
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(sheet("a4 landscape"))) as pdf:
        roles = list(_roles(pdf.Root.StructTreeRoot.K[0]))
    assert roles.index("/H1") < roles.index("/Figure") < roles.index("/H2")


def _roles(struct: Any) -> Iterator[str]:
    kids = struct.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from _roles(kid)


# --- the body map -----------------------------------------------------------------------------


def all_targets(language: str = "en") -> Any:
    return targets(tuple(organ_card(number) for number in range(8)), language, lambda _: None)


@pytest.mark.parametrize(("width", "height"), [(143, 430), (158, 360), (194, 600), (240, 430)])
def test_lines_cross_no_words_and_words_cover_no_body(width: float, height: float) -> None:
    placed = body_map.labels(all_targets(), width, height)
    boxes = [_box(label, width) for label in placed]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for label in placed:
        assert label.top >= 0
        assert label.top + label.high <= height - body_map.LEGEND
        for start, end in pairwise(body_map.points(label, placed, width)):
            for other, (left, top, right, bottom) in zip(placed, boxes, strict=True):
                # Its own line begins at its first words.
                if other is not label:
                    for step in range(101):
                        x = start[0] + (end[0] - start[0]) * step / 100
                        y = start[1] + (end[1] - start[1]) * step / 100
                        assert not (left < x < right and top < y < bottom), (label, other)
    free = [
        body_map.free_beside(label, width, height) - label.wide - body_map.PAD for label in placed
    ]
    assert sum(room < 0 for room in free) <= (2 if width < 150 else 0)


def _box(label: body_map.Label, width: float) -> tuple[float, float, float, float]:
    left = body_map.PAD if label.target.side == "left" else width - body_map.PAD - label.wide
    return left, label.top, left + label.wide, label.top + label.high - body_map.SPACE


def test_the_figure_is_as_wide_as_its_contour() -> None:
    assert body.half_width(0, 500) == 73
    assert body.half_width(300, 480) < 45
    assert body.half_width(-20, -10) == 0


# --- colours ----------------------------------------------------------------------------------

PAPER, CREAM, MAP, ACCENT, QUIET, INK = (
    "#FFFFFF", "#F6EBDD", "#FBF6EF", "#A8321E", "#5C5650", "#2E2622",
)  # fmt: skip
TEXT = (
    ("#000000", PAPER, 7.0), ("#000000", CREAM, 7.0), ("#000000", MAP, 7.0), (INK, PAPER, 7.0),
    (INK, MAP, 7.0), (ACCENT, PAPER, 5.2), (ACCENT, CREAM, 5.2), (QUIET, PAPER, 5.2),
    (PAPER, ACCENT, 5.2), (PAPER, INK, 7.0),
)  # fmt: skip
"""Each colour of text, what it stands on, and the least contrast."""


def in_grey(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "#" + 3 * f"{round(255 * grey(red, green, blue)):02X}"


@pytest.mark.parametrize(("ink", "ground", "least"), TEXT)
def test_contrast_in_colour_and_in_grey(ink: str, ground: str, least: float) -> None:
    assert contrast(ink, ground) >= least
    assert contrast(in_grey(ink), in_grey(ground)) >= least


def test_the_style_sheet_has_no_other_colours() -> None:
    style = STYLE.read_text("utf-8").replace("%23", "#")
    used = {c.upper() if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]).upper()
            for c in re.findall(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b", style)}  # fmt: skip
    assert used <= {"#000000", PAPER, CREAM, MAP, ACCENT, QUIET, INK, "#B59C86"}


MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""Linear sRGB as it is seen: Machado, Oliveira and Fernandes, A Physiologically-based Model for
Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0."""


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def lab(seen: tuple[float, ...]) -> tuple[float, ...]:
    """CIE L*a*b* of linear sRGB, D65 (IEC 61966-2-1; CIE 15)."""
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(m * min(1.0, max(0.0, part)) for m, part in zip(row, seen, strict=True)) / w
        for row, w in zip(matrix, white, strict=True)
    )
    f, g, h = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


def difference(one: str, other: str, matrix: Any) -> float:
    """CIE 1976 difference of two colours as somebody with this kind of sight sees them."""
    seen = [
        lab(tuple(sum(m * p for m, p in zip(row, linear(colour), strict=True)) for row in matrix))
        for colour in (one, other)
    ]
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)


@pytest.mark.parametrize("kind", MACHADO)
def test_marks_of_evidence_are_told_apart_by_all_eyes(kind: str) -> None:
    """A rung or a pip is filled or empty, an organ lies on muscle, a badge is full or dashed."""
    pairs = ((ACCENT, PAPER), (ACCENT, CREAM), (INK, MAP), (INK, ACCENT), (INK, body.SKIN),
             (ACCENT, body.SKIN))  # fmt: skip
    assert [pair for pair in pairs if difference(*pair, MACHADO[kind]) < 20] == []
    assert difference("#FF0000", "#FF0000", MACHADO[kind]) == 0


# --- grey, SVG, options -----------------------------------------------------------------------


def test_a_grey_proof_has_no_colour() -> None:
    document = sheet_book("a4 saver", cheatsheet_grey=True)
    data, _ = rendered(document)
    assert all(red == green == blue for _, (red, green, blue) in colours_of(picture(data)))  # fmt: skip
    colours = {colour for _, colour in colours_of(picture(sheet("a4 saver")))}
    assert any(red != blue for red, _, blue in colours)


def test_svg_stands_alone_and_is_described() -> None:
    data = as_svg(sheet("a4"), "Trees", words(sheet("a4")))
    root = etree.fromstring(data)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title words"
    assert root.findtext(f"{space}title") == "Trees"
    described = root.findtext(f"{space}desc") or ""
    assert "Oak" in described
    assert "Careful" in described
    tags = {str(element.tag).removeprefix(space) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "path", "clipPath", "g", "use", "rect", "image"}
    links = [link for element in root.iter() if (link := element.get("href"))]
    assert links
    assert all(link.startswith(("#", "data:image/png")) for link in links)
    uses = list(root.iter(f"{space}use"))
    letters = sum(character.isalnum() for character in described)
    assert len(uses) >= 0.98 * letters


def test_options_are_put_over_what_the_book_says() -> None:
    document = book(card(0), cheatsheet_paper="letter", cheatsheet_ink_saver=True)
    ((tag, version),) = Wanted().versions(document)
    assert (tag, version) == ("", document)
    made = Wanted(("a4", "a5"), "landscape", grey=True).versions(document)
    assert [tag for tag, _ in made] == ["-a4", "-a5"]
    for _, version in made:
        settings = version.settings
        assert settings.cheatsheet_orientation == "landscape"
        assert settings.cheatsheet_ink_saver
        assert settings.cheatsheet_grey
    assert made[1][1].settings.cheatsheet_paper == "a5"


def test_an_unknown_paper_is_refused() -> None:
    result = CliRunner().invoke(commands, ["cheatsheet", "--paper", "a4,a9"])
    assert result.exit_code == 2
    assert "“a9” is not one of a3, a4, a5, letter, legal" in result.output


def test_the_web_page_has_the_map_in_words() -> None:
    document = sheet_book("a4")
    data = cheatsheet.render_html(document, index(document, lambda _: None), lambda _: None)
    page = data.decode("utf-8")
    found = re.search(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', page)
    assert found
    assert "Brain: " in found[1]
    assert f'width="{screen.MAP[0]:.2f}pt"' in page


def test_the_book_says_what_is_usual(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\nWords.\n", "utf-8")
    table = '[cheatsheet]\npaper = "a5"\norientation = "landscape"\nink-saver = true\ngrey = true\n'
    (tmp_path / "book.toml").write_text(f'title = "T"\nchapters = ["one.md"]\n{table}', "utf-8")
    settings = pipeline.read(tmp_path, lambda _: None).settings
    assert settings.cheatsheet_paper == "a5"
    assert settings.cheatsheet_orientation == "landscape"
    assert settings.cheatsheet_ink_saver
    assert settings.cheatsheet_grey
    wrong = table.replace("landscape", "askew")
    (tmp_path / "book.toml").write_text(f'title = "T"\nchapters = ["one.md"]\n{wrong}', "utf-8")
    found: list[Any] = []
    pipeline.read(tmp_path, found.append)
    assert any("“askew” is neither portrait nor landscape" in fault.message for fault in found)
