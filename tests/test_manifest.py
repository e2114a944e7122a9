"""What a book is made of, read from every form that it can have on the disk."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from myopress import pipeline
from myopress.diagnostics import Diagnostic, InputError
from myopress.document import Certifier, CodeSpan, Contributor, Emphasis, Metadata, SubjectCode
from myopress.manifest import Book, load_book
from myopress.manifest import toml_values as values
from myopress.manifest.toml_book import KEYS
from myopress.manifest.toml_lines import toml_lines
from myopress.manifest.toml_values import TomlValueError, identifier, language, trim


def lay(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write `files` below `root`; a path alone becomes a chapter with its name for a title."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        (root / path).write_bytes(data)
    return root


def chapters(*paths: str) -> dict[str, str | bytes]:
    return {path: f"# {path}\n" for path in paths}


def load(path: Path) -> tuple[Book, list[str]]:
    found: list[Diagnostic] = []
    return load_book(path, found.append), [str(diagnostic) for diagnostic in found]


def paths(book: Book) -> list[str]:
    return [entry.source.path if entry.source else entry.title for entry in book.entries]


# --- folders ---------------------------------------------------------------------------------


def test_a_bare_folder_is_read_in_natural_order(tmp_path: Path) -> None:
    names = [
        "README.md", "ch1.md", "ch2.md", "ch2/index.md", "ch2/a.md", "ch10.md",
        "Part 2/ch1.md", "Part 10/ch1.md", "zeta/README.md", "zeta/ch1.markdown",
    ]  # fmt: skip
    hidden = [".git/x.md", "node_modules/y.md", "output/z.md", ".draft.md", "notes.txt"]
    book, found = load(lay(tmp_path, chapters(*names, *hidden)))
    assert paths(book) == [
        "README.md", "ch1.md", "ch2.md", "ch2/index.md", "ch2/a.md", "ch10.md",
        "Part 2/ch1.md", "Part 10/ch1.md", "zeta/README.md", "zeta/ch1.markdown",
    ]  # fmt: skip
    assert found == []
    assert book.metadata.title == ""


def test_names_equal_but_for_case_have_an_order(tmp_path: Path) -> None:
    book, _ = load(lay(tmp_path, chapters("A1.md", "a1.md", "a01.md")))
    assert paths(book) == ["A1.md", "a01.md", "a1.md"]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    book, found = load(tmp_path)
    assert book.entries == ()
    assert found == [": error[book-empty]: the folder holds no chapter"]


def test_a_path_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no"):
        load(tmp_path / "nowhere")


def test_a_file_of_another_kind_is_no_book(tmp_path: Path) -> None:
    lay(tmp_path, {"x.docx": b"PK"})
    with pytest.raises(InputError, match="neither a Markdown file"):
        load(tmp_path / "x.docx")


def test_one_file_is_a_book(tmp_path: Path) -> None:
    book, found = load(lay(tmp_path, chapters("article.md", "other.md")) / "article.md")
    assert (paths(book), book.root, book.name, found) == (["article.md"], tmp_path, "Article", [])


@pytest.mark.parametrize(
    ("folder", "name"), [("learn-go", "Learn go"), ("My_Book", "My Book"), ("v1.2", "V1.2")]
)
def test_a_folder_s_name_as_words(tmp_path: Path, folder: str, name: str) -> None:
    book, _ = load(lay(tmp_path / folder, chapters("a.md")))
    assert book.name == name


def test_the_manifest_itself_may_be_named(tmp_path: Path) -> None:
    lay(tmp_path, {"book.toml": 'title = "T"\nchapters = ["a.md"]', **chapters("a.md", "b.md")})
    book, _ = load(tmp_path / "book.toml")
    assert paths(book) == ["a.md"]


def test_styles_beside_the_manuscript_are_taken(tmp_path: Path) -> None:
    lay(tmp_path, {**chapters("manuscript/a.md"), "styles/epub.css": "", "styles/print.css": ""})
    book, found = load(tmp_path / "manuscript")
    assert book.settings.epub_styles == ("styles/epub.css",)
    assert book.settings.pdf_styles == ("styles/print.css",)
    assert book.settings.cheatsheet_styles == ()
    assert book.file("styles/epub.css") == tmp_path / "styles" / "epub.css"
    assert book.holds("styles/epub.css")
    assert not book.holds("styles/../manuscript/a.md")
    assert found == []


def test_styles_beside_another_folder_are_not(tmp_path: Path) -> None:
    lay(tmp_path, {**chapters("text/a.md"), "styles/epub.css": ""})
    book, _ = load(tmp_path / "text")
    assert book.settings.epub_styles == ()
    assert not book.holds("../styles/epub.css")


# --- SUMMARY.md ------------------------------------------------------------------------------

SUMMARY = """\
# Summary

