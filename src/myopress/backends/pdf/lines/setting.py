"""Paragraphs of WeasyPrint's boxes made into the lines that were chosen for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from weasyprint.layout import inline, preferred  # type: ignore[import-untyped]
from weasyprint.text.line_break import strut  # type: ignore[import-untyped]

from myopress.backends.pdf.lines import text as texts
from myopress.backends.pdf.lines.boxes import Box, line_box
from myopress.backends.pdf.lines.breaking import Fit, Place, best_lines
from myopress.backends.pdf.lines.places import places
from myopress.backends.pdf.lines.text import Line, Run

Measures: TypeAlias = tuple[float, ...]
"""The measures of the first lines (px), the last of them that of all others."""

_RUNT = 2.6
"""The least length of a last line, in em."""
_RAG = 4.0
"""The white at the end of a line that is not justified, in em, from which it looks short."""
_EASE = 0.3
"""What WeasyPrint is left to fill of each line (px), so that rounding never makes one too long."""
_NEARLY_FULL = 0.15
"""The stretch below which a line is measured again as it will be drawn."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was decided for a line box.

    Its own children, the measures, whether lines were found; `left` says that it should have
    been set and was left to WeasyPrint.
    """

    children: Any
    measures: Measures
    is_set: bool
    left: bool


@contextmanager
def whole_paragraphs() -> Iterator[None]:
    """While the block runs, WeasyPrint sets paragraphs in lines chosen here."""
    changed = {
        (inline, "get_next_linebox"): _choosing,
        (inline, "split_inline_box"): _keeping_lines,
        (inline, "inline_min_content_width"): _fitting_beside,
        (preferred, "inline_line_widths"): _measuring_words,
    }
    originals = {place: getattr(*place) for place in changed}
    for place, change in changed.items():
        setattr(*place, change(originals[place]))
    try:
        yield
    finally:
        for place, original in originals.items():
            setattr(*place, original)


def _is_set(box: Box) -> bool:
    chosen: Chosen | None = getattr(box, "chosen", None)
    return chosen is not None and chosen.is_set


def _choosing(next_line: Callable[..., Any]) -> Callable[..., Any]:
    """Choose the lines of a paragraph when its first one is asked for."""

    def get_next_linebox(  # noqa: PLR0917 - as WeasyPrint calls it
        context: Any,  # noqa: ANN401
        paragraph: Box,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        block: Box,
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if skip_stack is None:
            _prepare(context, paragraph, block, position_y, is_plain=not any(rest[2:]))
        return next_line(context, paragraph, position_y, bottom_space, skip_stack, block, *rest)

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
        if not _is_set(box):
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


def _fitting_beside(least: Callable[..., float]) -> Callable[..., float]:
    """A chosen line is made for the place beside a float, and never goes below it."""

    def inline_min_content_width(context: Any, box: Box, *rest: Any, **options: Any) -> float:  # noqa: ANN401
        return 0.0 if _is_set(box) else least(context, box, *rest, **options)

    return inline_min_content_width


def _measuring_words(line_widths: Callable[..., Any]) -> Callable[..., Any]:
    """Tables and the like ask for the width of a paragraph's words, not of its lines."""

    def inline_line_widths(context: Any, box: Box, *rest: Any, **options: Any) -> Any:  # noqa: ANN401
        if _is_set(box):
            whole = box.copy()
            whole.children, whole.chosen = box.chosen.children, None
            box = whole
        return line_widths(context, box, *rest, **options)

    return inline_line_widths


def _prepare(
    context: Any,  # noqa: ANN401
    paragraph: Box,
    block: Box,
    position_y: float,
    *,
    is_plain: bool,
) -> None:
    """Put chosen lines in the place of a paragraph's children, or those back."""
    if not _is_wanted(paragraph):
        return
    before: Chosen | None = getattr(paragraph, "chosen", None)
    measures = _measures(context, paragraph, block, position_y)
    if before is not None:
        if before.measures == measures:
            return
        paragraph.children = before.children
    children = paragraph.children
    lines = _lines(context, paragraph, block, measures) if is_plain else None
    if lines:
        count = range(len(lines))
        paragraph.children = [line_box(paragraph, lines, number) for number in count]
    paragraph.chosen = Chosen(children, measures, bool(lines), lines is None)


