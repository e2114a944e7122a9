"""The text of an EPUB: its XHTML in the order of its spine.

The package is known from outside, by EPUB 3.3 and not by the backend that wrote it.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile

from lxml import etree

from myopress.diagnostics import InputError
from myopress.verify.extract import Extract, Piece, extract

Element: TypeAlias = etree._Element  # noqa: SLF001 -- the class has no public name

XHTML = "{http://www.w3.org/1999/xhtml}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
TYPE = "{http://www.idpf.org/2007/ops}type"
_SAID = {MATH: "alttext", f"{XHTML}img": "alt"}
"""The attribute that says in words what an element shows."""
_THINGS = {
    MATH: "formula",
    f"{XHTML}img": "picture",
    f"{XHTML}table": "table",
    **{f"{XHTML}h{level}": "title" for level in range(1, 7)},
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_RUNNING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
     "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"}
)  # fmt: skip
"""Elements within a line; others part words."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link: the file that it stands in, the file and id that it leads to, and its words."""

    source: str
    file: str
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The documents of an EPUB by their names in the package; `spine` is the reading order."""

    spine: tuple[str, ...]
    roots: Mapping[str, Element]
    navigation: str


def read_epub(data: bytes) -> Pages:
    """The pages of an EPUB; raises InputError if it cannot be read as one."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _pages(archive)
    except (BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError) as fault:
        raise InputError(f"the EPUB cannot be read: {fault}") from None


def _pages(archive: ZipFile) -> Pages:
    container = etree.fromstring(archive.read("META-INF/container.xml"), _PARSER)
    package = str(next(container.iterfind(".//{*}rootfile")).get("full-path"))
    root = etree.fromstring(archive.read(package), _PARSER)
    names: dict[str, str] = {}
    navigation = ""
    for item in root.iterfind(".//{*}manifest/{*}item"):
        name = posixpath.join(posixpath.dirname(package), unquote(item.get("href", "")))
        if item.get("media-type") == "application/xhtml+xml":
            names[item.get("id", "")] = posixpath.normpath(name)
        if "nav" in item.get("properties", "").split():
            navigation = posixpath.normpath(name)
    spine = tuple(names[ref.get("idref", "")] for ref in root.iterfind(".//{*}spine/{*}itemref"))
    roots = {name: etree.fromstring(archive.read(name), _PARSER) for name in names.values()}
    return Pages(spine, roots, navigation)


def epub_words(pages: Pages) -> Extract:
    """All words of the reading order but for the navigation's."""
    return extract(
        piece
        for name in pages.spine
        if name != pages.navigation
        for piece in _pieces(pages.roots[name], name)
    )


def _pieces(root: Element, name: str) -> Iterator[Piece]:
    """The texts of a page, parted where ids and things stand."""
    body = root.find(f"{XHTML}body")
    written: list[str] = []
    ids: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    for text, own_id, thing in _events(root if body is None else body):
        if own_id or thing:
            yield Piece("".join(written), name, ids, things)
            written, ids, things = [], (own_id,) if own_id else (), (thing,) if thing else ()
        written.append(text)
    yield Piece("".join(written), name, ids, things)


def _events(body: Element) -> Iterator[tuple[str, str, str]]:
    """Texts in their order, each with the id and the kind of the thing that begins with it."""
    formula: Element | None = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        space = "" if _runs(node) else " "
        if event == "start" and formula is None:
            formula = node if node.tag == MATH else None
            text = node.text or "" if isinstance(node.tag, str) and formula is None else ""
            said = node.get(_SAID[node.tag], "") if node.tag in _SAID else ""
            yield f"{space}{said}{space}{text}", node.get("id", ""), _thing(node)
        elif event == "end":
            formula = None if formula is node else formula
            if formula is None and node is not body:
                yield space + (node.tail or ""), "", ""


def _thing(node: Element) -> str:
    if "footnote" in node.get(TYPE, "").split():
        return "note"
    if node.get("id", "").endswith("-notes"):
        return ""  # the tool's own heading above the notes
    return _THINGS.get(node.tag, "")


def _runs(node: Element) -> bool:
    """Whether an element's words run on with those before it; the call of a note does not."""
    tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
    return tag in _RUNNING and "noteref" not in node.get(TYPE, "")


def references(pages: Pages) -> Iterator[Reference]:
    """Every link within the book, in reading order, the navigation's included."""
    for name in dict.fromkeys((*pages.spine, pages.navigation)):
        if name not in pages.roots:
            continue
        for link in pages.roots[name].iter(f"{XHTML}a"):
            href = urlsplit(link.get("href", ""))
            if not href.scheme and (href.path or href.fragment):
                file = posixpath.join(posixpath.dirname(name), unquote(href.path))
                file = posixpath.normpath(file) if href.path else name
                words = "".join(map(str, link.itertext()))
                yield Reference(name, file, unquote(href.fragment), words)
