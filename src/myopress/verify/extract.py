"""The words that were found in an output, with the places where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from myopress.verify.words import words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an output's text: its place ("page 12", "EPUB/text/one.xhtml") and its beginning.

    That is of things with these `ids` and of these kinds ("picture", "table").
    """

    text: str
    place: str
    ids: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Words in reading order.

    `places` has where a place begins, `starts` where an id stands and `things` where a thing
    begins, by the number of the next word. `drawn` words are as they are painted: pictures and
    formulas are not said in words.
    """

    keys: tuple[str, ...]
    places: tuple[tuple[int, str], ...]
    starts: Mapping[str, int]
    things: tuple[tuple[int, str], ...]
    drawn: bool = False

    def place(self, number: int) -> str:
        """The place of a word."""
        at = bisect_right(self.places, (number, "\U0010ffff")) - 1
        return self.places[max(at, 0)][1] if self.places else ""


def extract(pieces: Iterable[Piece], *, drawn: bool = False) -> Extract:
    """The words of pieces, in their order."""
    keys: list[str] = []
    places: list[tuple[int, str]] = []
    starts: dict[str, int] = {}
    things: list[tuple[int, str]] = []
    for piece in pieces:
        if not places or places[-1][1] != piece.place:
            places.append((len(keys), piece.place))
        for name in piece.ids:
            starts.setdefault(name, len(keys))
        things += ((len(keys), kind) for kind in piece.things)
        keys += (key for key, _ in words(piece.text))
    return Extract(tuple(keys), tuple(places), starts, tuple(things), drawn)
