"""pandoc's JSON read: every type of it, old and new, and what only looks like it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import myopress
from myopress import limits, pipeline
from myopress.diagnostics import Code, Diagnostic, InputError
from myopress.document import Citation, Document, Image, Reference
from myopress.walk import dump, nodes, plain_text

CASES = Path(__file__).parent / "cases" / "pandoc"
NAMES = sorted(path.stem for path in CASES.glob("*.json"))


def word(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def para(*items: Any) -> dict[str, Any]:
    return {"t": "Para", "c": [word(item) if isinstance(item, str) else item for item in items]}


def pandoc(*blocks: Any, meta: dict[str, Any] | None = None, version: Any = (1, 23, 1)) -> bytes:
    tree = {"pandoc-api-version": version, "meta": meta or {}, "blocks": blocks}
    return json.dumps(tree, separators=(",", ":")).encode()


def read(data: bytes, folder: Path) -> tuple[Document, list[Diagnostic]]:
    (folder / "book.json").write_bytes(data)
    found: list[Diagnostic] = []
    return pipeline.read(folder / "book.json", found.append), found


def shown(data: bytes, folder: Path) -> str:
    """The blocks of a document without headings, as a dump, and what was found, apart from that."""
    document, found = read(data, folder)
    lines = [dump(block) for block in document.chapters[0].blocks]
    lines += [dump(note) for note in document.chapters[0].notes]
    lines += [
        f"{one.code}: {one.message}\n" for one in found if one.code is not Code.CHAPTER_UNTITLED
    ]
    return "".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_what_pandocs_readers_made(name: str) -> None:
    reading = myopress.read(CASES / f"{name}.json")
    made = "".join(f"{one}\n" for one in reading.diagnostics) + f"{reading.document.metadata}\n"
    made += "".join(map(dump, reading.document.chapters))
    expected = CASES / f"{name}.txt"
    if os.environ.get("ACCEPT"):
        expected.write_text(made, "utf-8")
    assert made == expected.read_text("utf-8")


def strings(tree: Any) -> Iterator[str]:
    """The words of a document of pandoc's that a reader sees."""
    match tree:
        case {"t": "Str", "c": text}:
            yield text
        case {"t": "Code" | "CodeBlock" | "Math" | "RawBlock" | "RawInline", "c": [_, text]}:
            yield text
        case {"c": inner}:
            yield from strings(inner)
        case list():
            for item in tree:
                yield from strings(item)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_them_is_lost(name: str) -> None:
    tree = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    reading = myopress.read(CASES / f"{name}.json")
    said = "".join(plain_text(chapter) for chapter in reading.document.chapters)
    for card in nodes(reading.document, myopress.document.Card):
        said += f"Evidence Confidence {card.evidence} {card.confidence}"
    said += "".join(str(one) for one in reading.diagnostics) + str(reading.document.metadata)
    for text in strings(tree["blocks"]):
        if text.startswith(("<", "\\cite")) or text in {"Danger", "Note", "☐", "☒"}:
            continue  # HTML, a citation as its source had it, and what a node says itself
        for one in text.replace("fig:", "fig-").split():
            assert one.strip("“”‘’\"'") in said, one


@pytest.mark.parametrize("name", NAMES)
def test_all_of_them_become_books(name: str) -> None:
    rendering = myopress.render(myopress.read(CASES / f"{name}.json").document, "epub")
    assert rendering.data.startswith(b"PK")


