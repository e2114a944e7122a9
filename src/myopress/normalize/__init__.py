"""Drafts -> Document: what single files cannot know, settled for the book as a whole.

The steps, in order: chapters (files split and titled), levels (headings regular), names (ids
for all that can be linked to), text (links, citations, typographic marks), cards (what claims
say is put into them), shorter (a short wording is of the long one that stands there), matter
(front, body, back, and the lists that the tool adds).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from myopress.diagnostics import Report
from myopress.document import Document, Metadata, Reference, Settings
from myopress.normalize.cards import finish_cards
from myopress.normalize.chapters import article_title, sections
from myopress.normalize.levels import regular_levels
from myopress.normalize.matter import arrange, lists_to_add
from myopress.normalize.names import name_everything
from myopress.normalize.shorter import check_short
from myopress.normalize.sound import report_unsound
from myopress.normalize.text import Finish
from myopress.typography import typeset_text
from myopress.words import words_of

if TYPE_CHECKING:
    from myopress.markdown import Draft

__all__ = ["article_title", "normalize", "report_unsound"]


def normalize(
    drafts: Sequence[Draft],
    metadata: Metadata,
    settings: Settings,
    references: Sequence[Reference],
    report: Report,
) -> Document:
    """The book's document, in which ids are unique and links, titles and levels are in order.

    Each draft's chapter already has the matter, role and depth of its place in the book, and
    the manifest's title if the file gives none. Faults are reported, and repaired so that no
    word is lost; nothing is raised. A book without a title takes that of its only file.
    """
    metadata = replace(metadata, title=metadata.title or article_title(drafts))
    regular = [
        regular_levels(section.chapter, section.level, report)
        for section in sections(drafts, metadata, report)
    ]
    named, places = name_everything(arrange(regular), report)
    finish = Finish(places, metadata.language, references, report)
    chapters = tuple(finish.chapter(chapter, number) for number, chapter in enumerate(named))
    finish.tell()
    chapters = finish_cards(chapters, finish.with_cards, finish.with_claims, report)
    for number in sorted(finish.with_short):
        check_short(chapters[number], report)
    added = lists_to_add(
        words_of(metadata.language),
        places.taken,
        references=finish.has_citations and "references" not in finish.listings,
        terms=finish.has_terms and "index" not in finish.listings,
    )
    return Document(_typeset(metadata), chapters + added, tuple(references), (), settings)


def _typeset(metadata: Metadata) -> Metadata:
    language = metadata.language
    return replace(
        metadata,
        title=typeset_text(metadata.title, language),
        subtitle=typeset_text(metadata.subtitle, language),
        description=typeset_text(metadata.description, language),
    )
