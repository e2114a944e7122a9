"""The PDFs are PDF/UA-1 by our own check, and the check sees what is broken.

Each way to break a file bears the number of the condition that must then be found.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

import every_node
from case_files import lay_out
from myopress import pipeline
from myopress.backends.pdf import render
from myopress.checks.pdf import accessibility
from myopress.diagnostics import Diagnostic
from myopress.index import index

MANUSCRIPT = Path(__file__).parent.parent / "manuscript"
BOOK = """
``` book.md
# Of legs

The leg[^n] that *kicks* [fra: une jambe]{lang=fr} and $\\frac{a}{b}$ and [a link](https://example.org/).

[^n]: A note.

## Lists

- one
- two

1. first
2. second

A term
: what it is

$$x = 1$$ {#eq-x}

| Head | Other |
|------|-------|
| a    | b     |

![A square](square.svg)

# Of livers

More of [the legs](#of-legs).
```

``` square.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>
```
"""

Break = Callable[[pikepdf.Pdf], None]
BREAKS: list[tuple[str, Break]] = []


def breaks(condition: str) -> Callable[[Break], Break]:
    def keep(function: Break) -> Break:
        BREAKS.append((condition, function))
        return function

    return keep


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The structure elements of a role, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element: Any = waiting.pop()
        if element.get("/S") == Name("/" + role):
            found.append(element)
        kids = element.get("/K", Array())
        waiting += [k for k in reversed(list(kids)) if isinstance(k, Dictionary) and "/S" in k]
    assert found, role
    return found


def first_font(pdf: pikepdf.Pdf) -> Any:
    """The font that most pages have."""
    fonts = [font for page in pdf.pages for font in page.obj.Resources.get("/Font", {}).values()]
    return max(fonts, key=lambda font: sum(font.objgen == other.objgen for other in fonts))


def page_with_links(pdf: pikepdf.Pdf) -> Any:
    return next(page.obj for page in pdf.pages if len(page.obj.get("/Annots", Array())))


def edit(page: Any, change: Callable[[list[Any]], list[Any]], pdf: pikepdf.Pdf) -> None:
    """Change the instructions of a page."""
    done = change(list(pikepdf.parse_content_stream(page)))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(done))


def full_page(pdf: pikepdf.Pdf) -> Any:
    return max((page.obj for page in pdf.pages), key=lambda page: len(page.get("/Annots", Array())))


def instruction(operator: str, *operands: Any) -> Any:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def is_tag(one: Any) -> bool:
    return str(one.operator) == "BDC" and "/MCID" in one.operands[1]


@breaks("01-000")
def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = Dictionary(Marked=False)


@breaks("01-003")
def artifact_in_tag(pdf: pikepdf.Pdf) -> None:
    def change(all_of_it: list[Any]) -> list[Any]:
        at = next(n for n, one in enumerate(all_of_it) if is_tag(one)) + 1
        inside = [instruction("BMC", Name.Artifact), instruction("EMC")]
        return all_of_it[:at] + inside + all_of_it[at:]

    edit(full_page(pdf), change, pdf)


@breaks("01-004")
def tag_in_artifact(pdf: pikepdf.Pdf) -> None:
    def change(all_of_it: list[Any]) -> list[Any]:
        return [instruction("BMC", Name.Artifact), *all_of_it, instruction("EMC")]

    edit(full_page(pdf), change, pdf)


@breaks("01-005")
def untagged_shape(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 9 9 re f")


@breaks("01-005")
def untagged_text(pdf: pikepdf.Pdf) -> None:
    def change(all_of_it: list[Any]) -> list[Any]:
        tags = [one for one in all_of_it if is_tag(one)]
        tags[0].operands[1].__delitem__("/MCID")
        return all_of_it

    edit(full_page(pdf), change, pdf)


@breaks("01-005")
def mark_without_element(pdf: pikepdf.Pdf) -> None:
    paragraph = next(one for one in elements(pdf, "P") if len(one.K))
    paragraph.K = Array()


@breaks("01-005")
def two_owners(pdf: pikepdf.Pdf) -> None:
    paragraph = next(one for one in elements(pdf, "P") if isinstance(one.K[0], int))
    paragraph.K.append(paragraph.K[0])


@breaks("01-005")
def parent_tree_cut(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array()


@breaks("01-005")
def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@breaks("01-007")
def suspect(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@breaks("02-001")
def unknown_role(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Paragraph


@breaks("02-003")
def roles_in_a_circle(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(One=Name.Two, Two=Name.One)


@breaks("02-004")
def standard_role_mapped(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Span)


@breaks("06-001")
def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def forget(pdf: pikepdf.Pdf, key: str) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        del xmp[key]


@breaks("06-002")
def no_claim(pdf: pikepdf.Pdf) -> None:
    forget(pdf, "pdfuaid:part")


@breaks("06-003")
def no_title(pdf: pikepdf.Pdf) -> None:
    forget(pdf, "dc:title")


@breaks("07-001")
def no_viewer(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


@breaks("07-002")
def file_name_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@breaks("09-000")
def twice_in_the_tree(pdf: pikepdf.Pdf) -> None:
    paragraph = elements(pdf, "P")[0]
    paragraph.P.K.append(paragraph)


@breaks("09-004")
def cell_without_row(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TR")[0].S = Name.Div


@breaks("09-004")
def short_row(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TR")[-1].K[-1]


@breaks("09-004")
def two_heads(pdf: pikepdf.Pdf) -> None:
    table = elements(pdf, "Table")[0]
    table.K.append(pdf.make_indirect(Dictionary(S=Name.THead, P=table, K=Array())))


@breaks("09-005")
def item_without_list(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "L")[0].S = Name.Div


@breaks("09-005")
def words_in_a_list(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LBody")[0].S = Name.P


@breaks("09-006")
def entry_without_contents(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].S = Name.TOCI


@breaks("10-001")
def glyphs_without_text(pdf: pikepdf.Pdf) -> None:
    first_font(pdf).ToUnicode = pdf.make_stream(b"1 beginbfchar <0001> <0041> endbfchar")


@breaks("11-001")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@breaks("11-001")
def no_such_language(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].Lang = String("two words")


@breaks("11-003")
def wordless_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("")


@breaks("13-000")
def figure_without_place(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0]["/A"]


@breaks("13-004")
def figure_without_words(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0]["/Alt"]


@breaks("14-000")
def empty_heading(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[-1].K = Array()


@breaks("14-002")
def begins_with_h2(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf, "H1"):
        heading.S = Name.H2


@breaks("14-003")
def level_skipped(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H3


@breaks("14-007")
def headings_mixed(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H


@breaks("15-003")
def head_without_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0]["/A"]


@breaks("15-003")
def cell_names_no_head(pdf: pikepdf.Pdf) -> None:
    cell = elements(pdf, "TD")[0]
    cell.A = Dictionary(O=Name.Table, Headers=Array([String("none")]))


@breaks("16-001")
def labels_of_no_kind(pdf: pikepdf.Pdf) -> None:
    for one in elements(pdf, "L"):
        del one.A


@breaks("17-002")
def formula_without_words(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Formula")[0]["/Alt"]


@breaks("19-003")
def note_without_name(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Note")[0]["/ID"]


@breaks("19-004")
def notes_of_one_name(pdf: pikepdf.Pdf) -> None:
    paragraph, note = elements(pdf, "P")[0], elements(pdf, "Note")[0]
    paragraph.S, paragraph.ID = Name.Note, note.ID


@breaks("20-001")
def nameless_layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(D=Dictionary(), OCGs=Array())


@breaks("20-003")
def layers_of_their_own_will(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(D=Dictionary(Name=String("a"), AS=Array()), OCGs=Array())


@breaks("21-001")
def nameless_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("a")))])


@breaks("25-001")
def form_of_xml(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=Array())


@breaks("28-002")
def stray_annotation(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Subtype=Name.Text, Contents=String("x"), Rect=Array([0, 0, 9, 9]))
    page_with_links(pdf).Annots.append(pdf.make_indirect(note))


@breaks("28-009")
def tab_order_by_rows(pdf: pikepdf.Pdf) -> None:
    page_with_links(pdf).Tabs = Name.R


@breaks("28-011")
def link_in_a_paragraph(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Link")[0].S = Name.Span


@breaks("28-011")
def link_without_way_back(pdf: pikepdf.Pdf) -> None:
    del page_with_links(pdf).Annots[0]["/StructParent"]


@breaks("28-012")
def link_without_words(pdf: pikepdf.Pdf) -> None:
    del page_with_links(pdf).Annots[0]["/Contents"]


@breaks("30-001")
def form_from_elsewhere(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    form = pdf.make_stream(b"", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Ref=Dictionary())
    page.contents_add(f"/Artifact BMC {page.add_resource(form, Name.XObject)} Do EMC".encode())


@breaks("30-002")
def form_of_tags_twice(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    inside = b"/P <</MCID 900>> BDC EMC"
    form = pdf.make_stream(inside, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    name = page.add_resource(form, Name.XObject)
    page.contents_add(f" {name} Do {name} Do".encode())


@breaks("31-004")
def no_map_to_glyphs(pdf: pikepdf.Pdf) -> None:
    first_font(pdf).DescendantFonts[0].Subtype = Name.CIDFontType2


@breaks("31-005")
def false_map_to_glyphs(pdf: pikepdf.Pdf) -> None:
    under = first_font(pdf).DescendantFonts[0]
    under.Subtype, under.CIDToGIDMap = Name.CIDFontType2, Name.Other


@breaks("31-006")
def foreign_map(pdf: pikepdf.Pdf) -> None:
    first_font(pdf).Encoding = Name("/UniJIS-UTF16-H")


@breaks("31-009")
def font_not_embedded(pdf: pikepdf.Pdf) -> None:
    del first_font(pdf).DescendantFonts[0].FontDescriptor["/FontFile3"]


@breaks("31-011")
def glyph_beyond_the_file(pdf: pikepdf.Pdf) -> None:
    def change(all_of_it: list[Any]) -> list[Any]:
        shown = next(one for one in all_of_it if str(one.operator) == "TJ")
        shown.operands[0][0] = String(b"\xff\xff")
        return all_of_it

    edit(full_page(pdf), change, pdf)


@breaks("31-016")
def false_widths(pdf: pikepdf.Pdf) -> None:
    first_font(pdf).DescendantFonts[0].W = Array()


@breaks("31-027")
def no_texts(pdf: pikepdf.Pdf) -> None:
    del first_font(pdf)["/ToUnicode"]


@pytest.mark.parametrize(("code", "condition"), [("0000", "31-028"), ("feff", "31-029")])
def test_texts_that_are_none(book: bytes, code: str, condition: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        cmap = f"1 beginbfrange <0000> <ffff> [{f'<{code}>' * 65536}] endbfrange"
        first_font(pdf).ToUnicode = pdf.make_stream(cmap.encode())

    assert condition in conditions(broken(book, change))


@breaks("31-030")
def glyph_for_what_is_missing(pdf: pikepdf.Pdf) -> None:
    def change(all_of_it: list[Any]) -> list[Any]:
        shown = next(one for one in all_of_it if str(one.operator) == "TJ")
        shown.operands[0][0] = String(b"\0\0")
        return all_of_it

    edit(full_page(pdf), change, pdf)


@breaks("A-outline")
def bookmark_to_nowhere(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First["/Dest"]


@breaks("A-outline")
def bookmarks_parted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Last.Prev = pdf.Root.Outlines


@breaks("A-labels")
def pages_without_labels(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.PageLabels


def conditions(data: bytes) -> set[str]:
    return {fault.condition for fault in accessibility(data)}


def broken(data: bytes, change: Break) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("book")
    lay_out(BOOK, folder)
    found: list[Diagnostic] = []
    document = pipeline.read(folder, found.append)
    data = render(document, index(document, found.append), found.append, jobs=1)
    assert not found
    return data


def test_a_small_book(book: bytes) -> None:
    assert accessibility(book) == ()


@pytest.mark.parametrize(
    ("condition", "change"), [pytest.param(*one, id=one[1].__name__) for one in BREAKS]
)
def test_what_is_broken_is_found(book: bytes, condition: str, change: Break) -> None:
    assert condition in conditions(broken(book, change))


def test_a_book_with_every_node() -> None:
    found: list[Diagnostic] = []
    data = render(every_node.DOCUMENT, every_node.INDEX, found.append, jobs=1)
    assert accessibility(data) == ()


def test_chapters_of_the_book_that_ships() -> None:
    """Its first two, its matter, and what is made of it, as drafts: all of it would take long."""
    found: list[Diagnostic] = []
    document = pipeline.read(MANUSCRIPT, found.append)
    bodies = [chapter for chapter in document.chapters if chapter.matter == "body"]
    kept = tuple(chapter for chapter in document.chapters if chapter not in bodies[2:])
    short = replace(document, chapters=kept)
    made = index(short, found.append)
    assert accessibility(pipeline.print_book(short, made, found.append, draft=True).pdf) == ()


def test_a_cheat_sheet(tmp_path: Path) -> None:
    sheet = "# A\n\n::: card Leg {#leg}\nsource\n: leg\n\naction\n: It kicks $x^2$.\n:::\n"
    (tmp_path / "a.md").write_text(sheet, "utf-8")
    found: list[Diagnostic] = []
    document = pipeline.read(tmp_path, found.append)
    data = pipeline.render(
        document, "cheatsheet", found.append, found=index(document, found.append)
    )
    assert accessibility(data) == ()
