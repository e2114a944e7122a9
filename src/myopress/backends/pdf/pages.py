"""Where everything stands: start pages, printed numbers, and the fixed point of both.

A part is laid out again when a page number that it prints has changed, until none does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from myopress.backends.pdf.parts import FolioPlace, Part, PartSource

ROUNDS = 8
"""Laying out more often than that is given up: two rounds are usual, three rare."""

HERE = "-refers-"
"""What is in the ids of places whose own page decides whether a number is printed there."""
SIDE = "-begins-"
"""What ends the names by which a part asks for the side of its first page: "left" or ""."""
_FREE_ROUNDS = 3
"""After so many rounds such places stand: leaving a number out may move what brings it back."""
_LETTERS_A_PAGE = 1815
"""How many letters a page of 6 x 9 in has (measured)."""
_OPENING = _FIGURE = 900
"""Letters in whose place the opening of a chapter stands, and a figure."""
_MARKS = re.compile(r'>([^<]*)|\sid="([^"]+)"|<(figure)\b')
"""Words, ids and figures in markup."""
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

PageOf: TypeAlias = Callable[[str], str]
"""The printed page number of an id, or "" while it is not known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A part to be laid out. `write` gives its markup for the page numbers it is told.

    Numbers in its text are written so that the join can put others in, if it is told that.

    `front` parts have roman folios. A `recto` part begins on a right-hand page. `last` is for parts made of page numbers (contents, index),
    which wait until the others stand.
    """

    name: str
    write: Callable[[PageOf, bool], str]
    folios: FolioPlace
    front: bool = False
    last: bool = False
    recto: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """All parts with the page that each begins on (from 0), and the printed number of each page.

    `roman` pages come first. `markups` are what the parts were laid out from, by their names.
    `stands` is False if the numbers would not settle.
    """

    parts: tuple[tuple[Plan, int, Part], ...]
    labels: tuple[str, ...]
    roman: int
    printed: Mapping[str, str]
    stands: bool = True
    markups: Mapping[str, str] = field(default_factory=dict)


Printer = Callable[[Sequence[PartSource]], Sequence[Part]]
"""Lays parts out, in the order given."""


@dataclass(slots=True)
class _Draft:
    """A part as it was last written: its markup, and the page numbers that it asked for.

    The join puts others into one that is `stamped`.
    """

    markup: str
    asked: Mapping[str, str]
    stamped: bool

    @classmethod
    def of(cls, plan: Plan, printed: Mapping[str, str], *, stamped: bool) -> _Draft:
        asked: dict[str, str] = {}

        def page_of(name: str) -> str:
            asked[name] = printed.get(name, "")
            return asked[name]

        return cls(plan.write(page_of, stamped), asked, stamped)

    def holds(self, printed: Mapping[str, str]) -> bool:
        """Whether all numbers in it are still right."""
        return all(printed.get(name, "") == number for name, number in self.asked.items())


def settle(plans: Sequence[Plan], print_parts: Printer, before: Settled | None = None) -> Settled:
    """Lay out all parts so that every page number that they print is right.

    `before` is how the same press laid out a book much like this one: parts that are the same
    stay, and the others begin with its page numbers, and keep its moves. They may end as other
    pages than without it.
    """
    main, last = [p for p in plans if not p.last], [p for p in plans if p.last]
    laid = _laid(before) if before else {}
    printed: Mapping[str, str] = before.printed if before else {}
    drafts = {
        plan.name: _Draft.of(plan, printed, stamped=not _refuses(plan, laid)) for plan in main
    }
    printed = printed or _guess(main, drafts)
    hurried = frozenset(laid)
    for number in range(ROUNDS):
        changed = _lay_out(main, printed, drafts, laid, print_parts, hurried=hurried)
        if not changed:
            changed = _lay_out(last, printed, drafts, laid, print_parts, hurried=hurried)
        if not changed:
            return _place(plans, laid, stands=True)
        held = {} if number < _FREE_ROUNDS else {n: p for n, p in printed.items() if HERE in n}
        printed = {**_place(plans, laid, stands=False).printed, **held}
    return _place(plans, laid, stands=False)


def _lay_out(
    plans: Sequence[Plan],
    printed: Mapping[str, str],
    drafts: dict[str, _Draft],
    laid: dict[str, tuple[str, Part]],
    print_parts: Printer,
    *,
    hurried: frozenset[str],
) -> bool:
    """Lay out those whose markup is not what it was; whether there was one."""
    for plan in plans:
        draft = drafts.get(plan.name)
        refused = _refuses(plan, laid)
        if draft is None or refused or not draft.holds(printed):
            stamped = not refused and (draft is None or draft.stamped)
            drafts[plan.name] = _Draft.of(plan, printed, stamped=stamped)
    sources = [
        PartSource(
            plan.name,
            drafts[plan.name].markup,
            laid[plan.name][1].moves if plan.name in laid else (),
            plan.name in hurried,
        )
        for plan in plans
    ]
    stale = [s for s in sources if s.name not in laid or laid[s.name][0] != s.markup]
    for source, part in zip(stale, print_parts(stale) if stale else (), strict=True):
        laid[source.name] = source.markup, part
    return bool(stale)


def _laid(before: Settled) -> dict[str, tuple[str, Part]]:
    """Parts by their names, each with its markup."""
    return {plan.name: (before.markups[plan.name], part) for plan, _, part in before.parts}


def _refuses(plan: Plan, laid: Mapping[str, tuple[str, Part]]) -> bool:
    """Whether a part was laid out in type into which the join can put no numbers."""
    return plan.name in laid and laid[plan.name][1].figures is None


def _place(plans: Sequence[Plan], laid: Mapping[str, tuple[str, Part]], *, stands: bool) -> Settled:
    """Put the parts that are laid out one after the other, on right-hand pages where they must be."""
    parts: list[tuple[Plan, int, Part]] = []
    sides: dict[str, str] = {}
    end = roman = 0
    for plan in plans:
        start = end + end % 2 if plan.recto else end
        if not plan.front and not any(not before.front for before, _, _ in parts):
            roman = start
        if plan.name in laid:
            part = laid[plan.name][1]
            parts.append((plan, start, part))
            end = start + part.pages
            sides[plan.name + SIDE] = "left" if start % 2 else ""
        elif plan.last and plan.front:
            end = start + 2  # contents not yet laid out: one sheet is a good guess
    if all(plan.front for plan in plans):
        roman = end
    labels = [*map(roman_figure, range(1, roman + 1)), *map(str, range(1, end - roman + 1))]
    printed = {
        name: labels[start + place.page]
        for _, start, part in parts
        for name, place in part.anchors.items()
    }
    markups = {plan.name: laid[plan.name][0] for plan, _, _ in parts}
    return Settled(tuple(parts), tuple(labels), roman, printed | sides, stands, markups)


def roman_figure(number: int) -> str:
    """1 -> "i", 4 -> "iv", 90 -> "xc"."""
    figure = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        figure += letters * count
    return figure


def _guess(plans: Sequence[Plan], drafts: Mapping[str, _Draft]) -> dict[str, str]:
    """A page for each id from the length of the text before it.

    A guess with the right number of digits mostly makes the second round the last.
    """
    guessed: dict[str, str] = {}
    if not any(draft.asked for draft in drafts.values()):
        return guessed
    start = 0
    for plan in plans:
        if plan.front:
            continue
        start += start % 2 if plan.recto else 0
        letters = _OPENING
        for words, name, figure in _MARKS.findall(drafts[plan.name].markup):
            letters += _FIGURE if figure else len(words)
            if name:
                guessed[name] = str(start + letters // _LETTERS_A_PAGE + 1)
        start += letters // _LETTERS_A_PAGE + 1
    return guessed
