"""A document as pandoc's JSON, and read back: equal, but for what docs/pandoc.md names."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given

import every_node
import myopress
from myopress import pandoc
from myopress.document import (
    PLAIN,
    Attributes,
    Blocks,
    Box,
    BulletList,
    Card,
    CardField,
    Chapter,
    Citation,
    CitationItem,
    Claim,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Document,
    Figure,
    GlossaryTerm,
    HardBreak,
    Heading,
    Image,
    IndexTerm,
    Link,
    ListItem,
    MathBlock,
    Metadata,
    Node,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Phrase,
    SoftBreak,
    TableCell,
    Text,
)
from myopress.index import index
from myopress.markdown.citations import locator_of
from myopress.pandoc.read.blocks import read_blocks
from myopress.pandoc.read.shape import Foreign
from myopress.pandoc.write.blocks import write_blocks
from myopress.pandoc.write.writing import Writing
from myopress.source import NOWHERE
from myopress.walk import nodes, rewrite
from strategies import blocks

ROOT = Path(__file__).parent.parent
NOTHING = Document(Metadata("Ebb"), ())


def joined(inlines: Iterable[Any]) -> tuple[Any, ...]:
    """Texts side by side as one, and none that is empty."""
    made: list[Any] = []
    for node in inlines:
        if isinstance(node, Text) and made and isinstance(made[-1], Text):
            made[-1] = Text(made[-1].text + node.text)
        elif not (isinstance(node, Text) and not node.text):
            made.append(node)
    return tuple(made)


def even(root: Any) -> Any:
    """A tree whose texts are joined and whose nodes come from nowhere."""

    def change(node: Node) -> Node:
        kept = {
            name: joined(value)
            for name in ("children", "caption", "title", "term", "name", "tagline", "remark")
            if isinstance(value := getattr(node, name, None), tuple)
        }
        return replace(node, span=NOWHERE, **kept)

    return rewrite(root, change)


def numbered(chapter: Chapter) -> Chapter:
    """A chapter with a note for each call, in the order of the calls, with numbers for labels."""
    notes = {note.label: note for note in chapter.notes}
    made: list[Note] = []

    def change(node: Node) -> Node:
        if not isinstance(node, NoteReference):
            return node
        place, label = len(made), f"inline {len(made) + 1}"
        made.append(Note(label, ()))
        made[place] = replace(rewrite(notes[node.label], change), label=label)
        return NoteReference(label)

    blocks = rewrite(replace(chapter, notes=()), change)
    return replace(blocks, notes=tuple(made), span=NOWHERE)


def there_and_back(book: Path | dict[str, str | bytes], folder: Path) -> tuple[Document, Document]:
    """A book's document, and what is read of its form for pandoc, with the book's files there."""
    document = myopress.read(book).document
    (folder / "book.json").write_bytes(pandoc.encode(document))
    return document, myopress.read(folder / "book.json", allow_paths=[ROOT]).document


def test_the_book_that_ships_comes_back(tmp_path: Path) -> None:
    (tmp_path / "figures").symlink_to(ROOT / "manuscript" / "figures")
    document, back = there_and_back(ROOT / "manuscript", tmp_path)
    assert back.metadata == document.metadata
    assert back.references == document.references
    for one, other in zip(document.chapters, back.chapters, strict=True):
        assert even(numbered(other)) == even(numbered(one))


def tame(node: Node) -> Node | tuple[Node, ...]:
    """A node of an invented document as one that a reader of Markdown could have made."""
    own = getattr(node, "attributes", PLAIN)
    if own != PLAIN:
        classes = tuple(f"c{len(name)}" for name in own.classes)
        own = Attributes("n" * len(own.id), classes, own.language.strip())
        node = replace(node, attributes=own)  # type: ignore[call-arg]
    match node:
        case CrossReference(children, _):
            return Link(children, "#there", attributes=own)
        case Link():
            return replace(node, target="https://example.org")
        case Image():
            return replace(node, resource="a.png", width="60%" if node.width else "")
        case NoteReference():
            return ()
        case Citation():
            return replace(node, items=tuple(map(tidy, node.items)) or (CitationItem("Lee"),))
        case IndexTerm():
            return replace(node, entry=("a", "b"))
        case GlossaryTerm():
            return replace(node, term="cell")
        case Heading():
            return replace(node, level=node.level % 6 + 1)
        case Paragraph():
            short_of = node.short_of if node.short else ""
            return replace(node, children=filled(node.children), short_of=short_of)
        case Claim():
            remark = (Text("eight"),) if node.remark else ()
            evidence, confidence = ("cell", "animal")[: len(node.evidence)], "low"
            words = filled(node.children)
            return replace(
                node, children=words, evidence=evidence, confidence=confidence, remark=remark
            )
        case CodeBlock():
            return replace(node, text=f"{node.text}\n")
        case MathBlock():
            return replace(node, tex="x")
        case BulletList(items) | OrderedList(items):
            return replace(node, tight=not is_loose(items))
        case TableCell():
            return replace(node, colspan=1, rowspan=1)
        case Figure(caption=caption):
            return replace(node, attributes=Attributes("fig"), caption=caption)
        case Box():
            return replace(node, kind="note" if node.kind == "verse" else node.kind)
        case Card():
            fields = tuple(
                CardField((Text(f"Term {number}"),), one.children)
                for number, one in enumerate(node.fields)
            )
            others = tuple(one for one in node.children if not isinstance(one, DefinitionList))
            return replace(
                node, fields=fields, evidence=("cell",), confidence="low", children=others,
                claims=("a",),
            )  # fmt: skip
        case Phrase() if not node.kind:
            return replace(node, kind="span")
        case _:
            return node


def tidy(item: CitationItem) -> CitationItem:
    item = replace(item, key=f"k{len(item.key)}", prefix="see" if item.prefix else "", span=NOWHERE)
    return replace(
        item, locator="p. 5" if item.suffix else "", suffix="p. 5" if item.suffix else ""
    )


def filled(children: Any) -> Any:
    kept = joined(children)
    return kept or (Text("x"),)


def is_loose(items: tuple[ListItem, ...]) -> bool:
    """Whether a paragraph of the list shows that it is loose: pandoc's lists do not say it."""
    return any(
        (isinstance(one, Paragraph) and not (one.attributes != PLAIN or one.short) and not lone(one))
        or (isinstance(one, MathBlock))
        for item in items
        for one in item.children
    )  # fmt: skip


