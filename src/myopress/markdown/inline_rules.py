"""Inline rules beyond CommonMark's: each reads one construct at one character.

markdown-it calls a rule with `silent` set when it only looks for the end of a label: the rule
then moves on without making a token. Every rule is linear: its regular expression cannot run
past the next place where the same rule could begin.
"""

from __future__ import annotations

import re

from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

from myopress.markdown import attributes

_NOTE_CALL = re.compile(r"\[\^([^\s\]\[]+)\]")
_MATH = re.compile(r"\$(?!\s)((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.)+)\$\$", re.DOTALL)
_RAISED = re.compile(r"\^((?:[^\s^\\]|\\.)+)\^")
_LOWERED = re.compile(r"~((?:[^\s~\\]|\\.)+)~(?!~)")
_FOREIGN = re.compile(r"\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{\#\s.{0,2000}?\#\}", re.DOTALL)
_ADDRESS = re.compile(r"://[^\s<>\[\]\"`|\\]{1,2000}")
_MAY_STAND_BEFORE = re.compile(r"[^\w<./@+-]?").fullmatch
_ADDRESS_END = re.compile(r"(?:[?!.,:;*_~'’”“]|&[a-zA-Z]+;)+$")
_TAKES_ATTRIBUTES = frozenset({"image", "code_inline", "link_close", "span_close"})


def note_call(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """`[^label]`; a label that no note has stays text, and is reported when nodes are made."""
    call = _NOTE_CALL.match(state.src, state.pos, state.posMax)
    if not call:
        return False
    if not silent:
        token = state.push("note_call", "", 0)
        token.content = call[1]
    state.pos = call.end()
    return True


def note_in_place(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`^[a note]`: its text is kept unread, so that notes within notes cannot pile up."""
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    end = parseLinkLabel(state, start + 1)
    if end < 0 or end == start + 2:
        return False
    if not silent:
        token = state.push("note_in_place", "", 0)
        token.content = state.src[start + 2 : end]
    state.pos = end + 1
    return True


def span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[words]{.class}`"""
    start = state.pos
    end = parseLinkLabel(state, start)
    if end < 0:
        return False
    found = attributes.parse(state.src, end + 1)
    if not found or found[1] > state.posMax:
        return False
    if not silent:
        state.push("span_open", "span", 1)
        _within(state, start + 1, end)
        state.push("span_close", "span", -1).meta["given"] = found[0]
    state.pos = found[1]
    return True


def trailing_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{...}` directly after a picture, a link, a span or code."""
    if silent or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    if token.type not in _TAKES_ATTRIBUTES:
        return False
    found = attributes.parse(state.src, state.pos)
    if not found or found[1] > state.posMax:
        return False
    token.meta.setdefault("more", []).append(found[0])
    state.pos = found[1]
    return True


def foreign(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{% ... %}`, `{{ ... }}`, `{# ... #}`: another tool's commands, kept letter by letter."""
    command = _FOREIGN.match(state.src, state.pos, state.posMax)
    if not command:
        return False
    if not silent:
        state.push("foreign", "", 0).content = command[0]
    state.pos = command.end()
    return True


def open_comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`<!--` that no `-->` closes, which is text."""
    if not state.src.startswith("<!--", state.pos):
        return False
    if not silent:
        state.push("open_comment", "", 0).content = "<!--"
    state.pos += 4
    return True


def find_foreign(text: str) -> list[tuple[str, int]]:
    """The other tools' commands in `text`, each with the number of line ends before it."""
    if "{" not in text:
        return []
    return [
        (command[0], text.count("\n", 0, command.start())) for command in _FOREIGN.finditer(text)
    ]


def math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`$x$` by pandoc's rule (no space inside the dollars, no digit after), `$$x$$`."""
    found = _DISPLAY.match(state.src, state.pos, state.posMax) or _MATH.match(
        state.src, state.pos, state.posMax
    )
    if not found:
        return False
    if not silent:
        state.push("math_inline", "", 0).content = found[1]
    state.pos = found.end()
    return True


def superscript(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`2^10^`: no spaces inside but escaped ones."""
    return _shifted(state, _RAISED, "sup", silent=silent)


def subscript(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`H~2~O`"""
    if state.src.startswith("~", state.pos - 1) and state.pos:
        return False
    return _shifted(state, _LOWERED, "sub", silent=silent)


def _shifted(state: StateInline, grammar: re.Pattern[str], name: str, *, silent: bool) -> bool:
    found = grammar.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    end = found.end()
    if not silent:
        state.push(f"{name}_open", name, 1)
        first = len(state.tokens)
        _within(state, found.start(1), found.end(1))
        for token in state.tokens[first:]:
            if token.type in {"text", "text_special"}:
                token.content = token.content.replace("\\ ", " ")
        state.push(f"{name}_close", name, -1)
    state.pos = end
    return True


def _within(state: StateInline, start: int, end: int) -> None:
    """Make tokens of the source from `start` to `end`, which one construct encloses."""
    limit = state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = limit


def bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`https://example.org` in the text, at its colon (GFM, "Autolinks (extension)")."""
    if silent or state.linkLevel > 0:
        return False
    before = state.pending
    scheme = next((name for name in ("https", "http") if before.endswith(name)), "")
    if not scheme or not _MAY_STAND_BEFORE(before[: -len(scheme)][-1:]):
        return False
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    rest = trim_address(found[0])
    if len(rest) < 4:
        return False
    state.pending = before[: -len(scheme)]
    address = state.push("link_open", "a", 1)
    address.attrs = {"href": state.md.normalizeLink(scheme + rest)}
    state.push("text", "", 0).content = scheme + rest
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def trim_address(address: str) -> str:
    """`address` without the punctuation that ends the sentence around it (GFM's rule)."""
    while True:
        shorter = _ADDRESS_END.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
