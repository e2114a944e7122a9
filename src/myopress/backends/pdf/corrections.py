"""Corrections of the printed book, kept outside its text: found by name, put into the markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from myopress.backends.html import Element
from myopress.diagnostics import Code, Report, did_you_mean, warning
from myopress.document import (
    BlockQuote,
    Box,
    BulletList,
    Card,
    Claim,
    CodeBlock,
    Correction,
    DefinitionList,
    Division,
    Document,
    Figure,
    Heading,
    Image,
    MathBlock,
    OrderedList,
    Paragraph,
    Table,
)
from myopress.slugs import slug
from myopress.walk import nodes, plain_text

Named = (
    BlockQuote | Box | BulletList | Card | Claim | CodeBlock | DefinitionList | Division | Figure
    | Heading | MathBlock | OrderedList | Paragraph | Table
)  # fmt: skip
_WORDS = 5
"""The first words that name a paragraph; they outlive edits elsewhere, and few others have them."""


def block_names(document: Document) -> Mapping[str, Named]:
    """The blocks of a book by name: their id, or for a paragraph "CHAPTER/its-first-five-words".

    The second paragraph of a chapter that begins so has "-2" after them.
    """
    found: dict[str, Named] = {}
    seen = Counter[str]()
    for chapter in document.chapters:
        for node in nodes(chapter.blocks, Named.__args__):
            name = node.attributes.id
            if not name and isinstance(node, Paragraph | Claim):
                words = plain_text(node.children).split()[:_WORDS]
                name = f"{chapter.id}/{slug(' '.join(words))}"
                seen[name] += 1
                name += f"-{seen[name]}" if seen[name] > 1 else ""
            if name:
                found.setdefault(name, node)
    return found


def names_by_line(document: Document) -> Mapping[str, str]:
    """The names of blocks by where they begin, "path:line"."""
    return {str(node.span): name for name, node in reversed(tuple(block_names(document).items()))}


def report_stale(document: Document, report: Report) -> None:
    """Tell which corrections correct nothing. Reports LAYOUT_STALE."""
    names = block_names(document)
    for correction in document.settings.pdf_corrections:
        node = names.get(correction.block)
        if node is None:
            message = f"no block of the book is called “{correction.block}”"
            hint = did_you_mean(correction.block, names)
            report(warning(Code.LAYOUT_STALE, message, correction.span, hint))
        else:
            for key in _idle(correction, node):
                message = f"“{key}” does nothing to “{correction.block}”"
                report(warning(Code.LAYOUT_STALE, message, correction.span))


def _idle(correction: Correction, node: Named) -> Iterator[str]:
    """The keys that do not suit a block."""
    if correction.size and not any(True for _ in nodes(node, Image)):
        yield "size"
    if correction.tracking and not isinstance(node, Paragraph | Claim):
        yield "tracking"


def correct(body: Element, document: Document, corrections: Sequence[Correction]) -> None:
    """Put the corrections into the markup of a part."""
    if not corrections:
        return
    names = block_names(document)
    wanted = {
        (node.attributes.id or str(node.span)): correction
        for correction in corrections
        if (node := names.get(correction.block)) is not None
    }
    if not wanted:
        return
    for element in body.iter():
        by_line = element.get("data-l", "") if element.tag in {"p", "li"} else ""
        correction = wanted.get(element.get("id", "")) or wanted.get(by_line)
        if correction is not None:
            _correct(element, correction)


def _correct(element: Element, correction: Correction) -> None:
    parent = element.getparent()
    is_table = parent is not None and parent.get("class") == "table"
    outer = parent if parent is not None and is_table else element
    rules = [
        f"letter-spacing: {correction.tracking:g}em" if correction.tracking else "",
        "break-after: avoid" if correction.keep == "next" else "",
        "break-inside: avoid" if correction.keep == "together" else "",
        "break-before: page" if correction.breaks else "",
    ]
    if style := "; ".join(filter(None, [outer.get("style", ""), *rules])):
        outer.set("style", style)
    if correction.size:
        for picture in element.iter("img"):
            picture.set("style", f"width: {correction.size:g}%")
