"""The pieces that pandoc's JSON is made of."""

from __future__ import annotations

from typing import Any, TypeAlias

from myopress.document import Attributes

Element: TypeAlias = dict[str, Any]


def element(kind: str, content: object = None) -> Element:
    """One of pandoc's elements."""
    return {"t": kind} if content is None else {"t": kind, "c": content}


def attributes(name: str = "", classes: tuple[str, ...] = (), **pairs: str) -> list[Any]:
    """An id, classes and those `pairs` that are not empty; `_` in a key stands for `-`."""
    kept = [[key.replace("_", "-"), value] for key, value in pairs.items() if value]
    return [name, list(classes), kept]


def of(node: Attributes, /, *classes: str, **pairs: str) -> list[Any]:
    """A node's attributes, after `classes` that tell what it is."""
    return attributes(node.id, (*classes, *node.classes), lang=node.language, **pairs)


def text(words: str) -> list[Element]:
    """Words and the spaces between them; other white space stays within its word."""
    made = []
    for number, part in enumerate(words.split(" ")):
        if number:
            made.append(element("Space"))
        if part:
            made.append(element("Str", part))
    return made
