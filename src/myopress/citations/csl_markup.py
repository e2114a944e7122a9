"""Text with marks of formatting, as the citation style made it -> inlines.

A citation processor adds strings together, so formatting has to be part of them: each mark is
one character of the private use area, which no manuscript has.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from myopress.document import (
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Phrase,
    Strong,
    Subscript,
    Superscript,
    Text,
)

ITALIC, BOLD, SUPERSCRIPT, SUBSCRIPT, SMALL_CAPS, UNDERLINE = "\ue000\ue002\ue004\ue006\ue008\ue00a"
NAMES, NUMBER = "\ue010\ue012"
_FIRST_ITEM = 0xE100
_ANY = "\ue000-\uf8ff"
_TAGS = {
    "i": ITALIC, "em": ITALIC, "b": BOLD, "strong": BOLD, "sup": SUPERSCRIPT, "sub": SUBSCRIPT,
    "sc": SMALL_CAPS, "u": UNDERLINE,
}  # fmt: skip
_SMALL_CAPS_SPAN = re.compile(
    r"<span style=\"font-variant:\s*small-caps;?\">(.*?)</span>", re.DOTALL
)
_ADDRESS = re.compile(rf"https?://[^\s{_ANY}“”«»<>]+|(?<=doi: )10\.\d+/[^\s{_ANY}]+", re.IGNORECASE)


def closing(mark: str) -> str:
    """The mark that closes what `mark` opens."""
    return chr(ord(mark) + 1)


def marked(mark: str, text: object) -> str:
    """`text` between a mark and its closing one."""
    return f"{mark}{text}{closing(mark)}"


def item_mark(number: int) -> str:
    """The mark around the call of one source within a citation."""
    return chr(_FIRST_ITEM + 2 * number)


def from_csl_text(text: str) -> str:
    """A CSL-JSON string, whose few HTML tags become marks and whose entities are read."""
    text = re.sub(f"[{_ANY}]", "", text)
    text = _SMALL_CAPS_SPAN.sub(lambda found: marked(SMALL_CAPS, found[1]), text)
    for tag, mark in _TAGS.items():
        text = text.replace(f"<{tag}>", mark).replace(f"</{tag}>", closing(mark))
    return html.unescape(text)


def without_marks(text: str) -> str:
    """The bare words."""
    return re.sub(f"[{_ANY}]", "", text)


def tidied(text: str, *, punctuation_in_quotes: bool) -> str:
    """`text` without the doubled points and spaces that come of joining; American quotes."""
    text = re.sub("“[^”]*”", lambda found: found[0].replace('"', "'"), text)
    text = re.sub(rf"([.,;:])([{_ANY}]+)\1", r"\1\2", text)
    text = re.sub(rf"([?!])([{_ANY}”“»]*)\.", r"\1\2", text)
    if punctuation_in_quotes:
        text = re.sub(rf"([{_ANY}]*[”])([{_ANY}]*)([.,])", r"\3\1\2", text)
    return re.sub(r"  +", " ", text).strip()


@dataclass(slots=True)
class _Open:
    mark: str
    children: list[Inline]


def inlines(text: str, item_target: Callable[[int], str]) -> Inlines:
    """Nodes for marked text; calls of single sources become links to `item_target`."""
    stack = [_Open("", [])]
    for piece in re.split(f"([{_ANY}])", text):
        if not piece:
            continue
        if not 0xE000 <= ord(piece[0]) <= 0xF8FF:
            stack[-1].children += _words(piece)
        elif ord(piece) % 2 == 0:
            stack.append(_Open(piece, []))
        elif any(closing(level.mark) == piece for level in stack[1:]):
            while stack[-1].mark and closing(stack[-1].mark) != piece:
                _close(stack, item_target)
            _close(stack, item_target)
    while len(stack) > 1:
        _close(stack, item_target)
    return tuple(stack[0].children)


def _close(stack: list[_Open], item_target: Callable[[int], str]) -> None:
    level = stack.pop()
    nested = any(outer.mark == level.mark for outer in stack)
    stack[-1].children += _node(level, item_target, nested=nested)


def _node(level: _Open, item_target: Callable[[int], str], *, nested: bool) -> Inlines:
    children = tuple(level.children)
    if not children or nested:  # italics in italics stand upright
        return children
    match level.mark:
        case "\ue000":
            return (Emphasis(children),)
        case "\ue002":
            return (Strong(children),)
        case "\ue004":
            return (Superscript(children),)
        case "\ue006":
            return (Subscript(children),)
        case "\ue008":
            return (Phrase(children, "smallcaps"),)
        case "\ue00a":
            return (Phrase(children, "underline"),)
        case mark if ord(mark) >= _FIRST_ITEM:
            return (CrossReference(children, item_target((ord(mark) - _FIRST_ITEM) // 2)),)
        case _:
            return children


def _words(text: str) -> Inlines:
    """Text whose addresses are links."""
    made: list[Inline] = []
    done = 0
    for found in _ADDRESS.finditer(text):
        shown = found.group().rstrip(".,;:")
        while shown.endswith(")") and shown.count("(") < shown.count(")"):
            shown = shown[:-1].rstrip(".,;:")
        target = shown if shown.startswith("http") else f"https://doi.org/{shown}"
        if found.start() > done:
            made.append(Text(text[done : found.start()]))
        made.append(Link((Text(shown),), target))
        done = found.start() + len(shown)
    if done < len(text):
        made.append(Text(text[done:]))
    return tuple(made)
