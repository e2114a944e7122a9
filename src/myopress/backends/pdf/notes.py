"""Foot notes that go on at the foot of the next page.

WeasyPrint puts a note on one page whole: one that does not fit stands pages away from its call, or
grows off its page. Here what fits below its call stands there, and the rest goes on below the
text of the next pages, as books have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Any, TypeAlias

from weasyprint.formatting_structure import build  # type: ignore[import-untyped]
from weasyprint.layout import LayoutContext, block, page  # type: ignore[import-untyped]

from myopress.backends.pdf.geometry import UNIT

Box: TypeAlias = Any
PT = 0.75
"""Points in a CSS pixel."""
_LEAST = 2.5
"""The lines of a note that are worth beginning it below its call."""
_TEXT = 8
"""The lines of text that stand on a page above notes that go on."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands of a note on one page.

    `whole` is the note with its lines chosen, `start` where the piece begins in it, `height` (px)
    what there is room for; no height for all the rest of the note.
    """

    note: Box
    whole: Box
    start: Any = None
    height: float = inf


@dataclass(slots=True)
class _Page:
    """The page being made: its line last laid out with the room below it, and notes that wait.

    `tables` counts those around what is laid out: WeasyPrint lays cells out again and again, so
    that a note in one is not begun there. `least` is the text (px) that stands above notes from earlier pages.
    """

    line: Box = None
    bottom_space: float = 0.0
    tables: int = 0
    least: float = 0.0
    waiting: tuple[Box, ...] = ()


@contextmanager
def notes_over_pages() -> Iterator[None]:
    """While this runs, WeasyPrint lets notes go on from page to page."""
    now = _Page()
    changed: dict[tuple[Any, str], Callable[[Any], Any]] = {
        (block, "block_level_layout"): _laying_pieces,
        (block, "iter_line_boxes"): partial(_watching, now),
        (block, "table_layout"): partial(_in_table, now),
        (page, "make_page"): partial(_handing_on, now),
        (LayoutContext, "_update_footnote_area"): partial(_unwatched, now),
        (LayoutContext, "layout_footnote"): partial(_splitting, now),
        (LayoutContext, "unlayout_footnote"): partial(_undoing, now),
        (LayoutContext, "report_footnote"): partial(_reporting, now),
    }
    originals = {place: getattr(*place) for place in changed}
    for place, change in changed.items():
        setattr(*place, change(originals[place]))
    try:
        yield
    finally:
        for place, original in originals.items():
            setattr(*place, original)


def _laying_pieces(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Lay out of a note only the piece that belongs on the page."""

    def block_level_layout(  # noqa: PLR0917 - as WeasyPrint calls it
        context: Any,  # noqa: ANN401
        box: Box,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Box,
        page_is_empty: bool = True,  # noqa: FBT001, FBT002
        absolute_boxes: Any = None,  # noqa: ANN401
        fixed_boxes: Any = None,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        piece: _Piece | None = getattr(box, "piece", None)
        placed = absolute_boxes, fixed_boxes
        if piece is None:
            space = bottom_space, skip_stack, containing_block, page_is_empty
            return lay_out(context, box, *space, *placed, *rest, **options)
        whole = piece.whole.deepcopy()
        whole.position_x, whole.position_y = box.position_x, box.position_y
        bottom = context.page_bottom - box.position_y - piece.height
        space = bottom, piece.start, containing_block, True
        with _not_moved(context):
            made, resume_at, *others = lay_out(context, whole, *space, *placed)
        made.rest_of_note = resume_at
        return (made, None, *others)

    return block_level_layout


@contextmanager
def _not_moved(context: Any) -> Iterator[None]:  # noqa: ANN401
    """While a note is broken, as in a column: no note leaves the page to make room for its lines,
    and no paragraph is set again because of the page's end, since its rest is set already.
    """  # noqa: D205
    before = context.in_column
    context.in_column = True
    try:
        yield
    finally:
        context.in_column = before


def _watching(now: _Page, lines: Callable[..., Any]) -> Callable[..., Any]:
    """Know the line in which a note is called."""

    def iter_line_boxes(
        context: Any,  # noqa: ANN401
        box: Box,
        position_y: float,
        bottom_space: float,
        *rest: Any,  # noqa: ANN401
    ) -> Iterator[Any]:
        for line, resume_at in lines(context, box, position_y, bottom_space, *rest):
            now.line, now.bottom_space = line, bottom_space
            yield line, resume_at

    return iter_line_boxes


def _in_table(now: _Page, lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Know whether a note is called in a table."""

    def table_layout(*given: Any) -> Any:  # noqa: ANN401
        now.tables += 1
        try:
            return lay_out(*given)
        finally:
            now.tables -= 1

    return table_layout


def _unwatched(now: _Page, update: Callable[..., bool]) -> Callable[..., bool]:
    """The lines of the notes are not those in which notes are called."""

    def update_footnote_area(context: Any) -> bool:  # noqa: ANN401
        before = now.line, now.bottom_space
        try:
            return update(context)
        finally:
            now.line, now.bottom_space = before

    return update_footnote_area


def _handing_on(now: _Page, make: Callable[..., Any]) -> Callable[..., Any]:
    """Hand what did not fit on a page to the next."""

    def make_page(context: Any, root: Box, kind: Any, *rest: Any) -> Any:  # noqa: ANN401
        now.line, now.waiting = None, ()
        now.least = 0.0 if kind.blank else _TEXT * UNIT / PT
        made = make(context, root, kind, *rest)
        forgotten = tuple(_forgotten(context, made[0]))
        for note in forgotten:
            context.footnotes.remove(note)
        context.reported_footnotes = [*now.waiting, *context.reported_footnotes, *forgotten]
        return made

    return make_page


def _forgotten(context: Any, made: Box) -> Iterator[Box]:  # noqa: ANN401
    """The notes called on a page of which nothing stands there or waits.

    WeasyPrint takes a line when the notes before it have left the page, and passes over its own.
    """
    for box in made.descendants():
        if box.footnote is not None and box.footnote in context.footnotes:
            yield box.footnote


def _splitting(now: _Page, lay: Callable[..., bool]) -> Callable[..., bool]:
    """Put a note on the page as far as there is room; whether it cannot even begin."""

    def layout_footnote(context: Any, note: Box) -> bool:  # noqa: ANN401
        if now.line is None and now.waiting:  # notes of earlier pages keep their order
            context.footnotes.remove(note)
            now.waiting = (*now.waiting, note)
            return False
        overflows = lay(context, note)
        if context.in_column or now.waiting or context.reported_footnotes:
            return overflows or not context.in_column
        over = _limit(context, now) - context.page_bottom
        if over <= 0:
            return overflows
        piece = _piece(context, note)
        room = _height(context, piece) - over
        if now.line is not None and (now.tables or room < _LEAST * _leading(note)):
            return True
        _split(context, now, note, replace(piece, height=room))
        return False

    return layout_footnote


def _limit(context: Any, now: _Page) -> float:  # noqa: ANN401
    """The highest place (px from the top) to which the notes may reach."""
    if now.line is None:
        return float(context.current_footnote_area.page.content_box_y() + now.least)
    return float(now.line.position_y + now.line.height + now.bottom_space)


def _leading(note: Box) -> float:
    height = note.style["line_height"]
    return float(getattr(height, "value", 0) or 1.3 * note.style["font_size"])


def _piece(context: Any, note: Box) -> _Piece:  # noqa: ANN401
    """All that is left of a note, its lines chosen."""
    known: _Piece | None = getattr(note, "piece", None)
    if known is not None:
        return known
    area = context.current_footnote_area.deepcopy()
    area.children = [note.deepcopy()]
    area = build.create_anonymous_boxes(area)
    block.block_level_layout(context, area, -inf, None, context.current_footnote_area.page)
    return _Piece(note, area.children[0])


def _stub(piece: _Piece) -> Box:
    """A box that stands for a piece of a note until it is laid out."""
    stub = piece.note.copy_with_children([])
    stub.piece = piece
    return stub


def _laid(context: Any, piece: _Piece) -> Box:  # noqa: ANN401
    area = context.current_footnote_area.copy()
    area.width = area.page.width
    stub = _stub(piece)
    stub.position_x, stub.position_y = area.content_box_x(), context.page_bottom
    return block.block_level_layout(context, stub, -inf, None, area)[0]


def _height(context: Any, piece: _Piece) -> float:  # noqa: ANN401
    return float(_laid(context, piece).margin_height())


def _split(context: Any, now: _Page, note: Box, piece: _Piece) -> None:  # noqa: ANN401
    """Put a piece of a note in its place, and let the rest wait for the next page."""
    rest = _laid(context, piece).rest_of_note
    context.current_page_footnotes.remove(note)
    context.current_page_footnotes.append(_stub(piece))
    if rest is not None:
        now.waiting = (*now.waiting, _stub(replace(piece, start=rest, height=inf)))
    context._update_footnote_area()  # noqa: SLF001


def _is_of(box: Box, note: Box) -> bool:
    """Whether a box is a note or a piece of it."""
    piece: _Piece | None = getattr(box, "piece", None)
    return box is note or (piece is not None and piece.note is note)


def _take_back(context: Any, now: _Page, note: Box) -> Box:  # noqa: ANN401
    """Take a note off the page, with what waits of it; what stood there is given back whole."""
    own = getattr(note, "piece", None)
    name = note if own is None else own.note
    found = next(box for box in context.current_page_footnotes if _is_of(box, name))
    context.current_page_footnotes.remove(found)
    now.waiting = tuple(box for box in now.waiting if not _is_of(box, name))
    piece: _Piece | None = getattr(found, "piece", None)
    if piece is None or piece.start is None:
        return name
    return _stub(replace(piece, height=inf))


def _let_go(context: Any, note: Box) -> None:  # noqa: ANN401
    """Take off the page the notes that a note calls which is there no more."""
    piece: _Piece | None = getattr(note, "piece", None)
    for call in (note if piece is None else piece.note).descendants():
        inner = call.footnote
        if inner and any(_is_of(box, inner) for box in context.current_page_footnotes):
            context.unlayout_footnote(inner)


def _reporting(now: _Page, report: Callable[..., None]) -> Callable[..., None]:
    """Move a note to the next page, all that stands of it on this one."""

    def report_footnote(context: Any, note: Box) -> None:  # noqa: ANN401
        whole = _take_back(context, now, note)
        context.current_page_footnotes.append(whole)
        report(context, whole)
        _let_go(context, whole)

    return report_footnote


def _undoing(now: _Page, undo: Callable[..., None]) -> Callable[..., None]:
    """Take a note off the page with the line that calls it."""

    def unlayout_footnote(context: Any, note: Box) -> None:  # noqa: ANN401
        if any(_is_of(box, note) for box in context.current_page_footnotes):
            context.current_page_footnotes.append(_take_back(context, now, note))
        undo(context, note)
        _let_go(context, note)

    return unlayout_footnote
