"""A line of a chapter, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from myopress.source import Source, Span

FENCE = re.compile(r"(?P<before>[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)")

_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")


@dataclass(frozen=True, slots=True)
class Line:
    """Text without its line feed, and the one line of a file that it was read from."""

    text: str
    at: Span

    def having(self, text: str) -> Line:
        """The line with another text."""
        return replace(self, text=text)


def lines_of(source: Source) -> list[Line]:
    """The lines of a file."""
    return [
        Line(text, Span(source.path, number, number))
        for number, text in enumerate(source.text.split("\n"), 1)
    ]


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """A line changed where it is no code between backticks."""
    done, end = "", 0
    for code in _CODE.finditer(text):
        done += change(text[end : code.start()]) + code[0]
        end = code.end()
    return done + change(text[end:])


def with_code(lines: Iterable[Line]) -> Iterator[tuple[Line, str | None]]:
    """Each line with the info string of the fenced code that it is in, or None outside of code.

    The fences themselves belong to the code.
    """
    open_fence, info = "", ""
    for line in lines:
        found = FENCE.fullmatch(line.text)
        if open_fence:
            yield line, info
            if found and found["fence"].startswith(open_fence) and not found["info"].strip():
                open_fence = ""
        elif found and not (found["fence"][0] == "`" and "`" in found["info"]):
            open_fence, info = found["fence"], found["info"].strip()
            yield line, info
        else:
            yield line, None
