"""Block nodes -> elements."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from lxml.etree import SubElement

from myopress.backends.html.cards import card
from myopress.backends.html.claims import claim
from myopress.backends.html.element import (
    Element,
    add,
    block_attributes,
    child,
    direction,
    meaning,
    scrollable,
)
from myopress.backends.html.inlines import formula, image, inlines
from myopress.backends.html.listings import definition, glossary, listing
from myopress.backends.html.medium import Writing
from myopress.backends.html.tables import caption, table
from myopress.document import (
    PLAIN,
    Attributes,
    Block,
    BlockQuote,
    Blocks,
    Box,
    BulletList,
    Card,
    Claim,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Glossary,
    Heading,
    Image,
    Listing,
    ListItem,
    MathBlock,
    OrderedList,
    Paragraph,
    Table,
    ThematicBreak,
)

_BOXES = {
    "tip": ("aside", "tip", "doc-tip"),
    "example": ("aside", "", "doc-example"),
    "pullquote": ("aside", "pullquote", "doc-pullquote"),
    "epigraph": ("blockquote", "epigraph", "doc-epigraph"),
    "dedication": ("div", "dedication", "doc-dedication"),
    "verse": ("div", "", ""),
}
"""Element, `epub:type` and role of a box; all others are asides with the role `note`."""
_WITHOUT_TITLE = {"pullquote", "epigraph", "dedication", "verse", "details"}


def blocks(parent: Element, nodes: Blocks, writing: Writing) -> None:
    """Append `nodes` to what `parent` holds."""
    for node in nodes:
        if type(node) is Paragraph:  # most are: do not try each class in turn
            attrs = block_attributes(node.attributes, node.span, writing)
            inlines(child(parent, "p", attrs), node.children, writing)
        else:
            block(parent, node, writing)


def block(parent: Element, node: Block, writing: Writing) -> None:
    """Append one node to what `parent` holds."""
    match node:
        case Paragraph():
            blocks(parent, (node,), writing)
        case Heading():
            heading(parent, node, writing)
        case Claim():
            claim(parent, node, writing)
        case BlockQuote(children, given):
            attrs = block_attributes(given, node.span, writing)
            blocks(child(parent, "blockquote", attrs), children, writing)
        case CodeBlock():
            _code_block(parent, node, writing)
        case MathBlock():
            _math_block(parent, node, writing)
        case BulletList() | OrderedList():
            _list(parent, node, writing)
        case DefinitionList(items, given):
            terms = SubElement(parent, "dl", block_attributes(given, node.span, writing))
            for item in items:
                definition(terms, item, {}, writing, blocks)
        case Table():
            table(parent, node, writing, blocks)
        case Figure():
            _figure(parent, node, writing)
        case ThematicBreak():
            SubElement(parent, "hr")
        case Box():
            _box(parent, node, writing)
        case Division(children, given):
            attrs = block_attributes(given, node.span, writing)
            blocks(child(parent, "div", attrs), children, writing)
        case Card():
            card(parent, node, writing, blocks)
        case Glossary():
            glossary(parent, node, writing, blocks)
        case Listing():
            listing(parent, node, writing)
        case _:
            assert_never(node)


def heading(parent: Element, node: Heading, writing: Writing) -> None:
    """A heading with its number, if numbers are printed down to its level."""
    writing.level = node.level
    attrs = block_attributes(node.attributes, node.span, writing)
    element = child(parent, f"h{min(node.level, 6)}", attrs)
    anchor = writing.index.anchors.get(node.attributes.id)
    if anchor and anchor.number and node.level <= writing.number_depth:
        add(element, "span", {"class": "number"}, anchor.number).tail = " "
    inlines(element, node.children, writing)


def _code_block(parent: Element, node: CodeBlock, writing: Writing) -> None:
    attrs = block_attributes(node.attributes, node.span, writing)
    if direction(writing.index.words.language) == "rtl":
        attrs["dir"] = "ltr"
    code = SubElement(child(parent, "pre", attrs), "code")
    if node.language:
        code.set("class", f"language-{node.language}")
    code.text = node.text


def _math_block(parent: Element, node: MathBlock, writing: Writing) -> None:
    attrs = block_attributes(node.attributes, node.span, writing, "equation")
    element = child(parent, "div", {**attrs, **scrollable(writing)})
    formula(element, node, writing)
    anchor = writing.index.anchors.get(node.attributes.id)
    if anchor and anchor.number:
        add(element, "span", {"class": "equation-number"}, f"({anchor.number})")


def _list(parent: Element, node: BulletList | OrderedList, writing: Writing) -> None:
    attrs = block_attributes(node.attributes, node.span, writing)
    tag = "ul"
    if isinstance(node, OrderedList):
        tag = "ol"
        if node.start != 1:
            attrs["start"] = str(node.start)
    if any(item.checked is not None for item in node.items):
        attrs["class"] = f"tasks {attrs.get('class', '')}".strip()
    element = child(parent, tag, attrs)
    for item in node.items:
        _list_item(element, item, node.tight, writing)


def _list_item(parent: Element, item: ListItem, tight: bool, writing: Writing) -> None:  # noqa: FBT001 - CommonMark's word for a list
    """One item; in a tight list its paragraphs stand without `p`."""
    li = SubElement(parent, "li")
    if writing.medium.source_lines and item.span.line:
        li.set("data-l", str(item.span))
    if not (item.children and isinstance(item.children[0], Paragraph)):
        _task_mark(li, item, writing)
    for place, node in enumerate(item.children):
        if not isinstance(node, Paragraph):
            blocks(li, (node,), writing)
            continue
        attrs = block_attributes(node.attributes, node.span, writing)
        bare = tight and node.attributes == PLAIN
        words = li if bare else child(li, "p", attrs)
        if place == 0:
            _task_mark(words, item, writing)
        elif bare and isinstance(item.children[place - 1], Paragraph):
            SubElement(li, "br")
        inlines(words, node.children, writing)


def _task_mark(parent: Element, item: ListItem, writing: Writing) -> None:
    """The box of a task, which is read out as a word."""
    if item.checked is None:
        return
    words = writing.index.words
    attrs = {
        "class": "task done" if item.checked else "task",
        "role": "img",
        "aria-label": words.done if item.checked else words.open,
    }
    add(parent, "span", attrs, "✓" if item.checked else "").tail = " "


def _figure(parent: Element, node: Figure, writing: Writing) -> None:
    """A figure; a picture that is alone in its paragraph needs no `p`."""
    figure = child(parent, "figure", block_attributes(node.attributes, node.span, writing))
    for part in node.children:
        match part:
            case Paragraph((Image() as picture,), attributes=Attributes("", (), "")):
                image(figure, picture, writing)
            case _:
                blocks(figure, (part,), writing)
    if node.caption:
        caption(figure, "figcaption", node.attributes.id, node.caption, writing)


def _box(parent: Element, node: Box, writing: Writing) -> None:
    tag, kind, role = _BOXES.get(node.kind, ("aside", "", "note"))
    attrs = block_attributes(node.attributes, node.span, writing, f"box box-{node.kind}")
    element = child(parent, tag, {**attrs, **meaning(kind, role, writing)})
    if node.title:
        inlines(add(element, "p", {"class": "box-title"}), node.title, writing)
    elif node.kind not in _WITHOUT_TITLE:
        add(element, "p", {"class": "box-title"}, getattr(writing.index.words, node.kind))
    inner = replace(writing, verse=True) if node.kind == "verse" else writing
    blocks(element, node.children, inner)
