"""Cards: their words of evidence and confidence are of fixed lists."""

from __future__ import annotations

from dataclasses import replace

from myopress.diagnostics import Code, Report, did_you_mean, note, warning
from myopress.document import Card
from myopress.walk import plain_text

EVIDENCE = (
    "human RCT", "human acute study", "human observational", "animal", "cell", "review",
    "expert opinion", "not graded",
)  # fmt: skip
"""From the strongest to none."""
CONFIDENCE = ("high", "medium", "low")


def check_card(card: Card, report: Report) -> Card:
    """The card with known words in their own spelling; unknown words are kept and reported."""
    name = plain_text(card.name)
    if not card.evidence:
        message = f"the card “{name}” does not say how well its facts are known"
        hint = f"add a field “Evidence” with one or more of: {', '.join(EVIDENCE)}"
        report(note(Code.CARD_FIELD_MISSING, message, card.span, hint))
    evidence = tuple(_known(word, EVIDENCE, "Evidence", card, report) for word in card.evidence)
    confidence = card.confidence
    if confidence:
        confidence = _known(confidence, CONFIDENCE, "Confidence", card, report)
    if evidence == card.evidence and confidence == card.confidence:
        return card
    return replace(card, evidence=evidence, confidence=confidence)


def _known(word: str, known: tuple[str, ...], field: str, card: Card, report: Report) -> str:
    for spelling in known:
        if spelling.casefold() == " ".join(word.split()).casefold():
            return spelling
    message = f"“{word}” is no word of the field “{field}”"
    hint = did_you_mean(word, known) or f"the words are: {', '.join(known)}"
    report(warning(Code.EVIDENCE_UNKNOWN, message, card.span, hint))
    return word
