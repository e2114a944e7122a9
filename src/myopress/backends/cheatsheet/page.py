"""The sheet's markup, from `Sheet` and `Plan` to one HTML document. No other file writes any."""

from __future__ import annotations

from lxml import etree

from myopress.backends import shell
from myopress.backends.cheatsheet import qr
from myopress.backends.cheatsheet.body_map import body_map
from myopress.backends.cheatsheet.boxes import PIECE
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.fibres import (
    ACCENT,
    CREAM,
    address,
    ladder,
    pips,
    quotation_marks,
)
from myopress.backends.cheatsheet.fit import Frame, Grid, Plan, Slot
from myopress.backends.cheatsheet.papers import Template
from myopress.backends.html.blocks import blocks
from myopress.backends.html.cards import CONFIDENCES, LADDER
from myopress.backends.html.element import Element, add, e, put
from myopress.backends.html.inlines import inlines
from myopress.backends.html.medium import Writing
from myopress.backends.mark import MARKS_RATIO
from myopress.document import Box, Card, CardField, Claim, Paragraph
from myopress.walk import plain_text
from myopress.words import Words

RUNS_ON = {"to": "from"}
"""Where something goes stands in the line that says where it comes from."""
BESIDE = 320
"""Text of so many characters is higher beside the name than what can stand below the name."""
DRAWN = ("div", "p", "span")
"""Elements that have drawings, which take no room and much time, and are left out of trials."""
MARKS_AT = 0.63
"""Where in the masthead's width the quotation marks begin."""
STRAPLINE, STRAPLINE_SIDE, STRAPLINE_SHARE = 7.6, 6.6, 0.1
"""The strap line's size is so many pt and this part of the title's."""
SIDE_MARKS = 40.0
"""The height, in pt, of the marks of a masthead that heads a column."""
SHAPES = {1: "wide", 2: "medium"}
"""The class of the page by its number of columns."""


def finished(
    sheet: Sheet, plan: Plan, frame: Frame, template: Template, writing: Writing
) -> Element:
    """The page as planned."""
    paper = template.paper
    rule = f"@page{{size:{paper.width:g}pt {paper.height:g}pt;margin:{paper.margin:g}pt}}"
    root, body = _document(sheet, plan.size, plan.mode.count, rule, frame.kind)
    marks = ACCENT if template.ink_saver else CREAM
    wide = frame.hero_width if frame.side else frame.width
    drawing = (_side_marks if frame.side else _marks)(wide, plan.masthead, marks)
    body.append(_masthead(sheet, plan.title, drawing, side=frame.side))
    top, above = (0.0, 0.0) if frame.side else (frame.gap, plan.masthead)
    main = add(body, "main", {"style": f"height:{frame.height - above:.3f}pt"})
    for (left, width), slots in zip(frame.columns(plan.mode), plan.columns, strict=True):
        style = f"top:{top:.3f}pt;left:{left:.3f}pt;width:{width:.3f}pt"
        column = add(main, "div", {"class": "column", "style": style})
        for slot in slots:
            if slot.item == len(sheet.cards) + 1:
                chart = add(column, "div", {"style": f"margin-top:{slot.above:.3f}pt"})
                chart.append(body_map(sheet, width, slot.least, writing.index.words))
            else:
                column.append(_placed(sheet, slot, frame, writing, wide=plan.mode.count == 1))
    foot = add(main, "div", {"class": "foot"})
    if (plan.mode.panel is None or frame.flows) and has_key(sheet) and not frame.keyed:
        foot.append(key(sheet, writing, "strip"))
    foot.append(imprint(sheet))
    return root


def _placed(sheet: Sheet, slot: Slot, frame: Frame, writing: Writing, *, wide: bool) -> Element:
    style = f"margin-top:{slot.above:.3f}pt;--air:{slot.air:.3f}pt"
    if slot.item < len(sheet.cards):
        placed = card(sheet, slot.item, writing, wide=wide)
    else:
        of_week = slot.item == len(sheet.cards) + 2 or (frame.flows and bool(sheet.panel))
        of_week = of_week and not frame.keyed
        placed = panel(sheet, writing) if of_week else key(sheet, writing, "panel")
        style += f";min-height:{slot.least:.3f}pt"
    placed.set("style", style)
    return placed


