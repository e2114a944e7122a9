"""`::: kind Title {#id}` and what stands in it, as nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias, cast, get_args

from myopress.diagnostics import Code, did_you_mean, error, warning
from myopress.document import (
    Block,
    Blocks,
    Box,
    BoxKind,
    DefinitionList,
    Division,
    Figure,
    Glossary,
    Inlines,
    Listing,
    Paragraph,
)
from myopress.html_input import keep_line_ends
from myopress.markdown import attributes
from myopress.markdown.attributes import Given
from myopress.markdown.cards import titled_card
from myopress.markdown.inlines import read_inlines
from myopress.markdown.reading import Reading
from myopress.source import Span

_ListingKind: TypeAlias = Literal["contents", "references", "index", "figures", "tables"]
_BOXES: tuple[str, ...] = get_args(BoxKind)
_LISTINGS: tuple[str, ...] = get_args(_ListingKind)
_KINDS = (*_BOXES, *_LISTINGS, "figure", "card", "glossary")


def container(info: str, children: Blocks, span: Span, reading: Reading, *, closed: bool) -> Blocks:
    """The node for a fenced block; blocks that it cannot hold stand before it, none is lost."""
    kind, title, given = _read_info(info)
    if given and given.id == "refs" and not (kind or title or children):
        return (Listing("references", span=span),)  # pandoc's place for the references
    if not closed:
        text = f"the block “::: {info}” is not closed"
        hint = "close it with a line of three colons"
        reading.report(error(Code.BLOCK_UNCLOSED, text, reading.span(span.line), hint))
    made = _blocks(kind, title, children, span, reading)
    if given:
        made = (*made[:-1], cast("Block", attributes.apply(made[-1], given, reading, span)))
    return made


def _read_info(info: str) -> tuple[str, str, Given | None]:
    """Kind, title and attributes; a kind written as a class (`{.tip}`) is taken from these."""
    title, given = attributes.split_trailing(info)
    if given and not title:
        kind = next((name for name in given.classes if name in _KINDS), "")
        rest = tuple(name for name in given.classes if name != kind)
        left = replace(given, classes=rest)
        return kind, "", left if left.id or rest or left.pairs else None
    kind, _, title = title.partition(" ")
    return kind.lower() if kind.lower() in _KINDS else kind, title.strip(), given


def _blocks(kind: str, title: str, children: Blocks, span: Span, reading: Reading) -> Blocks:
    match kind:
        case "card":
            return (titled_card(title, children, span, reading),)
        case "figure":
            return (_figure(_words(title, span, reading), children, span),)
        case "glossary":
            return (*_titled(title, span, reading), *_glossary(children, span))
        case _ if kind in _LISTINGS:
            listing = Listing(cast("_ListingKind", kind), span=span)
            return (*_titled(title, span, reading), *children, listing)
        case "verse":
            title_words = _words(title, span, reading)
            return (Box("verse", keep_line_ends(children), title_words, span=span),)
        case _ if kind in _BOXES:
            return (Box(cast("BoxKind", kind), children, _words(title, span, reading), span=span),)
        case "":
            return (Division(children, span=span),)
        case _:
            return _unknown(kind, title, children, span, reading)


def _unknown(kind: str, title: str, children: Blocks, span: Span, reading: Reading) -> Blocks:
    text = f"there is no block “{kind}”"
    hints = did_you_mean(kind, _KINDS), "its content is kept"
    reading.report(warning(Code.BLOCK_UNKNOWN, text, reading.span(span.line), *hints))
    name = "".join(sign for sign in kind if sign.isalnum() or sign in "-_")
    division = Division((*_titled(title, span, reading), *children), span=span)
    if not name:
        return (division,)
    return (replace(division, attributes=replace(division.attributes, classes=(name,))),)


def _words(title: str, span: Span, reading: Reading) -> Inlines:
    return read_inlines(title, span.line, reading)


def _titled(title: str, span: Span, reading: Reading) -> Blocks:
    """A title as a paragraph, where the node has no place for one."""
    words = _words(title, span, reading)
    return (Paragraph(words, span=reading.span(span.line)),) if words else ()


def _figure(title: Inlines, children: Blocks, span: Span) -> Figure:
    """The last paragraph of several blocks is the caption, unless the fence has a title."""
    inner: list[Block] = []
    for block in children:
        # A picture alone in its paragraph is a figure, but not within this one.
        nested = isinstance(block, Figure) and not block.attributes.id
        inner += block.children if isinstance(block, Figure) and nested else (block,)
        if isinstance(block, Figure) and nested and block.caption:
            inner.append(Paragraph(block.caption, span=block.span))
    match inner:
        case [_, *_, Paragraph(children=words)] if not title:
            return Figure(tuple(inner[:-1]), words, span=span)
        case _:
            return Figure(tuple(inner), title, span=span)


def _glossary(children: Blocks, span: Span) -> Blocks:
    lists = [block for block in children if isinstance(block, DefinitionList)]
    others = [block for block in children if not isinstance(block, DefinitionList)]
    items = tuple(item for block in lists for item in block.items)
    return (*others, Glossary(items, span=span))
