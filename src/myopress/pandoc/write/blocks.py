"""Our blocks as pandoc's; what it has no type or no attributes for is a Div."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never, get_args

from myopress.document import (
    PLAIN,
    Attributes,
    Block,
    BlockQuote,
    Blocks,
    Box,
    BoxKind,
    BulletList,
    Card,
    Claim,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Division,
    Figure,
    Glossary,
    Heading,
    Image,
    Inlines,
    Listing,
    ListItem,
    MathBlock,
    OrderedList,
    Paragraph,
    SoftBreak,
    Table,
    Text,
    ThematicBreak,
)
from myopress.pandoc.write.elements import Element, attributes, element, of, text
from myopress.pandoc.write.inlines import write_inlines
from myopress.pandoc.write.tables import table
from myopress.pandoc.write.writing import Writing
from myopress.walk import plain_text

_MEANT = frozenset({"card", "glossary", "title", "tagline", *get_args(BoxKind)})
"""Classes with which a Div is more than a Div."""


def write_blocks(blocks: Blocks, writing: Writing, *, tight: bool = False) -> list[Element]:
    """Pandoc's blocks for ours; paragraphs that are `tight` have no space between them."""
    return [_block(block, writing, tight=tight) for block in blocks]


def _block(node: Block, writing: Writing, *, tight: bool = False) -> Element:
    match node:
        case Heading(level, children, unnumbered, own):
            attr = of(own, *(("unnumbered",) if unnumbered else ()))
            inner = write_inlines(children, writing)
            return element("Header", [level + writing.depth, attr, inner])
        case Paragraph():
            return _paragraph(node, writing, tight=tight)
        case Claim():
            return _claim(node, writing)
        case BlockQuote(children, own):
            return _named(element("BlockQuote", write_blocks(children, writing)), own)
        case CodeBlock():
            return _code(node)
        case MathBlock(tex, own):
            formula = element("Math", [element("DisplayMath"), tex])
            named = formula if own == PLAIN else element("Span", [of(own), [formula]])
            return element("Plain" if tight else "Para", [named])
        case BulletList(items, is_tight, own):
            entries = [_item(item, writing, tight=is_tight) for item in items]
            return _named(element("BulletList", entries), own)
        case OrderedList(items, start, is_tight, own):
            entries = [_item(item, writing, tight=is_tight) for item in items]
            style = [start, element("Decimal"), element("Period")]
            return _named(element("OrderedList", [style, entries]), own)
        case DefinitionList(items, own):
            return _named(_definitions(items, writing), own)
        case Table():
            return table(node, writing)
        case Figure(children, caption, own):
            inner = write_blocks(children, writing)
            return element("Figure", [of(own), [None, _plain(caption, writing)], inner])
        case ThematicBreak():
            return element("HorizontalRule")
        case Box():
            return _box(node, writing)
        case Division(children, own):
            mark = "division" if _MEANT & {*own.classes} or own.id == "refs" else ""
            return element("Div", [of(own, node=mark), write_blocks(children, writing)])
        case Card():
            return _card(node, writing)
        case Glossary(items):
            return _marked("glossary", [_definitions(items, writing)])
        case Listing("references"):
            # Where pandoc's citeproc puts the list.
            return element("Div", [attributes("refs", ("references",)), []])
        case Listing(kind):
            return _marked(kind, [])
        case _:
            assert_never(node)


def _named(made: Element, own: Attributes) -> Element:
    """A block of a type that has no attributes in pandoc, within a Div that has them."""
    return made if own == PLAIN else element("Div", [of(own, node="block"), [made]])


def _marked(kind: str, content: list[Element]) -> Element:
    return element("Div", [attributes(classes=(kind,)), content])


def _plain(words: Inlines, writing: Writing) -> list[Element]:
    """Words where pandoc wants blocks."""
    return [element("Plain", write_inlines(words, writing))] if words else []


def _words(children: Inlines, writing: Writing, *, tight: bool = False) -> Element:
    """A paragraph; a picture alone in a Para would be a figure."""
    lone = len(children) == 1 and isinstance(children[0], Image)
    return element("Plain" if tight or lone else "Para", write_inlines(children, writing))


def _paragraph(node: Paragraph, writing: Writing, *, tight: bool) -> Element:
    made = _words(node.children, writing, tight=tight)
    if node.attributes == PLAIN and not node.short:
        return made
    attr = of(node.attributes, node="paragraph", short=node.short, of=node.short_of)
    return element("Div", [attr, [made]])


def _claim(node: Claim, writing: Writing) -> Element:
    attr = of(
        node.attributes,
        node="claim",
        evidence=", ".join(node.evidence),
        confidence=node.confidence,
        remark=plain_text(node.remark),
    )
    return element("Div", [attr, [_words(node.children, writing)]])


def _code(node: CodeBlock) -> Element:
    """Pandoc's first class is the language; code without one is marked if it has classes."""
    language = (node.language,) if node.language else ()
    mark = "code" if node.attributes.classes and not language else ""
    attr = of(node.attributes, *language, node=mark)
    return element("CodeBlock", [attr, node.text.removesuffix("\n")])


def _item(item: ListItem, writing: Writing, *, tight: bool) -> list[Element]:
    """An item; a task begins with a box, as pandoc has it."""
    children = item.children
    if item.checked is not None:
        box = Text("☒" if item.checked else "☐")
        match children:
            case (Paragraph(children=words, attributes=own, short="") as first, *rest) if (
                own == PLAIN
            ):
                children = (replace(first, children=(box, Text(" "), *words)), *rest)
            case _:
                children = (Paragraph((box,)), *children)
    return write_blocks(children, writing, tight=tight)


def _definitions(items: tuple[DefinitionItem, ...], writing: Writing) -> Element:
    made = [
        [
            write_inlines(item.term, writing),
            [write_blocks(blocks, writing, tight=len(blocks) == 1) for blocks in item.definitions],
        ]
        for item in items
    ]
    return element("DefinitionList", made)


def _title(kind: str, words: Inlines, writing: Writing) -> Element:
    return _marked(kind, _plain(words, writing))


def _box(node: Box, writing: Writing) -> Element:
    """A Div with its title in one, which is there if the box could else seem to have another."""
    first = node.children[0] if node.children else None
    seeming = isinstance(first, Heading | Division)
    title = [_title("title", node.title, writing)] if node.title or seeming else []
    inner = write_blocks(node.children, writing)
    return element("Div", [of(node.attributes, node.kind), title + inner])


def _card(node: Card, writing: Writing) -> Element:
    """Name, tagline, and a definition list with the fields that the tool reads among them."""
    inner = [_title("title", node.name, writing)]
    if node.tagline:
        inner.append(_title("tagline", node.tagline, writing))
    fields = [
        [write_inlines(field.term, writing), [write_blocks(field.children, writing)]]
        for field in node.fields
    ]
    for term, words in (("Evidence", ", ".join(node.evidence)), ("Confidence", node.confidence)):
        if words:
            fields.append([text(term), [[element("Plain", text(words))]]])
    if node.references:
        cited = [part for one in node.references for part in (SoftBreak(), one)][1:]
        fields.append([text("References"), [_plain(tuple(cited), writing)]])
    if fields:
        inner.append(element("DefinitionList", fields))
    inner += write_blocks(node.children, writing)
    attr = of(node.attributes, "card", claims=" ".join(node.claims))
    return element("Div", [attr, inner])