def _measures(context: Any, paragraph: Box, block: Box, position_y: float) -> Measures:  # noqa: ANN401
    """The measures of a paragraph's lines, the first ones perhaps beside a float."""
    left, right = block.content_box_x(), block.content_box_x() + block.width
    height = strut(paragraph.style)[0] if context.excluded_shapes else 0.0
    found = []
    while height:
        beside = [
            shape
            for shape in context.excluded_shapes
            if shape.position_y < position_y + height - _EASE
            and shape.position_y + shape.margin_height() > position_y + _EASE
        ]
        if not beside:
            break
        ends = [s.position_x + s.margin_width() for s in beside if s.style["float"] == "left"]
        starts = [s.position_x for s in beside if s.style["float"] == "right"]
        found.append(min([right, *starts]) - max([left, *ends]))
        position_y += height
    found.append(block.width)
    if paragraph.text_indent:
        found = [found[0] - paragraph.text_indent, *(found[1:] or found)]
    return tuple(found)


def _is_wanted(paragraph: Box) -> bool:
    style = paragraph.style
    return (
        style["text_align_all"] in {"justify", "left", "start"}
        and style["text_align_last"] in {"auto", "start", "left"}
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and paragraph.element_tag not in _HEADINGS
    )


_known: dict[tuple[object, ...], tuple[Line, ...] | None] = {}
"""The lines of paragraphs by their letters, styles and measures: parts are laid out repeatedly."""


def _lines(
    context: Any,  # noqa: ANN401
    paragraph: Box,
    block: Box,
    measures: Measures,
) -> tuple[Line, ...] | None:
    """The lines of a paragraph, none of one that is a single line; None if it cannot be set."""
    runs = texts.runs(paragraph, context, block)
    if runs is None:
        return None
    ragged = paragraph.style["text_align_all"] != "justify"
    keys = ((run.text, run.key, run.before, run.after, run.width) for run in runs)
    key = (*keys, measures, ragged)
    if key not in _known:
        em = paragraph.style["font_size"]
        _known[key] = _chosen_lines(_Setting(context, em, ragged), runs, measures)
    return _known[key]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a paragraph is set: for WeasyPrint's context, its em (px), justified or not."""

    context: Any
    em: float
    ragged: bool

    def best(self, found: list[Place], widths: list[float]) -> tuple[tuple[int, Fit], ...] | None:
        """The best of the places."""
        rag = _RAG * self.em if self.ragged else None
        return best_lines(found, widths, _RUNT * self.em, ragged=rag)


def _chosen_lines(
    setting: _Setting, runs: list[Run], measures: Measures
) -> tuple[Line, ...] | None:
    lines: list[Line] = []
    begin = 0
    for segment in texts.segments(runs):
        rest = measures[len(lines) :] or measures[-1:]
        found = _segment_lines(setting, segment, rest, begin)
        if found is None:
            return None
        lines += found
        begin += sum(len(run.text) for run in segment)
    return () if lines == [_whole(0, begin)] else tuple(lines)


def _whole(begin: int, length: int) -> Line:
    """A line that is as wide as it is."""
    return Line(begin, begin + length, begin + length, 0.0, 0.0, hyphen=False)


def _segment_lines(
    setting: _Setting, runs: list[Run], measures: Measures, begin: int
) -> list[Line] | None:
    """The lines up to a forced end, whose letters begin at `begin` in the paragraph."""
    measured = texts.measure(runs, setting.context)
    length = len(measured.text)
    if measured.widths[-1] <= measures[0] - _EASE:
        return [_whole(begin, length)]
    found = list(places(runs, measured, setting.context, hangs=not setting.ragged))
    best = setting.best([place for *_, place in found], [width - _EASE for width in measures])
    if best is None:
        return None
    lines = []
    start, left = 0, 0.0
    for number, (ends, fit) in enumerate(best):
        end, following, is_parted, place = found[ends]
        width = measures[min(number, len(measures) - 1)]
        right = place.hang
        spaces = sum(measured.text.count(space, start, end) for space in " \u00a0")
        word = fit.spaces / spaces if spaces and fit.spaces < 0 else 0.0
        line = Line(start, end, following, word, fit.letter, is_parted, left, right)
        if fit.stretch < _NEARLY_FULL and spaces and not setting.ragged:
            line = _tightened(setting, runs, line, width, spaces)
        if number == len(best) - 1 and measured.text.endswith("\n"):
            line = replace(line, end=length)
        lines.append(_moved(line, begin))
        start, left = following, place.begin - measured.widths[following]
    return lines


def _moved(line: Line, by: int) -> Line:
    return replace(line, start=line.start + by, end=line.end + by, next=line.next + by)


def _tightened(setting: _Setting, runs: list[Run], line: Line, width: float, spaces: int) -> Line:
    """A line whose spaces are narrowed until it fits as it is drawn.

    Kerning beside a space is lost where spaces are changed, so that sums of letters are not exact.
    """
    for _ in range(3):
        drawn = texts.drawn_width(runs, setting.context, line) - line.left - line.right
        excess = drawn - width + _EASE / 2
        if excess <= 0:
            break
        line = replace(line, word=line.word - excess / spaces)
    return line
