"""What a Markdown container becomes when it ends, by the type of its opening token."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeAlias, cast

from markdown_it.token import Token

from myopress.document import (
    Align,
    BlockQuote,
    Blocks,
    Box,
    BoxKind,
    BulletList,
    DefinitionItem,
    DefinitionList,
    Inlines,
    ListItem,
    Note,
    OrderedList,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from myopress.html_input import Content, Part, flow
from myopress.markdown.containers import container
from myopress.markdown.inlines import read_inlines
from myopress.markdown.tree import Open, Tree
from myopress.source import Span

_PIPE = re.compile(r"(?<!\\)\|")


def closed(opened: Open, span: Span, tree: Tree) -> list[Content]:
    """The nodes for a container of Markdown that has ended; `tree` is what is around it."""
    return _CLOSERS[cast("Token", opened.token).type](opened, span, tree)


def _quotation(opened: Open, span: Span, _: Tree) -> list[Content]:
    children = flow(opened.children)
    if opened.alert:
        kind, title = opened.alert
        return [Box(cast("BoxKind", kind), children, title, span=span)]
    return [BlockQuote(children, span=span)]


def _bullets(opened: Open, span: Span, _: Tree) -> list[Content]:
    return [BulletList(tuple(opened.children), not opened.loose, span=span)]


def _numbers(opened: Open, span: Span, _: Tree) -> list[Content]:
    start = int(cast("Token", opened.token).attrs.get("start", 1))
    return [OrderedList(tuple(opened.children), start, not opened.loose, span=span)]


def _item(opened: Open, span: Span, tree: Tree) -> list[Content]:
    tree.top.loose |= opened.loose
    return [ListItem(flow(opened.children), opened.checked, span=span)]


def _definitions(opened: Open, span: Span, tree: Tree) -> list[Content]:
    items: list[DefinitionItem] = []
    for part in opened.children:
        if part.name == "dt":
            items.append(DefinitionItem(part.children, (), span=part.span))
            continue
        item = items.pop()
        whole = tree.reading.span(item.span.line, part.span.end_line)
        meanings = (*item.definitions, part.children)
        items.append(DefinitionItem(item.term, meanings, span=whole))
    return [DefinitionList(tuple(items), span=span)]


def _term(opened: Open, span: Span, _: Tree) -> list[Content]:
    return [Part("dt", tuple(opened.children), span=span)]


def _definition(opened: Open, span: Span, _: Tree) -> list[Content]:
    return [Part("dd", flow(opened.children), span=span)]


def _table(opened: Open, span: Span, tree: Tree) -> list[Content]:
    head, body = (
        tuple(row for part in opened.children if part.name == name for row in part.children)
        for name in ("thead", "tbody")
    )
    words, given = tree.top.caption or ((), None)
    tree.top.caption = None
    table = Table(head, body, words, span=span)
    return [tree.with_attributes(table, given) if given else table]


def _rows(opened: Open, span: Span, _: Tree) -> list[Content]:
    return [Part(cast("Token", opened.token).tag, tuple(opened.children), span=span)]


def _row(opened: Open, span: Span, tree: Tree) -> list[Content]:
    """A row; cells that the head has no column for, which GFM lets go, are kept."""
    cells: list[TableCell] = opened.children
    for surplus in _cells(tree.reading.lines[span.line - 1])[len(cells) :]:
        words = read_inlines(surplus, span.line, tree.reading)
        cells.append(TableCell(_paragraph(words, span), span=span))
    return [TableRow(tuple(cells), span=span)]


def _cells(line: str) -> list[str]:
    """The cells of a table's line, as GFM parts them."""
    parts = _PIPE.split(line.strip(" \t>"))
    if not parts[0]:
        parts.pop(0)
    if parts and not parts[-1]:
        parts.pop()
    return [part.strip().replace("\\|", "|") for part in parts]


def _cell(opened: Open, _: Span, tree: Tree) -> list[Content]:
    token = cast("Token", opened.token)
    span = tree.reading.span(tree.top.line)
    align = cast("Align", str(token.attrs.get("style", "")).removeprefix("text-align:"))
    scope: Literal["", "col"] = "col" if token.tag == "th" else ""
    children = _paragraph(tuple(opened.children), span)
    if opened.given and children:
        children = (tree.with_attributes(children[0], opened.given),)
    return [TableCell(children, align, scope, span=span)]


def _paragraph(words: Inlines, span: Span) -> Blocks:
    return (Paragraph(words, span=span),) if words else ()


def _note(opened: Open, span: Span, tree: Tree) -> list[Content]:
    label = cast("Token", opened.token).meta["label"]
    tree.reading.notes.append(Note(label, flow(opened.children), span=span))
    return []


def _fenced(opened: Open, span: Span, tree: Tree) -> list[Content]:
    token = cast("Token", opened.token)
    children = flow(opened.children)
    closed = token.meta["closed"]
    return list(container(token.info, children, span, tree.reading, closed=closed))


_Closer: TypeAlias = Callable[[Open, Span, Tree], list[Content]]
_CLOSERS: dict[str, _Closer] = {
    "blockquote_open": _quotation,
    "bullet_list_open": _bullets,
    "ordered_list_open": _numbers,
    "list_item_open": _item,
    "dl_open": _definitions,
    "dt_open": _term,
    "dd_open": _definition,
    "table_open": _table,
    "thead_open": _rows,
    "tbody_open": _rows,
    "tr_open": _row,
    "th_open": _cell,
    "td_open": _cell,
    "footnote_reference_open": _note,
    "fenced_block_open": _fenced,
}