[Preface](preface.md)

# Beginnings

- [First *steps*](first.md)
    - [Left](left.md)
    - [Right](<right foot.md>)
        - [Toes](toes.md "ten of them")
- [Second](deep/second.md)
- [Not yet]()

---

# Ends

1. [Last](./last.md)
* plain words

[Thanks](thanks.md)
"""


def test_a_summary_is_the_list_of_chapters(tmp_path: Path) -> None:
    names = ["preface.md", "first.md", "left.md", "right foot.md", "toes.md", "deep/second.md",
             "last.md", "thanks.md", "unlisted.md"]  # fmt: skip
    book, found = load(lay(tmp_path, {"SUMMARY.md": SUMMARY, **chapters(*names)}))
    rows = [
        (e.source.path if e.source else "", e.title, e.matter, e.role, e.depth, e.span.line)
        for e in book.entries
    ]
    assert rows == [
        ("preface.md", "Preface", "front", "chapter", 0, 3),
        ("", "Beginnings", "body", "part", 0, 5),
        ("first.md", "First *steps*", "body", "chapter", 1, 7),
        ("left.md", "Left", "body", "chapter", 2, 8),
        ("right foot.md", "Right", "body", "chapter", 2, 9),
        ("toes.md", "Toes", "body", "chapter", 3, 10),
        ("deep/second.md", "Second", "body", "chapter", 1, 11),
        ("", "Ends", "body", "part", 0, 16),
        ("last.md", "Last", "body", "chapter", 1, 18),
        ("thanks.md", "Thanks", "back", "chapter", 0, 21),
    ]
    assert found == [
        "SUMMARY.md:12: note[file-missing]: “Not yet” has no file yet and is left out",
        "SUMMARY.md:19: warning[manifest-value]: no chapter is named in “* plain words”",
    ]


def test_a_summary_within_mdbook_s_src(tmp_path: Path) -> None:
    toml = '[book]\ntitle = "Rusty"\nauthors = ["A"]\nsrc = "src"\n\n[output.html]\n'
    files = {"book.toml": toml, "src/SUMMARY.md": "- [A](a.md)\n- [B](b/b.md)\n"}
    book, found = load(lay(tmp_path, {**files, **chapters("src/a.md", "src/b/b.md")}))
    assert paths(book) == ["src/a.md", "src/b/b.md"]
    assert book.metadata == Metadata("Rusty", contributors=(Contributor("A"),))
    assert found == []


def test_a_file_listed_twice_is_read_once(tmp_path: Path) -> None:
    summary = "- [A](a.md)\n    - [A part of it](a.md#part)\n"
    book, found = load(lay(tmp_path, {"SUMMARY.md": summary, **chapters("a.md")}))
    assert paths(book) == ["a.md"]
    assert found == [
        "SUMMARY.md:2: warning[manifest-value]: “a.md” is listed a second time, and read only once"
    ]


# --- book.toml -------------------------------------------------------------------------------

WHOLE = """\
title = "Myokines"
subtitle = "The language of muscles"
authors = ["Ann Lee", {name = "Bo Xu", role = "illustrator", sort-as = "Xu, Bo"}]
contributors = [{name = "Cy Day", role = "edt"}, "Di Eve"]
language = "en_gb"
identifier = ["978-0-306-40615-7", "https://doi.org/10.1000/1"]
publisher = "P"
date = 2026-02-15
description = "D"
rights = "R"
subjects = ["muscle", {scheme = "BISAC", code = "HEA007000", name = "Fitness"}, "health"]
source = "Lectures"
series = "S"
series-position = 2
edition = "2nd"
url = "https://example.org/"
cover = "cover.png"
bibliography = "refs.json"
citation-style = "apa"
number-depth = 2
front = ["preface.md"]
chapters = ["one.md", {path = "two.md", title = "Two", role = "introduction"}]
back = ["./end.md"]

[epub]
styles = ["e.css"]
isbn = "978-1-4028-9462-6"
fonts = true
certified-by = "Ann Lee"

[pdf]
styles = "p.css"
isbn = "0-306-40615-2"
trim = "6x9in"

[cheatsheet]
title = "All of it"
strapline = "on a page"
paper = "Letter"
cards = ["il6"]
styles = ["c.css"]

