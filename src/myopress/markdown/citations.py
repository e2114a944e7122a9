"""Citations: `[see @Lee2007, p. 5; @Louis2007]`, `@Lee2007 [p. 5]`, `[-@Lee2007]`.

The grammar is pandoc's ("Citation syntax" in its manual). A key is letters, digits and `_`,
with at most three signs out of `:.#$%&-+?<>~/` between them, or anything without spaces in braces; so
Manubot's `@doi:10.1101/142760` is one too.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

from myopress.document import CitationItem

_KEY = r"@(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:[:.#$%&\-+?<>~/]{0,3}\w)*))"
_TEXTUAL = re.compile(_KEY)
_OPENING = re.compile(r"\[[^\[\]@`]{0,300}@")
_ITEM = re.compile(rf"(?P<prefix>[^@]*?)(?P<minus>-?)(?<![\w@\\]){_KEY}(?P<suffix>.*)", re.DOTALL)
_NEXT_IN_SUFFIX = re.compile(rf"(?<=[\s,])-?{_KEY}")
_LOCATOR = re.compile(
    r"(?:(?:(?:pp?|vols?|nos?|ch|chaps?|secs?|figs?|para|cols?|nn?|art|vv?|ll?|pts?)\.|pages?"
    r"|chapters?|sections?|figures?|volumes?|notes?|lines?|parts?|tables?|§§?|¶¶?)"
    r"\s*[\dIVXLCivxlc]|\d)[\w:–-]*(?:[.,]\s*\d[\w:–-]*)*"
)
_BEFORE_KEY = frozenset("([{-–—*_~^\"'“”‘’«»„,;:|>")
_NOT_AFTER = frozenset("([{")
_STRESS = re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=[^\s\\])\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def parenthetical(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    """`[@key, p. 5; see @other]`; before a bracket or brace it is a link's or a span's words."""
    if not _OPENING.match(state.src, state.pos, state.posMax):
        return False
    end = parseLinkLabel(state, state.pos)
    if end < 0 or state.src[end + 1 : end + 2] in _NOT_AFTER:
        return False
    items = read_items(state.src[state.pos + 1 : end])
    if not items:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = state.src[state.pos : end + 1]
        token.meta = {"items": items, "mode": "parenthetical"}
    state.pos = end + 1
    return True


def textual(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`@key`, `@key [p. 5; @other]`, `-@key`; not within a word nor a link."""
    source, start = state.src, state.pos
    if state.linkLevel > 0:
        return False
    if start and not (source[start - 1].isspace() or source[start - 1] in _BEFORE_KEY):
        return False
    found = _TEXTUAL.match(source, start, state.posMax)
    if not found:
        return False
    items, end = _with_bracket(state, found)
    if not silent:
        minus = state.pending.endswith("-") and not state.pending[:-1][-1:].isalnum()
        if minus:
            state.pending = state.pending[:-1]
        first = CitationItem(
            items[0].key, "", items[0].locator, items[0].suffix, author_suppressed=minus
        )
        token = state.push("citation", "", 0)
        token.content = "-" * minus + source[start:end]
        token.meta = {"items": (first, *items[1:]), "mode": "textual"}
    state.pos = end
    return True


def _with_bracket(state: StateInline, found: re.Match[str]) -> tuple[tuple[CitationItem, ...], int]:
    """The items of a textual citation, those in the bracket after its key included."""
    key = found["braced"] or found["key"]
    alone = (CitationItem(key),), found.end()
    source = state.src
    bracket = found.end() + source.startswith(" ", found.end())
    if not source.startswith("[", bracket) or source.startswith("[^", bracket):
        return alone
    end = parseLinkLabel(state, bracket)
    if end < 0 or source[end + 1 : end + 2] in ("(", "[", "{", ":"):
        return alone
    inside = source[bracket + 1 : end]
    if normalizeReference(inside) in state.env.get("references", ()):
        return alone
    own, *others = inside.split(";")
    if "@" in own:
        items = read_items(inside)
        return ((CitationItem(key), *items), end + 1) if items else alone
    more = read_items(";".join(others)) if others else ()
    if more is None:
        return alone
    return (_item(key, "", own), *more), end + 1


def read_items(text: str) -> tuple[CitationItem, ...] | None:
    """The items of a bracket's inside, or None if one of them has no key."""
    items = []
    for part in text.split(";"):
        found = _ITEM.fullmatch(part)
        if not found:
            return None
        while found:
            key, suffix = found["braced"] or found["key"], found["suffix"]
            following = _NEXT_IN_SUFFIX.search(suffix)
            rest = suffix[following.start() :] if following else ""
            own = suffix[: len(suffix) - len(rest)].rstrip(", ") if rest else suffix
            items.append(_item(key, found["prefix"], own, suppressed=bool(found["minus"])))
            found = _ITEM.fullmatch(rest)
    return tuple(items)


def _item(key: str, prefix: str, suffix: str, *, suppressed: bool = False) -> CitationItem:
    """An item with its texts tidied: no escapes, no stress, which CSL has not; one space between words, no leading comma."""
    after = _tidy(suffix).removeprefix(",").lstrip()
    return CitationItem(key, _tidy(prefix), locator_of(after), after, suppressed)


def locator_of(suffix: str) -> str:
    """The place in the source that a suffix begins with, "p. 5", or nothing."""
    found = _LOCATOR.match(suffix)
    return found[0] if found else ""


def _tidy(text: str) -> str:
    return " ".join(_ESCAPE.sub(r"\1", _STRESS.sub(r"\2", text)).split())
