"""Cards finished: claims that they refer to say on the card what they say in their chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from myopress.claims import words_of_claim
from myopress.diagnostics import Code, Report, note
from myopress.document import (
    Block,
    Card,
    CardField,
    Chapter,
    Citation,
    Claim,
    CrossReference,
    Paragraph,
)
from myopress.grades import CONFIDENCE, EVIDENCE
from myopress.normalize.runs import map_blocks, map_chapter
from myopress.walk import nodes, plain_text


def finish_cards(
    chapters: tuple[Chapter, ...], with_cards: set[int], with_claims: set[int], report: Report
) -> tuple[Chapter, ...]:
    """The chapters with their cards complete; one that names no evidence is reported.

    `with_cards` and `with_claims` are the positions of the chapters to look into.

    A paragraph of a card that is only a cross-reference without words to a claim becomes the
    claim's words. What the card itself does not tell of evidence, confidence and references
    is that of its claims: all kinds of evidence, and the lowest confidence.
    """
    claims: dict[str, Claim] = {}

    def found(block: Block) -> Block:
        if isinstance(block, Claim):
            claims[block.attributes.id] = block
        return block

    def finished(block: Block) -> Block:
        return _finished(block, claims, report) if isinstance(block, Card) else block

    if not with_cards:
        return chapters
    for position in sorted(with_claims):
        map_chapter(chapters[position], found)
    return tuple(
        map_chapter(chapter, finished) if position in with_cards else chapter
        for position, chapter in enumerate(chapters)
    )


def _finished(card: Card, claims: dict[str, Claim], report: Report) -> Card:
    used: dict[str, Claim] = {}

    def block(node: Block) -> Block:
        match node:
            case Claim():
                used[node.attributes.id] = node
            case Paragraph(children=(CrossReference(children=(), target=target),)) if (
                target in claims
            ):
                used[target] = claims[target]
                return replace(node, children=words_of_claim(claims[target]))
            case _:
                pass
        return node

    card = _with_blocks(card, block)
    if used:
        card = _supported(replace(card, claims=tuple(used)), used.values())
    if not card.evidence and (card.fields or card.confidence or card.references):
        message = f"the card “{plain_text(card.name)}” does not say how well its facts are known"
        hint = "add a field “Evidence”, such as “human RCT” or “not graded”"
        report(note(Code.CARD_FIELD_MISSING, message, card.span, hint))
    return card


def _with_blocks(card: Card, change: Callable[[Block], Block]) -> Card:
    def field(old: CardField) -> CardField:
        children = map_blocks(old.children, change)
        return old if children is old.children else replace(old, children=children)

    fields = tuple(field(old) for old in card.fields)
    return replace(card, fields=fields, children=map_blocks(card.children, change))


def _supported(card: Card, claims: Iterable[Claim]) -> Card:
    """The card with what it leaves to its claims."""
    claims = tuple(claims)
    kinds = {kind: None for claim in claims for kind in claim.evidence or (EVIDENCE[-1],)}
    degrees = [claim.confidence for claim in claims if claim.confidence]
    cited = tuple(citation for claim in claims for citation in nodes(claim.children, Citation))
    return replace(
        card,
        evidence=card.evidence or tuple(sorted(kinds, key=_place(EVIDENCE))),
        confidence=card.confidence or max(degrees, key=_place(CONFIDENCE), default=""),
        references=card.references or cited,
    )


def _place(words: tuple[str, ...]) -> Callable[[str], int]:
    return lambda word: words.index(word) if word in words else len(words)
