"""pandoc's blocks to ours."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from myopress import html_input
from myopress.document import (
    PLAIN,
    Block,
    BlockQuote,
    Blocks,
    Box,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Figure,
    HardBreak,
    Heading,
    Image,
    Inline,
    Inlines,
    ListItem,
    MathBlock,
    OrderedList,
    Paragraph,
    Text,
    ThematicBreak,
)
from myopress.markdown.attributes import Given
from myopress.markdown.tree import Tree
from myopress.pandoc.read.divisions import division
from myopress.pandoc.read.inlines import read_inlines
from myopress.pandoc.read.raw import HTML, TEX, code_of
from myopress.pandoc.read.shape import Foreign, items, misshapen, plain, words
from myopress.pandoc.read.tables import table

_KNOWN = frozenset({
    "Plain", "Para", "LineBlock", "CodeBlock", "RawBlock", "BlockQuote", "OrderedList", "BulletList",
    "DefinitionList", "Header", "HorizontalRule", "Table", "Figure", "Div", "Null",
})  # fmt: skip
_SPACES = ({"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"})
_PLAIN_NUMBERS = frozenset({"Decimal", "DefaultStyle", "Example"})
_TASK = {"☐": False, "☒": True}
_FORMULA = re.compile(r"\s*\\begin\{(?:equation|align|gather|multline|eqnarray)\*?\}")


def read_blocks(tree: object, reading: Foreign) -> Blocks:
    """The blocks of a list of pandoc's; raises ShapeError if it is none."""
    found = items(tree, "a list of blocks")
    if not reading.deeper():
        rest = reading.clean(words(found))
        return (Paragraph((Text(rest, span=reading.place),), span=reading.place),) if rest else ()
    opened = Tree(reading)  # raw HTML may begin in one block and end in another
    for item in found:
        match item:
            case {"t": "RawBlock", "c": [str(form), str(text)]} if form in HTML:
                opened.raw_html(reading.clean(text), 1)
            case _:
                opened.top.children.extend(_block(item, reading))
    reading.depth -= 1
    return opened.finish()


def _block(item: object, reading: Foreign) -> Blocks:
    """What one block becomes."""
    span = reading.place
    match item:
        case {"t": "Plain" | "Para" as kind, "c": list(inner)}:
            return paragraphs(inner, reading, pictures=kind == "Para")
        case {"t": "Header", "c": [int(level), attr, list(inner)]}:
            return (_heading(level, reading.given(attr, "Header"), inner, reading),)
        case {"t": "BulletList", "c": list(inner)}:
            entries = tuple(_item(entry, reading) for entry in inner)
            return (BulletList(entries, _is_tight(inner), span=span),)
        case {"t": "OrderedList", "c": [[int(start), {"t": str(style)}, _], list(inner)]}:
            if style not in _PLAIN_NUMBERS:
                reading.unknown(f"a list is counted in {reading.clean(style)}", "here in 1, 2, 3")
            entries = tuple(_item(entry, reading) for entry in inner)
            return (OrderedList(entries, start, _is_tight(inner), span=span),)
        case {"t": "DefinitionList", "c": list(inner)}:
            return (DefinitionList(tuple(_definition(one, reading) for one in inner), span=span),)
        case {"t": "BlockQuote", "c": list(inner)}:
            return (BlockQuote(read_blocks(inner, reading), span=span),)
        case {"t": "CodeBlock", "c": [attr, str(text)]}:
            return (_code(reading.given(attr, "CodeBlock"), text, reading),)
        case {"t": "RawBlock", "c": [str(form), str(text)]}:
            return _raw(form, text, reading)
        case {"t": "HorizontalRule"}:
            return (ThematicBreak(span=span),)
        case {"t": "LineBlock", "c": list(lines)}:
            return (Box("verse", (Paragraph(_verse(lines, reading), span=span),), span=span),)
        case {"t": "Table", "c": list(inner)}:
            return (table(inner, reading),)
        case {"t": "Figure", "c": [attr, [short, list(caption)], list(inner)]}:
            return (_figure(attr, short, caption, inner, reading),)
        case {"t": "Div", "c": [attr, list(inner)]}:
            return division(attr, inner, reading)
        case {"t": "Null"}:
            return ()
        case {"t": str(kind)} if kind not in _KNOWN:
            reading.unknown(f"a block “{reading.clean(kind)}” is not known", "its words are kept")
            rest = reading.clean(words(item))
            return (Paragraph((Text(rest, span=span),), span=span),) if rest else ()
        case _:
            raise misshapen(item, "a block of pandoc")


def paragraphs(inner: list[Any], reading: Foreign, *, pictures: bool) -> Blocks:
    """A paragraph, parted at formulas that stand on lines of their own, which are blocks here.

    A picture alone in it is a figure, if those are wanted.
    """
    made: list[Block] = []
    run: list[Any] = []
    for item in inner:
        if formula := _formula(item, reading):
            made += [*_paragraph(_bare(run), reading, pictures=pictures), formula]
            run = []
        else:
            run.append(item)
    if not made:
        return _paragraph(run, reading, pictures=pictures)
    return (*made, *_paragraph(_bare(run), reading, pictures=pictures))


def _bare(run: list[Any]) -> list[Any]:
    """Inlines without the spaces around a formula that has parted them."""
    while run and run[0] in _SPACES:
        run = run[1:]
    while run and run[-1] in _SPACES:
        run = run[:-1]
    return run


