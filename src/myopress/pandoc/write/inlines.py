"""Our inlines as pandoc's."""

from __future__ import annotations

import base64
from typing import assert_never

from myopress.document import (
    PLAIN,
    Citation,
    CitationItem,
    CodeSpan,
    CrossReference,
    Emphasis,
    GlossaryTerm,
    HardBreak,
    Image,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Math,
    NoteReference,
    Phrase,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from myopress.manifest.files import UP
from myopress.pandoc.write import blocks
from myopress.pandoc.write.elements import Element, attributes, element, of, text
from myopress.pandoc.write.writing import Writing
from myopress.walk import plain_text


def write_inlines(nodes: Inlines, writing: Writing) -> list[Element]:
    """Pandoc's inlines for ours."""
    return [made for node in nodes for made in _inline(node, writing)]


def _inline(node: Inline, writing: Writing) -> list[Element]:
    match node:
        case Text(words):
            return text(words)
        case Emphasis(children):
            return [element("Emph", write_inlines(children, writing))]
        case Strong(children):
            return [element("Strong", write_inlines(children, writing))]
        case Strikethrough(children):
            return [element("Strikeout", write_inlines(children, writing))]
        case Superscript(children):
            return [element("Superscript", write_inlines(children, writing))]
        case Subscript(children):
            return [element("Subscript", write_inlines(children, writing))]
        case CodeSpan(words, own):
            return [element("Code", [of(own), words])]
        case Math(tex):
            return [element("Math", [element("InlineMath"), tex])]
        case Phrase():
            return [_phrase(node, writing)]
        case Link(children, target, title, own):
            return [element("Link", [of(own), write_inlines(children, writing), [target, title]])]
        case CrossReference():
            return [_reference(node, writing)]
        case Image():
            return [_image(node, writing)]
        case NoteReference(label):
            return _note(label, writing)
        case Citation():
            return [_citation(node, writing)]
        case IndexTerm(children, entry, see, see_also, own):
            attr = of(own, "index", entry=" > ".join(entry), see=see, see_also=see_also)
            return [element("Span", [attr, write_inlines(children, writing)])]
        case GlossaryTerm(children, term):
            attr = attributes(classes=("term",), of=term)
            return [element("Span", [attr, write_inlines(children, writing)])]
        case SoftBreak():
            return [element("SoftBreak")]
        case HardBreak():
            return [element("LineBreak")]
        case _:
            assert_never(node)


def _phrase(node: Phrase, writing: Writing) -> Element:
    """Pandoc's own type where that can hold it, else a Span whose first class is the kind."""
    inner = write_inlines(node.children, writing)
    if node.attributes == PLAIN and not node.title:
        if node.kind == "underline":
            return element("Underline", inner)
        if node.kind == "smallcaps":
            return element("SmallCaps", inner)
    kind = () if node.kind == "span" else (node.kind,)
    return element("Span", [of(node.attributes, *kind, title=node.title), inner])


def _reference(node: CrossReference, writing: Writing) -> Element:
    """A link within the document; the tool's own words are marked, so that they are not kept."""
    own = "" if node.children else "reference"
    anchor = writing.index.anchors.get(node.target)
    label = text(anchor.label if anchor else node.target)
    inner = write_inlines(node.children, writing) if node.children else label
    return element("Link", [of(node.attributes, node=own), inner, [f"#{node.target}", ""]])


def _image(node: Image, writing: Writing) -> Element:
    """A picture by its path, or with its bytes where it never had one."""
    address = node.resource.replace(UP, "../")
    if embedded := writing.embedded.get(node.resource):
        data = base64.b64encode(embedded.data).decode("ascii")
        address = f"data:{embedded.media_type};base64,{data}"
    kind = ("decorative",) if node.decorative else ()
    attr = of(node.attributes, *kind, width=node.width)
    return element("Image", [attr, text(node.alt), [address, node.title]])


def _note(label: str, writing: Writing) -> list[Element]:
    note = writing.notes.get(label)
    if note is None or label in writing.open:
        return []
    writing.open.append(label)
    made = element("Note", blocks.write_blocks(note.children, writing))
    writing.open.pop()
    return [made]


def _citation(node: Citation, writing: Writing) -> Element:
    """A citation, with the words that it has in our outputs."""
    first = "AuthorInText" if node.mode == "textual" else "NormalCitation"
    sources = [
        _source(item, first if number == 0 else "NormalCitation")
        for number, item in enumerate(node.items)
    ]
    formatted = writing.index.citations.get(node)
    words = plain_text(formatted) if formatted else "; ".join(f"@{one.key}" for one in node.items)
    return element("Cite", [sources, text(words)])


def _source(item: CitationItem, mode: str) -> dict[str, object]:
    parted = ", " if item.locator else " "
    after = f"{parted}{item.suffix}" if item.suffix else ""
    return {
        "citationId": item.key,
        "citationPrefix": text(item.prefix),
        "citationSuffix": text(after),
        "citationMode": element("SuppressAuthor" if item.author_suppressed else mode),
        "citationNoteNum": 0,
        "citationHash": 0,
    }
