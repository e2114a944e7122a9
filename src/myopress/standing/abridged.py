"""A chapter without what no other part of the book asks for.

What is left are headings, names, captions, links, citations, calls of notes, index terms, cards
and pictures, in their order and within their containers. So `normalize` and `index` find the same
in a book of which chapters are abridged, and find it sooner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby
from typing import Any, cast, get_args

from myopress.document import (
    PLAIN,
    Attributes,
    Blocks,
    Box,
    Card,
    Chapter,
    Citation,
    Claim,
    CrossReference,
    Division,
    Figure,
    Glossary,
    GlossaryTerm,
    HardBreak,
    Heading,
    Image,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Listing,
    Math,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    SoftBreak,
    Table,
    Text,
)
from myopress.walk import changed, child_fields, nodes, plain_text

_WHOLE = frozenset(
    {Heading, Claim, Card, Glossary, Listing, NoteReference, Citation, Image, IndexTerm}
)
_PLAIN = frozenset({Text, SoftBreak, HardBreak, Math})
"""What is kept as it is, and what goes: most nodes."""
_WORDS: Inlines = (SoftBreak(),)
"""Stands for the words of a link, of which it may be asked whether there are any, but not which."""
_INLINE = frozenset(get_args(Inline))
_MARKS = ('"', "'", "--", "...")
"""What typography sets by the words around."""


def abridged(chapter: Chapter) -> Chapter:
    """The chapter abridged; to abridge one twice changes nothing."""
    notes = tuple(changed(note, children=_left(note.children)) for note in chapter.notes)
    kept = tuple(note for note in notes if note.children)
    return replace(chapter, blocks=_outline(chapter.blocks), notes=kept)


def _outline(blocks: Blocks) -> Blocks:
    """What is left of blocks that headings stand among, which are not to seem empty.

    Where nothing is left a paragraph stands, and those that follow one another become one.
    """
    left = [one for block in blocks for one in _node(block) or (Paragraph((), span=block.span),)]
    made: list[Node] = []
    for loose, group in groupby(left, _is_loose):
        if loose:
            first, *others = cast("Iterator[Paragraph]", group)
            inlines = chain(first.children, *(paragraph.children for paragraph in others))
            made.append(changed(first, children=tuple(inlines)) if others else first)
        else:
            made += group
    return cast("Blocks", tuple(made))


def _is_loose(block: Node) -> bool:
    """Whether a block is a paragraph that is nothing to anybody but for names and links in it."""
    return (
        isinstance(block, Paragraph)
        and not (block.short or _is_named(block))
        and not any(inline.__class__ is Text for inline in block.children)
    )


def _left(values: Any) -> Any:  # noqa: ANN401 -- tuples nest to any depth
    """What is left of a tuple of nodes; the whole of it if its words tell how a name is set."""
    if len(values) == 1 and values[0].__class__ in _PLAIN:  # as most runs are
        return ()
    kinds = {value.__class__ for value in values}
    if kinds <= _PLAIN:
        return ()
    if kinds <= _INLINE and _tells(values):
        return values
    made: list[Any] = []
    for value in values:
        if isinstance(value, tuple):
            made += filter(None, (_left(value),))
        else:
            made += _node(value)
    return tuple(made)


def _tells(run: Inlines) -> bool:
    """Whether a run has words of a name in which there are marks, which are set by words around."""
    return any(
        (isinstance(node, IndexTerm) or _is_named(node))
        and any(mark in plain_text(node) for mark in _MARKS)
        for node in nodes(run, (IndexTerm, Phrase))
    )


def _node(node: Node) -> tuple[Node, ...]:
    """A node with what is left in it, or this alone, or nothing."""
    kind = node.__class__
    if kind in _PLAIN:
        return ()
    if isinstance(node, Paragraph):
        return _paragraph(node)
    named = _is_named(node)
    if kind in _WHOLE or (named and kind is Phrase):
        return (node,)
    left: dict[str, Any] = {name: _left(getattr(node, name)) for name in child_fields(kind)}
    match node:
        case Link() | CrossReference() | GlossaryTerm():
            left["children"] = left["children"] or (_WORDS if node.children else ())
            named = True
        case Figure():
            left["caption"] = node.caption
            named = True
        case Table():
            left["caption"] = node.caption
        case Box() if named:
            left["title"] = node.title
        case Division() if named or left["children"]:
            left["children"] = _outline(node.children)
        case _ if kind in _INLINE and not named:
            return cast("tuple[Node, ...]", left.get("children", ()))
        case _:
            pass
    return (changed(node, **left),) if named or any(left.values()) else ()


def _paragraph(node: Paragraph) -> tuple[Node, ...]:
    if node.short:
        return (node,)
    left = _left(node.children)
    return (changed(node, children=left),) if left or _is_named(node) else ()


def _is_named(node: Node) -> bool:
    attributes: Attributes = getattr(node, "attributes", PLAIN)
    return bool(attributes.id)
