"""What is left out when not everything fits in readable type, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from myopress.backends.cheatsheet.choose import Sheet
from myopress.document import Card, CardField
from myopress.walk import plain_text

REFERENCES_KEPT = 1
"""The first thing to go is every source of a card after this one."""
LEAST = ("full name", "also", "class", "kind", "level", "time course", "from", "to")
"""Terms of the fields that a reader at the wall misses least, in the order in which they go."""
CAUTIONS = frozenset({"careful", "caution", "cautions", "warning", "warnings", "safety", "risks"})
"""Terms of fields that are never left out: a sheet must not be bolder than its book."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One step: what it leaves out, in words, the cards that it changes, and what remains.

    `optional` steps are taken to keep type at the soft floor, others only to keep the hard one.
    """

    what: str
    optional: bool
    changed: tuple[Card, ...]
    sheet: Sheet


def drops(sheet: Sheet) -> tuple[Drop, ...]:
    """All steps in their order, each on top of those before.

    First the sources after the first of each card, then blocks beside a card's fields, then
    all sources, then fields by their terms: those that the book declares or of `LEAST`, and the others from the last to
    the first. Name, tagline, evidence, confidence, cautions and one field of each card stay.
    """
    made: list[Drop] = []
    for what, optional, change in _changes(sheet):
        cards = tuple(change(card) for card in sheet.cards)
        changed = tuple(old for old, new in zip(sheet.cards, cards, strict=True) if old is not new)
        if changed:
            sheet = replace(sheet, cards=cards)
            made.append(Drop(what, optional, changed, sheet))
    return tuple(made)


def _changes(sheet: Sheet) -> Iterator[tuple[str, bool, Callable[[Card], Card]]]:
    yield "sources after the first of a card", True, _fewer_references
    yield "what stands beside the fields of a card", True, _without_children
    yield "the sources", True, _without_references
    for term in _terms(sheet):
        yield f"the field “{term}”", term.lower() in _order(sheet), _without_field(term)


def _terms(sheet: Sheet) -> list[str]:
    """The terms of fields in the order in which they may go: first those that the book declares."""
    fullest = sorted(sheet.cards, key=lambda card: -len(card.fields))
    terms = dict.fromkeys(term for card in fullest for term in map(_term, card.fields))
    optional = [term for term in reversed(terms) if term.lower() not in CAUTIONS]
    order = _order(sheet)
    return sorted(optional, key=lambda term: _rank(term, order))


def _order(sheet: Sheet) -> tuple[str, ...]:
    return tuple(term.lower() for term in sheet.drop) or LEAST


def _rank(term: str, order: tuple[str, ...]) -> int:
    return order.index(term.lower()) if term.lower() in order else len(order)


def _term(field: CardField) -> str:
    return plain_text(field.term).strip()


def _fewer_references(card: Card) -> Card:
    kept: list[str] = []
    citations = []
    for citation in card.references:
        items = citation.items[: REFERENCES_KEPT - len(kept)]
        kept += [item.key for item in items]
        if items:
            citations.append(replace(citation, items=items))
    return (
        card if tuple(citations) == card.references else replace(card, references=tuple(citations))
    )


def _without_references(card: Card) -> Card:
    return replace(card, references=()) if card.references else card


def _without_children(card: Card) -> Card:
    """A card that has fields goes without other blocks; one that has none is all blocks."""
    return replace(card, children=()) if card.fields and card.children else card


def _without_field(term: str) -> Callable[[Card], Card]:
    def change(card: Card) -> Card:
        kept = tuple(field for field in card.fields if _term(field) != term)
        free = [field for field in kept if _term(field).lower() not in CAUTIONS]
        return replace(card, fields=kept) if free and kept != card.fields else card

    return change
