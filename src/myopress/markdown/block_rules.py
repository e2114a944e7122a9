"""Block rules beyond CommonMark's, and the limit of nesting."""

from __future__ import annotations

import re

from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, reference

from myopress.markdown import attributes

MAX_LEVEL = 64
"""How deep blocks may stand in each other; a list counts twice, for itself and its item."""

_MATH = re.compile(r"\$\$(?P<tex>.*?)(?<!\\)\$\$[ \t]*(?P<after>\{[^{}]*\})?[ \t]*", re.DOTALL)


_BEGINNINGS = {
    "attributes": "{", "fenced_block": ":", "math_block": "$", "fence": "`~", "blockquote": ">",
    "hr": "*-_", "list": "*+-0123456789", "note": "[", "reference": "[", "html_block": "<",
    "heading": "#", "after_table": "T:{",
}  # fmt: skip
"""What a block that a rule finds begins with; other rules may find theirs anywhere."""


class _Ruler(Ruler[RuleFuncBlockType]):
    """Chains of rules as one rule each, which asks those that can begin with a line's first mark."""

    def __compile__(self) -> None:
        chains = {"", *(name for rule in self.__rules__ for name in rule.alt)}
        self.__cache__ = {name: [self._chain(name)] for name in chains}

    def _chain(self, name: str) -> RuleFuncBlockType:
        rules = [
            (_BEGINNINGS.get(rule.name), rule.fn)
            for rule in self.__rules__
            if rule.enabled and (not name or name in rule.alt)
        ]
        anywhere = [rule for marks, rule in rules if marks is None]
        by_mark = {
            mark: [rule for marks, rule in rules if marks is None or mark in marks]
            for mark in "".join(_BEGINNINGS.values())
        }

        def chain(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
            first = state.bMarks[start] + state.tShift[start]
            for rule in by_mark.get(state.src[first : first + 1], anywhere):
                if rule(state, start, end, silent):
                    return True
            return False

        return chain


class BlockParser(ParserBlock):
    """markdown-it's block parser, which would skip what is too deep; here it stays as text."""

    def __init__(self) -> None:
        super().__init__()
        rules, self.ruler = self.ruler, _Ruler()
        self.ruler.__rules__ = rules.__rules__

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Read the lines from `startLine` up to `endLine` into tokens."""
        if state.level < MAX_LEVEL:
            super().tokenize(state, startLine, endLine)
            return
        end = startLine
        while end < endLine and (
            state.isEmpty(end) or state.sCount[end] >= state.blkIndent or state.sCount[end] < 0
        ):
            end += 1
        end = max(end, startLine + 1)
        state.env.setdefault("too_deep", []).append(startLine)
        state.push("paragraph_open", "p", 1).map = [startLine, end]
        token = state.push("inline", "", 0)
        token.content = state.getLines(startLine, end, state.blkIndent, False).strip()  # noqa: FBT003
        token.map = [startLine, end]
        state.push("paragraph_close", "p", -1)
        state.line = end


def first_line(state: StateBlock, line: int) -> str:
    """The text of `line` after its indentation and the markers of its containers."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A line `{#id .class}` before a block."""
    if state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]][:1] != "{":
        return False
    if state.is_code_block(start):
        return False
    given = attributes.parse_whole(first_line(state, start).rstrip())
    if not given:
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.map = [start, start + 1]
        token.meta["given"] = given
        state.line = start + 1
    return True


def link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """CommonMark's rule, but for `[@key]: ...`: a citation, and what follows is not lost."""
    if state.src.startswith("[@", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def after_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Ends a table (never begins a block) at its caption or at a line of attributes."""
    if not silent or state.parentType != "table":
        return False
    line = first_line(state, start)
    return line.startswith(("Table:", ": ")) or bool(attributes.parse_whole(line.rstrip()))


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """`$$` to `$$`, on one line or several without a blank one, and attributes after it."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first) or state.is_code_block(start):
        return False
    last = start
    while not _closes(state, last, first + 2):
        last += 1
        if last >= end or state.isEmpty(last) or state.sCount[last] < state.blkIndent:
            return False
    lines = [first_line(state, line) for line in range(start, last + 1)]
    found = _MATH.fullmatch("\n".join(lines))
    given = attributes.parse_whole(found["after"]) if found and found["after"] else None
    if not found or not found["tex"].strip() or (found["after"] and not given):
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content = found["tex"].strip()
        token.map = [start, last + 1]
        token.meta["given"] = given
        state.line = last + 1
    return True


def _closes(state: StateBlock, line: int, earliest: int) -> bool:
    begin = state.bMarks[line] + state.tShift[line]
    return state.src.find("$$", max(begin, earliest), state.eMarks[line]) >= 0
