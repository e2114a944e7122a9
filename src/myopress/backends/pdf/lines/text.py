"""The text of a paragraph as its boxes have it: runs of one style, measured, and break places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

import pyphen  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi  # type: ignore[import-untyped]
from weasyprint.text.line_break import (  # type: ignore[import-untyped]
    create_layout,
    get_log_attrs,
    line_size,
)

from myopress.backends.pdf.lines.breaking import Place

Style: TypeAlias = Any

_HYPHEN, _OWN_HYPHEN, _DASH, _SLASH = 55.0, 70.0, 40.0, 150.0
"""Penalties of a line's end: in a word, behind a hyphen of the text, a dash, a slash or other."""
_HYPHENS, _DASHES = "-\u2010", "\u2013\u2014"
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_NO_PART = re.compile(r"[-\u2010\u2011/@_\d]|\.\w")
"""What beside letters makes them part of a compound, an address or a formula."""
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style.

    `before` and `after` are px of padding and the like; `key` has all of the style that bears
    on its lines, so that paragraphs of equal runs have equal lines.
    """

    text: str
    style: Style
    key: tuple[object, ...]
    before: float
    after: float


def runs(line_box: Any) -> list[Run] | None:  # noqa: ANN401
    """The runs of a paragraph; None if it holds what cannot be measured before it is laid out."""
    found: list[Run] = []
    sound = all(_collect(child, found) for child in line_box.children)
    return found if sound else None


def _collect(box: Any, found: list[Run]) -> bool:  # noqa: ANN401
    """Add the runs in a box; tell whether all of it can be measured."""
    if isinstance(box, boxes.TextBox):
        style = box.style
        if style["white_space"] not in {"normal", "nowrap"} or "\n" in box.text:
            return False
        found.append(Run(box.text, style, _key(style), 0.0, 0.0))
        return True
    if not isinstance(box, boxes.InlineBox) or not box.is_in_normal_flow() or box.is_leader:
        return False
    spacing = [_spacing(box.style, side) for side in _SIDES]
    if None in spacing or box.style["position"] != "static":
        return False
    first = len(found)
    if not all(_collect(child, found) for child in box.children):
        return False
    if any(spacing):
        if len(found) == first:
            return False
        found[first] = _padded(found[first], spacing[0] or 0.0, 0.0)
        found[-1] = _padded(found[-1], 0.0, spacing[1] or 0.0)
    return True


def _padded(run: Run, before: float, after: float) -> Run:
    return Run(run.text, run.style, run.key, run.before + before, run.after + after)


def _spacing(style: Style, side: str) -> float | None:
    """The px that an inline box has at a side besides its letters; None if they are relative."""
    total = float(style[f"border_{side}_width"])
    for name in ("margin", "padding"):
        value = style[f"{name}_{side}"]
        if value == "auto":
            continue
        if value.unit != "px" and value.value:
            return None
        total += value.value
    return total


def _key(style: Style) -> tuple[object, ...]:
    return tuple(map(str, map(style.__getitem__, _BEARING)))


_BEARING = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "letter_spacing", "word_spacing", "white_space", "hyphens", "hyphenate_limit_chars",
    "hyphenate_character",
)  # fmt: skip
"""The properties that bear on the width of letters, or on where lines may end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: letters from `start` to `end`, px to add to each word space, em to
    each letter, and whether a hyphen is written at its end.
    """  # noqa: D205

    start: int
    end: int
    next: int
    word: float
    letter: float
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A paragraph measured: for each letter, and for the end, what stands before it."""

    text: str
    widths: list[float]
    spaces: list[float]
    ems: list[float]


def measure(found: list[Run], context: Any) -> Measured:  # noqa: ANN401
    """Measure runs in their own fonts, as they will be drawn."""
    widths, spaces, ems = [], [], []
    for run in found:
        own = advances(run.text, run.style, context)
        if own:
            own[0] += run.before
            own[-1] += run.after
        widths += own
        spaces += [width if c in " \u00a0" else 0.0 for c, width in zip(run.text, own, strict=True)]
        ems += [float(run.style["font_size"])] * len(own)
    sums = [list(accumulate(values, initial=0.0)) for values in (widths, spaces, ems)]
    return Measured("".join(run.text for run in found), *sums)


def advances(text: str, style: Style, context: Any) -> list[float]:  # noqa: ANN401
    """The width of each letter (px) in a text of one style; those of a ligature share its width."""
    layout = create_layout(text, style, context, None, 0)
    line, _ = layout.get_first_line()
    data = text.encode()
    at_byte = [0] * (len(data) + 1)
    starts = set()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for glyph, cluster in zip(
            glyphs.glyphs[0 : glyphs.num_glyphs],
            glyphs.log_clusters[0 : glyphs.num_glyphs],
            strict=True,
        ):
            at_byte[item.offset + cluster] += glyph.geometry.width
            starts.add(item.offset + cluster)
        run = run.next
    layout.deactivate()
    letters, place = [], 0
    for character in text:
        letters.append(place)
        place += len(character.encode())
    widths = [0.0] * len(text)
    firsts = [number for number, at in enumerate(letters) if at in starts or not number]
    for first, after in pairwise([*firsts, len(text)]):
        for number in range(first, after):
            widths[number] = at_byte[letters[first]] * FROM_UNITS / (after - first)
    return widths


