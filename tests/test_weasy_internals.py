"""The private parts of WeasyPrint and pydyf that we touch are what we take them for.

Each test names one of them; a red one after an update says where to look.
"""

from __future__ import annotations

import inspect
from typing import Any

import pydyf  # type: ignore[import-untyped]
import pytest
import weasyprint  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout import block as blocks  # type: ignore[import-untyped]
from weasyprint.layout import inline, preferred
from weasyprint.pdf import tags as weasy_tags  # type: ignore[import-untyped]
from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

from myopress.backends import tagging, typefaces, weasy

MARKUP = (
    '<html lang="en"><body><section id="s"><h1>Title</h1><p>A word <em>in italics</em>'
    '<a href="xref:s"><b>back</b></a>.<span class="footnote" style="float: footnote">Note</span>'
    "</p><table><thead><tr><th>a</th></tr></thead><tbody><tr><td></td></tr></tbody></table>"
    "</section></body></html>"
)
STYLE = 'html { font-family: "Source Serif 4" } @page { @top-left { content: "head" } }'


@pytest.fixture(scope="module")
def layout() -> Any:
    fetcher = weasy.Fetcher({})
    return weasy.lay_out(MARKUP, [weasy.style(STYLE, fetcher)], fetcher)


def all_boxes(box: Any) -> list[Any]:
    box = getattr(box, "_box", box)
    return [box, *(inner for child in box.children for inner in all_boxes(child))]


def test_version_is_the_one_that_was_read() -> None:
    assert weasyprint.__version__.split(".")[0] == "70"


def test_add_tags_is_called_with_four_arguments() -> None:
    names = list(inspect.signature(weasy_tags.add_tags).parameters)
    assert names == ["pdf", "document", "pdf_version", "page_streams"]
    assert len(inspect.signature(tagging.add_tags).parameters) == 4


def test_generate_pdf_calls_the_name_that_we_replace(layout: Any) -> None:
    import weasyprint.pdf

    assert weasyprint.pdf.add_tags is tagging.add_tags
    assert "add_tags(pdf, document" in inspect.getsource(weasyprint.pdf.generate_pdf)


def test_pictures_in_the_markup_are_made_by_the_handler_that_we_replace(layout: Any) -> None:
    from weasyprint.html import HTML_HANDLERS, handle_element  # type: ignore[import-untyped]

    assert layout.pages
    assert HTML_HANDLERS[tagging.SVG].__module__ == weasy.__name__
    assert "HTML_HANDLERS[element.tag](element, box" in inspect.getsource(handle_element)


def test_a_font_subsets_itself_through_the_method_that_we_replace() -> None:
    assert "self.subset(to_unicode, hinting)" in inspect.getsource(Font.clean)


def test_lines_are_made_by_the_functions_that_we_wrap() -> None:
    """`pdf/lines` counts on the order of their arguments and on their being looked up by name."""
    made = list(inspect.signature(inline.get_next_linebox).parameters)
    assert made[:6] == [
        "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block",
    ]  # fmt: skip
    assert made[8:] == ["first_letter_style", "first_line_style"]
    split = list(inspect.signature(inline.split_inline_box).parameters)
    assert split[:2] == ["context", "box"]
    assert split[5] == "skip_stack"
    whole = list(inspect.signature(blocks._linebox_layout).parameters)
    assert whole[:5] == ["context", "box", "index", "child", "new_children"]
    assert whole[6:8] == ["absolute_boxes", "fixed_boxes"]
    assert whole[11] == "skip_stack"
    returned = "return abort, stop, resume_at, position_y, new_footnotes, max_lines"
    assert returned in inspect.getsource(blocks._linebox_layout)
    assert "inline_min_content_width(" in inspect.getsource(inline.get_next_linebox)
    assert list(inspect.signature(preferred.inline_line_widths).parameters)[:2] == [
        "context",
        "box",
    ]
    assert "get_next_linebox(" in inspect.getsource(inline.iter_line_boxes)
    assert "split_inline_box(" in inspect.getsource(inline.get_next_linebox)


def test_notes_are_put_on_pages_by_the_functions_that_we_wrap() -> None:
    """`pdf/notes.py` counts on these calls and on the order of their arguments."""
    from weasyprint.layout import LayoutContext, block, page

    assert list(inspect.signature(block.block_level_layout).parameters)[:5] == [
        "context", "box", "bottom_space", "skip_stack", "containing_block",
    ]  # fmt: skip
    assert list(inspect.signature(page.make_page).parameters)[:3] == [
        "context", "root_box", "page_type",
    ]  # fmt: skip
    lines = inspect.getsource(block._linebox_layout)
    assert "iter_line_boxes(" in lines
    assert "context.layout_footnote(footnote)" in lines
    assert "context.report_footnote(footnote)" in lines
    assert "context.unlayout_footnote(" in inspect.getsource(block)
    assert "current_page_footnotes.append" in inspect.getsource(LayoutContext.layout_footnote)
    made = inspect.getsource(page.make_page)
    assert "context.reported_footnotes = reported_footnotes[i:]" in made


def test_blocks_are_laid_out_by_the_function_that_we_wrap() -> None:
    """`pdf/rhythm.py` counts on the order of its arguments and on its being looked up by name."""
    names = list(inspect.signature(blocks.block_level_layout).parameters)
    assert names[:5] == ["context", "box", "bottom_space", "skip_stack", "containing_block"]
    assert "block_level_layout(" in inspect.getsource(blocks._in_flow_layout)


