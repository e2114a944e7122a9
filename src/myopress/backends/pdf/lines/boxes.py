"""Paragraphs of WeasyPrint's boxes made into the lines that were chosen for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from weasyprint.css.properties import Dimension  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout import inline  # type: ignore[import-untyped]

from myopress.backends.pdf.lines import text as texts
from myopress.backends.pdf.lines.breaking import best_lines
from myopress.backends.pdf.lines.text import Line

Box: TypeAlias = Any

_RUNT = 2.6
"""The least length of a last line, in em."""
_EASE = 0.3
"""What WeasyPrint is left to fill of each line (px), so that rounding never makes one too long."""

_NEARLY_FULL = 0.15
"""The stretch below which a line is measured again as it will be drawn."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was decided for a line box: its own children, the width, whether lines were found."""

    children: Any
    width: float
    is_set: bool


@contextmanager
def whole_paragraphs() -> Iterator[None]:
    """While the block runs, WeasyPrint sets justified paragraphs in lines chosen here."""
    originals = inline.get_next_linebox, inline.split_inline_box
    inline.get_next_linebox = _choosing(originals[0])
    inline.split_inline_box = _keeping_lines(originals[1])
    try:
        yield
    finally:
        inline.get_next_linebox, inline.split_inline_box = originals


def _choosing(next_line: Callable[..., Any]) -> Callable[..., Any]:
    """Choose the lines of a paragraph when its first one is asked for."""

    def get_next_linebox(  # noqa: PLR0917 - as WeasyPrint calls it
        context: Any,  # noqa: ANN401
        line_box: Box,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        block: Box,
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if skip_stack is None:
            is_plain = not any(rest[2:]) and not _stands_beside(context, position_y)
            _prepare(context, line_box, block, is_plain=is_plain)
        return next_line(context, line_box, position_y, bottom_space, skip_stack, block, *rest)

    return get_next_linebox


def _keeping_lines(split: Callable[..., Any]) -> Callable[..., Any]:
    """Give WeasyPrint one chosen line at a time."""

    def split_inline_box(  # noqa: PLR0917 - as WeasyPrint calls it
        context: Any,  # noqa: ANN401
        box: Box,
        position_x: float,
        max_x: float,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        chosen = getattr(box, "chosen", None)
        if chosen is None or not chosen.is_set:
            return split(context, box, position_x, max_x, bottom_space, skip_stack, *rest)
        after = 1 + (next(iter(skip_stack)) if skip_stack else 0)
        one = box.copy()
        one.children = box.children[:after]
        new, resume, *others = split(
            context, one, position_x, max_x, bottom_space, skip_stack, *rest
        )
        if resume is None and after < len(box.children):
            resume = {after: None}
        return (new, resume, *others)

    return split_inline_box


def _prepare(context: Any, line_box: Box, block: Box, *, is_plain: bool) -> None:  # noqa: ANN401
    """Put chosen lines in the place of a paragraph's children, or those back."""
    before: _Chosen | None = getattr(line_box, "chosen", None)
    if before is not None:
        if before.width == block.width and before.is_set == is_plain:
            return
        line_box.children = before.children
    children = line_box.children
    lines = _lines(context, line_box, block) if is_plain and _is_justified(line_box) else None
    if lines:
        line_box.children = [_line_box(line_box, lines, number) for number in range(len(lines))]
    line_box.chosen = _Chosen(children, block.width, bool(lines))


def _stands_beside(context: Any, position_y: float) -> bool:  # noqa: ANN401
    """Whether a line at this height may stand beside a float."""
    return any(
        shape.position_y + shape.margin_height() > position_y + _EASE
        for shape in context.excluded_shapes
    )


def _is_justified(line_box: Box) -> bool:
    style = line_box.style
    return (
        style["text_align_all"] == "justify"
        and style["text_align_last"] in {"auto", "start", "left"}
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
    )


_known: dict[tuple[object, ...], tuple[Line, ...]] = {}
"""The lines of paragraphs by their letters, styles and measure: parts are laid out repeatedly."""


def _lines(context: Any, line_box: Box, block: Box) -> tuple[Line, ...]:  # noqa: ANN401
    """The lines of a paragraph, none if they are left to WeasyPrint."""
    runs = texts.runs(line_box)
    if not runs:
        return ()
    widths = (block.width - line_box.text_indent, block.width)
    key = (*((run.text, run.key, run.before, run.after) for run in runs), widths)
    if key not in _known:
        _known[key] = tuple(_chosen_lines(context, runs, widths, line_box.style["font_size"]))
    return _known[key]


def _chosen_lines(
    context: Any,  # noqa: ANN401
    runs: list[texts.Run],
    widths: tuple[float, ...],
    em: float,
) -> Iterator[Line]:
    measured = texts.measure(runs, context)
    if measured.widths[-1] <= min(widths) - _EASE:
        return
    places = list(texts.places(runs, measured, context))
    best = best_lines(
        [place for _, _, place in places], [width - _EASE for width in widths], _RUNT * em
    )
    start = 0
    for number, (ends, fit) in enumerate(best or ()):
        end, begin, place = places[ends]
        spaces = sum(measured.text.count(space, start, end) for space in " \u00a0")
        word = fit.spaces / spaces if spaces and fit.spaces < 0 else 0.0
        line = Line(start, end, begin, word, fit.letter, hyphen=place.extra > 0)
        if fit.stretch < _NEARLY_FULL and spaces:
            line = _tightened(context, runs, line, widths[min(number, len(widths) - 1)], spaces)
        yield line
        start = begin


def _tightened(
    context: Any,  # noqa: ANN401
    runs: list[texts.Run],
    line: Line,
    width: float,
    spaces: int,
) -> Line:
    """A line whose spaces are narrowed until it fits as it is drawn.

    Kerning beside a space is lost where spaces are changed, so that sums of letters are not exact.
    """
    for _ in range(3):
        excess = texts.drawn_width(runs, context, line) - width + _EASE / 2
        if excess <= 0:
            break
        line = replace(line, word=line.word - excess / spaces)
    return line


def _line_box(paragraph: Box, lines: tuple[Line, ...], number: int) -> Box:
    """The box of one line."""
    line = lines[number]
    before = lines[number - 1].end if number else -1
    cut = _Cut(line, before, is_last=number == len(lines) - 1)
    children, _ = cut.children(paragraph.children, 0)
    made = boxes.InlineBox.anonymous_from(paragraph, children)
    made.style = made.style.copy()
    made.style["white_space"] = "nowrap"
    return made


@dataclass(frozen=True, slots=True)
class _Cut:
    """Cuts the boxes of one line out of those of its paragraph; `before` is the end of the last."""

    line: Line
    before: int
    is_last: bool

    def children(self, given: Any, at: int) -> tuple[list[Box], int]:  # noqa: ANN401
        """What the line has of these boxes, the first of which begins at the letter `at`."""
        made = []
        for box in given:
            if isinstance(box, boxes.TextBox):
                part = self._text(box, at)
                at += len(box.text)
            else:
                part, at = self._inline(box, at)
            if part is not None:
                made.append(part)
        return made, at

    def _text(self, box: Box, at: int) -> Box | None:
        start, end = max(self.line.start - at, 0), min(self.line.end - at, len(box.text))
        if start >= end:
            return None
        words = box.text[start:end]
        if self.line.hyphen and self.line.end == at + end:
            words = words.rstrip("\u00ad") + box.style["hyphenate_character"]
        part = box.copy_with_text(words)
        part.style = texts.spaced(box.style, self.line.word, self.line.letter)
        return part

    def _inline(self, box: Box, at: int) -> tuple[Box | None, int]:
        children, end = self.children(box.children, at)
        if not children and (end > at or not self._has_point(at)):
            return None, end
        part = box.copy()
        part.children = children
        part.style = style = box.style.copy()
        style["white_space"] = "nowrap"
        for side, cut in (("left", at < self.line.start), ("right", end > self.line.next)):
            if cut:
                style[f"margin_{side}"] = style[f"padding_{side}"] = Dimension(0, "px")
                style[f"border_{side}_width"] = 0
        return part, end

    def _has_point(self, at: int) -> bool:
        """Whether what has no letters, as a note's call or an index term, stands in this line."""
        line = self.line
        is_behind = at >= line.start and at != self.before
        return is_behind and (at < line.next or at == line.end or self.is_last)
