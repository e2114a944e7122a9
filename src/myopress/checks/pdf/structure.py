"""What elements may hold and must say: headings, lists, tables, figures, formulas, notes, links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import pikepdf
from pikepdf import Array, Name

from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.tree import Node, PageKey, Tree

Pages: TypeAlias = dict[PageKey, int]
_CELLS = frozenset({"TH", "TD"})
_INSIDE = {
    "TR": ("09-004", {"Table", "THead", "TBody", "TFoot"}),
    "TH": ("09-004", {"TR"}),
    "TD": ("09-004", {"TR"}),
    "THead": ("09-004", {"Table"}),
    "TBody": ("09-004", {"Table"}),
    "TFoot": ("09-004", {"Table"}),
    "LI": ("09-005", {"L"}),
    "LBody": ("09-005", {"LI"}),
    "TOCI": ("09-006", {"TOC"}),
}
"""In what an element may stand (ISO 32000-1, 14.8.4.3)."""
_HOLDS = {
    "Table": ("09-004", {"TR", "THead", "TBody", "TFoot", "Caption"}),
    "THead": ("09-004", {"TR"}),
    "TBody": ("09-004", {"TR"}),
    "TFoot": ("09-004", {"TR"}),
    "TR": ("09-004", {"TH", "TD"}),
    "L": ("09-005", {"L", "LI", "Caption"}),
    "LI": ("09-005", {"Lbl", "LBody"}),
    "TOC": ("09-006", {"TOC", "TOCI", "Caption"}),
}
"""What an element may hold, and no content of its own."""
_LIST_NUMBERING = frozenset(
    "/None /Disc /Circle /Square /Decimal /UpperRoman /LowerRoman /UpperAlpha /LowerAlpha".split()
)


def structure(pdf: pikepdf.Pdf, tree: Tree) -> Iterator[Fault]:
    """All conditions about elements."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    yield from tree.faults
    for node in tree.nodes():
        yield from _nesting(node, _page(node, pages))
        yield from _words(node, _page(node, pages))
        if node.role == "Table":
            yield from _table(node, _page(node, pages))
        if node.role == "L":
            yield from _list(node, _page(node, pages))
    yield from _headings(tree, pages)
    yield from _notes(tree, pages)
    yield from _links(pdf, tree)


def _page(node: Node, pages: Pages) -> int:
    """The page on which an element begins, 0 if it draws nothing."""
    return next((pages.get(key, 0) for one in node.lines() for key, _ in one.marks), 0)


def _nesting(node: Node, page: int) -> Iterator[Fault]:
    above = node.above.role if node.above else "the root"
    if node.role in _INSIDE:
        condition, allowed = _INSIDE[node.role]
        if above not in allowed:
            yield Fault(condition, f"{node.role} stands in {above}", page)
    if node.role in _HOLDS:
        condition, allowed = _HOLDS[node.role]
        for kid in node.kids:
            if kid.role not in allowed:
                yield Fault(condition, f"{node.role} holds {kid.role}", page)
        if node.marks:
            yield Fault(condition, f"{node.role} holds content of its own", page)
    once = Counter(kid.role for kid in node.kids)
    for role in ("THead", "TFoot", "Caption"):
        if once[role] > 1:
            yield Fault("09-004", f"{node.role} has {once[role]} {role}", page)


def _words(node: Node, page: int) -> Iterator[Fault]:
    """What must be said in words."""
    said = node.text("/Alt") or node.text("/ActualText")
    if node.role == "Figure" and not said:
        yield Fault("13-004", "a figure has no alternative", page)
    if node.role == "Figure" and node.attribute("/Layout", "/BBox") is None:
        yield Fault("13-000", "a figure does not say its place (BBox)", page)
    if node.role == "Formula" and not said:
        yield Fault("17-002", "a formula has no alternative", page)
    if "/Lang" in node.raw and not _is_language(node.text("/Lang")):
        yield Fault("11-001", f"“{node.text('/Lang')}” is no language", page)


