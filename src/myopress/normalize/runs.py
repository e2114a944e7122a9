"""Rewriting by blocks and by runs of inlines, sharing whatever stays the same.

A run is all the inlines that stand together in a paragraph, heading, caption or the like. Going
by runs is faster than going by nodes, and some changes (quotation marks) need a run as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any, TypeAlias, TypeVar, assert_never

from myopress.document import (
    Block,
    BlockQuote,
    Blocks,
    Box,
    BulletList,
    Card,
    CardField,
    Chapter,
    Claim,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Division,
    Figure,
    Glossary,
    HardBreak,
    Heading,
    Inline,
    Inlines,
    Listing,
    ListItem,
    Math,
    MathBlock,
    Node,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    SoftBreak,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.walk import changed

NodeT = TypeVar("NodeT", bound=Node)
ChangeBlock: TypeAlias = Callable[[Block], Block]
ChangeRun: TypeAlias = Callable[[Inlines, str], Inlines]


def same_block(block: Block) -> Block:
    """The change of a block that changes none."""
    return block


def same_run(run: Inlines, language: str) -> Inlines:
    """The change of a run that changes none."""
    return run


def map_blocks(
    blocks: Blocks, change: ChangeBlock = same_block, run: ChangeRun = same_run, language: str = ""
) -> Blocks:
    """`blocks` with each block given to `change` and then each run within it to `run`.

    Blocks and runs come in reading order, parents first. `run` gets the language that the
    nearest attributes around it name, else `language`.
    """
    return _Mapper(change, run).blocks(blocks, language)


def map_chapter(
    chapter: Chapter, change: ChangeBlock = same_block, run: ChangeRun = same_run,
    language: str = "",
) -> Chapter:  # fmt: skip
    """`chapter` with its title, subtitle, blocks and notes rewritten like `map_blocks`."""
    mapper = _Mapper(change, run)
    return _with(
        chapter,
        title=run(chapter.title, language),
        subtitle=run(chapter.subtitle, language),
        blocks=mapper.blocks(chapter.blocks, language),
        notes=_each(chapter.notes, mapper.note, language),
    )


_PLAIN = frozenset({Text, SoftBreak, HardBreak, Math, NoteReference})
"""Inlines without children and without attributes, nearly all there are."""


def map_run(run: Inlines, change: Callable[[Inline], Inlines | Inline]) -> Inlines:
    """`run` with each inline but the plainest given to `change`, deepest first.

    `change` gives an inline or several in its place. Text, breaks, maths and note calls are
    left as they are.
    """
    for node in run:
        if node.__class__ not in _PLAIN:
            break
    else:
        return run
    made: list[Inline] = []
    for node in run:
        if node.__class__ in _PLAIN:
            made.append(node)
            continue
        inner: Inlines | None = getattr(node, "children", None)
        whole: Any = _with(node, children=map_run(inner, change)) if inner else node
        new = change(whole)
        made += new if isinstance(new, tuple) else (new,)
    return run if len(made) == len(run) and all(map(is_, made, run)) else tuple(made)


class _Mapper:
    def __init__(self, change: ChangeBlock, run: ChangeRun) -> None:
        self.change = change
        self.run = run

    def blocks(self, blocks: Blocks, language: str) -> Blocks:
        made = tuple([self.block(block, language) for block in blocks])
        return blocks if all(map(is_, made, blocks)) else made

    def block(self, block: Block, language: str) -> Block:
        block = self.change(block)
        match block:
            case Paragraph(words, given):  # most are
                run = self.run(words, given.language or language)
                if run is words:
                    return block
                return Paragraph(run, given, block.short, block.short_of, span=block.span)
            case Heading():
                language = block.attributes.language or language
                return _with(block, children=self.run(block.children, language))
            case Claim():
                language = block.attributes.language or language
                words = self.run(block.children, language)
                return _with(block, children=words, remark=self.run(block.remark, language))
            case CodeBlock() | MathBlock() | ThematicBreak() | Listing():
                return block
            case BlockQuote() | Division():
                language = block.attributes.language or language
                return _with(block, children=self.blocks(block.children, language))
            case BulletList() | OrderedList():
                language = block.attributes.language or language
                return _with(block, items=_each(block.items, self.item, language))
            case DefinitionList():
                language = block.attributes.language or language
                return _with(block, items=_each(block.items, self.definition, language))
            case Glossary():
                return _with(block, items=_each(block.items, self.definition, language))
            case Table():
                return self.table(block, block.attributes.language or language)
            case Figure():
                language = block.attributes.language or language
                children = self.blocks(block.children, language)
                return _with(block, children=children, caption=self.run(block.caption, language))
            case Box():
                language = block.attributes.language or language
                title = self.run(block.title, language)
                return _with(block, title=title, children=self.blocks(block.children, language))
            case Card():
                return self.card(block, block.attributes.language or language)
            case _:
                assert_never(block)

    def item(self, item: ListItem, language: str) -> ListItem:
        return _with(item, children=self.blocks(item.children, language))

    def note(self, note: Note, language: str) -> Note:
        return _with(note, children=self.blocks(note.children, language))

    def definition(self, item: DefinitionItem, language: str) -> DefinitionItem:
        term = self.run(item.term, language)
        made = tuple(self.blocks(blocks, language) for blocks in item.definitions)
        same = all(map(is_, made, item.definitions))
        return _with(item, term=term, definitions=item.definitions if same else made)

    def table(self, table: Table, language: str) -> Table:
        head = _each(table.head, self.row, language)
        body = _each(table.body, self.row, language)
        return _with(table, head=head, body=body, caption=self.run(table.caption, language))

    def row(self, row: TableRow, language: str) -> TableRow:
        return _with(row, cells=_each(row.cells, self.cell, language))

    def cell(self, cell: TableCell, language: str) -> TableCell:
        return _with(cell, children=self.blocks(cell.children, language))

    def card(self, card: Card, language: str) -> Card:
        return _with(
            card,
            name=self.run(card.name, language),
            tagline=self.run(card.tagline, language),
            fields=_each(card.fields, self.field, language),
            children=self.blocks(card.children, language),
        )

    def field(self, field: CardField, language: str) -> CardField:
        term = self.run(field.term, language)
        return _with(field, term=term, children=self.blocks(field.children, language))


def _each(
    nodes: tuple[NodeT, ...], change: Callable[[NodeT, str], NodeT], language: str
) -> tuple[NodeT, ...]:
    made = tuple([change(node, language) for node in nodes])
    return nodes if all(map(is_, made, nodes)) else made


def _with(node: NodeT, **values: Any) -> NodeT:  # noqa: ANN401 -- fields of any node
    """`node` with new fields; itself if they are the old ones."""
    for name, value in values.items():
        if getattr(node, name) is not value:
            return changed(node, **values)
    return node
