"""What a sheet says that is larger or smaller than the one for the hand: less, by its template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.papers import Template
from myopress.diagnostics import Code, Report, note
from myopress.document import Card, CardField
from myopress.source import NOWHERE
from myopress.walk import plain_text


def suited(sheet: Sheet, template: Template, report: Report) -> Sheet:
    """The sheet without what its template leaves out, which a note tells.

    A card keeps its fields if nothing would be left of them.
    """
    if not template.leaves_out:
        return sheet
    terms = template.leaves_out + (template.mapped if sheet.targets else ())
    shorter = replace(
        sheet,
        cards=tuple(_shorter(card, terms) for card in sheet.cards),
        panel=sheet.panel if template.panel else (),
    )
    gone = [f"“{term}”" for term in dict.fromkeys(_gone(sheet, shorter))]
    if sheet.panel and not shorter.panel:
        gone.append("the panel")
    if gone:
        message = f"a sheet of this size goes without {', '.join(gone)} and sources"
        report(note(Code.CHEATSHEET_DROPPED, message, NOWHERE))
    return shorter


def _shorter(card: Card, terms: tuple[str, ...]) -> Card:
    kept = tuple(field for field in card.fields if _term(field).lower() not in terms)
    return replace(card, fields=kept, references=()) if kept else card


def _gone(sheet: Sheet, shorter: Sheet) -> Iterator[str]:
    for before, after in zip(sheet.cards, shorter.cards, strict=True):
        yield from (_term(field) for field in before.fields if field not in after.fields)


def _term(field: CardField) -> str:
    return plain_text(field.term).strip()
