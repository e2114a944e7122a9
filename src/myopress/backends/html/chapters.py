"""A chapter: its opening, its sections by headings, its notes."""

from __future__ import annotations

from lxml.etree import SubElement

from myopress.backends.html.blocks import block
from myopress.backends.html.element import Element, add, child, e, language, meaning
from myopress.backends.html.inlines import inlines
from myopress.backends.html.medium import Medium, Writing
from myopress.backends.html.notes import end_notes, linked_call
from myopress.diagnostics import Report
from myopress.document import Blocks, Chapter, Document, Heading, Role
from myopress.index import Index
from myopress.walk import plain_text

ROLES: dict[Role, tuple[str, str]] = {
    "chapter": ("chapter", "doc-chapter"),
    "part": ("part", "doc-part"),
    "halftitle": ("halftitlepage", ""),
    "titlepage": ("titlepage", ""),
    "copyright": ("copyright-page", ""),
    "dedication": ("dedication", "doc-dedication"),
    "epigraph": ("epigraph", "doc-epigraph"),
    "preface": ("preface", "doc-preface"),
    "foreword": ("foreword", "doc-foreword"),
    "introduction": ("introduction", "doc-introduction"),
    "acknowledgments": ("acknowledgments", "doc-acknowledgments"),
    "contents": ("toc", "doc-toc"),
    "prologue": ("prologue", "doc-prologue"),
    "epilogue": ("epilogue", "doc-epilogue"),
    "conclusion": ("conclusion", "doc-conclusion"),
    "afterword": ("afterword", "doc-afterword"),
    "appendix": ("appendix", "doc-appendix"),
    "glossary": ("glossary", "doc-glossary"),
    "references": ("bibliography", "doc-bibliography"),
    "index": ("index", "doc-index"),
    "colophon": ("colophon", "doc-colophon"),
}
"""`epub:type` and ARIA role of a chapter, as EPUB SSV 1.1 and DPUB-ARIA 1.1 pair them."""
_SILENT: frozenset[Role] = frozenset({"dedication", "epigraph", "halftitle", "titlepage"})
"""Roles whose title is not printed when it is only the name of the role."""


def chapter_body(
    document: Document, position: int, index: Index, medium: Medium, report: Report
) -> Element:
    """`<section id="CHAPTER">` with the whole of the chapter at `position` in the document.

    Notes come at the end if the medium's calls lead there.
    """
    chapter = document.chapters[position]
    writing = chapter_writing(document, position, index, medium, report)
    attrs = {"id": chapter.id, "class": f"chapter role-{chapter.role}"}
    if chapter.language not in {"", document.metadata.language}:
        attrs.update(language(chapter.language, writing))
    section = e("section", {**attrs, **meaning(*ROLES[chapter.role], writing)})
    _opening(section, chapter, writing)
    sections(section, chapter.blocks, writing)
    if medium.note_call is linked_call:
        end_notes(section, chapter, writing)
    return section


def chapter_writing(
    document: Document, position: int, index: Index, medium: Medium, report: Report
) -> Writing:
    """What `blocks` and `inlines` need to write parts of the chapter at `position`."""
    chapter = document.chapters[position]
    return Writing(
        index,
        medium,
        report,
        resources={resource.path: resource for resource in document.resources},
        position=position,
        chapter_id=chapter.id,
        chapter_role=chapter.role,
        notes={note.label: note for note in chapter.notes},
        number_depth=document.settings.number_depth,
    )


def _opening(parent: Element, chapter: Chapter, writing: Writing) -> None:
    """Label ("Chapter 3"), title and subtitle; a dedication shows no title of the tool's.

    What has no heading is no `section` but a `div`.
    """
    title = plain_text(chapter.title)
    if chapter.role in _SILENT and title == getattr(writing.index.words, chapter.role, title):
        parent.tag = "div"
        if parent.get("role"):
            parent.set("aria-label", title)
        return
    header = child(parent, "header", {"class": "opening"})
    number = writing.index.chapter_numbers[writing.position]
    if number and writing.number_depth:
        words = writing.index.words
        name = {"part": words.part, "appendix": words.appendix}.get(chapter.role, words.chapter)
        add(header, "p", {"class": "chapter-label"}, f"{name} {number}")
    title_id = f"{chapter.id}-title"
    if writing.medium.semantics:
        parent.set("aria-labelledby", title_id)
    h1 = child(header, "h1", {"id": title_id})
    if writing.medium.source_lines and chapter.span.line:
        h1.set("data-l", str(chapter.span))
    inlines(h1, chapter.title, writing)
    if chapter.subtitle:
        attrs = {"class": "subtitle", **meaning("subtitle", "doc-subtitle", writing)}
        inlines(child(header, "p", attrs), chapter.subtitle, writing)


def sections(parent: Element, nodes: Blocks, writing: Writing) -> None:
    """Blocks with a `section` around each heading and what belongs to it."""
    open_sections: list[tuple[int, Element]] = [(1, parent)]
    for node in nodes:
        if isinstance(node, Heading):
            while len(open_sections) > 1 and open_sections[-1][0] >= node.level:
                open_sections.pop()
            section = SubElement(open_sections[-1][1], "section")
            section.set("class", f"level-{node.level}")
            open_sections.append((node.level, section))
        block(open_sections[-1][1], node, writing)