def trial(sheet: Sheet, size: float, frame: Frame, grid: Grid, writing: Writing) -> Element:
    """Everything but the masthead on an endless page, to be measured."""
    root, body = _document(sheet, size, grid.count, _endless(frame.width), frame.kind)
    width = frame.column(grid) if frame.flows else frame.hero(grid)
    hero = add(body, "div", {"style": f"width:{width:.3f}pt"})
    if sheet.panel:
        hero.append(panel(sheet, writing))
    column = add(body, "div", {"class": "trial", "style": f"width:{frame.column(grid):.3f}pt"})
    for position in range(len(sheet.cards)):
        column.append(card(sheet, position, writing, wide=grid.count == 1))
    if has_key(sheet):
        (hero if frame.keyed else column).append(key(sheet, writing, "panel"))
        body.append(key(sheet, writing, "strip"))
    body.append(imprint(sheet))
    for element in root.iter(*DRAWN):
        if "background-image" in element.get("style", ""):
            del element.attrib["style"]
    return root


def masthead_trial(sheet: Sheet, titles: tuple[float, ...], frame: Frame) -> Element:
    """The masthead at each of these title sizes, to be measured."""
    width = frame.hero_width if frame.side else frame.width
    root, body = _document(sheet, 10, 1, _endless(width), frame.kind)
    for title in titles:
        body.append(_masthead(sheet, title, side=frame.side))
    return root


def _endless(width: float) -> str:
    return f"@page{{size:{width:.3f}pt 99999pt;margin:0}}"


def html(root: Element) -> str:
    """The document as text."""
    return etree.tostring(root, encoding="unicode")


def text_given(root: Element) -> dict[str, str]:
    """The words of each piece of the document, by its name."""
    return {
        element.get(PIECE, ""): "".join(map(str, element.itertext()))
        for element in root.iter()
        if element.get(PIECE)
    }


def _document(
    sheet: Sheet, size: float, count: int, rule: str, kind: str
) -> tuple[Element, Element]:
    body = {
        "class": " ".join((SHAPES.get(count, "narrow"), *kind.split())),
        "style": f"font-size:{size:.2f}pt",
    }
    root = etree.fromstring(shell.page(sheet.language, sheet.title, body, rule=rule))
    return root, root[1]


def _masthead(sheet: Sheet, title: float, drawing: str = "", *, side: bool) -> Element:
    """Title and strap line; `drawing` is the style of height and picture, none in a trial."""
    kind = "masthead side" if side else "masthead"
    header = e("header", {"class": kind, PIECE: f"masthead {title:g}", "style": drawing})
    words = add(header, "div", {"class": "masthead-words"})
    add(words, "h1", {"style": f"font-size:{title:g}pt"}, sheet.title)
    if sheet.strapline:
        size = (STRAPLINE_SIDE if side else STRAPLINE) + title * STRAPLINE_SHARE
        style = {"class": "strapline", "style": f"font-size:{size:.2f}pt"}
        add(words, "p", style, sheet.strapline)
    return header


def _marks(width: float, height: float, colour: str) -> str:
    """The masthead's height, and the quotation marks at the right of the words.

    They begin at the same place whatever the height, and the edges of the masthead cut them.
    """
    tall = min(height * 1.3, width * 0.28)
    top = max(height * 0.11, (height - tall) / 2)
    return (
        f"min-height:{height:.3f}pt;background-image:url({address(quotation_marks(colour))});"
        f"background-size:{tall * MARKS_RATIO:.2f}pt {tall:.2f}pt;"
        f"background-position:{width * MARKS_AT:.2f}pt {top:.2f}pt"
    )


