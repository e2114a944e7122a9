"""One sheet for each gym: solved once a language, and stamped with each gym's band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from myopress.backends.cheatsheet import bands, papers
from myopress.backends.cheatsheet.making import render
from myopress.backends.cheatsheet.sheet import finished
from myopress.diagnostics import Code, Diagnostic, Report, error
from myopress.document import Document, Settings
from myopress.gyms import Gym
from myopress.index import Index
from myopress.words import words_of


@dataclass(frozen=True, slots=True)
class Handout:
    """The sheets of some gyms as one PDF/UA-1, a page for each."""

    gyms: tuple[Gym, ...]
    pdf: bytes


def render_handouts(
    document: Document, index: Index, gyms: Sequence[Gym], report: Report, *, each: bool
) -> tuple[Handout, ...]:
    """The sheets of all gyms in their order: one PDF of all, or with `each` one for every gym.

    A gym's language chooses the tool's own words; the book's words stay. Gyms whose words do
    not fit are reported as `handout-row`; what `render` reports is reported once a language.
    Where a language's sheet does not fit, its gyms are reported so too.
    Nothing is made if the book has no sheet.
    """
    template = papers.template(document.settings)
    paper = template.paper if template else None
    foot = bands.height(paper) if paper else 0.0
    sheets: dict[str, bytes] = {}
    for language in dict.fromkeys(_language(gym, index) for gym in gyms):
        spoken = replace(index, words=words_of(language))
        sheets[language] = render(document, spoken, report, foot=foot)
    if paper is None or not any(sheets.values()):
        return ()
    for gym in gyms:
        if not sheets[_language(gym, index)]:
            report(_unspoken(gym, _language(gym, index)))
    gyms = [gym for gym in gyms if sheets[_language(gym, index)]]
    title = document.settings.cheatsheet_title or document.metadata.title
    made = bands.Bands(gyms, paper, title, document.metadata.language)
    handouts = tuple(
        _made(made, group, sheets, index, document.settings)
        for group in _groups(made.gyms, each=each)
    )
    for fault in made.faults:
        report(fault)
    return handouts


def _unspoken(gym: Gym, language: str) -> Diagnostic:
    message = f"no sheet for this row: it does not fit with the words of the language “{language}”"
    return error(Code.HANDOUT_ROW, message, gym.span, "its own errors say what to cut")


def _groups(gyms: tuple[Gym, ...], *, each: bool) -> list[tuple[Gym, ...]]:
    if each or not gyms:
        return [(gym,) for gym in gyms]
    return [gyms]


def _made(
    made: bands.Bands,
    gyms: tuple[Gym, ...],
    sheets: dict[str, bytes],
    index: Index,
    settings: Settings,
) -> Handout:
    from myopress.backends.cheatsheet.finishing import stamp

    on = [sheets[_language(gym, index)] for gym in gyms]
    return Handout(gyms, finished(stamp(on, made.pdf(gyms)), settings))


def _language(gym: Gym, index: Index) -> str:
    return gym.language or index.words.language