[[parts]]
title = "Part the first"
chapters = ["three.md"]

[[parts]]
path = "part2.md"
chapters = [
    "four.md",  # a comment with "three.md"
]
"""
FILES = chapters("preface.md", "one.md", "two.md", "three.md", "part2.md", "four.md", "end.md")


def test_every_key_of_book_toml(tmp_path: Path) -> None:
    others = ("cover.png", "refs.json", "e.css", "p.css", "c.css")
    book, found = load(lay(tmp_path, {"book.toml": WHOLE, **FILES, **dict.fromkeys(others, "")}))
    assert found == []
    assert book.metadata == Metadata(
        title="Myokines",
        subtitle="The language of muscles",
        contributors=(
            Contributor("Ann Lee"),
            Contributor("Bo Xu", "ill", "Xu, Bo"),
            Contributor("Cy Day", "edt"),
            Contributor("Di Eve", "ctb"),
        ),
        language="en-GB",
        identifier="urn:isbn:9780306406157",
        publisher="P",
        date="2026-02-15",
        description="D",
        rights="R",
        subjects=("muscle", "health"),
        subject_codes=(SubjectCode("bisac", "HEA007000", "Fitness"),),
        series="S",
        series_position="2",
        edition="2nd",
        url="https://example.org/",
        cover="cover.png",
        source="Lectures",
        isbn_epub="urn:isbn:9781402894626",
        isbn_print="urn:isbn:0306406152",
        other_identifiers=("https://doi.org/10.1000/1",),
    )
    settings = book.settings
    assert settings.epub_fonts
    assert settings.epub_certifier == Certifier("Ann Lee")
    assert (
        settings.epub_certifier.span.line == WHOLE.split("\n").index('certified-by = "Ann Lee"') + 1
    )
    assert (settings.epub_styles, settings.pdf_styles) == (("e.css",), ("p.css",))
    assert (settings.trim_width, settings.trim_height) == (152.4, 228.6)
    assert settings.cheatsheet_title == "All of it"
    assert settings.cheatsheet_strapline == "on a page"
    assert settings.cheatsheet_paper == "letter"
    assert (settings.cheatsheet_cards, settings.cheatsheet_styles) == (("il6",), ("c.css",))
    assert (settings.citation_style, settings.number_depth) == ("apa", 2)
    assert book.bibliography == ("refs.json",)
    rows = [(e.title, e.matter, e.role, e.depth, e.span.line) for e in book.entries]
    assert paths(book) == [
        "preface.md", "one.md", "two.md", "Part the first", "three.md", "part2.md", "four.md",
        "end.md",
    ]  # fmt: skip
    assert rows == [
        ("", "front", "chapter", 0, 21),
        ("", "body", "chapter", 0, 22),
        ("Two", "body", "introduction", 0, 22),
        ("Part the first", "body", "part", 0, 44),
        ("", "body", "chapter", 1, 45),
        ("", "body", "part", 0, 48),
        ("", "body", "chapter", 1, 50),
        ("", "back", "chapter", 0, 23),
    ]


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "command-line.md"
    section = page.read_text("utf-8").partition("## book.toml")[2].partition("\n## ")[0]
    text = "".join(line[4:] + "\n" for line in section.splitlines() if line[:4] in ("    ", ""))
    named = re.findall(r'"([\w.-]+\.(?:md|css|png|svg|json))"|"(fonts/[\w.-]+)"', text)
    book, found = load(lay(tmp_path, {**dict.fromkeys(map("".join, named), ""), "book.toml": text}))
    assert found == []
    assert len(book.entries) == 7
    assert set(tomllib.loads(text)) == set(KEYS)


FAULTY = """\
titel = "Myokines"
language = "english please"
identifier = "978-0-306-40615-8"
date = "yesterday"
authors = [7, {name = "A", rolle = "x"}]
chapters = [
    "one.md",
    "tow.md",
    "../up.md",
    "/etc/hosts.md",
    {path = "two.md", role = "chaptre"},
    "notes.txt",
]
number-depth = "2"
cover = "cover.png"

[pdf]
trim = "huge"
trimm = 1

