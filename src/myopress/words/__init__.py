"""The tool's own words in the book's language: "Chapter", "Figure", "Contents", quotation marks.

Each language has a file of its own in this folder. A language without one gets English words,
and a regional tag ("de-CH") the words of its language with its own file's few differences.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from myopress.grades import CONFIDENCE, EVIDENCE


@dataclass(frozen=True, slots=True)
class Words:
    """All words that the tool itself writes into a book.

    `on_page` and `places_found` hold `{}` for the number, `confidence_is` for the degree. `quotes` is the
    outer and the inner pair of quotation marks: open, close, open, close.
    """

    language: str
    quotes: tuple[str, str, str, str]
    # what is numbered and referred to
    chapter: str
    part: str
    appendix: str
    figure: str
    table: str
    equation: str
    page: str
    on_page: str
    # lists that the tool makes, and the places that a reader is led to
    contents: str
    figures: str
    tables: str
    references: str
    index: str
    glossary: str
    notes: str
    cover: str
    landmarks: str
    pages: str
    back_to_text: str
    previous: str
    next: str
    skip_to_text: str
    you_are_here: str
    search: str
    places_found: str
    nothing_found: str
    see: str
    see_also: str
    # boxes and cards
    note: str
    tip: str
    important: str
    warning: str
    caution: str
    aside: str
    example: str
    evidence: str
    confidence: str
    none: str
    # how well something is known
    uncited: str
    confidence_is: str
    human_rct: str
    human_acute_study: str
    human_observational: str
    animal: str
    cell: str
    review: str
    expert_opinion: str
    not_graded: str
    high: str
    medium: str
    low: str
    # tasks
    done: str
    open: str
    # roles of chapters, as titles for those that have none
    titlepage: str
    copyright: str
    dedication: str
    epigraph: str
    preface: str
    foreword: str
    introduction: str
    acknowledgments: str
    prologue: str
    epilogue: str
    conclusion: str
    afterword: str
    colophon: str

    def grade(self, word: str) -> str:
        """The word for a kind of evidence or a degree of confidence; an unknown one as it is."""
        said: str = getattr(self, word.lower().replace(" ", "_"), word) if word in _GRADES else word
        return said


_FOLDER = Path(__file__).parent
_GRADES = frozenset((*EVIDENCE, *CONFIDENCE))


@cache
def words_of(language: str) -> Words:
    """The words for a BCP 47 tag: its own, those of its language, else English ones."""
    values = _table("en")
    tags = language.replace("_", "-").lower().split("-")
    primary = _SAME.get(tags[0], tags[0])
    for name in (primary, "-".join([primary, *tags[1:2]]), "-".join([primary, *tags[-1:]])):
        values |= _table(name)
    marks = values.pop("quotes")
    return Words(language=language, quotes=(marks[0], marks[1], marks[2], marks[3]), **values)


@cache
def languages() -> tuple[str, ...]:
    """The languages, without their varieties, that there are words for."""
    names = {file.name.partition(".")[0] for file in _FOLDER.glob("*.toml")}
    return tuple(sorted({name.partition("-")[0] for name in names} | set(_SAME)))


_SAME = {"no": "nb", "nn": "nb"}
"""Norwegian without a variety is nearly always Bokmål; Nynorsk shares most of these words."""


def _table(name: str) -> dict[str, Any]:
    """What the file of one language says; nothing for a language without a file."""
    if not name.replace("-", "").isalnum() or not name.isascii():
        return {}
    file = _FOLDER / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
