"""The print PDF: what stands on which page, and that all that leads there leads there."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

import every_node
import odd_places
from myopress.backends.pdf import render
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.pages import Plan, roman_figure, settle
from myopress.backends.pdf.parts import Block, Part, PartSource, Place
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Attributes,
    Chapter,
    Contributor,
    CrossReference,
    Document,
    Figure,
    Heading,
    Image,
    IndexTerm,
    Listing,
    MathBlock,
    Metadata,
    Note,
    NoteReference,
    Paragraph,
    Resource,
    Settings,
    Table,
    TableCell,
    TableRow,
    Text,
)
from myopress.index import Index, index
from myopress.source import Span

SENTENCE = "The leg that kicks sends word of it, and the liver hears. "
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><path d="M0 0H90V30Z"/></svg>'
)


def text(words: str) -> tuple[Text, ...]:
    return (Text(words),)


def paragraph(count: int, *more: Any) -> Paragraph:
    return Paragraph((Text(SENTENCE * count), *more), span=Span("a.md", 5, 6))


def long_table() -> Table:
    def row(*words: str, head: bool = False) -> TableRow:
        cells = [
            TableCell((Paragraph(text(word)),), scope="col" if head else "row" if n == 0 else "")
            for n, word in enumerate(words)
        ]
        return TableRow(tuple(cells))

    rows = tuple(row(f"Row {number}", "much", "little") for number in range(60))
    head = (row("What", "Before", "After", head=True),)
    return Table(head, rows, text("Sixty rows"), Attributes("tbl-long"))


def chapter(name: str, *blocks: Any, **options: Any) -> Chapter:
    return Chapter(name, text(f"Of {name}"), blocks, span=Span(f"{name}.md", 1), **options)


BOOK = Document(
    Metadata("A Small Book", "On legs", (Contributor("Ada Test"),), rights="© Ada Test"),
    (
        chapter("preface", paragraph(4), role="preface", matter="front"),
        chapter(
            "legs",
            paragraph(12, NoteReference("a")),
            Heading(2, text("Kicking"), attributes=Attributes("kicking")),
            paragraph(30, IndexTerm(text("knee"), ("knee",), attributes=Attributes("knee-1"))),
            paragraph(10, Text("See "), CrossReference((), "fig-leg"), Text(".")),
            paragraph(20, IndexTerm((), ("knee",), attributes=Attributes("knee-2"))),
            paragraph(1, IndexTerm((), ("knee",), attributes=Attributes("knee-3"))),
            notes=(Note("a", (Paragraph(text("A note at the foot.")),), span=Span("legs.md", 40)),),
        ),
        chapter(
            "livers",
            paragraph(30),
            Figure(
                (Paragraph((Image("A leg", "leg.svg"),)),), text("The leg."), Attributes("fig-leg")
            ),
            long_table(),
            paragraph(5, CrossReference(text("back"), "legs")),
            language="de",
        ),
        Chapter("terms", text("Index"), (Listing("index"),), role="index", matter="back"),
    ),
    resources=(Resource("leg.svg", "image/svg+xml", SVG, 90, 30),),
    settings=Settings(pdf_openings="right"),
)


class Printed:
    """A book printed, and read again by pikepdf and pdfium."""

    def __init__(self, document: Document, made: Index | None = None) -> None:
        self.diagnostics: list[Diagnostic] = []
        made = made or index(document, self.diagnostics.append)
        self.data = render(document, made, self.diagnostics.append, jobs=1)
        self.pdf: Any = pikepdf.open(io.BytesIO(self.data))
        self.numbers: dict[Any, int] = {
            page.objgen: number for number, page in enumerate(self.pdf.pages)
        }
        names = self.pdf.Root.Names.Dests.Names
        self.places = {str(names[n]): names[n + 1] for n in range(0, len(names), 2)}

    def words(self, page: int) -> str:
        document = pypdfium2.PdfDocument(self.data)
        try:
            found = document[page].get_textpage().get_text_range()
        finally:
            document.close()
        return " ".join(found.replace("\ufffe", "").split())

    def label(self, page: int) -> str:
        return str(self.pdf.pages[page].label)

    def links(self) -> Iterator[tuple[int, Any]]:
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.obj.get("/Annots", pikepdf.Array()):
                yield number, annotation

    def page_of(self, annotation: Any) -> int:
        return self.numbers[self.places[str(annotation.Dest)][0].objgen]

    def tags(self) -> Iterator[Any]:
        yield from tree(self.pdf.Root.StructTreeRoot.K[0])


def tree(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("/K", pikepdf.Array()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from tree(kid)


@pytest.fixture(scope="module")
def book() -> Printed:
    return Printed(BOOK)


@pytest.fixture(scope="module")
def every() -> Printed:
    settings = replace(every_node.DOCUMENT.settings, pdf_openings="right")
    return Printed(replace(every_node.DOCUMENT, settings=settings), every_node.INDEX)


def test_what_stands_on_which_page(book: Printed) -> None:
    found = [(book.label(n), book.words(n)[:32].strip()) for n in range(len(book.pdf.pages))]
    assert found == [
        ("i", "A Small Book"),
        ("ii", ""),
        ("iii", "ADA TEST A Small Book On legs"),
        ("iv", "A Small Book: On legs Ada Test ©"),
        ("v", "Contents Of preface vii 1 Of leg"),
        ("vi", ""),
        ("vii", "Of preface The leg that kicks se"),
        ("viii", ""),
        ("1", "T CHAPTER 1 Of legs The leg that"),  # the initial is an artifact
        ("2", "The leg that kicks sends word of"),
        ("3", "the liver hears. The leg that ki"),
        ("4", ""),
        ("5", "T CHAPTER 2 Of livers The leg th"),
        ("6", "word of it, and the liver hears."),
        ("7", "What Before After Row 14 much li"),
        ("8", "What Before After Row 37 much li"),
        ("9", "The leg that kicks sends word of"),
        ("10", ""),
        ("11", "Index knee, 2–3 11"),
    ]


def test_running_heads_and_folios(book: Printed) -> None:
    assert book.words(9).endswith(" 2 a small book")
    assert book.words(10).endswith(" of legs 3")
    assert book.words(8).endswith(" 1")  # an opening has its folio at the foot, and no head
    assert book.words(6).endswith(" vii")
    assert book.words(7) == ""


def test_the_number_of_a_formula_stands_beside_it_in_the_margin() -> None:
    formula = MathBlock("y", Attributes("eq-y"))
    printed = Printed(Document(Metadata("B"), (chapter("c", paragraph(9), formula),)))
    pages = pypdfium2.PdfDocument(printed.data)
    try:
        page = next(page for page in pages if "(1.1)" in page.get_textpage().get_text_range())
        words = page.get_textpage()
        number = words.get_charbox(words.get_text_range().index("(1.1)") + 1)
        outlines = [
            found.get_bounds() for found in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH])
        ]
        width = page.get_width()
    finally:
        pages.close()
    middle = (number[1] + number[3]) / 2
    beside = [box for box in outlines if abs((box[1] + box[3]) / 2 - middle) < 6]
    assert [abs((box[0] + box[2]) / 2 - width / 2) < 20 for box in beside] == [True]
    assert width / 2 + 100 < number[0] < width - 36


def test_a_note_stands_at_the_foot_of_its_page(book: Printed) -> None:
    assert "A note at the foot." in book.words(8)
    page = book.pdf.pages[8]
    to_note = [a for a in page.Annots if str(a.get("/Dest", "")) == "legs-note-1"]
    back = [a for a in page.Annots if str(a.get("/Dest", "")) == "legs-call-1"]
    assert len(to_note) == len(back) == 1
    assert to_note[0].Rect[1] > back[0].Rect[1]


def test_contents_index_and_references_print_the_labels_of_their_targets(book: Printed) -> None:
    checked = 0
    for number, annotation in book.links():
        label = book.label(book.page_of(annotation))
        words = str(annotation.Contents)
        if words.startswith("Figure"):
            assert f"{words} on page {label}." in book.words(number)
            checked += 1
        elif book.words(number).startswith(("Contents", "Index")):
            assert words.rsplit(maxsplit=1)[-1].partition("–")[0] == label, words
            checked += 1
    assert checked == 7


def test_no_page_number_for_what_stands_on_the_same_page(book: Printed) -> None:
    near = Paragraph((Text("See "), CrossReference((), "fig-leg"), Text(" here.")))
    blocks = BOOK.chapters[2].blocks
    made = replace(BOOK.chapters[2], blocks=(blocks[0], near, *blocks[1:]))
    printed = Printed(replace(BOOK, chapters=(*BOOK.chapters[:2], made, BOOK.chapters[3])))
    page = printed.numbers[printed.places["fig-leg"][0].objgen]
    assert "See Figure 2.1 here." in printed.words(page)


def test_places_on_pages_that_follow_one_another_are_a_range_in_the_index(book: Printed) -> None:
    pages = {
        name: book.numbers[book.places[name][0].objgen] for name in ("knee-1", "knee-2", "knee-3")
    }
    assert pages["knee-2"] == pages["knee-3"] != pages["knee-1"]
    assert book.words(18).startswith("Index knee, 2–3")


def test_all_links_lead_somewhere(book: Printed, every: Printed) -> None:
    for printed in (book, every):
        links = list(printed.links())
        assert links
        for _, annotation in links:
            if "/A" in annotation:
                assert str(annotation.A.URI).startswith("https://example.org/")
            else:
                assert printed.page_of(annotation) in range(len(printed.pdf.pages))


def test_nodes_where_they_seldom_stand() -> None:
    printed = Printed(odd_places.ODD)
    assert printed.pdf.check_pdf_syntax() == []
    targets = [str(a.Dest) for _, a in printed.links() if "/Dest" in a]
    assert len(targets) > 20
    assert set(targets) <= set(printed.places)
    assert sum(element.S == "/Table" for element in printed.tags()) == 3


def test_lists_say_what_their_labels_are(every: Printed) -> None:
    kinds = Counter(str(element.A.ListNumbering) for element in every.tags() if element.S == "/L")
    assert set(kinds) == {"/Decimal", "/Disc", "/None"}


def test_each_link_has_one_annotation(book: Printed) -> None:
    contents = next(n for n in range(len(book.pdf.pages)) if book.words(n).startswith("Contents"))
    targets = [str(a.Dest) for a in book.pdf.pages[contents].Annots]
    assert targets == ["preface", "legs", "kicking", "livers", "terms"]


def test_chapters_open_on_right_hand_pages(every: Printed) -> None:
    for given in every_node.DOCUMENT.chapters:
        assert every.numbers[every.places[given.id][0].objgen] % 2 == 0


def test_outline_follows_the_book(every: Printed) -> None:
    def titles(item: Any) -> list[Any]:
        found = []
        while item is not None:
            assert item.Dest[0].objgen in every.numbers
            found.append((str(item.Title), titles(item.get("/First"))))
            item = item.get("/Next")
        return found

    assert titles(every.pdf.Root.Outlines.First) == [
        ("Title Page", []),
        ("Dedication", []),
        (
            "I Beginnings",
            [
                ("1 One Molecule", [("Blood", [("Lists", [])]), ("Boxes", [])]),
                ("2 Zwei", []),
            ],
        ),
        ("Glossary", []),
        ("References", []),
        ("Index", []),
        ("A Lists", []),
    ]


def test_tags_and_parent_tree_agree(book: Printed, every: Printed) -> None:
    for printed in (book, every):
        numbers = printed.pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        assert list(owners) == sorted(owners)
        seen = {element.objgen for element in printed.tags()}
        for page in printed.pdf.pages:
            if "/StructParents" not in page:
                assert "/Annots" not in page
                continue
            for element in owners[int(page.StructParents)]:
                assert element is None or element.objgen in seen
        for _, annotation in printed.links():
            assert owners[int(annotation.StructParent)].S == "/Link"


def test_everything_drawn_is_tagged_or_an_artifact(book: Printed) -> None:
    for page in book.pdf.pages:
        depth = 0
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            if str(operator) in {"BDC", "BMC"}:
                depth += 1
                assert operands[0] == "/Artifact" or "/MCID" in operands[1]
            depth -= str(operator) == "EMC"
            if str(operator) in {"Tj", "TJ", "Do", "S", "f", "B"}:
                assert depth > 0, operator
        assert depth == 0


def test_structure_of_every_node(every: Printed) -> None:
    roles = Counter(str(element.S).lstrip("/") for element in every.tags())
    for role in ("Formula", "Note", "Reference", "Caption", "THead", "BlockQuote", "Code", "Lbl"):
        assert roles[role], role
    assert roles["Note"] == len(every.pdf.Root.StructTreeRoot.IDTree.Names) // 2 == 4
    assert roles["NonStruct"] == 0
    own = {"Aside"}
    assert {name.lstrip("/") for name in every.pdf.Root.StructTreeRoot.RoleMap} == own


def test_a_table_over_three_pages_is_one_table_with_one_head(book: Printed) -> None:
    tables = [element for element in book.tags() if element.S == "/Table"]
    assert len(tables) == 1
    roles = Counter(str(element.S) for element in tree(tables[0]))
    assert roles["/THead"] == 1
    assert roles["/TR"] == 61
    heads = [element.A.Scope for element in tree(tables[0]) if element.S == "/TH"]
    assert Counter(map(str, heads)) == {"/Column": 3, "/Row": 60}
    shown = [n for n in range(len(book.pdf.pages)) if "What Before After" in book.words(n)]
    assert len(shown) == 3


def test_a_figure_has_its_words_its_caption_and_its_place(book: Printed) -> None:
    (figure,) = [element for element in book.tags() if element.S == "/Figure"]
    assert str(figure.Alt) == "A leg"
    assert [kid.S for kid in figure.K if isinstance(kid, pikepdf.Dictionary)] == ["/Caption"]
    left, bottom, right, top = map(float, figure.A.BBox)
    assert 50 < left < right < 400
    assert 80 < bottom < top < 600
    assert right - left == pytest.approx(67.5)


def test_languages(book: Printed) -> None:
    assert book.pdf.Root.Lang == "en"
    assert [str(element.Lang) for element in book.tags() if "/Lang" in element] == ["de"]


def test_metadata_has_no_date_and_no_machine(book: Printed) -> None:
    assert {key: str(value) for key, value in book.pdf.docinfo.items()} == {
        "/Title": "A Small Book",
        "/Author": "Ada Test",
        "/Producer": "myopress",
    }
    xmp = book.pdf.open_metadata()
    assert xmp["dc:title"] == "A Small Book"
    assert xmp["pdfuaid:part"] == "1"
    assert book.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert b"WeasyPrint" not in book.data
    assert all(page.get("/Tabs") == "/S" for page in book.pdf.pages)


def test_fonts_are_ours_one_subset_of_each(every: Printed) -> None:
    fonts = {
        font.objgen: str(font.BaseFont)
        for page in every.pdf.pages
        for font in page.get("/Resources", {}).get("/Font", {}).values()
    }
    faces = [name.split("+")[1] for name in fonts.values()]
    assert len(set(faces)) == len(faces)
    assert all(
        face.startswith(("SourceSerif4", "SourceSans3", "SourceCodePro", "DejaVuSans"))
        for face in faces
    )
    for page in every.pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_signs_that_the_text_faces_lack_come_from_the_fallback() -> None:
    words = Paragraph(text("∇ and ∈ and ☃"))
    printed = Printed(replace(BOOK, chapters=(chapter("signs", words),)))
    assert not printed.diagnostics
    assert "∇ and ∈ and ☃" in printed.words(6)
    assert b"DejaVuSans" in b"".join(
        bytes(font.BaseFont) for font in printed.pdf.pages[6].Resources.Font.values()
    )


def test_the_same_bytes_twice_and_for_any_number_of_processes(
    book: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myopress.backends.pdf.workers._WORTH_A_PROCESS", 0)
    heard: list[Diagnostic] = []
    made = index(BOOK, heard.append)
    assert render(BOOK, made, heard.append, jobs=2) == book.data
    assert not heard
    assert Printed(BOOK).data == book.data


def test_a_missing_glyph_is_reported_at_its_line() -> None:
    words = Paragraph(text("漢 and 🐜 and 漢"), span=Span("cjk.md", 3, 4))
    printed = Printed(replace(BOOK, chapters=(chapter("cjk", words),)))
    (found,) = printed.diagnostics
    assert found.code is Code.GLYPH_MISSING
    assert (found.span.path, found.span.line) == ("cjk.md", 3)
    assert "“🐜” (ANT)" in found.message
    assert "CJK UNIFIED IDEOGRAPH-6F22" in found.message
    assert "漢 and" in printed.words(6)


def test_a_note_taller_than_its_page_goes_on_at_the_foot_of_the_next() -> None:
    """Each of its 90 sentences is printed once, below its call and on the pages after it."""
    note = Note("a", (paragraph(90), paragraph(1)), span=Span("long.md", 9, 12))
    words = tuple(paragraph(12) for _ in range(8))
    long = chapter("long", paragraph(1, NoteReference("a")), *words, notes=(note,))
    printed = Printed(replace(BOOK, chapters=(long,)))
    assert Code.NOTE_MOVED not in {found.code for found in printed.diagnostics}
    text = [printed.words(page) for page in range(6, len(printed.pdf.pages))]
    assert sum(page.count("the liver hears") for page in text) == 1 + 91 + 96
    assert "1 The leg" in text[0]


@pytest.mark.parametrize("row", [0, 1, 3])
def test_a_long_note_called_in_a_table_leaves_its_head_where_it_is(row: int) -> None:
    """Both the head and the note are printed, and the call."""
    note = Note("a", (paragraph(95),), span=Span("head.md", 9, 12))
    words = ["Muscle", "row 1", "row 2", "row 3"]
    cells = [
        TableCell((Paragraph(text(one)),), scope="col" if one == "Muscle" else "") for one in words
    ]
    cells[row] = replace(cells[row], children=(paragraph(0, Text(words[row]), NoteReference("a")),))
    head, *body = [(cell,) for cell in cells]
    made = chapter("head", Table((TableRow(head),), tuple(map(TableRow, body))), notes=(note,))
    printed = Printed(replace(BOOK, chapters=(made,)))
    assert Code.NOTE_LOST not in {found.code for found in printed.diagnostics}
    shown = " ".join(printed.words(page) for page in range(6, len(printed.pdf.pages)))
    assert all(one.casefold() in shown.casefold() for one in words)
    assert shown.count("the liver hears") == 95


def test_long_notes_of_a_table_stand_below_it_in_their_order() -> None:
    notes = tuple(Note(name, (paragraph(9, Text(f"First {name}.")),)) for name in "abc")
    cells = [
        TableCell((Paragraph((Text("muscle"), NoteReference(name))),), scope="col")
        for name in "abc"
    ]
    rows = tuple(TableRow((cell,)) for cell in cells)
    made = chapter("three", Table(rows[:1], rows[1:]), notes=notes)
    printed = Printed(replace(BOOK, chapters=(made,)))
    shown = " ".join(printed.words(page) for page in range(6, len(printed.pdf.pages)))
    assert re.findall(r"First (\w)", shown) == ["a", "b", "c"]


def test_text_goes_on_before_a_figure_that_does_not_fit() -> None:
    """The figure begins the next page, and the paragraphs after it fill the page before."""
    tall = SVG.replace(b'height="30"', b'height="400"')
    after = [Paragraph(text(SENTENCE * 5), Attributes(f"after-{number}")) for number in range(12)]
    figure = Figure((Paragraph((Image("A leg", "leg.svg"),)),), text("It."), Attributes("fig"))
    made = chapter("gap", paragraph(50), figure, *after)
    resources = (Resource("leg.svg", "image/svg+xml", tall, 90, 400),)
    printed = Printed(replace(BOOK, chapters=(made,), resources=resources))
    pages = {name: printed.numbers[place[0].objgen] for name, place in printed.places.items()}
    assert pages["fig"] > pages["after-0"]
    assert pages["fig"] <= pages["after-11"]
    first = printed.words(pages["fig"] - 1)
    assert first.count("liver hears") > 20


def test_a_broken_picture_and_a_broken_style_are_reported() -> None:
    style = Resource("own.css", "text/css", b"h1 { color: red }\np { colour: red }")
    picture = Resource("leg.svg", "image/svg+xml", b"<svg")
    settings = Settings(pdf_styles=("own.css",))
    printed = Printed(replace(BOOK, settings=settings, resources=(style, picture)))
    found = {found.code: found for found in printed.diagnostics}
    assert set(found) == {Code.STYLE_SYNTAX, Code.IMAGE_UNREADABLE}
    assert (found[Code.STYLE_SYNTAX].span.path, found[Code.STYLE_SYNTAX].span.line) == (
        "own.css",
        2,
    )
    assert "colour" in found[Code.STYLE_SYNTAX].message
    assert found[Code.IMAGE_UNREADABLE].span.path == "leg.svg"


def test_trim_and_the_author_s_style_sheet() -> None:
    style = Resource("own.css", "text/css", b"h1 { color: rgb(0, 0, 255) }")
    settings = Settings(trim_width=148, trim_height=210, pdf_styles=("own.css",))
    printed = Printed(
        replace(BOOK, settings=settings, resources=(*BOOK.resources, style)),
    )
    box = [float(side) for side in printed.pdf.pages[0].MediaBox]
    assert box == pytest.approx([0, 0, 419.53, 595.28], abs=0.01)
    streams = b"".join(page.Contents.read_bytes() for page in printed.pdf.pages if "/Tabs" in page and isinstance(page.Contents, pikepdf.Stream))  # fmt: skip
    assert b"0 0 1 rg" in streams or any(
        b"0 0 1 rg" in stream.read_bytes()
        for page in printed.pdf.pages
        for stream in (page.Contents if isinstance(page.get("/Contents"), pikepdf.Array) else ())
    )


@pytest.mark.parametrize(
    ("width", "height"), [(152.4, 228.6), (148, 210), (127, 203.2), (210, 297)]
)
def test_the_text_block_is_a_whole_number_of_lines(width: float, height: float) -> None:
    page = Geometry.of(width, height)
    lines = (page.height - page.head - page.foot) / 13.5
    assert lines == pytest.approx(round(lines), abs=0.01)
    assert page.foot >= page.head * 1.1


@pytest.mark.parametrize(
    ("number", "figure"), [(1, "i"), (4, "iv"), (9, "ix"), (49, "xlix"), (90, "xc")]
)
def test_roman_figures(number: int, figure: str) -> None:
    assert roman_figure(number) == figure


def fake_part(pages: int, *names: str) -> Part:
    block = Block(0, 0, 100, 100)
    return Part(b"", (block,) * pages, {name: Place(pages - 1, 0, 0) for name in names}, ())


def test_parts_are_laid_out_again_until_their_numbers_stand() -> None:
    """A reference of two digits makes its chapter longer, which moves what it refers to."""
    printed: list[str] = []

    def lay(source: PartSource) -> Part:
        printed.append(source.name)
        if source.name == "one":
            return fake_part(9 if len(source.markup) == len("<p>9</p>") else 11, "a")
        return fake_part(2, source.name)

    plans = [
        Plan("one", lambda page_of, _: f"<p>{page_of('two')}</p>", "opener"),
        Plan("two", lambda *_: '<p id="two">x</p>', "opener"),
        Plan("contents", lambda page_of, _: f"<p>{page_of('two')}</p>", "foot", last=True),
    ]
    settled = settle(plans, lambda sources: [lay(source) for source in sources])
    assert settled.stands
    assert settled.printed["two"] == "14"
    assert printed == ["one", "two", "one", "one", "contents"]


def test_numbers_that_never_stand_are_given_up() -> None:
    def lay(sources: Any) -> list[Part]:
        return [fake_part(1 if source.markup == "<p>3</p>" else 3, "end") for source in sources]

    plan = Plan("one", lambda page_of, _: f"<p>{page_of('end')}</p>", "opener")
    assert not settle([plan], lay).stands
