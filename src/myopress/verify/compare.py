"""What an output has of the words that it owes: passages against an extract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from myopress.diagnostics import Code, Diagnostic, error
from myopress.source import Span
from myopress.verify.align import Alignment, align
from myopress.verify.extract import Extract
from myopress.verify.flow import Owed, in_order
from myopress.verify.passages import Passage, Word
from myopress.verify.words import is_from_right

_SHOWN = 12
"""So many words of a passage are quoted."""
_LETTERS_MOVED = 12
"""Words of fewer letters may stand elsewhere by chance."""
_DOUBLED_WORDS, _DOUBLED_LETTERS = 4, 16
"""A shorter passage may well be said twice."""
_REPEATED = frozenset({"title", "heading", "caption", "table head", "list"})
"""Passages that an output rightly shows again: in running heads, in lists, on a table's next page."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found; `lost` is how many words of each passage are not where they belong."""

    diagnostics: tuple[Diagnostic, ...]
    compared: int
    lost: tuple[int, ...]
    left: tuple[str, ...] = ()


def compare(
    owed: Sequence[Passage], output: str, found: Extract, *, floating: bool = False
) -> Comparison:
    """The passages, in the order of the document, against the words of an output ("EPUB").

    Notes may stand anywhere, and figures, tables and cards where they are `floating`. Where the words
    are `drawn`, their order is that of painting, and only holds from page to page: what order
    they are read in is for the tags to say. Reports WORD_MISSING, WORD_MOVED and WORD_DOUBLED.
    """
    if found.drawn:
        owed = [replace(p, words=tuple(w for w in p.words if w.drawn)) for p in owed]
    wanted, missing, left = _absences(owed, found, floating=floating)
    if missing and floating:
        # a short group with the words of the text beside it may have been taken for that
        lacking = {(owed[n].chapter, owed[n].group) for n, _ in missing if owed[n].group}
        held = [
            replace(p, flow="text") if p.flow == "floats" and (p.chapter, p.group) in lacking else p
            for p in owed
        ]
        again = _absences(held, found, floating=True)
        if len(again[1]) < len(missing):
            wanted, missing, left = again
    spare = _runs(left, found)
    told = list(_absent(missing, owed, output, spare))
    if not found.drawn:  # figures draw words of their own
        told += _doubled(owed, missing, output, spare, found)
    lost = [0] * len(owed)
    for number, _ in missing:
        lost[number] += 1
    return Comparison(tuple(told), len(wanted), tuple(lost), tuple(" ".join(w) for _, w in spare))


def _absences(
    owed: Sequence[Passage], found: Extract, *, floating: bool
) -> tuple[list[Owed], list[Owed], list[int]]:
    """All words wanted, those that were not found, and the places of those over."""
    wanted = in_order(owed, found, floating=floating)
    aligned = align([word.key for _, word in wanted], found.keys)
    at, left = _with_broken(wanted, owed, found, aligned)
    return wanted, [pair for pair, place in zip(wanted, at, strict=True) if place < 0], left


def _with_broken(
    wanted: Sequence[Owed], owed: Sequence[Passage], found: Extract, aligned: Alignment
) -> tuple[list[int], list[int]]:
    """The alignment with the rest of notes and floats that go over a page's end.

    And with what else is left of passages that have words read from the right: where both
    directions meet, PDFium's order is not that of reading.
    """
    at, left = list(aligned.at), list(aligned.left)
    broken = [
        place
        for place, (number, _) in enumerate(wanted)
        if at[place] < 0 and (found.drawn or owed[number].flow != "text")
    ]
    rest = align([wanted[place][1].key for place in broken], [found.keys[n] for n in left])
    for place, where in zip(broken, rest.at, strict=True):
        at[place] = left[where] if where >= 0 else -1
    left = [left[place] for place in rest.left]
    for place, (number, word) in enumerate(wanted):
        if at[place] < 0 and _has_from_right(owed[number]):
            at[place] = next((n for n in left if found.keys[n] == word.key), -1)
            left = [n for n in left if n != at[place]]
    return at, left


