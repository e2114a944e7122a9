"""Inline tokens to inline nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote

from markdown_it.token import Token

from myopress import html_input
from myopress.diagnostics import Code, error, warning
from myopress.document import (
    Citation,
    CodeSpan,
    Emphasis,
    HardBreak,
    Image,
    Inline,
    Inlines,
    Link,
    Math,
    NoteReference,
    Phrase,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from myopress.markdown import attributes
from myopress.markdown.attributes import Given
from myopress.markdown.inline_rules import find_foreign, trim_address
from myopress.markdown.reading import Reading
from myopress.markdown.spans import phrase
from myopress.markdown.syntax import PARSER, PLAIN_TEXT
from myopress.source import Span

MAX_DEPTH = 32
"""How deep inlines may stand in each other; what is deeper stays, one level up."""

_UNDEFINED = re.compile(r"(?<![\w\]])\[([^\[\]]+)\]\[([^\[\]]*)\]")
_BARE_WWW = re.compile(r"(?<![\w./@-])www\.[^\s<>\[\]\"`|\\]+\.[^\s<>\[\]\"`|\\]+")


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet: a token's or a tag's."""

    token: Token | html_input.Tag
    line: int
    children: list[Any] = field(default_factory=list)


def read_inlines(content: str, line: int, reading: Reading) -> Inlines:
    """The nodes of a paragraph's text, which begins in `line` of the source."""
    if PLAIN_TEXT(content) and "www." not in content:
        return (Text(content, span=reading.span(line)),) if content else ()
    tokens = PARSER.inline.parse(content, PARSER, reading.environment, [])
    return _Run(content, line, reading).read(tokens)


