"""A printer's files made of a laid-out book, and judged against the printer's limits."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pikepdf

from myopress.backends.html import direction
from myopress.backends.pdf.pages import Settled
from myopress.backends.pdf.prepress import colour as colours
from myopress.backends.pdf.prepress import cover as covers
from myopress.backends.pdf.prepress import proof
from myopress.backends.pdf.prepress.gutter import SLACK, Gutter
from myopress.backends.pdf.prepress.sheet import Sheets, impose, saved
from myopress.backends.pdf.prepress.wrap import Wrap
from myopress.diagnostics import Code, Report, error, note, warning
from myopress.document import Document
from myopress.printers import Colour, Target
from myopress.source import NOWHERE, Span

_SLIP = 4.5 + SLACK
"""How far a page may be cut beside its trim: a sixteenth of an inch, says IngramSpark."""
_SHOWN = 5
"""So many pages with ink out of place are named one by one."""


def for_target(document: Document, target: Target) -> Document:
    """The document with the target's trim."""
    width, height = (side / 72 * 25.4 for side in target.trim)
    return replace(
        document, settings=replace(document.settings, trim_width=width, trim_height=height)
    )


def report_numbers(target: Target, report: Report) -> None:
    """Tell which of the printer's numbers are not confirmed. Reports PRINT_NUMBERS."""
    if target.unconfirmed:
        parts = ", ".join(target.unconfirmed)
        message = f"not all numbers for “{target.name}” are confirmed by the printer: {parts}"
        hint = "compare the files with the printer's own template before you order"
        report(note(Code.PRINT_NUMBERS, message, NOWHERE, hint))


def interior(
    document: Document, target: Target, gutter: Gutter, joined: bytes, report: Report
) -> bytes:
    """The pages of the joined book as the printer wants them.

    Reports PRINT_PAGES, PRINT_COLOUR and PRINT_INK.
    """
    _report_count(target, gutter.pages, report)
    block, (width, height) = target.block, target.trim
    bled = proof.bleeds(proof.inks(joined), (0, 0, width, height))
    sheets = Sheets(target.trim, block.bleed if bled else 0, block.bleeds_inside)
    wanted: Colour = document.settings.pdf_colour or target.paper.colour
    made = impose(joined, sheets, gutter.pages, wanted, document.metadata.title)
    _report_colours(made.pdf, made.unconverted, wanted, target.cover.ink, report)
    inside = target.gutter(gutter.pages)
    edge = block.outside_bleed if bled else block.outside
    zones = [_zone(sheets, parity, inside, edge) for parity in (0, 1)]
    _report_ink(made.pdf, zones, _files(document, gutter.settled), report)
    return made.pdf


def cover(document: Document, target: Target, pages: int, report: Report) -> bytes:
    """The cover in the printer's colours. Reports PRINT_COVER, PRINT_COLOUR and PRINT_INK."""
    data = covers.cover(document, target, pages, report)
    wrap = Wrap.of(target, pages, from_right=direction(document.metadata.language) == "rtl")
    asked = document.settings.pdf_colour
    # A cover is printed in colours, even if the pages are not.
    wanted: Colour = asked if asked in ("cmyk", "rgb") else target.cover.colour
    with pikepdf.open(io.BytesIO(data)) as pdf:
        unconverted = colours.convert(pdf, wanted)
        covers.boxed(pdf, wrap)
        made = saved(pdf, document.metadata.title)
    _report_colours(made, unconverted, wanted, target.cover.ink, report)
    _report_cover_ink(made, wrap, report)
    for picture in proof.pictures(made):
        if picture.ppi < target.block.ppi - 0.5:
            message = (
                f"the front has {picture.ppi:.0f} pixels an inch, and {target.block.ppi} are wanted"
            )
            hint = "bring a larger picture, or a drawing (SVG), as `cover` in `[pdf]`"
            report(warning(Code.PRINT_COVER, message, NOWHERE, hint))
    return made


