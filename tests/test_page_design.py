"""How the printed page looks: lines on a grid, openings, ranges in the index, the variables."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest

from myopress.backends.html.locators import joined, number, runs
from myopress.backends.pdf import render
from myopress.backends.pdf.geometry import UNIT
from myopress.diagnostics import Diagnostic
from myopress.document import (
    Attributes,
    Box,
    BulletList,
    Card,
    Chapter,
    Contributor,
    CrossReference,
    Document,
    Heading,
    ListItem,
    Metadata,
    Paragraph,
    Resource,
    Settings,
    Table,
    TableCell,
    TableRow,
    Text,
)
from myopress.index import index
from myopress.source import Span

SENTENCE = "The leg that kicks sends word of it, and the liver hears. "


def paragraph(times: int) -> Paragraph:
    return Paragraph((Text(SENTENCE * times),))


def chapter(name: str, *blocks: object) -> Chapter:
    return Chapter(name, (Text(f"Of {name}"),), blocks, span=Span(f"{name}.md", 1))  # type: ignore[arg-type]


def broken_up() -> Iterator[object]:
    """Text between blocks with other leadings: boxes, lists, headings."""
    for size in range(1, 9):
        yield Box("note", (paragraph(size),), (Text("Aside"),))
        yield paragraph(size)
        yield BulletList(tuple(ListItem((paragraph(1),)) for _ in range(size)))
        yield paragraph(2)
        yield Heading(3, (Text("Kicking"),))
        yield paragraph(3)


def printed(*chapters: Chapter, settings: Settings | None = None, style: str = "") -> bytes:
    document = Document(
        Metadata("A Small Book", contributors=(Contributor("Ada Test"),)),
        chapters,
        settings=settings or Settings(),
    )
    if style:
        document = replace(
            document,
            resources=(Resource("own.css", "text/css", style.encode()),),
            settings=replace(document.settings, pdf_styles=("own.css",)),
        )
    said: list[Diagnostic] = []
    return render(document, index(document, said.append), said.append, jobs=1)


def baselines(pdf: bytes, size: float) -> list[float]:
    """The distance of each line of letters of a size from the head of its page (pt)."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        lines = set()
        for place in range(text.count_chars()):
            x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
            pdfium.FPDFText_GetCharOrigin(text, place, x, y)
            pdfium.FPDFText_GetMatrix(text, place, matrix)
            height = pdfium.FPDFText_GetFontSize(text, place) * abs(matrix.d)
            if abs(height - size) < 0.05:
                lines.add(round(page.get_height() - y.value, 1))
        found += sorted(lines)
    document.close()
    return found


def pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def test_all_lines_of_text_stand_on_one_grid() -> None:
    lines = baselines(printed(chapter("legs", *broken_up())), 10.2)
    assert len(lines) > 100
    steps = {round((line - lines[0]) / UNIT % 1, 1) % 1 for line in lines}
    assert steps == {0.0}


@pytest.mark.parametrize(("openings", "count"), [("", 7), ("any", 7), ("right", 11)])
def test_short_books_have_no_blank_pages_between_chapters(openings: str, count: int) -> None:
    chapters = [chapter(name, paragraph(3)) for name in ("legs", "livers", "lungs")]
    settings = Settings(pdf_openings=openings)  # type: ignore[arg-type]
    assert pages(printed(*chapters, settings=settings)) == count


def test_a_chapter_on_a_left_hand_page_has_its_inner_margin_on_the_right() -> None:
    chapters = [chapter(name, paragraph(9)) for name in ("legs", "livers")]
    document = pypdfium2.PdfDocument(printed(*chapters))
    lefts = [
        min(
            page.get_textpage().get_charbox(place)[0]
            for place in range(page.get_textpage().count_chars())
        )
        for page in list(document)[-2:]
    ]
    document.close()
    assert lefts[1] - lefts[0] == pytest.approx(64.1 - 57.4, abs=1.5)


