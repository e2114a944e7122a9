"""Every word arrives: sound outputs are found sound, and each harm done to one at its line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import every_node
from case_files import lay_out
from myopress import pipeline
from myopress.backends.html import Writing, listings
from myopress.diagnostics import Diagnostic, InputError, Report
from myopress.document import Document
from myopress.index import Index, index
from myopress.run import verifying
from myopress.run.outputs import write
from myopress.run.places import in_folder
from myopress.run.session import Options
from myopress.verify import verify
from myopress.verify.align import align
from myopress.verify.pdf_text import read_pdf
from myopress.verify.words import words

BOOK = """
``` book.toml
title = "Harm"
language = "en"
chapters = ["one.md", "two.md"]
back = ["list.md"]
```

``` one.md
# The first chapter

The opening paragraph is long enough to be told from every other one in this book.[^a]

A second paragraph speaks of quite different things, and of the [pump]{.index} in the cellar.

- Item with several words of its own.
- Another item, with other words in it.

See [](#tbl-wells) and [the end](#two-end).

| Well | Depth |
|------|-------|
| north garden | eleven metres |
| south garden | fourteen metres |

Table: Wells and how deep they are {#tbl-wells}

![A well seen from above, with a rope](well.svg "The old well."){#fig-well}

[^a]: A note with words that stand nowhere else in it.
```

``` two.md
# The second chapter

Water was 12 °C, and $a^2 + b$ of it.

## An end {#two-end}

Here hyphen­ation, ﬁligree and H~2~O come to an end.

::: card Pump: it lifts {#pump}
Does
: Lifts water out of the ground.
:::
```

``` list.md
# Index

::: index
:::
```

``` well.svg
<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><circle cx="30" cy="30" r="20"/></svg>
```
"""


class Built(NamedTuple):
    """A document with its index and outputs."""

    document: Document
    found: Index
    outputs: dict[str, bytes]


def told(book: Built, **outputs: bytes) -> list[str]:
    """What is said of the book with some outputs harmed."""
    verified = verify(book.document, book.found, {**book.outputs, **outputs})
    return [str(diagnostic) for diagnostic in verified.diagnostics]


def build(folder: Path) -> Built:
    return built(pipeline.read(folder, lambda _: None))


def built(document: Document) -> Built:
    faults: list[Diagnostic] = []
    found = index(document, faults.append)
    printed = pipeline.print_book(document, found, faults.append)
    outputs = {
        "epub": pipeline.render_paged(document, found, printed.pages, faults.append),
        "pdf": printed.pdf,
        "cheatsheet": pipeline.render(document, "cheatsheet", faults.append),
    }
    return Built(document, found, outputs)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("harm")
    lay_out(BOOK, folder)
    return build(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harm")
    lay_out(BOOK, folder)
    return folder


# --- sound books -----------------------------------------------------------------------------


def test_a_sound_book_is_found_sound(book: Built) -> None:
    verified = verify(book.document, book.found, book.outputs)
    assert verified.diagnostics == ()
    assert {one.output: one.lost for one in verified.outputs} == {
        "EPUB": 0,
        "PDF": 0,
        "PDF's pages": 0,
        "cheat sheet": 0,
    }
    assert all(one.compared > 0 for one in verified.outputs)


def test_numbers_are_the_same_in_document_and_outputs(book: Built) -> None:
    for chapter in verify(book.document, book.found, book.outputs).chapters:
        for numbers in chapter.outputs.values():
            own = {kind: count for kind, count in chapter.document.items() if count}
            assert {kind: count for kind, count in numbers.items() if count} == own
    first = verify(book.document, book.found, book.outputs).chapters[0].document
    assert (first["note"], first["table"], first["picture"], first["formula"]) == (1, 1, 1, 0)


def test_every_construct_arrives() -> None:
    assert told(build(Path(__file__).parent / "books" / "constructs")) == []


def test_every_node_arrives() -> None:
    assert told(built(every_node.DOCUMENT)) == []


# --- EPUBs harmed ----------------------------------------------------------------------------


def harmed(epub: bytes, change: Callable[[str, str], str]) -> bytes:
    """The EPUB with each of its pages changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(epub)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xhtml"):
                data = change(name, data.decode()).encode()
            new.writestr(name, data)
    assert out.getvalue() != epub
    return out.getvalue()


