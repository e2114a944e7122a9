"""What stands in an element, sorted into blocks or inlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast, get_args

from myopress.document import (
    PLAIN,
    Block,
    Blocks,
    Box,
    CodeBlock,
    CodeSpan,
    Division,
    Figure,
    HardBreak,
    Image,
    Inline,
    Inlines,
    ListItem,
    Node,
    Paragraph,
    Phrase,
    SoftBreak,
    TableCell,
    TableRow,
    Text,
)
from myopress.source import Span
from myopress.walk import nodes, plain_text, rewrite

Content: TypeAlias = "Block | Inline | ListItem | TableRow | TableCell | Part"
"""What may stand in an element until the element around it is made."""


@dataclass(frozen=True, slots=True)
class Part(Node):
    """A piece of a larger element: `dt`, `dd`, `caption`, `figcaption`, `summary`, `thead`."""

    name: str
    children: tuple[Content, ...]


_INLINE = get_args(Inline)
_BLOCKS = frozenset(get_args(Block))
_HTML_BLANK = " \t\n\f\r"


def flow(children: Iterable[Content]) -> tuple[Block, ...]:
    """`children` as blocks: inlines become paragraphs, pieces without their whole are opened."""
    children = tuple(children)
    if all(child.__class__ in _BLOCKS for child in children):  # as most are
        return cast("tuple[Block, ...]", children)
    blocks: list[Block] = []
    run: list[Inline] = []
    for child in _opened(children):
        if isinstance(child, _INLINE):
            run.append(child)
        else:
            blocks += _paragraph(run)
            run = []
            blocks.append(child)
    return (*blocks, *_paragraph(run))


def _opened(children: Iterable[Content]) -> Iterator[Any]:
    for child in children:
        match child:
            case Part() | ListItem() | TableCell():
                yield from _opened(child.children)
            case TableRow():
                yield from _opened(child.cells)
            case _:
                yield child


def _paragraph(run: list[Inline]) -> list[Block]:
    inlines = trimmed(run)
    if not inlines:
        return []
    first, last = inlines[0].span, inlines[-1].span
    span = Span(first.path, first.line, max(first.end_line, last.end_line))
    if len(inlines) == 1 and isinstance(inlines[0], Image):
        return [figure(inlines[0], span)]
    return [Paragraph(inlines, span=span)]


def figure(image: Image, span: Span, caption: Inlines | None = None) -> Figure:
    """The figure that a picture alone in its paragraph is; its title is the caption.

    `caption` is the title as inlines, where it has been read as Markdown.
    """
    if caption is None:
        caption = (Text(image.title, span=span),) if image.title else ()
    bare = replace(image, title="", attributes=PLAIN)
    return Figure((Paragraph((bare,), span=span),), caption, image.attributes, span=span)


def without_figure(figure: Figure) -> Blocks:
    """What stands in a figure; if that is a picture alone, the caption is its title again."""
    match figure.children:
        case (Paragraph(children=(Image() as image,)) as paragraph,):
            titled = replace(image, title=plain_text(figure.caption))
            return (replace(paragraph, children=(titled,)),)
        case _:
            caption = (Paragraph(figure.caption, span=figure.span),) if figure.caption else ()
            return (*figure.children, *caption)


def trimmed(run: Iterable[Inline]) -> Inlines:
    """`run` without blank text at its ends and at its lines' ends, as HTML shows it."""
    kept: list[Inline] = []
    for node in run:
        match node:
            case Text(text):
                at_start = not kept or isinstance(kept[-1], SoftBreak | HardBreak)
                words = text.lstrip(_HTML_BLANK) if at_start else text
                if words:
                    kept.append(node if words == text else replace(node, text=words))
            case SoftBreak() | HardBreak():
                _strip_end(kept)
                blank = not kept or isinstance(kept[-1], SoftBreak | HardBreak)
                if not (blank and isinstance(node, SoftBreak)):
                    kept.append(node)
            case CodeSpan(text) if "\n" in text:
                kept.append(replace(node, text=text.replace("\n", " ")))
            case _:
                kept.append(node)
    while kept and isinstance(kept[-1], SoftBreak):
        kept.pop()
    _strip_end(kept)
    return tuple(kept)


def _strip_end(kept: list[Inline]) -> None:
    if kept and isinstance(kept[-1], Text):
        words = kept[-1].text.rstrip(_HTML_BLANK)
        if words:
            kept[-1] = replace(kept[-1], text=words)
        else:
            kept.pop()


def phrasing(children: Iterable[Content]) -> list[Inline]:
    """`children` as inlines; of blocks only the words are left, parted by line ends."""
    made: list[Inline] = []
    for child in _opened(children):
        if isinstance(child, _INLINE):
            made.append(child)
            continue
        if made and not isinstance(made[-1], SoftBreak | HardBreak):
            made.append(SoftBreak(span=child.span))
        words, attributes = _words(child), getattr(child, "attributes", PLAIN)
        if attributes == PLAIN:
            made += words
        else:
            made.append(Phrase(tuple(words), attributes=attributes, span=child.span))
    return made


def _words(block: Block) -> list[Inline]:
    """The words of one block."""
    words: list[Inline] = []
    if isinstance(block, Box) and block.title:
        words += (*block.title, SoftBreak(span=block.span))
    if inner := getattr(block, "children", None) or getattr(block, "items", None):
        words += phrasing(inner)
        if isinstance(block, Figure) and block.caption:
            words += (SoftBreak(span=block.span), *block.caption)
    elif isinstance(block, CodeBlock):
        words.append(CodeSpan(block.text.strip("\n"), span=block.span))
    else:
        words.append(Text(plain_text(block).strip(), span=block.span))
    return words


def text_nodes(text: str, line: int, at: Callable[[int], Span]) -> list[Inline]:
    """Raw text as nodes, its line ends as soft breaks; `at` gives the span of a line."""
    made: list[Inline] = []
    for number, part in enumerate(text.split("\n")):
        if number:
            made.append(SoftBreak(span=at(line + number - 1)))
        if part:
            made.append(Text(part, span=at(line + number)))
    return made


def code_text(children: Iterable[Content]) -> str:
    """The text of `children` with its spaces, breaks as line feeds."""
    leaves = nodes(phrasing(children), (Text, CodeSpan, SoftBreak, HardBreak, Image))
    return "".join(
        "\n" if isinstance(leaf, SoftBreak | HardBreak) else plain_text(leaf) for leaf in leaves
    )


def is_blank(node: Content) -> bool:
    """Whether `node` is only the space between tags."""
    return isinstance(node, SoftBreak) or (isinstance(node, Text) and not node.text.strip())


def keep_line_ends(blocks: Blocks) -> Blocks:
    """The lines of a verse: `blocks` with hard breaks for soft ones."""
    division = rewrite(Division(blocks), _hardened)
    return division.children


def _hardened(node: Node) -> Node:
    return HardBreak(span=node.span) if isinstance(node, SoftBreak) else node
