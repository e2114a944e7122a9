"""The EPUB's page list: its marks stand where the pages of the printed book begin."""

from __future__ import annotations

import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import etree

import every_node
from conftest import EpubCheck
from myopress import cli, pipeline
from myopress.backends import epub, page_map
from myopress.backends.epub.page_breaks import mark_pages
from myopress.backends.page_map import PageMap, PageStart
from myopress.backends.pdf import Printed, print_book
from myopress.diagnostics import Diagnostic
from myopress.document import Chapter, Document, Emphasis, Heading, Metadata, Paragraph, Text
from myopress.index import index
from myopress.verify import verify

MANUSCRIPT = Path(__file__).parent.parent / "manuscript"
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
}


def ignore(_: Diagnostic) -> None: ...


def found(element: etree._Element, path: str) -> list[etree._Element]:
    return element.xpath(path, namespaces=NAMES)  # type: ignore[return-value]


class Book:
    """A book printed and then written as an EPUB with the pages of print."""

    def __init__(self, document: Document) -> None:
        self.document, self.numbers = document, (numbers := index(document, ignore))
        self.printed: Printed = print_book(document, numbers, ignore)
        self.epub = epub.render(document, numbers, ignore, pages=self.printed.pages)
        archive = zipfile.ZipFile(io.BytesIO(self.epub))
        self.files = {
            name.removeprefix("EPUB/"): etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }
        pdf = pypdfium2.PdfDocument(self.printed.pdf)
        self.pages = [page.get_textpage().get_text_bounded() for page in pdf]
        self.labels = [pdf.get_page_label(number) for number in range(len(pdf))]

    def entries(self) -> list[tuple[str, str]]:
        """The page list: folio and address."""
        path = "//x:nav[@epub:type='page-list']//x:a"
        return [(a.text or "", a.get("href", "")) for a in found(self.files["nav.xhtml"], path)]

    def mark(self, href: str) -> etree._Element:
        file, _, fragment = href.partition("#")
        (mark,) = found(self.files[posixpath.normpath(file)], f"//*[@id='{fragment}']")
        return mark


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(pipeline.read(MANUSCRIPT, ignore))


@pytest.fixture(scope="module")
def every() -> Book:
    return Book(every_node.DOCUMENT)


def after(mark: etree._Element, count: int) -> str:
    """The letters that follow a mark in its document, without notes."""
    path = (
        "following::text()[not(ancestor::*[contains(concat(' ', @class, ' '), ' note-call ')"
        " or contains(concat(' ', @class, ' '), ' notes ')])]"
    )
    said = ""
    for text in found(mark, path):
        said += page_map.letters(str(text))
        if len(said) >= count:
            break
    return said[:count]


def test_no_page_is_missing(book: Book, every: Book) -> None:
    for made in (book, every):
        assert [label for label, _ in made.entries()] == made.labels
        for label, href in made.entries():
            mark = made.mark(href)
            assert mark.get("role") == "doc-pagebreak"
            assert mark.get("aria-label") == label
            assert mark.get(f"{{{NAMES['epub']}}}type") == "pagebreak"
    assert book.labels[:4] == ["i", "ii", "iii", "iv"]
    assert "1" in book.labels


def test_the_words_after_a_mark_begin_the_page(book: Book) -> None:
    """As another program reads the PDF, whose running head comes first on each page.

    A word that print divides is whole after the mark. A figure, a table or a card that print has
    moved stands before the words.
    """
    differ, late, compared = [], 0, 0
    entries = [(label, href, after(book.mark(href), 30)) for label, href in book.entries()]
    for number, (label, href, said) in enumerate(entries):
        printed = page_map.letters(book.pages[number])
        if not printed or "index" in href or "title-page" in href or "nav.xhtml" in href:
            continue  # blank; or what says other things in print
        if said in [entry[2] for entry in entries[number + 1 : number + 2]]:
            continue  # the page holds nothing but a table that was moved
        compared += 1
        place = printed.find(said[10:])
        late += place > 80
        if place < 0:
            differ.append((label, said, printed[:120]))
    assert compared > 100
    assert differ == []
    assert late <= 14