def _side_marks(width: float, height: float, colour: str) -> str:
    """The same for a masthead that heads a column: the marks are cut by its upper edge."""
    tall = SIDE_MARKS
    left = width - tall * MARKS_RATIO - 16
    return (
        f"width:{width:.3f}pt;min-height:{height:.3f}pt;"
        f"background-image:url({address(quotation_marks(colour))});"
        f"background-size:{tall * MARKS_RATIO:.2f}pt {tall:.2f}pt;"
        f"background-position:{left:.2f}pt {-tall * 0.18:.2f}pt"
    )


def card(sheet: Sheet, position: int, writing: Writing, *, wide: bool) -> Element:
    """One card: name, tagline, fields, what else it holds, and what speaks for it.

    In a `wide` one the last stands below the name, at the left of all others, and before them,
    if those are long enough to be the higher column.
    """
    node = sheet.cards[position]
    article = e("article", {"class": "card", PIECE: f"card {position}"})
    if position in sheet.continued:
        article.set("class", "card continued")
    else:
        _card_head(article, sheet, position, writing)
    supported = bool(node.evidence or node.confidence or node.references)
    beside = wide and len(plain_text((*node.fields, *node.children))) > BESIDE
    if supported and beside:
        article.append(_support(node, sheet, writing.index.words))
    body = add(article, "div", {"class": "card-body"})
    for field in node.fields:
        _field(body, field, writing)
    if node.children:
        blocks(add(body, "div", {"class": "row"}), node.children, writing)
    if supported and not beside:
        body.append(_support(node, sheet, writing.index.words))
    return article


def _card_head(article: Element, sheet: Sheet, position: int, writing: Writing) -> None:
    """The title of a group that begins here, the card's number on the map, name and tagline."""
    node = sheet.cards[position]
    if position in sheet.groups:
        add(article, "p", {"class": "group"}, sheet.groups[position])
    name = add(article, "h2", {"class": "name"})
    if sheet.targets:
        add(name, "span", {"class": "number"}, str(position + 1))
        put(name, " ")
    inlines(name, node.name, writing)
    if node.tagline:
        put(name, " ")
        inlines(add(name, "span", {"class": "tagline"}), node.tagline, writing)


def _field(body: Element, field: CardField, writing: Writing) -> None:
    name = slug(plain_text(field.term))
    match field.children:
        case (Paragraph(children) | Claim(children),):
            row, before = _row(body, name)
            inlines(add(row, "b", {"class": "term"}, before), field.term, writing)
            put(row, " ")
            inlines(row, children, writing)
        case _:
            row = add(body, "div", {"class": f"row field-{name}"})
            inlines(add(row, "p", {"class": "term"}), field.term, writing)
            blocks(row, field.children, writing)


def _row(body: Element, name: str) -> tuple[Element, str]:
    """The row in which a field of one paragraph stands, and what parts it from what is there.

    That space must stand within the term: after one outside, WeasyPrint 70 breaks some lines
    much too early.
    """
    before = f"row field-{RUNS_ON.get(name)}"
    if len(body) and body[-1].tag == "p" and body[-1].get("class") == before:
        return body[-1], " "
    return add(body, "p", {"class": f"row field-{name}"}), ""


def slug(words: str) -> str:
    """A field's term as a class name: "Time course" is "time-course"."""
    return "-".join("".join(c if c.isalnum() else " " for c in words.lower()).split())


def _support(node: Card, sheet: Sheet, words: Words) -> Element:
    """The ladder, and beside it kinds of study, confidence and sources in words."""
    box = e("div", {"class": "row support"})
    if node.evidence:
        rungs = tuple(kind in node.evidence for kind in LADDER)
        box.set("style", f"background-image:url({address(ladder(rungs))})")
        box.set("class", "row support graded")
        add(box, "p", {"class": "evidence"}, ", ".join(map(words.grade, node.evidence)))
    if node.confidence or node.references:
        line = add(box, "p", {"class": "confidence"})
        for number, part in enumerate(filter(None, node.confidence.split(","))):
            put(line, " " if number else "")
            _pips(line, part.strip(), words)
        if node.references:
            sources = " " + ", ".join(short_references(node, sheet))
            add(line, "span", {"class": "sources"}, sources)
    return box


