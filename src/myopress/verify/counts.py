"""How much there is of everything in each chapter, as the document has it and as outputs do."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from myopress.document import (
    Card,
    Chapter,
    Document,
    Heading,
    Image,
    Math,
    MathBlock,
    Table,
)
from myopress.index import Index
from myopress.verify.compare import Comparison
from myopress.verify.extract import Extract
from myopress.verify.passages import Passage
from myopress.walk import nodes, plain_text

THINGS = ("title", "picture", "note", "table", "formula")
_TITLE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class ChapterCount:
    """The numbers of one chapter, "words" and `THINGS`: the document's, and those of outputs."""

    title: str
    document: Mapping[str, int]
    outputs: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class OutputCount:
    """How many words of an output were compared, and how many are not where they belong."""

    output: str
    compared: int
    lost: int


def count(
    document: Document,
    index: Index,
    owed: Sequence[Passage],
    compared: Mapping[str, tuple[Comparison, Extract]],
) -> tuple[ChapterCount, ...]:
    """One entry for each chapter, with the outputs in the order given."""
    own = [
        _of_chapter(chapter, position, index) for position, chapter in enumerate(document.chapters)
    ]
    for passage in owed:
        own[passage.chapter]["words"] += len(passage.words)
    theirs = {output: _of_output(document, own, owed, *found) for output, found in compared.items()}
    return tuple(
        ChapterCount(
            plain_text(chapter.title), counted, {out: rows[n] for out, rows in theirs.items()}
        )
        for n, (chapter, counted) in enumerate(zip(document.chapters, own, strict=True))
    )


def _of_chapter(chapter: Chapter, position: int, index: Index) -> Counter[str]:
    headings = sum(1 for _ in nodes(chapter, (Heading, Card)))
    notes = [note for note in chapter.notes if (position, note.label) in index.note_numbers]
    pictures = [one for one in nodes(chapter, Image) if one.alt and not one.decorative]
    return Counter(
        words=0,
        title=headings + 1,
        picture=len(pictures),
        note=len(notes),
        table=sum(1 for _ in nodes(chapter, Table)),
        formula=sum(1 for _ in nodes(chapter, (Math, MathBlock))),
    )


def _of_output(
    document: Document,
    own: Sequence[Mapping[str, int]],
    owed: Sequence[Passage],
    comparison: Comparison,
    found: Extract,
) -> list[Counter[str]]:
    rows = [Counter(words=chapter["words"]) for chapter in own]
    for passage, lost in zip(owed, comparison.lost, strict=True):
        rows[passage.chapter]["words"] -= lost
    starts = sorted(
        (found.starts[chapter.id], position)
        for position, chapter in enumerate(document.chapters)
        if chapter.id in found.starts
    )
    for place, thing in found.things:
        at = bisect_right(starts, (place, len(own))) - 1
        if at >= 0:
            rows[starts[at][1]][thing] += 1
    return rows


def as_text(chapters: Sequence[ChapterCount], outputs: Sequence[OutputCount]) -> str:
    """A table with a line for each chapter; an output that differs stands behind the number."""
    heads = ("chapter", "words", *(f"{thing}s" for thing in THINGS))
    rows = [heads]
    for chapter in chapters:
        cells = [_cell(chapter, kind) for kind in ("words", *THINGS)]
        rows.append((_shortened(chapter.title), *cells))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.append("")
    for one in outputs:
        lost = "none lost" if not one.lost else f"{one.lost} not where they belong"
        lines.append(f"{one.output}: {one.compared} words compared, {lost}")
    return "\n".join(lines) + "\n"


def as_json(chapters: Sequence[ChapterCount], outputs: Sequence[OutputCount]) -> str:
    """The same as JSON: `outputs` with words compared and lost, `chapters` with all numbers."""
    tree = {
        "outputs": {o.output: {"compared": o.compared, "lost": o.lost} for o in outputs},
        "chapters": [
            {
                "title": chapter.title,
                "document": dict(chapter.document),
                **{out: dict(numbers) for out, numbers in chapter.outputs.items()},
            }
            for chapter in chapters
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _cell(chapter: ChapterCount, kind: str) -> str:
    own = chapter.document.get(kind, 0)
    others = [
        f"{output} {numbers[kind]}"
        for output, numbers in chapter.outputs.items()
        if kind in numbers and numbers[kind] != own
    ]
    return ", ".join([str(own), *others]) if own or others else "–"


def _shortened(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1].rstrip() + "…"
