"""The index: outline, numbers, anchors, notes, glossary, terms in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from myopress.collation import sort_key
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Chapter,
    Citation,
    CitationItem,
    CrossReference,
    Document,
    Heading,
    IndexTerm,
    Metadata,
    NoteReference,
    Paragraph,
    Reference,
    Role,
    Settings,
    Text,
)
from myopress.index import Index, IndexEntry, OutlineEntry, index
from myopress.index.numbers import letters, roman
from myopress.markdown import read_chapter
from myopress.normalize import normalize
from myopress.source import Source
from myopress.walk import plain_text


def no_report(diagnostic: Diagnostic) -> None:
    pytest.fail(str(diagnostic))


def document(*texts: str, language: str = "en", depth: int = 1, keys: str = "") -> Document:
    drafts = [
        read_chapter(Source(f"{name}.md", text), no_report)
        for name, text in zip("abcdef", texts, strict=False)
    ]
    sources = [Reference(key, f'{{"type": "book", "title": "{key}"}}') for key in keys.split()]
    settings = Settings(number_depth=depth)
    return normalize(drafts, Metadata("Book", language=language), settings, sources, no_report)


def indexed(*texts: str, language: str = "en", depth: int = 1, keys: str = "") -> Index:
    return index(document(*texts, language=language, depth=depth, keys=keys), no_report)


def drawn(entries: tuple[OutlineEntry, ...]) -> list[str]:
    lines = []
    for entry in entries:
        lines.append(f"{'  ' * entry.level}{entry.number} {plain_text(entry.title)} {entry.id}")
        lines += drawn(entry.children)
    return lines


# --- outline and numbers ---


def test_the_outline_is_nested_by_heading_level() -> None:
    text = "# A *b*[^1]\n\n## C [d]{.index}\n\n### E\n\n## F\n\n> ## quoted\n\n[^1]: Note.\n"
    made = indexed(text, "# G\n")
    assert drawn(made.outline[:2]) == ["1 A b a", "   C d a-c-d", "     E a-e", "   F a-f", "2 G b"]
    assert [entry.chapter for entry in made.outline] == [0, 1, 2]  # the last is the index itself
    assert made.outline[0].title == (Text("A "), made.outline[0].title[1])
    assert made.outline[0].children[0].title == (Text("C "), Text("d"))


def chapters(*parts: tuple[Role, int]) -> Document:
    return Document(
        Metadata("Book"),
        tuple(
            Chapter(f"c{n}", (Text(f"T{n}"),), (), role=role, depth=depth, matter="body")
            for n, (role, depth) in enumerate(parts)
        ),
    )


def test_parts_are_roman_and_chapters_counted_through_the_book() -> None:
    book = chapters(
        ("preface", 0), ("part", 0), ("chapter", 1), ("chapter", 1), ("part", 0), ("chapter", 1),
        ("appendix", 0), ("appendix", 0),
    )  # fmt: skip
    made = index(book, no_report)
    assert made.chapter_numbers == ("", "I", "1", "2", "II", "3", "A", "B")
    assert drawn(made.outline) == [
        " T0 c0", "I T1 c1", "  1 T2 c2", "  2 T3 c3", "II T4 c4", "  3 T5 c5", "A T6 c6", "B T7 c7"
    ]  # fmt: skip
    labels = [made.anchors[f"c{n}"].label for n in range(8)]
    assert labels == [
        "T0", "Part\u00a0I", "Chapter\u00a01", "Chapter\u00a02", "Part\u00a0II", "Chapter\u00a03", "Appendix\u00a0A", "Appendix\u00a0B"
    ]  # fmt: skip


def test_chapters_below_a_chapter_have_its_number() -> None:
    book = chapters(("chapter", 0), ("chapter", 1), ("chapter", 1), ("chapter", 2), ("chapter", 0))
    assert index(book, no_report).chapter_numbers == ("1", "1.1", "1.2", "1.2.1", "2")


def test_unnumbered_chapters_are_not_counted() -> None:
    book = chapters(("chapter", 0), ("chapter", 0), ("chapter", 0))
    middle = replace(book.chapters[1], unnumbered=True)
    book = replace(book, chapters=(book.chapters[0], middle, book.chapters[2]))
    assert index(book, no_report).chapter_numbers == ("1", "", "2")
    unnumbered = replace(book, settings=Settings(number_depth=0))
    assert index(unnumbered, no_report).chapter_numbers == ("", "", "")


def test_headings_are_numbered_down_to_the_depth() -> None:
    text = "# A\n\n## B\n\n### C\n\n## D {.unnumbered}\n\n## E\n\n### F\n\n#### G\n"
    made = indexed(text, "# H\n\n## I\n", depth=3)
    assert [line.split()[:2] for line in drawn(made.outline)] == [
        ["1", "A"], ["1.1", "B"], ["1.1.1", "C"], ["D", "a-d"], ["1.2", "E"], ["1.2.1", "F"],
        ["G", "a-g"], ["2", "H"], ["2.1", "I"],
    ]  # fmt: skip


def test_roman_and_letters() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1994)] == ["I", "IV", "IX", "XIV", "XL", "MCMXCIV"]
    assert [letters(n) for n in (1, 26, 27, 52, 53, 703)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


# --- anchors ---

OBJECTS = """# A

