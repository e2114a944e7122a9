"""SVG from a stranger: what runs, fetches or is no drawing is taken out (lxml).

The rules are those of SVG's secure static mode, in which e-book readers and browsers show a
picture: no scripts, no animation of addresses, no external references
(https://www.w3.org/TR/SVG2/conform.html#secure-static-mode).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myopress.limits import SVG_ELEMENTS

if TYPE_CHECKING:
    from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_FOREIGN = {"script", "foreignObject", "handler", "listener", "iframe", "audio", "video"}
_ANIMATIONS = {"set", "animate", "animateMotion", "animateTransform"}
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,]|$)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_FETCH = re.compile(
    r"""@import[^;]*;?|(?:url|src|image(?:-set)?)\((?!\s*["']?\s*(?:\#|data:image/(?:png|jpeg|gif|webp)[;,]))[^)]*\)?""",
    re.IGNORECASE,
)


class SvgError(Exception):
    """Why a file cannot be shown as a drawing."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that can do no harm: its bytes, its root, and the names of what was taken out."""

    data: bytes
    root: etree._Element
    removed: tuple[str, ...]


def clean(data: bytes) -> Drawing:
    """`data` without what a drawing must not hold; the same bytes if there is nothing of it.

    Entities are never expanded in text, and a document type is left out. Raises SvgError.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise SvgError(f"the SVG is not well-formed XML: {fault.msg}") from None
    if root.tag != f"{SVG}svg":
        raise SvgError("it is XML and not SVG (whose root is svg in SVG’s namespace)")
    everything = list(root.iter())
    if len(everything) > SVG_ELEMENTS or _drawn(root) > SVG_ELEMENTS:
        raise SvgError(f"it has more than {SVG_ELEMENTS:,} elements, or draws as many")
    removed = tuple(sorted({name for node in everything for name in _cleaned(node)}))
    typed = etree.ElementTree(root).docinfo.doctype  # type: ignore[attr-defined]  # the stubs miss it
    if removed or typed or root.getprevious() is not None:
        data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Drawing(data, root, removed)


def _drawn(root: etree._Element) -> int:
    """The elements that are drawn when each `use` is followed; raises SvgError if one never ends.

    Groups that use each other ten times each draw ten billion in 500 bytes.
    """
    named = {str(node.get("id")): node for node in root.iter() if node.get("id")}
    drawn: dict[etree._Element, int | None] = {}
    waiting = [root]
    while waiting:
        node = waiting[-1]
        used = [named[name] for name in (_used(node),) if name in named]
        parts = [*node, *used]
        undone = [part for part in parts if part not in drawn]
        if undone and node not in drawn:
            drawn[node] = None
            waiting += undone
        else:
            waiting.pop()
            sizes = [drawn[part] for part in parts]
            if None in sizes:
                raise SvgError("an element of it uses itself")
            drawn[node] = 1 + sum(size or 0 for size in sizes)
    return drawn[root] or 0


def _used(node: etree._Element) -> str:
    """The id that a `use` draws once more."""
    if not isinstance(node.tag, str) or node.tag != f"{SVG}use":
        return ""
    return str(
        node.get("href") or node.get("{http://www.w3.org/1999/xlink}href") or ""
    ).removeprefix("#")


def _cleaned(node: etree._Element) -> Iterator[str]:
    """Take out of the tree what may not stay of one node; its names."""
    if not isinstance(node.tag, str):  # a comment, an instruction, an entity
        if "Comment" not in type(node).__name__:
            _take_out(node)
            yield "&entity;" if "Entity" in type(node).__name__ else "<?instruction?>"
        return
    name = node.tag.rpartition("}")[2]
    if name in _FOREIGN or node.tag.startswith(_XHTML) or _animates_address(node, name):
        _take_out(node)
        yield f"<{name}>"
        return
    for key, value in list(node.attrib.items()):
        yield from _cleaned_attribute(node, str(key), str(value))
    if name == "style" and node.text and (safe := _safe_style(node.text)) != node.text:
        node.text = safe
        yield "an address in a style"


def _cleaned_attribute(node: etree._Element, key: str, value: str) -> Iterator[str]:
    name = key.rpartition("}")[2].lower()
    if name.startswith("on"):
        del node.attrib[key]
        yield f"{name}="
    elif name in {"href", "src"} or key.endswith("}base"):
        if not _INSIDE.match(value):
            del node.attrib[key]
            yield f"{name}=“{value[:60]}”"
    elif "(" in value and (safe := _safe_style(value)) != value:
        node.set(key, safe)
        yield "an address in a style"


def _animates_address(node: etree._Element, name: str) -> bool:
    target = str(node.get("attributeName", "")).rpartition(":")[2].lower()
    return name in _ANIMATIONS and (target == "href" or target.startswith("on"))


def _safe_style(style: str) -> str:
    """CSS without what it would fetch; escapes are resolved where they could hide that."""
    plain = _ESCAPE.sub(lambda match: _character(match[1]) if match[1] else match[2], style)
    return _FETCH.sub("none", plain) if _FETCH.search(plain) else style


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def _take_out(node: etree._Element) -> None:
    """Remove a node, and keep the text after it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail:
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)
