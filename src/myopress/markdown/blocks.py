"""Block tokens to block nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast, get_args

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from myopress import html_input
from myopress.diagnostics import Code, did_you_mean, note, warning
from myopress.document import (
    Align,
    Block,
    BlockQuote,
    Blocks,
    Box,
    BoxKind,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    HardBreak,
    Heading,
    Image,
    Inlines,
    ListItem,
    MathBlock,
    Note,
    OrderedList,
    Paragraph,
    SoftBreak,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.html_input import Content, Part
from myopress.markdown import attributes
from myopress.markdown.attributes import Given
from myopress.markdown.containers import container
from myopress.markdown.inlines import read_inlines, report_foreign
from myopress.markdown.reading import Reading
from myopress.source import Span

_ALERTS: tuple[str, ...] = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(r"\[!([A-Za-z]+)\][ \t]*")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_CAPTION = re.compile(r"Table:\s*")


@dataclass(slots=True)
class _Open:
    """A container whose end has not come yet: a token's, or a tag's of raw HTML.

    `own` are attributes for itself, `given` those that wait for its next block.
    """

    token: Token | html_input.Tag
    line: int
    children: list[Any] = field(default_factory=list)
    own: Given | None = None
    given: Given | None = None
    caption: tuple[Inlines, Given | None] | None = None
    loose: bool = False


class BlockBuilder:
    """The block tokens of one file on their way to nodes.

    `stack` holds the containers that are open, Markdown's and HTML's alike, so that Markdown may
    stand between the tags of an element. An HTML element ends at the latest with the Markdown
    container that it began in.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.notes: list[Note] = []
        self.stack = [_Open(html_input.Tag(""), 1)]
        self.cells: list[str] = []

    def read(self, tokens: list[Token], lines: list[str]) -> Blocks:
        """The blocks of `tokens`; `lines` are the source's, for what tokens do not tell."""
        self.tokens, self.lines = tokens, lines
        count, index = len(tokens), 0
        while index < count:
            token = tokens[index]
            if token.type == "paragraph_open":
                self.paragraph(index)
                index += 3
                continue
            if token.type == "heading_open":
                self.heading(index)
                index += 3
                continue
            if token.nesting == 1:
                line = token.map[0] + 1 if token.map else self.stack[-1].line
                self.push(_Open(token, line))
            elif token.nesting == -1:
                self.close()
            elif token.type == "inline":
                self.cell(token)
            else:
                _LEAVES[token.type](self, token, index)
            index += 1
        while len(self.stack) > 1:
            self.pop_html(closed=False)
        return html_input.flow(self.stack[0].children)

    # --- the stack ---

    def push(self, opened: _Open) -> None:
        parent = self.stack[-1]
        opened.own, parent.given = parent.given, None
        self.stack.append(opened)

    def add(self, *nodes: Content) -> None:
        """Append to the innermost container; the first node gets attributes waiting for it."""
        parent = self.stack[-1]
        if parent.given and nodes:
            span = nodes[0].span
            first = attributes.apply(cast(Block, nodes[0]), parent.given, self.reading, span)
            nodes = (first, *nodes[1:])
            parent.given = None
        parent.children.extend(nodes)

    def close(self) -> None:
        """End the innermost Markdown container, and HTML elements left open within it."""
        while isinstance(self.stack[-1].token, html_input.Tag):
            self.pop_html(closed=False)
        opened = self.stack.pop()
        token = cast(Token, opened.token)
        end = token.map[1] if token.map else opened.line
        span = self.reading.span(opened.line, max(end, opened.line))
        made = _CLOSERS[token.type](self, opened, token, span)
        self.stack[-1].given = opened.own
        self.add(*made)
        self.stack[-1].given = None

    def pop_html(self, *, closed: bool, line: int = 0) -> None:
        opened = self.stack.pop()
        tag = cast(html_input.Tag, opened.token)
        span = self.reading.span(opened.line, max(line, self.end_line(opened)))
        made = html_input.element(
            tag, opened.children, span, self.reading.report, closed=closed
        )
        self.stack[-1].given = opened.own
        self.add(*made)
        self.stack[-1].given = None

    @staticmethod
    def end_line(opened: _Open) -> int:
        last = opened.children[-1].span.end_line if opened.children else 0
        return max(opened.line, last)

    # --- paragraphs and headings ---

    def paragraph(self, index: int) -> None:
        token, inline = self.tokens[index], self.tokens[index + 1]
        assert token.map
        first, last = token.map
        content, given = inline.content, None
        if token.hidden is False and isinstance(self.stack[-1].token, Token):
            self.stack[-1].loose = True
        if content.endswith("}"):
            content, given = self.paragraph_end(content)
        if content.startswith("Table:") and self.caption(content, given, index):
            return
        inlines = read_inlines(content, first + 1, self.reading)
        span = self.reading.span(first + 1, last)
        node: Block
        if len(inlines) == 1 and isinstance(inlines[0], Image) and not token.hidden:
            node = self.figure(inlines[0], span)
        elif inlines:
            node = Paragraph(inlines, span=span)
        else:
            return
        if given:
            node = cast(Block, attributes.apply(node, given, self.reading, span))
        self.add(node)

    @staticmethod
    def paragraph_end(content: str) -> tuple[str, Given | None]:
        """Attributes on a paragraph's last line; at a table caption's end, on the same line."""
        rest, given = attributes.split_trailing(content)
        own_line = given and content[: -len(given.source)].endswith("\n")
        if rest and given and (own_line or _CAPTION.match(content)):
            return rest, given
        return content, None

    def figure(self, image: Image, span: Span) -> Block:
        caption = read_inlines(image.title, span.line, self.reading) if image.title else ()
        return html_input.figure(image, span, caption)

    def caption(self, content: str, given: Given | None, index: int) -> bool:
        """Take a paragraph for the caption of the table before or after it, if there is one."""
        siblings = self.stack[-1].children
        after = siblings and isinstance(siblings[-1], Table) and not siblings[-1].caption
        before = index + 3 < len(self.tokens) and self.tokens[index + 3].type == "table_open"
        if not after and not before:
            return False
        line = self.tokens[index].map
        assert line
        words = read_inlines(_CAPTION.sub("", content, count=1), line[0] + 1, self.reading)
        if after:
            siblings[-1] = self.captioned(siblings[-1], words, given)
        else:
            self.stack[-1].caption = (words, given)
        return True

    def captioned(self, table: Table, words: Inlines, given: Given | None) -> Table:
        made = Table(table.head, table.body, words, table.attributes, span=table.span)
        if given:
            made = cast(Table, attributes.apply(made, given, self.reading, table.span))
        return made

    def heading(self, index: int) -> None:
        token, inline = self.tokens[index], self.tokens[index + 1]
        assert token.map
        first, last = token.map
        content, given = attributes.split_trailing(inline.content)
        if given and token.markup.startswith("#"):
            content = _CLOSING_HASHES.sub("", content).rstrip()
        span = self.reading.span(first + 1, last)
        words = read_inlines(content, first + 1, self.reading)
        node: Block = Heading(int(token.tag[1]), words, span=span)
        if given:
            node = cast(Block, attributes.apply(node, given, self.reading, span))
        self.add(node)

    def cell(self, token: Token) -> None:
        """The inlines of a table's cell or of a term."""
        assert token.map
        words = read_inlines(token.content, token.map[0] + 1, self.reading)
        self.stack[-1].children.extend(words)

    # --- leaves ---

    def rule(self, token: Token, _: int) -> None:
        self.add(ThematicBreak(span=self.token_span(token)))

    def code(self, token: Token, _: int) -> None:
        self.add(CodeBlock(token.content, span=self.token_span(token)))

    def fence(self, token: Token, _: int) -> None:
        span = self.token_span(token)
        if not self.lines[span.end_line - 1].rstrip().endswith(token.markup) or (
            span.line == span.end_line
        ):
            text = f"code opened with {token.markup} is not closed"
            self.reading.report(warning(Code.BLOCK_UNCLOSED, text, span))
        info = token.info.strip()
        given = None
        if info.endswith("}"):
            info, given = attributes.split_trailing(info)
        words = unescapeAll(info).split(maxsplit=1)
        language = words[0] if words else ""
        if not language and given and given.classes:
            language, given = given.classes[0], Given(
                given.source, given.id, given.classes[1:], given.pairs
            )
        if len(words) > 1:
            text = f"“{words[1]}” after the language of the code is left out"
            self.reading.report(note(Code.ATTRIBUTE_UNKNOWN, text, span))
        node: Block = CodeBlock(token.content, language, span=span)
        if given:
            node = cast(Block, attributes.apply(node, given, self.reading, span))
        self.add(node)

    def math(self, token: Token, _: int) -> None:
        span = self.token_span(token)
        node: Block = MathBlock(token.content, span=span)
        if token.meta["given"]:
            node = cast(Block, attributes.apply(node, token.meta["given"], self.reading, span))
        self.add(node)

    def attribute_line(self, token: Token, index: int) -> None:
        """Attributes for the block that comes next in the same container."""
        given = token.meta["given"]
        parent = self.stack[-1]
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or following.nesting == -1:
            span = self.token_span(token)
            attributes.report_unused(given, self.reading, span)
            parent.children.append(Paragraph((Text(given.source, span=span),), span=span))
            return
        if parent.given:
            given = Given(
                given.source,
                given.id or parent.given.id,
                parent.given.classes + given.classes,
                parent.given.pairs + given.pairs,
            )
        parent.given = given

    def token_span(self, token: Token) -> Span:
        assert token.map
        first, last = token.map
        return self.reading.span(first + 1, max(first + 1, last))

    # --- raw HTML ---

    def html(self, token: Token, _: int) -> None:
        assert token.map
        first = token.map[0] + 1
        for piece, offset in html_input.pieces(token.content):
            line = first + offset
            if isinstance(piece, str):
                report_foreign(piece, self.reading.span(line), self.reading)
                self.stack[-1].children.extend(
                    html_input.text_nodes(piece, line, self.reading.span)
                )
            elif piece.closing:
                self.html_end(piece, line)
            else:
                self.html_start(piece, line)

    def html_start(self, tag: html_input.Tag, line: int) -> None:
        while isinstance(self.stack[-1].token, html_input.Tag) and html_input.ends(
            tag.name, self.stack[-1].token.name
        ):
            self.pop_html(closed=True, line=line)
        if tag.empty:
            span = self.reading.span(line)
            self.add(*html_input.element(tag, [], span, self.reading.report))
            return
        if len(self.stack) >= 128:
            text = f"<{tag.name}> stands too deep in other elements"
            self.reading.report(warning(Code.NESTING_TOO_DEEP, text, self.reading.span(line)))
            return
        self.push(_Open(tag, line))

    def html_end(self, tag: html_input.Tag, line: int) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            opened = self.stack[depth].token
            if isinstance(opened, Token):
                break
            if opened.name == tag.name:
                while len(self.stack) > depth:
                    self.pop_html(closed=len(self.stack) == depth + 1, line=line)
                return
        html_input.report_stray(tag, self.reading.span(line), self.reading.report)

    # --- containers, when they end ---

    def quotation(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        children = html_input.flow(opened.children)
        return [self.alert(children, span) or BlockQuote(children, span=span)]

    def alert(self, children: Blocks, span: Span) -> Box | None:
        """A quotation that begins with a line `[!NOTE]`, words after it being a title."""
        first = children[0] if children else None
        if not isinstance(first, Paragraph) or not isinstance(first.children[0], Text):
            return None
        found = _ALERT.match(first.children[0].text)
        if not found:
            return None
        kind = found[1].lower()
        if kind not in _ALERTS:
            text = f"there is no alert “{found[0].strip()}”"
            hint = did_you_mean(kind, _ALERTS)
            self.reading.report(warning(Code.BLOCK_UNKNOWN, text, first.span, hint))
            return None
        inlines = first.children
        end = next(
            (i for i, node in enumerate(inlines) if isinstance(node, SoftBreak | HardBreak)),
            len(inlines),
        )
        title = _without_start(inlines[:end], found.end())
        body = inlines[end + 1 :]
        rest = (Paragraph(body, span=first.span), *children[1:]) if body else children[1:]
        return Box(cast(BoxKind, kind), rest, title, span=span)

    def bullets(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        return [BulletList(tuple(opened.children), not opened.loose, span=span)]

    def numbers(self, opened: _Open, token: Token, span: Span) -> list[Content]:
        start = int(token.attrs.get("start", 1))
        return [OrderedList(tuple(opened.children), start, not opened.loose, span=span)]

    def item(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        self.stack[-1].loose |= opened.loose
        children = html_input.flow(opened.children)
        first = children[0] if children else None
        if isinstance(first, Paragraph) and isinstance(first.children[0], Text):
            task = _TASK.match(first.children[0].text)
            if task:
                words = _without_start(first.children, task.end())
                paragraph = Paragraph(words, first.attributes, span=first.span)
                children = (paragraph, *children[1:])
                return [ListItem(children, task[1] != " ", span=span)]
        return [ListItem(children, span=span)]

    def definitions(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        items: list[DefinitionItem] = []
        for part in opened.children:
            if part.name == "dt":
                items.append(DefinitionItem(part.children, (), span=part.span))
            else:
                item = items.pop()
                meanings = (*item.definitions, part.children)
                whole = self.reading.span(item.span.line, part.span.end_line)
                items.append(DefinitionItem(item.term, meanings, span=whole))
        return [DefinitionList(tuple(items), span=span)]

    def term(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        return [Part("dt", tuple(opened.children), span=span)]

    def definition(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        return [Part("dd", html_input.flow(opened.children), span=span)]

    def table(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        head = [row for part in opened.children if part.name == "thead" for row in part.children]
        body = [row for part in opened.children if part.name == "tbody" for row in part.children]
        made = Table(tuple(head), tuple(body), span=span)
        waiting = self.stack[-1].caption
        if waiting:
            self.stack[-1].caption = None
            made = self.captioned(made, *waiting)
        return [made]

    def rows(self, opened: _Open, token: Token, span: Span) -> list[Content]:
        return [Part(token.tag, tuple(opened.children), span=span)]

    def row(self, opened: _Open, _: Token, span: Span) -> list[Content]:
        cells = opened.children
        for surplus in _cells(self.lines[span.line - 1])[len(cells) :]:
            words = read_inlines(surplus, span.line, self.reading)
            paragraph = (Paragraph(words, span=span),) if words else ()
            cells.append(TableCell(paragraph, span=span))
        return [TableRow(tuple(cells), span=span)]

    def table_cell(self, opened: _Open, token: Token, _: Span) -> list[Content]:
        row = cast(Token, self.stack[-1].token).map
        assert row
        span = self.reading.span(row[0] + 1)
        align = cast(Align, str(token.attrs.get("style", "")).removeprefix("text-align:"))
        words = tuple(opened.children)
        paragraph = (Paragraph(words, span=span),) if words else ()
        scope: Any = "col" if token.tag == "th" else ""
        return [TableCell(paragraph, align, scope, span=span)]

    def note(self, opened: _Open, token: Token, span: Span) -> list[Content]:
        self.notes.append(Note(token.meta["label"], html_input.flow(opened.children), span=span))
        return []

    def fenced(self, opened: _Open, token: Token, span: Span) -> list[Content]:
        children = html_input.flow(opened.children)
        return list(container(token.info, children, span, self.reading, closed=token.meta["closed"]))


def _without_start(inlines: Inlines, length: int) -> Inlines:
    """`inlines` without the first `length` characters, which stand in the first text."""
    first = inlines[0]
    assert isinstance(first, Text)
    rest = first.text[length:]
    return (Text(rest, span=first.span), *inlines[1:]) if rest else inlines[1:]


def _cells(line: str) -> list[str]:
    """The cells of a table's line, as GFM parts them; it lets go those that the head has not."""
    parts = re.split(r"(?<!\\)\|", line.strip(" \t>"))
    if not parts[0]:
        parts.pop(0)
    if parts and not parts[-1]:
        parts.pop()
    return [part.strip().replace("\\|", "|") for part in parts]


_Closer: TypeAlias = Callable[[BlockBuilder, _Open, Token, Span], list[Content]]
_CLOSERS: dict[str, _Closer] = {
    "blockquote_open": BlockBuilder.quotation,
    "bullet_list_open": BlockBuilder.bullets,
    "ordered_list_open": BlockBuilder.numbers,
    "list_item_open": BlockBuilder.item,
    "dl_open": BlockBuilder.definitions,
    "dt_open": BlockBuilder.term,
    "dd_open": BlockBuilder.definition,
    "table_open": BlockBuilder.table,
    "thead_open": BlockBuilder.rows,
    "tbody_open": BlockBuilder.rows,
    "tr_open": BlockBuilder.row,
    "th_open": BlockBuilder.table_cell,
    "td_open": BlockBuilder.table_cell,
    "footnote_reference_open": BlockBuilder.note,
    "fenced_block_open": BlockBuilder.fenced,
}
_LEAVES: dict[str, Callable[[BlockBuilder, Token, int], None]] = {
    "hr": BlockBuilder.rule,
    "code_block": BlockBuilder.code,
    "fence": BlockBuilder.fence,
    "math_block": BlockBuilder.math,
    "attributes": BlockBuilder.attribute_line,
    "html_block": BlockBuilder.html,
}
