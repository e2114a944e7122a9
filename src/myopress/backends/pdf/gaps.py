"""Figures, tables and cards that do not fit at a page's foot let the text go on before them.

A numbered figure may stand after the paragraphs that follow it: the text calls it by its number;
so may a card, which has a name and is read by itself.
WeasyPrint would leave the page empty below the text, so the figure is moved in the markup, and
the part is laid out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

from myopress.backends.weasy import Layout

Moves: TypeAlias = tuple[tuple[int, int], ...]
"""Figures and the blocks behind which they go, in order, by their place among the blocks
of the markup as it was written."""

PASSES = 3
"""Layouts beyond the first; a figure that moves may push another off its page."""
_BEARABLE = 60.0
"""White at the foot of a page (px) that is left alone: about three lines."""
_FARTHEST = 7
"""Blocks that a figure may fall behind its place."""
_NEARLY = 0.7
"""Of a gap; a figure that may stand at the end of its section goes no farther then."""
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TEXT = _HEADINGS | {"p", "ul", "ol", "blockquote", "pre"}
_COUNTED = _TEXT | {"figure", "div", "section", "aside"}
"""Blocks, whose number does not change with the page numbers in the text."""
_PLACE = "data-place"


def without_gaps(
    markup: str, moves: Moves, lay_out: Callable[[ET.Element], Layout], passes: int = PASSES
) -> tuple[Layout, Moves]:
    """The layout of `markup` with figures moved, and the moves.

    `moves` are those of the part's last layout, from which this one begins. It is laid out at most
    `passes` times more.
    """
    root = moved(markup, moves)
    tried = [(lay_out(root), moves)]
    while len(tried) <= passes:
        layout, before = tried[-1]
        more = _moves(root, layout) if any(_gaps(layout)) else ()
        if not more:
            break
        moves = (*before, *more)
        root = moved(markup, moves)
        tried.append((lay_out(root), moves))
    return min(tried, key=lambda each: _white(each[0]))


def moved(markup: str, moves: Moves) -> ET.Element:
    """The tree of `markup`, its figures moved."""
    root = ET.fromstring(markup)  # noqa: S314 - written by ourselves
    places = [element for element in root.iter() if element.tag in _COUNTED]
    for number, element in enumerate(places):
        element.set(_PLACE, str(number))
    parents = {child: parent for parent in root.iter() for child in parent}
    for figure, behind in moves:
        parents[places[figure]].remove(places[figure])
        parent = parents[places[figure]] = parents[places[behind]]
        parent.insert(list(parent).index(places[behind]) + 1, places[figure])
    return root


def _white(layout: Layout) -> tuple[int, float]:
    """How much white is left: pages, then the gaps in them."""
    return len(layout.pages), sum(_gaps(layout))


def _gaps(layout: Layout) -> list[float]:
    """The white at the foot of each page (px), 0 if it can be borne; the last page has none."""
    gaps = [_gap(page._page_box) for page in layout.pages[:-1]]  # noqa: SLF001
    return [gap if gap > _BEARABLE else 0 for gap in gaps]


def _gap(page: Any) -> float:  # noqa: ANN401
    foot = page.content_box_y() + page.height
    lowest = page.content_box_y()
    for child in page.children:
        if hasattr(child, "page") and child.children:  # the notes
            foot = min(foot, child.position_y)
        elif child.element is not None:
            lowest = max(lowest, *(_bottom(leaf) for leaf in _leaves(child)), 0)
    return float(foot - lowest)


def _bottom(box: Any) -> float:  # noqa: ANN401
    return float(box.position_y + box.margin_height())


def _leaves(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Lines and pictures in the flow of the page, in reading order."""
    if hasattr(box, "_box"):  # placed absolutely
        return
    if hasattr(box, "replacement") or (box.children and not _is_block(box)):
        yield box
        return
    for child in box.children:
        yield from _leaves(child)


def _is_block(box: Any) -> bool:  # noqa: ANN401
    """Whether a box holds boxes that are not the words of a line."""
    return type(box).__name__ != "LineBox"


def _is_section(element: ET.Element) -> bool:
    return element.tag == "section" and "card" not in element.get("class", "").split()


def _is_text(element: ET.Element) -> bool:
    """Whether a figure may fall behind a block: text, or a box that does not end the chapter."""
    kinds = element.get("class", "").split()
    is_box = element.tag == "aside" and "box" in kinds and "box-evidence" not in kinds
    return element.tag in _TEXT or is_box


def _number(element: ET.Element) -> int:
    return int(element.get(_PLACE, "0"))


def _moves(root: ET.Element, layout: Layout) -> Moves:
    """Where the figures that begin a page after a gap should go."""
    boxes = [page._page_box for page in layout.pages]  # noqa: SLF001
    parents = {child: parent for parent in root.iter() for child in parent}
    heights = _heights(boxes)
    found = []
    for gap, page in zip(_gaps(layout), boxes[1:], strict=False):
        figure = _first_figure(page, parents) if gap else None
        behind = None if figure is None else _later(figure, gap, parents, heights)
        if figure is not None and behind is not None:
            found.append((_number(figure), _number(behind)))
    return tuple(found)


def _first_figure(page: Any, parents: dict[ET.Element, ET.Element]) -> ET.Element | None:  # noqa: ANN401
    """The numbered figure or table, or the card, with which a page begins."""
    body = next(child for child in page.children if child.element is not None)
    first = next(_leaves(body), None)
    element = None if first is None else first.element
    while element is not None and not _may_move(element):
        element = parents.get(element)
    return element


def _may_move(element: ET.Element) -> bool:
    if element.tag == "section" and not _is_section(element):
        return True
    block = element.tag == "figure" or (element.tag == "div" and element.get("class") == "table")
    return block and any(inner.get("class") == "label" for inner in element.iter("span"))


def _heights(pages: list[Any]) -> dict[ET.Element, float]:
    """The height of each block of text (px), over all the pages that it stands on."""
    heights: dict[ET.Element, float] = {}

    def add(box: Any) -> None:  # noqa: ANN401
        if hasattr(box, "_box"):
            return
        if box.element is not None and _is_text(box.element) and _is_block(box):
            heights[box.element] = heights.get(box.element, 0) + box.margin_height()
            return
        for child in box.children:
            add(child)

    for page in pages:
        add(page)
    return heights


def _later(
    figure: ET.Element,
    gap: float,
    parents: dict[ET.Element, ET.Element],
    heights: dict[ET.Element, float],
) -> ET.Element | None:
    """The block after which the text before a figure fills the gap; rather the end of a section."""
    filled = 0.0
    behind = None
    for block in islice(_text_after(figure, parents), _FARTHEST):
        if block.tag in _HEADINGS and filled > _NEARLY * gap:
            break
        filled += heights.get(block, 0)
        if block.tag not in _HEADINGS:
            behind = block
            if filled >= gap:
                break
    return behind


def _text_after(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> Iterator[ET.Element]:
    """The blocks of text after an element, up to anything else or the end of the chapter."""
    while (parent := parents.get(element)) is not None and _is_section(parent):
        siblings = list(parent)
        for sibling in siblings[siblings.index(element) + 1 :]:
            for block in sibling if _is_section(sibling) else (sibling,):
                if not _is_text(block):
                    return
                yield block
        element = parent
