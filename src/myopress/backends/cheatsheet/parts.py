"""Few long cards in parts, so that one card can flow through several columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from myopress.backends.cheatsheet.choose import Sheet, sentences
from myopress.document import Card, CardField, Inlines, Paragraph
from myopress.walk import plain_text

CARDS_MOST = 2
"""A sheet of more cards fills its columns with whole ones."""
LONG = 500
"""A field of more characters is parted between sentences, into pieces of half as many at least."""


def in_parts(sheet: Sheet) -> Sheet:
    """The sheet with each field of its cards as a card of its own; itself if it is no such sheet.

    All but the first part of a card are `continued`. The last has what speaks for the card.
    """
    if len(sheet.cards) > CARDS_MOST or sheet.targets or sheet.panel:
        return sheet
    cards: list[Card] = []
    continued: set[int] = set()
    for card in sheet.cards:
        parts = tuple(_parts(card))
        continued |= {len(cards) + number for number in range(1, len(parts))}
        cards += parts
    return replace(sheet, cards=tuple(cards), continued=frozenset(continued), groups={})


def _parts(card: Card) -> Iterator[Card]:
    pieces = [piece for field in card.fields for piece in _pieces(field)]
    if len(pieces) < 2:
        yield card
        return
    bare = replace(card, children=(), evidence=(), confidence="", references=())
    for piece in pieces[:-1]:
        yield replace(bare, fields=(piece,))
    yield replace(card, fields=(pieces[-1],))


def _pieces(field: CardField) -> Iterator[CardField]:
    """The field, or if it is long its sentences in several; only the first has the term."""
    match field.children:
        case (Paragraph(children) as paragraph,) if len(plain_text(children)) > LONG:
            term = field.term
            for run in _runs(children):
                yield replace(field, term=term, children=(replace(paragraph, children=run),))
                term = ()
        case _:
            yield field


def _runs(words: Inlines) -> list[Inlines]:
    runs: list[Inlines] = [()]
    for sentence in sentences(words):
        if len(plain_text(runs[-1])) >= LONG // 2:
            runs.append(())
        runs[-1] = (*runs[-1], *sentence)
    if len(runs) > 1 and len(plain_text(runs[-1])) < LONG // 4:
        runs[-2:] = [(*runs[-2], *runs[-1])]
    return runs
