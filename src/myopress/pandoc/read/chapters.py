"""Where chapters begin: in a document that was ours at marked headings, else as in an article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, cast, get_args

from myopress.document import (
    Chapter,
    CodeBlock,
    Heading,
    Matter,
    Node,
    NoteReference,
    Paragraph,
    Role,
)
from myopress.front_matter import FrontMatter
from myopress.limits import WORD
from myopress.manifest.files import is_dense
from myopress.markdown import Draft
from myopress.pandoc.read.blocks import read_blocks
from myopress.pandoc.read.inlines import read_inlines
from myopress.pandoc.read.meta import Described
from myopress.pandoc.read.shape import Foreign
from myopress.source import Source
from myopress.walk import nodes, plain_text, rewrite

_ROLES: tuple[str, ...] = get_args(Role)
_SECTION = re.compile(r"section|level\d|cell")
_MATTERS: tuple[str, ...] = get_args(Matter)


def drafts(content: list[Any], told: Described, reading: Foreign) -> tuple[Draft, ...]:
    """The chapters that our writer has marked, or all blocks as one file."""
    parts: list[tuple[dict[str, str], list[Any]]] = [({}, [])]
    for item in content:
        if marks := _marks(item):
            parts.append((marks, [item]))
        else:
            parts[-1][1].append(item)
    if len(parts) == 1:
        return (_file(_opened(content), told, reading),)
    first, *marked = parts
    before = [_file(first[1], Described(told.metadata), reading)] if first[1] else []
    return (*before, *(_chapter(marks, blocks, reading) for marks, blocks in marked))


def _opened(content: list[Any]) -> list[Any]:
    """The blocks, those of sections and of a notebook's cells among them, whose headings count."""
    made, queue = [], content[::-1]
    while queue:
        item = queue.pop()
        match item:
            case {"t": "Div", "c": [[name, list(classes), _], list(inner)]} if _is_section(classes):
                queue += reversed(_named(inner, name))
            case _:
                made.append(item)
    return made


def _named(blocks: list[Any], name: object) -> list[Any]:
    """A section's blocks, its name given to its heading."""
    match blocks:
        case [{"t": "Header", "c": [level, ["", *attr], inner]}, *rest]:
            return [{"t": "Header", "c": [level, [name, *attr], inner]}, *rest]
        case _:
            return blocks


def _is_section(classes: list[Any]) -> bool:
    return any(isinstance(name, str) and _SECTION.fullmatch(name) for name in classes)


def _marks(item: object) -> dict[str, str]:
    """What a heading says of the chapter that it opens; nothing if it opens none of ours."""
    match item:
        case {"t": "Header", "c": [int(), [_, _, list(pairs)], list()]}:
            found = {pair[0]: pair[1] for pair in pairs if _is_pair(pair)}
            return found if found.get("chapter") in _ROLES else {}
        case _:
            return {}


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)


def _file(content: list[Any], told: Described, reading: Foreign) -> Draft:
    chapter = Chapter("", told.title, (), (), told.subtitle, span=reading.place)
    chapter = _filled(chapter, content, reading)
    return Draft(chapter, FrontMatter(title=plain_text(told.title)))


def _chapter(marks: dict[str, str], content: list[Any], reading: Foreign) -> Draft:
    """A chapter of ours, whose headings stand as many levels deeper as it lies in parts."""
    header, *rest = content
    level, attr, title = header["c"]
    given = reading.given(attr, "Header", "chapter", "matter")
    matter = marks.get("matter", "body")
    reading.made = []
    chapter = Chapter(
        given.id,
        read_inlines(title, reading),
        (),
        role=cast("Role", marks["chapter"]),
        matter=cast("Matter", matter if matter in _MATTERS else "body"),
        depth=max(level - 1, 0),
        unnumbered="unnumbered" in given.classes,
        language=given.value("lang"),
        span=reading.place,
    )
    match rest:
        case [{"t": "Div", "c": [[_, ["subtitle"], _], [{"c": list(inner)}]]}, *below]:
            chapter, rest = replace(chapter, subtitle=read_inlines(inner, reading)), below
        case _:
            pass
    chapter = _filled(chapter, rest, reading)

    def raised(node: Node) -> Node:
        if isinstance(node, Heading):
            return replace(node, level=max(node.level - chapter.depth, 1))
        return node

    return Draft(rewrite(chapter, raised) if chapter.depth else chapter, FrontMatter())


def _filled(chapter: Chapter, content: list[Any], reading: Foreign) -> Chapter:
    """The chapter with its blocks and their notes, unless they are no text of people's."""
    reading.made = []
    blocks = read_blocks(content, reading)
    filled = replace(chapter, blocks=blocks, notes=tuple(reading.made))
    return chapter if _is_too_much(filled, reading) else filled


def _is_too_much(chapter: Chapter, reading: Foreign) -> bool:
    """Whether a text has what no Markdown file may have; it is reported."""
    texts = [
        node.text if isinstance(node, CodeBlock) else plain_text(node)
        for node in nodes(chapter, (Paragraph, Heading, CodeBlock))
    ]
    calls = "[^" * sum(1 for _ in nodes(chapter, NoteReference))
    long = [text for text in (*texts, calls) if len(text) > WORD]
    return any(is_dense(Source(reading.path, text.strip("\n")), reading.report) for text in long)