def test_pages_that_follow_one_another_are_a_range() -> None:
    assert runs(["48", "49", "51", "50", "60"]) == [("48", "51"), ("60", "60")]
    assert runs(["ix", "x", "xi", "1", "2"]) == [("ix", "xi"), ("1", "2")]
    assert [number(page) for page in ("iv", "xix", "xl", "xcix")] == [4, 19, 40, 99]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("3", "3", "3"), ("48", "51", "48–51"), ("71", "72", "71–72"), ("100", "104", "100–104"),
        ("101", "108", "101–8"), ("107", "112", "107–12"), ("321", "328", "321–28"),
        ("498", "532", "498–532"), ("99", "101", "99–101"), ("1087", "1089", "1087–89"),
        ("vi", "viii", "vi–viii"),
    ],
)  # fmt: skip
def test_ranges_are_shortened_as_chicago_has_it(first: str, last: str, words: str) -> None:
    assert joined(first, last) == words


@pytest.mark.parametrize(
    ("variable", "size"),
    [
        ("--text: 11pt", 11),
        ("--title: 24pt", 24),
        ("--card: 8pt/11pt", 8),
    ],
)
def test_each_size_follows_its_variable(variable: str, size: float) -> None:
    box = Box("note", (paragraph(2),), (Text("Aside"),))
    pdf = printed(chapter("legs", paragraph(3), box), style=f":root {{ {variable} }}")
    assert baselines(pdf, size)


def test_the_ornament_and_the_labels_follow_the_accent() -> None:
    pdf = printed(chapter("legs", paragraph(3)), style=":root { --accent: #0000ff }")
    document = pypdfium2.PdfDocument(pdf)
    colours = {
        tuple(pixel)
        for page in document
        for _, pixel in page.render(scale=0.5).to_pil().convert("RGB").getcolors(100_000) or []
    }
    document.close()
    assert (0, 0, 255) in colours or any(b > 200 and r < 90 for r, _, b in colours)
    assert not any(r > 140 and b < 90 for r, _, b in colours)


def test_words_stand_apart_from_numbers_before_them() -> None:
    name, number, kind = ((Paragraph((Text(words),)),) for words in ("receptor", "337", "elastic"))
    row = TableRow((TableCell(name), TableCell(number, "right"), TableCell(kind)))
    pdf = printed(chapter("legs", Table((), (row,))))
    with pypdfium2.PdfDocument(pdf) as document:
        said = [page.get_textpage().get_text_bounded() for page in document]
    assert "337 elastic" in " ".join(said)


def test_a_book_read_from_the_right_begins_with_a_left_hand_page() -> None:
    document = Document(
        Metadata("ספר", language="he"),
        (chapter("legs", Paragraph((Text("השריר שולח הודעה אל הכבד. " * 200),))),),
    )
    said: list[Diagnostic] = []
    book = pikepdf.open(
        io.BytesIO(render(document, index(document, said.append), said.append, jobs=1))
    )
    assert book.Root.ViewerPreferences.Direction == "/R2L"
    pdf = io.BytesIO()
    book.save(pdf)
    read = pypdfium2.PdfDocument(pdf.getvalue())
    text = read[4].get_textpage()
    boxes = [
        text.get_charbox(place)
        for place in range(text.count_chars())
        if text.get_text_range(place, 1).strip()
    ]
    read.close()
    folio = min(boxes, key=lambda box: box[1])
    assert folio[0] < 70
    assert max(box[2] for box in boxes) == pytest.approx(432 - 57.4, abs=3)


def test_a_reference_to_a_card_without_a_name_is_its_page() -> None:
    card = Card((), children=(paragraph(1),), attributes=Attributes("nameless"))
    near = Paragraph((Text("See "), CrossReference((), "nameless"), Text(", then go on.")))
    pdf = pypdfium2.PdfDocument(printed(chapter("legs", paragraph(2), card, near)))
    words = pdf[4].get_textpage().get_text_range().replace("\u00a0", " ")
    pdf.close()
    assert "See page 1, then go on." in " ".join(words.split())
