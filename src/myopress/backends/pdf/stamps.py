"""Page numbers in the text of a part, put in when the book is joined.

A part is laid out with noughts for each figure of such a number, as wide as any (`tnum`), and
with the name of the place that is meant. So a part need not be laid out again when what it refers
to comes to stand on another page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any

import pydyf  # type: ignore[import-untyped]

from myopress.backends import typefaces
from myopress.backends.pdf.parts import Figures

FIGURES = "0123456789"
STAND_IN = "0"

_STAMP = re.compile(rb"(/MCID \d+)/Stamp <([0-9a-f]*)>(>>\s*BDC)(.*?)(?=\bEMC\b)", re.DOTALL)
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS = re.compile(rb"(?<=<)(?:[0-9a-f]{4})+(?=>)")
_KINDS: tuple[Mapping[str, bool], ...] = ({"onum": True}, {"lnum": True}, {})
"""The kinds of figures that a style sheet may ask for."""


def stand_ins(pdf: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    """The font's name and the number of each glyph that stands in, in a `pydyf.PDF` not yet written.

    A glyph with the number -1 tells that words are drawn in some other way.
    """
    for item in pdf.objects:
        content = getattr(item, "stream", ())
        for place, mark in enumerate(content):
            if isinstance(mark, pydyf.Dictionary) and "Stamp" in mark:
                rest = takewhile(lambda part: part != b"EMC", map(_bytes, content[place + 1 :]))
                drawn = b" ".join(rest)
                font = _FONT.search(drawn)
                if font is None or "ActualText" in mark:
                    yield "", -1
                else:
                    for glyphs in _GLYPHS.findall(drawn):
                        yield from ((font[1].decode(), glyph) for glyph in _codes(glyphs))


def figures_for(drawn: Iterable[tuple[str, int]], files: Mapping[str, bytes]) -> Figures | None:
    """The figures for all stand-ins `drawn`; `files` has the fonts by their names in the part.

    None if one of them has none that are all of a width: numbers must then be laid out.
    """
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    for name, nought in sorted(set(drawn)):
        shaped = (
            typefaces.shape(files[name], FIGURES, {**kind, "tnum": True, "kern": False})
            for kind in _KINDS
            if name in files
        )
        fits = (glyphs for glyphs in shaped if glyphs[0].id == nought)
        glyphs = next(fits, [])
        if len(glyphs) != len(FIGURES) or len({glyph.advance for glyph in glyphs}) > 1:
            return None
        found[name, nought] = tuple(glyph.id for glyph in glyphs)
    return found


def stamped(content: bytes, number_of: Callable[[str], str], figures: Figures) -> bytes:
    """What a page draws, with the printed number of each place that is meant."""

    def put(stamp: re.Match[bytes]) -> bytes:
        begin, name, mark, drawn = stamp.groups()
        number = iter(number_of(bytes.fromhex(name.decode()).decode()))
        font = _FONT.search(drawn)
        assert font is not None  # see `stand_ins`

        def figure(nought: int) -> int:
            return figures[font[1].decode(), nought][int(next(number, STAND_IN))]

        def glyphs(codes: re.Match[bytes]) -> bytes:
            return b"".join(b"%04x" % figure(code) for code in _codes(codes[0]))

        return begin + mark + _GLYPHS.sub(glyphs, drawn)

    return _STAMP.sub(put, content)


def _codes(glyphs: bytes) -> Iterator[int]:
    return (int(glyphs[place : place + 4], 16) for place in range(0, len(glyphs), 4))


def _bytes(item: Any) -> bytes:  # noqa: ANN401
    return item if isinstance(item, bytes) else str(item).encode()
