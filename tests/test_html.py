"""The shared markup writer: what each node becomes, and what the media differ in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

import every_node
from every_node import BLOCKS, DOCUMENT, INDEX, p, t
from myopress.backends.html import (
    Element,
    Medium,
    blocks,
    chapter_body,
    chapter_writing,
    foot_call,
    linked_call,
    no_call,
)
from myopress.backends.mathml import mathml
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Attributes,
    Block,
    BulletList,
    Chapter,
    Claim,
    CrossReference,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Link,
    ListItem,
    Math,
    Metadata,
    Note,
    NoteReference,
    Paragraph,
    Phrase,
    Table,
    TableCell,
    TableRow,
    Text,
)
from myopress.source import Span
from myopress.walk import nodes
from myopress.words import words_of

POSITION = 2  # of the chapter that has everything


def medium(**changes: Any) -> Medium:
    plain = Medium(lambda id_: f"#{id_}", lambda path: f"/{path}", linked_call, mathml)
    return replace(plain, **changes)


def ignore(_diagnostic: Diagnostic) -> None: ...


def markup(*written: Block, **changes: Any) -> str:
    """What `written` becomes in the chapter that has everything."""
    writing = chapter_writing(DOCUMENT, POSITION, INDEX, medium(**changes), ignore)
    root = etree.Element("root")
    blocks(root, written, writing)
    return etree.tostring(root, encoding="unicode").removeprefix("<root>").removesuffix("</root>")


def chapter(position: int = POSITION, **changes: Any) -> Element:
    return chapter_body(DOCUMENT, position, INDEX, medium(**changes), ignore)


def texts(element: Element, path: str) -> list[str]:
    return [words(found) for found in element.iterfind(path)]


def words(element: Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def test_every_kind_of_node_is_in_the_sample() -> None:
    from typing import get_args

    from myopress.document import Block, Inline

    kinds = {type(node) for node in nodes(DOCUMENT, (*get_args(Block), *get_args(Inline)))}
    assert kinds == {*get_args(Block), *get_args(Inline)}


def test_no_word_of_a_chapter_is_lost() -> None:
    written = words(chapter())
    texts_read = [text.text for text in nodes(every_node.NOTES + BLOCKS, Text)]
    assert len(texts_read) > 80
    assert [text for text in texts_read if text not in written] == []


def test_special_characters_are_escaped() -> None:
    assert markup(p("a < b & c")) == "<p>a &lt; b &amp; c</p>"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert markup(p("a\x0bb", Emphasis(t("c")), "\x00d")) == "<p>a\ufffdb<em>c</em>\ufffdd</p>"


def test_neighbouring_texts_and_elements_keep_their_order() -> None:
    paragraph = p("a", "b", Emphasis(t("c")), "d", "e", Emphasis(t("f")), "g")
    assert markup(paragraph) == "<p>ab<em>c</em>de<em>f</em>g</p>"


def test_an_empty_span_has_an_end_tag() -> None:
    span = Phrase((), attributes=Attributes("here"))
    assert markup(p(span)) == '<p><span id="here"></span></p>'


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("https://example.org/a%20b?x=1", "https://example.org/a%20b?x=1"),
        ("https://example.org/ä b", "https://example.org/%C3%A4%20b"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_link_targets_are_valid_urls(target: str, href: str) -> None:
    assert markup(p(Link(t("x"), target))) == f'<p><a href="{href}">x</a></p>'


def test_a_medium_without_a_kind_of_address_keeps_the_words_and_says_so() -> None:
    found: list[Diagnostic] = []
    known = medium(schemes=frozenset({"https"}))
    writing = chapter_writing(DOCUMENT, POSITION, INDEX, known, found.append)
    root = etree.Element("root")
    blocks(root, (p(Link(t("map"), "geo:1,2"), Link(t("x"), "https://e.org")),), writing)
    assert texts(root, "p/span") == ["map"]
    assert texts(root, "p/a") == ["x"]
    assert [diagnostic.code for diagnostic in found] == [Code.LINK_UNSAFE]


def test_links_do_not_nest() -> None:
    inner = CrossReference(t("in"), "two")
    assert markup(p(Link((inner,), "https://e.org"))) == (
        '<p><a href="https://e.org"><span>in</span></a></p>'
    )


def test_a_medium_that_cannot_lead_there_writes_no_link() -> None:
    reference = p(CrossReference(t("there"), "two"))
    assert markup(reference, href=lambda _: "") == "<p><span>there</span></p>"


def test_a_cross_reference_without_words_gets_label_and_page() -> None:
    reference = p(CrossReference((), "fig-leg"), ".")
    assert markup(reference) == '<p><a href="#fig-leg">Figure 1.1</a>.</p>'
    assert markup(reference, page=lambda _: "47") == (
        '<p><a href="#fig-leg">Figure 1.1</a> <span class="page">on page\u00a047</span>.</p>'
    )


def test_print_has_source_lines_and_no_roles() -> None:
    section = chapter(source_lines=True)
    lines = {block.get("data-l") for block in section.iter("p")}
    assert "01.md:7" in lines
    note = section.find(".//aside[@id='one-note-2']")
    assert note is not None
    assert note.get("data-l") == "01.md:90"
    markup_text = etree.tostring(section, encoding="unicode")
    assert "role=" not in markup_text.replace('role="img"', "")
    assert "xml:lang" not in markup_text


def test_semantics_come_in_pairs_of_type_and_role() -> None:
    section = chapter(semantics=True)
    note = section.find(".//aside[@class='note']")
    assert note is not None
    assert note.get("role") == "doc-footnote"
    assert note.get("{http://www.idpf.org/2007/ops}type") == "footnote"
    assert section.find(".//span[@class='greek']").get(  # type: ignore[union-attr]
        "{http://www.w3.org/XML/1998/namespace}lang"
    ) == "grc"  # fmt: skip


def test_each_call_of_a_note_has_a_way_back() -> None:
    section = chapter()
    calls = [call.get("id") for call in section.iterfind(".//a[@class='note-call']")]
    returns = [
        link.get("href", "")
        for kind in ("note-number", "note-return")
        for link in section.iterfind(f".//a[@class='{kind}']")
    ]
    assert sorted(f"#{call}" for call in calls) == sorted(returns)
    assert len(set(returns)) == 7


def test_notes_stand_in_the_order_of_their_numbers() -> None:
    ids = [aside.get("id") for aside in chapter().iterfind(".//aside[@class='note']")]
    assert ids == ["one-note-1", "one-note-2", "one-note-3"]


def test_a_foot_note_is_written_at_its_first_call_only() -> None:
    section = chapter(note_call=foot_call)
    notes = section.findall(".//span[@class='footnote']")
    assert [note.get("data-number") for note in notes] == ["1", "2", "3"]
    assert "The first note" in words(notes[1])
    later = section.findall(".//a[@class='note-call']")
    assert {call.get("href") for call in later} == {"#one-note-1", "#one-note-2", "#one-note-3"}
    assert section.find(".//section[@class='notes']") is None


def test_a_medium_without_notes_has_none() -> None:
    assert "note" not in etree.tostring(
        chapter_body(
            Document(Metadata("x"), (Chapter("c", t("c"), (p("a", NoteReference("n")),), (Note("n", ()),)),)),
            0,
            replace(INDEX, chapter_numbers=("",), note_numbers={(0, "n"): "1"}),
            medium(note_call=no_call),
            ignore,
        ),
        encoding="unicode",
    )  # fmt: skip


def test_headings_open_nested_sections() -> None:
    section = chapter()
    outer = section.find("section")
    assert outer is not None
    assert outer.get("class") == "level-2"
    assert texts(outer, "section/h3") == ["Lists"]
    assert [inner.get("class") for inner in section.findall("section")] == [
        "level-2",
        "level-2",
        "notes",
    ]


def test_a_card_stands_one_level_below_its_heading() -> None:
    assert texts(chapter(), ".//section[@class='card']/h3") == ["IL-6"]


def test_evidence_says_in_words_what_the_bars_show() -> None:
    rungs = texts(chapter(), ".//ul[@class='ladder']/li")
    assert rungs == [
        "human RCT",
        "human acute study: none",
        "human observational: none",
        "animal",
        "cell: none",
        "review",
    ]


def test_a_claim_says_in_words_how_well_it_is_known() -> None:
    cited, uncited = chapter().iterfind(".//p[@class='claim']")
    assert cited.get("id") == "claim-il6"
    grades = [" ".join(texts(claim, "span[@class='claim-evidence']")) for claim in (cited, uncited)]
    assert [" ".join(grade.split()) for grade in grades] == [
        "Human acute study, animal · confidence high · eight men",
        "Not graded · uncited",
    ]
    steps = [step.get("class") for step in cited.iterfind(".//span[@class='steps']/span")]
    assert steps == ["step", "step filled", "step", "step filled", "step"]
    assert len(cited.findall(".//span[@class='pip filled']")) == 3


def test_a_claim_in_the_book_s_language_and_a_review_without_steps() -> None:
    german = replace(INDEX, words=words_of("de"))
    writing = chapter_writing(DOCUMENT, POSITION, german, medium(), ignore)
    root = etree.Element("root")
    blocks(root, (Claim(t("Muskeln reden."), ("review",), "low"),), writing)
    assert texts(root, "p/span") == ["Übersichtsarbeit ·  Verlässlichkeit gering · ohne Quelle"]
    assert root.find(".//span[@class='steps']") is None


def test_a_claim_with_an_empty_word() -> None:
    writing = chapter_writing(DOCUMENT, POSITION, INDEX, medium(), ignore)
    root = etree.Element("root")
    blocks(root, (Claim(t("So."), ("",)),), writing)
    assert texts(root, "p/span") == [" · uncited"]


def test_a_formula_that_cannot_be_read_is_kept_and_reported() -> None:
    found: list[Diagnostic] = []
    writing = chapter_writing(DOCUMENT, POSITION, INDEX, medium(), found.append)
    root = etree.Element("root")
    formula = Math(r"\frac{1", span=Span("01.md", 4))
    blocks(root, (Paragraph((formula,)),), writing)
    assert [(d.code, str(d.span)) for d in found] == [(Code.MATH_UNREADABLE, "01.md:4")]
    assert texts(root, "p/code") == [r"\frac{1"]


@pytest.mark.parametrize(
    "tex", [r"\nosuch{x}", r"\left(", "x}", r"\begin{matrix}", r"\newcommand{\f}{x}"]
)
def test_what_mathml_cannot_say_is_not_made_up(tex: str) -> None:
    assert mathml(tex, display=False) is None


def test_aligned_lines_are_a_table() -> None:
    formula = mathml("\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}", display=True)
    assert formula is not None
    assert ["".join(map(str, row.itertext())) for row in formula.iter("{*}mtr")] == ["a=b", "c=d"]


def test_formulas_keep_their_tex_as_description() -> None:
    formula = mathml("E = mc^2", display=True)
    assert formula is not None
    assert formula.get("alttext") == "E = mc^2"
    assert formula.get("display") == "block"


def test_words_repeated_elsewhere_have_neither_ids_nor_notes() -> None:
    contents = chapter(7).find("nav")
    assert contents is not None
    assert contents.find(".//a[@class='note-call']") is None
    assert not [element for element in contents.iter() if element.get("id")]


def test_places_of_the_index_in_one_chapter_are_told_apart() -> None:
    locators = texts(chapter(6), ".//li/a")
    assert locators == ["1", "1b", "2"]


def test_places_on_one_page_are_one() -> None:
    pages = {"idx-1": "9", "blood": "9", "two": "12"}
    assert texts(chapter(6, page=pages.__getitem__), ".//li/a") == ["9", "12"]


def test_a_dedication_shows_no_title_of_its_own() -> None:
    assert chapter(0).find(".//h1") is None
    assert chapter(0, semantics=True).get("aria-label") == "Dedication"


def test_numbers_go_down_to_the_depth_that_the_book_asks_for() -> None:
    deep = replace(DOCUMENT, settings=replace(DOCUMENT.settings, number_depth=2))
    section = chapter_body(deep, POSITION, INDEX, medium(), ignore)
    assert "1.1 Blood" in texts(section, "section/h2")[0]
    assert texts(chapter(), "section/h2")[0].startswith("Blood")


def test_an_empty_table_heading_is_a_plain_cell() -> None:
    row = chapter().find(".//thead/tr")
    assert row is not None
    assert [cell.tag for cell in row] == ["td", "th"]


def test_tight_lists_have_no_paragraphs() -> None:
    lists = chapter().findall(".//section[@class='level-3']/ul")
    assert lists[0].find(".//p") is None
    assert lists[1].find(".//p") is not None


def test_tasks_are_read_out() -> None:
    marks = chapter().findall(".//ul[@class='tasks']/li//span[@role='img']")
    assert [mark.get("aria-label") for mark in marks] == ["done", "open", "done"]


def test_a_heading_deeper_than_html_knows_is_its_lowest() -> None:
    assert markup(Heading(9, (Text("deep"),))) == "<h6>deep</h6>"


def test_a_task_without_words_keeps_its_mark() -> None:
    inner = BulletList((ListItem((p("inner"),)),))
    tasks = BulletList((ListItem((inner,), checked=True), ListItem((), checked=False)))
    assert markup(tasks).count('class="task') == 3  # the list and both marks


def test_paragraphs_of_a_tight_item_do_not_run_together() -> None:
    item = ListItem((p("one"), p("two")))
    assert markup(BulletList((item,))) == "<ul><li>one<br/>two</li></ul>"


def test_a_paragraph_with_a_name_keeps_it_where_others_need_no_element() -> None:
    named = Paragraph(t("x"), Attributes("here"))
    for block in (
        BulletList((ListItem((named,)),)),
        DefinitionList((DefinitionItem(t("T"), ((named,),)),)),
        Table((), (TableRow((TableCell((named,)),)),)),
    ):
        assert '<p id="here">x</p>' in markup(block)


def test_a_note_that_nothing_written_calls_has_a_number_and_no_link() -> None:
    silent = Chapter(
        "d",
        (Text("Dedication"), NoteReference("n")),
        (),
        (Note("n", (p("why"),)),),
        role="dedication",
    )
    document = Document(Metadata("x"), (silent,))
    index = replace(INDEX, chapter_numbers=("",), note_numbers={(0, "n"): "1"})
    note = chapter_body(document, 0, index, medium(), ignore).find(".//aside/p")
    assert note is not None
    assert (note[0].tag, words(note)) == ("span", "1 why")
