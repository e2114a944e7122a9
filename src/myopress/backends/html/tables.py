"""Tables."""

from __future__ import annotations

from lxml.etree import SubElement

from myopress.backends.html.element import Element, add, block_attributes, child, scrollable
from myopress.backends.html.inlines import inlines, run_in
from myopress.backends.html.medium import BlocksWriter, Writing
from myopress.document import Inlines, Table, TableCell, TableRow


def table(parent: Element, node: Table, writing: Writing, blocks: BlocksWriter) -> None:
    """A table in a box of its own, which may scroll where the page is narrow."""
    box = child(parent, "div", {"class": "table", **scrollable(writing)})
    attrs = block_attributes(node.attributes, node.span, writing)
    element = child(box, "table", attrs)
    if node.caption:
        caption(element, "caption", node.attributes.id, node.caption, writing)
    for tag, rows in (("thead", node.head), ("tbody", node.body)):
        if rows:
            group = SubElement(element, tag)
            for row in rows:
                _row(group, row, writing, blocks)


def caption(parent: Element, tag: str, node_id: str, words: Inlines, writing: Writing) -> None:
    """The label ("Table 3.1") and the words of a table's or a figure's caption."""
    element = SubElement(parent, tag)
    anchor = writing.index.anchors.get(node_id)
    if anchor and anchor.number:
        add(element, "span", {"class": "label"}, anchor.label).tail = " "
    inlines(element, words, writing)


def _row(parent: Element, row: TableRow, writing: Writing, blocks: BlocksWriter) -> None:
    tr = SubElement(parent, "tr")
    if writing.medium.source_lines and row.span.line:
        tr.set("data-l", str(row.span))
    for cell in row.cells:
        _cell(tr, cell, writing, blocks)


def _cell(parent: Element, cell: TableCell, writing: Writing, blocks: BlocksWriter) -> None:
    """A cell; an empty heading is a plain one."""
    attrs: dict[str, str] = {}
    if cell.align:
        attrs["class"] = f"align-{cell.align}"
    if cell.colspan > 1:
        attrs["colspan"] = str(cell.colspan)
    if cell.rowspan > 1:
        attrs["rowspan"] = str(cell.rowspan)
    heads = cell.scope and cell.children
    if heads:
        attrs["scope"] = cell.scope
    element = add(parent, "th" if heads else "td", attrs)
    run_in(element, cell.children, writing, blocks)
