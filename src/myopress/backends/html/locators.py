"""The places of an index entry: pages joined to ranges in print, else chapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from myopress.backends.html.medium import Writing

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def locators(
    targets: Sequence[str], chapters: Mapping[int, str], writing: Writing
) -> list[tuple[str, str]]:
    """Each place with the text of its link: its pages in print, else its chapter.

    Several places on a page are one, and so are pages that follow one another; the second place
    in a chapter is "3b", the third "3c".
    """
    paged: dict[str, str] = {}
    places: dict[str, list[str]] = {}
    for target in targets:
        if page := writing.medium.page(target):
            paged.setdefault(page, target)
        elif anchor := writing.index.anchors.get(target):
            places.setdefault(chapters.get(anchor.chapter, ""), []).append(target)
    return [(paged[first], joined(first, last)) for first, last in runs(paged)] + [
        (target, name + (_LETTERS[min(count, 25)] if count else ""))
        for name, found in places.items()
        for count, target in enumerate(found)
        if name
    ]


def runs(pages: Iterable[str]) -> list[tuple[str, str]]:
    """The first and the last of pages that follow one another, roman ones before arabic ones."""
    found: list[tuple[str, str]] = []
    for page in sorted(pages, key=lambda page: (page.isdigit(), number(page))):
        if found and _follows(found[-1][1], page):
            found[-1] = found[-1][0], page
        else:
            found.append((page, page))
    return found


def _follows(before: str, page: str) -> bool:
    return before.isdigit() == page.isdigit() and number(page) == number(before) + 1


def number(page: str) -> int:
    """The number of a page: "47" -> 47, "xiv" -> 14."""
    if page.isdigit():
        return int(page)
    values = [_VALUES.get(letter, 0) for letter in page]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def joined(first: str, last: str) -> str:
    """A range of pages as The Chicago Manual of Style shortens it (17th ed., 9.61).

    Below 100 and after a hundred nothing is left out: 48–51, 100–104; in the first nine pages of
    a hundred what changes is kept: 101–8; else two digits or what changes: 321–28, 498–532.
    """
    if first == last:
        return first
    if first.isdigit() and int(first) > 100 and int(first) % 100 and len(first) == len(last):
        same = next(place for place in range(len(first)) if first[place] != last[place])
        last = last[same if int(first) % 100 < 10 else min(same, len(last) - 2) :]
    return f"{first}\u2013{last}"
