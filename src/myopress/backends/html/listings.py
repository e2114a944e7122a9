"""Lists that the tool makes: contents, references, glossary, index, figures and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml.etree import SubElement

from myopress.backends.html.element import Element, add, child, meaning, put
from myopress.backends.html.inlines import inlines, link, run_in
from myopress.backends.html.locators import locators
from myopress.backends.html.medium import BlocksWriter, Writing
from myopress.document import DefinitionItem, Glossary, Listing
from myopress.index import Anchor, IndexEntry, OutlineEntry
from myopress.walk import plain_text

_MEANINGS = {
    "contents": ("toc", "doc-toc"),
    "references": ("bibliography", "doc-bibliography"),
    "index": ("index", "doc-index"),
    "glossary": ("glossary", "doc-glossary"),
    "figures": ("loi", ""),
    "tables": ("lot", ""),
}


def listing(parent: Element, node: Listing, writing: Writing) -> None:
    """The list that `node` stands for; an empty one leaves nothing."""
    index = writing.index
    match node.kind:
        case "contents" if index.outline:
            contents(_wrapper(parent, "nav", node.kind, writing), index.outline, writing)
        case "references" if index.bibliography:
            _references(_wrapper(parent, "div", node.kind, writing), writing)
        case "index" if index.terms:
            terms = SubElement(_wrapper(parent, "div", node.kind, writing), "ul")
            chapters = _chapter_names(writing)
            for entry in index.terms:
                _index_entry(terms, entry, chapters, writing)
        case "figures" | "tables":
            kind = node.kind.removesuffix("s")
            anchors = [a for a in index.anchors.values() if a.kind == kind and a.number]
            if anchors:
                _captions(_wrapper(parent, "nav", node.kind, writing), anchors, writing)


def _wrapper(parent: Element, tag: str, kind: str, writing: Writing) -> Element:
    """The element of a list, with its name and meaning unless the chapter has both."""
    attrs = {"class": kind}
    if kind != writing.chapter_role:
        attrs.update(meaning(*_MEANINGS[kind], writing))
        if writing.medium.semantics:
            attrs["aria-label"] = str(getattr(writing.index.words, kind))
    elif tag == "nav" and writing.medium.semantics:
        tag = "div"
    return child(parent, tag, attrs)


def contents(parent: Element, entries: Sequence[OutlineEntry], writing: Writing) -> None:
    """The outline as nested ordered lists of links, with numbers, and pages where there are."""
    outline, repeating = SubElement(parent, "ol"), replace(writing, repeated=True)
    for entry in entries:
        item = SubElement(outline, "li")
        item.set("class", f"level-{entry.level}")
        target = link(item, entry.id, {}, writing)
        if entry.number:
            add(target, "span", {"class": "number"}, entry.number).tail = " "
        inlines(target, entry.title, repeating)
        _page(target, entry.id, writing)
        if entry.children:
            contents(item, entry.children, writing)


def _captions(parent: Element, anchors: Sequence[Anchor], writing: Writing) -> None:
    rows, repeating = SubElement(parent, "ol"), replace(writing, repeated=True)
    for anchor in anchors:
        target = link(SubElement(rows, "li"), anchor.id, {}, writing)
        add(target, "span", {"class": "number"}, anchor.label).tail = " "
        inlines(target, anchor.title, repeating)
        _page(target, anchor.id, writing)


def _page(parent: Element, target: str, writing: Writing) -> None:
    page = writing.medium.page(target)
    if page:
        put(parent, " ")
        add(parent, "span", {"class": "page"}, page)


def _references(parent: Element, writing: Writing) -> None:
    """The bibliography; labels are those that the citation style gives."""
    sources = child(parent, "ul", {"class": "sources"})
    for entry in writing.index.bibliography:
        item = child(sources, "li", {"id": entry.id})
        if entry.label:
            add(item, "span", {"class": "label"}, f"{entry.label}.").tail = " "
        inlines(item, entry.children, writing)


def glossary(parent: Element, node: Glossary, writing: Writing, blocks: BlocksWriter) -> None:
    """Terms with their definitions, each term with the id that its mentions lead to."""
    wrapper = _wrapper(parent, "div", "glossary", writing)
    if writing.medium.source_lines and node.span.line:
        wrapper.set("data-l", str(node.span))
    terms = SubElement(wrapper, "dl")
    for item in node.items:
        entry = writing.index.glossary.get(plain_text(item.term).lower())
        attrs = {"id": entry.id} if entry and not writing.repeated else {}
        definition(terms, item, attrs, writing, blocks)


def definition(
    parent: Element,
    item: DefinitionItem,
    attrs: dict[str, str],
    writing: Writing,
    blocks: BlocksWriter,
) -> None:
    """One term and what is said of it."""
    inlines(add(parent, "dt", attrs), item.term, writing)
    for children in item.definitions or ((),):  # HTML wants one at least
        run_in(add(parent, "dd"), children, writing, blocks)


def _chapter_names(writing: Writing) -> Mapping[int, str]:
    """What an index calls each chapter: its number, or its title if it has none."""
    return {
        anchor.chapter: anchor.number or anchor.label
        for anchor in writing.index.anchors.values()
        if anchor.kind == "chapter"
    }


def _index_entry(
    parent: Element, entry: IndexEntry, chapters: Mapping[int, str], writing: Writing
) -> None:
    """A heading, its places, and the other headings that it points to."""
    words = writing.index.words
    item = add(parent, "li")
    put(item, entry.heading)
    for target, text in locators(entry.locators, chapters, writing):
        put(item, ", ")
        put(link(item, target, {"class": "locator"}, writing), text)
    for word, others in ((words.see, entry.see), (words.see_also, entry.see_also)):
        if others:
            put(item, ", ")
            add(item, "em", text=word)
            put(item, " " + "; ".join(others))
    if entry.children:
        below = SubElement(item, "ul")
        for child in entry.children:
            _index_entry(below, child, chapters, writing)
