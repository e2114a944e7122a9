"""`::: card Name: tagline` with its fields."""

from __future__ import annotations

from myopress.diagnostics import Code, warning
from myopress.document import (
    Block,
    Blocks,
    Card,
    CardField,
    Citation,
    DefinitionItem,
    DefinitionList,
    Inlines,
)
from myopress.markdown.evidence import confidence_word, evidence_words
from myopress.markdown.inlines import read_inlines
from myopress.markdown.reading import Reading
from myopress.source import Span
from myopress.walk import nodes, plain_text


def titled_card(title: str, children: Blocks, span: Span, reading: Reading) -> Card:
    """The card; its title is parted into name and tagline at the first colon and space."""
    name, _, tagline = title.partition(": ")
    words, more = (read_inlines(part.strip(), span.line, reading) for part in (name, tagline))
    return card(words, more, children, span, reading)


def card(name: Inlines, tagline: Inlines, children: Blocks, span: Span, reading: Reading) -> Card:
    """The card whose fields are the definition lists among its blocks."""
    fields: dict[str, list[CardField]] = {}
    others: list[Block] = []
    for block in children:
        if not isinstance(block, DefinitionList):
            others.append(block)
            continue
        for item in block.items:
            _add_field(item, fields, reading)
    if not name:
        hint = "name it: `::: card Name: what it is`"
        text = "the card has no name"
        reading.report(warning(Code.CARD_FIELD_MISSING, text, reading.span(span.line), hint))
    if not fields:
        text = f"the card “{plain_text(name)}” has no fields"
        reading.report(warning(Code.CARD_FIELD_MISSING, text, reading.span(span.line)))
    evidence = [
        word
        for field in fields.pop("evidence", [])
        for word in evidence_words(*_written(field), reading)
    ]
    confidence = [
        confidence_word(*_written(field), reading) for field in fields.pop("confidence", [])
    ]
    references, kept = _references(fields.pop("references", []))
    return Card(
        name,
        tagline,
        tuple(field for group in fields.values() for field in group) + kept,
        tuple(evidence),
        ", ".join(confidence),
        references,
        tuple(others),
        span=span,
    )


def _add_field(item: DefinitionItem, fields: dict[str, list[CardField]], reading: Reading) -> None:
    name = " ".join(plain_text(item.term).split()).lower()
    blocks = tuple(block for definition in item.definitions for block in definition)
    if name in fields:
        text = f"the card has the field “{plain_text(item.term)}” twice"
        reading.report(warning(Code.CARD_FIELD_DUPLICATE, text, item.span))
    fields.setdefault(name, []).append(CardField(item.term, blocks, span=item.span))


def _written(field: CardField) -> tuple[str, str, Span]:
    """What a field says in plain words, what it is called, and where it stands."""
    return plain_text(field.children), plain_text(field.term), field.span


def _references(fields: list[CardField]) -> tuple[tuple[Citation, ...], tuple[CardField, ...]]:
    """The citations of the field, and the field itself if it holds words beside them."""
    citations = tuple(citation for field in fields for citation in nodes(field.children, Citation))
    cited = {f"@{item.key}" for citation in citations for item in citation.items}
    kept = tuple(
        field
        for field in fields
        if any(
            word.strip(".,;:()[]") and word not in cited
            for word in plain_text(field.children).replace(";", " ").split()
        )
    )
    return citations, kept
