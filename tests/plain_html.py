"""Nodes as the plain HTML of the CommonMark spec, for comparing the reader with its examples.

Not a backend: what the spec's examples cannot hold (cards, citations, notes) is not written.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from myopress.document import (
    Attributes,
    Block,
    BlockQuote,
    Box,
    BulletList,
    CodeBlock,
    CodeSpan,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    HardBreak,
    Heading,
    Image,
    Inline,
    Link,
    ListItem,
    Node,
    OrderedList,
    Paragraph,
    Phrase,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.walk import plain_text

_WRAPPERS: dict[type[Node], str] = {
    Emphasis: "em",
    Strong: "strong",
    Strikethrough: "del",
    Superscript: "sup",
    Subscript: "sub",
}


def blocks(nodes: Iterable[Block], *, tight: bool = False) -> str:
    return "".join(block(node, tight=tight) for node in nodes)


def inlines(nodes: Iterable[Inline]) -> str:
    return "".join(inline(node) for node in nodes)


def block(node: Block, *, tight: bool = False) -> str:
    match node:
        case Paragraph(children):
            return inlines(children) + "\n" if tight else f"<p>{inlines(children)}</p>"
        case Heading(level, children):
            return f"<h{level}>{inlines(children)}</h{level}>"
        case BlockQuote(children):
            return f"<blockquote>{blocks(children)}</blockquote>"
        case CodeBlock(text, language):
            name = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{name}>{escape(text)}</code></pre>"
        case BulletList(items, tight=is_tight):
            return f"<ul>{''.join(_item(item, tight=is_tight) for item in items)}</ul>"
        case OrderedList(items, start, is_tight):
            number = f' start="{start}"' if start != 1 else ""
            return f"<ol{number}>{''.join(_item(item, tight=is_tight) for item in items)}</ol>"
        case Figure(children=(Paragraph(children=(Image() as image,)),), caption=caption):
            # A picture alone in its paragraph: its title has become the caption.
            title = f' title="{escape(plain_text(caption))}"' if caption else ""
            return f"<p>{_image(image, title)}</p>"
        case ThematicBreak():
            return "<hr />"
        case Table(head, body):
            return f"<table>{''.join(_row(row) for row in (*head, *body))}</table>"
        case Division(children, attributes):
            return f"<div{_attributes(attributes)}>{blocks(children)}</div>"
        case DefinitionList() | Box():
            return f"<p>{escape(plain_text(node))}</p>"
        case _:
            msg = f"not in the spec: {node}"
            raise NotImplementedError(msg)


def inline(node: Inline) -> str:
    match node:
        case Text(text):
            return escape(text)
        case Emphasis() | Strong() | Strikethrough() | Superscript() | Subscript():
            name = _WRAPPERS[type(node)]
            return f"<{name}>{inlines(node.children)}</{name}>"
        case CodeSpan(text):
            return f"<code>{escape(text)}</code>"
        case Link(children, target, title):
            words = f' title="{escape(title)}"' if title else ""
            return f'<a href="{escape(target)}"{words}>{inlines(children)}</a>'
        case Image(title=title):
            return _image(node, f' title="{escape(title)}"' if title else "")
        case SoftBreak():
            return "\n"
        case HardBreak():
            return "<br />\n"
        case Phrase(children, kind, attributes=attributes):
            return f"<{kind}{_attributes(attributes)}>{inlines(children)}</{kind}>"
        case _:
            msg = f"not in the spec: {node}"
            raise NotImplementedError(msg)


def _attributes(attributes: Attributes) -> str:
    name = f' id="{escape(attributes.id)}"' if attributes.id else ""
    classes = f' class="{escape(" ".join(attributes.classes))}"' if attributes.classes else ""
    return name + classes


def _image(image: Image, title: str) -> str:
    source = escape(quote(image.resource, safe="%/:?#[]@!$&'()*+,;=~"))
    return f'<img src="{source}" alt="{escape(image.alt)}"{title} />'


def _item(item: ListItem, *, tight: bool) -> str:
    return f"<li>{blocks(item.children, tight=tight)}</li>"


def _row(row: TableRow) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in row.cells)}</tr>"


def _cell(cell: TableCell) -> str:
    name = "th" if cell.scope else "td"
    return f"<{name}>{blocks(cell.children)}</{name}>"
