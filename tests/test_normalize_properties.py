"""Whatever stands in the drafts: ids are unique and valid, links lead somewhere, nothing is raised."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from myopress.document import (
    Card,
    Chapter,
    Claim,
    CrossReference,
    Document,
    Figure,
    Heading,
    Metadata,
    Node,
    Settings,
    Text,
)
from myopress.front_matter import FrontMatter
from myopress.index import index
from myopress.markdown import Draft
from myopress.normalize import normalize
from myopress.slugs import is_name
from myopress.typography import typeset, typeset_text
from myopress.walk import nodes, plain_text
from strategies import chapters, documents


def book(parts: list[Chapter]) -> Document:
    drafts = [Draft(chapter, FrontMatter()) for chapter in parts]
    return normalize(drafts, Metadata("Book"), Settings(), (), list[object]().append)


@settings(max_examples=60, deadline=None)
@given(st.lists(chapters(), min_size=1, max_size=3))
def test_ids_are_unique_and_all_that_needs_one_has_one(parts: list[Chapter]) -> None:
    document = book(parts)
    found = [chapter.id for chapter in document.chapters]
    assert all(name.isascii() for name in found)
    for node in nodes(document, Node):
        whole: Any = node
        name = getattr(whole, "attributes", None) and whole.attributes.id
        if name:
            found.append(name)
        else:
            assert not isinstance(node, Heading | Figure | Card | Claim)
    assert all(map(is_name, found))
    assert len(set(found)) == len(found)


@settings(max_examples=60, deadline=None)
@given(st.lists(chapters(), min_size=1, max_size=3))
def test_chapters_have_titles_and_headings_skip_no_level(parts: list[Chapter]) -> None:
    for chapter in book(parts).chapters:
        last = 1
        for block in chapter.blocks:
            if isinstance(block, Heading):
                assert 2 <= block.level <= last + 1
                last = block.level


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_document_has_an_index(document: Document) -> None:
    made = index(document, list[object]().append)
    assert [entry for entry in made.anchors if made.anchors[entry].id != entry] == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("ab 1\"'-.([—“\n"), max_size=30), st.sampled_from(["en", "de", "sv"])
)
def test_marks_keep_the_words(text: str, language: str) -> None:
    """Letters, digits and spaces stay; a run split into nodes reads as the whole does."""
    made = typeset_text(text, language)
    letters = "".join(c for c in text if c in "ab1 \n")
    assert "".join(c for c in made if c in "ab1 \n") == letters
    middle = len(text) // 2
    if text[middle - 1 : middle + 1] not in ("--", ".."):
        run = tuple(Text(part) for part in (text[:middle], text[middle:]) if part)
        assert plain_text(typeset(run, language)) == made


@settings(max_examples=40, deadline=None)
@given(st.lists(chapters(), min_size=1, max_size=2))
def test_what_normalize_makes_leads_somewhere(parts: list[Chapter]) -> None:
    """All cross-references that `normalize` itself makes; the drafts' own are left alone."""
    before = {node.target for chapter in parts for node in nodes(chapter, CrossReference)}
    document = book(parts)
    anchors = index(document, list[object]().append).anchors
    targets = {node.target for node in nodes(document, CrossReference)}
    assert targets - before <= set(anchors)
