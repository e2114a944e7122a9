"""Citations by CSL styles, author-date and numeric, and what citeproc-py would do wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from myopress.citations import BibliographyEntry, format_citations
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Citation,
    CitationItem,
    CrossReference,
    Emphasis,
    Inlines,
    Link,
    Paragraph,
    Reference,
    Superscript,
    Text,
)
from myopress.walk import nodes, plain_text

Item: TypeAlias = CitationItem
ITEMS: list[dict[str, Any]] = [
    {
        "id": "Reed2004",
        "type": "article-journal",
        "title": 'A gate <i>in vitro</i> & a "brake" on growth?',
        "author": [
            {"family": "Reed", "given": "Mara"},
            {"family": "Ito", "given": "Ken R."},
            {"family": "Olsen", "given": "P."},
        ],
        "container-title": "Annals of Legs",
        "volume": 35,
        "issue": "2",
        "page": "268--288",
        "issued": {"date-parts": [["2004", 6, 24]]},
        "DOI": "10.1234/al.2004_2",
        "abstract": "Not printed.",
        "custom": {"anything": 1},
    },
    {
        "id": "hill",
        "type": "book",
        "title": "Endurance",
        "author": [{"family": "Hill", "given": "Ann", "non-dropping-particle": "van"}],
        "publisher": "Stone",
        "publisher-place": "Leeds",
        "issued": {"date-parts": [[1959]]},
    },
    {
        "id": "Hill",
        "type": "book",
        "title": "Endurance again",
        "author": [{"family": "Hill", "given": "Ann", "non-dropping-particle": "van"}],
        "issued": {"raw": "1959"},
    },
    {
        "id": "doi:10.1/x",
        "type": "webpage",
        "title": "Site",
        "author": "Ministry of Legs",
        "URL": "https://example.org/a_(b)",
        "issued": {"literal": "n.d."},
    },
]
REFERENCES = [Reference(item["id"], json.dumps(item)) for item in ITEMS]

Formatted: TypeAlias = tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]


def no_report(diagnostic: Diagnostic) -> None:
    pytest.fail(str(diagnostic))


def formatted(
    *citations: Citation,
    style: str = "",
    language: str = "en-US",
    report: Callable[[Diagnostic], None] = no_report,
) -> Formatted:
    return format_citations(citations, REFERENCES, style, language, report)


def call(*items: Item, mode: Any = "parenthetical", style: str = "", language: str = "en") -> str:
    citation = Citation(items, mode)
    return plain_text(formatted(citation, style=style, language=language)[0][citation])


REED, HILL, HILL2, SITE = (CitationItem(item["id"]) for item in ITEMS)
PAGE = CitationItem("Reed2004", "see", "pp. 5-7", "pp. 5-7, and more")


@pytest.mark.parametrize(
    ("style", "items", "words"),
    [
        ("", (REED,), "(Reed et al., 2004)"),
        ("", (PAGE, HILL), "(see Reed et al., 2004, pp. 5–7, and more; van Hill, 1959)"),
        ("", (HILL, HILL2, SITE), "(Ministry of Legs, n.d.; van Hill, 1959a, 1959b)"),
        ("", (CitationItem("hill", author_suppressed=True),), "(1959)"),
        ("", (CitationItem("hill", "", "", "and passim"),), "(van Hill, 1959, and passim)"),
        ("", (CitationItem("hill", "", "ch. 3", "ch. 3"),), "(van Hill, 1959, Chapter 3)"),
        ("chicago-author-date", (REED, HILL), "(Reed et al. 2004; van Hill 1959)"),
        ("chicago-author-date", (PAGE,), "(see Reed et al. 2004, 5–7, and more)"),
        ("ieee", (REED, HILL), "[1], [2]"),
        ("ieee", (CitationItem("Reed2004", "", "p. 5", "p. 5"),), "[1, p. 5]"),
        ("elsevier-vancouver", (REED, HILL, HILL2, SITE), "[1–4]"),
        ("elsevier-vancouver.csl", (REED, HILL), "[1,2]"),
        ("nature", (REED, HILL, HILL2), "1–3"),
    ],
)
def test_parenthetical(style: str, items: tuple[Item, ...], words: str) -> None:
    assert call(*items, style=style) == words


@pytest.mark.parametrize(
    ("style", "items", "words"),
    [
        ("", (REED,), "Reed et al. (2004)"),
        ("", (CitationItem("Reed2004", "", "p. 5", "p. 5"),), "Reed et al. (2004, p. 5)"),
        ("", (HILL, SITE), "van Hill (1959; Ministry of Legs, n.d.)"),
        ("", (CitationItem("hill", author_suppressed=True),), "(1959)"),
        ("ieee", (HILL,), "van Hill [1]"),
        ("nature", (REED,), "Reed et al.1"),
    ],
)
def test_in_the_text(style: str, items: tuple[Item, ...], words: str) -> None:
    assert call(*items, mode="textual", style=style) == words


def test_the_book_s_language() -> None:
    page = CitationItem("Reed2004", "", "p. 5", "p. 5")
    assert (
        call(page, SITE, language="de") == "(Ministry of Legs, o.\u00a0J.; Reed et al., 2004, S. 5)"
    )


def test_each_source_is_a_link_to_its_entry() -> None:
    citation = Citation((REED, SITE))
    calls, entries = formatted(citation)
    links = list(nodes(Paragraph(calls[citation]), CrossReference))
    assert {link.target for link in links} == {"ref-Reed2004", "ref-doi-10.1-x"}
    assert {entry.id for entry in entries} == {"ref-Reed2004", "ref-doi-10.1-x"}


def test_a_superscript_call() -> None:
    citation = Citation((REED,))
    call_ = formatted(citation, style="nature")[0][citation]
    assert call_ == (Superscript((CrossReference((Text("1"),), "ref-Reed2004"),)),)


def test_bibliography_of_an_author_date_style() -> None:
    _, entries = formatted(Citation((REED, HILL, HILL2, SITE)))
    assert [entry.label for entry in entries] == [""] * 4
    assert [plain_text(entry.children) for entry in entries] == [
        "Ministry of Legs. (n.d.). Site. Retrieved https://example.org/a_(b)",
        "Reed, M., Ito, K. R., & Olsen, P. (2004). A gate in vitro & a “brake” on growth? Annals of Legs, 35(2), 268–288. https://doi.org/10.1234/al.2004_2",
        "van Hill, A. (1959a). Endurance. Stone.",
        "van Hill, A. (1959b). Endurance again.",
    ]
    assert len({entry.id.lower() + entry.key for entry in entries}) == 4


def test_bibliography_keeps_emphasis_and_links() -> None:
    _, (entry,) = formatted(Citation((REED,)))
    emphasised = [plain_text(node.children) for node in nodes(entry.children, Emphasis)]
    assert emphasised == ["in vitro", "Annals of Legs", "35"]
    assert [link.target for link in nodes(entry.children, Link)] == [
        "https://doi.org/10.1234/al.2004_2"
    ]


def test_italics_within_italics_stand_upright() -> None:
    book = Reference("x", '{"type": "book", "author": "A", "title": "On <i>Rana</i> legs"}')
    citation = Citation((Item("x"),))
    _, (entry,) = format_citations([citation], [book], "", "en", no_report)
    (title,) = nodes(entry.children, Emphasis)
    assert title.children == (Text("On "), Text("Rana"), Text(" legs"))


def test_bibliography_of_a_numeric_style() -> None:
    _, entries = formatted(Citation((HILL,)), Citation((PAGE,)), style="ieee")
    assert [(entry.key, entry.label) for entry in entries] == [("hill", "1"), ("Reed2004", "2")]
    assert [plain_text(entry.children) for entry in entries] == [
        "A. van Hill, Endurance. Leeds: Stone, 1959.",
        "M. Reed, K. R. Ito, and P. Olsen, “A gate in vitro & a ‘brake’ on growth?,” Annals of Legs, vol. 35, no. 2, pp. 268–288, Jun. 2004, doi: 10.1234/al.2004_2.",
    ]


def test_a_locator_does_not_stray_into_the_bibliography() -> None:
    _, (entry,) = formatted(Citation((PAGE,)), style="chicago-author-date")
    assert "268–88" in plain_text(entry.children)


def test_a_style_for_notes_stands_in_brackets() -> None:
    assert call(HILL, style="chicago-notes") == "(A. van Hill, Endurance (Stone, 1959))"


def test_an_unknown_style_is_reported_with_the_nearest() -> None:
    found: list[Diagnostic] = []
    citation = Citation((HILL,))
    calls, _ = formatted(citation, style="chicago-author-dates", report=found.append)
    assert plain_text(calls[citation]) == "(van Hill, 1959)"
    assert [d.code for d in found] == [Code.CITATION_STYLE_UNKNOWN]
    assert found[0].hints == ("did you mean “chicago-author-date”?",)


@pytest.mark.parametrize(
    "csl",
    [
        "{}",
        '{"type": "book"}',
        '{"type": "no-such-type", "title": null, "author": {}, "issued": []}',
        '{"type": "book", "author": [{}, {"given": "X"}, 3], "issued": {"date-parts": [[]]}}',
        '{"title": 5, "issued": {"date-parts": [[2004, 13, 40], [2005]]}, "page": "x-y-z"}',
        '{"title": "<b>\\ue000 unclosed", "issued": 1990, "editor": [{"literal": ""}]}',
        '{"type": "chapter", "edition": "2nd", "volume": {"a": 1}, "issued": {"raw": "spring"}}',
    ],
)
@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "ieee", "nature"])
def test_odd_sources_lose_nothing_and_raise_nothing(csl: str, style: str) -> None:
    citation, textual = Citation((Item("odd"),)), Citation((Item("odd"),), "textual")
    calls, (entry,) = format_citations(
        [citation, textual], [Reference("odd", csl)], style, "en", no_report
    )
    assert plain_text(calls[citation]).strip("() ")
    assert plain_text(calls[textual]).strip("() ")
    assert plain_text(entry.children)


@pytest.mark.parametrize("csl", ["[]", "not JSON"])
def test_what_is_no_source_is_reported(csl: str) -> None:
    found: list[Diagnostic] = []
    citation = Citation((Item("odd"),))
    calls, _ = format_citations([citation], [Reference("odd", csl)], "", "en", found.append)
    assert plain_text(calls[citation]) == "(Odd, n.d.)"
    assert [d.code for d in found] == [Code.REFERENCE_INVALID]


def test_nothing_cited() -> None:
    assert formatted() == ({}, ())