def lone(paragraph: Paragraph) -> bool:
    match joined(paragraph.children):
        case (Image(),):
            return True
        case _:
            return False


def modes(node: Node) -> Node:
    """A citation in the text whose author is not told cannot be said in pandoc."""
    if isinstance(node, Citation) and node.items[0].author_suppressed:
        return replace(node, mode="parenthetical")
    return node


def read_back(blocks: Blocks, notes: tuple[Note, ...] = ()) -> Chapter:
    """Blocks written and read, with the notes that were read among them."""
    chapter = Chapter("", (), blocks, notes)
    writing = Writing.of(chapter, 0, index(NOTHING, lambda _: None), ())
    tree = json.loads(json.dumps(write_blocks(blocks, writing)))
    keys = frozenset(item.key for item in nodes(chapter, CitationItem))
    reading = Foreign("a.json", lambda _: None, ours=True, known=keys)
    return Chapter("", (), read_blocks(tree, reading), tuple(reading.made))


@given(blocks())
def test_invented_blocks_come_back(invented: Blocks) -> None:
    chapter = rewrite(Chapter("", (), invented), tame)
    assert even(read_back(chapter.blocks)) == even(rewrite(chapter, modes))


def changed(node: Node) -> Node:
    """What does not come back as it was: a reference to be resolved anew, verse's line ends."""
    match node:
        case CrossReference(children, target, own):
            return Link(children, f"#{target}", attributes=own)
        case Box(kind="verse"):
            return rewrite(node, lambda one: HardBreak() if isinstance(one, SoftBreak) else one)
        case Citation(items):
            parted = [(one, locator_of(one.suffix.removeprefix(", "))) for one in items]
            tidied = (
                replace(one, suffix=one.suffix.removeprefix(", "), locator=place)
                for one, place in parted
            )
            return replace(node, items=tuple(tidied))
        case _:
            return node


