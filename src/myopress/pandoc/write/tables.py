"""Our tables as pandoc's."""

from __future__ import annotations

from typing import Any

from myopress.document import Table, TableCell, TableRow
from myopress.pandoc.write import blocks, inlines
from myopress.pandoc.write.elements import Element, attributes, element, of
from myopress.pandoc.write.writing import Writing

_NONE = attributes()
_ALIGNS = {"": "AlignDefault", "left": "AlignLeft", "center": "AlignCenter", "right": "AlignRight"}


def table(node: Table, writing: Writing) -> Element:
    """A table of one body; each cell tells its own alignment."""
    caption = inlines.write_inlines(node.caption, writing)
    shown = [element("Plain", caption)] if caption else []
    column = [element("AlignDefault"), element("ColWidthDefault")]
    heads = 1 if node.body and all(_is_headed(row) for row in node.body) else 0
    body = [_NONE, heads, [], _rows(node.body, heads, "", writing)]
    head = [_NONE, _rows(node.head, 0, "col", writing)]
    columns = [column] * _width((*node.head, *node.body))
    return element(
        "Table", [of(node.attributes), [None, shown], columns, head, [body], [_NONE, []]]
    )


def _is_headed(row: TableRow) -> bool:
    return bool(row.cells) and row.cells[0].scope == "row"


def _width(rows: tuple[TableRow, ...]) -> int:
    """The columns that the rows need, with cells that reach into rows below."""
    most = 0
    reaching: list[tuple[int, int]] = []  # rows below that a cell still covers, and its columns
    for row in rows:
        wide = sum(cell.colspan for cell in row.cells) + sum(columns for _, columns in reaching)
        most = max(most, wide)
        reaching += [(cell.rowspan, cell.colspan) for cell in row.cells]
        reaching = [(below - 1, columns) for below, columns in reaching if below > 1]
    return most


def _rows(rows: tuple[TableRow, ...], heads: int, scope: str, writing: Writing) -> list[list[Any]]:
    made = []
    for row in rows:
        cells, column = [], 0
        for cell in row.cells:
            usual = "row" if column < heads and not scope else scope
            cells.append(_cell(cell, usual, writing))
            column += cell.colspan
        made.append([_NONE, cells])
    return made


def _cell(cell: TableCell, usual: str, writing: Writing) -> list[Any]:
    """A cell, whose scope is told if it is not what its place says."""
    scope = [] if cell.scope == usual else [["scope", cell.scope]]
    inner = blocks.write_blocks(cell.children, writing, tight=len(cell.children) == 1)
    align = element(_ALIGNS[cell.align])
    return [["", [], scope], align, cell.rowspan, cell.colspan, inner]
