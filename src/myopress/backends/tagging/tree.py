"""The tag tree: structure elements by the HTML elements that they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

import pydyf  # type: ignore[import-untyped]

from myopress.backends.tagging.drawn import (
    STAMP,
    Box,
    boxes,
    counts,
    is_blank,
    is_spaced,
    margin_boxes,
    write_marks,
)

Struct: TypeAlias = Any
PX = 0.75
"""Points in a CSS pixel."""

SVG = "{http://www.w3.org/2000/svg}svg"
ROLES = {
    "article": "Art", "aside": "Aside", "blockquote": "BlockQuote", "caption": "Caption",
    "code": "Code", "figcaption": "Caption", "figure": "Div", "h1": "H1", "h2": "H2",
    "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "img": "Figure", "nav": "Sect",
    "p": "P", "pre": "P", "q": "Quote", "section": "Sect", "summary": "P", "table": "Table",
    "tbody": "TBody", "td": "TD", "tfoot": "TFoot", "th": "TH", "thead": "THead", "tr": "TR",
    SVG: "Figure",
}  # fmt: skip
"""Elements without a role here are part of the one around them."""

ROLE_MAP = {"Aside": "Div"}
"""Our own roles, by the standard ones that stand for them."""

_WORDLESS = frozenset({"/L", "/LI", "/Table", "/THead", "/TBody", "/TFoot", "/TR"})
"""Roles that hold other elements alone: a space between those is no content."""
_LAYOUT = {"Type": "/Layout"}


def add_tags(pdf: Any, document: Any, _version: object, page_streams: list[Any]) -> None:  # noqa: ANN401
    """Write the StructTreeRoot and the ParentTree of a laid-out document into `pdf`."""
    tree = _Tree(pdf)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.add_page(number, page, stream)
    tree.finish(len(document.pages))


@dataclass(slots=True)
class _Tree:
    """A tag tree being built: structure elements by the identity of their HTML elements."""

    pdf: Any
    root: Struct = None
    document: Struct = None
    parents: dict[int, Element] = field(default_factory=dict)
    made: dict[int, Struct] = field(default_factory=dict)
    items: dict[int, Struct] = field(default_factory=dict)
    bodies: dict[tuple[bytes, str], Struct] = field(default_factory=dict)
    head_pages: dict[int, int] = field(default_factory=dict)
    marks: list[list[bytes]] = field(default_factory=list)
    annotations: list[tuple[bytes, Any]] = field(default_factory=list)
    names: list[tuple[str, bytes]] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)
    page: int = 0
    height: float = 0.0

    def add_page(self, number: int, page: Any, stream: Any) -> None:  # noqa: ANN401
        """Tag all that `stream` draws of one page."""
        self.page, self.height = number, page.height
        box = page._page_box  # noqa: SLF001
        if self.root is None:
            self._begin(box)
        tags = stream._tags  # noqa: SLF001
        owners: dict[int, bytes] = {}
        spaced: dict[int, str] = {}
        stamps: dict[int, str] = {}
        for leaf, linked in boxes(box, linked=False):
            marked = leaf in tags
            if linked:
                self._drop_annotation(leaf)
            if not marked and leaf.link_annotation is None and not counts(leaf):
                continue
            owner = self._place(leaf)
            if owner is not None and owner["S"] in _WORDLESS and is_blank(leaf):
                owner = None
            if marked and owner is not None:
                mark = tags[leaf]["mcid"]
                owner["K"].append(self._content(owner, mark))
                owners[mark] = owner.reference
                if is_spaced(leaf.style) and (text := getattr(leaf, "text", "")):
                    spaced[mark] = self._initial(leaf.element) + text
                if name := leaf.element.get(STAMP):
                    stamps[mark] = name
        artifacts = {mark: _LAYOUT for mark in range(len(tags)) if mark not in owners}
        for leaf, kind in margin_boxes(box):
            if leaf in tags:
                artifacts[tags[leaf]["mcid"]] = kind
        write_marks(stream, artifacts, spaced, stamps)
        self.marks.append([owners.get(mark, b"null") for mark in range(len(tags))])

    def finish(self, pages: int) -> None:
        """Close the tree: parent tree, role map, ids, and what the catalogue says of it."""
        nums = pydyf.Array()
        for number, references in enumerate(self.marks):
            nums.extend((number, pydyf.Array(references)))
        for number, (reference, annotation) in enumerate(self.annotations, start=pages):
            nums.extend((number, reference))
            annotation["StructParent"] = number
        self.root["ParentTree"] = self._object({"Nums": nums}).reference
        self.root["ParentTreeNextKey"] = pages + len(self.annotations)
        self.root["RoleMap"] = pydyf.Dictionary({k: f"/{v}" for k, v in ROLE_MAP.items()})
        if self.names:
            names = pydyf.Array()
            for name, reference in sorted(self.names):
                names.extend((pydyf.String(name), reference))
            self.root["IDTree"] = self._object({"Names": names}).reference
        catalog = self.pdf.catalog
        catalog["StructTreeRoot"] = self.root.reference
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _begin(self, box: Box) -> None:
        self.root = self._object({"Type": "/StructTreeRoot"})
        self.document = self._object(
            {"Type": "/StructElem", "S": "/Document", "K": pydyf.Array(), "P": self.root.reference}
        )
        self.root["K"] = pydyf.Array([self.document.reference])
        html = next(child.element for child in box.children if child.element is not None)
        self.parents = {id(child): parent for parent in html.iter() for child in parent}

    def _object(self, entries: dict[str, Any]) -> Struct:
        made = pydyf.Dictionary(entries)
        self.pdf.add_object(made)
        return made

    def _page_reference(self) -> bytes:
        return self.pdf.page_references[self.page]  # type: ignore[no-any-return]

    def _struct(self, role: str, parent: Struct, **entries: object) -> Struct:
        made = self._object(
            {
                "Type": "/StructElem",
                "S": f"/{role}",
                "K": pydyf.Array(),
                "P": parent.reference,
                "Pg": self._page_reference(),
                **entries,
            }
        )
        parent["K"].append(made.reference)
        return made

    def _initial(self, element: Element) -> str:
        """The large letter before an element's words, once: it is drawn as an ornament."""
        key = id(element)
        if key in self.begun:
            return ""
        self.begun.add(key)
        return element.get("data-initial", "")

    def _content(self, owner: Struct, mark: int) -> object:
        """A kid for marked content: its number, with the page if it is not the owner's."""
        reference = self._page_reference()
        if owner["Pg"] == reference:
            return mark
        return pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": mark})

    # --- boxes ---

    def _place(self, box: Box) -> Struct | None:
        """The structure element that the content of a box belongs to; None makes an artifact."""
        if box.element is None or box.element_tag.endswith(("::before", "::after")):
            return None
        if box.element_tag.endswith("::marker"):
            return self._label(box.element)
        if self._hidden(box.element):
            return None
        owner = self._owner(box.element)
        if owner["S"] == "/Figure" and not box.children:
            self._bound(owner, box)
        if box.link_annotation is not None:
            self._annotate(owner, box)
        return owner

    def _label(self, element: Element) -> Struct:
        owner = self._owner(element)
        item: Any = self.items.get(id(element), owner)
        key = -id(element)
        if key not in self.made:
            self.made[key] = self._struct("Lbl", item)
            item["K"].insert(0, item["K"].pop())
        return self.made[key]

    def _hidden(self, element: Element) -> bool:
        """Whether an element is for the eye alone: decoration, or a table head shown again."""
        while True:
            if element.get("aria-hidden") == "true" or element.tag == "hr":
                return True
            if element.tag == "img" and not element.get("alt"):
                return True
            if element.tag == "thead":
                return self.head_pages.setdefault(id(element), self.page) != self.page
            parent = self.parents.get(id(element))
            if parent is None:
                return False
            element = parent

    def _bound(self, figure: Struct, box: Box) -> None:
        x, y = box.content_box_x(), box.content_box_y()
        corners = (x, self.height - y - box.height, x + box.width, self.height - y)
        figure["A"] = pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array([round(corner * PX, 3) for corner in corners])}
        )

    def _drop_annotation(self, box: Box) -> None:
        """Leave a link one annotation: WeasyPrint gives one to each box in it too."""
        if box.link_annotation is not None:
            page = self.pdf.objects[int(self._page_reference().split()[0])]
            page["Annots"].remove(box.link_annotation.reference)
            box.link_annotation = None

    def _annotate(self, owner: Struct, box: Box) -> None:
        if owner["S"] != "/Link":
            owner = self._struct("Link", owner)
        reference = self._object(
            {"Type": "/OBJR", "Obj": box.link_annotation.reference, "Pg": self._page_reference()}
        )
        owner["K"].append(reference.reference)
        self.annotations.append((owner.reference, box.link_annotation))
        words = " ".join("".join(box.element.itertext()).split())
        if words:
            box.link_annotation["Contents"] = pydyf.String(words)

    # --- elements ---

    def _owner(self, element: Element) -> Struct:
        """The structure element of an HTML element, or of the nearest around it that has one."""
        key = id(element)
        if key not in self.made:
            parent = self.parents.get(key)
            above: Any = self.document if parent is None else self._owner(parent)
            self.made[key] = self._make(element, above, parent)
        return self.made[key]

    def _make(self, element: Element, above: Struct, parent: Element | None) -> Struct:
        match element.tag:
            case "html" | "body":
                return above
            case "a" if element.get("href"):
                return self._link(element, above)
            case "li":
                self.items[id(element)] = item = self._struct("LI", above)
                return self._struct("LBody", item)
            case "dt" | "dd":
                return self._definition(element, above, parent)
            case "figure":
                return self._figure(element, above)
            case "img" if above["S"] == "/Figure":
                return above
            case _ if element.tag == SVG and above["S"] == "/Formula":
                return above
            case "ol" | "ul" | "dl":
                return self._struct("L", above, A=_numbering(element))
            case "th" | "td":
                return self._cell(element, above)
            case _:
                return self._plain(element, above)

    def _plain(self, element: Element, above: Struct) -> Struct:
        entries: dict[str, object] = {}
        if language := element.get("lang"):
            entries["Lang"] = pydyf.String(language)
        if element.tag == "abbr" and (title := element.get("title")):
            entries["E"] = pydyf.String(title)
        if element.tag == "span":
            match element.get("class", "").split():
                case ["footnote", *_]:
                    return self._note(element, above)
                case ["formula", *_]:
                    words = pydyf.String(element.get("aria-label", ""))
                    return self._struct("Formula", above, Alt=words)
        role = ROLES.get(element.tag, "Span" if entries else "")
        if role == "Figure" and (alt := _alternative(element)):
            entries["Alt"] = pydyf.String(alt)
        return self._struct(role, above, **entries) if role else above

    def _link(self, element: Element, above: Struct) -> Struct:
        if "note-call" in element.get("class", "").split():
            above = self._struct("Reference", above)
        return self._struct("Link", above)

    def _note(self, element: Element, above: Struct) -> Struct:
        """A note, behind its call; `id` names it, as PDF/UA-1 7.9 asks."""
        name = element.get("id", "")
        made = self._struct("Note", above, ID=pydyf.String(name))
        self.names.append((name, made.reference))
        return made

    def _definition(self, element: Element, above: Struct, parent: Element | None) -> Struct:
        """A term and what explains it are the label and body of one list item."""
        siblings = [] if parent is None else list(parent)
        first = siblings.index(element) if element in siblings else 0
        while first > 0 and not (siblings[first].tag == "dt" and siblings[first - 1].tag != "dt"):
            first -= 1
        key = id(siblings[first]) if siblings else id(element)
        if key not in self.items:
            self.items[key] = self._struct("LI", above)
        role = "Lbl" if element.tag == "dt" else "LBody"
        same = (self.items[key].reference, role)
        if same not in self.bodies:
            self.bodies[same] = self._struct(role, self.items[key])
        return self.bodies[same]

    def _figure(self, element: Element, above: Struct) -> Struct:
        """A figure of one picture is the Figure itself, so that its caption belongs to it."""
        pictures = [found for found in element.iter() if found.tag in {"img", SVG}]
        if len(pictures) != 1 or not (alt := _alternative(pictures[0])):
            return self._struct("Div", above)
        self.made[id(pictures[0])] = made = self._struct("Figure", above, Alt=pydyf.String(alt))
        return made

    def _cell(self, element: Element, above: Struct) -> Struct:
        given: dict[str, object] = {"O": "/Table"}
        if element.tag == "th":
            given["Scope"] = "/Row" if element.get("scope", "").startswith("row") else "/Column"
        for name, attribute in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
            if (value := element.get(attribute, "1")) != "1":
                given[name] = int(value)
        role = "TH" if element.tag == "th" else "TD"
        return self._struct(role, above, A=pydyf.Dictionary(given))


def _alternative(element: Element) -> str:
    """What a picture shows, in words."""
    if element.tag == SVG:
        return (element.findtext("{http://www.w3.org/2000/svg}title") or "").strip()
    return element.get("alt", "")


def _numbering(element: Element) -> Struct:
    """What the labels of a list are, as PDF/UA asks of lists with labels (ISO 32000-1, 14.8.5.5)."""
    kind = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}[element.tag]
    return pydyf.Dictionary({"O": "/List", "ListNumbering": kind})
