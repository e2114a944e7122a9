"""The solved sheet and the bands of many gyms -> one PDF.

Each page of the bands gets the sheet's drawing under its own. All pages share that drawing and
its fonts; the tags of the sheet are made anew for each page, before those of the band.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

NAMED = frozenset({"Tf", "Do", "gs", "cs", "CS", "scn", "SCN", "sh"})
"""Operators that name a resource of the page (ISO 32000-1, annex A)."""
PREFIX = "/Band-"
"""Put before the names of the band's resources, which the sheet may have as well."""


def stamp(sheets: Sequence[bytes], bands: bytes) -> bytes:
    """A tagged PDF of all pages of `bands`, each upon its sheet; the same bytes for the same parts.

    `sheets` has a PDF of one page for each; those that are equal are written once.
    """
    with pikepdf.open(io.BytesIO(bands)) as book, ExitStack() as sources:
        tags = _Tags(book)
        drawn = {
            data: _Sheet(sources.enter_context(pikepdf.open(io.BytesIO(data))), book)
            for data in dict.fromkeys(sheets)
        }
        begin = book.make_stream(b"q\n")
        for data, page in zip(sheets, book.pages, strict=True):
            sheet = drawn[data]
            own = book.make_stream(_amended(page, sheet.marks))
            page.obj.Resources = _united(sheet.resources, page.obj.Resources)
            page.obj.Contents = Array([begin, sheet.drawing, own])
            tags.take(sheet, page.obj)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        book.save(out, deterministic_id=True, object_stream_mode=mode, min_version="1.7")
    return out.getvalue()


class _Sheet:
    """A solved sheet taken over: its drawing, its resources, its tags and how many marks it has."""

    def __init__(self, source: pikepdf.Pdf, book: pikepdf.Pdf) -> None:
        page, root = source.pages[0].obj, source.Root.StructTreeRoot
        self.resources = book.copy_foreign(source.make_indirect(page.Resources))
        self.drawing = book.copy_foreign(page.Contents)
        self.tags = root.K[0]
        self.marks = len(root.ParentTree.Nums[1])


def _amended(page: pikepdf.Page, marks: int) -> bytes:
    """The band's drawing with its own names of resources, its marks counted on from the sheet's."""
    made: list[Any] = [([], Operator("Q")), ([], Operator("q"))]
    for instruction in pikepdf.parse_content_stream(page):
        given: list[Any] = list(instruction.operands)
        operator = str(instruction.operator)
        if operator in NAMED:
            given = [_renamed(one) if isinstance(one, Name) else one for one in given]
        elif operator == "BDC" and "/MCID" in given[1]:
            given[1].MCID = int(given[1].MCID) + marks
        made.append((given, instruction.operator))
    return pikepdf.unparse_content_stream([*made, ([], Operator("Q"))])


def _renamed(name: Name) -> Name:
    """The name of a resource; those that PDF itself gives to colour spaces stay."""
    given = str(name)
    return name if given.startswith("/Device") else Name(PREFIX + given.removeprefix("/"))


def _united(sheet: Any, band: Any) -> Dictionary:  # noqa: ANN401
    united = Dictionary({kind: Dictionary(sheet[kind]) for kind in sheet if kind != "/ProcSet"})
    for kind in band:
        if kind != "/ProcSet":
            if kind not in united:
                united[kind] = Dictionary()
            for name, value in band[kind].items():
                united[kind][_renamed(Name(name))] = value
    return united


class _Tags:
    """The tags of the sheet, made anew for each page that takes them."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        tree = book.Root.StructTreeRoot
        self._document = tree.K[0]
        self._bands, self._taken = list(self._document.K), 0
        self._numbers = tree.ParentTree.Nums
        keys = range(0, len(self._numbers), 2)
        self._places = {int(self._numbers[i]): i + 1 for i in keys}

    def take(self, sheet: _Sheet, page: Any) -> None:  # noqa: ANN401
        """Give `page` the sheet's tags before its band's, both under an element of their own."""
        band = self._bands[self._taken]
        part = self._made(Name.Sect, self._document)
        owners: list[Any] = [None] * sheet.marks
        for struct in (band, *_below(band)):
            struct.K = _counted_on(struct.K, sheet.marks)
        part.K = Array([*(self._copied(kid, part, page, owners) for kid in sheet.tags.K), band])
        self._document.K[self._taken] = part
        self._taken += 1
        band.P = part
        place = self._places[int(page.StructParents)]
        known = [part if owner is None else owner for owner in owners]
        self._numbers[place] = Array([*known, *self._numbers[place]])

    def _made(self, role: Name, parent: Any) -> Any:  # noqa: ANN401
        return self._book.make_indirect(Dictionary(Type=Name.StructElem, S=role, P=parent))

    def _copied(self, struct: Any, parent: Any, page: Any, owners: list[Any]) -> Any:  # noqa: ANN401
        """The element and those below it; `owners` gets the element that each mark belongs to."""
        copy = self._made(struct.S, parent)
        for key in struct:
            if key not in {"/Type", "/S", "/P", "/K", "/Pg"}:
                copy[key] = self._plain(struct[key])
        copy.Pg = page
        kids = []
        for kid in _kids(struct):
            if isinstance(kid, int):
                owners[kid] = copy
                kids.append(kid)
            elif "/S" in kid:
                kids.append(self._copied(kid, copy, page, owners))
            elif "/MCID" in kid:
                owners[int(kid.MCID)] = copy
                kids.append(int(kid.MCID))
        copy.K = Array(kids)
        return copy

    def _plain(self, value: Any) -> Any:  # noqa: ANN401
        """A value in the book's file: what stands in another's cannot be put into this one."""
        if getattr(value, "is_indirect", False):
            return self._book.copy_foreign(value)
        if isinstance(value, Array | Dictionary):
            return pikepdf.Object.parse(value.unparse())
        return value


def _kids(struct: Any) -> list[Any]:  # noqa: ANN401
    kids = struct.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_struct(kid: Any) -> bool:  # noqa: ANN401
    return isinstance(kid, Dictionary) and "/S" in kid


def _below(struct: Any) -> Iterator[Any]:  # noqa: ANN401
    """All elements below one; those that have nothing in them are left out."""
    for kid in _kids(struct):
        if _is_struct(kid):
            yield from _below(kid)
            if "/K" in kid:
                yield kid


def _counted_on(kids: Any, marks: int) -> Any:  # noqa: ANN401
    """What stands in an element, its marks counted on."""
    if isinstance(kids, int):
        return kids + marks
    if isinstance(kids, Array):
        return Array([_counted_on(kid, marks) for kid in kids])
    if not _is_struct(kids) and "/MCID" in kids:
        kids.MCID = int(kids.MCID) + marks
    return kids