def _report_cover_ink(pdf: bytes, wrap: Wrap, report: Report) -> None:
    """Letters of the cover that are too near an edge or a fold, or on one."""
    safe = [wrap.back_text, wrap.spine_text, wrap.front_text]
    for ink in proof.inks(pdf):
        left, bottom, right, top = ink.box
        inside = any(
            box.left <= left
            and right <= box.left + box.width
            and box.top <= wrap.height - top
            and wrap.height - bottom <= box.top + box.height
            for box in safe
        )
        if ink.glyph and not inside:
            message = f"on the cover “{ink.glyph}” stands too near an edge or a fold"
            report(error(Code.PRINT_INK, message, NOWHERE, "make the words of the cover shorter"))
            return


def _report_count(target: Target, pages: int, report: Report) -> None:
    least, most = target.paper.pages
    if pages < least:
        message = f"{pages} pages, and “{target.name}” has at least {least}"
        report(error(Code.PRINT_PAGES, message, NOWHERE, "choose a smaller trim, or add pages"))
    if pages > most:
        message = f"{pages} pages, and “{target.name}” has at most {most}"
        hint = "choose a larger trim or thinner paper, or make two volumes"
        report(error(Code.PRINT_PAGES, message, NOWHERE, hint))


def _report_colours(
    pdf: bytes, unconverted: Sequence[str], wanted: Colour, most_ink: int, report: Report
) -> None:
    """What the finished file holds besides the colours wanted, and where it asks for much ink."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = colours.operators(opened)
    allowed = colours.ALLOWED.get(wanted, found.keys())
    left = [*unconverted, *sorted(found.keys() - allowed)]
    if left:
        message = f"not all is in {wanted.upper()}: {', '.join(left)}"
        report(warning(Code.PRINT_COLOUR, message, NOWHERE, "docs/print.md has a step for that"))
    heavy = max(found, key=lambda name: found[name], default="")
    if most_ink and found.get(heavy, 0) * 100 > most_ink + 1:
        what = "a picture" if heavy.endswith("picture") else "a colour"
        message = f"{what} takes {found[heavy] * 100:.0f} % of ink, and {most_ink} % are the most"
        report(
            warning(Code.PRINT_COLOUR, message, NOWHERE, "take ink out of it, or bring it as RGB")
        )


def _report_ink(
    pdf: bytes, zones: Sequence[proof.Zone], pages: Mapping[int, Span], report: Report
) -> None:
    """One error for each page with ink in the gutter or too near an edge, the first few by name.

    `zones` are those of right-hand and of left-hand pages, `pages` the files that stand on them.
    """
    worst: dict[int, tuple[float, str]] = {}
    for ink in proof.inks(pdf):
        over = zones[ink.page % 2].overstep(ink)
        if over > worst.get(ink.page, (0.0, ""))[0]:
            worst[ink.page] = over, ink.glyph
    for page, (over, glyph) in list(worst.items())[:_SHOWN]:
        what = f"“{glyph}”" if glyph else "a drawing"
        message = f"page {page + 1} of the file: {what} stands {over:.1f} pt out of the safe zone"
        hint = "make it narrower, or let it run off the page by all of the bleed"
        report(error(Code.PRINT_INK, message, pages.get(page, NOWHERE), hint))
    if len(worst) > _SHOWN:
        message = f"{len(worst) - _SHOWN} more pages have ink out of the safe zone"
        report(error(Code.PRINT_INK, message, NOWHERE))


def _files(document: Document, settled: Settled) -> dict[int, Span]:
    """The file whose text is on each page."""
    paths = {chapter.id: chapter.span.path for chapter in document.chapters}
    return {
        start + number: Span(paths[plan.name])
        for plan, start, part in settled.parts
        if plan.name in paths
        for number in range(part.pages)
    }


def _zone(sheets: Sheets, parity: int, inside: float, edge: float) -> proof.Zone:
    """What is safe on right-hand pages (parity 0) or left-hand ones."""
    (width, height), bleed = sheets.trim, sheets.bleed
    left, right = sheets.margins(parity)
    near_left, near_right = (inside, edge) if parity == 0 else (edge, inside)
    safe = (left + near_left, bleed + edge, left + width - near_right, bleed + height - edge)
    slip = _SLIP if bleed else 0
    sure = (left + slip, bleed + slip, left + width - slip, bleed + height - slip)
    return proof.Zone(safe, sure, (0, 0, left + width + right, height + 2 * bleed))