def _is_language(tag: str) -> bool:
    """Whether a tag has the form of RFC 5646: letters and digits, parted by hyphens."""
    parts = tag.split("-")
    return parts[0].isalpha() and all(0 < len(part) <= 8 and part.isalnum() for part in parts)


def _list(node: Node, page: int) -> Iterator[Fault]:
    """PDF/UA-1, 7.6: a list with labels says what they are."""
    kind = str(node.attribute("/List", "/ListNumbering") or "")
    has_labels = any(kid.role == "Lbl" for item in node.kids for kid in item.kids)
    if has_labels and kind not in _LIST_NUMBERING:
        yield Fault("16-001", "a list with labels has no ListNumbering", page)


def _table(node: Node, page: int) -> Iterator[Fault]:
    """Heads have a scope or are named by their cells; rows are equally long."""
    cells = [one for one in node.lines() if one.role in _CELLS]
    heads = [cell for cell in cells if cell.role == "TH"]
    names = {cell.text("/ID") for cell in heads} - {""}
    for cell in cells:
        if cell.role == "TH" and not names and cell.attribute("/Table", "/Scope") is None:
            yield Fault("15-003", "a table head has no Scope", page)
        for name in cell.attribute("/Table", "/Headers") or Array():
            if str(name) not in names:
                yield Fault("15-003", f"a cell names a head that is none: {name}", page)
    widths = _row_widths(node)
    if len(set(widths)) > 1:
        yield Fault("09-004", f"rows of one table have {sorted(set(widths))} columns", page)


def _row_widths(table: Node) -> list[int]:
    """How many columns each row fills, with what reaches down into it from rows above."""
    widths = []
    for part in [table, *(kid for kid in table.kids if kid.role != "TR")]:
        reaching: Counter[int] = Counter()
        for number, row in enumerate(kid for kid in part.kids if kid.role == "TR"):
            width = reaching[number]
            for cell in row.kids:
                columns = int(cell.attribute("/Table", "/ColSpan") or 1)
                width += columns
                for below in range(1, int(cell.attribute("/Table", "/RowSpan") or 1)):
                    reaching[number + below] += columns
            widths.append(width)
    return widths


def _headings(tree: Tree, pages: Pages) -> Iterator[Fault]:
    before = 0
    kinds = set()
    for node in tree.nodes():
        if node.role[:1] != "H" or not node.role[1:].isdigit():
            kinds |= {"H"} & {node.role}
            continue
        kinds.add("Hn")
        level, page = int(node.role[1:]), _page(node, pages)
        if level > before + 1:
            condition = "14-003" if before else "14-002"
            yield Fault(condition, f"H{level} follows {f'H{before}' if before else 'none'}", page)
        if not node.has_content():
            yield Fault("14-000", f"H{level} is empty", page)
        before = level
    if len(kinds) > 1:
        yield Fault("14-007", "H and numbered headings are mixed")


def _notes(tree: Tree, pages: Pages) -> Iterator[Fault]:
    names: Counter[str] = Counter()
    for node in tree.nodes():
        if node.role != "Note":
            continue
        name, page = node.text("/ID"), _page(node, pages)
        names[name] += 1
        if not name:
            yield Fault("19-003", "a note has no ID", page)
        elif names[name] == 2:
            yield Fault("19-004", f"two notes have the ID {name}", page)


def _links(pdf: pikepdf.Pdf, tree: Tree) -> Iterator[Fault]:
    """Annotations against the elements that they belong to."""
    owners = {key: node for node in tree.nodes() for key in node.objects}
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots", Array())
        if len(annotations) and page.obj.get("/Tabs") != Name.S:
            yield Fault("28-009", "the tab order is not that of the structure", number)
        for annotation in annotations:
            kind, owner = annotation.get("/Subtype"), owners.get(annotation.objgen)
            is_link = kind == Name.Link
            if owner is None or owner.role != ("Link" if is_link else "Annot"):
                condition = "28-011" if is_link else "28-002"
                yield Fault(condition, "an annotation is in no element of its kind", number)
            if not str(annotation.get("/Contents", "")).strip():
                yield Fault("28-012" if is_link else "28-004", "a link is not described", number)
