"""The instructions of a page with their colours made those of a printer.

RGB becomes grey by its luminance (ISO 32000-1, 10.3.2), and four inks with all the black that the
three others have in common, without a profile of a press: black text becomes black ink alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Name, Operator

from myopress.backends.raster import CURVE, MOST_INK
from myopress.printers import Colour

Inks: TypeAlias = tuple[float, ...]
DEVICES = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
SHORT = {"g": 1, "rg": 3, "k": 4, "G": 1, "RG": 3, "K": 4}
_WRITTEN = {1: ("g", "G"), 4: ("k", "K")}
_MARKED = {"BMC", "BDC", "EMC", "MP", "DP"}
_SOLID = 0.5
"""Words darker than that are printed in black where there is no other ink: a tint is made of dots,
and small letters fray in them."""


def inks(values: Sequence[float], colour: Colour) -> Inks:
    """A colour of one (grey), three (RGB) or four numbers in the inks of a printer's file."""
    red, green, blue = _rgb(values)
    if colour == "grey":
        return (round(0.299 * red + 0.587 * green + 0.114 * blue, 4),)
    if len(values) == 4:
        return tuple(values)
    most = max(red, green, blue)
    if most == 0:
        return 0.0, 0.0, 0.0, 1.0
    cap = (MOST_INK - (1 - most)) / 2
    parts = (1 - (value / most) ** CURVE for value in (red, green, blue))
    return (*(round(min(part, cap), 4) for part in parts), round(1 - most, 4))


def _rgb(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return values[0], values[1], values[2]


def family(space: Any) -> str:  # noqa: ANN401
    """The family of a colour space."""
    return str(space[0] if isinstance(space, Array) else space)


@dataclass(slots=True)
class Rewriting:
    """One content being rewritten: `spaces` are its colour spaces, `complain` hears what is left.

    `fill` is the colour of areas and words, None for a pattern; `counts` how many numbers make a
    colour, of areas and of lines.
    """

    colour: Colour
    spaces: Any
    complain: Callable[[str], None]
    fill: Inks | None = (0.0,)
    kept: list[Inks | None] = field(default_factory=list)
    counts: dict[bool, int] = field(default_factory=lambda: {False: 1, True: 1})
    in_words: bool = False

    def instructions(self, content: Any) -> Iterator[Any]:  # noqa: ANN401
        """The instructions without marked content, those for colour in the printer's way."""
        for instruction in pikepdf.parse_content_stream(content):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.complain("a picture within a page’s instructions")
                continue
            name = str(instruction.operator)
            if name in _MARKED:
                continue
            if self.colour == "rgb":
                yield instruction
            elif name in SHORT:
                yield self._set(instruction.operands, stroke=name.isupper())
            elif name.lower() in ("cs", "sc", "scn"):
                yield from self._in_space(instruction, name)
            else:
                yield instruction
                yield from self._follow(name)

    def _follow(self, name: str) -> Iterator[Any]:
        """What an instruction that sets no colour means for the one that is set."""
        if name == "q":
            self.kept.append(self.fill)
        elif name == "Q" and self.kept:
            self.fill = self.kept.pop()
        elif name in ("BT", "ET"):
            self.in_words = name == "BT"
            if self._is_tint():
                yield self._written(self.fill or ())

    def _is_tint(self) -> bool:
        """Whether words in the colour set now are to be black."""
        fill = self.fill
        return self.colour == "grey" and fill is not None and 0 < fill[0] < _SOLID

    def _in_space(self, instruction: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
        """`cs`, `sc` and their like: only those for patterns stay."""
        stroke, operands = name.isupper(), instruction.operands
        if name.lower() == "cs":
            space = family(self.spaces.get(str(operands[0]), operands[0]))
            self.counts[stroke] = DEVICES.get(space, 0)
            if space == "/Pattern":
                yield instruction
            elif space not in DEVICES:
                self.complain(f"a colour space ({space})")
        elif operands and isinstance(operands[-1], Name):
            self.fill = self.fill if stroke else None
            yield instruction
        elif self.counts[stroke]:
            yield self._set(operands, stroke=stroke)

    def _set(self, operands: Any, *, stroke: bool) -> Any:  # noqa: ANN401
        found = inks([float(value) for value in operands], self.colour)
        if stroke:
            return pikepdf.ContentStreamInstruction(list(found), Operator(_WRITTEN[len(found)][1]))
        self.fill = found
        return self._written(found)

    def _written(self, fill: Inks) -> Any:  # noqa: ANN401
        shown = (0.0,) if self.in_words and self._is_tint() else fill
        return pikepdf.ContentStreamInstruction(list(shown), Operator(_WRITTEN[len(shown)][0]))
