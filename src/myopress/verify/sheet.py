"""What a cheat sheet owes: the words that its query chose, less what it may leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from myopress.backends.cheatsheet.choose import Sheet, choose
from myopress.backends.cheatsheet.drop import drops
from myopress.document import Block, Box, Card, CardField, Claim, Document, Paragraph
from myopress.index import Index
from myopress.source import NOWHERE
from myopress.verify.compare import Comparison, compare
from myopress.verify.extract import Extract
from myopress.verify.passages import Passage, passages_of, said


def compare_sheet(document: Document, index: Index, found: Extract) -> Comparison | None:
    """The sheet's words against those that it owes; None if the book has none to choose.

    What it leaves out it leaves out in the steps of `drops`, and says so when it is made: the
    steps with which least is missing and least is over are taken as those.
    """
    whole = choose(document, lambda _: None)
    if not whole.cards:
        return None
    steps = drops(whole)
    optional = [step for step in steps if step.optional]
    sheets = [whole, *(step.sheet for step in optional), *(step.sheet for step in steps)]
    tried: list[Comparison] = []
    for sheet in sheets:
        owed = tuple(_passages(sheet, document, index))
        tried.append(compare(owed, "cheat sheet", found, floating=True))
    return min(tried, key=lambda one: sum(one.lost) + sum(len(run.split()) for run in one.left))


def _passages(sheet: Sheet, document: Document, index: Index) -> Iterator[Passage]:
    """The sheet's passages, each card in a group, since the page arranges them."""
    for text in (sheet.title, sheet.strapline):
        yield _made(text, 0)
    for number, card in enumerate(sheet.cards, start=1):
        yield from _card(card, sheet, document, index, number)
    for number, block in enumerate(sheet.panel, start=len(sheet.cards) + 1):
        yield from passages_of((_untitled(block),), document, index, number)
    for number, text in enumerate(
        (sheet.panel_title, sheet.disclaimer, *sheet.imprint), start=1000
    ):
        yield _made(text, number)


def _untitled(block: Block) -> Block:
    """A box without the name of its kind, its own title before its text."""
    if not isinstance(block, Box):
        return block
    title = (Paragraph(block.title, span=block.span),) if block.title else ()
    return replace(block, kind="details", title=(), children=(*title, *block.children))


def _made(text: str, group: int) -> Passage:
    return Passage("card", 0, tuple(said(text, NOWHERE)), "floats" if group else "text", group)


def _card(
    card: Card, sheet: Sheet, document: Document, index: Index, group: int
) -> Iterator[Passage]:
    """A card, in which what speaks for it may stand before or behind its fields."""
    fields = tuple(_plain(field) for field in card.fields)
    shown = replace(card, fields=fields, children=(), evidence=(), confidence="", references=())
    yield from passages_of((shown, *card.children), document, index, group)
    words = index.words
    keys = [item.key for citation in card.references for item in citation.items]
    sources = dict.fromkeys(sheet.sources.get(key, key) for key in keys)
    grades = [words.grade(kind) for kind in card.evidence]
    for place, text in enumerate((*grades, words.grade(card.confidence), *sources)):
        read = tuple(said(text, card.span))
        yield Passage("card", 0, read, "floats", 2000 + 100 * group + place)


def _plain(field: CardField) -> CardField:
    """A claim in a field is said without its grade, which is the card's."""
    match field.children:
        case (Claim(children),):
            return replace(field, children=(Paragraph(children, span=field.span),))
        case _:
            return field