SPACE = {"t": "Space"}
ATTR = ["", [], []]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (para("a", SPACE, {"t": "Quoted", "c": [{"t": "DoubleQuote"}, [word("b")]]}), "a “b”"),
        (para({"t": "Quoted", "c": [{"t": "SingleQuote"}, [word("b")]]}, "."), "‘b’."),
        (para({"t": "Underline", "c": [word("b")]}), "kind='underline'"),
        (para({"t": "SmallCaps", "c": [word("b")]}), "kind='smallcaps'"),
        (para({"t": "Code", "c": [["x", ["r"], []], "1"]}), "CodeSpan text='1' attributes={#x .r}"),
        (para({"t": "Link", "c": [[word("b")], ["https://a.org", "t"]]}), "title='t'"),  # before 1.16
        (para({"t": "Image", "c": [[word("b")], ["data:text/html,x", ""]]}), "Text text='b'"),
        (para({"t": "Math", "c": [{"t": "DisplayMath"}, " x\n"]}, "y"), "MathBlock tex='x'\nPara"),
        (
            para({"t": "Span", "c": [["eq", [], []], [{"t": "Math", "c": [{"t": "DisplayMath"}, "x"]}]]}),
            "MathBlock tex='x' attributes={#eq}",
        ),
        (
            para({"t": "Span", "c": [["", ["index"], [["entry", "a > b"]]], [word("b")]]}),
            "IndexTerm entry=('a', 'b')",
        ),
        (para({"t": "Span", "c": [["", ["term"], [["of", "cell"]]], [word("cells")]]}), "term='cell'"),
        (para({"t": "Note", "c": [para("b")]}), "NoteReference label='inline 1'"),
        (para({"t": "RawInline", "c": ["html", "<b>"]}, "b", {"t": "RawInline", "c": ["html", "</b>"]}), "Strong"),
        (para({"t": "Sparkle", "c": [ATTR, [word("b")]]}), "an inline “Sparkle” is not known"),
        ({"t": "Sparkle", "c": [ATTR, [para("bright")]]}, "Text text='bright'"),
        ({"t": "Sparkle", "c": [ATTR, [para("bright")]]}, "a block “Sparkle” is not known"),
        ({"t": "Null"}, ""),
        ({"t": "LineBlock", "c": [[word("a")], [], [word("b")]]}, "Box kind='verse'"),
        ({"t": "Header", "c": [9, ATTR, [word("b")]]}, "a heading has level 9"),
        ({"t": "RawBlock", "c": ["latex", "\\begin{align*}x\\end{align*}"]}, "MathBlock tex='\\\\begin"),
        ({"t": "RawBlock", "c": ["latex", "\\newpage"]}, "“\\newpage” is a command for latex"),
        ({"t": "RawBlock", "c": ["latex", "\\newpageant"]}, "CodeBlock text='\\\\newpageant\\n' language='latex'"),
        (para({"t": "RawInline", "c": ["openxml", "<w:t>b</w:t>"]}), "CodeSpan text='<w:t>b</w:t>'"),
        ({"t": "CodeBlock", "c": [["", ["r", "x"], []], "1\n"]}, "text='1\\n' language='r' attributes={.x}"),
        ({"t": "Div", "c": [["", ["callout-tip"], []], [{"t": "Header", "c": [2, ATTR, [word("T")]]}]]}, "Box kind='tip'"),
        ({"t": "Div", "c": [["", ["contents"], []], []]}, "Listing kind='contents'"),
        ({"t": "Div", "c": [["refs", [], []], []]}, "Listing kind='references'"),
        ({"t": "Div", "c": [["a", ["odd"], [["lang", "la"]]], [para("b")]]}, "Division attributes={#a .odd lang=la}"),
        ({"t": "Div", "c": [["", [], [["odd", "1"]]], [para("b")]]}, "attribute “odd” of a Div is left out"),
        (
            {"t": "Div", "c": [["c", [], [["node", "claim"], ["evidence", "cell, animal"]]], [para("b")]]},
            "Claim evidence=('cell', 'animal') attributes={#c}",
        ),
        ({"t": "Div", "c": [["", ["glossary"], []], [{"t": "DefinitionList", "c": [[[word("a")], [[para("b")]]]]}]]}, "Glossary"),
        (
            {"t": "Table", "c": [[word("C")], [{"t": "AlignRight"}], [0.0], [[]], [[[para("b")]]]]},  # before 1.21
            "TableCell align='right'",
        ),
        (
            {"t": "Div", "c": [["p", [], [["wrapper", "1"]]], [para("b")]]},  # Djot's attributes
            "Paragraph attributes={#p}",
        ),
        (
            {"t": "Div", "c": [["", [], [["wrapper", "1"], ["data-pos", "1:1"]]], [
                para({"t": "Span", "c": [["", [], [["wrapper", "1"]]], [word("b")]]})]]},
            "Paragraph\n  Text text='b'",
        ),
        (
            {"t": "Figure", "c": [ATTR, [[word("brief")], [para("c")]], [para("b")]]},
            "the short caption “brief” is left out",
        ),
        (para("a\0b"), "Text text='a�b'"),
        ({"t": "OrderedList", "c": [[4, {"t": "Decimal"}, {"t": "Period"}], [[para("b")]]]}, "start=4 tight=False"),
    ],
)  # fmt: skip
def test_a_type(block: Any, expected: str, tmp_path: Path) -> None:
    assert expected in shown(pandoc(block), tmp_path)


def test_the_form_of_the_time_before_versions(tmp_path: Path) -> None:
    meta = {"title": {"t": "MetaInlines", "c": [word("Old")]}}
    document, _ = read(json.dumps([{"unMeta": meta}, [para("b")]]).encode(), tmp_path)
    assert document.metadata.title == "Old"


