"""The document: walking it, and its JSON form."""

import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given

from myopress import document_json
from myopress.diagnostics import InputError
from myopress.document import (
    CodeBlock,
    Document,
    Emphasis,
    Image,
    Link,
    Metadata,
    Node,
    NoteReference,
    Paragraph,
    SoftBreak,
    Text,
)
from myopress.source import Span
from myopress.walk import children, dump, nodes, plain_text, rewrite
from strategies import chapters, documents

PARAGRAPH = Paragraph((Text("One"), SoftBreak(), Emphasis((Text("two"), Text("three")))))


@given(documents())
def test_json_round_trip(document: Document) -> None:
    decoded = document_json.decode(document_json.encode(document), "x.json")
    assert decoded == document
    assert [n.span for n in nodes(decoded, Node)] == [n.span for n in nodes(document, Node)]


@given(documents())
def test_json_follows_its_schema(document: Document) -> None:
    VALIDATOR.validate(json.loads(document_json.encode(document)))


def test_the_shipped_schema_is_that_of_the_types() -> None:
    shipped = files("myopress").joinpath("document.schema.json").read_text("utf-8")
    assert json.loads(shipped) == document_json.schema()
    jsonschema.Draft202012Validator.check_schema(document_json.schema())


VALIDATOR = jsonschema.Draft202012Validator(document_json.schema())


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ({"metadata": {"type": "Metadata"}}, r"\$\.metadata: .*title"),
        ({"chapters": 3}, r"\$\.chapters: has to be a list"),
        ({"chapters": [{"type": "Text", "text": ""}]}, r"\$\.chapters\[0\]: .*Chapter"),
        ({"surprise": 1}, "unknown key .*surprise"),
        ({"metadata": {"type": "Metadata", "title": "\x0b"}}, r"\$\.metadata\.title: .*control"),
        ({"myopress": 99}, "version"),
        (
            {"resources": [{"type": "Resource", "path": "", "media_type": "", "data": "!"}]},
            "base64",
        ),
    ],
)
def test_a_damaged_document_is_refused_at_its_place(damage: dict[str, object], place: str) -> None:
    tree = json.loads(document_json.encode(Document(Metadata("T"), ())))
    with pytest.raises(InputError, match=place):
        document_json.decode(json.dumps({**tree, **damage}).encode(), "x.json")


@pytest.mark.parametrize("data", [b"", b"\xff", b"[1", b"[" * 100_000, b"null"])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^x\.json: "):
        document_json.decode(data, "x.json")


@given(documents())
def test_rewriting_by_identity_gives_the_same_object(document: Document) -> None:
    assert rewrite(document, lambda node: node) is document


@given(chapters())
def test_a_query_finds_what_the_children_hold(chapter: Node) -> None:
    def below(node: Node) -> list[Node]:
        return [node, *(found for child in children(node) for found in below(child))]

    assert list(nodes(chapter, Node)) == below(chapter)


def test_rewriting_replaces_splices_and_removes() -> None:
    def change(node: Node) -> Node | tuple[Node, ...]:
        match node:
            case Text("One"):
                return Text("1")
            case Text("three"):
                return ()
            case Emphasis(inner):
                return inner
            case _:
                return node

    assert rewrite(PARAGRAPH, change) == Paragraph((Text("1"), SoftBreak(), Text("two")))


def test_rewriting_shares_what_stays() -> None:
    quiet = Paragraph((Text("same"),))
    both = Link((Emphasis((Text("a"),)), Image("alt", "x.png")), "u")
    changed = rewrite(both, lambda node: Text("b") if node == Text("a") else node)
    assert changed.children[1] is both.children[1]
    assert rewrite(quiet, lambda node: node) is quiet


def test_plain_text_says_what_a_reader_would() -> None:
    words = (PARAGRAPH, Paragraph((Image("a leg", "leg.png"), NoteReference("a"))))
    assert plain_text(words) == "\nOne twothree\na leg"
    assert plain_text((CodeBlock("x = 1\n"),)) == "\nx = 1\n"


def test_the_dump_shows_lines_and_what_is_not_default() -> None:
    image = Image("a leg", "leg.png", decorative=True, span=Span("a.md", 3, 3))
    assert dump(Paragraph((image,), span=Span("a.md", 3, 4))) == (
        "Paragraph @3-4\n  Image @3-3 alt='a leg' resource='leg.png' decorative=True\n"
    )
