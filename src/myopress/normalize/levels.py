"""Heading levels made regular: below the chapter's title they begin at 2 and none is skipped."""

from __future__ import annotations

from dataclasses import replace

from myopress.diagnostics import Code, Report, warning
from myopress.document import (
    Block,
    Blocks,
    Chapter,
    Claim,
    CodeBlock,
    Division,
    Heading,
    Paragraph,
)
from myopress.normalize.runs import map_blocks
from myopress.walk import plain_text


def regular_levels(chapter: Chapter, title_level: int, report: Report) -> Chapter:
    """`chapter`, whose title stood at `title_level` in its file, with regular headings."""
    outline = _Outline(title_level, report)
    blocks = outline.blocks(chapter.blocks)
    return chapter if blocks is chapter.blocks else replace(chapter, blocks=blocks)


class _Outline:
    """The headings above the present place, each with its level in the file and in the book."""

    def __init__(self, title_level: int, report: Report) -> None:
        self.above = [(title_level, 1)]
        self.last = title_level
        self.report = report

    def blocks(self, blocks: Blocks) -> Blocks:
        made = tuple(self.block(block) for block in blocks)
        return blocks if all(a is b for a, b in zip(made, blocks, strict=True)) else made

    def block(self, block: Block) -> Block:
        match block:
            case Heading():
                return self.heading(block)
            case Division():
                inner = self.blocks(block.children)
                return block if inner is block.children else replace(block, children=inner)
            case Paragraph() | Claim() | CodeBlock():
                return block
            case _:
                return map_blocks((block,), self.set_apart)[0]

    def heading(self, heading: Heading) -> Heading:
        while len(self.above) > 1 and self.above[-1][0] >= heading.level:
            self.above.pop()
        level = min(self.above[-1][1] + 1, 6)
        if heading.level > self.last + 1:
            self.skipped(heading, level)
        self.above.append((heading.level, level))
        self.last = heading.level
        return heading if level == heading.level else replace(heading, level=level)

    def set_apart(self, block: Block) -> Block:
        """A heading in a quotation, box or list item is not part of the outline."""
        if not isinstance(block, Heading):
            return block
        level = max(2, min(block.level, self.above[-1][1] + 1, 6))
        return block if level == block.level else replace(block, level=level)

    def skipped(self, heading: Heading, level: int) -> None:
        title = plain_text(heading.children).strip()
        between = (
            f"level {self.last + 1} is"
            if heading.level == self.last + 2
            else f"levels {self.last + 1} to {heading.level - 1} are"
        )
        self.report(
            warning(
                Code.HEADING_SKIPS_LEVEL,
                f"“{title}” is a heading of level {heading.level}, but {between} missing above it",
                heading.span,
                f"set as if it were “{'#' * (self.last + 1)} {title}”",
            )
        )
