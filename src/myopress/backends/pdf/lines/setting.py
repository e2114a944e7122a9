"""Paragraphs of WeasyPrint's boxes made into the lines that were chosen for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.layout import block as blocks  # type: ignore[import-untyped]
from weasyprint.layout import inline, preferred
from weasyprint.text.line_break import strut  # type: ignore[import-untyped]

from myopress.backends.pdf.lines.boxes import Box, line_box
from myopress.backends.pdf.lines.breaking import NO_WISH, Wish
from myopress.backends.pdf.lines.choosing import Measures, chosen_lines
from myopress.backends.pdf.lines.text import Line

_EASE = 0.3
"""What two places may differ by (px) and be called the same."""
_BOTTOM, _SKIP = 4, 6
"""Places of what `_linebox_layout` is given after the lines so far: the space kept free at the
page's foot, and the skip stack."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was decided for a line box.

    Its own children, the measures, its lines, none if it is a single one or was not set; `left`
    says that it is justified and was left to WeasyPrint all the same.
    """

    children: Any
    measures: Measures
    lines: tuple[Line, ...]
    left: bool = False


@contextmanager
def whole_paragraphs() -> Iterator[None]:
    """While the block runs, WeasyPrint sets paragraphs in lines chosen here."""
    changed = {
        (blocks, "_linebox_layout"): _turning,
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
    return chosen is not None and bool(chosen.lines)


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


def _turning(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Set a paragraph once more that spoils the foot of its page.

    No right-hand page ends within a word: the reader would have to turn it to read on. No page is
    a line short, if the paragraph can be a line longer or shorter instead.
    One with notes is left as it is: they are on the page by then.
    """

    def linebox_layout(
        context: Any,  # noqa: ANN401
        block: Box,
        index: int,
        paragraph: Box,
        lines: list[Box],
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        before, out_of_flow = list(lines), [list(boxes) for boxes in rest[1:3]]
        notes = len(context.reported_footnotes)

        def again() -> Any:  # noqa: ANN401
            lines[:] = before
            for boxes, kept in zip(rest[1:3], out_of_flow, strict=True):
                boxes[:] = kept
            return lay_out(context, block, index, paragraph, lines, *rest)

        found = again()
        above = next(iter(rest[_SKIP] or (0,)))
        if context.in_column or found[4] or notes != len(context.reported_footnotes):
            return found
        if _leaves_a_line(context, rest[_BOTTOM], paragraph, lines):
            count = len(paragraph.chosen.lines)
            wishes = Wish(lines=count + 1), Wish(lines=count - 1)
            if any(_set(context, paragraph, block, above, wish) for wish in wishes):
                found = again()
        if _is_parted(found, paragraph, lines) and context.current_page % 2 == 1:
            count = len(paragraph.chosen.lines)
            wish = Wish(above + len(lines) - 1, count)
            if _ends_in_word(lines[-1]) and (
                _set(context, paragraph, block, above, wish)
                or _set(context, paragraph, block, above, wish._replace(lines=-1))
            ):
                found = again()
        return found

    return linebox_layout


def _leaves_a_line(context: Any, bottom_space: float, paragraph: Box, lines: list[Box]) -> bool:  # noqa: ANN401
    """Whether a line at the page's foot stays empty below a paragraph whose lines were chosen.

    It does if two lines must go overleaf, or if the paragraph ends above it: the next one cannot
    begin there.
    """
    if not lines or not _is_set(paragraph):
        return False
    end, height = lines[-1].position_y + lines[-1].height, lines[-1].height
    rooms = (not context.overflows_page(bottom_space, end + n * height) for n in (1, 2))
    return tuple(rooms) == (True, False)


def _is_parted(found: Any, paragraph: Box, lines: list[Box]) -> bool:  # noqa: ANN401
    """Whether the page ends in this paragraph, whose lines were chosen."""
    return bool(found[1] and lines and _is_set(paragraph))


def _ends_in_word(line: Box) -> bool:
    while getattr(line, "children", ()):
        line = line.children[-1]
    return str(getattr(line, "text", "")).endswith(("-", "\u2010"))


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
    if before is not None and before.measures == measures:
        return
    own = _own(paragraph)
    lines = chosen_lines(context, own, block, measures, NO_WISH) if is_plain else None
    _put(paragraph, own, lines or (), measures)
    if lines is None and paragraph.style["text_align_all"] == "justify":
        paragraph.chosen = replace(paragraph.chosen, left=True)


def _set(
    context: Any,  # noqa: ANN401
    paragraph: Box,
    block: Box,
    above: int,
    wish: Wish,
) -> bool:
    """Set a paragraph anew, whose first lines, `above`, stand on another page already."""
    before: Chosen = paragraph.chosen
    own = _own(paragraph)
    lines = chosen_lines(context, own, block, before.measures, wish)
    if not lines or lines[:above] != before.lines[:above]:
        return False
    _put(paragraph, own, lines, before.measures)
    return True


def _own(paragraph: Box) -> Box:
    """The paragraph with its own children."""
    before: Chosen | None = getattr(paragraph, "chosen", None)
    own = paragraph.copy()
    own.children = paragraph.children if before is None else before.children
    return own


def _put(paragraph: Box, own: Box, lines: tuple[Line, ...], measures: Measures) -> None:
    """Put chosen lines in the place of a paragraph's children."""
    made = [line_box(own, lines, number) for number in range(len(lines))]
    paragraph.children = made or own.children
    paragraph.chosen = Chosen(own.children, measures, lines)


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
