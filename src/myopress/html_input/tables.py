"""`table`, `tr`, `td` and `th`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from myopress.document import Align, Table, TableCell, TableRow
from myopress.html_input.flow import Content, Part, flow, is_blank, phrasing, trimmed
from myopress.html_input.whole import Element


def table(whole: Element) -> list[Content]:
    """A table; rows without `thead` are its body."""
    caption = [child for part in whole.parts("caption") for child in part.children]
    head = _rows(child for part in whole.parts("thead") for child in part.children)
    body = _rows(
        inner
        for child in whole.others("caption", "thead")
        for inner in (child.children if isinstance(child, Part) else (child,))
    )
    words = trimmed(phrasing(caption))
    return [Table(head, body, words, whole.attributes, span=whole.span)]


def _rows(children: Iterable[Content]) -> tuple[TableRow, ...]:
    rows: list[TableRow] = []
    for child in children:
        if isinstance(child, TableRow):
            rows.append(child)
        elif not is_blank(child):
            cell = child if isinstance(child, TableCell) else TableCell(flow([child]))
            rows.append(TableRow((cell,), span=child.span))
    return tuple(rows)


def row(whole: Element) -> list[Content]:
    """A row; what is no cell gets one of its own."""
    cells = [
        child if isinstance(child, TableCell) else TableCell(flow([child]), span=child.span)
        for child in whole.children
        if not is_blank(child)
    ]
    return [TableRow(tuple(cells), span=whole.span)]


def cell(whole: Element) -> list[Content]:
    """A cell; a header cell is a column's unless its scope says otherwise."""
    align, scope = (whole.tag.attributes.get(key, "").lower() for key in ("align", "scope"))
    if whole.tag.name == "td":
        scope = ""
    elif scope not in {"col", "row"}:
        scope = "col"
    return [
        TableCell(
            flow(whole.children),
            cast("Align", align if align in {"left", "center", "right"} else ""),
            cast("Literal['', 'col', 'row']", scope),
            whole.number("colspan"),
            whole.number("rowspan"),
            span=whole.span,
        )
    ]