def replaced(epub: bytes, pattern: str, by: str | Callable[[re.Match[str]], str]) -> bytes:
    """The EPUB with what a pattern finds in its chapters replaced, which is one place."""
    places = []

    def change(name: str, page: str) -> str:
        if "nav." in name:
            return page
        new, count = re.subn(pattern, by, page, flags=re.DOTALL)
        places.append(count)
        return new

    data = harmed(epub, change)
    assert sum(places) == 1
    return data


SECOND = r"<p>A second paragraph.*?</p>"


@pytest.mark.parametrize(
    ("pattern", "by", "expected"),
    [
        (SECOND, "", "one.md:5: error[word-missing]: the EPUB lacks the paragraph “A second"),
        ("quite different", "", "one.md:5: error[word-missing]: the EPUB lacks 2 words of the"),
        (SECOND, r"\g<0>\g<0>", "one.md:5: error[word-doubled]: the EPUB has the paragraph “A"),
        (
            r"(<li>Item.*?</li>)(<li>Another.*?</li>)",
            r"\2\1",
            "one.md:7: error[word-moved]: the EPUB has elsewhere the paragraph “Item with several",
        ),
        (
            r'<section[^>]*class="notes".*?</section>',
            "",
            "one.md:21: error[word-missing]: the EPUB lacks 10 words of the note “A note with",
        ),
        (
            r"<td>fourteen metres</td>",
            "",
            "one.md:15: error[word-missing]: the EPUB lacks the table cell “fourteen metres”",
        ),
        ("The old well", "", "one.md:19: error[word-missing]: the EPUB lacks 3 words of the cap"),
        ("seen from above", "", "one.md:19: error[word-missing]: the EPUB lacks 3 words of the p"),
        (">Table\u00a01.1</a>", ">Table 1.2</a>", "one.md:10: error[word-missing]: the EPUB lac"),
        (r'alttext="a\^2 \+ b"', "", "two.md:3: error[word-missing]: the EPUB lacks 4 words of"),
        (
            'href="one.xhtml#tbl-wells"',
            'href="#wells"',
            "one.md:10: error[link-astray]: no link of the EPUB",
        ),
        (
            r'href="two.xhtml#two-end">the',
            'href="three.xhtml">the',
            "one.md:10: error[link-astray]",
        ),
        (
            r' id="two-end"',
            "",
            "one.md:10: error[link-astray]: no link of the EPUB leads from here",
        ),
    ],
)
def test_harm_to_the_epub_is_told_at_its_line(
    book: Built, pattern: str, by: str, expected: str
) -> None:
    said = told(book, epub=replaced(book.outputs["epub"], pattern, by))
    assert any(line.startswith(expected) for line in said), said
    assert len(said) <= 2, said


def test_an_id_at_another_place_is_told(book: Built) -> None:
    def change(_: str, page: str) -> str:
        page = page.replace(' id="fig-well"', "")
        return page.replace("<p>A second", '<p id="fig-well">A second')

    said = told(book, epub=harmed(book.outputs["epub"], change))
    assert [line for line in said if "[link-astray]" in line] == [
        "one.md:19: error[link-astray]: links of the EPUB to #fig-well do not lead to “Figure 1.1”"
    ]


def test_a_file_that_is_no_epub_is_refused(book: Built) -> None:
    with pytest.raises(InputError, match="the EPUB cannot be read"):
        told(book, epub=b"PK no")


# --- PDFs harmed -----------------------------------------------------------------------------


def opened(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def elements(file: pikepdf.Pdf, role: str) -> list[tuple[pikepdf.Object, int]]:
    """The structure elements of a role, each as its parent and its place there."""
    found, waiting = [], [file.Root.StructTreeRoot]
    while waiting:
        parent = waiting.pop()
        kids = parent.get("/K", pikepdf.Array())
        for place, kid in enumerate(kids if isinstance(kids, pikepdf.Array) else ()):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                waiting.append(kid)
                if role == kid.S:
                    found.append((parent, place))
    return found


def test_a_cell_out_of_the_tag_tree_is_told(book: Built) -> None:
    def change(file: pikepdf.Pdf) -> None:
        row, place = next(
            (row, place)
            for row, place in elements(file, "/TD")
            if place == 1 and row.K[1].get("/Pg") is not None
        )
        del row.K[place]

    said = told(book, pdf=opened(book.outputs["pdf"], change))
    assert len(said) == 1
    assert re.match(r"one\.md:1[45]: error\[word-missing\]: the PDF lacks the table cell", said[0])


def test_paragraphs_swapped_in_the_tag_tree_are_told(book: Built) -> None:
    def change(file: pikepdf.Pdf) -> None:
        lists = (parent for parent, _ in elements(file, "/LI") if len(parent.K) == 2)
        items = next(one for one in lists if "/Decimal" not in str(one.get("/A", "")))
        items.K = pikepdf.Array([items.K[1], items.K[0]])

    said = told(book, pdf=opened(book.outputs["pdf"], change))
    assert [re.sub(r"“.*", "", line) for line in said] == [
        "one.md:7: error[word-moved]: the PDF has elsewhere the paragraph "
    ]


def test_words_off_the_page_are_told(book: Built) -> None:
    """Text that is tagged and has its place, but is not painted."""

    def change(file: pikepdf.Pdf) -> None:
        for page in file.pages:
            content = pikepdf.parse_content_stream(page)
            kept = [one for one in content if str(one.operator) != "TJ"]
            page.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))

    said = told(book, pdf=opened(book.outputs["pdf"], change))
    assert any(line.startswith("one.md:3: error[word-missing]: the PDF's pages") for line in said)


