"""The language: which rules read it, and in which order they are asked.

There is one parser per process. markdown-it tries every rule at every place; here a table says
which inline rules can begin with which character, so the rules beyond CommonMark cost nothing
where they cannot apply.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt, rules_inline
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from myopress.markdown import block_rules, citations, inline_rules
from myopress.markdown.fenced import fenced_block

MAX_LABEL_DEPTH = 40
"""How deep brackets may stand in each other before they are only text."""

_ASCII_ADDRESS = re.compile(r"(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*", re.ASCII)
_STOP = re.compile(r"[\n\\`*_\[\]<&~^$@{]|!(?=\[)|:(?=//)")

PLAIN_TEXT = re.compile(r"[^\n\\`*_\[<&~^$@{:]*").fullmatch
"""Matches text in which no inline rule could find anything (bare `www.` aside)."""


def _line_end(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    position = state.pos
    rules_inline.newline(state, silent)
    if not silent:
        state.tokens[-1].meta["position"] = position
    return True


_RULES: dict[str, tuple[RuleFuncInlineType, ...]] = {
    "\n": (_line_end,),
    "\\": (rules_inline.escape,),
    "`": (rules_inline.backtick,),
    "*": (rules_inline.emphasis.tokenize,),
    "_": (rules_inline.emphasis.tokenize,),
    "[": (citations.parenthetical, rules_inline.link, inline_rules.note_call, inline_rules.span),
    "!": (rules_inline.image,),
    "<": (rules_inline.autolink, rules_inline.html_inline, inline_rules.open_comment),
    "&": (rules_inline.entity,),
    "~": (rules_inline.strikethrough.tokenize, inline_rules.subscript),
    "^": (inline_rules.note_in_place, inline_rules.superscript),
    "$": (inline_rules.math,),
    "@": (citations.textual,),
    "{": (inline_rules.trailing_attributes, inline_rules.foreign),
    ":": (inline_rules.bare_address,),
}


class _InlineParser(ParserInline):
    """markdown-it's inline parser, asking only the rules that can begin at a character."""

    def tokenize(self, state: StateInline) -> None:
        source, end = state.src, state.posMax
        deep = state.level >= MAX_LABEL_DEPTH
        while state.pos < end:
            position = state.pos
            for rule in () if deep else _RULES.get(source[position], ()):
                if rule(state, False):  # noqa: FBT003 -- markdown-it's signature
                    break
            else:
                state.pos = _next_stop(source, position + 1, end)
                state.append_pending(source[position : state.pos])
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 -- markdown-it's name
        position = state.pos
        if position in state.cache:
            state.pos = state.cache[position]
            return
        if state.level >= MAX_LABEL_DEPTH:
            state.pos = state.posMax
        else:
            state.level += 1
            for rule in _RULES.get(state.src[position], ()):
                if rule(state, True):  # noqa: FBT003
                    break
            else:
                # A bracket that begins nothing is passed alone: parseLinkLabel counts on it.
                if state.src[position] in _RULES:
                    state.pos = position + 1
                else:
                    state.pos = _next_stop(state.src, position + 1, state.posMax)
            state.level -= 1
        state.cache[position] = state.pos


def _next_stop(source: str, start: int, end: int) -> int:
    stop = _STOP.search(source, start, end)
    return stop.start() if stop else end


class _Parser(MarkdownIt):
    """CommonMark with unsafe addresses let through: they are reported when nodes are made."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url if _ASCII_ADDRESS.fullmatch(url) else super().normalizeLink(url)


def _parser() -> MarkdownIt:
    # The limit of nesting is `BlockParser`'s, which keeps what is deeper as text.
    parser = _Parser("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"])
    parser.inline = _InlineParser()
    parser.inline.ruler2.disable("fragments_join")
    parser.block = block_rules.BlockParser()
    rules = parser.block.ruler
    everywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    rules.before("fence", "fenced_block", fenced_block, everywhere)
    rules.before("fence", "math_block", block_rules.math_block, everywhere)
    rules.before("table", "attributes", block_rules.attribute_line)
    rules.before("table", "after_table", block_rules.after_table, {"alt": ["blockquote"]})
    rules.before("reference", "note", footnote_def, {"alt": ["paragraph", "reference"]})
    rules.at("reference", block_rules.link_definition)
    deflist_plugin(parser)
    return parser


PARSER = _parser()
