"""What the pages draw, against the tag tree: all of it is tagged once or an artifact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.tree import Node, PageKey, Raw, Tree

_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"})
_COLOURS = {
    "g": "/DeviceGray", "G": "/DeviceGray", "rg": "/DeviceRGB", "RG": "/DeviceRGB",
    "k": "/DeviceCMYK", "K": "/DeviceCMYK",
}  # fmt: skip
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(slots=True)
class Drawn:
    """What was met on the pages: faults, marks, the codes shown in each font.

    `forms` counts how often each is drawn; `colours` are those of devices, with their first page.
    """

    faults: list[Fault] = field(default_factory=list)
    marks: set[tuple[PageKey, int]] = field(default_factory=set)
    fonts: dict[PageKey, tuple[Raw, set[bytes]]] = field(default_factory=dict)
    forms: dict[PageKey, int] = field(default_factory=dict)
    colours: dict[str, int] = field(default_factory=dict)


def read_pages(pdf: pikepdf.Pdf) -> Drawn:
    """Walk through the content of all pages."""
    drawn = Drawn()
    for number, page in enumerate(pdf.pages, start=1):
        resources = page.obj.get("/Resources", Dictionary())
        _Walk(drawn, number, page.obj.objgen, resources).through(page)
    return drawn


@dataclass(slots=True)
class _Walk:
    """A walk through one content stream; `around` are the marks that it is drawn within."""

    drawn: Drawn
    page: int
    key: PageKey
    resources: Raw
    around: tuple[str, ...] = ()
    depth: int = 0
    tagged: bool = False

    def through(self, stream: Any) -> None:  # noqa: ANN401
        """Read all instructions; marks are "artifact", "tag" or "" for one of neither kind."""
        marks: list[str] = list(self.around)
        font: Raw = None
        fonts: list[Raw] = []
        instructions: Iterable[Any] = pikepdf.parse_content_stream(stream)
        for operands, operator in instructions:
            match str(operator):
                case "BDC" | "BMC":
                    marks.append(self._mark(operands, marks))
                case "EMC":
                    if len(marks) <= len(self.around):
                        self._fault("01-005", "marked content ends that never began")
                    else:
                        marks.pop()
                case "q":
                    fonts.append(font)
                case "Q" if fonts:
                    font = fonts.pop()
                case "Tf":
                    font = self.resources.get("/Font", Dictionary()).get(str(operands[0]))
                case op if op in _COLOURS:
                    self.drawn.colours.setdefault(_COLOURS[op], self.page)
                case "cs" | "CS":
                    self.drawn.colours.setdefault(str(operands[0]), self.page)
                case op if op in _SHOWS:
                    self._show(font, operands[-1], marks)
                case op if op in _PAINTS:
                    self._paint(op, operands, marks)
                case _:
                    pass
        if len(marks) > len(self.around):
            self._fault("01-005", "marked content begins that never ends")

    def _fault(self, condition: str, words: str) -> None:
        self.drawn.faults.append(Fault(condition, words, self.page))

    def _mark(self, operands: Any, marks: list[str]) -> str:  # noqa: ANN401
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, Name):
            properties = self.resources.get("/Properties", Dictionary()).get(str(properties))
        if operands[0] == Name.Artifact:
            if "tag" in marks:
                self._fault("01-003", "an artifact stands inside tagged content")
            return "artifact"
        if not isinstance(properties, Dictionary) or "/MCID" not in properties:
            return ""
        if "artifact" in marks:
            self._fault("01-004", "tagged content stands inside an artifact")
        mark = self.key, int(properties.MCID)
        if mark in self.drawn.marks:
            self._fault("01-005", f"two pieces of content have the mark {mark[1]}")
        self.drawn.marks.add(mark)
        self.tagged = True
        return "tag"

    def _paint(self, operator: str, operands: Any, marks: list[str]) -> None:  # noqa: ANN401
        painted = None
        if operator == "Do":
            painted = self.resources.get("/XObject", Dictionary()).get(str(operands[0]))
        if painted is None or painted.get("/Subtype") != Name.Form:
            self._need_mark(marks, "a picture or a shape")
            return
        if self.depth > 20:
            return
        if "/Ref" in painted:
            self._fault("30-001", "a form refers to another file")
        seen = self.drawn.forms
        seen[painted.objgen] = seen.get(painted.objgen, 0) + 1
        own = painted.get("/Resources", self.resources)
        inner = _Walk(self.drawn, self.page, self.key, own, tuple(marks), self.depth + 1)
        before = len(self.drawn.faults)
        inner.through(painted)
        if inner.tagged and seen[painted.objgen] > 1:
            del self.drawn.faults[before:]
            self._fault("30-002", "a form with tagged content is drawn twice")

    def _show(self, font: Raw, shown: Any, marks: list[str]) -> None:  # noqa: ANN401
        pieces = [shown] if isinstance(shown, pikepdf.String) else shown
        codes = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
        if not any(codes):
            return
        self._need_mark(marks, "text")
        if font is None:
            self._fault("31-009", "text is shown in a font that the page does not have")
            return
        _, known = self.drawn.fonts.setdefault(font.objgen, (font, set()))
        size = 2 if font.get("/Subtype") == Name.Type0 else 1
        known |= {piece[at : at + size] for piece in codes for at in range(0, len(piece), size)}

    def _need_mark(self, marks: list[str], what: str) -> None:
        if "tag" not in marks and "artifact" not in marks:
            self._fault("01-005", f"{what} is neither tagged nor an artifact")


def tagging(pdf: pikepdf.Pdf, drawn: Drawn, tree: Tree) -> Iterator[Fault]:
    """Marks, elements and the parent tree against each other."""
    yield from drawn.faults
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    owners: dict[tuple[PageKey, int], Node] = {}
    for node in tree.nodes():
        for mark in node.marks:
            if mark in owners:
                yield Fault("01-005", f"two elements own the mark {mark[1]}", pages.get(mark[0], 0))
            owners[mark] = node
    for mark in sorted(drawn.marks ^ owners.keys()):
        words = "has no element" if mark in drawn.marks else "is of an element, but not on the page"
        yield Fault("01-005", f"the mark {mark[1]} {words}", pages.get(mark[0], 0))
    root: Raw = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        yield from _parents(pdf, dict(number_tree(root.get("/ParentTree", Dictionary()))), tree)


def _parents(pdf: pikepdf.Pdf, entries: dict[int, Raw], tree: Tree) -> Iterator[Fault]:
    """ISO 32000-1, 14.7.4.4: from each mark and annotation back to its element."""
    own = {key: node for node in tree.nodes() for key in node.objects}
    by_page: dict[PageKey, dict[int, Node]] = {}
    for node in tree.nodes():
        for key, mark in node.marks:
            by_page.setdefault(key, {})[mark] = node
    numbers: list[Raw] = []
    for number, page in enumerate(pdf.pages, start=1):
        marks = by_page.get(page.obj.objgen, {})
        above: Raw = page.obj.get("/StructParents")
        found = entries.get(above)
        numbers += [above] if above is not None else []
        for mark, node in sorted(marks.items()):
            is_right = (
                isinstance(found, Array)
                and mark < len(found)
                and getattr(found[mark], "objgen", None) == node.raw.objgen
            )
            if not is_right:
                yield Fault("01-005", f"the parent tree has not the element of mark {mark}", number)
        for annotation in page.obj.get("/Annots", Array()):
            above = annotation.get("/StructParent")
            numbers += [above] if above is not None else []
            node_above = own.get(annotation.objgen)
            found = entries.get(above)
            if node_above is not None and (
                found is None or getattr(found, "objgen", None) != node_above.raw.objgen
            ):
                yield Fault("28-011", "the parent tree has not the element of a link", number)
    if len(numbers) != len(set(numbers)):
        yield Fault("01-005", "two pages or links have the same number in the parent tree")


def number_tree(tree: Raw) -> Iterator[tuple[int, Raw]]:
    """The entries of a number tree."""
    waiting, depth = [tree], 0
    while waiting and depth < 100_000:
        node = waiting.pop()
        depth += 1
        waiting += list(node.get("/Kids", Array()))
        numbers = node.get("/Nums", Array())
        for place in range(0, len(numbers) - 1, 2):
            yield int(numbers[place]), numbers[place + 1]