def test_a_link_to_another_page_is_told(book: Built) -> None:
    def change(file: pikepdf.Pdf) -> None:
        names = pikepdf.NameTree(file.Root.Names.Dests)
        names["two"] = names["one"]

    said = told(book, pdf=opened(book.outputs["pdf"], change))
    wrong = [line for line in said if "page-number-wrong" in line]
    assert len(wrong) == 1, said
    assert "which stands on page 1" in wrong[0]
    assert "two.md:1: error[link-astray]: links of the PDF to #two do not lead to" in " ".join(said)


def test_a_link_taken_away_is_told(book: Built) -> None:
    def change(file: pikepdf.Pdf) -> None:
        for page in file.pages:
            for place, annotation in reversed(list(enumerate(page.obj.get("/Annots", ())))):
                if str(annotation.get("/Dest", "")) == "two-end" and "end" in str(
                    annotation.get("/Contents", "")
                ).split(" "):
                    del page.obj.Annots[place]

    said = told(book, pdf=opened(book.outputs["pdf"], change))
    assert [line for line in said if "two-end" in line] == [
        "one.md:10: error[link-astray]: no link of the PDF leads from here to “An end” (#two-end)"
    ]


def test_wrong_page_numbers_are_told(
    book: Built, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contents that count a page too many, as a fault of the press would."""
    honest = listings._page

    def one_more(parent: object, target: str, writing: Writing) -> None:
        page = writing.medium.page(target)
        medium = replace(writing.medium, page=lambda _: str(int(page) + 1) if page else "")
        honest(parent, target, replace(writing, medium=medium))  # type: ignore[arg-type]

    monkeypatch.setattr(listings, "_page", one_more)
    printed = pipeline.print_book(book.document, book.found, lambda _: None)
    said = told(book, pdf=printed.pdf)
    assert "one.md:1: error[page-number-wrong]: page" in " ".join(said)
    assert {re.sub(r".*\[(.*)\].*", r"\1", line) for line in said} == {"page-number-wrong"}


def test_a_file_that_is_no_pdf_is_refused(book: Built) -> None:
    with pytest.raises(InputError, match="the PDF cannot be read"):
        told(book, pdf=b"%PDF-1.7 no")


def test_a_sheet_without_a_card_is_told(book: Built) -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.Root.StructTreeRoot.K = pikepdf.Array()

    said = told(book, cheatsheet=opened(book.outputs["cheatsheet"], change))
    assert any("two.md:" in line and "the cheat sheet lacks" in line for line in said), said


# --- the second build ------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "Before you swim", "In short"])
def test_a_panel_with_a_list_has_its_title_once(title: str, tmp_path: Path) -> None:
    card = "::: card Low: The tide {#low}\nWhen\n: Twice a day.\n:::\n"
    box = "::: tip Before you swim {#swim}\n- Ask when low water is.\n- Wait.\n:::\n"
    (tmp_path / "one.md").write_text(f"# One\n\n{card}\n{box}", "utf-8")
    panel = f'[cheatsheet]\npanel = ["swim"]\npanel-title = "{title}"\n'
    (tmp_path / "book.toml").write_text(panel if title else panel.rpartition("panel-title")[0])
    document = pipeline.read(tmp_path, lambda _: None)
    found = index(document, lambda _: None)
    sheet = pipeline.render(document, "cheatsheet", lambda _: None, found=found)
    assert pipeline.verify(document, found, {"cheatsheet": sheet}).diagnostics == ()
    assert "".join(read_pdf(sheet).texts).count("Before you swim") == 1


ARABIC = """\
# الدقيق والوقت

الدقيق والماء يصنعان عجينًا ترفعه الخميرة في 24 ساعة، ويسمى Levain بالفرنسية. ترتفع العجينة ببطء في
الساعة الأولى ثم تتضاعف بعد 4 ساعات ([](#oven)).[^n]

[^n]: حاشية في أسفل الصفحة مع كلمة English هنا.

## الفرن {#oven}

1. سخّن الفرن حتى 240 درجة.

| المكان | الحرارة |
|---|---|
| الطاولة | 24 |
"""
ENGLISH = """\
---
lang: en
---

# The oven

Heat *it*, as [the chapter](#oven) says; then wait, and do not open it before an hour is over, as
[](#tbl-hours) has it.

| Place | Hours |
|-------|------:|
| Stove |     1 |

Table: Waiting {#tbl-hours}
"""


def test_a_book_read_from_the_right_is_proved_too(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('language = "ar"\ntitle = "الخبز"\n', "utf-8")
    (tmp_path / "one.md").write_text(ARABIC, "utf-8")
    (tmp_path / "two.md").write_text(ENGLISH, "utf-8")
    document = pipeline.read(tmp_path, lambda _: None)
    found = index(document, lambda _: None)
    built = {name: pipeline.render(document, name, lambda _: None) for name in ("epub", "pdf")}
    told = pipeline.verify(document, found, built).diagnostics
    assert told == ()
    text = " ".join("".join(read_pdf(built["pdf"]).texts).split())
    assert "Heat it, as the chapter says; then wait" in text


def test_a_second_build_that_differs_is_told() -> None:
    first: Mapping[str, bytes] = {"epub": b"same", "pdf": b"abcd"}
    said = list(verifying.unstable(first, {"epub": b"same", "pdf": b"abXd"}))
    assert [str(one) for one in said] == [
        ": error[build-unstable]: a second build of the pdf is another file, from byte 2 on"
    ]


# --- a strict build --------------------------------------------------------------------------


def test_a_strict_build_ends_with_the_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.md").write_text("# One\n\nWords to be lost, all of them.\n", "utf-8")
    honest = pipeline.render

    def losing(document: Document, backend: str, report: Report, **more: Index) -> bytes:
        return replaced(honest(document, backend, report, **more), "<p>Words.*?</p>", "")

    monkeypatch.setattr(pipeline, "render", losing)
    place, options = in_folder(tmp_path / "out"), Options(tmp_path / "one.md")
    assert write(["epub"], place, options, all_asked=True) == 0
    assert write(["epub"], place, replace(options, strict=True), all_asked=True) == 1
    assert "one.md:3: error[word-missing]: the EPUB lacks the paragraph" in capfd.readouterr().err


# --- the parts -------------------------------------------------------------------------------


def test_words_are_letters_digits_and_signs() -> None:
    found = [key for key, _ in words("Well-known ﬁsh,\u00ad 94.4 µg = “H₂O” Straße mara\x02\nthon")]
    assert found == [
        "well",
        "known",
        "fish",
        "9",
        "4",
        "4",
        "μg",
        "=",
        "h2o",
        "strasse",
        "marathon",
    ]


WORDS = st.lists(st.sampled_from(["a", "b", "c", "dd", "ee", "fff"]), max_size=30)


@given(WORDS, WORDS)
def test_alignment_is_of_equal_words_in_order(wanted: list[str], found: list[str]) -> None:
    aligned = align(wanted, found)
    places = [place for place in aligned.at if place >= 0]
    assert places == sorted(places)
    assert len(aligned.at) == len(wanted)


@given(WORDS)
def test_what_is_the_same_is_found_whole(wanted: list[str]) -> None:
    assert align(wanted, wanted).at == tuple(range(len(wanted)))
    assert align(wanted, wanted).left == ()


def test_words_broken_at_a_lines_end_are_found() -> None:
    assert align(["marathon", "runners"], ["mara", "thon", "runners"]).at == (0, 2)
    assert align(["marathon"], ["mara", "page", "7", "thon"]).at == (0,)


def test_alignment_takes_time_as_its_length() -> None:
    wanted = [str(number % 997) for number in range(100_000)]
    found = wanted[:50_000] + wanted[50_100:]
    assert align(wanted, found).at.count(-1) == 100
