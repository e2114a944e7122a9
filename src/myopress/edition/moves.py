"""What moved between two states of a printed edition, and whether its cover still fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from myopress.edition.lock import Lock
from myopress.printers import find_target

_INCH = 72.0
_SEEN = 0.0005
"""Inches: a difference that is nothing in print."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Pages that do not begin as they did, by their number now; what else is not as it was.

    `count` is how many pages there were and are, `spine` the widths of the spine (in), 0 without
    a printer. `references` is how many printed page numbers changed, `places` the ids that stand
    on another page, with the page that they stood on and the one that they stand on.
    """

    pages: tuple[str, ...]
    count: tuple[int, int]
    references: int
    places: Mapping[str, tuple[str, str]]
    spine: tuple[float, float]

    @property
    def any(self) -> bool:
        """Whether anything moved that was printed."""
        return bool(self.pages or self.references or self.places or self.cover)

    @property
    def cover(self) -> bool:
        """Whether the cover must be made anew, since the spine has another width."""
        return abs(self.spine[1] - self.spine[0]) > _SEEN


def moves(old: Lock, new: Lock) -> Moves:
    """What stands elsewhere in the edition `new` than in `old`."""
    pages = [
        page[0]
        for number, page in enumerate(new.pages)
        if number >= len(old.pages) or old.pages[number] != page
    ]
    places = _elsewhere(old.places, new.places)
    references = sum(new.references.get(name, 0) for name in places)
    references += len(_elsewhere(old.located, new.located))
    counts = len(old.pages), len(new.pages)
    spine = _spine(old), _spine(new)
    return Moves(tuple(pages), counts, references, places, spine)


def _elsewhere(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (old[name], page) for name, page in new.items() if old.get(name, page) != page}


def _spine(lock: Lock) -> float:
    """The width of the spine in inches, as the printer reckons it; 0 if none is named."""
    target = find_target(lock.target) if lock.target else None
    return target.spine(target.full_count(len(lock.pages))) / _INCH if target else 0.0


def as_words(moved: Moves, new: Lock) -> Iterator[str]:
    """The moves in lines for people, the last of them the sum."""
    for name, (was, now) in moved.places.items():
        yield f"#{name} stood on page {was} and stands on page {now}"
    sums = [_pages(moved, [page[0] for page in new.pages])]
    if moved.count[0] != moved.count[1]:
        sums.append(f"{moved.count[1]} pages in place of {moved.count[0]}")
    if moved.references:
        what = "page reference" if moved.references == 1 else "page references"
        sums.append(f"{moved.references} {what} changed")
    if moved.cover:
        change = moved.spine[1] - moved.spine[0]
        side = "wider" if change > 0 else "narrower"
        sums.append(f"spine {abs(change):.3f} in {side}: the cover must be made anew")
    yield ", ".join(sums)


def as_tree(moved: Moves) -> dict[str, object]:
    """The moves for JSON."""
    return {
        "pages": list(moved.pages),
        "page_count": {"was": moved.count[0], "is": moved.count[1]},
        "references": moved.references,
        "places": {name: {"was": was, "is": now} for name, (was, now) in moved.places.items()},
        "spine_inches": {"was": round(moved.spine[0], 4), "is": round(moved.spine[1], 4)},
        "cover_anew": moved.cover,
    }


def _pages(moved: Moves, labels: Sequence[str]) -> str:
    """“pages 118 to 131 and 140 moved”."""
    if not moved.pages:
        return "no page moved"
    numbers = {label: number for number, label in enumerate(labels)}
    runs: list[list[str]] = []
    for label in moved.pages:
        if runs and numbers[label] == numbers[runs[-1][-1]] + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    said = [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"page{'' if len(moved.pages) == 1 else 's'} {listed} moved"
