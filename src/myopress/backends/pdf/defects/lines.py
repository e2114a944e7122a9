"""Lines that are too wide or too loose, and lines of a paragraph where a typesetter has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from weasyprint.text.line_break import create_layout, line_size  # type: ignore[import-untyped]

from myopress.backends.pdf.defects.leaves import PT, Box, Leaf, Page, is_picture, within
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code

OVER = 0.5
"""What a line may be longer than its measure (pt): less is not seen."""
LOOSE = 2.0
"""The widest word space that is not told, in normal ones."""
SHORTEST = 13.5
"""The least length of a paragraph's last line (pt): that of an indent, so that white lines up."""
TOGETHER = 2
"""The fewest lines of a paragraph on a page."""


def overfull(pages: Sequence[Page]) -> Iterator[Defect]:
    """Lines, tables and pictures that stand over the margin at their right."""
    for page in pages:
        edge = page.box.content_box_x() + page.box.width
        for leaf in page.leaves:
            if not leaf.in_flow:
                continue
            over = _line_over(leaf) if leaf.is_line else _right(leaf.box) - edge
            words = "" if leaf.is_line else "picture"
            if over * PT > OVER and _right(leaf.box) < page.box.margin_width():
                yield Defect(Code.LINE_OVERFULL, leaf.where, page.number, over * PT, OVER, words)


def _right(box: Box) -> float:
    return float(box.position_x + box.margin_width())


def _line_over(leaf: Leaf) -> float:
    """How far a line goes over the end of its measure (px), in a cell over the cell's edge."""
    words = [child for child in leaf.box.children if child.is_in_normal_flow()]
    block = leaf.blocks[-1]
    cell = leaf.inside("TableCellBox")
    limit = block.content_box_x() + block.width if cell is None else _right(cell)
    return max(map(_right, words), default=limit) - float(limit) - _hanging(leaf.box)


def _hanging(line: Box) -> float:
    """The width (px) of spaces at the end of a line of code that goes on in the next: unseen."""
    texts = [box for box in within(line) if getattr(box, "text", "")]
    if not texts or texts[-1].style["white_space"] != "pre-wrap":
        return 0.0
    text = texts[-1].text
    spaces = len(text) - len(text.rstrip(" "))
    return spaces * _space(_Style(texts[-1].style)) if spaces else 0.0


def loose(pages: Sequence[Page]) -> Iterator[Defect]:
    """Justified lines with word spaces that leave holes in the page."""
    for page in pages:
        for leaf in page.leaves:
            share = _share(leaf.box) if leaf.is_line else 0
            if share > LOOSE:
                yield Defect(Code.LINE_LOOSE, leaf.where, page.number, share, LOOSE)


def by_line(pages: Sequence[Page]) -> Iterator[Defect]:
    """Justified paragraphs that `pdf/lines` left to WeasyPrint."""
    for page in pages:
        for leaf in page.leaves:
            chosen = getattr(leaf.box, "chosen", None)
            if chosen is not None and chosen.left:
                yield Defect(Code.LINE_BY_LINE, leaf.where, page.number)


def _share(line: Box) -> float:
    """The word spaces of a line in normal ones; 0 if it has none that were stretched."""
    for box in within(line):
        added = getattr(box, "justification_spacing", 0)
        if added and " " in box.text:
            space = _space(_Style(box.style))
            spacing = box.style["word_spacing"] + added
            return float((space + spacing) / space) if space else 0.0
    return 0.0


@dataclass(frozen=True, slots=True)
class _Style:
    """A style as the key of a cache: by what bears on the width of a space."""

    style: Any = field(compare=False)
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = ("font_family", "font_size", "font_style", "font_weight", "font_variant_caps")
        object.__setattr__(self, "key", tuple(str(self.style[name]) for name in names))


@cache
def _space(of: _Style) -> float:
    """The width of a word space (px) as the face has it."""
    style = of.style.copy()
    style["word_spacing"], style["letter_spacing"], style["white_space"] = 0, 0, "pre"
    widths = []
    for words in ("n n", "nn"):
        layout = create_layout(words, style, None, None, 0)
        widths.append(line_size(layout.get_first_line()[0], style)[0])
        layout.deactivate()
    return float(widths[0] - widths[1])


@dataclass(frozen=True, slots=True)
class _Run:
    """The lines of one paragraph on one page; whether it begins and ends there."""

    page: int
    lines: list[Leaf]
    begins: bool
    ends: bool


def _runs(pages: Sequence[Page]) -> Iterator[_Run]:
    """The paragraphs of the text, page by page; those in tables and headings are left out."""
    groups = [_paragraphs(page) for page in pages]
    names = [{_name(lines) for lines in group} for group in groups]
    unended: set[int] = set()
    for page, group, after in zip(pages, groups, [*names[1:], set()], strict=True):
        runs = [
            _Run(page.number, lines, _name(lines) not in unended, not _goes_on(lines, after))
            for lines in group
        ]
        unended = {_name(run.lines) for run in runs if not run.ends}
        yield from runs


def _paragraphs(page: Page) -> list[list[Leaf]]:
    """The lines of each paragraph on a page."""
    found: list[list[Leaf]] = []
    for leaf in page.flow:
        if not leaf.is_line or leaf.heading is not None or leaf.inside("TableCellBox"):
            continue
        if found and found[-1][-1].blocks[-1] is leaf.blocks[-1]:
            found[-1].append(leaf)
        else:
            found.append([leaf])
    return found


def _name(lines: list[Leaf]) -> int:
    return id(lines[0].blocks[-1].element)


def _goes_on(lines: list[Leaf], after: set[int]) -> bool:
    """Whether a paragraph has more lines on a page with the paragraphs `after`."""
    return getattr(lines[-1].box, "resume_at", None) is not None and _name(lines) in after


def alone(pages: Sequence[Page]) -> Iterator[Defect]:
    """Widows and orphans: a paragraph's last or first line alone on a page."""
    for run in _runs(pages):
        count, where = len(run.lines), run.lines[0].where
        if count < TOGETHER and run.begins != run.ends:
            kind = Code.ORPHAN if run.begins else Code.WIDOW
            yield Defect(kind, where, run.page, count, TOGETHER)


def runts(pages: Sequence[Page]) -> Iterator[Defect]:
    """Last lines of justified paragraphs that are shorter than an indent."""
    for run in _runs(pages):
        last = run.lines[-1]
        if not run.ends or (len(run.lines) == 1 and run.begins):
            continue
        style = last.blocks[-1].style
        if style["text_align_all"] != "justify" or any(map(is_picture, within(last.box))):
            continue
        words = [child for child in last.box.children if child.is_in_normal_flow()]
        if not words:
            continue
        length = (max(map(_right, words)) - min(box.position_x for box in words)) * PT
        if length < SHORTEST:
            yield Defect(Code.RUNT, last.where, run.page, length, SHORTEST)
