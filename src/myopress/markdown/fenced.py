"""The block rule for `::: kind Title {#id}` ... `:::`."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from myopress.markdown.block_rules import first_line

_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*:*[ \t]*$")
_CODE_FENCE = re.compile(r"(`{3,}|~{3,})(.*)$")


def fenced_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block from `:::` with an info string to its closing fence, of colons alone.

    A closing fence ends the innermost open block, as in pandoc; but if it has more colons than
    that and just as many as one further out, the inner one was left open. A fence that opens
    nothing and closes nothing stays text.
    """
    if not state.src.startswith(":::", state.bMarks[start] + state.tShift[start]):
        return False
    if state.is_code_block(start):
        return False
    fence = _FENCE.match(first_line(state, start))
    if not fence:
        return False
    if not fence[2]:
        if not silent:
            state.env.setdefault("stray_fences", []).append(start)
        return False
    if silent:
        return True
    close, closed = _closing_line(state, start, end, len(fence[1]))
    token = state.push("fenced_block_open", "div", 1)
    token.info = fence[2]
    token.map = [start, close + closed]
    token.meta["closed"] = closed
    outer, limit = state.parentType, state.lineMax
    state.parentType = "container"
    state.lineMax = close
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax = outer, limit
    state.push("fenced_block_close", "div", -1)
    state.line = close + closed
    return True


def _closing_line(state: StateBlock, start: int, end: int, colons: int) -> tuple[int, bool]:
    """The line of the fence that closes the block, or the first line after it if none does."""
    opened = [colons]
    code = ""
    for line in range(start + 1, end):
        text = first_line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        marker = _CODE_FENCE.match(text) if text[:1] in ("`", "~") else None
        if code:
            if marker and marker[1].startswith(code) and not marker[2].strip():
                code = ""
        elif marker and not state.is_code_block(line):
            code = marker[1]
        elif text.startswith(":::") and not state.is_code_block(line):
            fence = _FENCE.match(text)
            if fence and fence[2]:
                opened.append(len(fence[1]))
            elif fence:
                _close(opened, len(fence[1]))
                if not opened:
                    return line, True
    return end, False


def _close(opened: list[int], colons: int) -> None:
    if colons > opened[-1] and colons in opened:
        while opened[-1] != colons:
            opened.pop()
    opened.pop()
