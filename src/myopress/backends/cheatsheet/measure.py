"""How high everything is, by laying it out: the numbers that `fit` reckons with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from myopress.backends import weasy
from myopress.backends.cheatsheet import page
from myopress.backends.cheatsheet.body_map import least
from myopress.backends.cheatsheet.boxes import Piece, pieces
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.fit import Frame, Grid, Heights, Item, Masthead, Measure
from myopress.backends.cheatsheet.papers import Paper
from myopress.backends.html.element import Element
from myopress.backends.html.medium import Writing
from myopress.document import Document, Resource

TITLES = (84.0, 76.0, 68.0, 60.0, 54.0, 48.0, 43.0, 39.0, 35.0, 31.0, 28.0, 25.0, 22.0, 19.0, 16.0)
"""The sizes, in pt, in which a title may be set."""
GUTTER = 14.0
GAP = 13.0


class Press:
    """Lays markup out with the book's pictures, and its own style sheets after the default one."""

    def __init__(self, document: Document) -> None:
        resources = {resource.path: resource for resource in document.resources}
        own = (path for path in document.settings.cheatsheet_styles if path in resources)
        self._fetcher = weasy.Fetcher(resources)
        self._styles = [
            weasy.package_style("cheatsheet.css"),
            *(weasy.style(_text(resources[path]), self._fetcher, path) for path in own),
        ]

    def lay_out(self, root: Element) -> weasy.Layout:
        """The document laid out, and not yet written."""
        return weasy.lay_out(page.html(root), self._styles, self._fetcher)


def _text(style: Resource) -> str:
    return style.data.decode("utf-8", "replace")


def frame(sheet: Sheet, paper: Paper, press: Press) -> Frame:
    """The page within its margins, with a masthead measured at each size of the title."""
    bare = Frame(paper.inner_width, paper.inner_height, GUTTER, GAP, ())
    laid = pieces(press.lay_out(page.masthead_trial(sheet, TITLES, bare)))
    heads = tuple(
        Masthead(title, piece.height)
        for title, piece in zip(TITLES, laid, strict=True)
        if _title_holds(piece) or title == min(TITLES)
    )
    return replace(bare, mastheads=heads, with_hero=bool(sheet.targets or sheet.panel))


def _title_holds(piece: Piece) -> bool:
    """Whether no line of the masthead reaches past its words' column, given by the style sheet."""
    return all(line.x + line.width <= piece.x + piece.width * page.MARKS_AT for line in piece.lines)


def measure(sheet: Sheet, frame: Frame, writing: Writing, press: Press) -> Measure:
    """The function that measures the sheet, each size and widths of columns once."""
    numbers = range(len(sheet.cards))
    rows, wide_rows = (
        [page.row_count(sheet, number, writing, wide=wide) for number in numbers]
        for wide in (False, True)
    )

    @cache
    def heights(size: float, grid: Grid) -> Heights:
        layout = press.lay_out(page.trial(sheet, size, frame, grid, writing))
        high = {piece.name: piece.height for piece in pieces(layout)}
        panel = Item(high["panel"], page.panel_rows(sheet, writing)) if "panel" in high else None
        return Heights(
            cards=tuple(
                Item(high[f"card {number}"], (wide_rows if grid.count == 1 else rows)[number])
                for number in numbers
            ),
            panel=panel,
            strip=high.get("strip", 0.0),
            imprint=high["imprint"],
            map_least=least(sheet),
            week=Item(high["week"], max(1, len(page.panel(sheet, writing)) - 1))
            if sheet.panel
            else None,
        )

    return heights
