"""The text of a PDF, twice: as PDFium reads its pages, and as its tag tree gives it to be read out.

The file is known from outside, by ISO 32000 and not by the backend that wrote it. PDFium says
what each piece of marked content draws, pikepdf in which order the tree has the pieces.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from myopress.diagnostics import InputError
from myopress.verify.extract import Extract, Piece, extract
from myopress.verify.words import is_from_right

_THINGS = {"/Figure": "picture", "/Table": "table", "/Note": "note", "/Formula": "formula"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A link within the book: its page, the name and the page that it leads to, and its words.

    Pages are counted from 0; `target` is -1 where there is no such name.
    """

    page: int
    name: str
    target: int
    words: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF says: the text of each page, printed numbers, tagged text, links and places.

    `tagged` is None in a file without tags.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    tagged: Extract | None
    links: tuple[Reference, ...]
    destinations: Mapping[str, int]

    def words(self) -> Extract:
        """The words of the pages in the order in which they are drawn."""
        by_page: dict[int, list[str]] = {}
        for name, page in self.destinations.items():
            by_page.setdefault(page, []).append(name)
        return extract(
            (
                Piece(text, f"page {self.labels[page]}", tuple(by_page.get(page, ())))
                for page, text in enumerate(self.texts)
            ),
            drawn=True,
        )


def read_pdf(data: bytes) -> Printed:
    """All of it; raises InputError if the bytes are no PDF."""
    try:
        drawn, texts, labels = _drawn(_without_direction(data))
    except pypdfium2.PdfiumError as fault:
        raise InputError(f"the PDF cannot be read: {fault}") from None
    with pikepdf.open(io.BytesIO(data)) as file:
        pages = {page.objgen: number for number, page in enumerate(file.pages)}
        places = _destinations(file, pages)
        tree = _Tree(drawn, labels, pages, places)
        tagged = None
        if "/StructTreeRoot" in file.Root:
            tree.read(file.Root.StructTreeRoot)
            tagged = extract(tree.pieces)
        links = _links(file, places, tree.links)
    return Printed(texts, labels, tagged, links, places)


def _drawn(data: bytes) -> tuple[list[dict[int, str]], tuple[str, ...], tuple[str, ...]]:
    """What each marked content of each page draws; the text of each page; its printed number."""
    drawn, texts, labels = [], [], []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        texts.append(text.get_text_range())
        labels.append(document.get_page_label(number) or str(number + 1))
        marked: dict[int, list[str]] = {}
        for place in range(pdfium.FPDFPage_CountObjects(page)):
            piece = pdfium.FPDFPage_GetObject(page, place)
            if pdfium.FPDFPageObj_GetType(piece) == pdfium.FPDF_PAGEOBJ_TEXT:
                mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
                marked.setdefault(mark, []).append(_text(piece, text))
        drawn.append({mark: _line(pieces) for mark, pieces in marked.items() if mark >= 0})
        text.close()
        page.close()
    document.close()
    return drawn, tuple(texts), tuple(labels)


def _without_direction(data: bytes) -> bytes:
    """The file without its wish to be leafed through from the right.

    PDFium would take the words of all its lines from the right, Latin ones too.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            wishes = file.Root.get("/ViewerPreferences", pikepdf.Dictionary())
            if wishes.get("/Direction") != "/R2L":
                return data
            del wishes.Direction
            changed = io.BytesIO()
            file.save(changed)
    except pikepdf.PdfError as fault:
        raise InputError(f"the PDF cannot be read: {fault}") from None
    return changed.getvalue()


def _line(pieces: list[str]) -> str:
    """Pieces as they are painted, from the left, in the order in which they are read."""
    line = " ".join(pieces)
    return "".join(reversed(pieces)) if is_from_right(line) else line


def _text(piece: Any, page: Any) -> str:  # noqa: ANN401 -- ctypes
    size = pdfium.FPDFTextObj_GetText(piece, page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(
        piece, page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _destinations(file: pikepdf.Pdf, pages: Mapping[Any, int]) -> dict[str, int]:
    """The page of each named place."""
    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return {}
    places = {}
    for name, place in pikepdf.NameTree(file.Root.Names.Dests).items():
        target = place.D if isinstance(place, pikepdf.Dictionary) else place
        places[str(name)] = pages.get(target[0].objgen, -1)
    return places


def _links(
    file: pikepdf.Pdf, places: Mapping[str, int], said: Mapping[Any, str]
) -> tuple[Reference, ...]:
    found = []
    for number, page in enumerate(file.pages):
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") != "/Link" or "/Dest" not in annotation:
                continue
            name = str(annotation.Dest)
            words = said.get(annotation.objgen, str(annotation.get("/Contents", "")))
            found.append(Reference(number, name, places.get(name, -1), words))
    return tuple(found)


class _Tree:
    """The walk through a tag tree: pieces of text in its order, and the words of each link."""

    def __init__(
        self,
        drawn: list[dict[int, str]],
        labels: tuple[str, ...],
        pages: Mapping[Any, int],
        places: Mapping[str, int],
    ) -> None:
        self._drawn, self._labels, self._pages = drawn, labels, pages
        self._waiting: dict[int, list[str]] = {}
        for name, page in places.items():
            self._waiting.setdefault(page, []).append(name)
        self.pieces: list[Piece] = []
        self.links: dict[Any, str] = {}

    def read(self, root: Any) -> None:  # noqa: ANN401
        """All of the tree below its root."""
        for kid in _kids(root):
            self._element(kid, -1)

    def _element(self, element: Any, page: int) -> str:  # noqa: ANN401
        """Add the text of a structure element, and give it; `page` is its parent's."""
        page = self._pages.get(element.Pg.objgen, page) if "/Pg" in element else page
        said = next((str(element[key]) for key in ("/ActualText", "/Alt") if key in element), None)
        read, objects = [], []
        thing = _thing(str(element.get("/S", "")))
        if said is not None or thing:
            read.append(self._add(said or "", page, thing))
        for kid in _kids(element):
            if isinstance(kid, int):
                read.append("" if said is not None else self._marked(kid, page))
            elif "/MCID" in kid:
                own = self._pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                read.append("" if said is not None else self._marked(int(kid.MCID), own))
            elif "/Obj" in kid:
                objects.append(kid.Obj.objgen)
            elif said is None or element.get("/S") == "/Figure":
                read.append(self._element(kid, page))
        words = "".join(read)
        self.links |= dict.fromkeys(objects, words)
        return words

    def _marked(self, mark: int, page: int) -> str:
        return self._add(self._drawn[page].get(mark, ""), page)

    def _add(self, text: str, page: int, thing: str = "") -> str:
        ids = tuple(self._waiting.pop(page, ()))
        place = f"page {self._labels[page]}" if page >= 0 else "no page"
        self.pieces.append(Piece(text, place, ids, (thing,) if thing else ()))
        return text


def _thing(role: str) -> str:
    if re.fullmatch("/H[1-6]?", role):
        return "title"
    return _THINGS.get(role, "")


def _kids(element: Any) -> Iterator[Any]:  # noqa: ANN401
    kids = element.get("/K", ())
    yield from kids if isinstance(kids, pikepdf.Array) else (kids,)