![x](x.png "A *leg*."){#fig-leg}

![decorative](y.png){#fig-plain}

![referred to](z.png){#fig-z}

| a |
|---|

Table: Words {#tbl-words}

$$ x $$ {#eq-x}

::: tip Start small {#tip-1}
Words.
:::

::: warning {#warn}
Words.
:::

::: card IL-6: The gauge {#il6}
Evidence
: animal
:::

[some words]{#place} [](#fig-z)
"""


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "en",
            "Figure\u00a02.1|Figure|Figure\u00a02.2|Table\u00a02.1|Equation\u00a02.1|Start small|Warning|IL-6",
        ),
        (
            "de",
            "Abbildung\u00a02.1|Abbildung|Abbildung\u00a02.2|Tabelle\u00a02.1|Gleichung\u00a02.1|Start small|Warnung|IL-6",
        ),
    ],
)
def test_labels_by_language(language: str, labels: str) -> None:
    anchors = indexed("# Z\n", OBJECTS, language=language).anchors
    names = ["fig-leg", "fig-plain", "fig-z", "tbl-words", "eq-x", "tip-1", "warn", "il6"]
    assert [anchors[name].label for name in names] == labels.split("|")
    assert [anchors[name].kind for name in names] == [
        "figure", "figure", "figure", "table", "equation", "box", "box", "card"
    ]  # fmt: skip
    assert plain_text(anchors["fig-leg"].title) == "A leg."
    assert anchors["place"].label == "some words"
    assert {anchors[name].chapter for name in names} == {1}


def test_figures_are_counted_plainly_where_chapters_have_no_number() -> None:
    figure = '# X\n\n![x](x.png "A."){#NAME}\n'
    texts = [figure.replace("NAME", name) for name in ("f1", "f2")]
    anchors = indexed(*texts, depth=0).anchors
    assert [anchors["f1"].number, anchors["f2"].number] == ["1", "2"]


# --- notes ---


def test_notes_are_numbered_in_each_chapter_by_their_first_calls() -> None:
    text = "# A\n\nx[^b] y[^a] z[^b]\n\n[^a]: A.\n\n[^b]: B.[^c]\n\n[^c]: C.\n"
    made = indexed(text, "# B\n\nx[^a]\n\n[^a]: A.\n")
    assert made.note_numbers == {(0, "b"): "1", (0, "a"): "2", (0, "c"): "3", (1, "a"): "1"}
    assert made.anchors["a-note-2"].label == "Note\u00a02"


# --- glossary ---


def test_the_glossary_and_terms_it_lacks() -> None:
    text = '# A\n\n[cytokines]{.term of="cytokine"} [Cytokine]{.term} [cytokin]{.term}\n\n'
    book = document(text + "::: glossary\nCytokine\n: A *protein*.\n\ncytokine\n: Again.\n:::\n")
    found: list[Diagnostic] = []
    made = index(book, found.append)
    assert [(key, entry.id) for key, entry in made.glossary.items()] == [
        ("cytokine", "term-cytokine")
    ]
    assert plain_text(made.glossary["cytokine"].definitions[0]).strip() == "A protein."
    assert [(d.code, d.span.line, d.hints) for d in found] == [
        (Code.TERM_UNKNOWN, 3, ("did you mean “cytokine”?",))
    ]


# --- terms ---


def entries(made: tuple[IndexEntry, ...]) -> list[str]:
    lines = []
    for entry in made:
        also = "".join(f" see {see}" for see in entry.see)
        also += "".join(f" see also {see}" for see in entry.see_also)
        lines.append(f"{entry.heading} {' '.join(entry.locators)}{also}".rstrip())
        lines += [f"  {line}" for line in entries(entry.children)]
    return lines


def test_entries_are_merged_nested_and_sorted() -> None:
    text = """# A

[Irisin]{.index} [mice]{.index entry="irisin > in mice"} [irisin]{.index}
[]{.index entry="FNDC5" see="irisin > in mice"} [Ähre]{.index} [zoo]{.index}
[aHrens]{.index} [“Ahrens”]{.index entry="“ahrend”"} []{.index entry="zoo" see-also="Ähre"}
"""
    assert entries(indexed(text).terms) == [
        "Ähre a-index-5",
        "“ahrend” a-index-8",
        "aHrens a-index-7",
        "FNDC5  see irisin, in mice",
        "irisin a-index-1 a-index-3",
        "  in mice a-index-2",
        "zoo a-index-6 see also Ähre",
    ]


def test_see_what_is_not_there() -> None:
    text = '# A\n\n[irisin]{.index}\n[]{.index entry="FNDC5" see="irisine"}\n'
    found: list[Diagnostic] = []
    made = index(document(text), found.append)
    assert made.terms[0].see == ("irisine",)
    assert [(d.code, d.span.line, d.hints) for d in found] == [
        (Code.INDEX_SEE_MISSING, 4, ("did you mean “irisin”?",))
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1 açaí acid Ångström apple beta-blocker x-ray xenon zebra"),
        ("de", "Ader ähnlich Ahorn Öl ölig Ort Straße Strasse-x Zeh"),
        ("sv", "apa zebra ål älg öl"),
        ("da", "abe zebra æble øl ål"),
        ("es", "nube nuez ñandú oca"),
        ("pl", "las lzy łoś mat zebra zły źle żaba"),
        ("cs", "cena čaj datel hůl chata ihned"),
        ("el", "άλφα βήτα γάμμα"),
        ("ru", "игра йод кот"),
    ],
)
def test_the_order_of_the_alphabet(language: str, words: str) -> None:
    shuffled = sorted(words.split(), key=hash_of)
    assert " ".join(sorted(shuffled, key=lambda word: sort_key(word, language))) == words


def hash_of(word: str) -> int:
    return sum(map(ord, word)) % 17


# --- citations ---


def test_citations_have_their_words_and_only_cited_sources_are_listed() -> None:
    made = indexed("# A\n\n[@x], and x[^1]\n\n[^1]: @y\n", keys="x y z")
    assert sorted(entry.key for entry in made.bibliography) == ["x", "y"]
    assert sorted(plain_text(call) for call in made.citations.values()) == ["(X, n.d.)", "Y (n.d.)"]


def test_a_document_from_elsewhere_may_lack_what_normalize_gives() -> None:
    blocks = (
        Heading(2, (Text("No id"),)),
        Paragraph(
            (
                Citation((CitationItem("nowhere"),)),
                IndexTerm((Text("x"),), ("x",)),
                NoteReference("none"),
                CrossReference((), "nowhere"),
            )
        ),
    )
    made = index(Document(Metadata("B"), (Chapter("a", (), blocks),)), no_report)
    assert drawn(made.outline) == ["1  a"]
    assert made.citations == {}
    assert made.terms == (IndexEntry("x"),)