def _pips(parent: Element, written: str, words: Words) -> None:
    degree = written.split(maxsplit=1)[0] if written else ""
    if degree in CONFIDENCES:
        drawing = address(pips(CONFIDENCES.index(degree) + 1))
        parent = add(parent, "span", {"class": "pips", "style": f"background-image:url({drawing})"})
    put(parent, words.grade(written))


def short_references(node: Card, sheet: Sheet) -> tuple[str, ...]:
    """The card's sources in short form, each once; the key where the book does not list it."""
    keys = [item.key for citation in node.references for item in citation.items]
    return tuple(dict.fromkeys(sheet.sources.get(key, key) for key in keys))


def has_key(sheet: Sheet) -> bool:
    """Whether there are marks on the cards that a reader must be told how to read."""
    return any(
        card.confidence or any(kind in LADDER for kind in card.evidence) for card in sheet.cards
    )


def key(sheet: Sheet, writing: Writing, shape: str) -> Element:
    """How to read ladder and pips, in the words that the cards use.

    A panel shows one ladder, a name beside each rung; a strip a small ladder before each name.
    """
    words = writing.index.words
    aside = e("aside", {"class": f"key {shape}", PIECE: shape})
    used = {kind for node in sheet.cards for kind in node.evidence}
    if any(kind in LADDER for kind in used):
        part = add(aside, "div", {"class": "key-part"})
        add(part, "p", {"class": "key-term"}, words.evidence)
        for place, kind in enumerate(LADDER):
            rungs = tuple(i == place for i in range(len(LADDER))) if shape == "strip" else (True,)
            style = f"background-image:url({address(ladder(rungs))})"
            add(part, "p", {"class": "rung", "style": style}, words.grade(kind))
    if any(node.confidence for node in sheet.cards):
        part = add(aside, "div", {"class": "key-part"})
        add(part, "p", {"class": "key-term"}, words.confidence)
        for degree in reversed(CONFIDENCES):
            _pips(add(part, "p", {"class": "degree"}), degree, words)
    return aside


def panel(sheet: Sheet, writing: Writing) -> Element:
    """What `book.toml` chooses beside the cards: boxes by title and text, claims, tables."""
    aside = e("aside", {"class": "week", PIECE: "week"})
    if sheet.panel_title:
        add(aside, "h2", {"class": "week-title"}, sheet.panel_title)
    for block in sheet.panel:
        row = add(aside, "div", {"class": "row"})
        match block:
            case Box(title=title, children=(Paragraph(children),)) if title:
                line = add(row, "p")
                inlines(add(line, "b", {}), title, writing)
                put(line, " ")
                inlines(line, children, writing)
            case Box(title=title, children=children):
                if title:
                    inlines(add(add(row, "p", {"class": "row-title"}), "b", {}), title, writing)
                blocks(row, children, writing)
            case _:
                blocks(row, (block,), writing)
    return aside


def imprint(sheet: Sheet) -> Element:
    """The last lines: the book's disclaimer, and what the book says of itself."""
    footer = e("footer", {"class": "imprint", PIECE: "imprint"})
    if sheet.address:
        footer.set("class", "imprint coded")
        footer.set("style", f"background-image:url({address(qr.code(sheet.address))})")
    if sheet.disclaimer:
        add(footer, "p", {"class": "disclaimer"}, sheet.disclaimer)
    if sheet.imprint:
        add(footer, "p", {"class": "book"}, " · ".join(sheet.imprint))
    return footer


def row_count(sheet: Sheet, position: int, writing: Writing, *, wide: bool) -> int:
    """How many spaces of a card may take air."""
    return len(card(sheet, position, writing, wide=wide)[-1])


def panel_rows(sheet: Sheet, writing: Writing) -> int:
    """How many spaces of the key may take air where it stands in a column."""
    if not has_key(sheet):
        return 0
    return max(len(part) - 1 for part in key(sheet, writing, "panel"))