def test_page_references_is_a_property_of_a_list_of_pages() -> None:
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert isinstance(pydyf.PDF.page_references, property)
    assert len(pdf.page_references) == 1
    assert len(pdf.pages["Kids"]) == 3
    number = int(pdf.page_references[0].split()[0])
    assert pdf.objects[number]["Type"] == "/Page"


def test_a_font_configuration_has_a_config_and_a_map() -> None:
    fonts = FontConfiguration()
    assert fonts._config
    assert fonts.font_map


def test_an_html_document_is_five_attributes() -> None:
    assert set(vars(weasyprint.HTML(string="<p>x"))) == {
        "base_url",
        "url_fetcher",
        "media_type",
        "wrapper_element",
        "etree_element",
    }


def test_pages_have_boxes_with_elements_and_places(layout: Any) -> None:
    page = layout.pages[0]
    box = page._page_box
    assert box.width < page.width
    assert box.content_box_x() > 0
    assert box.content_box_y() > 0
    assert len(page.anchors["s"]) == 4
    found = all_boxes(box)
    tags = {inner.element_tag for inner in found}
    assert {"h1", "p", "em", "a", "td", "span::footnote-call"} <= tags
    assert any(hasattr(inner, "at_keyword") for inner in found)
    assert all(inner.link_annotation is None for inner in found)
    text = next(inner for inner in found if isinstance(inner, boxes.TextBox))
    assert text.text == "Title"
    assert text.element.tag == "h1"


def test_streams_hold_marks_as_name_dictionary_operator(
    layout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def spy(pdf: Any, document: Any, version: Any, streams: Any) -> None:
        seen.extend(streams)
        tagging.add_tags(pdf, document, version, streams)

    monkeypatch.setattr("weasyprint.pdf.add_tags", spy)
    layout.write_pdf(pdf_tags=True)
    tags = seen[0]._tags
    assert tags
    assert all(set(tag) == {"tag", "mcid"} for tag in tags.values())
    content = seen[0].stream
    marks = [n for n, item in enumerate(content) if isinstance(item, pydyf.Dictionary)]
    assert len(marks) == len(tags)
    for place in marks:
        assert content[place - 1] in {"/Span", "/Artifact"}
        assert content[place + 1] == b"BDC"
    assert sum(content[place - 1] == "/Artifact" for place in marks) == 1  # the running head


def test_fonts_of_a_layout_know_their_file_and_glyphs(layout: Any) -> None:
    layout.write_pdf()
    font = next(iter(layout.fonts.values()))
    assert weasy.font_file(font)[:4] == b"OTTO"
    assert font.hash
    assert set(font.widths) == set(font.to_unicode)
    assert font.missing == {}


def test_the_system_s_fonts_are_out_of_reach(layout: Any) -> None:
    fetcher = weasy.Fetcher({})
    style = weasy.style(
        "html { font-family: DejaVu Serif, Liberation Serif, Times, serif }", fetcher
    )
    other = weasy.lay_out("<html><body>漢 word</body></html>", [style], fetcher)
    other.write_pdf()
    assert {font.family.split()[0] for font in other.fonts.values()} <= {"Source", "DejaVu"}
    assert not any("DejaVu Serif" in font.family for font in other.fonts.values())
    assert any(ord("漢") in font.missing for font in other.fonts.values())


def test_the_fetcher_serves_the_book_alone() -> None:
    from myopress.document import Resource

    fetcher = weasy.Fetcher({"a b.svg": Resource("a b.svg", "image/svg+xml", b"<svg/>")})
    assert fetcher.fetch(weasy.address("a b.svg")).read() == b"<svg/>"
    for url in (
        "https://example.org/a.svg",
        "file:///etc/passwd",
        "http://book.invalid/a b.svg",
        weasy.address("../a b.svg"),
        "ftp://book.invalid/a",
    ):
        with pytest.raises(ValueError, match="not a resource"):
            fetcher.fetch(url)


def test_fonts_are_the_files_that_were_published() -> None:
    """Their licences ask that a changed font has another name."""
    sums = (typefaces.FONTS / "SHA256SUMS").read_text("utf-8").split()
    published = dict(zip(sums[1::2], sums[::2], strict=True))
    ours = {name: digest for digest, (name, _) in typefaces.package_faces().items()}
    assert ours == published


def test_a_space_that_does_not_fit_leaves_no_word_alone_on_its_line() -> None:
    """In some of these widths the last space of a text box falls on the margin."""
    fetcher = weasy.Fetcher({})
    words = (
        "the third is not far from moderate. Still, the direction is instructive. <i>In IL-6</i>"
    )
    paragraphs = "".join(
        f'<p style="width: {290 + width / 2}pt">{words}</p>' for width in range(80)
    )
    page = weasy.style('@page { size: 500pt 3000pt } p { font: 10.2pt "Source Serif 4" }', fetcher)
    laid = weasy.lay_out(f"<html><body>{paragraphs}</body></html>", [page], fetcher)
    lines = [
        "".join(getattr(inner, "text", "") for inner in all_boxes(box)).strip()
        for box in all_boxes(laid.pages[0]._page_box)
        if isinstance(box, boxes.LineBox)
    ]
    assert len(lines) >= 80
    assert "the" not in lines
