"""Claims: what one says, to be said again elsewhere, and all of a book as data.

Names of fields follow the evidence ledger's where both have the same thing: `claim_id`, `claim`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from myopress.document import (
    Card,
    Citation,
    CitationItem,
    Claim,
    CodeSpan,
    CrossReference,
    Document,
    Image,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    SoftBreak,
    Text,
)
from myopress.grades import EVIDENCE
from myopress.walk import nodes, plain_text, rewrite


def words_of_claim(claim: Claim) -> Inlines:
    """What a claim says, to be said again: no ids, notes, index terms, nor citations in brackets."""
    kept: list[Inline] = []
    for node in claim.children:
        if not isinstance(node, Citation) or node.mode == "textual":
            kept.append(node)
            continue
        while kept and isinstance(kept[-1], SoftBreak):
            kept.pop()
        if kept and isinstance(last := kept[-1], Text):
            kept[-1] = replace(last, text=last.text.rstrip())
    return rewrite(Paragraph(tuple(kept)), _repeated).children


def _repeated(node: Node) -> Node | tuple[Node, ...]:
    match node:
        case NoteReference() | Citation(mode="parenthetical"):
            return ()
        case IndexTerm():
            return node.children
        case (
            Phrase(attributes=attributes)
            | CodeSpan(attributes=attributes)
            | Link(attributes=attributes)
            | CrossReference(attributes=attributes)
            | Image(attributes=attributes)
        ) if attributes.id:
            return replace(node, attributes=replace(attributes, id=""))
        case _:
            return node


def encode(document: Document) -> bytes:
    """All claims in the order of the book, as UTF-8 JSON; what the keys mean is in the docs."""
    sources = {item.key: json.loads(item.csl) for item in document.references}
    cards: dict[str, list[str]] = {}
    for card in nodes(document, Card):
        for name in card.claims:
            cards.setdefault(name, []).append(card.attributes.id)
    claims = [
        {**_claim(node, sources), "cards": cards.get(node.attributes.id, [])}
        for node in nodes(document, Claim)
    ]
    tree = {"title": document.metadata.title, "claims": claims}
    return json.dumps(tree, ensure_ascii=False, indent=2).encode() + b"\n"


def _claim(node: Claim, sources: dict[str, Any]) -> dict[str, Any]:
    references = [
        _reference(item, sources)
        for citation in nodes(node.children, Citation)
        for item in citation.items
    ]
    return {
        "claim_id": node.attributes.id,
        "claim": _plain(words_of_claim(node)),
        "evidence": list(node.evidence),
        "confidence": node.confidence,
        "remark": _plain(node.remark),
        "graded": bool(node.evidence) and node.evidence != EVIDENCE[-1:],
        "cited": bool(references),
        "references": references,
        "path": node.span.path,
        "line": node.span.line,
    }


def _reference(item: CitationItem, sources: dict[str, Any]) -> dict[str, str]:
    """A source as cited: its key, the place in it, and its title and DOI where they are known."""
    source = sources.get(item.key)
    found = source if isinstance(source, dict) else {}
    told = {
        "key": item.key,
        "locator": item.locator or item.suffix.strip(" ,"),
        "title": str(found.get("title", "")),
        "DOI": str(found.get("DOI", "")),
    }
    return {name: value for name, value in told.items() if value}


def _plain(words: Inlines) -> str:
    return " ".join(plain_text(words).split())