def test_every_node_comes_back() -> None:
    chapter = Chapter("", (), every_node.BLOCKS, every_node.NOTES)
    back = read_back(chapter.blocks, chapter.notes)
    assert {type(node) for node in nodes(back, Node)} >= {
        type(node) for node in nodes(chapter, Node) if not isinstance(node, CrossReference)
    }
    assert numbered(even(back)) == numbered(even(rewrite(chapter, changed)))


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZ"
    "FQAAAAABJRU5ErkJggg=="
)
BOOK: dict[str, str | bytes] = {
    "book.toml": """
title = "Tides & “waters”"
subtitle = "A test"
authors = ["Ann Lee", {name = "Bo Xu", role = "illustrator", sort-as = "Xu, Bo"}]
language = "fr"
publisher = "A Press"
date = 2026-02-15
description = "What it is."
subjects = ["sea", {scheme = "thema", code = "MFG", name = "Physiology"}]
series = "Small books"
edition = "2nd"
bibliography = "sources.json"
front = [{path = "preface.md", role = "preface"}]
[[parts]]
title = "Out"
chapters = ["ebb.md"]
""",
    "preface.md": "---\nlang: la\nunnumbered: true\nsubtitle: On *words*\n---\n# Praefatio\n\n« Aqua ».\n",
    "ebb.md": f"# Ebb\n\n## Low\n\n@Lee2007 [p. 5] says; see [](#low).[^1]\n\n![A dot]({PIXEL}) dot\n\n[^1]: Once.\n",
    "sources.json": json.dumps(
        [
            {
                "id": "Lee2007",
                "type": "book",
                "issued": {"date-parts": [[2007, 3]]},
                "title": "<i>Low</i>",
            }
        ]
    ),
}


def test_chapters_parts_and_metadata_come_back(tmp_path: Path) -> None:
    document, back = there_and_back(BOOK, tmp_path)
    assert [chapter.depth for chapter in document.chapters] == [0, 0, 1, 0]
    assert back == replace(document, chapters=back.chapters)
    for one, other in zip(document.chapters, back.chapters, strict=True):
        assert even(numbered(other)) == even(numbered(one))


def test_pandoc_finds_its_own_keys() -> None:
    tree = json.loads(pandoc.encode(myopress.read(BOOK).document))
    meta = {key: text_of(value) for key, value in tree["meta"].items()}
    assert meta["title"] == "Tides & “waters”"
    assert (meta["author"], meta["lang"], meta["date"]) == ("Ann Lee", "fr", "2026-02-15")
    heads = [block["c"][0] for block in tree["blocks"] if block["t"] == "Header"]
    assert heads == [1, 1, 2, 3, 1]
    cite = next(one for one in every(tree, "Cite"))
    assert text_of(cite["c"][1]).startswith("Low (2007")  # as in our outputs
    assert cite["c"][0][0]["citationMode"] == {"t": "AuthorInText"}


def every(tree: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict) and tree.get("t") == kind:
        yield tree
    for inner in (
        tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    ):
        yield from every(inner, kind)


def text_of(tree: Any) -> str:
    """Words, with a space between any two."""
    return " ".join(one["c"] for one in every(tree, "Str"))


def test_a_filter_may_change_the_title(tmp_path: Path) -> None:
    tree = json.loads(pandoc.encode(myopress.read(BOOK).document))
    tree["meta"]["title"] = {"t": "MetaInlines", "c": [{"t": "Str", "c": "Floods"}]}
    tree["meta"]["author"] = {"t": "MetaList", "c": [{"t": "MetaString", "c": "Cy Day"}]}
    (tmp_path / "book.json").write_text(json.dumps(tree), "utf-8")
    metadata = myopress.read(tmp_path / "book.json").document.metadata
    assert (metadata.title, metadata.series) == ("Floods", "Small books")
    assert [one.name for one in metadata.contributors] == ["Cy Day"]


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\nSea.\n", "utf-8")
    program = Path(sys.executable).parent / "myopress"
    command = f"{program} inspect one.md --to pandoc-json | {program} inspect - | {program} check -"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("", "")
