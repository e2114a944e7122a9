"""Block tokens to block nodes: paragraphs, headings and what has no children.

`tree.py` keeps the containers while they are open, `closing.py` makes their nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias, cast

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from myopress import html_input
from myopress.diagnostics import Code, did_you_mean, note, warning
from myopress.document import (
    Block,
    Blocks,
    CodeBlock,
    Heading,
    Image,
    MathBlock,
    Paragraph,
    Table,
    Text,
    ThematicBreak,
)
from myopress.markdown import attributes
from myopress.markdown.attributes import Given
from myopress.markdown.closing import closed
from myopress.markdown.inlines import read_inlines
from myopress.markdown.reading import Reading
from myopress.markdown.tree import Tree
from myopress.source import Span

_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_ALERTS = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(r"\[!([A-Za-z]+)\](?![(\[])(.*)(?:\n|$)")
_CAPTION = re.compile(r"(?:Table)?:\s+")


def read_blocks(tokens: list[Token], reading: Reading) -> Blocks:
    """The blocks of a file; its notes are put into `reading`."""
    tree = Tree(reading)
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        kind = token.type
        if kind == "paragraph_open":
            _paragraph(tokens, index, tree)
            index += 2
        elif kind == "heading_open":
            _heading(token, tokens[index + 1], tree)
            index += 2
        elif token.nesting == 1:
            tree.push(token, token.map[0] + 1 if token.map else tree.top.line)
        elif token.nesting == -1:
            opened, span = tree.pop()
            tree.put(opened, closed(opened, span, tree))
        elif kind == "inline":  # of a table's cell or of a term
            _words(token, tree)
        elif kind == "attributes":
            _attribute_line(token, index + 1 == count or tokens[index + 1].nesting == -1, tree)
        else:
            _LEAVES[kind](token, tree)
        index += 1
    return tree.finish()


def _lines(token: Token) -> tuple[int, int]:
    """The first and the last line of a token, counted from 1."""
    assert token.map
    first, end = token.map
    return first + 1, max(first + 1, end)


def _span(token: Token, tree: Tree) -> Span:
    return tree.reading.span(*_lines(token))


# --- Paragraphs and headings -----------------------------------------------------------------


def _paragraph(tokens: list[Token], index: int, tree: Tree) -> None:
    token, content = tokens[index], tokens[index + 1].content
    span = _span(token, tree)
    given = None
    if not token.hidden:
        tree.top.loose = True
    if content.startswith("[") and not tree.top.children:
        content, span = _first_words(content, span, tree)
    if content.endswith("}"):
        content, given = _paragraph_end(content)
    if _CAPTION.match(content):
        before = index + 3 < len(tokens) and tokens[index + 3].type == "table_open"
        if _caption(content, given, span, tree, before=before):
            return
    inlines = read_inlines(content, span.line, tree.reading)
    if not inlines:
        return
    node: Block
    if len(inlines) == 1 and isinstance(inlines[0], Image) and not token.hidden:
        node = _figure(inlines[0], span, tree)
    else:
        node = Paragraph(inlines, span=span)
    tree.add(tree.with_attributes(node, given) if given else node)


def _words(token: Token, tree: Tree) -> None:
    """The text of a cell or a term; a cell may be a claim."""
    content = token.content
    if content.endswith("}") and cast("Token", tree.top.token).type in {"td_open", "th_open"}:
        rest, given = attributes.split_trailing(content)
        if rest and attributes.grades(given):
            content, tree.top.given = rest, given
    tree.top.children.extend(read_inlines(content, _lines(token)[0], tree.reading))


def _first_words(content: str, span: Span, tree: Tree) -> tuple[str, Span]:
    """A list item's or quotation's first paragraph without `[x]` or `[!NOTE]` and its title."""
    opened = tree.top
    kind = opened.token.type if isinstance(opened.token, Token) else ""
    if kind == "list_item_open" and (task := _TASK.match(content)):
        opened.checked = task[1] != " "
        return content[task.end() :], span
    if kind != "blockquote_open" or not (alert := _ALERT.match(content)):
        return content, span
    name = alert[1].lower()
    if name not in _ALERTS:
        text = f"there is no alert “[!{alert[1]}]”"
        hint = did_you_mean(name, _ALERTS)
        tree.reading.report(warning(Code.BLOCK_UNKNOWN, text, tree.reading.span(span.line), hint))
        return content, span
    opened.alert = (name, read_inlines(alert[2].strip(), span.line, tree.reading))
    second = tree.reading.span(span.line + 1, max(span.line + 1, span.end_line))
    return content[alert.end() :], second


def _paragraph_end(content: str) -> tuple[str, Given | None]:
    """Attributes on a paragraph's last line; a claim's and a caption's, at the line's end."""
    rest, given = attributes.split_trailing(content)
    own_line = given and content[: -len(given.source)].endswith("\n")
    if rest and given and (own_line or _CAPTION.match(content) or attributes.ends_paragraph(given)):
        return rest, given
    return content, None


def _figure(image: Image, span: Span, tree: Tree) -> Block:
    caption = read_inlines(image.title, span.line, tree.reading) if image.title else ()
    return html_input.figure(image, span, caption)


def _caption(content: str, given: Given | None, span: Span, tree: Tree, *, before: bool) -> bool:
    """Take a paragraph for the caption of the table before or after it, if there is one."""
    siblings = tree.top.children
    table = siblings[-1] if siblings else None
    if isinstance(table, Table) and not table.caption:
        words = read_inlines(_CAPTION.sub("", content, count=1), span.line, tree.reading)
        made = Table(table.head, table.body, words, table.attributes, span=table.span)
        siblings[-1] = tree.with_attributes(made, given) if given else made
        return True
    if before:
        words = read_inlines(_CAPTION.sub("", content, count=1), span.line, tree.reading)
        tree.top.caption = (words, given)
    return before


def _heading(token: Token, inline: Token, tree: Tree) -> None:
    content, given = attributes.split_trailing(inline.content)
    if given and token.markup.startswith("#"):
        content = _CLOSING_HASHES.sub("", content).rstrip()
    span = _span(token, tree)
    words = read_inlines(content, span.line, tree.reading)
    node = Heading(int(token.tag[1]), words, span=span)
    tree.add(tree.with_attributes(node, given) if given else node)


# --- What has no children --------------------------------------------------------------------


def _attribute_line(token: Token, last: bool, tree: Tree) -> None:  # noqa: FBT001 -- private
    """Attributes for the block that comes next in the same container; if none does, text.

    Right below a block and with a blank line after them they are that block's.
    """
    given: Given = token.meta["given"]
    parent = tree.top
    if parent.children and _ends_block(token, tree):
        parent.children[-1] = tree.with_attributes(parent.children[-1], given)
    elif last:
        span = _span(token, tree)
        attributes.report_unused(given, tree.reading, span)
        parent.children.append(Paragraph((Text(given.source, span=span),), span=span))
    elif parent.given:
        parent.given = parent.given.joined(given)
    else:
        parent.given = given


def _ends_block(token: Token, tree: Tree) -> bool:
    line, end = _lines(token)
    below = tree.reading.lines[end] if end < len(tree.reading.lines) else ""
    above = tree.top.children[-1]
    return (
        isinstance(above, Table | MathBlock | CodeBlock)
        and not below.strip()
        and (above.span.end_line == line - 1)
    )


def _rule(token: Token, tree: Tree) -> None:
    tree.add(ThematicBreak(span=_span(token, tree)))


def _indented_code(token: Token, tree: Tree) -> None:
    tree.add(CodeBlock(token.content, span=_span(token, tree)))


def _fenced_code(token: Token, tree: Tree) -> None:
    span = _span(token, tree)
    last = tree.reading.lines[span.end_line - 1].rstrip()
    if span.line == span.end_line or not last.endswith(token.markup):
        text = f"the code opened with {token.markup} is not closed"
        tree.reading.report(warning(Code.BLOCK_UNCLOSED, text, tree.reading.span(span.line)))
    info, given = attributes.split_trailing(token.info.strip())
    words = unescapeAll(info).split(maxsplit=1)
    language = words[0] if words else ""
    if given and given.classes and not language:
        language, given = given.classes[0], given.without_first_class()
    if len(words) > 1:
        text = f"“{words[1]}” after the language of the code is left out"
        tree.reading.report(note(Code.ATTRIBUTE_UNKNOWN, text, tree.reading.span(span.line)))
    node = CodeBlock(token.content, language, span=span)
    tree.add(tree.with_attributes(node, given) if given else node)


def _math(token: Token, tree: Tree) -> None:
    node = MathBlock(token.content, span=_span(token, tree))
    given = token.meta["given"]
    tree.add(tree.with_attributes(node, given) if given else node)


def _raw_html(token: Token, tree: Tree) -> None:
    tree.raw_html(token.content, _lines(token)[0])


_Leaf: TypeAlias = Callable[[Token, Tree], None]
_LEAVES: dict[str, _Leaf] = {
    "hr": _rule,
    "code_block": _indented_code,
    "fence": _fenced_code,
    "math_block": _math,
    "html_block": _raw_html,
}
