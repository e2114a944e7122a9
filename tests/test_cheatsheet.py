"""The cheat sheet: one page, every word on it, or a refusal that says what to cut."""

import json
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from myopress import pipeline
from myopress.backends import cheatsheet
from myopress.backends.cheatsheet import body_map, choose, drop, fit, organs, proof
from myopress.backends.cheatsheet.boxes import Line, Piece
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.document import (
    Attributes,
    Box,
    BulletList,
    Card,
    CardField,
    Chapter,
    Citation,
    CitationItem,
    Contributor,
    Document,
    Emphasis,
    Heading,
    Inlines,
    ListItem,
    Metadata,
    Paragraph,
    Reference,
    Resource,
    Settings,
    Text,
)
from myopress.index import index
from myopress.source import Span
from myopress.walk import plain_text

STYLE = Path(cheatsheet.__file__).parents[1] / "styles" / "cheatsheet.css"

NAMES = (
    ("Oak", "The slow one"), ("Ash", "The tool maker"), ("Beech", "The shade giver"),
    ("Elm", "The lost giant"), ("Yew", "The old poisoner"), ("Lime", "The bee’s friend"),
    ("Birch", "The pioneer in white"), ("Alder", "The wet-footed"), ("Hazel", "The coppice queen"),
    ("Holly", "The winter green"), ("Rowan", "The bird feeder"), ("Willow", "The basket weaver"),
    ("Hornbeam", "The iron wood"), ("Wild cherry", "The early bloomer"),
)  # fmt: skip
FIELDS = (
    ("From", "dry hills and deep clay; also old parks and the edges of fields"),
    ("To", "barrels, beams, ships"),
    ("Does", "Feeds some two thousand kinds of insects and holds the bank of a stream."),
    ("Train", "Plant it in November, water it for two summers, then leave it alone."),
    ("Level", "grows 30 to 50 cm a year for a century, then 10 cm; 40 m at the most"),
    ("Careful", "Its roots lift paving within ten metres of a wall."),
)
EVIDENCE = (("human RCT", "animal"), ("cell",), ("human acute study", "review"), ("not graded",))
CONFIDENCE = ("high", "medium", "low")


def text(words: str) -> tuple[Text]:
    return (Text(words),)


def paragraph(words: str) -> tuple[Paragraph]:
    return (Paragraph(text(words)),)