[cheatsheet]
paper = "b9"
styles = ["gone.css"]
"""


def test_every_fault_of_book_toml_is_told_at_its_line(tmp_path: Path) -> None:
    lay(tmp_path, {"book.toml": FAULTY, "notes.txt": "", **chapters("one.md", "two.md")})
    book, found = load(tmp_path)
    lines = sorted((int(d.split(":")[1]), d.split(": ")[1]) for d in found)
    assert lines == [
        (1, "warning[manifest-key]"),
        (2, "error[manifest-value]"),
        (3, "error[manifest-value]"),
        (4, "error[manifest-value]"),
        (5, "warning[manifest-key]"),
        (8, "error[file-missing]"),
        (9, "error[file-outside]"),
        (10, "error[file-outside]"),
        (11, "error[manifest-value]"),
        (12, "error[file-unreadable]"),
        (14, "error[manifest-value]"),
        (15, "error[file-missing]"),
        (18, "error[manifest-value]"),
        (19, "warning[manifest-key]"),
        (22, "error[manifest-value]"),
        (23, "error[file-missing]"),
    ]
    assert paths(book) == ["one.md", "two.md"]
    assert book.metadata.contributors == (Contributor("7"), Contributor("A"))
    assert (book.metadata.cover, book.settings.cheatsheet_styles) == ("", ())


def test_hints_name_what_was_meant(tmp_path: Path) -> None:
    toml = 'titel = "T"\nlang = "en"\nchapters = ["two.md", "old/one.md"]\n'
    lay(tmp_path, {"book.toml": toml, **chapters("new/one.md", "too.md")})
    found: list[Diagnostic] = []
    load_book(tmp_path, found.append)
    assert [hint for d in found for hint in d.hints] == [
        "did you mean “title”?",
        "it is called “language”",
        "did you mean “too.md”?",
        "did you mean “new/one.md”?",
    ]


@pytest.mark.parametrize(
    ("toml", "line"),
    [('title = "T"\nchapters = [\n  "a.md"\n  "b.md"\n]\n', 4), ('title = "T"\nx = [\n', 2)],
)
def test_a_manifest_that_is_not_toml(tmp_path: Path, toml: str, line: int) -> None:
    """The folder's chapters are read all the same, so that their faults are found too."""
    book, found = load(lay(tmp_path, {"book.toml": toml, **chapters("a.md", "b.md")}))
    assert len(found) == 1
    assert found[0].startswith(f"book.toml:{line}: error[manifest-syntax]: this is not TOML: ")
    assert paths(book) == ["a.md", "b.md"]


def test_a_manifest_without_chapters_takes_the_folder_s(tmp_path: Path) -> None:
    book, found = load(lay(tmp_path, {"book.toml": 'title = "T"', **chapters("b.md", "a.md")}))
    assert (paths(book), found) == (["a.md", "b.md"], [])


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, {"secret.md": "# Secret\n", **chapters("book/a.md")})
    (tmp_path / "book" / "b.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "book" / "c").symlink_to(tmp_path)
    (tmp_path / "book" / "loop.md").symlink_to(tmp_path / "book" / "loop.md")
    book, found = load(tmp_path / "book")
    assert paths(book) == ["a.md"]
    assert found[0] == "b.md: error[file-outside]: “b.md” lies outside the book’s folder"
    assert found[1].startswith("loop.md: error[file-")
    assert len(found) == 2


TOML = st.recursive(
    st.one_of(
        st.text(max_size=9),
        st.sampled_from(["a.md", "../a.md", "en", "6x9in", "2026-01-01", "\0", "/", "", "."]),
        st.integers(-9, 10**30),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.times(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["path", "title", "name", "chapters", "x y"]), inner)
    ),
    max_leaves=6,
)


def as_toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f'"{k}" = {as_toml(v)}' for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case str():
            return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in value) + '"'
        case bool():
            return str(value).lower()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(KEYS), TOML, max_size=5))
def test_no_value_whatever_ends_in_an_exception(tmp_path: Path, table: dict[str, object]) -> None:
    text = "".join(f"{key} = {as_toml(value)}\n" for key, value in table.items())
    book, found = load(lay(tmp_path, {"book.toml": text, **chapters("a.md")}))
    assert book.entries or found
    assert all(line.startswith(("book.toml", ":", "a.md")) for line in found)


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("a1 \n\"'=[]{}.,#\\()*-<>!"), max_size=60))
def test_no_text_whatever_ends_in_an_exception(tmp_path: Path, text: str) -> None:
    for name in ("book.toml", "SUMMARY.md"):
        book, _ = load(lay(tmp_path / name, {name: text, **chapters("a.md")}))
        assert book.root == tmp_path / name


# --- texts -----------------------------------------------------------------------------------


