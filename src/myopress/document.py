"""The document: every node type that a book is made of, and no behaviour.

Nodes are frozen, their children are tuples, and each knows the lines that it was read from
(`span`, which equality ignores). There are two closed unions, `Block` and `Inline`; code that
handles one ends its `match` with `assert_never`, so that mypy names a forgotten node.

Numbers (of chapters, notes, figures, citations) are not in the nodes: `index.py` has them.
Nouns are CommonMark's where it has one, the book trade's elsewhere. Each docstring shows the
Markdown that the node comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from myopress.source import NOWHERE, Span

VERSION = 1
"""The version of the document's JSON form; it changes when an old reader would misread it."""


@dataclass(frozen=True, slots=True)
class Node:
    """What every part of the document has."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Attributes:
    """`{#id .class lang=grc}`: a name to link to, classes for style sheets, a language.

    Other keys belong to single nodes and stand there as fields; an unknown key is a diagnostic.
    `language` is a BCP 47 tag.
    """

    id: str = ""
    classes: tuple[str, ...] = ()
    language: str = ""


PLAIN = Attributes()

# --- Inlines ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(Node):
    """`plain words`"""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """`*stressed*`"""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """`**important**`"""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strikethrough(Node):
    """`~~deleted~~`, `<del>deleted</del>`"""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """`2^10^`, `<sup>10</sup>`"""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """`H~2~O`, `<sub>2</sub>`"""

    children: Inlines


@dataclass(frozen=True, slots=True)
class CodeSpan(Node):
    """`` `x = 1` ``"""

    text: str
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Math(Node):
    """`$E = mc^2$`: TeX within a line."""

    tex: str


SpanKind: TypeAlias = Literal[
    "span", "abbr", "cite", "dfn", "ins", "kbd", "mark", "q", "samp", "small", "smallcaps",
    "underline", "var",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """`[words]{.class lang=la}`, `<kbd>Esc</kbd>`, `<abbr title="...">`, `[WHO]{.smallcaps}`

    `title` is the expansion of an abbreviation, else empty.
    """

    children: Inlines
    kind: SpanKind = "span"
    title: str = ""
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Link(Node):
    """`[text](https://example.org "title")`, `<https://example.org>`

    After `normalize` every link to a place in the book is a `CrossReference`; what is left
    leads outside.
    """

    children: Inlines
    target: str
    title: str = ""
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class CrossReference(Node):
    """`[](#fig-il6)`, `[the blood test](ch2.md#test)`: a link to an id of the book.

    Without children the tool writes the text ("Figure 3.1", in print also the page).
    """

    children: Inlines
    target: str
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Image(Node):
    """`![what it shows](figures/leg.svg "title"){width=60%}`

    `resource` is the path of a `Resource`. `alt` is plain text; `decorative` (`{.decorative}`)
    says that none is owed. `width` is CSS: `60%`, `80mm`; empty for the picture's own.
    """

    alt: str
    resource: str
    title: str = ""
    width: str = ""
    decorative: bool = False
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class NoteReference(Node):
    """`[^label]`, `^[a note written in place]`: the call of a note of the same chapter."""

    label: str


@dataclass(frozen=True, slots=True)
class CitationItem(Node):
    """`see @Lee2007, p. 5`: one source within a citation.

    `author_suppressed` is pandoc's `-@Lee2007`. `suffix` is all that follows the key, the
    locator ("p. 5") included, which the citation style reads.
    """

    key: str
    prefix: str = ""
    locator: str = ""
    suffix: str = ""
    author_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """`[see @Lee2007, p. 5; @Louis2007]`, or in the text `@Lee2007 [p. 5]`"""

    items: tuple[CitationItem, ...]
    mode: Literal["parenthetical", "textual"] = "parenthetical"


@dataclass(frozen=True, slots=True)
class IndexTerm(Node):
    """`[irisin]{.index}`, `[]{.index entry="irisin > in mice" see="FNDC5"}`

    `entry` is the path of headings in the index, from the main entry down. With `see` or
    `see_also` the entry points to another and not to this place.
    """

    children: Inlines
    entry: tuple[str, ...]
    see: str = ""
    see_also: str = ""
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class GlossaryTerm(Node):
    """`[cytokines]{.term of="cytokine"}`: a word that the glossary explains."""

    children: Inlines
    term: str


@dataclass(frozen=True, slots=True)
class SoftBreak(Node):
    """A line end in the source: a space on the page."""


@dataclass(frozen=True, slots=True)
class HardBreak(Node):
    """Two spaces or a backslash at a line's end, `<br>`"""


