"""The tool's own words in the book's language: "Chapter", "Figure", "Contents", quotation marks.

Each language has a file of its own in this folder. A language without one gets English words,
and a regional tag ("de-CH") the words of its language with its own file's few differences.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """All words that the tool itself writes into a book; `on_page` holds `{}` for the number.

    `quotes` is the outer and the inner pair of quotation marks: open, close, open, close.
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
