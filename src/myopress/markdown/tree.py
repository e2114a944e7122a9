"""The containers that are open while blocks are read, Markdown's and raw HTML's alike.

One stack holds both, so that Markdown may stand between the tags of an element. An HTML element
ends at the latest with the Markdown container that it began in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast, get_args

from markdown_it.token import Token

from myopress import html_input
from myopress.diagnostics import Code, warning
from myopress.document import Block, Blocks, Inline, Inlines
from myopress.html_input import Content, Tag
from myopress.markdown import attributes
from myopress.markdown.attributes import Given
from myopress.markdown.inlines import report_foreign
from myopress.markdown.reading import Reading
from myopress.source import Span

_INLINE = get_args(Inline)
_HOLDS_PARAGRAPHS = frozenset(["", "blockquote", "details", "div", "section"])
MAX_OPEN = 128
"""How many containers may be open at once; a list and its item are two."""


@dataclass(slots=True)
class Open:
    """A container whose end has not come yet: a token's, or a tag's.

    `own` are attributes for itself, `given` those that wait for its next block, `caption` waits
    for a table. `loose` says that a paragraph in it is none of a tight list. `checked` is a
    task's, `alert` the kind and title of an alert; both stand before the first words.
    """

    token: Token | Tag
    line: int
    children: list[Any] = field(default_factory=list)
    own: Given | None = None
    given: Given | None = None
    caption: tuple[Inlines, Given | None] | None = None
    loose: bool = False
    checked: bool | None = None
    alert: tuple[str, Inlines] | None = None


class Tree:
    """The blocks of one file as far as they are read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.stack = [Open(Tag(""), 1)]

    @property
    def top(self) -> Open:
        """The innermost container that is open."""
        return self.stack[-1]

    def push(self, token: Token | Tag, line: int) -> None:
        """Open a container; attributes that wait for a block are its."""
        parent = self.stack[-1]
        self.stack.append(Open(token, line, own=parent.given))
        parent.given = None

    def add(self, *nodes: Content) -> None:
        """Append to the innermost container; the first node gets attributes waiting for it."""
        parent = self.stack[-1]
        if parent.given and nodes:
            nodes = (self.with_attributes(cast("Block", nodes[0]), parent.given), *nodes[1:])
            parent.given = None
        parent.children.extend(nodes)

    def with_attributes(self, node: Block, given: Given) -> Block:
        """`node` with the attributes `given` to it."""
        return cast("Block", attributes.apply(node, given, self.reading, node.span))

    def pop(self) -> tuple[Open, Span]:
        """End the innermost Markdown container, and HTML elements left open within it."""
        while isinstance(self.stack[-1].token, Tag):
            self._pop_element(closed=False)
        opened = self.stack.pop()
        lines = cast("Token", opened.token).map
        end = lines[1] if lines else opened.line
        while end > opened.line and not self.reading.lines[end - 1].strip():
            end -= 1
        return opened, self.reading.span(opened.line, max(end, opened.line))

    def put(self, opened: Open, nodes: list[Content]) -> None:
        """Append what a container has become, with its own attributes."""
        self.stack[-1].given = opened.own
        self.add(*nodes)
        self.stack[-1].given = None

    def finish(self) -> Blocks:
        """All blocks, elements that are still open being ended."""
        while len(self.stack) > 1:
            self._pop_element(closed=False)
        return html_input.flow(self.stack[0].children)

    # --- raw HTML ---

    def raw_html(self, text: str, first_line: int) -> None:
        """Take in the tags and texts of an HTML block."""
        for piece, offset in html_input.pieces(text):
            line = first_line + offset
            if isinstance(piece, str):
                if "<!--" in piece:
                    at = line + piece[: piece.index("<!--")].count("\n")
                    html_input.report_open_comment(self.reading.span(at), self.reading.report)
                report_foreign(piece, line, self.reading)
                self.top.children.extend(html_input.text_nodes(piece, line, self.reading.span))
            elif piece.closing:
                self._end(piece, line)
            else:
                report_foreign(" ".join(piece.attributes.values()), line, self.reading)
                self._start(piece, line)
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        """Text and inlines at the end of an HTML block are a paragraph, where one may stand."""
        token, children = self.top.token, self.top.children
        if isinstance(token, Tag) and token.name not in _HOLDS_PARAGRAPHS:
            return
        first = len(children)
        while first and isinstance(children[first - 1], _INLINE):
            first -= 1
        children[first:] = html_input.flow(children[first:])

    def _start(self, tag: Tag, line: int) -> None:
        while isinstance(self.top.token, Tag) and html_input.ends(tag.name, self.top.token.name):
            self._pop_element(closed=True, line=line)
        span = self.reading.span(line)
        if tag.empty:
            self.add(*html_input.element(tag, [], span, self.reading.report))
        elif len(self.stack) >= MAX_OPEN:
            text = f"<{tag.name}> stands too deep within other elements"
            hint = "its content is kept"
            self.reading.report(warning(Code.NESTING_TOO_DEEP, text, span, hint))
        else:
            self.push(tag, line)

    def _end(self, tag: Tag, line: int) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            opened = self.stack[depth].token
            if isinstance(opened, Token):
                break
            if opened.name == tag.name:
                while len(self.stack) > depth:
                    self._pop_element(closed=len(self.stack) == depth + 1, line=line)
                return
        html_input.report_stray(tag, self.reading.span(line), self.reading.report)

    def _pop_element(self, *, closed: bool, line: int = 0) -> None:
        opened = self.stack.pop()
        last = opened.children[-1].span.end_line if opened.children else 0
        span = self.reading.span(opened.line, max(line, last, opened.line))
        tag = cast("Tag", opened.token)
        made = html_input.element(tag, opened.children, span, self.reading.report, closed=closed)
        self.put(opened, made)
