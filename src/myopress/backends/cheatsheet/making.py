"""From a document to the sheet's bytes: choose, leave out, fit, lay out, prove."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from myopress.backends import weasy
from myopress.backends.addresses import address
from myopress.backends.cheatsheet import fit, page, proof
from myopress.backends.cheatsheet.boxes import pieces
from myopress.backends.cheatsheet.choose import Sheet, choose
from myopress.backends.cheatsheet.drop import Drop, drops
from myopress.backends.cheatsheet.measure import Press, frame, measure
from myopress.backends.html.element import Element, e
from myopress.backends.html.medium import Medium, Writing
from myopress.backends.html.notes import no_call
from myopress.diagnostics import Code, Diagnostic, Report, error, warning
from myopress.document import Document, Resource
from myopress.index import Index
from myopress.walk import plain_text

SOFT_FLOOR = 8.6
"""Type of the cards, in pt, below which something is left out first."""
HARD_FLOOR = 7.5
"""Type, in pt, below which no sheet is made."""
COLUMNS = (3, 2, 1)
RETREATS = 6
"""So often the type is made a step smaller where the page did not come out as reckoned."""


def render(document: Document, index: Index, report: Report) -> bytes:
    """The sheet as PDF/UA-1, the same bytes each time.

    Empty, with an error reported, if the book has nothing to put on it (`cheatsheet-empty`) or
    too much (`cheatsheet-overflow`).
    """
    sheet = choose(document, report)
    if not sheet.cards:
        return b""
    paper = page.PAPERS[document.settings.cheatsheet_paper]
    job = _Job(document, index, report, paper)
    layout = job.lay_out(sheet)
    return bytes(layout.write_pdf(pdf_variant="pdf/ua-1", zoom=paper.zoom)) if layout else b""


class _Job:
    """One sheet being made: what all its layouts share."""

    def __init__(self, document: Document, index: Index, report: Report, paper: page.Paper) -> None:
        self._resources = {resource.path: resource for resource in document.resources}
        self._report = report
        self._paper = paper
        self._writing = _writing(index, self._resources, report)
        self._silent = _writing(index, self._resources, _ignore)
        self._press = Press(document)

    def lay_out(self, sheet: Sheet) -> weasy.Layout | None:
        """The sheet laid out and proved, or None if it cannot be, which is reported."""
        bounds = frame(sheet, self._paper, self._press)
        steps, floor = self._steps(sheet, bounds)
        shortened = steps[-1].sheet if steps else sheet
        heights = measure(shortened, bounds, self._silent, self._press)
        plan = fit.best(heights, bounds, COLUMNS, floor)
        for _ in range(RETREATS):
            if plan is None:
                break
            root = page.finished(shortened, plan, bounds, self._paper, self._writing)
            layout = self._press.lay_out(root)
            if not self._faults(layout, root):
                self._tell(_dropped(step) for step in steps)
                return layout
            plan = fit.smaller(plan, heights, bounds, HARD_FLOOR)
        excess = fit.excess(heights, bounds, COLUMNS, HARD_FLOOR)
        self._tell(_overflow(shortened, excess))
        return None

    def _steps(self, sheet: Sheet, bounds: fit.Frame) -> tuple[Sequence[Drop], float]:
        """What must be left out, and the floor of type size that this holds.

        What a reader misses least goes to hold the soft floor, other fields only to hold the
        hard one. If nothing helps only the former go: on them the overflow is counted.
        """
        steps = drops(sheet)
        optional: Sequence[Drop] = [step for step in steps if step.optional]
        found = self._fewest(sheet, optional, bounds, SOFT_FLOOR)
        if found is not None:
            return found, SOFT_FLOOR
        remaining = optional[-1].sheet if optional else sheet
        if not self._fits(remaining, bounds, HARD_FLOOR):
            optional = self._fewest(sheet, steps, bounds, HARD_FLOOR) or optional
        return optional, HARD_FLOOR

    def _fewest(
        self, sheet: Sheet, steps: Sequence[Drop], bounds: fit.Frame, floor: float
    ) -> Sequence[Drop] | None:
        """The fewest of these steps with which type of size `floor` fits, or None.

        The more is left out the better it fits, so that halving finds the place.
        """
        if self._fits(sheet, bounds, floor):
            return ()
        numbers = range(len(steps))
        number = bisect_left(
            numbers, x=True, key=lambda i: self._fits(steps[i].sheet, bounds, floor)
        )
        return steps[: number + 1] if number < len(steps) else None

    def _fits(self, sheet: Sheet, bounds: fit.Frame, floor: float) -> bool:
        heights = measure(sheet, bounds, self._silent, self._press)
        return fit.fits(heights, bounds, COLUMNS, floor)

    def _tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self._report(diagnostic)

    def _faults(self, layout: weasy.Layout, root: Element) -> list[str]:
        margin = self._paper.margin
        right, bottom = self._paper.width - margin, self._paper.height - margin
        return proof.faults(
            pieces(layout),
            page.text_given(root),
            len(layout.pages),
            (margin, margin, right, bottom),
        )


def _ignore(_: Diagnostic) -> None:
    """Trial layouts write the same words again and again: only the last one speaks."""


def _writing(index: Index, resources: Mapping[str, Resource], report: Report) -> Writing:
    """Words without ids, links and note calls: the sheet is a page of its own."""
    medium = Medium(href=lambda _: "", address=address, note_call=no_call, formula=_formula)
    return Writing(index, medium, report, resources, repeated=True, level=2)


def _formula(tex: str, _display: bool) -> Element:  # noqa: FBT001 -- a medium's function
    return e("span", {"class": "math"}, tex.strip())


def _dropped(step: Drop) -> Diagnostic:
    names = ", ".join(plain_text(card.name) for card in step.changed)
    message = f"to keep its type readable the cheat sheet leaves out {step.what}"
    return warning(Code.CHEATSHEET_DROPPED, message, step.changed[0].span, f"in: {names}")


def _overflow(sheet: Sheet, share: float) -> list[Diagnostic]:
    """An error for each card that is too long, and by how much: the longest are cut first."""
    lengths = [len(plain_text(replace(card, references=()))) for card in sheet.cards]
    surplus = ceil(max(share, 0.01) * sum(lengths))
    level = _level(lengths, surplus)
    return [
        error(
            Code.CHEATSHEET_OVERFLOW,
            f"the cards do not fit on one page: “{plain_text(card.name)}” is about "
            f"{length - level} characters too long",
            card.span,
            f"about {surplus} characters must go from all cards together; "
            "`cards` in [cheatsheet] of book.toml chooses fewer cards",
        )
        for card, length in zip(sheet.cards, lengths, strict=True)
        if length > level
    ]


def _level(lengths: list[int], surplus: int) -> int:
    """The length to which all longer cards must be cut to save `surplus` characters."""
    level = max(lengths)
    while level > 0 and sum(max(0, length - level) for length in lengths) < surplus:
        level -= 1
    return level
