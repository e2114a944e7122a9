"""Where the lines of a paragraph end: the whole paragraph is weighed, not line by line.

Least total demerits, after D. E. Knuth and M. F. Plass, "Breaking paragraphs into lines", 1981.
Pure arithmetic on widths in any one unit; nothing here knows fonts or boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

NARROWEST, WIDEST = 0.78, 1.44
"""Limits of a good word space, as multiples of the font's own; what letters are given adds to it."""
LETTER_FIT = 0.008
"""The most that is put between two letters of a line, or taken away (em)."""
_STEP, _OVER = 0.002, 0.00016
"""Letters are fitted by steps of an em, and a trifle: half of what is between two goes to each,
WeasyPrint writes one half in thousandths and cuts off the rest. Other amounts would not be drawn,
and what follows in a box of its own would stand too near or too far."""
_COMFORT_LESS, _COMFORT_MORE = 0.10, 0.25
"""Parts of a word space within which letters are left as they are."""
LADDER = 2
"""The most lines in a row that end with a hyphen."""

Need: TypeAlias = Literal[0, 1, 2]
"""When a place may end a line: always; where lines would be loose without it; in despair."""


class _Pass(NamedTuple):
    """How far lines may be shrunk and stretched, as multiples of what is good, and the places."""

    least: float
    most: float
    need: Need


class Wish(NamedTuple):
    """What the page asks of a paragraph, -1 for nothing.

    The line `whole`, counted from 0, is to end with no hyphen; there are to be so many `lines`.
    """

    whole: int = -1
    lines: int = -1


NO_WISH = Wish()

_PASSES = (
    _Pass(-1.0, 1.0, 0),
    _Pass(-1.15, 1.0, 1),
    _Pass(-1.25, 1.0, 1),
    _Pass(-1.25, 1.6, 1),
    _Pass(-1.25, 2.5, 2),
    _Pass(-1.25, 12.0, 2),
)
"""One after the other is tried; the first of them, `_GOOD`, give no loose lines."""
_GOOD = 3
_RAGGED = (_Pass(0.0, 1.0, 0), _Pass(0.0, 2.0, 0), _Pass(0.0, 20.0, 2))