def test_marks_are_in_the_order_of_the_text(every: Book) -> None:
    spine = [item.get("idref") for item in found(every.files["content.opf"], "//opf:itemref")]
    files = {
        item.get("id"): item.get("href") for item in found(every.files["content.opf"], "//opf:item")
    }
    read = [
        f"{files[name]}#{mark.get('id')}"
        for name in spine
        for mark in found(every.files[str(files[name])], "//*[@role='doc-pagebreak']")
    ]
    assert [href for _, href in every.entries()] == read
    assert len(read) == len(set(read)) == len(every.pages)


def test_old_readers_get_the_pages_too(every: Book) -> None:
    targets = found(every.files["toc.ncx"], "//n:pageTarget")
    shown = [(t.findtext("n:navLabel/n:text", "", NAMES), t[-1].get("src")) for t in targets]
    assert shown == every.entries()
    assert {t.get("type") for t in targets} == {"front", "normal"}


def test_claims_go_with_the_page_list(every: Book) -> None:
    path = "//opf:meta[@property='{}']"
    features = path.format("schema:accessibilityFeature")
    opf = every.files["content.opf"]
    claimed = {str(meta.text) for meta in found(opf, features)}
    assert {"pageNavigation", "pageBreakMarkers"} <= claimed
    assert [m.text for m in found(opf, path.format("pageBreakSource"))] != []
    plain = epub.render(every_node.DOCUMENT, every_node.INDEX, ignore)
    silent = zipfile.ZipFile(io.BytesIO(plain)).read("EPUB/content.opf").decode()
    assert "pageNavigation" not in silent
    assert "pageBreak" not in silent


def test_the_validator_finds_nothing(book: Book, every: Book, epubcheck: EpubCheck) -> None:
    assert epubcheck({"paged": book.epub, "every-node-paged": every.epub}) == []


# --- where a mark goes, without a layout -------------------------------------------------------


def marked(markup: str, *pages: PageStart) -> str:
    root = etree.fromstring(markup)
    mark_pages(root, [(page, f"p{page.label}") for page in pages])
    shown = etree.tostring(root, encoding="unicode")
    return re.sub(r'<span [^>]*id="p(\w+)"[^>]*>(</span>)?', r"|\1|", shown).replace("/>", ">")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PageStart("2", "c", 6, "three"), "<s><p>One two, |2|“three” four.</p><h2>Five six</h2></s>"),
        (PageStart("2", "c", 8, "reefo"), "<s><p>One two, |2|“three” four.</p><h2>Five six</h2></s>"),
        (PageStart("2", "c", 15, "fives"), "<s><p>One two, “three” four.</p>|2|<h2>Five six</h2></s>"),
        (PageStart("2", "c", 0, "onetw"), "<s>|2|<p>One two, “three” four.</p><h2>Five six</h2></s>"),
        (PageStart("2", "c", 99, "nowhere"), "<s><p>One two, “three” four.</p><h2>Five six|2|</h2></s>"),
    ],
)  # fmt: skip
def test_a_mark_stands_before_a_whole_word(page: PageStart, expected: str) -> None:
    assert marked("<s><p>One two, “three” four.</p><h2>Five six</h2></s>", page) == expected


def test_a_blank_page_is_marked_where_the_next_one_is() -> None:
    pages = PageStart("2", "c", 0, ""), PageStart("3", "c", 0, "one"), PageStart("4", "c", 3, "two")
    assert marked("<s><p>One <em>two</em></p></s>", *pages) == (
        "<s>|2||3|<p>One |4|<em>two</em></p></s>"
    )


def test_the_nearest_of_equal_words_is_meant() -> None:
    text = "<s>" + "<p>word again</p>" * 4 + "</s>"
    shown = marked(text, PageStart("2", "c", 20, "wordagain"))
    assert shown.index("|2|") == len("<s>" + "<p>word again</p>" * 2 + "<p>")


