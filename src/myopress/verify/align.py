"""Two sequences of words laid side by side, in time that grows with their length.

Patience diff (B. Cohen, 2003): runs of words that are unique on both sides are anchors, the
longest rising sequence of them holds, and what lies between two anchors is treated alike. Where
no anchor is left, letters decide without regard to the gaps between words, because a page may
break a word in two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

_RUNS = (6, 3, 2, 1)
"""So many words make an anchor; fewer are tried where more find none."""
_LETTERS_MOST = 1 << 22
"""Product of two lengths from which letters are no longer compared one by one."""


_PARTS = 2
"""Into so many parts a page may break a word."""


class _Piece(NamedTuple):
    """Letters that are the same on both sides: where they begin there, and how many they are."""

    ours: int
    theirs: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each wanted word was found, or -1; and the places of words that were not wanted."""

    at: tuple[int, ...]
    left: tuple[int, ...]


def align(wanted: Sequence[str], found: Sequence[str]) -> Alignment:
    """How `wanted` stands in `found`, in its order; words may stand between."""
    at = [-1] * len(wanted)
    left: list[int] = []
    ranges = [(0, len(wanted), 0, len(found))]
    while ranges:
        a, b, c, d = ranges.pop()
        while a < b and c < d and wanted[a] == found[c]:
            at[a] = c
            a, c = a + 1, c + 1
        while a < b and c < d and wanted[b - 1] == found[d - 1]:
            b, d = b - 1, d - 1
            at[b] = d
        if a == b or c == d:
            left += range(c, d)
        elif anchors := _anchors(wanted, found, (a, b, c, d)):
            for i, j in anchors:
                ranges.append((a, i, c, j))
                at[i] = j
                a, c = i + 1, j + 1
            ranges.append((a, b, c, d))
        else:
            places, spare = _by_letters(wanted[a:b], found[c:d])
            at[a:b] = [c + place if place >= 0 else -1 for place in places]
            left += (c + place for place in spare)
    return Alignment(tuple(at), tuple(sorted(left)))


def _anchors(
    wanted: Sequence[str], found: Sequence[str], ranges: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Pairs of places of the same word, rising on both sides."""
    a, b, c, d = ranges
    for length in _RUNS:
        ours, theirs = _unique(wanted, a, b, length), _unique(found, c, d, length)
        pairs = [(place, theirs[run]) for run, place in ours.items() if run in theirs]
        if pairs:
            return _rising(pairs)
    return []


def _unique(words: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    """The runs that occur once between two places, with the place of each."""
    places: dict[tuple[str, ...], int] = {}
    for place in range(start, end - length + 1):
        run = tuple(words[place : place + length])
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sequence of pairs, sorted by the first, in which the second rises too."""
    tops: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, theirs) in enumerate(pairs):
        place = bisect_left(tops, theirs)
        before[number] = ends[place - 1] if place else -1
        if place == len(tops):
            tops.append(theirs)
            ends.append(number)
        else:
            tops[place], ends[place] = theirs, number
    chain = []
    number = ends[-1]
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _by_letters(wanted: Sequence[str], found: Sequence[str]) -> tuple[list[int], list[int]]:
    """The place of each wanted word, or -1, and the words not wanted, by their letters alone."""
    ours, theirs = "".join(wanted), "".join(found)
    if (place := theirs.find(ours)) >= 0:
        blocks = [_Piece(0, place, len(ours))]
    elif len(ours) * len(theirs) <= _LETTERS_MOST:
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        blocks = [_Piece(*block) for block in matcher.get_matching_blocks() if block.size]
    else:
        blocks = []
    matched = _whole(wanted, blocks)
    ends = list(accumulate(map(len, found)))
    at = [bisect_right(ends, pieces[0].theirs) if pieces else -1 for pieces in matched]
    used = [_Piece(j, i, size) for pieces in matched for i, j, size in pieces]
    return at, [place for place, pieces in enumerate(_whole(found, used)) if not pieces]


def _whole(words: Sequence[str], blocks: Sequence[_Piece]) -> list[list[_Piece]]:
    """The matched letters of each word; none for a word of which some are not matched.

    A word may be broken in two, as over a page's end.
    """
    found, start, first = [], 0, 0
    for word in words:
        end = start + len(word)
        while first < len(blocks) and blocks[first].ours + blocks[first].size <= start:
            first += 1
        pieces = []
        for ours, theirs, size in blocks[first:]:
            if ours >= end:
                break
            skipped = max(start - ours, 0)
            length = min(end, ours + size) - max(start, ours)
            pieces.append(_Piece(max(start, ours), theirs + skipped, length))
        whole = sum(piece.size for piece in pieces) == len(word) and len(pieces) <= _PARTS
        found.append(pieces if whole else [])
        start = end
    return found
