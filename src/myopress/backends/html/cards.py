"""Cards: the profile of one thing, with the evidence for what it says."""

from __future__ import annotations

from lxml.etree import SubElement

from myopress.backends.html.element import Element, add, block_attributes, child
from myopress.backends.html.inlines import inlines, run_in
from myopress.backends.html.medium import BlocksWriter, Writing
from myopress.document import Card, CardField, Citation
from myopress.grades import CONFIDENCE, EVIDENCE
from myopress.words import Words

LADDER = EVIDENCE[:5]
"""The kinds of study from the strongest down; other words of the list stand below them."""
CONFIDENCES = CONFIDENCE[::-1]


def card(parent: Element, node: Card, writing: Writing, blocks: BlocksWriter) -> None:
    """A section with name and tagline, fields, evidence, confidence and sources."""
    attrs = block_attributes(node.attributes, node.span, writing, "card")
    section = child(parent, "section", attrs)
    name = child(section, f"h{min(writing.level + 1, 6)}", {"class": "card-name"})
    inlines(name, node.name, writing)
    if node.tagline:
        inlines(add(section, "p", {"class": "tagline"}), node.tagline, writing)
    blocks(section, node.children, writing)
    if node.fields or node.evidence or node.confidence or node.references:
        fields = child(section, "dl", {"class": "fields"})
        for field in node.fields:
            _field(fields, field, writing, blocks)
        _assessment(fields, node, writing)


def _field(parent: Element, field: CardField, writing: Writing, blocks: BlocksWriter) -> None:
    inlines(SubElement(parent, "dt"), field.term, writing)
    run_in(add(parent, "dd"), field.children, writing, blocks)


def _assessment(parent: Element, node: Card, writing: Writing) -> None:
    words = writing.index.words
    if node.evidence:
        add(parent, "dt", {"class": "evidence-term"}, words.evidence)
        evidence(SubElement(parent, "dd"), node.evidence, words)
    if node.confidence:
        add(parent, "dt", {"class": "confidence-term"}, words.confidence)
        confidence(SubElement(parent, "dd"), node.confidence, words)
    if node.references:
        add(parent, "dt", {"class": "references-term"}, words.references)
        _references(child(parent, "dd", {"class": "sources"}), node.references, writing)


def evidence(parent: Element, kinds: tuple[str, ...], words: Words) -> None:
    """The ladder of studies, each rung filled or outlined and said in words.

    A rung without a study is said too, by the word “none”, so that a reader who does not see
    the bars, or whose device drops the style sheet, learns the same.
    """
    scale = child(parent, "ul", {"class": "ladder"})
    rungs = LADDER if any(kind in LADDER for kind in kinds) else ()
    for kind in (*rungs, *(kind for kind in kinds if kind not in LADDER)):
        filled = kind in kinds
        rung = child(scale, "li", {"class": "rung filled" if filled else "rung"})
        add(rung, "span", {"class": "bar", "aria-hidden": "true"}).tail = (
            words.grade(kind) if filled else f"{words.grade(kind)}: {words.none}"
        )


def confidence(parent: Element, degree: str, words: Words) -> None:
    """One to three pips and the word."""
    pips(parent, degree).tail = f" {words.grade(degree)}"


def pips(parent: Element, degree: str) -> Element:
    """Three pips, filled as far as the degree of confidence goes."""
    row = child(parent, "span", {"class": "pips", "aria-hidden": "true"})
    reached = CONFIDENCES.index(degree) if degree in CONFIDENCES else -1
    for step in range(len(CONFIDENCES)):
        add(row, "span", {"class": "pip filled" if step <= reached else "pip"})
    return row


def _references(parent: Element, citations: tuple[Citation, ...], writing: Writing) -> None:
    for number, citation in enumerate(citations):
        if number:
            parent[-1].tail = " "
        inlines(parent, (citation,), writing)
