"""The last pass over all words: links, citations, cards, index terms, typographic marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from myopress.diagnostics import Report
from myopress.document import (
    Attributes,
    Block,
    Card,
    Chapter,
    Citation,
    Claim,
    Division,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Listing,
    Paragraph,
    Reference,
)
from myopress.normalize.links import resolve
from myopress.normalize.places import Places
from myopress.normalize.runs import map_chapter, map_run
from myopress.normalize.sources import Sources
from myopress.typography import typeset


class Finish:
    """Finishes chapters one after the other, and remembers what they hold and call for."""

    def __init__(
        self, places: Places, language: str, references: Sequence[Reference], report: Report
    ) -> None:
        self.places = places
        self.language = language
        self.sources = Sources(references, report)
        self.report = report
        self.listings: set[str] = set()
        self.has_citations = False
        self.has_terms = False
        self.number = 0
        self.with_cards: set[int] = set()
        self.with_claims: set[int] = set()
        self.with_short: set[int] = set()

    def chapter(self, chapter: Chapter, number: int) -> Chapter:
        """The chapter with its words finished."""
        terms = 0
        self.number = number

        def inline(node: Inline) -> Inlines | Inline:
            nonlocal terms
            match node:
                case Link():
                    return resolve(node, number, chapter.span.path, self.places, self.report)
                case Citation():
                    return self._citation(node)
                case IndexTerm(attributes=Attributes(id="")):
                    terms += 1
                    self.has_terms = True
                    return self._term(node, f"{chapter.id}-index-{terms}")
                case IndexTerm():
                    self.has_terms = True
                    return node
                case _:
                    return node

        def run(inlines: Inlines, language: str) -> Inlines:
            return typeset(map_run(inlines, inline), language)

        return map_chapter(chapter, self._block, run, chapter.language or self.language)

    def _citation(self, citation: Citation) -> Inlines:
        known = self.sources.known(citation)
        self.has_citations = self.has_citations or isinstance(known[0], Citation)
        return known

    def _term(self, term: IndexTerm, name: str) -> IndexTerm:
        name = self.places.claim(name)
        return replace(term, attributes=replace(term.attributes, id=name))

    def _block(self, block: Block) -> Block:
        match block:
            case Card():
                return self._card(block)
            case Paragraph():
                if block.short:
                    self.with_short.add(self.number)
                return block
            case Claim():
                self.with_claims.add(self.number)
                return block
            case Listing(kind=kind):
                self.listings.add(kind)
                return block
            case Division(children=(), attributes=Attributes(id="refs")):
                # pandoc's place for the bibliography
                self.listings.add("references")
                return Listing("references", span=block.span)
            case _:
                return block

    def _card(self, card: Card) -> Card:
        """The card without citations of unknown sources, which have been reported."""
        self.with_cards.add(self.number)
        found = [self._citation(citation) for citation in card.references]
        kept = tuple(one[0] for one in found if isinstance(one[0], Citation))
        return card if kept == card.references else replace(card, references=kept)

    def tell(self) -> None:
        """Report what only the whole book shows."""
        self.sources.tell_of_missing_bibliography()