Inline: TypeAlias = (
    Text | Emphasis | Strong | Strikethrough | Superscript | Subscript | CodeSpan | Math | Phrase
    | Link | CrossReference | Image | NoteReference | Citation | IndexTerm | GlossaryTerm
    | SoftBreak | HardBreak
)  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]

# --- Blocks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """`## Blood from a working leg {#blood}`

    After `normalize` a chapter's own title is its only heading of level 1 and none is skipped
    below it. `unnumbered` is `{.unnumbered}`.
    """

    level: int
    children: Inlines
    unnumbered: bool = False
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """Lines of text up to a blank one; `Signals low fuel, and more. {short="low fuel" of=3f2a9c}`

    `short` is what the cheat sheet says, `short_of` the fingerprint of the words it stands for.
    """

    children: Inlines
    attributes: Attributes = PLAIN
    short: str = ""
    short_of: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Node):
    """`Muscle releases IL-6 [@Lee2007]. {#il6 evidence="human RCT, cell" confidence=low remark="..."}`

    A paragraph that says how well it is known, in the words of `grades.py`; without `evidence`
    it is not graded, without a citation in it uncited. `remark` qualifies: "one trial".
    """

    children: Inlines
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    remark: Inlines = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class BlockQuote(Node):
    """`> quoted`"""

    children: Blocks
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Fenced with ```` ```python ```` or indented by four spaces. `text` ends with a line feed."""

    text: str
    language: str = ""
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class MathBlock(Node):
    """`$$ E = mc^2 $$ {#eq-energy}`: TeX on lines of its own, numbered if it has an id."""

    tex: str
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One `- item`; `checked` is None unless it is a task, `- [x] done`."""

    children: Blocks
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """`- one`; `tight` if no blank line parts the items (CommonMark's word)."""

    items: tuple[ListItem, ...]
    tight: bool = True
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """`3. three`, counted from `start`."""

    items: tuple[ListItem, ...]
    start: int = 1
    tight: bool = True
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class DefinitionItem(Node):
    """A term, on a line of its own, and below it each `: definition`."""

    term: Inlines
    definitions: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms with definitions, as pandoc and PHP Markdown Extra write them."""

    items: tuple[DefinitionItem, ...]
    attributes: Attributes = PLAIN


Align: TypeAlias = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TableCell(Node):
    """What stands between two `|`. `scope` is set on header cells."""

    children: Blocks
    align: Align = ""
    scope: Literal["", "col", "row"] = ""
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """One line of a table."""

    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A GFM table; `Table: caption {#tbl-drugs}` on the line after it or before it.

    `head` is empty in an HTML table without one. Cells hold blocks because HTML's do; a GFM
    cell holds one paragraph.
    """

    head: tuple[TableRow, ...]
    body: tuple[TableRow, ...]
    caption: Inlines = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture alone in its paragraph, `![alt](leg.svg "Caption."){#fig-leg}`, or `::: figure`

    with blocks whose last paragraph is the caption. In the short form the title is the caption.
    """

    children: Blocks
    caption: Inlines = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class ThematicBreak(Node):
    """`***`"""


BoxKind: TypeAlias = Literal[
    "note", "tip", "important", "warning", "caution", "aside", "example", "evidence", "pullquote",
    "epigraph", "dedication", "verse", "details",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box(Node):
    """`::: tip Start small`, `> [!WARNING]`, `<details><summary>...`: set apart from the text.

    `title` is what follows the kind, or the summary of `<details>`.
    """

    kind: BoxKind
    children: Blocks
    title: Inlines = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Division(Node):
    """`::: {#id .class lang=fr}`, `<div>`, `<section>`: blocks under one name, class or language."""

    children: Blocks
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class CardField(Node):
    """One line of a card's definition list: `Does` / `: Signals low fuel.`"""

    term: Inlines
    children: Blocks


@dataclass(frozen=True, slots=True)
class Card(Node):
    """`::: card IL-6: The fuel gauge {#il6}` with a definition list of fields, `:::`

    What follows the colon of the title is `tagline`. Three fields are read by the tool and
    therefore have nodes' fields of their own: `Evidence` (words of the fixed list, parted by
    commas), `Confidence`, and `References` (citations). Blocks beside the list are `children`.
    After `normalize` a field `[](#il6)` has the words of that claim, `claims` its id, and what
    the card leaves out of evidence, confidence and references is its claims'.
    """

    name: Inlines
    tagline: Inlines = ()
    fields: tuple[CardField, ...] = ()
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    references: tuple[Citation, ...] = ()
    children: Blocks = ()
    claims: tuple[str, ...] = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Glossary(Node):
    """`::: glossary` around a definition list: the terms that `{.term}` may name."""

    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """`::: references` / `:::`: a list that the tool makes, at this place.

    `contents` is the table of contents; `references`, `index`, `figures` and `tables` list
    what their names say.
    """

    kind: Literal["contents", "references", "index", "figures", "tables"]


Block: TypeAlias = (
    Heading | Paragraph | Claim | BlockQuote | CodeBlock | MathBlock | BulletList | OrderedList
    | DefinitionList | Table | Figure | ThematicBreak | Box | Division | Card | Glossary | Listing
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]

# --- The book --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note(Node):
    """`[^label]: text`, with blocks indented below it. Labels are the chapter's own."""

    label: str
    children: Blocks


Role: TypeAlias = Literal[
    "chapter", "part", "halftitle", "titlepage", "copyright", "dedication", "epigraph", "preface",
    "foreword", "introduction", "acknowledgments", "contents", "prologue", "epilogue",
    "conclusion", "afterword", "appendix", "glossary", "references", "index", "colophon",
]  # fmt: skip
Matter: TypeAlias = Literal["front", "body", "back"]


@dataclass(frozen=True, slots=True)
class Chapter(Node):
    """One Markdown file, or a part of one: the unit that opens a page.

    `id` is unique in the book and names the output's files. `title` is inline so that
    it keeps its emphasis; `blocks` do not repeat it. `subtitle` comes from the front matter.
    `depth` is 0 for a top-level chapter and one more within each part or parent chapter.
    """

    id: str
    title: Inlines
    blocks: Blocks
    notes: tuple[Note, ...] = ()
    subtitle: Inlines = ()
    role: Role = "chapter"
    matter: Matter = "body"
    depth: int = 0
    unnumbered: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body; `role` is a MARC relator code ("aut", "ill"), `sort_as` "Lee, Se-Jin"."""

    name: str
    role: str = "aut"
    sort_as: str = ""


@dataclass(frozen=True, slots=True)
class SubjectCode:
    """A place in a scheme of subjects: the `code` ("HEA007000") and the scheme's words for it."""

    scheme: Literal["bisac", "thema"]
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the book says about itself, from `book.toml` or an article's front matter.

    `language` is a BCP 47 tag, `date` an ISO 8601 date as the author wrote it or empty,
    `identifier` an URN ("urn:isbn:978..."), and so are `other_identifiers` and the ISBNs of the
    two editions. `subjects` are plain words. `source` is what the book was made from, `cover` a
    resource path, `url` the book's address.
    """

    title: str
    subtitle: str = ""
    contributors: tuple[Contributor, ...] = ()
    language: str = "en"
    identifier: str = ""
    publisher: str = ""
    date: str = ""
    description: str = ""
    rights: str = ""
    subjects: tuple[str, ...] = ()
    subject_codes: tuple[SubjectCode, ...] = ()
    series: str = ""
    series_position: str = ""
    edition: str = ""
    url: str = ""
    cover: str = ""
    source: str = ""
    isbn_epub: str = ""
    isbn_print: str = ""
    other_identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certifier(Node):
    """`certified-by = "..."`: who answers for the EPUB being accessible."""

    name: str


FontRole = Literal["text", "heading", "sans", "mono", "fallback"]
"""What a font of the book's own is for; a fallback has the signs that other faces lack."""


@dataclass(frozen=True, slots=True)
class FontFile(Node):
    """A file that `[fonts]` names: its path as a resource, and the face that it holds.

    `family`, `weight` (1 to 1000) and `italic` are told by the file, and stand here once it is
    read.
    """

    role: FontRole
    resource: str
    family: str = ""
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards of the sheet that stand together below a title, by id."""

    title: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction(Node):
    """`["ch2/the-leg-that-kicks"]` in `layout/print.toml`: one block of the printed book put right.

    `block` is its id, or for a paragraph without one the chapter's id and its first words.
    `tracking` is added to each letter (em), `keep` holds it on the page of what follows or holds
    it together, `breaks` begins a page with it, `size` is a picture's width in percent of the
    measure; empty and 0 change nothing.
    """

    block: str
    tracking: float = 0.0
    keep: Literal["", "next", "together"] = ""
    breaks: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The author's choices about the outputs, the tables of `book.toml`.

    `*_styles` are resource paths of style sheets put after the default ones. `trim_*` and paper
    are in mm. `citation_style` is a CSL style's name. `number_depth` says down to which heading
    level numbers are printed: 0 none, 1 chapters. `epub_fonts` puts our fonts,
    and the book's own (`fonts`), into the EPUB.
    `pdf_target` is what a printer makes of the book ("kdp-6x9-cream") or empty, `pdf_colour` the
    colours of its file (empty: as the printer wants), `pdf_cover` a resource path of the front
    with its bleed, `pdf_price` the five digits beside the ISBN's barcode. `pdf_corrections` are those of `layout/print.toml`. `pdf_openings` says on
    which pages chapters begin (empty: on right-hand ones unless the book is short). `cheatsheet_drop` are
    terms of fields in the order in which they may go, `cheatsheet_colour` "#RRGGBB" or empty.
    """

    epub_styles: tuple[str, ...] = ()
    pdf_styles: tuple[str, ...] = ()
    cheatsheet_styles: tuple[str, ...] = ()
    trim_width: float = 152.4
    trim_height: float = 228.6
    pdf_target: str = ""
    pdf_colour: Literal["", "grey", "cmyk", "rgb"] = ""
    pdf_cover: str = ""
    pdf_price: str = ""
    pdf_corrections: tuple[Correction, ...] = ()
    pdf_openings: Literal["", "right", "any"] = ""
    cheatsheet_title: str = ""
    cheatsheet_strapline: str = ""
    cheatsheet_paper: str = "a4"
    cheatsheet_orientation: str = "portrait"
    cheatsheet_ink_saver: bool = False
    cheatsheet_grey: bool = False
    cheatsheet_cards: tuple[str, ...] = ()
    cheatsheet_groups: tuple[CardGroup, ...] = ()
    cheatsheet_panel: tuple[str, ...] = ()
    cheatsheet_panel_title: str = ""
    cheatsheet_drop: tuple[str, ...] = ()
    cheatsheet_colour: str = ""
    citation_style: str = ""
    number_depth: int = 1
    fonts: tuple[FontFile, ...] = ()
    epub_fonts: bool = False
    epub_certifier: Certifier | None = None


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """One source of the bibliography; `csl` is its CSL-JSON item as canonical JSON text."""

    key: str
    csl: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture or style sheet: its path in the book, media type, bytes, and pixels (0: unknown)."""

    path: str
    media_type: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A whole book."""

    metadata: Metadata
    chapters: tuple[Chapter, ...]
    references: tuple[Reference, ...] = ()
    resources: tuple[Resource, ...] = ()
    settings: Settings = Settings()