def test_marks_and_line_ends_are_made_one(tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": b"\xef\xbb\xbf# A\r\n\r\nb\rc\n"})
    book, found = load(tmp_path)
    assert book.entries[0].source is not None
    assert (book.entries[0].source.text, found) == ("# A\n\nb\nc\n", [])


@pytest.mark.parametrize(
    ("data", "encoding", "line"),
    [
        ("# Ä\n".encode("utf-16"), "UTF-16", 1),
        ("# Some words\n".encode("utf-16-le"), "UTF-16LE", 1),
        ("# Some words\n".encode("utf-16-be"), "UTF-16BE", 1),
        ("# A\n\nna\xefve\n".encode("latin-1"), "ISO-8859-1", 3),
        ("# A\n\u201cso\u201d\n".encode("cp1252"), "WINDOWS-1252", 2),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, data: bytes, encoding: str, line: int) -> None:
    found: list[Diagnostic] = []
    load_book(lay(tmp_path, {"a.md": data}), found.append)
    assert str(found[0]) == (
        f"a.md:{line}: error[file-encoding]: the file is not UTF-8 but seems to be {encoding}"
    )
    assert f"iconv -f {encoding} -t UTF-8 a.md" in found[0].hints[0]


# --- values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("6x9in", (152.4, 228.6)),
        ("148 x 210 mm", (148, 210)),
        ("5.5in×8.5in", (139.7, 215.9)),
        ([148, 210.5], (148, 210.5)),
    ],
)
def test_trim_sizes(value: object, size: tuple[float, float]) -> None:
    assert trim(value) == size


@pytest.mark.parametrize(
    ("value", "urn"),
    [
        ("ISBN 0-306-40615-2", "urn:isbn:0306406152"),
        ("urn:isbn:978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("0-8044-2957-X", "urn:isbn:080442957X"),
        ("C4BD55A4-a1e7-5939-9a2e-e67445444f62", "urn:uuid:c4bd55a4-a1e7-5939-9a2e-e67445444f62"),
        ("https://example.org/b", "https://example.org/b"),
    ],
)
def test_identifiers(value: str, urn: str) -> None:
    assert identifier(value) == urn


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (identifier, "urn:isbn:97803064"),
        (identifier, "my book"),
        (language, "x"),
        (values.date, "2026-02-30"),
        (values.date, 2026.5),
        (trim, [1, 2, 3]),
        (trim, [True, 200]),
        (trim, "1x2mm"),
    ],
)
def test_wrong_values(read: object, value: object) -> None:
    with pytest.raises(TomlValueError):
        read(value)  # type: ignore[operator]


def test_language_tags_get_their_customary_case() -> None:
    assert [language(tag) for tag in ("EN", "de_ch", "SR-latn-rs")] == ["en", "de-CH", "sr-Latn-RS"]


def test_lines_of_toml_in_all_its_ways_of_writing() -> None:
    text = (
        "a = '''\nx = 1\n'''\n"
        '"quoted key" = "with # no comment"  # but this\n'
        "[t.u]\n"
        'b = ["one", # "two"\n "two"]\n'
        "[[p]]\nc = 1\n[[p]]\nc = {d = 2}\n"
    )
    lines = toml_lines(text)
    assert lines.keys == {
        "a": 1, "quoted key": 4, "t.u": 5, "t.u.b": 6, "p": 8, "p[0]": 8, "p[0].c": 9,
        "p[1]": 10, "p[1].c": 11,
    }  # fmt: skip
    assert lines.string("two", 6) == 7
    assert lines.key("t.u.missing") == 5
    assert lines.key("p[1].c.d") == 11
    assert lines.key("p[7]") == 8
    assert lines.key("nothing") == 0


def test_titles_in_the_book_s_list_are_markdown(tmp_path: Path) -> None:
    manifest = 'chapters = [{path = "a.md", title = "Of *legs*"}, "b.md"]\n[[parts]]\ntitle = "Part `x`"\nchapters = ["c.md"]\n'
    lay(tmp_path, {"book.toml": manifest, "a.md": "Words.\n", **chapters("b.md", "c.md")})
    found: list[Diagnostic] = []
    document = pipeline.read(tmp_path, found.append)
    assert found == []
    assert [type(chapter.title[-1]) for chapter in document.chapters[::2]] == [Emphasis, CodeSpan]


def test_an_article_s_subtitle_is_the_book_s(tmp_path: Path) -> None:
    text = "---\ntitle: Legs\nsubtitle: How they talk\n---\n\n## One\n\nWords.\n"
    lay(tmp_path, {"a.md": text})
    assert pipeline.read(tmp_path, list[Diagnostic]().append).metadata.subtitle == "How they talk"