_LINE, _HYPHENS_IN_A_ROW, _LAST_HYPHEN, _RUNT, _CONTRAST = 10.0, 6000.0, 20000.0, 12000.0, 3000.0
"""Demerits: of each line (squared with its badness), of two lines in a row with hyphens, of a last
line that begins in a word, of a last line that is too short, of neighbours too unlike."""
_UNLIKE = 1.0
"""Difference of stretch (as in `Fit`) from which neighbours catch the eye."""
_LOOSE = 120000.0
"""Demerits of a line stretched beyond what is good, so that there are few of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a line may end, and what stands before it in the paragraph.

    `end` is the width up to the place without the space there, `begin` with it: from there the
    next line is measured. So are `spaces` and `letters`, the widths of all word spaces and the
    sum of the em of all letters. `extra` is the width of a hyphen that is written at the place,
    less what of the last letter hangs over the edge, which is `hang`.
    """

    end: float
    begin: float
    spaces_end: float
    spaces_begin: float
    letters_end: float
    letters_begin: float
    extra: float = 0.0
    penalty: float = 0.0
    hyphen: bool = False
    need: Need = 0
    hang: float = 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a line is made to fill its measure.

    `stretch` is 0 for a line that is as wide as its measure, 1 or -1 for one at the limit of what
    is good. `spaces` is the width to add to all word spaces together, `letter` what to add to
    each letter (em).
    """

    stretch: float
    spaces: float
    letter: float


Lines: TypeAlias = tuple[tuple[int, Fit], ...]
"""For each line the number of the place where it ends, and its fit."""
_Fitting: TypeAlias = Callable[[float, float, float], Fit]


@dataclass(slots=True)
class _State:
    """The best way to come to a place with so many hyphens in a row and lines of their own width."""

    demerits: float
    hyphens: int
    line: int
    stretch: float
    place: int
    fit: Fit | None = None
    before: _State | None = None


@dataclass(slots=True)
class _Start:
    """A place from which lines may begin, with all ways to come there."""

    begin: float
    spaces: float
    letters: float
    states: list[_State] = field(default_factory=list)


def fit(slack: float, spaces: float, letters: float) -> Fit:
    """How a line takes up `slack`: by its spaces, by its letters too when they are not enough.

    A line without spaces cannot be narrowed: its letters alone are too coarse.
    """
    if not spaces and slack < 0:
        return Fit(-100.0, 0.0, 0.0)
    most = letters * LETTER_FIT
    if slack >= 0:
        room = (WIDEST - 1) * spaces + most
        by_letters = max(0.0, slack - _COMFORT_MORE * spaces)
    else:
        room = (1 - NARROWEST) * spaces + most
        by_letters = min(0.0, slack + _COMFORT_LESS * spaces)
    stretch = slack / room if room else 100.0 if slack else 0.0
    steps = int(min(abs(by_letters) / letters, LETTER_FIT) / _STEP) if letters else 0
    letter = (steps * _STEP + _OVER) * (1 if slack > 0 else -1) if steps else 0.0
    return Fit(stretch, slack - letter * letters, letter)


def _ragged(zone: float, slack: float, spaces: float, letters: float) -> Fit:
    """A line as it is; `zone` is the white at its end that nobody sees."""
    return Fit(slack / zone, 0.0, 0.0)


def best_lines(
    places: Sequence[Place],
    widths: Sequence[float],
    runt: float,
    *,
    ragged: float | None = None,
    wish: Wish = NO_WISH,
) -> Lines | None:
    """The lines of a paragraph that ends at the last place; None if it cannot be set.

    `widths` are the measures of the first lines, the last of them that of all others; a last
    line shorter than `runt` is avoided. With `ragged` lines are not justified, but end within
    so much of their measure, if they can. No line is loose for a wish.
    """
    passes: tuple[_Pass, ...] = _PASSES if ragged is None else _RAGGED
    fitting = fit if ragged is None else partial(_ragged, ragged)
    if wish != NO_WISH:
        widths = [*widths, *[widths[-1]] * (2 + max(wish) - len(widths))]
        passes = passes[:_GOOD]
    for limits in passes:
        last = _search(places, widths, runt, limits, fitting, wish)
        if last is not None:
            return tuple(_path(last))[::-1]
    return None


def _path(state: _State) -> Iterator[tuple[int, Fit]]:
    while state.before is not None and state.fit is not None:
        yield state.place, state.fit
        state = state.before


def _search(  # noqa: PLR0917 - called once
    places: Sequence[Place],
    widths: Sequence[float],
    runt: float,
    limits: _Pass,
    fitting: _Fitting,
    wish: Wish,
) -> _State | None:
    """The best state at the last place."""
    active = [_Start(0.0, 0.0, 0.0, [_State(0.0, 0, 0, 0.0, -1)])]
    widest, final = max(widths), len(places) - 1
    spaces_give, letters_give = limits.least * (1 - NARROWEST), limits.least * LETTER_FIT
    for number, place in enumerate(places):
        if place.need > limits.need:
            continue
        found: dict[tuple[int, int], _State] = {}
        alive = []
        for start in active:
            width = place.end - start.begin
            spaces, letters = place.spaces_end - start.spaces, place.letters_end - start.letters
            least = width + min(place.extra, 0.0) + spaces_give * spaces + letters_give * letters
            if least > widest:
                continue
            alive.append(start)
            natural = width + place.extra
            for state in start.states:
                slack = widths[state.line] - natural
                if number == final and slack > 0:
                    fitted = Fit(0.0, 0.0, 0.0)
                else:
                    fitted = fitting(slack, spaces, letters)
                if place.hyphen and state.line == wish.whole:
                    continue
                if limits.least <= fitted.stretch <= limits.most:
                    extra = 0.0
                    if number == final:
                        extra = _LAST_HYPHEN * bool(state.hyphens) + _RUNT * (natural < runt)
                    _keep(found, state, place, number, fitted, extra, len(widths) - 1)
        active = alive
        if found:
            states = list(found.values())
            active.append(_Start(place.begin, place.spaces_begin, place.letters_begin, states))
        if not active:
            return None
        if number == final:
            ends = (s for s in found.values() if wish.lines in {-1, s.line})
            return min(ends, key=lambda state: state.demerits, default=None)
    return None


def _keep(  # noqa: PLR0917 - called once, in the inmost loop
    found: dict[tuple[int, int], _State],
    before: _State,
    place: Place,
    number: int,
    fitted: Fit,
    demerits: float,
    last_width: int,
) -> None:
    """Note a line from `before` to a place, unless a better one is known or it ends a ladder."""
    hyphens = before.hyphens + 1 if place.hyphen else 0
    if hyphens > LADDER:
        return
    stretch = fitted.stretch
    cost = _LINE + 100 * abs(stretch) ** 3 + place.penalty
    demerits += before.demerits + cost * cost
    if hyphens > 1:
        demerits += _HYPHENS_IN_A_ROW
    if stretch > 1:
        demerits += _LOOSE
    if abs(stretch - before.stretch) > _UNLIKE:
        demerits += _CONTRAST
    line = min(before.line + 1, last_width)
    known = found.get((hyphens, line))
    if known is None or demerits < known.demerits:
        found[hyphens, line] = _State(demerits, hyphens, line, stretch, number, fitted, before)
