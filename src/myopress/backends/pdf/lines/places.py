"""The places where lines may end: between words, in words, in addresses and in code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pyphen  # type: ignore[import-untyped]
from weasyprint.text.line_break import get_log_attrs  # type: ignore[import-untyped]

from myopress.backends.pdf.lines.breaking import Need, Place
from myopress.backends.pdf.lines.hanging import hang_left, hang_right
from myopress.backends.pdf.lines.text import ATOM, Measured, Run, Style, advances

_HYPHEN, _SHORT, _OWN_HYPHEN, _DASH, _ADDRESS, _SPLIT = 55.0, 110.0, 70.0, 40.0, 120.0, 500.0
"""Penalties of a line's end: in a word, near its ends or in a compound, behind a hyphen of the
text, behind a dash, within an address, and anywhere between letters."""
_HYPHENS, _DASHES = "-\u2010", "\u2013\u2014"
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_NO_PART = re.compile(r"[\u2011/@_\d]|\.\w|://")
"""What beside letters makes them part of an address or a formula."""
_LEFT, _RIGHT = 2, 3
"""The fewest letters before and behind a hyphen, those of TeX's English patterns. Where lines would
be loose without it, a style's own limits are lowered by one letter, but never below these."""
_TOKEN = re.compile(r"[^\s\u00a0]{12,}")
_IS_ADDRESS = re.compile(r"://|\w@\w|\w[/_.:=]\w.*[/_.:=]\w|\w[/_.=]\w.*\d|[@{\\$]\w")
"""An address, an identifier or the like, in which hyphens would be read as part of it."""
_JOINT = re.compile(r"(?<=[/._\-?=&:#,;~%(){}\[\]])(?=[\w{(])|(?<=[a-z])(?=[A-Z])")
"""Places in an address where a line may end, without a hyphen: behind a mark, as the Chicago
Manual of Style has it; or before a capital, in a name made of words."""
_FEWEST = 3
"""The fewest letters of an address, or of a word that is cut in despair, on either line."""
_NOWHERE: tuple[float, Need, bool] = (0.0, 2, False)


def places(
    found: list[Run],
    measured: Measured,
    context: Any,  # noqa: ANN401
    *,
    hangs: bool,
) -> Iterator[tuple[int, int, bool, Place]]:
    """Where lines may end.

    The end of the line, the beginning of the next, whether a hyphen is written, and the measures.
    """
    text = measured.text
    styles = [run for run in found for _ in run.text]
    inner = dict(_inner(text, styles))
    attributes = get_log_attrs(text, found[0].style["lang"])
    make = _Maker(measured, styles, context, hangs)
    for begin in range(1, len(text)):
        penalty, need, is_parted = inner.get(begin, _NOWHERE)
        if need < 2 or (begin in inner and not attributes[begin].is_line_break):
            yield make.place(begin, begin, penalty, need, writes=is_parted)
        elif attributes[begin].is_line_break and not (
            styles[begin].style["white_space"] == "nowrap"
            and styles[begin - 1].style["white_space"] == "nowrap"
        ):
            if text[begin - 1] == _SOFT:
                yield make.place(begin, begin, _HYPHEN, 0, writes=True)
                continue
            end = begin
            while end and text[end - 1] == " ":
                end -= 1
            yield make.place(end, begin, _penalty(text[end - 1], end == begin), 0)
    yield make.place(len(text.rstrip(" \n")), len(text), 0.0, 0)


def _penalty(last: str, is_in_word: bool) -> float:  # noqa: FBT001
    if not is_in_word or last == ATOM:
        return 0.0
    return _OWN_HYPHEN if last in _HYPHENS else _DASH if last in _DASHES else _ADDRESS


