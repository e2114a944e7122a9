"""Normalize: chapters, levels, names, links, citations, matter, from Markdown as it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Card,
    Chapter,
    Citation,
    CitationItem,
    Claim,
    CrossReference,
    Document,
    Figure,
    Heading,
    IndexTerm,
    Link,
    Listing,
    Matter,
    Metadata,
    Note,
    NoteReference,
    Reference,
    Resource,
    Role,
    Settings,
    Table,
    Text,
)
from myopress.index import index
from myopress.markdown import Draft, read_chapter
from myopress.normalize import normalize, report_unsound
from myopress.source import Source
from myopress.walk import nodes, plain_text


def book(
    files: dict[str, str], title: str = "Book", language: str = "en", references: str = ""
) -> tuple[Document, list[Diagnostic]]:
    found: list[Diagnostic] = []
    drafts = [read_chapter(Source(path, text), found.append) for path, text in files.items()]
    sources = [Reference(key, "{}") for key in references.split()]
    metadata = Metadata(title, language=language)
    return normalize(drafts, metadata, Settings(), sources, found.append), found


def clean(files: dict[str, str], title: str = "Book", language: str = "en") -> Document:
    document, found = book(files, title, language)
    assert found == []
    return document


def no_report(diagnostic: Diagnostic) -> None:
    pytest.fail(str(diagnostic))


def outline(document: Document) -> list[str]:
    """A line for each chapter and heading: level, words, id."""
    lines = []
    for chapter in document.chapters:
        lines.append(f"# {plain_text(chapter.title)} {{{chapter.id}}}")
        lines += [
            f"{'#' * heading.level} {plain_text(heading.children)} {{{heading.attributes.id}}}"
            for heading in nodes(chapter, Heading)
        ]
    return lines


def targets(document: Document) -> list[str]:
    return [node.target for node in nodes(document, CrossReference)]


def codes(found: list[Diagnostic]) -> list[Code]:
    return [diagnostic.code for diagnostic in found]


# --- chapters ---


def test_an_article_becomes_a_book() -> None:
    document = clean(
        {"a.md": "---\ntitle: Legs\n---\nSome words.\n\n## One\n\n### Part\n\n## Two\n"}, title=""
    )
    assert document.metadata.title == "Legs"
    assert outline(document) == [
        "# Introduction {introduction}",
        "# One {one}",
        "## Part {one-part}",
        "# Two {two}",
    ]
    assert document.chapters[0].role == "introduction"


def test_an_article_under_a_heading() -> None:
    document = clean({"a.md": "# Legs\n\nSome words.\n\n## Introduction\n\n## Two\n"}, title="")
    assert document.metadata.title == "Legs"
    assert outline(document) == ["# Legs {legs}", "# Introduction {introduction}", "# Two {two}"]


def test_an_article_in_another_language() -> None:
    document = clean({"a.md": "Worte.\n\n## Über Läufer\n"}, title="", language="de")
    assert outline(document) == ["# Einleitung {einleitung}", "# Über Läufer {uber-laufer}"]


def test_an_article_whose_chapters_have_level_1() -> None:
    document = clean({"a.md": "---\ntitle: Legs\n---\n# One\n\n## Part\n\n# Two\n"}, title="")
    assert document.metadata.title == "Legs"
    assert outline(document) == ["# One {one}", "## Part {one-part}", "# Two {two}"]


def test_a_book_s_only_chapter_is_no_article() -> None:
    document = clean({"a.md": "# One\n\n## Part\n"}, title="Legs")
    assert outline(document) == ["# One {a}", "## Part {a-part}"]


def test_two_titles_in_a_file() -> None:
    document = clean({"a.md": "Before.\n\n# One\n\nA.\n\n# Two {#zwei}\n", "b.md": "# Three\n"})
    assert outline(document) == ["# One {one}", "# Two {zwei}", "# Three {b}"]
    assert [plain_text(block) for block in document.chapters[0].blocks] == ["\nBefore.", "\nA."]


def test_several_sections_of_level_1_under_a_front_matter_title() -> None:
    document = clean({"a.md": "---\ntitle: All\n---\n# One\n\n## Part\n\n# Two\n", "b.md": "# B\n"})
    assert outline(document) == [
        "# All {a}", "## One {a-one}", "### Part {a-part}", "## Two {a-two}", "# B {b}"
    ]  # fmt: skip


def test_a_title_from_the_list_of_chapters_is_for_files_without_one() -> None:
    found: list[Diagnostic] = []
    drafts = []
    for path, text in (("a.md", "# One\n\n# Two\n"), ("b.md", "Text.\n")):
        draft = read_chapter(Source(path, text), found.append)
        chapter = replace(draft.chapter, title=(Text("Listed"),))
        drafts.append(replace(draft, chapter=chapter))
    document = normalize(drafts, Metadata("B"), Settings(), (), found.append)
    assert outline(document) == ["# One {one}", "# Two {two}", "# Listed {b}"]
    assert found == []


def test_a_title_is_not_said_twice() -> None:
    document = clean(
        {"a.md": "---\ntitle: The Brake\n---\n## The brake\n\n### Part\n", "b.md": "# B\n\n## B\n"}
    )
    assert outline(document) == ["# The brake {a}", "## Part {a-part}", "# B {b}", "## B {b-b}"]


def test_notes_go_with_the_part_that_calls_them() -> None:
    document = clean(
        {"a.md": "# A\n\nx[^1]\n\n# B\n\ny[^2]\n\n[^1]: one\n\n[^2]: two[^3]\n\n[^3]: three\n"}
    )
    labels = [[note.label for note in chapter.notes] for chapter in document.chapters]
    assert labels == [["1"], ["2", "3"]]
    assert len(list(nodes(document, Note))) == 3


def test_titles_from_front_matter_the_only_top_heading_and_the_role() -> None:
    document = clean(
        {
            "a.md": "---\ntitle: One *two*\n---\nText.\n",
            "b.md": "Text.\n\n### Head\n\n#### Below\n",
            "c.md": "---\nrole: dedication\n---\nTo all.\n",
        },
        language="fr",
    )
    assert outline(document) == [
        "# One two {a}", "# Head {b}", "## Below {b-below}", "# Dédicace {c}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("03-blood_test.md", "Blood test"),
        ("part/README.md", "Part"),
        ("1984.md", "1984"),
        ("a.b.md", "A.b"),
    ],
)
def test_a_title_from_the_file_s_name(path: str, title: str) -> None:
    document, found = book({path: "Text.\n", "z.md": "# Z\n"})
    assert plain_text(document.chapters[0].title) == title
    assert codes(found) == [Code.CHAPTER_UNTITLED]
    assert found[0].span.path == path


# --- levels ---


def test_levels_are_made_regular() -> None:
    text = "# T\n\n#### A\n\n#### B\n\n## C\n\n# D\n\n> ##### quoted\n\n::: {.x}\n## E\n:::\n"
    document, found = book({"a.md": text.replace("# D\n", "### D\n"), "b.md": "# B\n"})
    levels = [heading.level for heading in nodes(document.chapters[0], Heading)]
    assert levels == [2, 2, 2, 3, 4, 2]
    assert codes(found) == [Code.HEADING_SKIPS_LEVEL]
    assert found[0].span.line == 3


def test_a_level_missing_below_a_section() -> None:
    _, found = book({"a.md": "# T\n\n## A\n\n#### B\n", "b.md": "# B\n"})
    assert str(found[0]) == (
        "a.md:5: warning[heading-skips-level]: “B” is a heading of level 4, but level 3 is missing"
        " above it"
    )
    assert found[0].hints == ("set as if it were “### B”",)


# --- names ---


def test_chapters_of_the_same_name_in_four_folders() -> None:
    files = {f"{folder}/ch1.md": f"# {folder}\n" for folder in ("a", "b", "c/d", "e/d")}
    document = clean(files | {"intro.md": "# I\n", "x/index.md": "# X\n"})
    assert [chapter.id for chapter in document.chapters] == [
        "a-ch1", "b-ch1", "c-d-ch1", "e-d-ch1", "intro", "x"
    ]  # fmt: skip


def test_ids_that_authors_write_come_first() -> None:
    document = clean({"a.md": "# A\n\n## B\n", "c.md": "# C {#a}\n\n[x]{#a-b}\n"})
    assert outline(document) == ["# A {a-2}", "## B {a-2-b}", "# C {a}"]


def test_names_of_chapters_are_ascii_and_those_of_headings_readable() -> None:
    document = clean(
        {
            "01.md": "# A\n",
            "μύς.md": "# Μύς\n\n## Ο μύς\n",
            "ø l.md": "# Ø {#øl}\n",
            "μύς a.md": "# M\n",
        }
    )
    assert outline(document) == [
        "# A {ch-01}", "# Μύς {chapter-2}", "## Ο μύς {chapter-2-ο-μυσ}", "# Ø {ol}",
        "# M {chapter-4}",
    ]  # fmt: skip


def test_what_can_be_linked_to_has_an_id_and_none_twice() -> None:
    text = """# A

