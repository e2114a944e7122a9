"""What pandoc's JSON is made of, taken out of it; what has another shape is refused."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from myopress.diagnostics import Code, note, warning
from myopress.document import Attributes, Note
from myopress.markdown.attributes import Given
from myopress.markdown.reading import Reading
from myopress.source import UNPRINTABLE, Span

MOST_NESTED = 64
"""Blocks and inlines within each other; what is deeper stays as its words."""

_SILENT = frozenset({
    "node", "custom-style", "data-emoji", "data-latex", "data-pos", "dir", "execution_count", "height",
    "reference", "reference-type", "role",
})  # fmt: skip
"""Attributes that say how something looked elsewhere, or that pandoc's readers add."""


class ShapeError(Exception):
    """A value that its place in pandoc's JSON cannot have."""


@dataclass(slots=True)
class Foreign(Reading):
    """One file of pandoc's JSON being read; JSON has no lines that would mean anything to anyone.

    `known` are the keys of the sources that may be cited, `quotes` the marks of the language.
    `made` are the notes of the chapter that is being read. `ours` says that our writer wrote it.
    """

    known: frozenset[str] = frozenset()
    quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")
    made: list[Note] = field(default_factory=list)
    depth: int = 0
    ours: bool = False

    def span(self, line: int, end_line: int = 0) -> Span:
        """The file."""
        return Span(self.path)

    @property
    def place(self) -> Span:
        """The file."""
        return Span(self.path)

    def clean(self, text: str) -> str:
        """`text` without characters that XML cannot hold."""
        if not UNPRINTABLE.search(text):
            return text
        sign = UNPRINTABLE.search(text)
        message = f"control character U+{ord(sign[0]):04X}" if sign else ""
        hint = "replaced by “\ufffd”"
        self.report(warning(Code.CONTROL_CHARACTER, message, self.place, hint))
        return UNPRINTABLE.sub("\ufffd", text)

    def unknown(self, message: str, hint: str) -> None:
        """Tell of what has no place in a document of ours."""
        self.report(note(Code.PANDOC_UNKNOWN, message, self.place, hint))

    def deeper(self) -> bool:
        """Go one level down; False and a diagnostic if that is too deep."""
        if self.depth >= MOST_NESTED:
            message = f"more than {MOST_NESTED} elements within each other"
            hint = "what is deeper is kept as text"
            self.report(warning(Code.NESTING_TOO_DEEP, message, self.place, hint))
            return False
        self.depth += 1
        return True

    def given(self, value: object, kind: str, *own: str) -> Given:
        """An `[id, classes, [[key, value], ...]]`, with the keys that an element of `kind` can have.

        All can have `lang`; of others it is told.
        """
        match value:
            case [str(name), list(classes), list(pairs)]:
                pass
            case _:
                raise misshapen(value, "attributes")
        kept = []
        for pair in pairs:
            match pair:
                case [str(key), str(text)]:
                    if key in {"lang", "node", *own}:
                        kept.append((key, self.clean(text)))
                    elif key == "xml:lang":
                        kept.append(("lang", self.clean(text)))
                    elif key not in _SILENT:
                        shown = self.clean(key)
                        self.unknown(f"attribute “{shown}” of a {kind} is left out", "")
                case _:
                    raise misshapen(pair, "an attribute")
        names = tuple(self.clean(word) for word in texts(classes) if word)
        return Given("", self.clean(name).strip(), names, tuple(kept))


def plain(given: Given, *without: str) -> Attributes:
    """What any node may have, but the classes that have been read as something else."""
    classes = tuple(name for name in given.classes if name not in without)
    return Attributes(given.id, classes, given.value("lang"))


def items(value: object, what: str) -> list[Any]:
    """A list; raises ShapeError for anything else."""
    if not isinstance(value, list):
        raise misshapen(value, what)
    return value


def texts(value: object) -> list[str]:
    """A list of strings; raises ShapeError for anything else."""
    found = items(value, "a list of words")
    if not all(isinstance(text, str) for text in found):
        raise misshapen(value, "a list of words")
    return found


def misshapen(value: object, what: str) -> ShapeError:
    """The error for a value at a place where `what` belongs."""
    return ShapeError(f"this is not {what}: {reprlib.repr(value)}")


def words(tree: object) -> str:
    """All words in a piece of pandoc's JSON, whatever it is and however deep."""
    return " ".join("".join(_words(tree)).split())


def _words(tree: object) -> Iterator[str]:
    stack = [tree]
    while stack:
        match stack.pop():
            case {"t": "Str" | "MetaString", "c": str(text)}:
                yield text
            case {"t": "Space" | "SoftBreak" | "LineBreak"}:
                yield " "
            case {
                "t": "Code" | "Math" | "CodeBlock" | "RawBlock" | "RawInline",
                "c": [_, str(text)],
            }:
                yield f" {text} "
            case {"t": "Emph" | "Strong" | "Span" | "Quoted" | "Link", "c": inner}:
                stack.append(inner)
            case {"c": inner}:
                yield " "
                stack.append(inner)
            case list() as inner:
                stack.extend(reversed(inner))
            case _:
                pass
