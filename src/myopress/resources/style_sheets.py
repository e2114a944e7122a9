"""What a style sheet needs and where it is at fault; the only file that knows tinycss2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2  # type: ignore[import-untyped]

from myopress.limits import STYLE_DEPTH

_BRACKET = re.compile(r"[(\[{}\])]")


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The addresses that a style sheet names, with their lines, and the lines that are no CSS."""

    addresses: tuple[tuple[str, int], ...]
    faults: tuple[int, ...]


def too_deep(text: str) -> int:
    """The line where brackets are in each other too deep to be read; 0 if nowhere."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in "([{" else max(0, depth - 1)
        if depth > STYLE_DEPTH:
            return text.count("\n", 0, bracket.start()) + 1
    return 0


def examine_style(text: str) -> StyleSheet:
    """Parse a style sheet as CSS Syntax 3 says; what a browser skips is a fault."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    nodes = list(_nodes(rules))
    return StyleSheet(
        tuple(dict.fromkeys(_addresses(nodes))),
        tuple(node.source_line for node in nodes if node.type == "error"),
    )


def _nodes(rules: Iterable[Any]) -> Iterator[Any]:
    """Every node of the tree; the blocks of rules as declarations and rules."""
    for node in rules:
        yield node
        if node.type in {"qualified-rule", "at-rule"}:
            yield from _nodes(node.prelude)
            yield from _nodes(
                tinycss2.parse_blocks_contents(node.content or [], skip_comments=True)
            )
        elif node.type == "declaration":
            yield from _nodes(node.value)
        elif node.type == "function":
            yield from _nodes(node.arguments)


def _addresses(nodes: Iterable[Any]) -> Iterator[tuple[str, int]]:
    """What stands in `url()`, and the strings of `@import`."""
    for node in nodes:
        match node.type:
            case "url":
                yield node.value, node.source_line
            case "function" if node.lower_name == "url":
                strings = [token for token in node.arguments if token.type == "string"]
                yield from ((token.value, token.source_line) for token in strings)
            case "at-rule" if node.lower_at_keyword == "import":
                strings = [token for token in node.prelude if token.type == "string"]
                yield from ((token.value, token.source_line) for token in strings)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property that a rule sets: the rule's selector as it is written, and the line."""

    selector: str
    property: str
    line: int


def declarations(text: str) -> Iterator[Declaration]:
    """What the rules of a style sheet set, those in `@media` and the like included."""
    yield from _declared(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _declared(rules: Iterable[Any]) -> Iterator[Declaration]:
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            if rule.lower_at_keyword in {"media", "supports", "layer", "container"}:
                yield from _declared(tinycss2.parse_rule_list(rule.content))
        elif rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            for node in tinycss2.parse_blocks_contents(rule.content):
                if node.type == "declaration":
                    yield Declaration(selector, node.lower_name, node.source_line)
