"""The tag tree of a PDF as nodes: roles mapped to the standard ones, and what each holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.checks.pdf.fault import Fault

Raw: TypeAlias = Any
"""An object of pikepdf's."""
PageKey: TypeAlias = tuple[int, int]

STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4"
    " H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code"
    " Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
"""The standard structure types of ISO 32000-1, 14.8.4."""


@dataclass(slots=True)
class Node:
    """A structure element; `role` is standard, `marks` are (page, MCID), `objects` annotations."""

    raw: Raw
    role: str
    above: Node | None
    kids: list[Node] = field(default_factory=list)
    marks: list[tuple[PageKey, int]] = field(default_factory=list)
    objects: list[PageKey] = field(default_factory=list)

    def lines(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        open_nodes = [self]
        while open_nodes:
            node = open_nodes.pop()
            yield node
            open_nodes += reversed(node.kids)

    def has_content(self) -> bool:
        """Whether something is drawn of it."""
        return any(node.marks or node.objects for node in self.lines())

    def text(self, key: str) -> str:
        """An entry that is text, "" if there is none."""
        return str(self.raw.get(key, "")).strip()

    def attribute(self, owner: str, key: str) -> Raw:
        """A structure attribute, None if there is none."""
        given = self.raw.get("/A")
        for attributes in given if isinstance(given, Array) else [given]:
            if isinstance(attributes, Dictionary) and attributes.get("/O") == Name(owner):
                found: Raw = attributes.get(key)
                if found is not None:
                    return found
        return None


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes under the StructTreeRoot, and the faults of the tree itself."""

    top: tuple[Node, ...]
    faults: tuple[Fault, ...]

    def nodes(self) -> Iterator[Node]:
        """All nodes in reading order."""
        for node in self.top:
            yield from node.lines()


def read_tree(pdf: pikepdf.Pdf) -> Tree:
    """Read the tree; an empty one if the file has none."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return Tree((), (Fault("01-005", "the file has no tag tree"),))
    faults: list[Fault] = []
    roles = dict(_roles(root.get("/RoleMap", Dictionary()), faults))
    top: list[Node] = []
    seen: set[PageKey] = set()
    waiting: deque[tuple[Raw, Node | None, Raw]] = deque((kid, None, None) for kid in _kids(root))
    while waiting:
        raw, above, page = waiting.popleft()
        if raw.is_indirect and raw.objgen in seen:
            faults.append(Fault("09-000", "an element stands in the tree twice"))
            continue
        seen.add(raw.objgen)
        node = Node(raw, _role(raw, roles, faults), above)
        (top if above is None else above.kids).append(node)
        page = raw.get("/Pg", page)
        for kid in _kids(raw):
            if isinstance(kid, int):
                node.marks.append((page.objgen, kid))
            elif kid.get("/Type") == Name.MCR:
                node.marks.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
            elif kid.get("/Type") == Name.OBJR:
                node.objects.append(kid.Obj.objgen)
            else:
                waiting.append((kid, node, page))
    return Tree(tuple(top), tuple(faults))


def _kids(raw: Raw) -> list[Raw]:
    kids = raw.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _roles(given: Raw, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Each role of the file with the standard one that it stands for."""
    for name in sorted(given.keys()):
        role, seen = name[1:], {name[1:]}
        if role in STANDARD:
            faults.append(Fault("02-004", f"the standard role {role} is mapped to another"))
        while role not in STANDARD and f"/{role}" in given:
            role = str(given[f"/{role}"])[1:]
            if role in seen:
                faults.append(Fault("02-003", f"the role {name[1:]} is mapped in a circle"))
                break
            seen.add(role)
        yield name[1:], role


def _role(raw: Raw, roles: dict[str, str], faults: list[Fault]) -> str:
    given = str(raw.get("/S", "/"))[1:]
    role = given if given in STANDARD else roles.get(given, given)
    if role not in STANDARD:
        faults.append(Fault("02-001", f"“{given}” is mapped to no standard role"))
    return role