class _Maker:
    """Makes places of one paragraph."""

    def __init__(
        self,
        measured: Measured,
        styles: list[Run],
        context: Any,  # noqa: ANN401
        hangs: bool,  # noqa: FBT001
    ) -> None:
        self._measured = measured
        self._styles = styles
        self._context = context
        self._hangs = hangs

    def place(
        self, end: int, begin: int, penalty: float, need: Need, *, writes: bool = False
    ) -> tuple[int, int, bool, Place]:
        """The place between the letters before `end` and those from `begin` on."""
        measured = self._measured
        last = measured.text[end - 1] if end else ""
        right, left = self._right(end, writes=writes), self._left(begin)
        hyphen = self._hyphen(end) if writes else 0.0
        return (
            end,
            begin,
            writes,
            Place(
                end=measured.widths[end],
                begin=measured.widths[begin] + left,
                spaces_end=measured.spaces[end],
                spaces_begin=measured.spaces[begin],
                letters_end=measured.ems[end],
                letters_begin=measured.ems[begin],
                extra=hyphen - right,
                penalty=penalty,
                hyphen=writes or (end == begin and last in _HYPHENS),
                need=need,
                hang=right,
            ),
        )

    def _right(self, end: int, *, writes: bool) -> float:
        """How far the last letter of a line hangs over the edge (px)."""
        if not self._hangs or not end:
            return 0.0
        style = self._styles[end - 1].style
        if writes:
            return hang_right(style["hyphenate_character"], self._hyphen(end), style["font_size"])
        widths = self._measured.widths
        last = self._measured.text[end - 1]
        return hang_right(last, widths[end] - widths[end - 1], style["font_size"])

    def _left(self, begin: int) -> float:
        """How far the first letter of a line hangs over the edge (px)."""
        if not self._hangs or begin >= len(self._styles):
            return 0.0
        widths = self._measured.widths
        size = self._styles[begin].style["font_size"]
        return hang_left(self._measured.text[begin], widths[begin + 1] - widths[begin], size)

    def _hyphen(self, end: int) -> float:
        run = self._styles[end - 1]
        return _hyphen_width(run.style, run.key, self._context)


def _inner(text: str, styles: list[Run]) -> Iterator[tuple[int, tuple[float, Need, bool]]]:
    """The places without spaces that UAX 14 does not know: penalty, need, whether parted."""
    addresses: dict[int, tuple[float, Need, bool]] = {}
    within: set[int] = set()
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        style = styles[start].style
        is_code = style["overflow_wrap"] == "anywhere" and style["hyphens"] != "auto"
        if style["white_space"] == "nowrap" or not (is_code or _IS_ADDRESS.search(token[0])):
            continue
        within.update(range(start, end))
        addresses |= _joints(text, start, end)
    for word in _WORD.finditer(text):
        if word.start() not in within:
            yield from _parts(word[0], word.start(), text, styles).items()
    yield from addresses.items()


def _joints(text: str, start: int, end: int) -> Mapping[int, tuple[float, Need, bool]]:
    """The places in an address where a line may end."""
    inside = range(start + _FEWEST, end - _FEWEST + 1)
    found: dict[int, tuple[float, Need, bool]] = dict.fromkeys(inside, (_SPLIT, 2, False))
    for joint in _JOINT.finditer(text, start, end):
        at = joint.start()
        if start + _FEWEST <= at <= end - _FEWEST:
            is_mark = not text[at - 1].isalpha()
            found[at] = (_ADDRESS, 0 if is_mark else 1, False)
    return found


def _parts(
    word: str, start: int, text: str, styles: list[Run]
) -> Mapping[int, tuple[float, Need, bool]]:
    """The places in a word where it may be parted by a hyphen."""
    end = start + len(word)
    style = styles[start].style
    total, left, right = style["hyphenate_limit_chars"]
    if (
        style["hyphens"] != "auto"
        or styles[end - 1] is not styles[start]
        or style["white_space"] == "nowrap"
        or len(word) < total - 1
        or _NO_PART.match(text, end)
        or (start and _NO_PART.match(text[start - 1] + "w"))
    ):
        return {}
    is_compound = any(c in _HYPHENS for c in text[start - 1 : start] + text[end : end + 1])
    found: dict[int, tuple[float, Need, bool]] = {}
    fewest = min(left, max(left - 1, _LEFT)), min(right, max(right - 1, _RIGHT))
    for at in _hyphenation(style["lang"], *fewest)(word):
        usual = len(word) >= total and left <= at <= len(word) - right and not is_compound
        found[start + at] = (_HYPHEN, 0, True) if usual else (_SHORT, 1, True)
    return found


@cache
def _hyphenation(lang: str | None, left: int, right: int) -> Any:  # noqa: ANN401
    """A function from a word to the places in it; none for a language without patterns."""
    known = pyphen.language_fallback(lang) if lang else None
    if not known:
        return lambda _: ()
    return cache(pyphen.Pyphen(lang=known, left=left, right=right).positions)


_hyphens: dict[tuple[object, ...], float] = {}


def _hyphen_width(style: Style, key: tuple[object, ...], context: Any) -> float:  # noqa: ANN401
    if key not in _hyphens:
        _hyphens[key] = sum(advances(style["hyphenate_character"], style, context))
    return _hyphens[key]