## Same

## Same

![x](x.png "Caption.")

| a |
|---|

Table: Words.

::: card IL-6: gauge
Evidence
: animal
:::

[x]{.index} and [x]{.index}
"""
    document = clean({"a.md": text, "b.md": text.replace("# A", "# B")})
    ids = [
        *(node.attributes.id for node in nodes(document.chapters[0], Heading)),
        *(node.attributes.id for node in nodes(document.chapters[0], Figure)),
        *(node.attributes.id for node in nodes(document.chapters[0], Table)),
        *(node.attributes.id for node in nodes(document.chapters[0], IndexTerm)),
    ]
    assert ids == [
        "a-same", "a-same-2", "a-figure-1", "a-table-1", "a-index-1", "a-index-2"
    ]  # fmt: skip
    names = set(index(document, no_report).anchors)
    assert {name.replace("a-", "b-", 1) for name in ids} <= names


def test_a_heading_keeps_its_id_when_other_chapters_change() -> None:
    files = {"a.md": "# A\n\n## B\n", "b.md": "# B\n\n## B\n"}
    before = clean(files).chapters[1]
    after = clean({"new.md": "# N\n\n## B\n"} | files).chapters[2]
    assert before == after


def test_a_second_and_an_impossible_id() -> None:
    document, found = book(
        {
            "a.md": "# A\n\n## B {#x}\n\n## C {#fig:1}\n\n[](#fig:1) [](#x)\n",
            "b.md": "# D\n\n[y]{#x} [](#x)\n",
        }
    )
    assert codes(found) == [Code.ID_INVALID, Code.ID_DUPLICATE]
    assert found[1].message == "the id “x” is taken by a.md:3"
    assert targets(document) == ["fig-1", "x", "x-2"]


# --- links ---


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("#part", "a-part"),
        ("#Part", "a-part"),
        ("#its-a-mans-job", "a-its-a-mans-job"),
        ("#part-1", "a-part-2"),
        ("#there", "there"),
        ("#", "a"),
        ("#top", "a"),
        ("#sub-ch2", "sub-ch2"),
        ("a.md", "a"),
        ("./sub/ch2.md", "sub-ch2"),
        ("sub/ch2", "sub-ch2"),
        ("sub/ch2.html#end", "sub-ch2-end"),
        ("sub/ch%202.md#g%C3%BCte", "ch-2-gute"),
        ("sub/", "sub"),
        ("sub", "sub"),
        ("sub/ch2.md?x=1#there", "there"),
    ],
)
def test_links_into_the_book(link: str, target: str) -> None:
    document = clean(
        {
            "a.md": f"# A\n\n## Part\n\n## It's a man's *job*\n\n## Part\n\n[x]({link})\n",
            "sub/README.md": "# S\n",
            "ch2.md": "# C\n",
            "sub/ch2.md": "# C\n\n## End\n\n[x]{#there}\n",
            "sub/ch 2.md": "# D\n\n## Güte\n",
        }
    )
    assert targets(document) == [target]


def test_links_from_another_folder_and_within_an_article() -> None:
    document = clean({"a/b/c.md": "# C\n\n[x](../../d.md)\n", "d.md": "# D\n\n[y](a/b/c.md)\n"})
    assert targets(document) == ["d", "c"]
    text = "## One\n\n[x](#two) [y](a.md#one) [z](#a-part)\n\n## Two\n\n### A part\n"
    assert targets(clean({"a.md": text}, title="")) == ["two", "one", "two-a-part"]


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("lege.md", "did you mean “leg.md”?"),
        ("../leg.md", "did you mean “leg.md”?"),
        ("#endd", "did you mean “end”?"),
        ("", ""),
        ("http://", "the words are kept without the link"),
        ("https://a..b/", "the words are kept without the link"),
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_words(link: str, hint: str) -> None:
    document, found = book({"leg.md": f"# A\n\n## End\n\n[my *words*](<{link}>)\n"})
    assert codes(found) == [Code.LINK_TARGET_MISSING]
    assert found[0].span.line == 5
    assert found[0].hints == ((hint,) if hint else ())
    assert "my words" in plain_text(document.chapters[0].blocks)
    assert targets(document) == []


def test_a_link_to_a_missing_place_in_a_chapter_leads_to_the_chapter() -> None:
    document, found = book({"a.md": "# A\n\n[x](b.md#ned)\n", "b.md": "# B\n\n## End\n"})
    assert targets(document) == ["b"]
    assert codes(found) == [Code.LINK_TARGET_MISSING]


def test_a_cross_reference_without_words() -> None:
    document, found = book({"a.md": "# A\n\n## B {#b}\n\n[](#b) [](#c)\n"})
    assert [node.children for node in nodes(document, CrossReference)] == [()]
    assert plain_text(document.chapters[0].blocks[-1]) == "\n #c"
    assert codes(found) == [Code.LINK_TARGET_MISSING]


DOI = "https://doi.org/10.1/x"


def test_links_outside_stay() -> None:
    document = clean(
        {"a.md": "# A\n\n<https://example.org/a--b> [x](mailto:a@b.c) [y](//c.d) [z](doi:10.1/x)\n"}
    )
    addresses = [link.target for link in nodes(document, Link)]
    assert addresses == ["https://example.org/a--b", "mailto:a@b.c", "https://c.d", DOI]


# --- citations ---


def test_unknown_sources_stay_as_they_are_written() -> None:
    text = "# A\n\nOne [see @Lee2007, p. 5; @nobody, ch. 2]. Two [-@nobody]. @nobody [p. 3].\n"
    document, found = book({"a.md": text}, references="Lee2007 nobodx")
    assert plain_text(document.chapters[0].blocks[0]).strip() == (
        "One @Lee2007 [@nobody, ch. 2]. Two [-@nobody]. @nobody [p. 3]."
    )
    assert len(list(nodes(document, Citation))) == 1
    assert codes(found) == [Code.CITATION_UNKNOWN]
    assert found[0].hints[0] == "did you mean “nobodx”?"


def test_a_name_in_the_text_need_not_be_a_source() -> None:
    _, found = book({"a.md": "# A\n\nAs @somebody says.\n"}, references="x")
    assert [(diagnostic.severity, diagnostic.code) for diagnostic in found] == [
        ("warning", Code.CITATION_UNKNOWN)
    ]


def test_a_book_without_bibliography_is_told_so_once_for_each_chapter() -> None:
    files = {"a.md": "# A\n\n[@x] and @somebody\n\n[@y; @x]\n", "b.md": "# B\n\n[@x]\n"}
    _, found = book(files)
    assert codes(found) == [Code.CITATION_UNKNOWN] * 2
    assert [diagnostic.span.path for diagnostic in found] == ["a.md", "b.md"]
    assert found[0].message == "3 citations of 2 sources, but the book has no bibliography"
    assert found[0].hints[0] == "lines 3, 5"


# --- matter ---


# --- Claims and cards ------------------------------------------------------------------------

CLAIMS = """
- Muscle releases [IL-6]{.index #il} [@Lee]. {#release evidence="animal, human RCT" confidence=high}
- It is "the" gauge^[Or not.], says @Lee. {#gauge evidence=cell confidence=low remark="it's old"}
- There is a form of it. {evidence="not graded"}
"""


def card_of(fields: str, *more: str) -> Card:
    text = f"# One\n{CLAIMS}\n::: card IL-6 {{#c}}\n{fields}\n:::\n"
    document, found = book({"one.md": text}, references="Lee")
    assert codes(found) == list(more)
    return next(nodes(document, Card))


def test_a_card_says_what_its_claims_say() -> None:
    card = card_of("Does\n: [](#release)\n: [](#gauge)\n\nNote\n: See [](#gauge).")
    assert [plain_text(field.children) for field in card.fields] == [
        "\nMuscle releases IL-6.\nIt is “the” gauge, says @Lee.",
        "\nSee .",
    ]
    assert not list(nodes(card.fields, (IndexTerm, NoteReference)))
    assert card.claims == ("release", "gauge")
    assert card.evidence == ("human RCT", "animal", "cell")
    assert card.confidence == "low"
    assert [item.key for item in nodes(card.references, CitationItem)] == ["Lee", "Lee"]


def test_what_a_card_says_itself_of_its_evidence_counts() -> None:
    card = card_of("Does\n: [](#release)\n\nEvidence\n: review\n\nConfidence\n: medium")
    assert (card.evidence, card.confidence) == (("review",), "medium")


def test_a_claim_written_on_a_card_is_one_of_its_claims() -> None:
    card = card_of("Does\n: It grows. {#grows evidence=cell}")
    assert (card.claims, card.evidence, card.confidence) == (("grows",), ("cell",), "")


def test_claims_have_ids_and_their_remarks_are_typeset() -> None:
    document = clean(
        {"one.md": '# One\n\nA. {evidence=cell remark="it\'s"}\n\nB. {evidence=cell}\n'}
    )
    claims = list(nodes(document, Claim))
    assert [claim.attributes.id for claim in claims] == ["one-claim-1", "one-claim-2"]
    assert plain_text(claims[0].remark) == "it’s"


def placed(*chapters: tuple[Role, Matter]) -> str:
    drafts = []
    for number, (role, matter) in enumerate(chapters):
        draft = read_chapter(Source(f"{number}.md", "# T\n"), no_report)
        chapter = replace(draft.chapter, role=role, matter=matter)
        drafts.append(replace(draft, chapter=chapter))
    document = normalize(drafts, Metadata("B"), Settings(), (), no_report)
    return " ".join(chapter.matter for chapter in document.chapters)


def test_front_and_back_matter_by_role() -> None:
    assert (
        placed(
            ("copyright", "body"), ("preface", "body"), ("chapter", "body"), ("preface", "body"),
            ("acknowledgments", "body"), ("appendix", "body"), ("chapter", "back"),
        )
        == "front front body body back back back"
    )  # fmt: skip


def test_lists_are_added_where_the_author_placed_none() -> None:
    text = "# A\n\n[@x] [y]{.index}\n"
    document, _ = book({"a.md": text, "b.md": "# References {#references}\n"}, references="x")
    added = document.chapters[2:]
    assert [(c.id, c.role, c.matter, c.blocks) for c in added] == [
        ("references-2", "references", "back", (Listing("references"),)),
        ("index", "index", "back", (Listing("index"),)),
    ]
    document, _ = book({"a.md": text + "\n::: references\n:::\n\n::: index\n:::\n"}, references="x")
    assert len(document.chapters) == 1
    document, _ = book(
        {"a.md": text.replace(" [y]{.index}", "") + "\n::: {#refs}\n:::\n"}, references="x"
    )
    assert len(document.chapters) == 1
    assert len(list(nodes(document, Listing))) == 1


# --- words ---


def test_marks_are_set_by_the_language_of_chapter_and_block() -> None:
    text = '---\nlang: de\ntitle: "Das \\"Wort\\""\n---\n"a"\n\n::: {lang=fr}\n"b"\n:::\n\n`"c"`\n'
    document = clean({"a.md": text, "b.md": '# B\n\n"d"[^1]\n\n[^1]: "e" -- f\n'})
    one, two = document.chapters
    assert plain_text(one.title) == "Das „Wort“"
    assert plain_text(one.blocks).replace("\u202f", "_").split() == ["„a“", "«_b_»", '"c"']
    assert plain_text(two.notes).strip() == "“e” – f"


def test_the_book_s_own_words_too() -> None:
    drafts: list[Draft] = [read_chapter(Source("a.md", "# A\n"), no_report)]
    metadata = Metadata('The "x"', "it's", description="a -- b")
    document = normalize(drafts, metadata, Settings(), (), no_report)
    made = document.metadata
    assert (made.title, made.subtitle, made.description) == ("The “x”", "it’s", "a – b")


def test_normalizing_is_pure() -> None:
    files = {"a.md": '# A\n\n## B\n\n[x](b.md) "y"\n', "b.md": "# B\n"}
    assert book(files) == book(files)
    assert isinstance(book(files)[0].chapters[0], Chapter)


def test_a_note_of_a_heading_that_opens_a_chapter_comes_with_it() -> None:
    text = "# One[^a]\n\nText.\n\n# Two[^b]\n\n[^a]: First.\n\n[^b]: Second.\n"
    document = clean({"a.md": text, "z.md": "# Z\n"})
    assert [[note.label for note in chapter.notes] for chapter in document.chapters] == [
        ["a"], ["b"], []
    ]  # fmt: skip


def test_a_note_called_in_the_title_of_an_article_is_reported() -> None:
    document, found = book({"a.md": "# Title[^a]\n\n## One\n\nText.\n\n[^a]: A note.\n"}, "Title")
    assert [str(one) for one in found] == [
        "a.md:1: warning[note-unused]: a note is called in the title of the book, which can have none"
    ]
    assert document.chapters[0].notes == ()


def test_an_article_whose_title_and_heading_differ_keeps_both() -> None:
    text = "---\ntitle: Book\n---\n\n# Chapter\n\n## Section\n"
    document = clean({"a.md": text})
    assert document.metadata.title == "Book"
    assert outline(document) == ["# Chapter {a}", "## Section {a-section}"]


def test_a_chapter_with_two_titles_says_which_is_printed() -> None:
    document, found = book({"a.md": "---\ntitle: Left out\n---\n\n# Printed\n", "b.md": "# B\n"})
    assert plain_text(document.chapters[0].title) == "Printed"
    assert [str(one) for one in found] == [
        "a.md:2: note[front-matter-key]: the title is “Printed”, and “title” is not printed"
    ]


def test_what_normalize_has_made_is_sound() -> None:
    text = "# A {#a}\n\n![x](x.png) [](#b) y[^1] [^1]\n\n# B {#b}\n\n[^1]: N.\n"
    document = replace(clean({"a.md": text}), resources=(Resource("x.png", "image/png", b""),))
    report_unsound(document, no_report)


def test_a_document_by_another_program_is_looked_through() -> None:
    text = "# A\n\n![x](x.png) [](#leg) y[^1]\n\n## Leg {#leg}\n\n[^1]: N.\n"
    made = clean({"a.md": text})
    heading = next(nodes(made, Heading))
    again = replace(made.chapters[0], blocks=(*made.chapters[0].blocks[:1], heading, heading))
    other = replace(made.chapters[0], id="b", blocks=made.chapters[0].blocks[:1], notes=())
    elsewhere = replace(heading, attributes=replace(heading.attributes, id="legs"))
    found: list[Diagnostic] = []
    report_unsound(replace(made, chapters=(again,)), found.append)
    report_unsound(
        replace(made, chapters=(replace(other, blocks=(*other.blocks, elsewhere)),)), found.append
    )
    assert [f"{one.span.line} {one.code} {one.message} {one.hints}" for one in found] == [
        "5 id-duplicate the id “leg” stands twice ()",
        "3 image-missing the document has no picture “x.png” ()",
        "3 image-missing the document has no picture “x.png” ()",
        "3 link-target-missing no place “leg” in the book ('did you mean “legs”?',)",
        "3 note-undefined note “1” is called but not written ()",
    ]