class _Run:
    """One paragraph's inline tokens on their way to nodes.

    Tokens carry no position. A line end is found by its place in `content`, so that lines stay
    right after a code span or a title that has swallowed one.
    """

    def __init__(self, content: str, line: int, reading: Reading) -> None:
        self.content = content
        self.position = 0
        self.line = line
        self.reading = reading
        self.span = reading.span(line)
        self.children: list[Any] = []
        self.stack: list[_Open] = []
        self.text: list[str] = []
        self.too_deep = False

    def read(self, tokens: list[Token]) -> Inlines:
        text, handlers = self.text, _HANDLERS
        for token in tokens:
            kind = token.type
            if kind in {"text", "text_special"}:
                if token.content:
                    text.append(token.content)
                continue
            if text:
                self.flush()
            if token.nesting == 1:
                self.open(token)
            elif token.nesting == -1:
                self.close(token)
            else:
                handlers[kind](self, token)
        if text:
            self.flush()
        while self.stack:
            self.pop()
        return tuple(self.children)

    def flush(self) -> None:
        """Add the text gathered so far as one node, bare `www.` addresses as links."""
        text = "".join(self.text)
        self.text.clear()
        for found in _UNDEFINED.finditer(text) if "][" in text else ():
            self.report_undefined(found[2] or found[1])
        if "www." in text and not self.in_link():
            self.add_with_addresses(text)
        else:
            self.add_text(text)

    def add_text(self, text: str) -> None:
        """Append a text, as one with a text before it."""
        last = self.children[-1] if self.children else None
        if isinstance(last, Text):
            self.children[-1] = Text(last.text + text, span=last.span)
        else:
            self.children.append(Text(text, span=self.span))

    def add_with_addresses(self, text: str) -> None:
        done = 0
        for found in _BARE_WWW.finditer(text):
            address = trim_address(found[0])
            if found.start() > done:
                self.children.append(Text(text[done : found.start()], span=self.span))
            words = (Text(address, span=self.span),)
            target = PARSER.normalizeLink(f"http://{address}")
            self.children.append(Link(words, target, span=self.span))
            done = found.start() + len(address)
        if done < len(text):
            self.children.append(Text(text[done:], span=self.span))

    def in_link(self) -> bool:
        return any(
            opened.token.tag == "a" if isinstance(opened.token, Token) else opened.token.name == "a"
            for opened in self.stack
        )

    def open(self, token: Token | html_input.Tag) -> None:
        opened = _Open(token, self.line)
        if len(self.stack) < MAX_DEPTH:
            opened.children, self.children = self.children, []
        elif not self.too_deep:
            self.too_deep = True
            self.reading.report(
                warning(
                    Code.NESTING_TOO_DEEP,
                    f"more than {MAX_DEPTH} elements within each other in one paragraph",
                    self.span,
                    "what is deeper is kept without its markup",
                )
            )
        # An element that is too deep shares its parent's list: closing it changes nothing.
        self.stack.append(opened)

    def close(self, token: Token) -> None:
        """End the innermost open token; HTML elements left open within it end before it."""
        while self.stack and not isinstance(self.stack[-1].token, Token):
            self.pop()
        if self.stack:
            self.pop(token)

    def pop(self, closing: Token | None = None, *, closed: bool = False) -> None:
        opened = self.stack.pop()
        if len(self.stack) >= MAX_DEPTH:
            return
        children, self.children = self.children, opened.children
        span = self.reading.span(opened.line, self.line)
        token = opened.token
        if isinstance(token, Token):
            made: Any = _CLOSERS[token.type](self, tuple(children), token, span)
            self.add(made, closing.meta if closing else {})
        else:
            made = html_input.element(token, children, span, self.reading.report, closed=closed)
            self.children.extend(html_input.phrasing(made))

    def add(self, node: Inline, meta: dict[str, Any]) -> None:
        """Append `node` with the attributes that follow it in the source."""
        given: list[Given] = ([meta["given"]] if "given" in meta else []) + meta.get("more", [])
        for one in given:
            if one is not given[0] or "given" not in meta:
                node = cast("Inline", attributes.apply(node, one, self.reading, self.span))
            else:
                node = phrase(node, one, self.reading, self.span)
        self.children.append(node)

    # --- tokens without an end ---

    def line_end(self, token: Token) -> None:
        hard = token.type == "hardbreak"
        self.children.append((HardBreak if hard else SoftBreak)(span=self.span))
        end = token.meta.get("position")
        if end is None:  # markdown-it's escape rule has made it: a backslash, a line end
            end = self.content.find("\\\n", self.position) + 1
        self.line += self.content.count("\n", self.position, end + 1)
        self.position = end + 1
        self.span = self.reading.span(self.line)

    def code(self, token: Token) -> None:
        self.add(CodeSpan(token.content, span=self.span), token.meta)

    def math(self, token: Token) -> None:
        self.children.append(Math(token.content.strip(), span=self.span))

    def image(self, token: Token) -> None:
        source, title = str(token.attrs["src"]), str(token.attrs.get("title", ""))
        alt = alt_text(token.children or [])
        if html_input.is_unsafe(source):
            self.report_unsafe(source)
            self.add_text(alt)
            return
        if written := self.foreign_address(source):
            self.add_text(f"{alt} ({written})")
            return
        self.add(Image(alt, html_input.decoded(source), title, span=self.span), token.meta)

    def note_call(self, token: Token) -> None:
        label = token.content
        if f":{label}" in self.reading.environment.get("footnotes", {}).get("refs", ()):
            self.reading.called.add(label)
            self.children.append(NoteReference(label, span=self.span))
            return
        self.reading.report(
            error(
                Code.NOTE_UNDEFINED,
                f"note “{label}” is called but not written",
                self.span,
                f"write it in this file as a paragraph “[^{label}]: ...”",
            )
        )
        self.add_text(f"[^{label}]")

    def note_in_place(self, token: Token) -> None:
        notes = self.reading.notes_in_place
        notes.append((token.content, self.line))
        self.children.append(NoteReference(f"inline {len(notes)}", span=self.span))

    def citation(self, token: Token) -> None:
        self.children.append(Citation(token.meta["items"], token.meta["mode"], span=self.span))

    def foreign(self, token: Token) -> None:
        report_foreign(token.content, self.line, self.reading)
        self.add_text(token.content)
        if "\n" in token.content:
            self.line += token.content.count("\n")
            self.position = self.content.find(token.content, self.position) + len(token.content)
            self.span = self.reading.span(self.line)

    def html(self, token: Token) -> None:
        tag = html_input.tag(token.content)
        if isinstance(tag, str):
            if tag:
                self.add_text(tag)
            return
        if not tag.closing:
            report_foreign(" ".join(tag.attributes.values()), self.line, self.reading)
            if tag.empty:
                made = html_input.element(tag, [], self.span, self.reading.report)
                self.children.extend(html_input.phrasing(made))
            else:
                self.open(tag)
            return
        for depth in range(len(self.stack) - 1, -1, -1):
            opened = self.stack[depth].token
            if isinstance(opened, Token):
                break
            if opened.name == tag.name:
                while len(self.stack) > depth:
                    self.pop(closed=len(self.stack) == depth + 1)
                return
        html_input.report_stray(tag, self.span, self.reading.report)

    # --- faults ---

    def report_undefined(self, label: str) -> None:
        text = f"no line “[{label}]: address” in this file"
        hint = "the link is kept as it is written"
        self.reading.report(warning(Code.LINK_TARGET_MISSING, text, self.span, hint))

    def open_comment(self, token: Token) -> None:
        html_input.report_open_comment(self.span, self.reading.report)
        self.add_text(token.content)

    def report_unsafe(self, address: str) -> None:
        html_input.report_unsafe(address, self.span, self.reading.report)

    def foreign_address(self, address: str) -> str:
        """`address` as written if another tool's command stands in it, which is reported."""
        written = unquote(address) if "%7B" in address else ""
        report_foreign(written, self.line, self.reading)
        return written if find_foreign(written) else ""


