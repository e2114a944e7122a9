"""A document -> pandoc's JSON, which pandoc writes as Word, LaTeX and more, and which is read back.

inlines.py  words and what stands among them
blocks.py   blocks; what pandoc has no type for is a Div
tables.py   tables
meta.py     metadata and sources
"""

from __future__ import annotations

import json

from myopress.document import Chapter, Document
from myopress.index import index
from myopress.pandoc.write.blocks import write_blocks
from myopress.pandoc.write.elements import Element, attributes, element
from myopress.pandoc.write.inlines import write_inlines
from myopress.pandoc.write.meta import metadata
from myopress.pandoc.write.writing import Writing

_VERSION = (1, 23, 1)
"""Of pandoc-types: figures have come with 1.23."""


def encode(document: Document) -> bytes:
    """`document` as pandoc's JSON in UTF-8; pictures are named by their paths, not put in."""
    found = index(document, lambda _: None)
    blocks = [
        block
        for number, chapter in enumerate(document.chapters)
        for block in _chapter(chapter, Writing.of(chapter, number, found, document.resources))
    ]
    tree = {"pandoc-api-version": _VERSION, "meta": metadata(document), "blocks": blocks}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _chapter(chapter: Chapter, writing: Writing) -> list[Element]:
    """A heading that says what the chapter is, and what stands below it."""
    attr = attributes(
        chapter.id,
        ("unnumbered",) if chapter.unnumbered else (),
        chapter=chapter.role,
        matter=chapter.matter if chapter.matter != "body" else "",
        lang=chapter.language,
    )
    made = [element("Header", [chapter.depth + 1, attr, write_inlines(chapter.title, writing)])]
    if chapter.subtitle:
        words = element("Plain", write_inlines(chapter.subtitle, writing))
        made.append(element("Div", [attributes(classes=("subtitle",)), [words]]))
    return made + write_blocks(chapter.blocks, writing)
