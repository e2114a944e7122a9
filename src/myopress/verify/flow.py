"""The words that an output owes in the order in which it may have them.

A note stands at a chapter's end or at the foot of any page, a figure in print where it fits.
Such a group is looked for alone, then put where most of it was found, so that one comparison
does for all words and none is taken for another's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeAlias

from myopress.verify.align import align
from myopress.verify.extract import Extract
from myopress.verify.passages import Flow, Passage, Word

Owed: TypeAlias = tuple[int, Word]
"""A word and the number of its passage."""
Group: TypeAlias = tuple[Flow, int, int]
"""Passages that stay together, by flow, chapter and number."""
_LAST = 1 << 60


def in_order(owed: Sequence[Passage], found: Extract, *, floating: bool) -> list[Owed]:
    """All words: those of text as they are owed, groups that may stand anywhere where they stand.

    Figures, tables and cards may if they are `floating`, notes always. Chapters come in the order in
    which they begin there: print has a copyright page before the preface.
    """
    fixed: list[Owed] = []
    loose: dict[Group, list[Owed]] = {}
    follows: dict[Group, int] = {}
    numbered = sorted(enumerate(owed), key=lambda pair: found.starts.get(pair[1].home, _LAST))
    for number, passage in numbered:
        free = passage.flow == "notes" or (floating and passage.flow == "floats")
        group = (passage.flow, passage.chapter, passage.group)
        if free:
            follows.setdefault(group, len(fixed))
        words = loose.setdefault(group, []) if free else fixed
        words += ((number, word) for word in passage.words)
    before: dict[int, list[Owed]] = {}
    if loose:
        places = align([word.key for _, word in fixed], found.keys).at
        known = [(place, number) for number, place in enumerate(places) if place >= 0]
        for group in [
            group for group in loose if _stays(loose[group], follows[group], places, found)
        ]:
            before.setdefault(follows[group], []).extend(loose.pop(group))
        for place, words in _placed(loose, found):
            next_one = bisect_left(known, (place, 0))
            number = known[next_one][1] if next_one < len(known) else len(fixed)
            before.setdefault(number, []).extend(words)
    order: list[Owed] = []
    for number, word in enumerate(fixed):
        order += before.get(number, ())
        order.append(word)
    return order + before.get(len(fixed), [])


def _stays(words: Sequence[Owed], number: int, places: Sequence[int], found: Extract) -> bool:
    """Whether a group stands where it was written, right behind the text before it."""
    place = places[number - 1] + 1 if number and places[number - 1] >= 0 else -1
    keys = tuple(word.key for _, word in words)
    return place >= 0 and found.keys[place : place + len(keys)] == keys


def _placed(loose: dict[Group, list[Owed]], found: Extract) -> list[tuple[int, list[Owed]]]:
    """The groups with the places where they begin, by what most of their words say."""
    placed = []
    for flow in ("floats", "notes"):
        groups = [words for (own, _, _), words in loose.items() if own == flow and words]
        at = align([word.key for words in groups for _, word in words], found.keys).at
        start = 0
        for words in groups:
            begins = _begins(at[start : start + len(words)])
            if len(begins) <= len(words) / 2:  # it may have changed places with another
                begins = _begins(align([word.key for _, word in words], found.keys).at)
            placed.append((begins[len(begins) // 2] if begins else _LAST, words))
            start += len(words)
    return sorted(placed, key=lambda pair: pair[0])


def _begins(places: Sequence[int]) -> list[int]:
    """Where a group begins by the place of each word of it that was found, in rising order."""
    return sorted(place - number for number, place in enumerate(places) if place >= 0)
