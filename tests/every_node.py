"""A book by hand that has every node at least once, and an index for it."""

from __future__ import annotations

from myopress.document import (
    Attributes,
    BlockQuote,
    Blocks,
    Box,
    BoxKind,
    BulletList,
    Card,
    CardField,
    Chapter,
    Citation,
    CitationItem,
    Claim,
    CodeBlock,
    CodeSpan,
    Contributor,
    CrossReference,
    DefinitionItem,
    DefinitionList,
    Division,
    Document,
    Emphasis,
    Figure,
    Glossary,
    GlossaryTerm,
    HardBreak,
    Heading,
    Image,
    IndexTerm,
    Inline,
    Link,
    Listing,
    ListItem,
    Math,
    MathBlock,
    Metadata,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Phrase,
    Resource,
    SoftBreak,
    Strikethrough,
    Strong,
    SubjectCode,
    Subscript,
    Superscript,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.index import (
    Anchor,
    BibliographyEntry,
    GlossaryEntry,
    Index,
    IndexEntry,
    OutlineEntry,
)
from myopress.source import Span
from myopress.words import words_of

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40">
<path d="M0 20 C40 20 40 4 60 4 S80 20 120 20" fill="none" stroke="#A8321E"/></svg>"""


def t(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def p(*children: Inline | str) -> Paragraph:
    inlines = tuple(Text(child) if isinstance(child, str) else child for child in children)
    return Paragraph(inlines, span=Span("01.md", 7, 9))


CITE = Citation((CitationItem("Lee2007", suffix=", p. 5"),))
BOX_KINDS: tuple[BoxKind, ...] = (
    "note", "tip", "important", "warning", "caution", "aside", "example", "evidence", "pullquote",
    "epigraph", "dedication", "verse", "details",
)  # fmt: skip

INLINES = p(
    "Words & <signs>, ",
    Emphasis(t("stressed")),
    SoftBreak(),
    Strong((Text("strong "), Emphasis(t("and both")))),
    HardBreak(),
    Strikethrough(t("gone")),
    Superscript(t("10")),
    Subscript(t("2")),
    CodeSpan("x < 1"),
    Math("E = mc^2"),
    Math(r"\frac{1"),
    Phrase(t("World Health Organization"), "abbr", "WHO"),
    Phrase(t("panta rhei"), "span", attributes=Attributes(language="grc", classes=("greek",))),
    Phrase(t("WHO"), "smallcaps"),
    Phrase(t("under"), "underline"),
    Phrase(t("Esc"), "kbd"),
    Link(
        (Text("a "), CrossReference(t("nested"), "fig-leg")),
        "https://example.org/ä b?q=1&r=2",
        "Title",
    ),
    " see ",
    CrossReference((), "fig-leg"),
    " and ",
    CrossReference(t("own words"), "two"),
    " ",
    CITE,
    IndexTerm(t("irisin"), ("irisin",), attributes=Attributes("idx-1")),
    IndexTerm((), ("FNDC5",), see="irisin"),
    GlossaryTerm(t("cytokines"), "cytokine"),
    NoteReference("a"),
    " again",
    NoteReference("a"),
    NoteReference("b"),
    Image("A leg", "figures/leg.svg", width="60%"),
    Image("", "figures/leg.svg", decorative=True),
)


def cell(words: str, **options: object) -> TableCell:
    return TableCell((p(words),) if words else (), **options)  # type: ignore[arg-type]


TABLE = Table(
    head=(TableRow((cell("", scope="col"), cell("Dose", scope="col", align="right"))),),
    body=(
        TableRow((cell("Drug", scope="row"), cell("1", align="right"))),
        TableRow((TableCell((p("both"), p("blocks")), colspan=2),)),
    ),
    caption=t("Drugs"),
    attributes=Attributes("tbl-drugs"),
)
CLAIM = Claim(
    (Text("Muscle releases IL-6 "), CITE, Text(".")),
    ("human acute study", "animal"),
    "high",
    t("eight men"),
    attributes=Attributes("claim-il6"),
)
CARD = Card(
    name=t("IL-6"),
    tagline=t("The fuel gauge"),
    fields=(CardField(t("Does"), (p("Signals low fuel."),)),),
    evidence=("human RCT", "animal", "review"),
    confidence="medium",
    references=(CITE,),
    children=(p("A word before."),),
    attributes=Attributes("il6"),
)
BLOCKS: Blocks = (
    INLINES,
    Heading(2, (Text("Blood"), NoteReference("b")), attributes=Attributes("blood")),
    BlockQuote((p("quoted"),)),
    CodeBlock("if x < 1:\n    print('&')\n", "python"),
    MathBlock(r"\int_0^1 x\,dx", attributes=Attributes("eq-one")),
    MathBlock(r"\left("),
    Heading(3, t("Lists"), attributes=Attributes("lists")),
    BulletList((ListItem((p("tight"),)), ListItem((p("with"), BulletList((ListItem((p("inner"),)),)))))),
    BulletList((ListItem((p("loose"),)), ListItem((p("two"), p("paragraphs")))), tight=False),
    OrderedList((ListItem((p("three"),)),), start=3),
    BulletList((ListItem((p("did it"),), checked=True), ListItem((p("to do"),), checked=False))),
    BulletList((ListItem((p("loose task"), p("more")), checked=True),), tight=False),
    DefinitionList((DefinitionItem(t("Term"), ((p("One."),), (p("Two."), p("Blocks.")))),)),
    Heading(2, t("Boxes"), attributes=Attributes("boxes")),
    TABLE,
    Figure((p(Image("A leg that kicks", "figures/leg.svg")),), t("The leg."), Attributes("fig-leg")),
    Figure((p("Words as a figure."), CodeBlock("code\n"))),
    ThematicBreak(),
    CLAIM,
    BulletList((ListItem((Claim(t("A special form exists."), ("not graded",)),)),)),
    *(
        Box(kind, (Paragraph((Text("One line"), SoftBreak(), Text("and another"))),)) for kind in BOX_KINDS),
    Box("tip", (p("With title."),), (Text("Start "), Emphasis(t("small"))), Attributes("tip-1")),
    Division((p("Divided", NoteReference("c")),), Attributes(classes=("own",), language="fr")),
    CARD,
)  # fmt: skip
NOTES = (
    Note("a", (p("The first note, with ", NoteReference("c")), CodeBlock("code\n")), span=Span("01.md", 90)),
    Note("b", (BulletList((ListItem((p("a list"),)),)),)),
    Note("c", (p("The third."),)),
)  # fmt: skip
DOCUMENT = Document(
    Metadata(
        "Every Node & More",
        "A test",
        (Contributor("Ada Test", sort_as="Test, Ada"), Contributor("Ill Strator", "ill")),
        language="en",
        publisher="Press",
        date="2026-03-01",
        description="All nodes.",
        rights="CC BY 4.0",
        subjects=("Testing",),
        subject_codes=(SubjectCode("thema", "MFG", "Physiology"), SubjectCode("bisac", "HEA007000", "Fitness")),
        series="Tests",
        series_position="2",
        url="https://example.org/book",
        source="Lectures",
        isbn_epub="urn:isbn:9781402894626",
        isbn_print="urn:isbn:9780306406157",
        other_identifiers=("https://doi.org/10.1000/1",),
    ),
    (
        Chapter("dedication", t("Dedication"), (p("For all."),), role="dedication", matter="front"),
        Chapter("part-one", t("Beginnings"), (), role="part"),
        Chapter(
            "one",
            (Text("One "), Emphasis(t("Molecule")), NoteReference("b")),
            BLOCKS,
            NOTES,
            t("Two reputations"),
            depth=1,
            span=Span("01.md", 1),
        ),
        Chapter("two", t("Zwei"), (p("Kurz", NoteReference("a")),), (Note("a", (p("Anm."),)),), depth=1, language="de"),
        Chapter(
            "glossary",
            t("Glossary"),
            (Glossary((DefinitionItem(t("Cytokine"), ((p("A small protein."),),)),)),),
            role="glossary",
            matter="back",
        ),
        *(
            Chapter(kind, t(kind.title()), (Listing(kind),), role=kind, matter="back")
            for kind in ("references", "index")
        ),
        Chapter(
            "listings",
            t("Lists"),
            tuple(Listing(kind) for kind in ("contents", "figures", "tables")),
            role="appendix",
            matter="back",
        ),
    ),
    resources=(Resource("figures/leg.svg", "image/svg+xml", SVG, 120, 40), Resource("unused.png", "image/png", b"")),
)  # fmt: skip


def anchor(id_: str, chapter: int, kind: str, number: str, label: str, title: str) -> Anchor:
    return Anchor(id_, chapter, kind, number, label, t(title))  # type: ignore[arg-type]


ANCHORS = (
    anchor("dedication", 0, "chapter", "", "Dedication", "Dedication"),
    anchor("part-one", 1, "chapter", "I", "Part I", "Beginnings"),
    anchor("one", 2, "chapter", "1", "Chapter 1", "One Molecule"),
    anchor("blood", 2, "heading", "1.1", "Section 1.1", "Blood"),
    anchor("lists", 2, "heading", "", "Lists", "Lists"),
    anchor("boxes", 2, "heading", "1.2", "Section 1.2", "Boxes"),
    anchor("fig-leg", 2, "figure", "1.1", "Figure 1.1", "The leg."),
    anchor("tbl-drugs", 2, "table", "1.1", "Table 1.1", "Drugs"),
    anchor("eq-one", 2, "equation", "1.1", "Equation 1.1", ""),
    anchor("il6", 2, "card", "", "IL-6", "IL-6"),
    anchor("idx-1", 2, "place", "", "irisin", "irisin"),
    anchor("two", 3, "chapter", "2", "Chapter 2", "Zwei"),
    anchor("glossary", 4, "chapter", "", "Glossary", "Glossary"),
    anchor("term-cytokine", 4, "term", "", "Cytokine", "Cytokine"),
    anchor("references", 5, "chapter", "", "References", "References"),
    anchor("ref-Lee2007", 5, "reference", "", "Lee 2007", "Lee 2007"),
    anchor("index", 6, "chapter", "", "Index", "Index"),
    anchor("listings", 7, "chapter", "A", "Appendix A", "Lists"),
)


def entry(id_: str, chapter: int, number: str, level: int, *below: OutlineEntry) -> OutlineEntry:
    title = next(anchor.title for anchor in ANCHORS if anchor.id == id_)
    return OutlineEntry(
        id_,
        (*title, NoteReference("b"), Phrase((), attributes=Attributes("once"))),
        number,
        level,
        chapter,
        below,
    )


INDEX = Index(
    outline=(
        entry("dedication", 0, "", 0),
        entry(
            "part-one", 1, "I", 0,
            entry("one", 2, "1", 1, entry("blood", 2, "", 2, entry("lists", 2, "", 3)), entry("boxes", 2, "", 2)),
            entry("two", 3, "2", 1),
        ),
        entry("glossary", 4, "", 0),
        entry("references", 5, "", 0),
        entry("index", 6, "", 0),
        entry("listings", 7, "A", 0),
    ),
    anchors={anchor.id: anchor for anchor in ANCHORS},
    chapter_numbers=("", "I", "1", "2", "", "", "", "A"),
    note_numbers={(2, "b"): "1", (2, "a"): "2", (2, "c"): "3", (3, "a"): "1"},
    citations={CITE: (Text("("), CrossReference(t("Lee 2007"), "ref-Lee2007"), Text(", p. 5)"))},
    bibliography=(BibliographyEntry("Lee2007", "ref-Lee2007", "1", t("Lee, S.-J. Myostatin.")),),
    glossary={"cytokine": GlossaryEntry(t("Cytokine"), "term-cytokine", ((p("A small protein."),),))},
    terms=(
        IndexEntry("FNDC5", see=("irisin",)),
        IndexEntry("irisin", ("idx-1", "blood"), children=(IndexEntry("in mice", ("two",)),), see_also=("cytokine",)),
    ),
    words=words_of("en"),
)  # fmt: skip