def spaced(style: Style, word: float, letter: float) -> Style:
    """The style with px more to each word space and em more to each letter, never broken."""
    style = style.copy()
    style["white_space"] = "nowrap"
    if word:
        style["word_spacing"] += word
    if letter:
        given = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        style["letter_spacing"] = given + letter * style["font_size"]
    return style


def drawn_width(found: list[Run], context: Any, line: Line) -> float:  # noqa: ANN401
    """The width of a line as WeasyPrint will draw it (px)."""
    at, width = 0, 0.0
    for run in found:
        start, end = max(line.start - at, 0), min(line.end - at, len(run.text))
        if start < end:
            style = spaced(run.style, line.word, line.letter)
            words = run.text[start:end]
            if line.hyphen and at + end == line.end:
                words += style["hyphenate_character"]
            layout = create_layout(words, style, context, None, 0)
            width += line_size(layout.get_first_line()[0], style)[0]
            layout.deactivate()
            width += run.before * (start == 0) + run.after * (end == len(run.text))
        at += len(run.text)
    return width


def places(found: list[Run], measured: Measured, context: Any) -> Iterator[tuple[int, int, Place]]:  # noqa: ANN401
    """Where lines may end: the end of the line, the beginning of the next, and what is there."""
    text, lang = measured.text, found[0].style["lang"]
    styles = [run for run in found for _ in run.text]
    parts = _parts(text, styles)
    attributes = get_log_attrs(text, lang)
    for begin in range(1, len(text)):
        run = styles[begin]
        if begin in parts:
            yield _place(measured, begin, begin, _HYPHEN, _hyphen(run.style, run.key, context))
        elif attributes[begin].is_line_break and not (
            run.style["white_space"] == "nowrap"
            and styles[begin - 1].style["white_space"] == "nowrap"
        ):
            if text[begin - 1] == _SOFT:
                width = _hyphen(run.style, run.key, context)
                yield _place(measured, begin, begin, _HYPHEN, width)
                continue
            end = begin
            while end and text[end - 1] == " ":
                end -= 1
            yield _place(measured, end, begin, _penalty(text[end - 1], end == begin), 0.0)
    end = len(text.rstrip(" "))
    yield _place(measured, end, len(text), 0.0, 0.0)


def _penalty(last: str, is_in_word: bool) -> float:  # noqa: FBT001
    if not is_in_word:
        return 0.0
    return _OWN_HYPHEN if last in _HYPHENS else _DASH if last in _DASHES else _SLASH


def _place(
    measured: Measured, end: int, begin: int, penalty: float, extra: float
) -> tuple[int, int, Place]:
    last = measured.text[end - 1] if end else ""
    return (
        end,
        begin,
        Place(
            end=measured.widths[end],
            begin=measured.widths[begin],
            spaces_end=measured.spaces[end],
            spaces_begin=measured.spaces[begin],
            letters_end=measured.ems[end],
            letters_begin=measured.ems[begin],
            extra=extra,
            penalty=penalty,
            hyphen=extra > 0 or (end == begin and last in _HYPHENS),
        ),
    )


def _parts(text: str, styles: list[Run]) -> set[int]:
    """The places in words where they may be parted by a hyphen."""
    found = set()
    for word in _WORD.finditer(text):
        start, end = word.span()
        style = styles[start].style
        total, left, right = style["hyphenate_limit_chars"]
        if (
            end - start < total
            or style["hyphens"] != "auto"
            or styles[end - 1] is not styles[start]
            or _NO_PART.match(text, end)
            or (start and _NO_PART.match(text[start - 1] + "w"))
        ):
            continue
        positions = _hyphenation(style["lang"], left, right)
        found |= {start + at for at in positions(word[0])} if positions else set()
    return found


@cache
def _hyphenation(lang: str | None, left: int, right: int) -> Any:  # noqa: ANN401
    """A function from a word to its parts, for a language that has patterns."""
    known = pyphen.language_fallback(lang) if lang else None
    return pyphen.Pyphen(lang=known, left=left, right=right).positions if known else None


_hyphens: dict[tuple[object, ...], float] = {}


def _hyphen(style: Style, key: tuple[object, ...], context: Any) -> float:  # noqa: ANN401
    if key not in _hyphens:
        _hyphens[key] = sum(advances(style["hyphenate_character"], style, context))
    return _hyphens[key]
