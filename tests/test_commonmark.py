"""Every example of CommonMark 0.31.2 is read as the spec says.

The examples come from the npm package `commonmark-spec`, which the set-up of the tests brings.
Both sides are normalised: elements that are not safe are opened on both, since the reader takes
them out and says so, and text that stands bare in a block is put into a paragraph on both, since
the document has no other place for it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from lxml import etree

import plain_html
from myopress.backends.html import Medium, chapter_body, linked_call
from myopress.backends.mathml import mathml
from myopress.diagnostics import Diagnostic
from myopress.document import Metadata, Settings
from myopress.index import index
from myopress.markdown import read_chapter
from myopress.normalize import normalize
from myopress.source import Source

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("MYOPRESS_TEST_DATA", ROOT / "build" / "test-data"))
SPEC = DATA / "commonmark-spec" / "spec.txt"
EXCLUDED: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "commonmark" / "excluded.toml").read_text("utf-8")
)

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_SAFE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "strike",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_KEPT = frozenset(["alt", "class", "href", "id", "src", "start", "title"])
_BLOCKS = frozenset(
    [
        "blockquote",
        "dd",
        "div",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(["script", "style", "iframe"])
_INSTRUCTION = re.compile(r"<\?.*?\?>|<![A-Z][^>]*>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NOTHING_IF_EMPTY = frozenset(["a", "b", "em", "i", "p", "strong"])
_SYNONYMS = {"b": "strong", "i": "em"}


class Example(NamedTuple):
    number: int
    markdown: str
    html: str


def examples() -> list[Example]:
    """The spec's examples; none at all if the file is missing, which a test reports."""
    text = SPEC.read_text("utf-8").replace("→", "\t") if SPEC.exists() else ""
    return [
        Example(number, found[1], found[2])
        for number, found in enumerate(_EXAMPLE.finditer(text), start=1)
    ]


EXAMPLES = examples()
MEDIUM = Medium(lambda name: f"#{name}", lambda path: f"/{path}", linked_call, mathml)


def ignore(_: Diagnostic) -> None:
    pass


def read(text: str) -> tuple[str, list[Diagnostic]]:
    found: list[Diagnostic] = []
    draft = read_chapter(Source("spec.md", text), found.append)
    return plain_html.blocks(draft.chapter.blocks), found


def normalised(markup: str) -> str:
    """`markup` as one canonical string, by the rules in this file's docstring."""
    plain = _INSTRUCTION.sub("", markup)
    plain = _CDATA.sub(lambda found: escape(found[1]), plain)
    root = tinyhtml5.parse(plain, namespace_html_elements=False)
    body = root.find("body")
    assert body is not None
    return _inside(body, _spaced, bare=True)


def _inside(element: Element, space: Callable[[str | None], str], *, bare: bool) -> str:
    """What stands in `element`; `bare` says that text in it wants a paragraph around it."""
    pieces: list[str] = []
    run = space(element.text)
    for child in element:
        name = _SYNONYMS.get(child.tag, child.tag) if isinstance(child.tag, str) else ""
        if name in _BLOCKS:
            if made := _written(name, child, space):
                pieces += [_paragraph(run, bare=bare), made]
                run = ""
        elif name in _SAFE and not (name in {"a", "span"} and not child.attrib.keys() & _KEPT):
            run += _written(name, child, space)
        elif name and name not in _DROPPED:
            run += _inside(child, space, bare=False)
        run += space(child.tail)
    return "".join([*pieces, _paragraph(run, bare=bare)])


def _written(name: str, element: Element, space: Callable[[str | None], str]) -> str:
    inner = _inside(
        element,
        _verbatim if name == "pre" else space,
        bare=name in {"div", "td", "th", "blockquote"},
    )
    if name == "p":
        inner = re.sub(" +", " ", inner)
    if name == "tbody" or (not inner and name in _NOTHING_IF_EMPTY):
        return inner
    attributes = {key: _spaced(element.get(key)) for key in _KEPT & element.attrib.keys()}
    if name == "img":
        attributes.setdefault("alt", "")
    shown = "".join(f" {key}={value!r}" for key, value in sorted(attributes.items()))
    return f"<{name}{shown}>{inner}</{name}>"


def _verbatim(text: str | None) -> str:
    return text or ""


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text or "")


def _paragraph(run: str, *, bare: bool) -> str:
    words = run.replace("<br></br> ", "<br></br>").strip(" ")
    return f"<p>{words}</p>" if bare and words else words


def test_the_examples_are_there() -> None:
    assert len(EXAMPLES) == 652, f"run the set-up of the tests: {SPEC} is missing or not 0.31.2"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.number))
def test_example(example: Example) -> None:
    if str(example.number) in EXCLUDED:
        assert normalised(read(example.markdown)[0]) != normalised(example.html), "no exclusion"
        return
    assert normalised(read(example.markdown)[0]) == normalised(example.html)


@pytest.mark.parametrize("part", range(8))
def test_prefixes_and_suffixes_give_well_formed_markup(part: int) -> None:
    """Some 28,000 texts that end or begin in the middle of something, each a chapter."""
    for example in EXAMPLES[part::8]:
        text = example.markdown
        cuts = {text[:cut] for cut in range(len(text))} | {text[cut:] for cut in range(len(text))}
        drafts = [read_chapter(Source("spec.md", cut), ignore) for cut in sorted(cuts)]
        document = normalize(drafts, Metadata("Spec"), Settings(), (), ignore)
        found = index(document, ignore)
        for position in range(len(document.chapters)):
            section = chapter_body(document, position, found, MEDIUM, ignore)
            etree.fromstring(etree.tostring(section, encoding="utf-8"))
