"""What holds for every text that the reader is given."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from myopress.diagnostics import Diagnostic
from myopress.document import Chapter, CodeBlock, Node
from myopress.markdown import Draft, read_chapter
from myopress.source import Source
from myopress.walk import nodes, plain_text

FRAGMENTS = (
    "a word", "*", "**", "_", "`", "``", "```\n", "~", "~~", "^", "$", "$$", "[", "]", "(", ")", "![",
    "](b.md)", "{#a .b}", "{.k}", "{x=1}", "{{ x }}", "{% y %}", "[^n]", "[^n]: ", "^[", "@key",
    "[@key, p. 5]", "[-@a; @b]", "<b>", "</b>", "<div>", "</div>", "<br>", "<!-- ", " -->", "<script>",
    "</script>", "<table>", "<td>", "<li>", "<pre>", "<summary>", "<img src=x>", "<a href='y'>",
    "https://a.org", "www.b.org", "&amp;", "&#0;", "\\", "  \n", "\n", "\n\n", "    ", "\t", "> ", "- ", "1. ",
    "# ", "## h", "---\n", "===\n", ": ", "::: tip\n", ":::\n", ":::: card A: b\n", "::: verse\n", "| a |\n",
    "|---|\n", "Table: c", "[ref]: x\n", "[ref]", "> [!NOTE]\n", "- [x] ", "\x0b", "\ufffe", "é", "𝔘",
    "title: x\n", "::: glossary\n", "::: figure\n", "Evidence\n: animal\n", "javascript:x",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join) | st.text(max_size=80)


def read(text: str, path: str = "a.md") -> tuple[Draft, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_chapter(Source(path, text), found.append), found


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
@example("---\na: &a [*a]\n---\n")
@example("| a |\n|---|\n\n    - <td>")
def test_spans_lie_in_the_source(text: str) -> None:
    draft, found = read(text)
    last = text.count("\n") + 1
    spans = [node.span for node in nodes(draft.chapter, Node)] + [one.span for one in found]
    for span in spans:
        if span.path:
            assert span.path == "a.md"
            assert 1 <= span.line <= span.end_line <= last


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_path_is_only_in_spans(text: str) -> None:
    first, second = read(text)[0], read(text, "b/c.md")[0]
    assert first.chapter == second.chapter
    assert replace(first.front_matter, spans=()) == replace(second.front_matter, spans=())


@settings(max_examples=500, deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{3,8}[.,]?", fullmatch=True), min_size=1).map(" ".join), TEXTS)
def test_plain_words_are_kept(words: str, after: str) -> None:
    draft, _ = read(f"{words}\n\n{after}")
    assert _words(words)[:-1] == _words(plain_text(draft.chapter.blocks))[: len(_words(words)) - 1]


TAGS = (
    "a b blockquote caption center code dd del details div dl dt em figcaption figure h2 kbd li ol p "
    "pre section span summary sup table tbody td th thead tr ul x-y"
).split()
MARKUP = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        "<br>",
        "<hr/>",
        "<!-- c -->",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "*",
        "**",
        "| ",
        "\n|-|\n",
        "::: tip\n",
        ":::\n",
        "\n: ",
        "[",
        "]{.k}",
    ]
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(MARKUP, max_size=30))
def test_no_word_between_tags_is_lost(markup: list[str]) -> None:
    text = "".join(f"{piece}w{number}w" for number, piece in enumerate(markup))
    draft, _ = read(text)
    found = plain_text((*draft.chapter.blocks, *draft.chapter.notes))
    assert [n for n in range(len(markup)) if f"w{n}w" not in found] == []


def _words(text: str) -> list[str]:
    return text.split()


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_a_chapter_can_be_compared_hashed_and_shown(text: str) -> None:
    chapter: Chapter = read(text)[0].chapter
    assert hash(chapter) == hash(replace(chapter))
    assert repr(chapter)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_characters="\r\0"), max_size=60))
def test_code_is_kept_letter_by_letter(code: str) -> None:
    fence = "`" * 61
    draft, _ = read(f"{fence}\n{code}\n{fence}\n")
    block = draft.chapter.blocks[0]
    assert isinstance(block, CodeBlock)
    for written, kept in zip(f"{code}\n", block.text, strict=True):
        assert kept in {written, "\ufffd"}


N = 5000
HARD = {
    "quotations": ">" * N,
    "lists": "- " * N + "a",
    "deeper lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "brackets": "[" * N + "a" + "]" * N,
    "pictures": "![" * N + "x" + "](y)" * N,
    "links": "[a](" * N,
    "emphases": "*a **a " * N + "b** b*" * N,
    "strong": "**x " * N + "y" + "**" * N,
    "notes": "^[" * N + "a" + "]" * N,
    "raised": "^a" * N,
    "money": "$a " * N,
    "citations": "[@a; " * N,
    "spans": "[" * N + "a" + "]{.b}" * N,
    "elements": "<div>" * N + "a",
    "elements in a line": "x" + "<b>" * N + "a" + "</b>" * N,
    "elements in paragraphs": "<div>\n\n" * 1000 + "a" + "\n\n</div>" * 1000,
    "cells": "<table><tr><td>" * 1000,
    "comments": "<!-- " * N,
    "fenced blocks": "::: note\n" * 1000 + "a\n" + ":::\n" * 1000,
    "fences": ":::\n" * N,
    "braces": "{{" * N + "{%" * N + "{#a " * N,
    "attributes": "{.a}\n" * N,
    "quotes in attributes": "# a {" + '""' * N + "x }",
    "definitions": "a\n: b\n" * N,
    "rows": "|a|b|\n|-|-|\n" + "|a|b|\n" * N,
    "addresses": "https://a.b/" + ")" * N,
    "lines": "a\n" * N,
    "YAML": "---\na: " + "[" * N + "\n---\n",
}


@pytest.mark.parametrize("name", HARD)
def test_hard_texts_are_read_in_reasonable_time(name: str) -> None:
    begun = time.process_time()
    draft, _ = read(HARD[name])
    assert time.process_time() - begun < 5
    assert hash(draft.chapter) == hash(replace(draft.chapter))
    if "a" in HARD[name] and name not in {"YAML", "comments", "attributes", "braces"}:
        assert plain_text(draft.chapter) != ""
