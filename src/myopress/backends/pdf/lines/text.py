"""The text of a paragraph as its boxes have it: runs of one style, measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout import inline  # type: ignore[import-untyped]
from weasyprint.layout.percent import resolve_percentages  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi  # type: ignore[import-untyped]
from weasyprint.text.line_break import (  # type: ignore[import-untyped]
    create_layout,
    line_size,
)

Style: TypeAlias = Any

_SIDES = ("left", "right")


ATOM = "\ufffc"
"""Stands for a box that is no text, as a picture or a formula in the line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style.

    `before` and `after` are px of padding and the like; `key` has all of the style that bears
    on its lines, so that paragraphs of equal runs have equal lines. `width` is that of an atom.
    """

    text: str
    style: Style
    key: tuple[object, ...]
    before: float = 0.0
    after: float = 0.0
    width: float | None = None


def runs(line_box: Any, context: Any, block: Any) -> list[Run] | None:  # noqa: ANN401
    """The runs of a paragraph; None if it holds what cannot be measured before it is laid out."""
    found: list[Run] = []
    sound = all(_collect(child, found, context, block) for child in line_box.children)
    return found if sound else None


def _collect(box: Any, found: list[Run], context: Any, block: Any) -> bool:  # noqa: ANN401
    """Add the runs in a box; tell whether all of it can be measured."""
    style = box.style
    if isinstance(box, boxes.TextBox):
        is_break = box.text == "\n" and style["white_space"] in {"pre-line", "normal"}
        if not is_break and (style["white_space"] not in {"normal", "nowrap"} or "\n" in box.text):
            return False
        found.append(Run(box.text, style, _key(style)))
        return True
    if isinstance(box, boxes.InlineReplacedBox):
        picture = box.copy()
        resolve_percentages(picture, block)
        width = inline.atomic_box(context, picture, 0, None, block, [], []).margin_width()
        found.append(Run(ATOM, style, _key(style), width=width))
        return True
    if not isinstance(box, boxes.InlineBox) or not box.is_in_normal_flow() or box.is_leader:
        return False
    spacing = [_spacing(style, side) for side in _SIDES]
    if None in spacing or style["position"] != "static":
        return False
    first = len(found)
    if not all(_collect(child, found, context, block) for child in box.children):
        return False
    if any(spacing):
        if len(found) == first:
            return False
        found[first] = replace(found[first], before=found[first].before + (spacing[0] or 0.0))
        found[-1] = replace(found[-1], after=found[-1].after + (spacing[1] or 0.0))
    return True


def segments(found: list[Run]) -> list[list[Run]]:
    """The runs between forced ends of lines; that end is the last run of each but the last."""
    parted: list[list[Run]] = [[]]
    for run in found:
        parted[-1].append(run)
        if run.text == "\n":
            parted.append([])
    return parted if parted[-1] else parted[:-1]


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
    each letter, whether a hyphen is written at its end, and px that hang over the edges.
    """  # noqa: D205

    start: int
    end: int
    next: int
    word: float
    letter: float
    hyphen: bool
    left: float = 0.0
    right: float = 0.0


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
        own = [run.width] if run.width is not None else advances(run.text, run.style, context)
        if own:
            own[0] += run.before
            own[-1] += run.after
        widths += own
        spaces += [width if c in " \u00a0" else 0.0 for c, width in zip(run.text, own, strict=True)]
        ems += [float(run.style["font_size"]) if run.width is None else 0.0] * len(own)
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
            width += run.before * (start == 0) + run.after * (end == len(run.text))
            if run.width is not None:
                width += run.width
                at += 1
                continue
            style = spaced(run.style, line.word, line.letter)
            words = run.text[start:end]
            if line.hyphen and at + end == line.end:
                words += style["hyphenate_character"]
            layout = create_layout(words, style, context, None, 0)
            width += line_size(layout.get_first_line()[0], style)[0]
            layout.deactivate()
        at += len(run.text)
    return width
