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
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree, html

import plain_html
from myopress.diagnostics import Diagnostic
from myopress.markdown import read_chapter
from myopress.source import Source

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("MYOPRESS_TEST_DATA", ROOT / "build" / "test-data"))
SPEC = DATA / "commonmark-spec" / "spec.txt"
EXCLUDED: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "commonmark" / "excluded.toml").read_text("utf-8")
)

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_SAFE = frozenset(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong "
    "strike sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
_ATTRIBUTES = frozenset("alt class href id src start title".split())
_BLOCKS = frozenset(
    "blockquote dd div dl h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul body".split()
)
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


def read(text: str) -> tuple[str, list[Diagnostic]]:
    found: list[Diagnostic] = []
    draft = read_chapter(Source("spec.md", text), found.append)
    return plain_html.blocks(draft.chapter.blocks), found


def normalised(markup: str) -> str:
    """`markup` as one canonical string, by the rules in this file's docstring."""
    body = html.fragment_fromstring(markup, create_parent="body")
    etree.strip_elements(body, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(body, "script", "style", "iframe", with_tail=False)
    unknown = {str(element.tag) for element in body.iter() if element.tag not in _SAFE}
    etree.strip_tags(body, *(unknown - {"body"}))
    etree.strip_tags(body, "tbody")
    for element in body.iter():
        element.tag = _SYNONYMS.get(element.tag, element.tag)
        for key in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[key]
    return _written(body)


def _written(element: etree._Element) -> str:
    attributes = "".join(f" {key}={value!r}" for key, value in sorted(element.attrib.items()))
    inner = _inside(element)
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"


def _inside(element: etree._Element) -> str:
    pre = element.tag == "pre" or any(above.tag == "pre" for above in element.iterancestors())
    if pre:
        pieces = [element.text or ""]
        for child in element:
            pieces += [_written(child), child.tail or ""]
        return "".join(pieces)
    bare = element.tag in {"body", "div", "td", "th", "blockquote"}
    pieces, run = [], _spaced(element.text)
    for child in element:
        if child.tag in _BLOCKS:
            pieces += [_paragraph(run, bare=bare), _written(child)]
            run = ""
        else:
            run += _written(child)
        run += _spaced(child.tail)
    return "".join([*pieces, _paragraph(run, bare=bare)])


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


def test_prefixes_and_suffixes_are_read() -> None:
    for example in EXAMPLES:
        for cut in range(len(example.markdown)):
            read(example.markdown[:cut])
            read(example.markdown[cut:])
