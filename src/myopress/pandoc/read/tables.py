"""pandoc's tables, with spans (since 1.21) and without."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, get_args

from myopress.document import Align, Blocks, Table, TableCell, TableRow
from myopress.pandoc.read import blocks, inlines
from myopress.pandoc.read.shape import Foreign, items, misshapen, plain

_Scope: TypeAlias = Literal["", "col", "row"]
_ALIGNS: dict[str, Align] = {"AlignLeft": "left", "AlignCenter": "center", "AlignRight": "right"}
_SCOPES: dict[str, _Scope] = {scope: scope for scope in get_args(_Scope)}


def table(content: list[Any], reading: Foreign) -> Table:
    """A table; widths of columns are the press's affair."""
    match content:
        case [
            attr,
            [short, list(caption)],
            list(columns),
            [_, list(head)],
            list(bodies),
            [_, list(foot)],
        ]:
            aligns = [
                _align(column[0]) for column in columns if isinstance(column, list) and column
            ]
            rows = _Rows(reading, aligns)
            made = [row for body in bodies for row in rows.of_body(body)]
            made += rows.of(foot, 0, "")
            return Table(
                tuple(rows.of(head, 0, "col")),
                tuple(made),
                blocks.caption_of(short, caption, reading),
                plain(reading.given(attr, "Table")),
                span=reading.place,
            )
        case [list(caption), list(aligns), list(_), list(head), list(body)]:
            return _old(caption, [_align(one) for one in aligns], head, body, reading)
        case _:
            raise misshapen(content, "a table")


def _old(
    caption: list[Any], aligns: list[Align], head: list[Any], body: list[Any], reading: Foreign
) -> Table:
    """A table of the time before 1.21; its head may be cells without words."""
    rows = _Rows(reading, aligns)
    first = rows.plain_row(head, "col")
    return Table(
        (first,) if any(cell.children for cell in first.cells) else (),
        tuple(rows.plain_row(row, "") for row in body),
        inlines.read_inlines(caption, reading),
        span=reading.place,
    )


class _Rows:
    """The rows of one table, whose columns have these alignments."""

    def __init__(self, reading: Foreign, aligns: list[Align]) -> None:
        self.reading = reading
        self.aligns = aligns

    def of_body(self, body: object) -> list[TableRow]:
        """A body's rows, those of its own head first."""
        match body:
            case [_, int(row_heads), list(head), list(rows)]:
                return [*self.of(head, 0, "col"), *self.of(rows, row_heads, "")]
            case _:
                raise misshapen(body, "a body of a table")

    def of(self, rows: list[Any], row_heads: int, scope: _Scope) -> list[TableRow]:
        """Rows; cells in their first `row_heads` columns head them."""
        most = len(rows)
        made = []
        for row in rows:
            match row:
                case [_, list(cells)]:
                    made.append(self.row(cells, row_heads, scope, most))
                case _:
                    raise misshapen(row, "a row")
        return made

    def row(self, cells: list[Any], row_heads: int, scope: _Scope, most: int) -> TableRow:
        """A row of cells with spans, none wider or higher than the table."""
        made, column = [], 0
        for cell in cells:
            match cell:
                case [attr, {"t": str(align)}, int(high), int(wide), list(inner)]:
                    pass
                case _:
                    raise misshapen(cell, "a cell")
            wide = max(1, min(wide, len(self.aligns) - column))
            high = max(1, min(high, most))
            usual: _Scope = "row" if column < row_heads and not scope else scope
            own = self.reading.given(attr, "table’s cell", "scope")
            named = dict(own.pairs).get("scope", usual)
            children = self.children(inner)
            shown = _ALIGNS.get(align) or self.align(column)
            made.append(
                TableCell(
                    children, shown, _SCOPES.get(named, usual), wide, high, span=self.reading.place
                )
            )
            column += wide
        return TableRow(tuple(made), span=self.reading.place)

    def plain_row(self, cells: object, scope: _Scope) -> TableRow:
        """A row of cells that are nothing but blocks."""
        made = tuple(
            TableCell(self.children(cell), self.align(column), scope, span=self.reading.place)
            for column, cell in enumerate(items(cells, "a row"))
        )
        return TableRow(made, span=self.reading.place)

    def align(self, column: int) -> Align:
        """The alignment of a column."""
        return self.aligns[column] if column < len(self.aligns) else ""

    def children(self, tree: object) -> Blocks:
        """A cell's blocks."""
        return blocks.read_blocks(tree, self.reading)


def _align(value: object) -> Align:
    match value:
        case {"t": str(name)}:
            return _ALIGNS.get(name, "")
        case _:
            raise misshapen(value, "an alignment")
