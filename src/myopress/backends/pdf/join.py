"""The join: laid-out parts -> one PDF. Only this file, `faces.py` and `prepress/` know pikepdf.

Pages, tags, destinations, links, outline, page labels and fonts of the parts become the book's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from myopress.backends.html import direction
from myopress.backends.pdf.faces import Faces, Folio
from myopress.backends.pdf.pages import HERE
from myopress.backends.pdf.parts import FolioPlace, Part, Place
from myopress.backends.pdf.stamps import stamped

XREF = "xref:"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline: its words, the id that it leads to, those below it."""

    title: str
    target: str
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A part in its place: the book's page that it begins on (from 0) and its folios."""

    part: Part
    start: int
    folios: FolioPlace


@dataclass(frozen=True, slots=True)
class Binding:
    """All that the join needs.

    `labels` are the printed page numbers, one for each page, `printed` those of the ids; `roman` is how many of the first
    pages are numbered in roman figures. `size` is in points.
    """

    parts: tuple[Bound, ...]
    labels: tuple[str, ...]
    printed: Mapping[str, str]
    roman: int
    size: tuple[float, float]
    bookmarks: tuple[Bookmark, ...]
    title: str
    authors: tuple[str, ...]
    language: str
    subject: str = ""
    keywords: tuple[str, ...] = ()


def join(binding: Binding) -> bytes:
    """The book as one tagged PDF; the same bytes for the same parts."""
    with pikepdf.new() as book:
        faces = Faces(book, [bound.part for bound in binding.parts])
        tags = _Tags(book)
        for bound in binding.parts:
            _pad(book, bound.start, binding.size)
            _append(book, bound, binding.printed, tags, faces)
        _pad(book, len(binding.labels), binding.size)
        _folios(book, binding, faces)
        faces.write()
        tags.write()
        _destinations(book, binding.parts)
        _outline(book, binding.bookmarks, binding.parts)
        _labels(book, binding.roman)
        _metadata(book, binding)
        out = io.BytesIO()
        book.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return out.getvalue()


def _pad(book: pikepdf.Pdf, pages: int, size: tuple[float, float]) -> None:
    """Blank pages until there are `pages`."""
    while len(book.pages) < pages:
        book.add_blank_page(page_size=size)


def _append(
    book: pikepdf.Pdf, bound: Bound, printed: Mapping[str, str], tags: _Tags, faces: Faces
) -> None:
    with pikepdf.open(io.BytesIO(bound.part.pdf)) as source:
        for page in source.pages:
            book.pages.append(page)
        pages = book.pages[bound.start :]  # one by one, each would be looked for from the first
        root = book.copy_foreign(source.Root.StructTreeRoot)
        faces.adopt(bound.part, pages[0].obj.Resources.Font)
    for page in pages:
        for annotation in page.obj.get("/Annots", Array()):
            _internal(annotation)
        if bound.part.figures:
            content = page.Contents
            content.write(
                stamped(
                    content.read_bytes(), lambda name: printed.get(name, ""), bound.part.figures
                )
            )
    tags.adopt(root, [page.obj for page in pages])


def _internal(annotation: Any) -> None:  # noqa: ANN401
    """Turn an `xref:ID` link into one to the destination of that name."""
    action = annotation.get("/A")
    if action is not None and str(action.get("/URI", "")).startswith(XREF):
        annotation.Dest = String(unquote(str(action.URI).removeprefix(XREF)))
        del annotation["/A"]


