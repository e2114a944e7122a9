"""The shared markup writer: nodes -> lxml elements, the same for every medium.

A backend describes itself by a `Medium` and asks for `chapter_body`, or for `blocks` and
`inlines` with the `Writing` that `chapter_writing` gives. Element names say what a thing is;
classes, for style sheets, say the rest:

| markup | what |
|---|---|
| `section.chapter.role-ROLE` | a chapter; `header.opening` with `p.chapter-label`, `h1`, `p.subtitle` |
| `section.level-N` | a heading of level N with all that belongs to it |
| `span.number` | the number in a heading, in contents, before a caption in lists |
| `figure`, `figcaption`, `span.label` | a figure, its caption, "Figure 3.1" in it |
| `img.decorative` | a picture that says nothing, with an empty `alt` |
| `div.table > table` | a table; `th scope`, `.align-left`, `.align-center`, `.align-right` |
| `aside.box.box-KIND > p.box-title` | a box; `blockquote.box-epigraph`, `div.box-dedication`, `div.box-verse` |
| `section.card` | `.card-name`, `p.tagline`, `dl.fields` with `dt.evidence-term`, `dt.confidence-term`, `dt.references-term`, `dd.sources` |
| `ul.ladder > li.rung(.filled) > span.bar` | kinds of study, each also in words |
| `span.pips > span.pip(.filled)` | confidence, with the word after it |
| `p.claim > span.claim-evidence` | a claim and its grade; `span.steps > span.step(.filled)`, the kinds of study |
| `pre > code.language-X`, `code.math` | code; a formula that could not be read |
| `div.equation > span.equation-number` | a formula on lines of its own, and its number |
| `ul.tasks`, `span.task(.done)` | a list with tasks, the mark of one |
| `a.note-call` | a note's call; `span.footnote[data-number]` with `span.note-paragraph` in print |
| `section.notes > aside.note` | the notes at a chapter's end; `a.note-number`, `a.note-return` lead back |
| `span.citation`, `a.term`, `span.page`, `span.smallcaps` | a citation, a word of the glossary, a printed page, small capitals |
| `nav.contents`, `nav.figures`, `nav.tables` | lists with `li.level-N`, `span.number`, `span.page` |
| `div.references > ul.sources` | the bibliography, `span.label` in numeric styles |
| `div.glossary > dl`, `div.index > ul`, `a.locator` | glossary and index |

An author's own classes follow the tool's. Text must be free of characters that XML forbids,
which the reader and the JSON form see to.
"""

from __future__ import annotations

from myopress.backends.html.blocks import blocks
from myopress.backends.html.cards import confidence, evidence
from myopress.backends.html.chapters import ROLES, chapter_body, chapter_writing, sections
from myopress.backends.html.element import (
    EPUB_TYPE,
    OPS,
    XHTML,
    XML_LANG,
    Element,
    add,
    child,
    direction,
    e,
    put,
)
from myopress.backends.html.inlines import inlines
from myopress.backends.html.listings import contents, listing
from myopress.backends.html.medium import LINEAR, Medium, Writing
from myopress.backends.html.notes import foot_call, linked_call, no_call, note_id

__all__ = [
    "EPUB_TYPE",
    "LINEAR",
    "OPS",
    "ROLES",
    "XHTML",
    "XML_LANG",
    "Element",
    "Medium",
    "Writing",
    "add",
    "blocks",
    "chapter_body",
    "chapter_writing",
    "child",
    "confidence",
    "contents",
    "direction",
    "e",
    "evidence",
    "foot_call",
    "inlines",
    "linked_call",
    "listing",
    "no_call",
    "note_id",
    "put",
    "sections",
]