def stretched(words: str, factor: float) -> str:
    """The words as often as it takes to be `factor` times as many."""
    parts = words.split()
    count = max(2, round(len(parts) * factor))
    return " ".join((parts * (count // len(parts) + 1))[:count])


def card(number: int, factor: float = 1, fields: int = 6) -> Card:
    name, tagline = NAMES[number]
    return Card(
        name=text(name),
        tagline=text(tagline),
        fields=tuple(
            CardField(text(term), paragraph(stretched(f"{words} ({number})", factor)))
            for term, words in FIELDS[-fields:]
        ),
        evidence=EVIDENCE[number % 4],
        confidence=CONFIDENCE[number % 3],
        references=(
            Citation(tuple(CitationItem(key) for key in ("Ray1999", "Fir2003", "Moss2011"))),
        ),
        attributes=Attributes(id=name.lower()),
        span=Span(f"trees/{number:02}.md", 12, 30),
    )


def reference(key: str, family: str, year: int) -> Reference:
    item = {"id": key, "author": [{"family": family}], "issued": {"date-parts": [[year]]}}
    return Reference(key, json.dumps(item))


def book(*cards: Card, **settings: Any) -> Document:
    metadata = Metadata(
        title="Trees for People in a Hurry",
        subtitle="What stands by the path",
        contributors=(Contributor("A. Walker"),),
        edition="Second edition",
        date="2024-05-01",
        rights="CC BY 4.0",
    )
    chapters = tuple(
        Chapter(f"tree-{number}", text(f"Tree {number}"), (one,))
        for number, one in enumerate(cards)
    )
    references = (
        reference("Ray1999", "Ray", 1999),
        reference("Fir2003", "Fir", 2003),
        reference("Moss2011", "Moss", 2011),
    )
    return Document(metadata, chapters, references, (), replace(Settings(), **settings))


def rendered(document: Document) -> tuple[bytes, list[Diagnostic]]:
    """The sheet and what is reported, but for holes: most of these books are very short."""
    found: list[Diagnostic] = []
    data = cheatsheet.render(document, index(document, found.append), found.append)
    return data, [fault for fault in found if fault.code is not Code.CHEATSHEET_SPARSE]


def page_text(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    assert len(pdf) == 1
    return str(pdf[0].get_textpage().get_text_range())


def largest_blank(data: bytes) -> float:
    """The largest white rectangle within the margins, as a part of the page."""
    picture = pypdfium2.PdfDocument(data)[0].render(scale=0.25, grayscale=True).to_pil()
    width, height = picture.size
    pixels = picture.load()
    margin, best = 8, 0
    runs = [0] * width
    for y in range(margin, height - margin):
        runs = [run + 1 if pixels[x, y] > 250 else 0 for x, run in enumerate(runs)]
        stack: list[tuple[int, int]] = []
        for x in range(margin, width - margin + 1):
            run, start = (runs[x] if x < width - margin else -1), x
            while stack and stack[-1][1] >= run:
                start, high = stack.pop()
                best = max(best, (x - start) * high)
            stack.append((start, run))
    return float(best / (width * height))


def characters(words: str) -> Counter[str]:
    """Letters and figures: spaces and hyphens at line ends may come and go."""
    return Counter(character for character in words if character.isalnum())


def written(document: Document) -> str:
    """All words that the book gives to the sheet, but for those of the key."""
    sheet = choose.choose(document, lambda _: None)
    cards = [
        " ".join((
            plain_text((*one.name, *one.tagline)),
            *(plain_text(field.term) + plain_text(field.children) for field in one.fields),
            plain_text(one.children),
            *one.evidence,
            one.confidence,
            *(sheet.sources[item.key] for call in one.references for item in call.items),
        ))
        for one in sheet.cards
    ]  # fmt: skip
    return " ".join((sheet.title, sheet.strapline, *cards, sheet.disclaimer, *sheet.imprint))


# --- one page, all words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "factor", "fields"),
    [(3, 0.5, 3), (8, 1, 6), (11, 1.4, 3), (13, 0.4, 5)],
)
def test_all_words_stand_on_one_page(count: int, factor: float, fields: int) -> None:
    document = book(*(card(number, factor, fields) for number in range(count)))
    data, found = rendered(document)
    assert not found
    lacking = characters(written(document)) - characters(page_text(data))
    assert not lacking
    assert largest_blank(data) < (0.06 if count > 2 else 0.25)


@pytest.mark.parametrize("paper", ["letter", "a5", "a3"])
def test_other_papers(paper: str) -> None:
    document = book(*(card(number, 0.6, 4) for number in range(4)), cheatsheet_paper=paper)
    data, found = rendered(document)
    if paper == "letter":
        assert not found
        assert not characters(written(document)) - characters(page_text(data))
    else:
        (told,) = found
        assert told.severity is Severity.NOTE
        assert "“Level” and sources" in told.message
        assert "Does" in page_text(data)
        assert "Level" not in page_text(data)
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    sides = {"letter": (612, 792), "a5": (839.1, 595.3), "a3": (841.9, 1190.6)}[paper]
    assert (width, height) == pytest.approx(sides, abs=0.2)


def test_a_paper_that_there_is_not() -> None:
    data, (fault,) = rendered(book(card(0), cheatsheet_paper="a9"))
    assert data == b""
    assert (fault.severity, fault.code) == (Severity.ERROR, Code.MANIFEST_VALUE)


def test_a_character_that_no_font_has() -> None:
    data, (fault,) = rendered(book(card(0), replace(card(1), tagline=text("The sign 筋"))))
    assert data
    assert (fault.severity, fault.code) == (Severity.WARNING, Code.GLYPH_MISSING)
    assert "CJK UNIFIED IDEOGRAPH-7B4B" in fault.message
    assert fault.span == card(1).span


def test_other_languages_and_no_marks() -> None:
    words = "Die Kraftfahrzeughaftpflichtversicherungsgesellschaft spricht, πάντα ῥεῖ, über β."
    plain = [
        Card(text(f"Größe {n}"), text("Ein Maß"), (CardField(text("Heißt"), paragraph(words)),))
        for n in range(5)
    ]
    document = book(*plain)
    document = replace(document, metadata=replace(document.metadata, language="de", subtitle=""))
    data, found = rendered(document)
    assert not found
    shown = page_text(data)
    assert not characters(written(document)) - characters(shown)
    assert "Vertrauen" not in shown


def test_what_a_card_holds_beside_its_fields_is_shown() -> None:
    inner = (
        BulletList((ListItem(paragraph("a first thing")), ListItem(paragraph("a second")))),
        *paragraph("and a last word"),
    )
    document = book(replace(card(0), children=inner), card(1))
    data, _ = rendered(document)
    assert not characters(written(document)) - characters(page_text(data))


def test_long_title_and_unbreakable_words() -> None:
    document = book(
        replace(card(0), name=text("Supercalifragilisticexpialidocious" * 2)),
        card(1),
        card(2),
        cheatsheet_title="A Very Long Title about Everything that Grows between Here and There, "
        "Told Once More for Those Who Did Not Listen the First Time",
    )
    data, found = rendered(document)
    assert not found
    assert not characters(written(document)) - characters(page_text(data))


def test_the_same_book_gives_the_same_bytes() -> None:
    document = book(*(card(number) for number in range(3)))
    assert rendered(document)[0] == rendered(document)[0]


def test_tags_title_and_language() -> None:
    with pikepdf.open(BytesIO(rendered(book(card(0), card(1)))[0])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "Trees for People in a Hurry"
        with pdf.open_metadata() as data:
            assert data["pdfuaid:part"] == "1"
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert all("Source" in font for font in fonts)


def test_own_style_sheet_comes_after_ours() -> None:
    own = Resource("own.css", "text/css", b".tagline { display: none !important }")
    document = book(card(0), cheatsheet_styles=("own.css",))
    data, (fault,) = rendered(replace(document, resources=(own,)))
    assert not data  # words that a style sheet hides are words lost: the sheet is refused
    assert "not all words of the card 0 are on the page" in fault.message
    other = replace(own, data=b".name { font-family: 'Source Code Pro' }")
    data, _ = rendered(replace(document, resources=(other,)))
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert any("Code" in font for font in fonts)


# --- what is chosen ---------------------------------------------------------------------------


def test_book_toml_chooses_and_orders() -> None:
    document = book(*(card(n) for n in range(3)), cheatsheet_cards=("elm", "beech", "oak"))
    found: list[Diagnostic] = []
    sheet = choose.choose(document, found.append)
    assert [plain_text(one.name) for one in sheet.cards] == ["Beech", "Oak"]
    (fault,) = found
    assert fault.code == Code.CHEATSHEET_CARD_UNKNOWN
    assert fault.severity == Severity.ERROR


def test_imprint_and_sources() -> None:
    sheet = choose.choose(book(card(0)), lambda _: None)
    assert sheet.imprint == ("A. Walker", "Second edition", "2024-05-01", "CC BY 4.0")
    assert sheet.sources["Fir2003"] == "Fir\N{NO-BREAK SPACE}2003"
    own = choose.choose(book(card(0), cheatsheet_title="Trees"), lambda _: None)
    assert own.title == "Trees"
    assert own.imprint[0] == "Trees for People in a Hurry"


@pytest.mark.parametrize(
    ("csl", "short"),
    [
        ({"author": [{"literal": "World Health Organization"}]}, "World Health Organization"),
        ({"author": [{"family": "Berg", "non-dropping-particle": "van den"}],
          "issued": {"date-parts": [[2004, 5]]}}, "van den Berg 2004"),
        ({"title": "Of Trees", "issued": {}}, "Of Trees"),
        ({"issued": {"date-parts": [["1999"]]}}, "key 1999"),
    ],
)  # fmt: skip
def test_short_form(csl: dict[str, object], short: str) -> None:
    shown = choose.short_form(Reference("key", json.dumps(csl)))
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == short


def test_disclaimer_by_name_and_by_words() -> None:
    named = Box("warning", paragraph("Ask the forester."), attributes=Attributes(id="disclaimer"))
    said = Box("note", paragraph("All this is general information, not medical advice."))
    for block, expected in ((named, "Ask the forester."), (said, plain_text(said).strip())):
        document = book(card(0))
        front = Chapter("front", text("Front"), (block,), matter="front")
        document = replace(document, chapters=(front, *document.chapters))
        assert choose.choose(document, lambda _: None).disclaimer == expected
        assert not characters(expected) - characters(page_text(rendered(document)[0]))
    assert choose.choose(book(card(0)), lambda _: None).disclaimer == ""


# --- headings in place of cards ---------------------------------------------------------------


def heading(level: int, words: Inlines, line: int) -> Heading:
    return Heading(
        level, words, attributes=Attributes(id=f"at-{line}"), span=Span("a.md", line, line)
    )


def headings(level: int) -> Document:
    blocks = (
        *paragraph("Words before."),
        heading(level, text("Oak: The slow one"), 3),
        *paragraph("It is big. It has these merits:"),
        BulletList((ListItem(paragraph("shade")), ListItem(paragraph("acorns")))),
        *paragraph("Words after."),
        heading(level, text("No name here"), 9),
        *paragraph("Not on the sheet."),
        heading(level, (Emphasis(text("Fraxinus")), Text(": The tool maker")), 12),
        *paragraph(f"One. Two is here. Three as well. Four {'more ' * 50}. Five not."),
    )
    return replace(book(), chapters=(Chapter("a", text("A"), blocks),))


@pytest.mark.parametrize("level", [2, 3])
def test_headings_become_cards(level: int) -> None:
    document = headings(level)
    data, found = rendered(document)
    (told,) = found
    assert (told.severity, told.code) == (Severity.NOTE, Code.CHEATSHEET_FROM_HEADINGS)
    assert str(told.span) == "a.md:3"
    assert told.hints == ("from a.md:3, a.md:12",)
    sheet = choose.choose(document, lambda _: None)
    assert [plain_text(one.tagline) for one in sheet.cards] == ["The slow one", "The tool maker"]
    assert (
        plain_text(sheet.cards[0].children).split() == "It has these merits: shade acorns".split()
    )
    assert plain_text(sheet.cards[1].children).split() == "One. Two is here. Three as well.".split()
    assert not characters(written(document)) - characters(page_text(data))


def test_headings_of_the_deeper_level_are_taken() -> None:
    deep = (heading(3, text("Ash: Within"), 20), *paragraph("Deep."))
    document = headings(2)
    chapter = replace(document.chapters[0], blocks=(*document.chapters[0].blocks, *deep))
    sheet = choose.choose(replace(document, chapters=(chapter,)), lambda _: None)
    assert [plain_text(one.name) for one in sheet.cards] == ["Ash"]


def test_no_more_headings_than_a_page_holds() -> None:
    blocks = [
        block
        for number in range(20)
        for block in (heading(2, text(f"N{number}: One"), number + 1), *paragraph("Words."))
    ]
    document = replace(book(), chapters=(Chapter("a", text("A"), tuple(blocks)),))
    found: list[Diagnostic] = []
    assert len(choose.choose(document, found.append).cards) == 14
    assert "the first 14 of 20 headings" in found[0].message


def test_nothing_to_show() -> None:
    document = replace(book(), chapters=(Chapter("a", text("A"), paragraph("Words.")),))
    data, (fault,) = rendered(document)
    assert data == b""
    assert (fault.severity, fault.code) == (Severity.ERROR, Code.CHEATSHEET_EMPTY)


def test_an_article_gives_cards(tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text(
        "---\ntitle: Trees\n---\n\nFirst words.\n\n## Some trees\n\n"
        "### Oak: The slow one\n\nIt is *big*[^a]. It lives long.\n\n[^a]: Very.\n\n"
        "### Ash: The tool maker\n\n- bends\n- lasts\n",
        "utf-8",
    )
    found: list[Diagnostic] = []
    document = pipeline.read(article, found.append)
    shown = page_text(pipeline.render(document, "cheatsheet", found.append))
    codes = [fault.code for fault in found]
    assert codes == [Code.CHEATSHEET_FROM_HEADINGS, Code.CHEATSHEET_SPARSE]
    assert "It is big. It lives long." in re.sub(r"\s+", " ", shown)
    assert "bends" in shown


# --- too much ---------------------------------------------------------------------------------


def test_least_missed_goes_first_and_is_reported() -> None:
    document = book(*(card(number, 1.3) for number in range(10)))
    data, found = rendered(document)
    assert {fault.code for fault in found} == {Code.CHEATSHEET_DROPPED}
    assert {fault.severity for fault in found} == {Severity.WARNING}
    left_out = [fault.message.partition("leaves out ")[2] for fault in found]
    order = [
        "sources after the first of a card", "the sources", "the field “Level”",
        "the field “From”", "the field “To”",
    ]  # fmt: skip
    assert left_out == order[: len(left_out)]
    shown = page_text(data)
    assert "Moss" not in shown
    assert shown.count("Careful") == 10
    assert found[0].span == Span("trees/00.md", 12, 30)


def test_cautions_and_evidence_are_never_left_out() -> None:
    sheet = choose.choose(book(card(0), card(1, fields=1)), lambda _: None)
    last = drop.drops(sheet)[-1].sheet
    assert [plain_text(field.term) for field in last.cards[0].fields] == ["Does", "Careful"]
    assert [plain_text(field.term) for field in last.cards[1].fields] == ["Careful"]
    assert last.cards[0].evidence == card(0).evidence
    assert last.cards[0].confidence == card(0).confidence


def test_refusal_names_cards_and_what_to_cut() -> None:
    long = card(0, 60, fields=1)
    document = book(long, *(card(number, 25, fields=1) for number in range(1, 6)))
    data, found = rendered(document)
    assert data == b""
    assert {fault.code for fault in found} == {Code.CHEATSHEET_OVERFLOW}
    assert {fault.severity for fault in found} == {Severity.ERROR}
    assert found[0].span == long.span
    assert re.search(r"“Oak” is about \d{3,} characters too long", found[0].message)


def test_what_is_cut_as_told_fits() -> None:
    """The number in the refusal is of the right size: a card cut by a tenth more fits."""
    long = card(0, 160, fields=1)
    _, (fault,) = rendered(book(long, card(1)))
    assert fault.code == Code.CHEATSHEET_OVERFLOW
    told = int(re.search(r"about (\d+) characters", fault.message)[1])  # type: ignore[index]
    length = len(plain_text(long.fields))
    assert length / 5 < told < length
    data, found = rendered(book(card(0, 160 * (1 - 1.1 * told / length), fields=1), card(1)))
    assert data
    assert {fault.code for fault in found} == {Code.CHEATSHEET_DROPPED}


# --- the proof --------------------------------------------------------------------------------

AREA = (10.0, 10.0, 110.0, 110.0)
ONE = Piece(
    "card 0", 10, 10, 50, 20, (Line("some ", 12, 12, 20, 10), Line("words", 12, 20, 20, 10))
)
TWO = Piece("card 1", 10, 40, 50, 20, (Line("more", 12, 42, 20, 10),))
GIVEN = {"card 0": "some\nwords", "card 1": "more"}


def test_a_sound_page_has_no_fault() -> None:
    assert proof.faults((ONE, TWO), GIVEN, 1, AREA) == []


@pytest.mark.parametrize(
    ("laid", "pages", "fault"),
    [
        ((ONE, TWO), 2, "2 pages"),
        ((ONE,), 1, "not all words of the card 1"),
        ((replace(ONE, lines=ONE.lines[:1]), TWO), 1, "not all words of the card 0"),
        ((replace(ONE, x=9), TWO), 1, "the card 0 reaches into the margin"),
        ((ONE, replace(TWO, y=95)), 1, "the card 1 reaches into the margin"),
        (
            (ONE, replace(TWO, lines=(Line("more", 12, 55, 20, 10),))),
            1,
            "card 1 reach past its edge",
        ),
        (
            (ONE, replace(TWO, lines=(Line("more", 12, 42, 60, 10),))),
            1,
            "card 1 reach past its edge",
        ),
        ((ONE, replace(TWO, y=28)), 1, "the card 0 and the card 1 overlap"),
    ],
)
def test_each_fault_is_seen(laid: tuple[Piece, ...], pages: int, fault: str) -> None:
    assert any(fault in found for found in proof.faults(laid, GIVEN, pages, AREA))


# --- the fit ----------------------------------------------------------------------------------

FRAME = fit.Frame(500, 700, 10, 10, (fit.Masthead(40, 100), fit.Masthead(20, 60)))


def measured(*lengths: float, panel: float = 0) -> fit.Measure:
    """Cards whose heights grow with the square of the type's size and with narrowness."""

    def heights(size: float, grid: fit.Grid) -> fit.Heights:
        area = size * size * grid.count / 100
        cards = tuple(fit.Item(length * area, 5) for length in lengths)
        key = fit.Item(panel * area, 3) if panel else None
        return fit.Heights(cards, key, 20.0 if panel else 0.0, 20.0)

    return heights


@pytest.mark.parametrize("lengths", [(60,) * 3, (60,) * 8, (90, 30, 60, 60, 20), (40,) * 14])
@pytest.mark.parametrize("panel", [0, 50])
def test_plans_fill_the_page_and_no_more(lengths: tuple[float, ...], panel: float) -> None:
    measure = measured(*lengths, panel=panel)
    plan = fit.best(measure, FRAME, (3, 2, 1), 7.5)
    assert plan
    heights = measure(plan.size, plan.mode.grid)
    items = (*heights.cards, heights.panel)
    ends = []
    for column in plan.columns:
        end = plan.masthead + FRAME.gap
        for slot in column:
            item = items[slot.item]
            assert item
            end += slot.above + max(item.height + slot.air * item.rows, slot.least)
        ends.append(end)
    strip = heights.strip + FRAME.gap if plan.mode.panel is None and panel else 0
    bottom = FRAME.height - FRAME.gap - heights.imprint - strip
    assert max(ends) <= bottom + 1e-6
    cards = [slot.item for column in plan.columns for slot in column if slot.item < len(lengths)]
    assert cards == list(range(len(lengths)))


def test_larger_type_does_not_fit() -> None:
    measure = measured(*(110,) * 8)
    plan = fit.best(measure, FRAME, (3, 2, 1), 7.5)
    assert plan
    assert not fit.fits(measure, FRAME, (3, 2, 1), plan.size + 0.6)
    assert fit.best(measure, FRAME, (3, 2, 1), plan.size + 0.6) is None
    assert fit.excess(measure, FRAME, (3, 2, 1), plan.size + 1) > 0.05
    less = fit.smaller(plan, measure, FRAME, 7.5)
    assert less
    assert less.size < plan.size


# --- body map and panel -----------------------------------------------------------------------


def target_cards(count: int = 4) -> tuple[Card, ...]:
    return tuple(
        replace(
            card(n, 0.5, 3),
            fields=(
                CardField(text("To"), paragraph("brain, fat; bone in mice")),
                *card(n, 0.5, 3).fields,
            ),
            evidence=("human RCT",) if n else ("animal",),
        )
        for n in range(count)
    )


def test_targets_are_shown_or_doubtful() -> None:
    found = organs.targets(target_cards(3), "en", lambda _: None)
    assert [(one.label, one.shown, one.doubtful) for one in found] == [
        ("Brain", (1, 2), (0,)), ("Fat", (1, 2), (0,)), ("Bone", (), (0, 1, 2)),
    ]  # fmt: skip


def test_body_map_and_panel_stand_whole_on_the_page() -> None:
    tip = Box("tip", paragraph("Little is better than nothing."), text("Start small"),
              attributes=Attributes(id="small"))  # fmt: skip
    document = book(
        *target_cards(), cheatsheet_panel=("small",), cheatsheet_panel_title="This week"
    )
    extra = Chapter("tips", text("Tips"), (tip,))
    document = replace(document, chapters=(*document.chapters, extra))
    data, found = rendered(document)
    assert not found
    shown = page_text(data)
    assert not characters(
        written(document) + "This week Start small Little is better"
    ) - characters(shown)
    assert all(name in shown for name in ("Brain", "Fat", "Bone"))
    assert largest_blank(data) < 0.06
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "Brain: 2, 3, 4, 1" in str(
            [str(e.get("/Alt", "")) for e in pdf.objects if isinstance(e, pikepdf.Dictionary)]
        )


def test_labels_of_the_map_do_not_meet_and_lines_stay_between_them() -> None:
    every = organs.targets(
        (replace(card(0), fields=(CardField(text("Targets"), paragraph(
            "brain, lung, heart, liver, immune cells, pancreas, kidney, colon, fat, skin, blood, "
            "bone, muscle")),)),), "en", lambda _: None)  # fmt: skip
    assert len(every) == 13
    width = 180.0
    placed = body_map.labels(every, width, 460.0)
    for side in ("left", "right"):
        own = [label for label in placed if label.target.side == side]
        for above, below in pairwise(own):
            assert below.top - above.top >= body_map.LINE + body_map.BADGE
    edge = body_map.PAD + body_map.STRIP
    assert all(edge < label.x < width - edge for label in placed if label.target.organ != "skin")


# --- the look ---------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_all_colours_of_the_style_sheet() -> None:
    style = STYLE.read_text("utf-8")
    inks = {c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:])
            for c in re.findall(r"(?<!-)color: (#\w+)", style)}  # fmt: skip
    assert inks == {"#000000", "#FFFFFF", "#A8321E", "#5C5650", "#2E2622"}
    assert contrast("#FFFFFF", "#A8321E") >= 5.2
    for ink in inks - {"#FFFFFF"}:
        assert contrast(ink, "#FFFFFF") >= 5.2
        assert contrast(ink, "#F6EBDD") >= 5.2
