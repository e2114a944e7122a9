"""Titles as they are repeated elsewhere: without note calls, links and names."""

from __future__ import annotations

from dataclasses import replace

from myopress.document import (
    PLAIN,
    CrossReference,
    GlossaryTerm,
    HardBreak,
    IndexTerm,
    Inlines,
    Link,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    SoftBreak,
    Text,
)
from myopress.walk import rewrite


def repeated(title: Inlines) -> Inlines:
    """`title` for tables of contents and running heads; the same object if nothing is dropped."""
    if all(node.__class__ is Text for node in title):
        return title
    return rewrite(Paragraph(title), _stripped).children


def _stripped(node: Node) -> Node | tuple[Node, ...]:
    match node:
        case NoteReference():
            return ()
        case IndexTerm() | GlossaryTerm() | Link() | CrossReference():
            return node.children
        case HardBreak():
            return SoftBreak(span=node.span)
        case Phrase(attributes=attributes) if attributes.id:
            return replace(node, attributes=replace(attributes, id=PLAIN.id))
        case _:
            return node
