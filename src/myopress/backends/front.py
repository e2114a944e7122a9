"""The front of a book that has no cover: author, the mark of the house, title, in two colours.

Outlines alone, so that screens get them as pixels and print as curves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from myopress.backends import mark
from myopress.backends.html import direction
from myopress.document import Metadata

WIDTH = 1600
"""What lengths are counted in: so many units are a front's width, whatever its height."""
OXIDE, CREAM = (0xA8, 0x32, 0x1E), (0xF6, 0xEB, 0xDD)
MARGIN, NAMES, MARK, FOOT = 132, 210, 330, 160
"""Units from the left, from above to names and mark, and from below to the last line."""
_MEASURE = WIDTH - 2 * MARGIN
_CAPITALS = ("SourceSans3-Semibold.otf", "DejaVuSans.ttf")
_DISPLAY = ("SourceSerif4Display-Light.otf", "DejaVuSans.ttf")
_ITALIC = ("SourceSerif4-It.otf", "DejaVuSans.ttf")
_TITLE_SIZES = (400, 330, 280, 240, 210, 184, 160, 140, 122, 106, 92, 80)
_MARK_FOOT = MARK + _MEASURE / mark.MARKS_RATIO

_FIBRES, _WEIGHT, _STEPS = 11, 0.72, 40
Contours: TypeAlias = list[list[mark.Point]]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of words in one size: each its width and contours in em. All in units."""

    size: float
    lines: tuple[tuple[float, Contours], ...]
    leading: float

    @property
    def height(self) -> float:
        """From the first base line to the last."""
        return self.leading * self.size * (len(self.lines) - 1)

    def placed(self, first: float, *, from_right: bool) -> Iterator[Contours]:
        """Their contours on the cover; `first` is the height of the first base line."""
        for number, (width, contours) in enumerate(self.lines):
            x = WIDTH - MARGIN - width * self.size if from_right else MARGIN
            y = first + number * self.leading * self.size
            yield [[(x + u * self.size, y + v * self.size) for u, v in c] for c in contours]


def shapes(book: Metadata, height: float) -> Iterator[Contours]:
    """All that stands on a front so high. Words that our fonts cannot show are left out."""
    from_right = direction(book.language) == "rtl"
    names = " · ".join(_capitals(p.name, book) for p in book.contributors if p.role == "aut")
    authors = _set(names, _CAPITALS, (40, 34, 29), lambda _: 2, tracking=0.14, leading=1.5)
    yield from authors.placed(NAMES - authors.height, from_right=from_right)
    yield from _marks()
    subtitle = _set(book.subtitle, _ITALIC, (56, 48, 42, 36), lambda _: 4, leading=1.25)
    below = subtitle.height + 130 if subtitle.lines else 0
    foot = height - FOOT
    room = foot - below - _MARK_FOOT - 100

    def most(size: float) -> int:
        return 1 + max(0, int((room - size * 0.7) / (1.06 * size)))

    title = _set(book.title, _DISPLAY, _TITLE_SIZES, most, leading=1.06)
    yield from title.placed(foot - below - title.height, from_right=from_right)
    yield from subtitle.placed(foot - subtitle.height, from_right=from_right)


def _capitals(name: str, book: Metadata) -> str:
    """Greek capitals bear no accents."""
    if book.language.partition("-")[0] == "el":
        name = unicodedata.normalize("NFD", name).replace("\u0301", "")
    return unicodedata.normalize("NFC", name).upper()


def _set(
    text: str,
    fonts: Sequence[str],
    sizes: Sequence[float],
    most: Callable[[float], int],
    *,
    leading: float,
    tracking: float = 0,
) -> _Lines:
    """Words in the first size that leaves no more lines than `most` allows it, else smaller yet.

    The first font that has all letters is taken; without one there are no lines.
    """
    from myopress.backends.typefaces import lettering

    words = text.split()
    font = next((name for name in fonts if words and lettering(name, text)), "")
    if not font:
        return _Lines(sizes[0], (), leading)

    def width(word: str) -> float:
        found = lettering(font, word, tracking)
        return found.width + tracking if found else 0

    widths = [width(word) for word in words]
    for size in sizes:
        lines = _broken(words, widths, width(" "), _MEASURE / size)
        fitting = min(1, _MEASURE / size / max(widths), most(size) / len(lines))
        if fitting == 1:
            break
    drawn = [lettering(font, line, tracking) for line in lines]
    found = ((line.width, [list(c) for c in line.contours]) for line in drawn if line)
    return _Lines(size * fitting, tuple(found), leading)


def _broken(
    words: Sequence[str], widths: Sequence[float], space: float, measure: float
) -> list[str]:
    """Lines not wider than `measure`; a short last word goes to the line of what follows it."""
    lines: list[list[str]] = []
    used = measure
    for word, width in zip(words, widths, strict=True):
        if lines and used + space + width <= measure:
            lines[-1].append(word)
            used += space + width
            continue
        carried = lines[-1][-1:] if lines and len(lines[-1]) > 1 else []
        if carried and len(carried[0]) <= 3 and carried[0].isalpha():
            lines[-1].pop()
            at = len(carried[0]) * space * 2
            lines.append([*carried, word])
            used = at + width
        else:
            lines.append([word])
            used = width
    return [" ".join(line) for line in lines]


def _marks() -> Iterator[Contours]:
    """Both halves of the quotation mark, as wide as the measure."""
    scale = _MEASURE / mark.MARKS_RATIO / 1000
    for moved in (0, mark.MARK_STEP):
        half: Contours = []
        for number in range(_FIBRES):
            out, back = mark.fibre(mark.LEFT, mark.RIGHT, number, _FIBRES, _WEIGHT)
            points = [*_flat(out), *_flat(back)]
            half.append([(MARGIN + (x + moved) * scale, MARK + y * scale) for x, y in points])
        yield half


def _flat(points: Sequence[mark.Point]) -> Iterator[mark.Point]:
    """Two cubic curves by points on them."""
    for start in (0, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[start : start + 4]
        for step in range(_STEPS + 1):
            t = step / _STEPS
            u = 1 - t
            a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy
