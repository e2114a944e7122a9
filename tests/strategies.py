"""Random documents for property tests, made from the types in `document.py` alone."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from myopress import document as nodes
from myopress.source import Span

WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    ),
    max_size=8,
)
LEAVES = (nodes.Text, nodes.SoftBreak, nodes.CodeSpan, nodes.ThematicBreak)


def documents() -> st.SearchStrategy[nodes.Document]:
    return _of(nodes.Document, 3)


def chapters() -> st.SearchStrategy[nodes.Chapter]:
    return _of(nodes.Chapter, 3)


def blocks() -> st.SearchStrategy[nodes.Blocks]:
    return st.lists(_of(nodes.Block, 4), min_size=4, max_size=12).map(tuple)


@cache
def _of(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of the type `hint` in which nodes nest at most `depth` deep."""
    origin = get_origin(hint)
    if origin is tuple:
        return st.lists(_of(get_args(hint)[0], depth), max_size=2).map(tuple)
    if origin in (Union, types.UnionType):
        members = get_args(hint)
        if depth <= 0:
            members = tuple(m for m in members if m in LEAVES) or members
        return st.one_of([_of(member, depth) for member in members])
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if hint is Span:
        return st.builds(Span, st.just("a.md"), st.integers(1, 9), st.integers(9, 12))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: _of(hints[f.name], depth - 1) for f in fields(hint)})
    return PLAIN[hint]


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 9),
    float: st.sampled_from((1.0, 152.4)),
    bool: st.booleans(),
    bytes: st.binary(max_size=4),
    type(None): st.none(),
}
