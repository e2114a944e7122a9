"""What is left out when not everything fits in readable type, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from myopress.backends.cheatsheet.choose import Sheet
from myopress.document import Card
from myopress.walk import plain_text

REFERENCES_KEPT = 2
"""The first thing to go is every source of a card after this one."""
CAUTIONS = frozenset({"careful", "caution", "cautions", "warning", "warnings", "safety", "risks"})
"""Terms of fields that are never left out: a sheet must not be bolder than its book."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One step: what it leaves out, in words, the cards that it changes, and what remains."""

    what: str
    changed: tuple[Card, ...]
    sheet: Sheet


def drops(sheet: Sheet) -> tuple[Drop, ...]:
    """All steps in their order, each on top of those before.

    First the sources after the second of each card, then blocks beside a card's fields, then
    all sources, then the fields from the last to the second, by their terms. Name, tagline,
    evidence, confidence, the first field and cautions stay.
    """
    made: list[Drop] = []
    for what, change in _changes(sheet):
        cards = tuple(change(card) for card in sheet.cards)
        changed = tuple(
            old for old, new in zip(sheet.cards, cards, strict=True) if old is not new
        )
        if changed:
            sheet = replace(sheet, cards=cards)
            made.append(Drop(what, changed, sheet))
    return tuple(made)


def _changes(sheet: Sheet) -> Iterator[tuple[str, Callable[[Card], Card]]]:
    yield f"sources after number {REFERENCES_KEPT} of a card", _fewer_references
    yield "what stands beside the fields of a card", _without_children
    yield "the sources", lambda card: replace(card, references=()) if card.references else card
    for term in _optional_terms(sheet):
        yield f"the field “{term}”", _without_field(term)


def _optional_terms(sheet: Sheet) -> list[str]:
    """Terms of fields from the last in the fullest card to the first, without those kept."""
    fullest = sorted(sheet.cards, key=lambda card: -len(card.fields))
    terms = dict.fromkeys(
        plain_text(field.term).strip() for card in fullest for field in card.fields
    )
    first = {plain_text(card.fields[0].term).strip() for card in sheet.cards if card.fields}
    return [t for t in reversed(terms) if t not in first and t.lower() not in CAUTIONS]


def _fewer_references(card: Card) -> Card:
    kept: list[str] = []
    citations = []
    for citation in card.references:
        items = citation.items[: REFERENCES_KEPT - len(kept)]
        kept += [item.key for item in items]
        if items:
            citations.append(replace(citation, items=items))
    return card if tuple(citations) == card.references else replace(card, references=tuple(citations))


def _without_children(card: Card) -> Card:
    """A card that has fields goes without other blocks; one that has none is all blocks."""
    return replace(card, children=()) if card.fields and card.children else card


def _without_field(term: str) -> Callable[[Card], Card]:
    def change(card: Card) -> Card:
        kept = tuple(f for f in card.fields if plain_text(f.term).strip() != term)
        return card if len(kept) == len(card.fields) else replace(card, fields=kept)

    return change
