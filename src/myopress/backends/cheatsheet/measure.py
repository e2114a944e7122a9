"""How high everything is, by laying it out: the numbers that `fit` reckons with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from myopress.backends import own_fonts, weasy
from myopress.backends.cheatsheet import page
from myopress.backends.cheatsheet.body_map import least
from myopress.backends.cheatsheet.boxes import Piece, pieces
from myopress.backends.cheatsheet.choose import Sheet
from myopress.backends.cheatsheet.fit import Frame, Grid, Heights, Item, Masthead, Measure
from myopress.backends.cheatsheet.papers import Template
from myopress.backends.cheatsheet.tint import tinted
from myopress.backends.html.element import Element
from myopress.backends.html.medium import Writing
from myopress.document import Document, Resource

TITLES = (84.0, 76.0, 68.0, 60.0, 54.0, 48.0, 43.0, 39.0, 35.0, 31.0, 28.0, 25.0, 22.0, 19.0, 16.0)
"""The sizes, in pt, in which a title may be set."""
GUTTER = 14.0
GAP = 13.0
STYLE = "cheatsheet.css"


class Press:
    """Lays markup out with the book's pictures, and its own style sheets after the default one."""

    def __init__(self, document: Document) -> None:
        resources = {resource.path: resource for resource in document.resources}
        own = (path for path in document.settings.cheatsheet_styles if path in resources)
        self._fetcher = weasy.Fetcher(resources)
        self._colour = document.settings.cheatsheet_colour
        default = weasy.package_style(STYLE)
        if self._colour:
            text = (weasy.STYLES / STYLE).read_text(encoding="utf-8")
            default = weasy.style(tinted(text, self._colour), self._fetcher)
        self._styles = [
            default,
            weasy.style(own_fonts.style_sheet(document.settings.fonts), self._fetcher),
            *(weasy.style(_text(resources[path]), self._fetcher, path) for path in own),
        ]

    def lay_out(self, root: Element) -> weasy.Layout:
        """The document laid out, and not yet written."""
        return weasy.lay_out(tinted(page.html(root), self._colour), self._styles, self._fetcher)


def _text(style: Resource) -> str:
    return style.data.decode("utf-8", "replace")


def frame(sheet: Sheet, template: Template, press: Press) -> Frame:
    """The page within its margins, with a masthead measured at each size of the title."""
    paper, side = template.paper, template.side and bool(sheet.targets)
    bare = Frame(
        paper.inner_width,
        paper.inner_height,
        GUTTER,
        GAP,
        mastheads=(),
        with_hero=bool(sheet.targets),
        hero_width=template.hero * paper.inner_width,
        side=side,
        flows=bool(sheet.panel) and (template.flows or not sheet.targets),
        keyed=template.keyed and bool(sheet.targets) and not sheet.panel and page.has_key(sheet),
        kind=f"{template.kind} saver" if template.ink_saver else template.kind,
    )
    laid = pieces(press.lay_out(page.masthead_trial(sheet, TITLES, bare)))
    heads = tuple(
        Masthead(title, piece.height)
        for title, piece in zip(TITLES, laid, strict=True)
        if _title_holds(piece, 1 if side else page.MARKS_AT) or title == min(TITLES)
    )
    return replace(bare, mastheads=heads)


def _title_holds(piece: Piece, share: float) -> bool:
    """Whether no line of the masthead reaches past the `share` of its width that is for words."""
    return all(line.x + line.width <= piece.x + piece.width * share for line in piece.lines)


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
        rows_of_week = max(1, len(page.panel(sheet, writing)) - 1)
        week = Item(high["week"], rows_of_week) if sheet.panel else None
        flows = bool(week) and frame.flows
        if frame.keyed:
            week, panel = panel, None
        return Heights(
            cards=tuple(
                Item(high[f"card {number}"], (wide_rows if grid.count == 1 else rows)[number])
                for number in numbers
            ),
            panel=week if flows else panel,
            strip=0.0 if frame.keyed else high.get("strip", 0.0),
            imprint=high["imprint"],
            map_least=least(sheet, frame.hero(grid), writing.index.words),
            week=None if flows else week,
            flows=flows,
        )

    return heights