def _has_from_right(passage: Passage) -> bool:
    return any(is_from_right(word.key) for word in passage.words)


def _runs(left: Iterable[int], found: Extract) -> list[tuple[int, list[str]]]:
    """Words that were not wanted, those side by side together, with the number of the first."""
    runs = []
    for _, run in groupby(enumerate(left), key=lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        runs.append((places[0], [found.keys[place] for place in places]))
    return runs


def _absent(
    missing: Sequence[tuple[int, Word]],
    owed: Sequence[Passage],
    output: str,
    spare: Sequence[tuple[int, list[str]]],
) -> Iterator[Diagnostic]:
    """One diagnostic for each passage of which words are missing or stand elsewhere."""
    elsewhere = "\0".join("".join(run) for _, run in spare)
    for number, group in groupby(missing, key=lambda pair: pair[0]):
        lost = [word for _, word in group]
        letters = "".join(word.key for word in lost)
        moved = len(letters) >= _LETTERS_MOVED and letters in elsewhere
        code, verb = (Code.WORD_MOVED, "has elsewhere") if moved else (Code.WORD_MISSING, "lacks")
        whole = len(lost) == len(owed[number].words)
        what = f"the {owed[number].kind}" if whole else f"{_count(lost)} of the {owed[number].kind}"
        message = f"the {output} {verb} {what} “{_quoted(lost)}”"
        yield error(code, message, _span(lost), "please report it: the press lost it")


def _doubled(
    owed: Sequence[Passage],
    missing: Sequence[tuple[int, Word]],
    output: str,
    spare: Sequence[tuple[int, list[str]]],
    found: Extract,
) -> Iterator[Diagnostic]:
    """One diagnostic for each passage that stands, whole and once more, among words not wanted."""
    absent = {number for number, _ in missing}
    beginnings: dict[tuple[str, ...], list[Passage]] = {}
    for number, passage in enumerate(owed):
        letters = sum(len(word.key) for word in passage.words if not word.key.isdigit())
        short = len(passage.words) < _DOUBLED_WORDS or letters < _DOUBLED_LETTERS
        if passage.kind in _REPEATED or number in absent or short:
            continue
        beginning = tuple(word.key for word in passage.words[:_DOUBLED_WORDS])
        beginnings.setdefault(beginning, []).append(passage)
    told: set[int] = set()
    for start, run in spare:
        for place in _slides(start, len(run), found.keys):
            for passage in beginnings.get(found.keys[place : place + _DOUBLED_WORDS], ()):
                keys = tuple(word.key for word in passage.words)
                end = place + len(keys)
                if id(passage) not in told and found.keys[place:end] == keys:
                    told.add(id(passage))
                    quoted = _quoted(passage.words)
                    message = f"the {output} has the {passage.kind} “{quoted}” twice"
                    again = f"again: {found.place(place)}"
                    yield error(Code.WORD_DOUBLED, message, _span(passage.words), again)


def _slides(start: int, length: int, keys: Sequence[str]) -> Iterator[int]:
    """Where something in a run may begin: what is said twice may be parted anywhere in two."""
    yield from range(start, start + length - _DOUBLED_WORDS + 1)
    for place in range(start - 1, max(start - length, 0) - 1, -1):
        if keys[place] != keys[place + length]:
            return
        yield place


def _quoted(words: Sequence[Word]) -> str:
    more = " …" if len(words) > _SHOWN else ""
    return " ".join(word.written for word in words[:_SHOWN]) + more


def _count(words: Sequence[Word]) -> str:
    return "a word" if len(words) == 1 else f"{len(words)} words"


def _span(words: Sequence[Word]) -> Span:
    first, last = words[0].span, words[-1].span
    return (
        replace(first, end_line=max(first.end_line, last.end_line))
        if last.path == first.path
        else first
    )
