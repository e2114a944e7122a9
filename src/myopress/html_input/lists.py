"""`ul`, `ol`, `li` and `dl`."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from myopress.document import (
    Blocks,
    BulletList,
    DefinitionItem,
    DefinitionList,
    ListItem,
    OrderedList,
    Paragraph,
)
from myopress.html_input.flow import Content, Part, flow, is_blank, phrasing, trimmed
from myopress.html_input.whole import Element


def list_of_items(whole: Element) -> list[Content]:
    """A list; what is no `li` gets an item of its own."""
    items: list[ListItem] = []
    loose = False
    for child in whole.children:
        if isinstance(child, ListItem):
            loose = loose or any(isinstance(inner, Paragraph) for inner in child.children)
            items.append(replace(child, children=flow(child.children)))
        elif not is_blank(child):
            items.append(ListItem(flow([child]), span=child.span))
    if whole.tag.name == "ul":
        return [BulletList(tuple(items), not loose, whole.attributes, span=whole.span)]
    start = whole.number("start")
    return [OrderedList(tuple(items), start, not loose, whole.attributes, span=whole.span)]


def item(whole: Element) -> list[Content]:
    """A list item, its content still as written."""
    # The list wants to know whether its items hold paragraphs or bare text.
    return [ListItem(cast("Blocks", tuple(whole.children)), span=whole.span)]


def definitions(whole: Element) -> list[Content]:
    """Terms with their definitions; what is neither is a definition."""
    items: list[DefinitionItem] = []
    for child in whole.children:
        if isinstance(child, Part) and child.name == "dt":
            term = trimmed(phrasing(child.children))
            items.append(DefinitionItem(term, (), span=child.span))
        elif not is_blank(child):
            inner = child.children if isinstance(child, Part) else (child,)
            last = items.pop() if items else DefinitionItem((), (), span=child.span)
            items.append(replace(last, definitions=(*last.definitions, flow(inner))))
    return [DefinitionList(tuple(items), whole.attributes, span=whole.span)]