def _formula(item: object, reading: Foreign) -> MathBlock | None:
    match item:
        case {"t": "Math", "c": [{"t": "DisplayMath"}, str(tex)]}:
            return MathBlock(reading.clean(tex).strip(), span=reading.place)
        case {"t": "Span", "c": [attr, [{"t": "Math", "c": [{"t": "DisplayMath"}, str(tex)]}]]}:
            attributes = plain(reading.given(attr, "Span", "wrapper"))
            return MathBlock(reading.clean(tex).strip(), attributes, span=reading.place)
        case _:
            return None


def _paragraph(run: list[Any], reading: Foreign, *, pictures: bool) -> Blocks:
    made = read_inlines(run, reading)
    if not made:
        return ()
    if len(made) == 1 and isinstance(made[0], Image) and pictures:
        return (_lone_picture(made[0], reading),)
    return (Paragraph(made, span=reading.place),)


def _lone_picture(picture: Image, reading: Foreign) -> Figure:
    """A picture alone in its paragraph; before 1.23 “fig:” in the title made the figure."""
    if picture.title.startswith("fig:"):
        title = picture.title.removeprefix("fig:")
        caption: Inlines = (Text(picture.alt, span=reading.place),) if picture.alt else ()
        return html_input.figure(replace(picture, title=title), reading.place, caption)
    return html_input.figure(picture, reading.place)


def _heading(level: int, given: Given, inner: list[Any], reading: Foreign) -> Heading:
    if not 0 < level < 7:
        reading.unknown(f"a heading has level {level}", "there are six")
    return Heading(
        min(max(level, 1), 6),
        read_inlines(inner, reading),
        "unnumbered" in given.classes,
        plain(given, "unnumbered"),
        span=reading.place,
    )


def _item(tree: object, reading: Foreign) -> ListItem:
    """An item; a box at its beginning makes it a task."""
    match items(tree, "an item"):
        case [
            {"t": "Plain" | "Para" as kind, "c": [{"t": "Str", "c": str(box)}, *words]},
            *rest,
        ] if box in _TASK:
            words = words[1:] if words and words[0] in _SPACES else words
            inner = read_blocks([{"t": kind, "c": words}, *rest], reading)
            return ListItem(inner, _TASK[box], span=reading.place)
        case inner:
            return ListItem(read_blocks(inner, reading), span=reading.place)


def _is_tight(entries: list[Any]) -> bool:
    return not any(
        isinstance(block, dict) and block.get("t") == "Para"
        for entry in entries
        for block in (entry if isinstance(entry, list) else ())
    )


def _definition(tree: object, reading: Foreign) -> DefinitionItem:
    match tree:
        case [list(term), list(definitions)]:
            meanings = tuple(read_blocks(one, reading) for one in definitions)
            return DefinitionItem(read_inlines(term, reading), meanings, span=reading.place)
        case _:
            raise misshapen(tree, "a term with its definitions")


def _code(given: Given, text: str, reading: Foreign) -> CodeBlock:
    """Code; its first class is its language, unless it is said to have none."""
    language = given.classes[0] if given.classes and given.value("node") != "code" else ""
    attributes = plain(given)
    if language:
        attributes = replace(attributes, classes=attributes.classes[1:])
    lines = reading.clean(text)
    lines = lines if reading.ours else lines.rstrip("\n")  # notebooks end their output with one
    return CodeBlock(f"{lines}\n", language, attributes, span=reading.place)


def _raw(form: str, text: str, reading: Foreign) -> Blocks:
    """A formula, or what is meant for another program, shown as code."""
    if form in TEX and _FORMULA.match(text):
        return (MathBlock(reading.clean(text).strip(), span=reading.place),)
    shown = code_of(form, text, reading).rstrip()
    language = "".join(sign for sign in reading.clean(form) if sign.isalnum())
    return (CodeBlock(f"{shown}\n", language, span=reading.place),) if shown else ()


def _verse(lines: list[Any], reading: Foreign) -> Inlines:
    made: list[Inline] = []
    for number, line in enumerate(lines):
        made += [HardBreak(span=reading.place)] if number else []
        made += read_inlines(line, reading)
    return tuple(made)


def _figure(
    attr: object, short: object, caption: list[Any], inner: list[Any], reading: Foreign
) -> Figure:
    words = caption_of(short, caption, reading)
    attributes = plain(reading.given(attr, "Figure"))
    children = [
        bare
        for block in read_blocks(inner, reading)
        for bare in (
            html_input.without_figure(block)
            if isinstance(block, Figure) and block.attributes == PLAIN
            else (block,)
        )
    ]
    return Figure(tuple(children), words, attributes, span=reading.place)


def caption_of(short: object, caption: list[Any], reading: Foreign) -> Inlines:
    """A caption's blocks as inlines; its short form for lists is told of."""
    if short is not None:
        reading.unknown(f"the short caption “{reading.clean(words(short))}” is left out", "")
    return words_of(caption, reading)


def words_of(tree: list[Any], reading: Foreign) -> Inlines:
    """Blocks as inlines, as they are if they are one paragraph."""
    match tree:
        case [{"t": "Plain" | "Para", "c": list(inner)}]:
            return read_inlines(inner, reading)
        case _:
            return html_input.trimmed(html_input.phrasing(read_blocks(tree, reading)))
