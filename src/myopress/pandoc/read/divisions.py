"""Divs: what their classes, or the attribute `node`, say that they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, TypeAlias, cast, get_args

from myopress import html_input
from myopress.document import (
    PLAIN,
    Block,
    Blocks,
    Box,
    BoxKind,
    Claim,
    DefinitionList,
    Division,
    Glossary,
    Inlines,
    Listing,
    Paragraph,
    Text,
)
from myopress.markdown.attributes import Given
from myopress.markdown.cards import card
from myopress.markdown.evidence import confidence_word, evidence_words
from myopress.pandoc.read import blocks, inlines
from myopress.pandoc.read.shape import Foreign, plain

_ListingKind: TypeAlias = Literal["contents", "references", "index", "figures", "tables"]
_LISTINGS: tuple[str, ...] = get_args(_ListingKind)
_BOXES: tuple[str, ...] = get_args(BoxKind)
_ALIASES: dict[str, BoxKind] = {
    "attention": "warning", "danger": "caution", "error": "warning", "hint": "tip",
    "seealso": "note", "admonition": "note", "callout-note": "note", "callout-tip": "tip",
    "callout-important": "important", "callout-warning": "warning", "callout-caution": "caution",
}  # fmt: skip
"""What reStructuredText and Quarto call our boxes."""
_OWN = ("short", "of", "evidence", "confidence", "remark", "claims", "title", "wrapper")


def division(attr: object, content: list[Any], reading: Foreign) -> Blocks:
    """The node that a Div is; a Division if nothing says more."""
    given = reading.given(attr, "Div", *_OWN)
    if given.value("wrapper") and plain(given) == PLAIN:
        return blocks.read_blocks(content, reading)  # it only tells a place
    if kind := given.value("node") or given.value("wrapper"):
        return _as(kind, given, content, reading)
    if given.id == "refs" and (not content or reading.known):
        return (Listing("references", span=reading.place),)  # citeproc's list, which ours replaces
    for name in given.classes:
        match name:
            case "card":
                return _card(given, content, reading)
            case "glossary":
                return _glossary(content, reading)
            case _ if name in _LISTINGS and not content:
                return (Listing(cast("_ListingKind", name), span=reading.place),)
            case _ if name in _BOXES:
                return (_box(cast("BoxKind", name), name, given, content, reading),)
            case _ if name in _ALIASES:
                return (_box(_ALIASES[name], name, given, content, reading),)
            case _:
                pass
    inner = blocks.read_blocks(content, reading)
    return (Division(inner, plain(given), span=reading.place),)


def _as(kind: str, given: Given, content: list[Any], reading: Foreign) -> Blocks:
    """One of our blocks that has attributes, where pandoc's has none."""
    inner = blocks.read_blocks(content, reading)
    if kind == "division" or not inner:
        return (Division(inner, plain(given), span=reading.place),)
    first, *rest = inner
    match first:
        case Paragraph() if kind == "claim":
            return (_claim(first, given, reading), *rest)
        case Paragraph():
            short, short_of = given.value("short"), given.value("of")
            first = replace(first, attributes=plain(given), short=short, short_of=short_of)
        case _ if hasattr(first, "attributes"):
            first = cast("Block", replace(cast("Any", first), attributes=plain(given)))
        case _:
            return (Division(inner, plain(given), span=reading.place),)
    return (first, *rest)


def _claim(words: Paragraph, given: Given, reading: Foreign) -> Claim:
    # Evidence and confidence are in the words of `grades.py`; others are told of, and kept.
    span = reading.place
    evidence = evidence_words(given.value("evidence"), "evidence", span, reading)
    confidence = confidence_word(given.value("confidence"), "confidence", span, reading)
    remark = given.value("remark")
    said = (Text(remark, span=span),) if remark else ()
    return Claim(words.children, evidence, confidence, said, plain(given), span=span)


def _box(kind: BoxKind, name: str, given: Given, content: list[Any], reading: Foreign) -> Box:
    given, title, rest = _title(given, content, reading)
    if len(title) == 1 and getattr(title[0], "text", "").casefold() in {kind, name}:
        title = ()  # the box says itself what it is
    inner = blocks.read_blocks(rest, reading)
    if kind == "verse":
        inner = html_input.keep_line_ends(inner)
    return Box(kind, inner, title, plain(given, name), span=reading.place)


def _title(given: Given, content: list[Any], reading: Foreign) -> tuple[Given, Inlines, list[Any]]:
    """The title of a Div, and what stands below it: a Div `title`, a heading, or an attribute.

    Links to the heading then lead to the Div.
    """
    match content:
        case [{"t": "Div", "c": [[_, ["title"], _], list(title)]}, *rest]:
            return given, blocks.words_of(title, reading), rest
        case [{"t": "Header", "c": [_, attr, list(title)]}, *rest]:
            name = given.id or reading.given(attr, "Header").id
            return replace(given, id=name), inlines.read_inlines(title, reading), rest
        case _:
            said = given.value("title")
            return given, (Text(said, span=reading.place),) if said else (), content


def _card(given: Given, content: list[Any], reading: Foreign) -> Blocks:
    """A card: title, tagline, and a definition list of fields."""
    given, name, rest = _title(given, content, reading)
    tagline: Inlines = ()
    match rest:
        case [{"t": "Div", "c": [[_, ["tagline"], _], list(inner)]}, *below]:
            tagline, rest = blocks.words_of(inner, reading), below
        case _:
            pass
    made = card(name, tagline, blocks.read_blocks(rest, reading), reading.place, reading)
    claims = tuple(given.value("claims").split())
    return (replace(made, attributes=plain(given, "card"), claims=claims),)


def _glossary(content: list[Any], reading: Foreign) -> Blocks:
    """The terms; what is no definition list stands before them."""
    inner = blocks.read_blocks(content, reading)
    lists = [block for block in inner if isinstance(block, DefinitionList)]
    others = [block for block in inner if not isinstance(block, DefinitionList)]
    terms = tuple(item for block in lists for item in block.items)
    return (*others, Glossary(terms, span=reading.place))
