"""A book by hand with a cover, every role of a chapter, and with nodes where they seldom stand."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from every_node import CARD, DOCUMENT, TABLE, p, t
from myopress.document import (
    Attributes,
    BlockQuote,
    Blocks,
    Box,
    BulletList,
    Chapter,
    CodeBlock,
    CodeSpan,
    DefinitionItem,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Image,
    IndexTerm,
    Link,
    Listing,
    ListItem,
    Math,
    MathBlock,
    Matter,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Phrase,
    Reference,
    Role,
    Superscript,
    Table,
    TableCell,
    TableRow,
    Text,
)

FRONT = (
    "halftitle", "titlepage", "copyright", "dedication", "epigraph", "preface", "foreword",
    "introduction", "acknowledgments", "contents",
)  # fmt: skip
BACK = ("afterword", "appendix", "glossary", "references", "index", "colophon")
LEG = Image("A leg", "figures/leg.svg")
BLOCKS: Blocks = (
    Heading(2, (Text("Maths "), Math("x^2"), CodeSpan("y"), Superscript(t("2"))), attributes=Attributes("maths")),
    BlockQuote((Heading(3, t("in a quotation"), attributes=Attributes("q")), p("x"))),
    Table((), (TableRow((TableCell((p("cell", NoteReference("a")), BulletList((ListItem((p("x"),)),)))),)),)),
    Figure((TABLE,), t("A table in a figure"), Attributes("fig-t")),
    Box("tip", (Box("warning", (CARD,)), Figure((p(LEG),), t("The leg."), Attributes("fig-leg")))),
    p(Link((LEG, NoteReference("a")), "https://example.org")),
    BulletList((ListItem((replace(CARD, attributes=Attributes("card-2")), Heading(4, t("in an item"), attributes=Attributes("hi")))),)),
    Division((Heading(2, t("in a division"), attributes=Attributes("div")), MathBlock("x", Attributes("eq-1")), CodeBlock("a\n"))),
    p(*(Phrase(t("i"), kind) for kind in ("dfn", "ins", "mark", "samp", "small", "var", "cite", "q"))),
    OrderedList((ListItem((p("zero"),)),), start=0),
    Paragraph((), Attributes("empty")),
    DefinitionList((DefinitionItem(t("T"), ()),)),
    Figure((), (), Attributes("nothing")),
    Table((), ()),
    BulletList(()),
    Box("note", ()),
    Box("verse", ()),
    BlockQuote(()),
)  # fmt: skip
NOTE = Note("a", (Table((), (TableRow((TableCell((p("n"),)),)),)), p("x")))
LEE = Reference(
    "Lee2007",
    '{"author":[{"family":"Lee","given":"S.-J."}],"id":"Lee2007","title":"Myostatin","type":"book"}',
)


def _chapter(role: Role) -> Chapter:
    matter: Matter = "front" if role in FRONT else "back" if role in BACK else "body"
    blocks: Blocks = (p("Words", IndexTerm(t("x"), ("x",), attributes=Attributes(f"x-{role}"))),)
    title = t(f"The {role}")
    match role:
        case "contents" | "references" | "index":
            blocks = (Listing(role), *blocks)
        case "dedication" | "epigraph":
            title = t(role.title())
        case "prologue":
            title = (LEG, *title)
        case "chapter":
            blocks = (*blocks, *BLOCKS)
    return Chapter(
        f"c-{role}", title, blocks, (NOTE,) if role == "chapter" else (), role=role, matter=matter
    )


_CHAPTERS = [_chapter(role) for role in get_args(Role)]
ODD = replace(
    DOCUMENT,
    chapters=tuple(sorted(_CHAPTERS, key=lambda c: ("front", "body", "back").index(c.matter))),
    references=(LEE,),
    metadata=replace(DOCUMENT.metadata, cover="figures/leg.svg"),
)