def report_foreign(text: str, line: int, reading: Reading) -> None:
    """A diagnostic for each command of another tool in `text`, which begins in `line`."""
    for command, offset in find_foreign(text):
        reading.report(
            warning(
                Code.FOREIGN_SYNTAX,
                f"“{' '.join(command.split())}” is a command for another program",
                reading.span(line + offset),
                "it is kept as text",
            )
        )


def alt_text(tokens: list[Token]) -> str:
    """The words of a picture's description, without its markup."""
    words = []
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                words.append(" ")
            case "image":
                words.append(alt_text(token.children or []))
            case "note_call":
                words.append(f"[^{token.content}]")
            case "html_inline":
                pass
            case _:
                words.append(token.content)
    return "".join(words)


def _link(run: _Run, children: Inlines, token: Token, span: Span) -> Inline:
    target = str(token.attrs["href"])
    if html_input.is_unsafe(target):
        run.report_unsafe(target)
        return Phrase(children, span=span)
    if written := run.foreign_address(target):
        return Phrase((*children, Text(f" ({written})", span=run.span)), span=span)
    return Link(children, target, str(token.attrs.get("title", "")), span=span)


_Closer = Callable[[_Run, Inlines, Token, Span], Inline]
_CLOSERS: dict[str, _Closer] = {
    "em_open": lambda run, children, token, span: Emphasis(children, span=span),
    "strong_open": lambda run, children, token, span: Strong(children, span=span),
    "s_open": lambda run, children, token, span: Strikethrough(children, span=span),
    "sup_open": lambda run, children, token, span: Superscript(children, span=span),
    "sub_open": lambda run, children, token, span: Subscript(children, span=span),
    "span_open": lambda run, children, token, span: Phrase(children, span=span),
    "link_open": _link,
}
_HANDLERS: dict[str, Callable[[_Run, Token], None]] = {
    "softbreak": _Run.line_end,
    "hardbreak": _Run.line_end,
    "code_inline": _Run.code,
    "math_inline": _Run.math,
    "image": _Run.image,
    "note_call": _Run.note_call,
    "note_in_place": _Run.note_in_place,
    "citation": _Run.citation,
    "foreign": _Run.foreign,
    "open_comment": _Run.open_comment,
    "html_inline": _Run.html,
}
