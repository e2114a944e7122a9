"""A paragraph of WeasyPrint's boxes -> its lines, by its measures; remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from myopress.backends.pdf.lines import text as texts
from myopress.backends.pdf.lines.boxes import Box
from myopress.backends.pdf.lines.breaking import NO_WISH, Lines, Place, Wish, best_lines
from myopress.backends.pdf.lines.places import places
from myopress.backends.pdf.lines.text import Line, Run

Measures: TypeAlias = tuple[float, ...]
"""The measures of the first lines (px), the last of them that of all others."""

_RUNT = 3.2
"""The least length of a last line, in em."""
_RAG = 4.0
"""The white at the end of a line that is not justified, in em, from which it looks short."""
_EASE = 0.3
"""What WeasyPrint is left to fill of each line (px), so that rounding never makes one too long."""
_NEARLY_FULL = 0.15
"""The stretch below which a line is measured again as it will be drawn."""

_known: dict[tuple[object, ...], tuple[Line, ...] | None] = {}
"""The lines of paragraphs by their letters, styles and measures: parts are laid out repeatedly."""
_MOST = 4000
"""Paragraphs that are remembered at most, some 50 MB: processes may lay out book after book."""


def chosen_lines(
    context: Any,  # noqa: ANN401
    paragraph: Box,
    block: Box,
    measures: Measures,
    wish: Wish,
) -> tuple[Line, ...] | None:
    """The lines of a paragraph, none of one that is a single line; None if it cannot be set."""
    runs = texts.runs(paragraph, context, block)
    if runs is None:
        return None
    ragged = paragraph.style["text_align_all"] != "justify"
    keys = ((run.text, run.key, run.before, run.after, run.width) for run in runs)
    key = (*keys, measures, ragged, wish)
    if key not in _known:
        if len(_known) == _MOST:
            _known.clear()
        em = paragraph.style["font_size"]
        _known[key] = _paragraph(_Setting(context, em, ragged, wish), runs, measures)
    return _known[key]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a paragraph is set: WeasyPrint's context, its em (px), and see `chosen_lines`."""

    context: Any
    em: float
    ragged: bool
    wish: Wish

    def best(self, found: list[Place], measures: Measures) -> Lines | None:
        """The best of the places."""
        rag = _RAG * self.em if self.ragged else None
        widths = [width - _EASE for width in measures]
        return best_lines(found, widths, _RUNT * self.em, ragged=rag, wish=self.wish)


def _paragraph(setting: _Setting, runs: list[Run], measures: Measures) -> tuple[Line, ...] | None:
    lines: list[Line] = []
    begin = 0
    segments = texts.segments(runs)
    if setting.wish != NO_WISH and len(segments) > 1:
        return None
    for segment in segments:
        rest = measures[len(lines) :] or measures[-1:]
        found = _segment(setting, segment, rest, begin)
        if found is None:
            return None
        lines += found
        begin += sum(len(run.text) for run in segment)
    return () if lines == [_whole(0, begin)] else tuple(lines)


def _whole(begin: int, length: int) -> Line:
    """A line that is as wide as it is."""
    return Line(begin, begin + length, begin + length, 0.0, 0.0, hyphen=False)


def _segment(
    setting: _Setting, runs: list[Run], measures: Measures, begin: int
) -> list[Line] | None:
    """The lines up to a forced end, whose letters begin at `begin` in the paragraph."""
    measured = texts.measure(runs, setting.context)
    length = len(measured.text)
    if measured.widths[-1] <= measures[0] - _EASE:
        return [_whole(begin, length)]
    found = list(places(runs, measured, setting.context, hangs=not setting.ragged))
    best = setting.best([place for *_, place in found], measures)
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