def table(rows: Any, foot: Any = (), heads: int = 1) -> dict[str, Any]:
    columns = [
        [{"t": "AlignLeft"}, {"t": "ColWidthDefault"}],
        [{"t": "AlignDefault"}, {"t": "ColWidth", "c": 0.5}],
    ]
    head = [[ATTR, [cell("h", wide=9)]]]
    body = [ATTR, heads, [[ATTR, [cell("m"), cell("n")]]], [[ATTR, row] for row in rows]]
    caption = [None, [{"t": "Plain", "c": [word("C")]}]]
    return {"t": "Table", "c": [["t", [], []], caption, columns, [ATTR, head], [body], [ATTR, [[ATTR, row] for row in foot]]]}  # fmt: skip


def cell(text: str, wide: int = 1, high: int = 1, align: str = "AlignDefault") -> list[Any]:
    return [ATTR, {"t": align}, high, wide, [{"t": "Plain", "c": [word(text)]}]]


def test_a_table_with_spans(tmp_path: Path) -> None:
    rows = [[cell("a", high=10**9), cell("b", align="AlignCenter")], [cell("c", wide=-1)]]
    made = shown(pandoc(table(rows, [[cell("f", wide=2)]])), tmp_path)
    lines = [line.strip() for line in made.splitlines() if "TableCell" in line]
    assert lines == [
        "TableCell align='left' scope='col' colspan=2",
        "TableCell align='left' scope='col'",
        "TableCell scope='col'",
        "TableCell align='left' scope='row' rowspan=2",
        "TableCell align='center'",
        "TableCell align='left' scope='row'",
        "TableCell align='left' colspan=2",
    ]


def cite(words: str, mode: str = "NormalCitation") -> dict[str, Any]:
    source = {
        "citationId": "Lee2007", "citationPrefix": [word("see")], "citationMode": {"t": mode},
        "citationSuffix": [word(","), SPACE, word("p.\u00a05")], "citationNoteNum": 1, "citationHash": 0,
    }  # fmt: skip
    return {"t": "Cite", "c": [[source], [word(words)]]}


LEE = {
    "t": "MetaMap",
    "c": {
        "id": {"t": "MetaString", "c": "Lee2007"},
        "type": {"t": "MetaString", "c": "book"},
        "title": {"t": "MetaInlines", "c": [{"t": "Emph", "c": [word("Tides")]}]},
        "issued": {"t": "MetaString", "c": "2007-03/2008"},
    },
}


def test_a_citation_of_a_source_in_the_metadata(tmp_path: Path) -> None:
    meta = {"references": {"t": "MetaList", "c": [LEE]}}
    refs = {"t": "Div", "c": [["refs", [], []], [para("Lee. Tides.")]]}
    document, found = read(pandoc(para(cite("(Lee 2007)")), refs, meta=meta), tmp_path)
    csl = '{"id":"Lee2007","issued":{"date-parts":[[2007,3],[2008]]},"title":"Tides","type":"book"}'
    assert document.references == (Reference("Lee2007", csl),)
    citation = next(nodes(document, Citation))
    assert (citation.items[0].prefix, citation.items[0].locator) == ("see", "p. 5")
    assert "Lee. Tides." not in plain_text(document.chapters)  # ours stands there
    assert [one.code for one in found] == [Code.CHAPTER_UNTITLED]


def test_a_citation_that_citeproc_has_made_keeps_its_words(tmp_path: Path) -> None:
    meta = {"bibliography": {"t": "MetaString", "c": "gone.bib"}}
    refs = {"t": "Div", "c": [["refs", [], []], [para("Lee. Tides.")]]}
    document, found = read(pandoc(para(cite("(Lee 2007)")), refs, meta=meta), tmp_path)
    assert "(Lee 2007)" in plain_text(document.chapters)
    assert "Lee. Tides." in plain_text(document.chapters)
    assert [one.code for one in found] == [Code.CHAPTER_UNTITLED]


def test_a_citation_without_a_source_is_told_of(tmp_path: Path) -> None:
    _, found = read(pandoc(para(cite("[see @Lee2007, p. 5]"))), tmp_path)
    assert Code.CITATION_UNKNOWN in {one.code for one in found}


