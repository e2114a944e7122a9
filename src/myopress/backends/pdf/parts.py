"""A part of the book, before and after it is laid out: plain data that goes between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from myopress.diagnostics import Code
from myopress.document import Resource

Figures: TypeAlias = Mapping[tuple[str, int], tuple[int, ...]]
"""The glyphs of the ten figures, by a font's name in the part and its glyph for nought."""
FolioPlace: TypeAlias = Literal["none", "foot", "opener"]
"""Where the page numbers of a part stand: nowhere, always at the foot, or at the head save on the
part's first page, which has it at the foot."""


@dataclass(frozen=True, slots=True)
class Press:
    """What is the same for all parts of a book.

    `page` is a style sheet with the trim and the margins; `styles` are the author's own, as
    resource path and text, put after ours. A draft is broken line by line, which is quicker.
    `ppi` are the fewest pixels on an inch that a picture should have.
    """

    page: str
    styles: tuple[tuple[str, str], ...]
    resources: Mapping[str, Resource]
    draft: bool = False
    ppi: float = 150.0


@dataclass(frozen=True, slots=True)
class PartSource:
    """A part as markup: well-formed HTML without a namespace, all numbers in it plain text.

    Links to ids of the book are `xref:ID`, whether or not the id is in the same part. `moves`
    are those of the part's last layout, if there was one: a good beginning for this one, and if it
    is `hurried` all that is tried.
    """

    name: str
    markup: str
    moves: tuple[tuple[int, int], ...] = ()
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A page, counted from 0 in its part or later in the book, and a point on it.

    `x` and `y` are points from the bottom left of the page.
    """

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """The text block of a page, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font of a part.

    `resource` is its name in the part's pages, `face` the SHA-256 of the font's file. `widths`
    (1/1000 em) and `texts`, what a glyph stands for, are of the glyphs that are drawn.
    `stand_ins` says that some glyph is missing: the font then has codes of its own.
    """

    resource: str
    face: str
    widths: Mapping[int, float]
    texts: Mapping[int, str]
    ascent: float
    descent: float
    flags: int
    stand_ins: bool


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font has, and where it stands: "path:line" or empty."""

    character: str
    where: str


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with a page of a part, measured, beside the limit that it breaks.

    `where` is "path:line" or empty, `page` counts from 0 in the part. Each kind has its own units
    (pt, lines, pages, ppi, or the share of a normal word space); `words` name what is meant, if
    the kind alone does not: "the table", a typeface, a target. See `defects/telling.py`.
    """

    kind: Code
    where: str
    page: int
    value: float = 0.0
    limit: float = 0.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to an id of the book: the id, the page (from 0) of the part, and its "path:line"."""

    target: str
    page: int
    where: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part laid out.

    `faces` holds the files of fonts that are not the package's own, `broken` the resource paths
    of pictures that could not be drawn. `moves` are figures put behind text (see `gaps`).
    `references` are its links to ids, each target once for a line of the manuscript.
    `figures` are for the page numbers in its text that the join puts in, None if it cannot (see
    `stamps.py`). `starts` tells for each page how many letters of the part stand before it, and those with
    which it begins (see `starts.py`).
    """

    pdf: bytes
    blocks: tuple[Block, ...]
    anchors: Mapping[str, Place]
    fonts: tuple[FontUse, ...]
    faces: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[MissingGlyph, ...] = ()
    broken: tuple[str, ...] = ()
    moves: tuple[tuple[int, int], ...] = ()
    defects: tuple[Defect, ...] = ()
    references: tuple[Reference, ...] = ()
    starts: tuple[tuple[int, str], ...] = ()
    figures: Figures | None = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.blocks)
