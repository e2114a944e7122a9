"""Elements: the one way in which markup comes into being, and the attributes of nodes.

Trees are built without a namespace. Whoever serialises them declares XHTML's on the root (see
`epub`) or writes HTML, where there is none. Only MathML, SVG and `epub:type` carry their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.html.medium import Element, Writing
from myopress.document import PLAIN, Attributes
from myopress.source import UNPRINTABLE, Span

__all__ = [
    "EPUB_TYPE",
    "OPS",
    "XHTML",
    "XML_LANG",
    "Element",
    "add",
    "attributes",
    "block_attributes",
    "child",
    "direction",
    "e",
    "language",
    "meaning",
    "put",
    "scrollable",
]

OPS = "http://www.idpf.org/2007/ops"
XHTML = "http://www.w3.org/1999/xhtml"
EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
"""Primary subtags of languages written from right to left."""
_NONE: Mapping[str, str] = {}


def e(tag: str, attrs: Mapping[str, str] = _NONE, *children: Element | str) -> Element:
    """A new element with attributes, elements and words."""
    element = etree.Element(tag, dict(attrs))
    for child in children:
        if isinstance(child, str):
            put(element, child)
        else:
            element.append(child)
    return element


def add(parent: Element, tag: str, attrs: Mapping[str, str] = _NONE, text: str = "") -> Element:
    """A new last child of `parent`. Without text it is still written with an end tag."""
    element = child(parent, tag, attrs)
    element.text = text
    return element


def child(parent: Element, tag: str, attrs: Mapping[str, str] = _NONE) -> Element:
    """A new last child of `parent`, which without content has no end tag in XML.

    lxml is quicker to set attributes one by one than to make an element with them.
    """
    element = SubElement(parent, tag)
    for name, value in attrs.items():
        element.set(name, value)
    return element


def put(parent: Element, words: str) -> None:
    """Append words after everything that `parent` holds.

    A character that XML cannot hold, which only a source's bibliography can still bring here,
    becomes U+FFFD.
    """
    try:
        last = next(parent.iterchildren(reversed=True), None)  # `len` would count them all
        if last is None:
            parent.text = (parent.text or "") + words
        else:
            last.tail = (last.tail or "") + words
    except ValueError:
        put(parent, UNPRINTABLE.sub("\ufffd", words))


def attributes(given: Attributes, writing: Writing, classes: str = "") -> dict[str, str]:
    """Id, classes and language of a node, after the classes that its kind has."""
    attrs = {"class": classes} if classes else {}
    if given is PLAIN:
        return attrs
    if given.id and not writing.repeated:
        attrs["id"] = given.id
    if given.classes:
        attrs["class"] = " ".join((classes, *given.classes)).strip()
    if given.language:
        attrs.update(language(given.language, writing))
    return attrs


def block_attributes(
    given: Attributes, span: Span, writing: Writing, classes: str = ""
) -> dict[str, str]:
    """The same for a block, and the line that it was read from where the medium asks for it."""
    attrs = attributes(given, writing, classes)
    if writing.medium.source_lines and span.line:
        attrs["data-l"] = str(span)
    return attrs


def direction(tag: str) -> str:
    """The writing direction of a language, "ltr" or "rtl"."""
    return "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def language(tag: str, writing: Writing) -> dict[str, str]:
    """`lang`, and in an EPUB `xml:lang` as well, which its XHTML asks to agree."""
    return {"lang": tag, XML_LANG: tag} if writing.medium.semantics else {"lang": tag}


def meaning(kind: str, role: str, writing: Writing) -> dict[str, str]:
    """`epub:type` and ARIA `role`, where the medium has them; an empty one is left out.

    The pairs follow EPUB SSV 1.1 and DPUB-ARIA 1.1.
    """
    if not writing.medium.semantics:
        return {}
    pair = {EPUB_TYPE: kind, "role": role}
    return {name: value for name, value in pair.items() if value}


def scrollable(writing: Writing) -> dict[str, str]:
    """What an element that may scroll needs so that keys can scroll it (WCAG 2.2, 2.1.1)."""
    return {"tabindex": "0"} if writing.medium.semantics else {}