def test_a_picture_is_taken_from_the_files_folder_alone(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (tmp_path / "out.svg").write_bytes(drawing)
    (book / "in.svg").write_bytes(drawing)
    images = [
        para({"t": "Image", "c": [ATTR, [word("a")], [name, ""]]})
        for name in ("in.svg", "../out.svg", str(tmp_path / "out.svg"), "https://a.org/x.png")
    ]
    document, found = read(pandoc(*images), book)
    assert [one.resource for one in nodes(document, Image)] == ["in.svg"]
    codes = [one.code for one in found if one.code is not Code.CHAPTER_UNTITLED]
    assert codes == [Code.FILE_OUTSIDE, Code.IMAGE_MISSING, Code.IMAGE_REMOTE]


# --- What only looks like it ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"pandoc-api-version":[1,23],"meta":{}', "no JSON that can be read"),
        (pandoc(version=(2, 0)), "its version is"),
        (pandoc(version="1.23"), "its version is"),
        (b'{"pandoc-api-version":[1,23],"meta":[],"blocks":[]}', "its version is"),
        (b'[{"unMeta":{}}]', "neither a version nor blocks"),
        (pandoc("loose"), "not a block of pandoc: 'loose'"),
        (pandoc({"t": "Para"}), "not a block of pandoc"),
        (pandoc({"t": "Para", "c": "x"}), "not a block of pandoc"),
        (pandoc(para({"t": "Str", "c": 5})), "not an inline of pandoc"),
        (pandoc(para({"c": "x"})), "not an inline of pandoc"),
        (pandoc({"t": "Header", "c": ["1", ATTR, []]}), "not a block of pandoc"),
        (pandoc({"t": "Div", "c": [["", [5], []], []]}), "not a list of words"),
        (pandoc({"t": "Div", "c": [["", [], [["a"]]], []]}), "not an attribute"),
        (pandoc({"t": "BulletList", "c": ["x"]}), "not an item"),
        (pandoc({"t": "Table", "c": [1, 2, 3]}), "not a table"),
        (pandoc({"t": "Table", "c": [[], ["x"], [], [], []]}), "not an alignment"),
        (pandoc(meta={"title": 5}), "not a value of pandoc’s metadata"),
        (pandoc(meta={"references": {"t": "MetaString", "c": "x"}}), "not a list of sources"),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as refused:
        read(data, tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'book.json'}: ")


def test_what_is_deep_keeps_its_words(tmp_path: Path) -> None:
    block, inline = para("deep"), word("low")
    for _ in range(300):
        block = {"t": "BlockQuote", "c": [block]}
        inline = {"t": "Emph", "c": [inline]}
    note = para({"t": "Note", "c": [para("n")]})
    for _ in range(70):
        note = para({"t": "Emph", "c": [{"t": "Note", "c": [note]}]})
    document, found = read(pandoc(block, para(inline), note), tmp_path)
    assert {"deep", "low", "n"} <= set(plain_text(document.chapters).split())
    assert Code.NESTING_TOO_DEEP in {one.code for one in found}
    assert myopress.render(document, "epub").data


@pytest.mark.parametrize(
    "data",
    [
        b'{"pandoc-api-version":[1,23],"meta":{},"blocks":' + b"[" * 100_000,
        pandoc(*[para("a")] * 3)[:-2] + b"," * 9,
    ],
)
def test_what_cannot_be_parsed_ends_with_code_4(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(data)
    program = Path(sys.executable).parent / "myopress"
    command = [str(program), "check", "a.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 4
    assert done.stderr.startswith("myopress: a.json: not a document of pandoc’s")
    assert "Traceback" not in done.stderr


def test_a_million_nodes_and_a_word_of_a_million_letters_are_refused_soon(tmp_path: Path) -> None:
    begun = time.process_time()
    many = [para(*["a", SPACE] * 50) for _ in range(10_000)]
    document, found = read(pandoc(*many), tmp_path)
    assert len(list(nodes(document, myopress.document.Paragraph))) == 10_000
    _, found = read(pandoc(para("a" * 1_000_000)), tmp_path)
    assert Code.LIMIT_EXCEEDED in {one.code for one in found}
    _, found = read(pandoc(para(*[{"t": "Note", "c": []}] * (limits.NOTES + 1))), tmp_path)
    assert Code.LIMIT_EXCEEDED in {one.code for one in found}
    with pytest.raises(InputError, match="more than 20 MB"):
        read(pandoc(para("a" * limits.JSON_BYTES)), tmp_path)
    assert time.process_time() - begun < 20


EVERYTHING = json.loads((CASES / "everything.json").read_text("utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["t", "c", "x"]), inner, max_size=2)
    | st.fixed_dictionaries({"t": st.sampled_from(["Str", "Para", "Note", "Div", "Span"]), "c": inner}),
    max_leaves=4,
)  # fmt: skip


@given(st.integers(0), VALUES)
def test_harm_ends_in_a_document_or_an_error(tmp_path_factory: Any, seed: int, value: Any) -> None:
    """One place of a sound document is put to something else."""
    tree = json.loads(json.dumps(EVERYTHING))
    places = list(inner_places(tree))
    holder, key = random.Random(seed).choice(places)
    holder[key] = value
    folder = tmp_path_factory.getbasetemp()
    try:
        document, _ = read(json.dumps(tree).encode(), folder)
    except InputError:
        return
    pipeline.check(document, lambda _: None)


def inner_places(tree: Any) -> Iterator[tuple[Any, Any]]:
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree))
    for key in keys:
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from inner_places(tree[key])
