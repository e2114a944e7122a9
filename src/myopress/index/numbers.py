"""Numbers of chapters, and of what is counted within them."""

from __future__ import annotations

from collections.abc import Sequence

from myopress.document import Chapter


def chapter_numbers(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """A number for each chapter of the body, through all parts; empty for those without.

    Parts have roman numbers and appendices letters. A chapter below another chapter has that
    one's number before its own.
    """
    numbers: list[str] = []
    above: list[tuple[int, str]] = []
    counts: dict[str, int] = {}
    for chapter in chapters:
        while above and above[-1][0] >= chapter.depth:
            above.pop()
        parent = above[-1][1] if above else ""
        number = _number(chapter, parent, counts)
        numbers.append(number)
        above.append((chapter.depth, number if chapter.role == "chapter" else ""))
    return tuple(numbers)


def _number(chapter: Chapter, parent: str, counts: dict[str, int]) -> str:
    if chapter.unnumbered:
        return ""
    if chapter.role == "part":
        return roman(_next(counts, "part"))
    if chapter.role == "appendix":
        return letters(_next(counts, "appendix"))
    if chapter.role != "chapter" or chapter.matter != "body":
        return ""
    if parent:
        return f"{parent}.{_next(counts, parent)}"
    return str(_next(counts, "chapter"))


def _next(counts: dict[str, int], what: str) -> int:
    counts[what] = counts.get(what, 0) + 1
    return counts[what]


def roman(number: int) -> str:
    """`number` in capital Roman numerals."""
    steps = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for value, sign in steps:
        text += sign * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """A for 1, Z for 26, AA for 27."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


class Counter:
    """Counts figures, tables and equations: "3.1" in chapter 3, "1" where chapters have none."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], int] = {}

    def next(self, kind: str, chapter: str) -> str:
        """The next number of a `kind` in the chapter with that number."""
        count = self.counts[kind, chapter] = self.counts.get((kind, chapter), 0) + 1
        return f"{chapter}.{count}" if chapter else str(count)