class _Tags:
    """The tag trees of the parts under one Document."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        self._root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = book.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        )
        self._nums: list[Any] = []
        self._ids: dict[bytes, Any] = {}
        self._roles: Any = Dictionary()
        self._next = 0

    def adopt(self, root: Any, pages: Sequence[Any]) -> None:  # noqa: ANN401
        """Take over the tree under the `root` of a part; its numbers go on from ours."""
        for kid in root.K[0].K:
            kid.P = self._document
            self._document.K.append(kid)
        numbers = root.ParentTree.Nums
        for place in range(0, len(numbers), 2):
            self._nums += [int(numbers[place]) + self._next, numbers[place + 1]]
        for page in pages:
            page.StructParents = int(page.StructParents) + self._next
            for annotation in page.get("/Annots", Array()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self._next
        if "/IDTree" in root:
            names = root.IDTree.Names
            for place in range(0, len(names), 2):
                self._ids[bytes(names[place])] = names[place + 1]
        self._roles = root.RoleMap
        self._next += int(root.ParentTreeNextKey)

    def write(self) -> None:
        """Put the whole tree into the book."""
        root = self._root
        root.K = Array([self._document])
        root.ParentTree = self._book.make_indirect(Dictionary(Nums=Array(self._nums)))
        root.ParentTreeNextKey = self._next
        root.RoleMap = self._roles
        if self._ids:
            pairs = [item for name in sorted(self._ids) for item in (String(name), self._ids[name])]
            root.IDTree = self._book.make_indirect(Dictionary(Names=Array(pairs)))
        self._book.Root.StructTreeRoot = root
        self._book.Root.MarkInfo = Dictionary(Marked=True)
        self._book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _folios(book: pikepdf.Pdf, binding: Binding, faces: Faces) -> None:
    """Stamp the printed page numbers as artifacts, at the outer edge of the text block.

    A book that is read from the right begins with a left-hand page.
    """
    from_left = direction(binding.language) == "ltr"
    pages = list(book.pages)
    for bound in binding.parts:
        if bound.folios == "none":
            continue
        for number, block in enumerate(bound.part.blocks):
            page = bound.start + number
            at_foot = bound.folios == "foot" or number == 0
            is_right = (page % 2 == 0) == from_left
            folio = Folio(
                text=binding.labels[page],
                x=block.right if is_right else block.left,
                y=block.bottom - 27 if at_foot else block.top + 17.6,
                right=is_right,
            )
            faces.stamp(pages[page], folio)


def _places(parts: Sequence[Bound]) -> Iterator[tuple[str, Place]]:
    for bound in parts:
        for name, place in bound.part.anchors.items():
            yield name, Place(bound.start + place.page, place.x, place.y)


def _destinations(book: pikepdf.Pdf, parts: Sequence[Bound]) -> None:
    """The name tree of all ids; names are sorted as PDF asks, by their bytes."""
    pairs: list[Any] = []
    places = ((name, place) for name, place in _places(parts) if HERE not in name)
    named = {bytes(String(name)): place for name, place in places}
    pages = [page.obj for page in book.pages]
    for name in sorted(named):
        pairs += [String(name), _destination(pages, named[name])]
    if pairs:
        tree = book.make_indirect(Dictionary(Names=Array(pairs)))
        book.Root.Names = Dictionary(Dests=tree)


def _destination(pages: Sequence[Any], place: Place) -> Array:
    left, top = round(place.x, 2), round(place.y, 2)
    return Array([pages[place.page], Name.XYZ, left, top, 0])


def _outline(book: pikepdf.Pdf, bookmarks: Sequence[Bookmark], parts: Sequence[Bound]) -> None:
    places = dict(_places(parts))
    root = book.make_indirect(Dictionary(Type=Name.Outlines))
    pages = [page.obj for page in book.pages]
    if count := _bookmarks(book, pages, root, bookmarks, places, depth=0):
        root.Count = count
        book.Root.Outlines = root
        book.Root.PageMode = Name.UseOutlines


def _bookmarks(
    book: pikepdf.Pdf,
    pages: Sequence[Any],
    parent: Any,  # noqa: ANN401
    bookmarks: Sequence[Bookmark],
    places: Mapping[str, Place],
    *,
    depth: int,
) -> int:
    """Write the entries below `parent` and say how many are seen while it is open.

    The two first levels are open, the others closed.
    """
    items = []
    seen = 0
    for bookmark in bookmarks:
        place = places.get(bookmark.target)
        item = book.make_indirect(Dictionary(Title=String(bookmark.title), Parent=parent))
        if place is not None:
            item.Dest = _destination(pages, place)
        below = _bookmarks(book, pages, item, bookmark.children, places, depth=depth + 1)
        if below:
            item.Count = below if depth == 0 else -below
        seen += 1 + (below if depth == 0 else 0)
        items.append(item)
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    if items:
        parent.First, parent.Last = items[0], items[-1]
    return seen


def _labels(book: pikepdf.Pdf, roman: int) -> None:
    nums: list[Any] = []
    if roman:
        nums += [0, Dictionary(S=Name.r)]
    nums += [roman, Dictionary(S=Name.D)]
    book.Root.PageLabels = Dictionary(Nums=Array(nums))


def _metadata(book: pikepdf.Pdf, binding: Binding) -> None:
    """Title, authors and language, in the information dictionary and in XMP; no date."""
    book.Root.Lang = String(binding.language)
    if direction(binding.language) == "rtl":
        book.Root.ViewerPreferences.Direction = Name.R2L
    for page in book.pages:
        page.obj.Tabs = Name.S
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = binding.title
        xmp["dc:language"] = {binding.language}
        if binding.authors:
            xmp["dc:creator"] = list(binding.authors)
        if binding.subject:
            xmp["dc:description"] = binding.subject
        if binding.keywords:
            xmp["pdf:Keywords"] = ", ".join(binding.keywords)
        xmp["pdf:Producer"] = "myopress"
        xmp["pdfuaid:part"] = "1"
    info = book.docinfo
    info.Title = String(binding.title)
    info.Producer = String("myopress")
    if binding.authors:
        info.Author = String(", ".join(binding.authors))
    if binding.subject:
        info.Subject = String(binding.subject)
    if binding.keywords:
        info.Keywords = String(", ".join(binding.keywords))
