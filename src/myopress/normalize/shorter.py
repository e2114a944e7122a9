"""Short wordings for the cheat sheet: each names the long wording that it was made from."""

from __future__ import annotations

from hashlib import sha256

from myopress.claims import words_of_claim
from myopress.diagnostics import Code, Report, warning
from myopress.document import Chapter, Claim, Inlines, Paragraph
from myopress.walk import nodes, plain_text

DIGITS = 6
"""Hexadecimal digits of a fingerprint: a changed wording keeps it once in 16 million."""


def check_short(chapter: Chapter, report: Report) -> None:
    """Report each short wording of the chapter whose long one has changed, or is not named."""
    for paragraph in nodes(chapter, Paragraph):
        found = fingerprint(paragraph.children)
        if not paragraph.short or paragraph.short_of.lower() == found:
            continue
        if paragraph.short_of:
            message = f"the wording has changed since “{paragraph.short}” was made from it"
            hint = f"read both, then write of={found}"
        else:
            message = f"the short wording “{paragraph.short}” does not say what it was made from"
            hint = f"write of={found} after it; then a later change of the long wording is reported"
        report(warning(Code.SHORT_OUTDATED, message, paragraph.span, hint))


def fingerprint(words: Inlines) -> str:
    """Six hexadecimal digits of what the words say, line breaks, notes and sources apart."""
    said = " ".join(plain_text(words_of_claim(Claim(words))).split())
    return sha256(said.encode("utf-8")).hexdigest()[:DIGITS]
