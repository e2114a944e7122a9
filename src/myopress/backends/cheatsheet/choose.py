"""What stands on the sheet: a query over the document, and nothing that the book does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from myopress.backends.cheatsheet.organs import Target, targets
from myopress.diagnostics import Code, Diagnostic, Report, did_you_mean, error, note
from myopress.document import (
    Block,
    Blocks,
    Box,
    BulletList,
    Card,
    Chapter,
    Citation,
    Claim,
    Document,
    Heading,
    Inlines,
    Metadata,
    Node,
    OrderedList,
    Paragraph,
    Reference,
    Settings,
    Table,
    Text,
)
from myopress.source import Span
from myopress.typography import typeset_text
from myopress.walk import nodes, plain_text, rewrite

HEADINGS_MOST = 14
"""So many headings become cards; a book that wants others on its sheet writes cards."""
SOURCES_MOST = 2
"""So many sources stand on a card: the first that it names, which are its key ones."""
SENTENCES_MAX = 3
"""A heading's card without a list takes this many sentences at most."""
SENTENCES_LENGTH = 240
"""No further sentence is taken once so many characters stand on the card."""
DISCLAIMER = "disclaimer"
"""The id or class by which a book names its own disclaimer."""
DISCLAIMER_WORDS = ("medical advice", "ärztlichen rat", "ärztliche beratung", "avis médical")
"""What a sentence says, in lower case, that is a disclaimer without being named one."""
DISCLAIMER_LENGTH = 220
Shown = TypeVar("Shown", bound=Node)
_SENTENCE_END = re.compile(r"[.!?…][”’»“\")]*\s+(?=[^\sa-zß-ÿ])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All words of the sheet, ready to be set.

    `sources` gives the short form of each key of the bibliography, "Steensberg 2000".
    `imprint` is what the last line says of the book, piece by piece. `groups` are the titles that
    stand over cards, by the position of the first card below each. `drop` are the terms of fields
    that may go, in this order; empty if the book declares none. `address` is the book's.
    `continued` are the positions of cards that go on with the one before, without a name.
    """

    title: str
    strapline: str
    cards: tuple[Card, ...]
    sources: Mapping[str, str]
    disclaimer: str
    imprint: tuple[str, ...]
    language: str
    panel: Blocks = ()
    panel_title: str = ""
    targets: tuple[Target, ...] = ()
    groups: Mapping[int, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    address: str = ""
    continued: frozenset[int] = frozenset()


def choose(document: Document, report: Report) -> Sheet:
    """The sheet of a book; without cards if there is nothing to make them of, which is reported."""
    settings = document.settings
    cards = _ordered(tuple(nodes(document, Card)), _chosen(settings), report)
    if not cards:
        cards = _from_headings(document, report)
    if not cards:
        report(_empty(document))
    title = settings.cheatsheet_title or document.metadata.title
    return Sheet(
        title=title,
        strapline=settings.cheatsheet_strapline or document.metadata.subtitle,
        cards=tuple(_for_sheet(card, document.metadata.language) for card in cards),
        sources={reference.key: short_form(reference) for reference in document.references},
        disclaimer=_disclaimer(document),
        imprint=_imprint(document.metadata, title),
        language=document.metadata.language,
        panel=_panel(document, report),
        panel_title=settings.cheatsheet_panel_title,
        targets=targets(cards, document.metadata.language, report),
        groups=_groups(cards, settings),
        drop=settings.cheatsheet_drop,
        address=document.metadata.url,
    )


def _chosen(settings: Settings) -> tuple[str, ...]:
    """The ids of cards in the order of `book.toml`: those in groups, then the others."""
    grouped = (name for group in settings.cheatsheet_groups for name in group.cards)
    return (*grouped, *settings.cheatsheet_cards)


def _groups(cards: tuple[Card, ...], settings: Settings) -> dict[int, str]:
    """The titles of groups by the position of their first card; a group without one has none."""
    places = {card.attributes.id: place for place, card in enumerate(cards)}
    found = {}
    for group in settings.cheatsheet_groups:
        own = [places[name] for name in group.cards if name in places]
        if own:
            found[min(own)] = group.title
    return found


def _panel(document: Document, report: Report) -> Blocks:
    """The boxes, claims and tables that `book.toml` chooses for the panel, in its order."""
    chosen = document.settings.cheatsheet_panel
    if not chosen:
        return ()
    found: list[Box | Claim | Table] = [*nodes(document, Box), *nodes(document, Claim)]
    found += nodes(document, Table)
    by_id = {block.attributes.id: block for block in found}
    for name in chosen:
        if name not in by_id:
            message = f"the cheat sheet wants “{name}”, which is no box, claim or table of the book"
            hint = did_you_mean(name, filter(None, by_id))
            report(error(Code.CHEATSHEET_BLOCK_UNKNOWN, message, Span("book.toml"), hint))
    shown = (
        rewrite(
            _shortened(by_id[name], document.metadata.language),
            lambda node: () if isinstance(node, Citation) else node,
        )
        for name in dict.fromkeys(chosen)
        if name in by_id
    )
    title = document.settings.cheatsheet_panel_title
    return tuple(
        replace(block, title=())
        if title and isinstance(block, Box) and plain_text(block.title) == title
        else block
        for block in shown
    )


def _shortened(root: Shown, language: str) -> Shown:
    """A card or block in its wordings for the sheet, where it has any."""

    def change(node: Node) -> Node:
        if not isinstance(node, Paragraph) or not node.short:
            return node
        words = Text(typeset_text(node.short, language), span=node.span)
        return Paragraph((words,), span=node.span)

    return rewrite(root, change)


def _for_sheet(card: Card, language: str) -> Card:
    """The card in its short wordings, with its key sources: the first of those it names."""
    keys = dict.fromkeys(item for one in card.references for item in one.items)
    key = tuple(keys)[:SOURCES_MOST]
    return replace(
        _shortened(replace(card, references=()), language),
        references=(Citation(key, span=card.span),) if key else (),
    )


def _ordered(cards: tuple[Card, ...], chosen: tuple[str, ...], report: Report) -> tuple[Card, ...]:
    """The cards that `book.toml` chooses, in its order; all of them if it says nothing."""
    if not chosen:
        return cards
    by_id = {card.attributes.id: card for card in cards if card.attributes.id}
    for name in chosen:
        if name not in by_id:
            message = f"the cheat sheet wants the card “{name}”, which the book does not have"
            hint = did_you_mean(name, by_id)
            report(error(Code.CHEATSHEET_CARD_UNKNOWN, message, Span("book.toml"), hint))
    return tuple(by_id[name] for name in dict.fromkeys(chosen) if name in by_id)


def _empty(document: Document) -> Diagnostic:
    return error(
        Code.CHEATSHEET_EMPTY,
        "the book has no card and no heading “Name: what it is” to make one of",
        _first_span(document),
        "write a card: `::: card Name: what it is`, fields as a definition list, `:::`",
    )


def _first_span(document: Document) -> Span:
    spans = (block.span for chapter in document.chapters for block in chapter.blocks)
    return Span(next((span.path for span in spans if span.path), ""))


# --- Cards from headings ---------------------------------------------------------------------


def _from_headings(document: Document, report: Report) -> tuple[Card, ...]:
    """Headings of the form "Name: what it is" as cards.

    An article's level-2 headings are chapters by now, so that its level 3 is level 2 here; in a
    book with chapters of its own it is level 3 still. The deeper level is taken if it has any.
    """
    for level in (3, 2):
        cards = tuple(
            card for chapter in document.chapters for card in _chapter_cards(chapter, level)
        )
        if cards:
            shown = cards[:HEADINGS_MOST]
            places = ", ".join(str(card.span) for card in shown)
            more = f"the first {len(shown)} of {len(cards)}"
            count = more if len(cards) > len(shown) else f"{len(shown)} of its"
            message = f"no card in the book; the sheet shows {count} headings"
            report(note(Code.CHEATSHEET_FROM_HEADINGS, message, shown[0].span, f"from {places}"))
            return shown
    return ()


def _chapter_cards(chapter: Chapter, level: int) -> Iterator[Card]:
    blocks = chapter.blocks
    for position, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == level:
            name, tagline = _split_name(block.children)
            following = _up_to_heading(blocks[position + 1 :])
            if tagline and following:
                yield Card(name=name, tagline=tagline, children=_gist(following), span=block.span)


def _split_name(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """What stands before and after the first colon; nothing after it if there is none."""
    for position, inline in enumerate(inlines):
        if isinstance(inline, Text) and re.search(r":\s", inline.text):
            before, after = re.split(r"\s*:\s+", inline.text, maxsplit=1)
            name = (*inlines[:position], replace(inline, text=before))
            return name, (replace(inline, text=after), *inlines[position + 1 :])
    return inlines, ()


def _up_to_heading(blocks: Blocks) -> Blocks:
    end = next((i for i, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return blocks[:end]


def _gist(blocks: Blocks) -> Blocks:
    """The first list with the sentence that leads to it, else the first sentences."""
    for position, block in enumerate(blocks):
        if isinstance(block, BulletList | OrderedList):
            return (*_lead(blocks[position - 1]), block) if position else (block,)
    first = next((block for block in blocks if isinstance(block, Paragraph)), None)
    return (_opening(first),) if first else blocks[:1]


def _lead(block: Block) -> Blocks:
    """The last sentence of the paragraph before a list, if it ends with a colon."""
    if not isinstance(block, Paragraph) or not plain_text(block).rstrip().endswith(":"):
        return ()
    return (replace(block, children=sentences(block.children)[-1]),)


def _opening(paragraph: Paragraph) -> Paragraph:
    taken: Inlines = ()
    for sentence in sentences(paragraph.children)[:SENTENCES_MAX]:
        if len(plain_text(taken)) >= SENTENCES_LENGTH:
            break
        taken = (*taken, *sentence)
    return replace(paragraph, children=taken)


def sentences(inlines: Inlines) -> list[Inlines]:
    """A paragraph's sentences; an end is looked for in plain text only, not in what is stressed."""
    made: list[Inlines] = []
    current: Inlines = ()
    for inline in inlines:
        if not isinstance(inline, Text):
            current = (*current, inline)
            continue
        start = 0
        for end in _SENTENCE_END.finditer(inline.text):
            made.append((*current, replace(inline, text=inline.text[start : end.end()])))
            current, start = (), end.end()
        if inline.text[start:]:
            current = (*current, replace(inline, text=inline.text[start:]))
    return [*made, current] if current else made


# --- What the book says of its sources and of itself -------------------------------------------


def short_form(reference: Reference) -> str:
    """The first author and the year, "Steensberg 2000"; a title where there is no author.

    Keys of CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html
    """
    item = json.loads(reference.csl)
    people = item.get("author") or item.get("editor") or [{}]
    first = people[0]
    family = " ".join(filter(None, (first.get("non-dropping-particle"), first.get("family"))))
    name = family or first.get("literal") or item.get("title-short") or item.get("title", "")
    parts = (item.get("issued") or {}).get("date-parts") or [[""]]
    year = str(parts[0][0]) if parts[0] else ""
    return "\N{NO-BREAK SPACE}".join(filter(None, (name or reference.key, year)))


def _disclaimer(document: Document) -> str:
    """The book's own disclaimer: what is named so, else the sentence that is one, else nothing."""
    for node in nodes(document, Node):
        attributes = getattr(node, "attributes", None)
        named = attributes and DISCLAIMER in (attributes.id, *attributes.classes)
        if named and not isinstance(node, Heading):
            children = getattr(node, "children", ())
            return " ".join(plain_text(children).split())
    for paragraph in nodes(document, Paragraph):
        if any(words in plain_text(paragraph).lower() for words in DISCLAIMER_WORDS):
            return _disclaiming(paragraph)
    return ""


def _disclaiming(paragraph: Paragraph) -> str:
    whole = " ".join(plain_text(paragraph).split())
    if len(whole) <= DISCLAIMER_LENGTH:
        return whole
    found = (" ".join(plain_text(sentence).split()) for sentence in sentences(paragraph.children))
    return next((s for s in found if any(w in s.lower() for w in DISCLAIMER_WORDS)), "")


def _imprint(metadata: Metadata, title: str) -> tuple[str, ...]:
    authors = ", ".join(person.name for person in metadata.contributors if person.role == "aut")
    book = metadata.title if metadata.title != title else ""
    pieces = (book, authors, metadata.edition, metadata.date, metadata.rights, metadata.url)
    return tuple(filter(None, pieces))
