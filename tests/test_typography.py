"""Typographic marks: which are set, in which language, and where nothing is touched."""

from __future__ import annotations

import pytest

from myopress.document import (
    Attributes,
    CodeSpan,
    Emphasis,
    HardBreak,
    Inlines,
    Link,
    Math,
    NoteReference,
    Phrase,
    Strong,
    Text,
)
from myopress.source import Span
from myopress.typography import typeset, typeset_text
from myopress.walk import plain_text


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ('"Hello," he said.', "“Hello,” he said."),
        ("\"It's 'fine'.\"", "“It’s ‘fine’.”"),
        ("\"'Yes,' she said,\" he said.", "“‘Yes,’ she said,” he said."),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("'Tis the '90s, and the dogs' bowl", "’Tis the ’90s, and the dogs’ bowl"),
        ("the 1960's and 'in 1960'", "the 1960’s and ‘in 1960’"),
        ("He is 6'2\" tall", "He is 6'2\" tall"),
        ('the "Apollo 11" crew', "the “Apollo 11” crew"),
        ("(\"x\") ['y']", "(“x”) [‘y’]"),
        ('"But—" he said', "“But—” he said"),
        ('word—"quote"', "word—“quote”"),
        ('semi-"quoted"', "semi-“quoted”"),
        ('"A first paragraph.', "“A first paragraph."),
        ("a -- b, 1914--18, no---yes", "a – b, 1914–18, no—yes"),
        ("use --flag or (--other)", "use --flag or (--other)"),
        ("-----", "-----"),
        ("wait... what....", "wait… what…."),
        ("go test ./...", "go test ./..."),
        ("......", "......"),
        ("“already” ‘set’ – so…", "“already” ‘set’ – so…"),
        ('it prints "Hello, ".', "it prints “Hello, ”."),
        ("", ""),
    ],
)
def test_english(written: str, set_: str) -> None:
    assert typeset_text(written, "en") == set_


@pytest.mark.parametrize(
    ("language", "set_"),
    [
        ("en", "“a ‘b’ c’s”"),
        ("en-GB", "“a ‘b’ c’s”"),
        ("de", "„a ‚b‘ c’s“"),
        ("de-CH", "«a ‹b› c’s»"),
        ("fr", "«\u202fa “b” c’s\u202f»"),
        ("es", "«a “b” c’s»"),
        ("it", "«a “b” c’s»"),
        ("pt-BR", "“a ‘b’ c’s”"),
        ("nl", "“a ‘b’ c’s”"),
        ("sv", "”a ’b’ c’s”"),
        ("fi", "”a ’b’ c’s”"),
        ("da", "»a ›b‹ c’s«"),
        ("nb", "«a ‘b’ c’s»"),
        ("no", "«a ‘b’ c’s»"),
        ("pl", "„a «b» c’s”"),
        ("cs", "„a ‚b‘ c’s“"),
        ("el", "«a “b” c’s»"),
        ("ru", "«a „b“ c’s»"),
        ("xx", "“a ‘b’ c’s”"),
        ("", "“a ‘b’ c’s”"),
    ],
)
def test_by_language(language: str, set_: str) -> None:
    assert typeset_text("\"a 'b' c's\"", language) == set_


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ((Text('"'), Emphasis((Text("word"),)), Text('"')), "“word”"),
        ((Emphasis((Text('"word"'),)), Text(" x")), "“word” x"),
        ((Text('say "'), CodeSpan('"x"'), Text("\" and 'y'")), 'say “"x"” and ‘y’'),
        ((CodeSpan("x"), Text("'s")), "x’s"),
        ((Text("end."), NoteReference("a"), Text('" She')), "end.” She"),
        ((Text('"a'), HardBreak(), Text('b"')), "“a b”"),
        ((Math("f'"), Text(" -- "), Math("g--h")), "f' – g--h"),
        ((Phrase((Text("it's --x--"),), "kbd"), Text("'s")), "it's --x--’s"),
        ((Strong((Text('"a'),)), Text('b"')), "“ab”"),
    ],
)
def test_across_nodes(run: Inlines, words: str) -> None:
    assert plain_text(typeset(run, "en")) == words


def test_a_phrase_in_another_language_has_its_quotes() -> None:
    phrase = Phrase((Text('la "chose"'),), attributes=Attributes(language="fr"))
    run = typeset((Text('the "word" '), phrase), "en")
    assert plain_text(run) == "the “word” la «\u202fchose\u202f»"


def test_an_address_stays_as_it_is() -> None:
    address = "https://example.org/a--b...c'd"
    bare, named = Link((Text(address),), address), Link((Text("don't -- go"),), address)
    first, second = typeset((bare, named), "en")
    assert first is bare
    assert second == Link((Text("don’t – go"),), address)


def test_what_stays_is_the_same_and_spans_are_kept() -> None:
    plain = (Text("plain"), Emphasis((Text("words"),)))
    assert typeset(plain, "en") is plain
    untouched = Emphasis((Text("words"),))
    made = typeset((untouched, Text("it's", span=Span("a.md", 3, 3))), "en")
    assert made[0] is untouched
    assert made[1].span == Span("a.md", 3, 3)