def test_notes_and_numbers_of_print_are_not_counted() -> None:
    text = '<s><p>One<a class="note-call">12</a> two <span class="page">on page\u00a07</span> three</p></s>'
    assert "|2|three" in marked(text, PageStart("2", "c", 6, "three"))


def test_a_long_and_odd_book_of_print() -> None:
    """Emphasis, headings and paragraphs over several pages, with a name that the marks would have."""
    sentence = "The leg that kicks sends word of it, and the liver hears. "
    words = (Text(sentence * 12), Emphasis((Text(sentence * 9),)), Text(sentence * 40))
    blocks = (Paragraph(words), Heading(2, (Text("Page two"),)), Paragraph(words))
    chapter = Chapter("page-2", (Text("One"),), blocks)
    made = Book(Document(Metadata("T"), (chapter,)))
    assert [label for label, _ in made.entries()] == made.labels
    assert all("#print-page-" in href for _, href in made.entries())


# --- every word (the book is printed already) --------------------------------------------------


def test_every_word_of_the_book_arrives(book: Book) -> None:
    outputs = {"epub": book.epub, "pdf": book.printed.pdf}
    verified = verify(book.document, book.numbers, outputs)
    assert [str(one) for one in verified.diagnostics] == []
    assert all(one.compared > 30_000 and not one.lost for one in verified.outputs)


# --- the page map kept beside the output -------------------------------------------------------


def test_a_map_is_read_as_it_was_written() -> None:
    pages = PageMap((PageStart("i", "a"), PageStart("1", "b", 12, "ßword\ufffc")))
    data = page_map.encode(pages, b"document")
    assert page_map.decode(data, b"document") == pages
    assert page_map.decode(data, b"other") is None
    for broken in (b"", b"[]", b"{}", data.replace(b'"label"', b'"lapel"'), data[:40]):
        assert page_map.decode(broken, b"document") is None
    tree = json.loads(data)
    assert page_map.decode(json.dumps({**tree, "myopress-pages": 99}).encode(), b"document") is None


@pytest.fixture
def myopress(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.md").write_text("---\ntitle: T\n---\n\n# One\n\nWords.\n", "utf-8")

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["myopress", *arguments])
        return cli._exit_code()

    return run


def pages_in(path: str) -> int:
    return zipfile.ZipFile(path).read("EPUB/nav.xhtml").decode().count("#page-")


def test_an_epub_alone_takes_the_map_of_an_earlier_pdf(
    myopress: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert myopress("epub", "book.md") == 0
    assert pages_in("output/t.epub") == 0
    assert myopress("build", "book.md", "--only", "epub,pdf") == 0
    built = Path("output/t.epub").read_bytes()
    assert pages_in("output/t.epub") > 3
    assert myopress("epub", "book.md") == 0
    assert Path("output/t.epub").read_bytes() == built
    assert capsys.readouterr().err == ""
    Path("book.md").write_text("---\ntitle: T\n---\n\n# One\n\nOther words.\n", "utf-8")
    assert myopress("epub", "book.md") == 0
    assert pages_in("output/t.epub") == 0
    assert "output/t.pages.json: note[page-map-stale]" in capsys.readouterr().err


def test_a_draft_leaves_no_map(myopress: Callable[..., int]) -> None:
    assert myopress("pdf", "book.md") == 0
    before = Path("output/t.pages.json").read_bytes()
    Path("book.md").write_text("---\ntitle: T\n---\n\n# One\n\nOther.[^gone]\n", "utf-8")
    assert myopress("pdf", "book.md") == 1
    assert Path("output/t.draft.pdf").exists()
    assert Path("output/t.pages.json").read_bytes() == before


def test_a_map_names_no_place_of_the_machine(book: Book) -> None:
    encoded = page_map.encode(book.printed.pages, b"").decode()
    assert str(MANUSCRIPT) not in encoded
    assert len(replace(book.printed.pages).pages) == len(book.pages)
