"""The best lines -> boxes: one for each line, cut out of those of the paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from weasyprint.css.properties import Dimension  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

from myopress.backends.pdf.lines.text import Line, spaced

Box: TypeAlias = Any


def line_box(paragraph: Box, lines: tuple[Line, ...], number: int) -> Box:
    """The box of one line of a paragraph, which is broken nowhere."""
    line = lines[number]
    before = lines[number - 1].end if number else -1
    cut = _Cut(line, before, is_last=number == len(lines) - 1)
    children, _ = cut.children(paragraph.children, 0)
    made = boxes.InlineBox.anonymous_from(paragraph, children)
    made.style = made.style.copy()
    made.style["white_space"] = "nowrap"
    for side, hang in (("left", line.left), ("right", line.right)):
        if hang:
            made.style[f"margin_{side}"] = Dimension(-hang, "px")
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
            part: Box | None
            if isinstance(box, boxes.TextBox):
                part = self._text(box, at)
                at += len(box.text)
            elif isinstance(box, boxes.InlineReplacedBox):
                part = box if self.line.start <= at < self.line.end else None
                at += 1
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
        if words == "\n":
            return box.copy()
        if self.line.hyphen and self.line.end == at + end:
            words = words.rstrip("\u00ad") + box.style["hyphenate_character"]
        part = box.copy_with_text(words)
        part.style = spaced(box.style, self.line.word, self.line.letter)
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
