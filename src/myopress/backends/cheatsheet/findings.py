"""What the making of a sheet finds, as diagnostics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from unicodedata import name

from myopress.backends.cheatsheet.boxes import Piece
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.drop import Drop
from myopress.diagnostics import Code, Diagnostic, error, note, warning
from myopress.source import NOWHERE
from myopress.walk import plain_text


def dropped(step: Drop) -> Diagnostic:
    """A warning of what one step left out."""
    names = ", ".join(plain_text(card.name) for card in step.changed)
    message = f"to keep its type readable the cheat sheet leaves out {step.what}"
    return warning(Code.CHEATSHEET_DROPPED, message, step.changed[0].span, f"in: {names}")


def no_map(sheet: Sheet) -> Diagnostic:
    """A warning that the body map had to go."""
    message = "to keep its type readable the cheat sheet leaves out the body map"
    return warning(Code.CHEATSHEET_DROPPED, message, sheet.cards[0].span)


def sparse(sheet: Sheet, empty: float) -> Diagnostic:
    """A note that the page has a hole, which no arrangement fills."""
    message = f"the largest empty place of the cheat sheet is {empty:.0%} of the page"
    hint = "more cards, or a panel, would fill it"
    return note(Code.CHEATSHEET_SPARSE, message, sheet.cards[0].span, hint)


def overflow(sheet: Sheet, share: float, faults: Sequence[str]) -> list[Diagnostic]:
    """An error for each card that is too long, and by how much: the longest are cut first.

    `share` is the part of all text that must go. If that is none, something else than length
    spoils the page, such as a style sheet that hides words: `faults` say what was seen.
    """
    if not share and faults:
        message = "the cheat sheet does not come out whole: " + "; ".join(faults)
        hint = "look at the style sheets that `styles` in [cheatsheet] of book.toml names"
        return [error(Code.CHEATSHEET_OVERFLOW, message, sheet.cards[0].span, hint)]
    lengths = [len(plain_text(replace(card, references=()))) for card in sheet.cards]
    surplus = ceil(max(share, 0.01) * sum(lengths))
    level = _level(lengths, surplus)
    return [
        error(
            Code.CHEATSHEET_OVERFLOW,
            f"the cards do not fit on one page: “{plain_text(card.name)}” is about "
            f"{length - level} characters too long",
            card.span,
            f"about {surplus} characters must go from all cards together; "
            "`cards` in [cheatsheet] of book.toml chooses fewer cards",
        )
        for card, length in zip(sheet.cards, lengths, strict=True)
        if length > level
    ]


def _level(lengths: list[int], surplus: int) -> int:
    """The length to which all longer cards must be cut to save `surplus` characters."""
    level = max(lengths)
    while level > 0 and sum(max(0, length - level) for length in lengths) < surplus:
        level -= 1
    return level


def missing(sheet: Sheet, laid: tuple[Piece, ...], characters: frozenset[str]) -> list[Diagnostic]:
    """A warning for each card that has a character which no font has; other pieces have no place."""
    found = []
    for piece in laid:
        lacking = sorted(characters & set(piece.text))
        if lacking:
            named = ", ".join(f"“{c}” ({name(c, f'U+{ord(c):04X}')})" for c in lacking)
            kind, _, number = piece.name.partition(" ")
            span = sheet.cards[int(number)].span if kind == "card" else NOWHERE
            message = f"no font of the cheat sheet has {named}"
            found.append(
                warning(Code.GLYPH_MISSING, message, span, "an empty box is printed in its place")
            )
    return found
