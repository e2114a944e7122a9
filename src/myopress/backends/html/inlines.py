"""Inline nodes -> elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never
from urllib.parse import quote

from lxml.etree import SubElement

from myopress.backends.html.element import Element, add, attributes, child, meaning, put
from myopress.backends.html.medium import LINEAR, BlocksWriter, Writing
from myopress.diagnostics import Code, note, warning
from myopress.document import (
    Attributes,
    Blocks,
    Citation,
    CodeSpan,
    CrossReference,
    Emphasis,
    GlossaryTerm,
    HardBreak,
    Image,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Math,
    MathBlock,
    NoteReference,
    Paragraph,
    Phrase,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_PHRASES = {"span": ("span", ""), "smallcaps": ("span", "smallcaps"), "underline": ("u", "")}
_REFERENCE_KINDS = {
    "reference": ("biblioref", "doc-biblioref"),
    "term": ("glossref", "doc-glossref"),
}
_UNFIT_FOR_URL = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")


def inlines(parent: Element, nodes: Inlines, writing: Writing) -> None:
    """Append `nodes` to what `parent` holds. Texts side by side become one."""
    words: list[str] = []
    for node in nodes:
        if type(node) is Text:  # nearly all are: do not try each class in turn
            words.append(node.text)
        elif type(node) is SoftBreak and not writing.verse:
            words.append("\n")
        else:
            if words:
                put(parent, "".join(words))
                words.clear()
            inline(parent, node, writing)
    if words:
        put(parent, "".join(words))


def run_in(parent: Element, nodes: Blocks, writing: Writing, blocks: BlocksWriter) -> None:
    """Append blocks to an element, such as a cell, in which one plain paragraph needs no `p`."""
    match nodes:
        case (Paragraph(children, attributes=Attributes("", (), "")),):
            inlines(parent, children, writing)
        case _:
            blocks(parent, nodes, writing)


def inline(parent: Element, node: Inline, writing: Writing) -> None:
    """Append one node to what `parent` holds."""
    match node:
        case Text(text):
            put(parent, text)
        case Emphasis(children):
            inlines(SubElement(parent, "em"), children, writing)
        case Strong(children):
            inlines(SubElement(parent, "strong"), children, writing)
        case Strikethrough(children):
            inlines(SubElement(parent, "del"), children, writing)
        case Superscript(children):
            inlines(SubElement(parent, "sup"), children, writing)
        case Subscript(children):
            inlines(SubElement(parent, "sub"), children, writing)
        case CodeSpan(text, given):
            add(parent, "code", attributes(given, writing), text)
        case Math():
            formula(parent, node, writing)
        case Phrase():
            _phrase(parent, node, writing)
        case Link():
            _link(parent, node, writing)
        case CrossReference():
            _cross_reference(parent, node, writing)
        case Image():
            image(parent, node, writing)
        case NoteReference():
            if not writing.repeated:
                writing.medium.note_call(parent, node, writing)
        case Citation():
            _citation(parent, node, writing)
        case IndexTerm():
            _index_term(parent, node, writing)
        case GlossaryTerm():
            _glossary_term(parent, node, writing)
        case SoftBreak():
            SubElement(parent, "br") if writing.verse else put(parent, "\n")
        case HardBreak():
            SubElement(parent, "br").tail = "\n"
        case _:
            assert_never(node)


def formula(parent: Element, node: Math | MathBlock, writing: Writing) -> None:
    """Write a formula, as code if it cannot be read; report that, and one set on a single line."""
    element = writing.medium.formula(node.tex, isinstance(node, MathBlock))
    words = f"the formula “{node.tex.strip()}”"
    if element is None:
        add(parent, "code", {"class": "math"}, node.tex.strip())
        fault = warning(
            Code.MATH_UNREADABLE, f"cannot read {words}", node.span, "it is kept as code"
        )
    else:
        parent.append(element)
        if not (reason := str(element.attrib.pop(LINEAR, ""))):
            return
        message = f"the maths layout cannot set {words}: {reason}"
        fault = warning(Code.MATH_LINEAR, message, node.span, "it is printed on one line")
    if not writing.repeated:
        writing.report(fault)


def _phrase(parent: Element, node: Phrase, writing: Writing) -> None:
    tag, classes = _PHRASES.get(node.kind, (node.kind, ""))
    attrs = attributes(node.attributes, writing, classes)
    if node.title:
        attrs["title"] = node.title
    _fill(parent, tag, attrs, node.children, writing)


def _fill(
    parent: Element, tag: str, attrs: Mapping[str, str], children: Inlines, writing: Writing
) -> None:
    """Append an element with `children`, unless it holds nothing once ids and notes are gone."""
    element = add(parent, tag, attrs)
    inlines(element, children, writing)
    if writing.repeated and not element.text and not len(element):
        parent.remove(element)


def _link(parent: Element, node: Link, writing: Writing) -> None:
    attrs = attributes(node.attributes, writing)
    scheme = node.target.partition(":")[0].lower()
    known = not writing.medium.schemes or scheme in writing.medium.schemes
    if not (known or writing.repeated):
        message = f"“{node.target}” is an address that reading systems do not know"
        hint = "the words are kept without the link"
        writing.report(note(Code.LINK_UNSAFE, message, node.span, hint))
    if writing.in_link or writing.repeated or not known:
        _fill(parent, "span", attrs, node.children, writing)
        return
    attrs["href"] = _UNFIT_FOR_URL.sub(lambda match: quote(match[0]), node.target)
    if node.title:
        attrs["title"] = node.title
    inlines(add(parent, "a", attrs), node.children, replace(writing, in_link=True))


def link(parent: Element, target: str, attrs: dict[str, str], writing: Writing) -> Element:
    """A link to an id of the book.

    Where no link is possible (within a link, in words repeated, in a medium that cannot lead
    there) it is a span of the same classes.
    """
    href = "" if writing.in_link or writing.repeated else writing.medium.href(target)
    if not href:
        attrs = {name: value for name, value in attrs.items() if name in {"class", "id", "lang"}}
        return add(parent, "span", attrs)
    return add(parent, "a", {**attrs, "href": href})


def _fill_link(element: Element, children: Inlines, writing: Writing) -> None:
    """The words of what `link` has made."""
    inner = replace(writing, in_link=True) if element.tag == "a" else writing
    inlines(element, children, inner)


def _cross_reference(parent: Element, node: CrossReference, writing: Writing) -> None:
    """A link in the author's words, or in the tool's with the page where there are pages."""
    anchor = writing.index.anchors.get(node.target)
    kind, role = _REFERENCE_KINDS.get(anchor.kind if anchor else "", ("", ""))
    attrs = {**attributes(node.attributes, writing), **meaning(kind, role, writing)}
    element = link(parent, node.target, attrs, writing)
    if node.children:
        _fill_link(element, node.children, writing)
        return
    label = anchor.label if anchor else node.target
    page = writing.medium.page(node.target)
    if not label:  # a card without a name
        words = writing.index.words
        put(element, f"{words.page}\u00a0{page}" if page else node.target)
        return
    put(element, label)
    if page and not writing.repeated:
        put(parent, " ")
        add(parent, "span", {"class": "page"}, writing.index.words.on_page.format(page))


def image(parent: Element, node: Image, writing: Writing) -> None:
    """`<img>` with its pixels as width and height, so that a page need not jump on loading."""
    attrs = attributes(node.attributes, writing, "decorative" if node.decorative else "")
    attrs["src"] = writing.medium.address(node.resource)
    attrs["alt"] = "" if node.decorative else node.alt
    if node.title:
        attrs["title"] = node.title
    resource = writing.resources.get(node.resource)
    if resource and resource.width and resource.height:
        attrs["width"], attrs["height"] = str(resource.width), str(resource.height)
    if node.width:
        attrs["style"] = f"width: {node.width}"
    child(parent, "img", attrs)


def _citation(parent: Element, node: Citation, writing: Writing) -> None:
    """The call as the citation style sets it; keys stand for what the index has not."""
    call = writing.index.citations.get(node)
    span = add(parent, "span", {"class": "citation"})
    if call is None:
        put(span, "[" + "; ".join(item.key for item in node.items) + "]")
    else:
        inlines(span, call, writing)


def _index_term(parent: Element, node: IndexTerm, writing: Writing) -> None:
    """A place that the index leads to; an entry that only points to another has none."""
    if node.see or node.see_also:
        inlines(parent, node.children, writing)
    else:
        _fill(parent, "span", attributes(node.attributes, writing), node.children, writing)


def _glossary_term(parent: Element, node: GlossaryTerm, writing: Writing) -> None:
    entry = writing.index.glossary.get(node.term.lower())
    if entry is None:
        inlines(parent, node.children, writing)
        return
    attrs = {"class": "term", **meaning("glossref", "doc-glossref", writing)}
    _fill_link(link(parent, entry.id, attrs, writing), node.children, writing)
