"""From a document to the sheet's bytes: choose, leave out, fit, lay out, prove."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from myopress.backends import weasy
from myopress.backends.addresses import address
from myopress.backends.cheatsheet import findings, fit, page, papers, proof
from myopress.backends.cheatsheet.boxes import missing, pieces
from myopress.backends.cheatsheet.choose import Sheet, choose
from myopress.backends.cheatsheet.drop import Drop, drops
from myopress.backends.cheatsheet.emptiness import Area, largest_empty
from myopress.backends.cheatsheet.measure import Press, frame, measure
from myopress.backends.cheatsheet.papers import Template
from myopress.backends.cheatsheet.parts import in_parts
from myopress.backends.cheatsheet.poster import suited
from myopress.backends.formula import formula
from myopress.backends.html.medium import Medium, Writing
from myopress.backends.html.notes import no_call
from myopress.diagnostics import Code, Diagnostic, Report, did_you_mean, error
from myopress.document import Document
from myopress.index import Index
from myopress.source import NOWHERE

HARD_FLOOR = 7.5
"""Type, in pt, below which no sheet is made."""
SPARSE = 0.06
"""An empty rectangle of this part of the page looks like a hole, and is reported."""
RETREATS = 6
"""So often the type is made a step smaller where the page did not come out as reckoned."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet: its PDF/UA-1, the size of its type in pt, its columns, and the part of the page
    that its largest empty rectangle is.
    """  # noqa: D205

    pdf: bytes
    size: float
    columns: int
    empty: float


def render(document: Document, index: Index, report: Report, *, foot: float = 0.0) -> bytes:
    """The sheet as `make` gives it, empty if it gives none."""
    made = make(document, index, report, foot=foot)
    return made.pdf if made else b""


def make(document: Document, index: Index, report: Report, *, foot: float = 0.0) -> Made | None:
    """The sheet, the same bytes each time; `foot` pt are left free at its foot.

    None, with an error reported, if the book has nothing to put on it (`cheatsheet-empty`) or
    too much (`cheatsheet-overflow`), or wants a paper that there is not (`manifest-value`).
    """
    sheet = choose(document, report)
    template = papers.template(document.settings)
    if template is None:
        paper = document.settings.cheatsheet_paper
        hint = did_you_mean(paper, papers.PAPERS)
        report(error(Code.MANIFEST_VALUE, f"“{paper}” is no known paper", NOWHERE, hint))
        return None
    if not sheet.cards:
        return None
    sheet = suited(sheet, template, report)
    job = _Job(document, index, report, template.above(foot))
    laid = job.lay_out(sheet)
    if laid is None:
        return None
    if laid.empty >= SPARSE:
        report(findings.sparse(sheet, laid.empty))
    return Made(job.write(laid.layout, sheet), laid.plan.size, laid.plan.mode.count, laid.empty)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page laid out and proved."""

    layout: weasy.Layout
    plan: fit.Plan
    empty: float


class _Job:
    """One sheet being made: what all its layouts share."""

    def __init__(
        self, document: Document, index: Index, report: Report, template: Template
    ) -> None:
        self._report = report
        self._template, self._paper = template, template.paper
        self._writing = writing(document, index)
        self._press = Press(document)

    def lay_out(self, sheet: Sheet) -> _Laid | None:
        """The sheet laid out and proved, or None if it cannot be, which is reported."""
        bounds = frame(sheet, self._template, self._press)
        roomy = self._with_room(sheet, bounds)
        if roomy is not sheet:
            sheet, bounds = roomy, frame(roomy, self._template, self._press)
        steps, floor = self._steps(sheet, bounds)
        shortened = steps[-1].sheet if steps else sheet
        laid = self._fitted(shortened, bounds, floor, self._template.columns)
        if isinstance(laid, _Laid) and laid.empty >= SPARSE:
            laid = self._fuller(shortened, bounds, floor, laid)
        if isinstance(laid, _Laid):
            self._tell(findings.dropped(step) for step in steps)
            return laid
        heights = measure(shortened, bounds, self._writing, self._press)
        excess = fit.excess(heights, bounds, self._template.columns, HARD_FLOOR)
        self._tell(findings.overflow(shortened, excess, laid))
        return None

    def _fuller(self, sheet: Sheet, bounds: fit.Frame, floor: float, laid: _Laid) -> _Laid:
        """The sheet with its cards in parts, or in fewer or more columns, if it is fuller so."""
        parts, columns = in_parts(sheet), self._template.columns
        ways: list[tuple[Sheet, tuple[int, ...]]] = [
            (sheet, (count,)) for count in columns if count != laid.plan.mode.count
        ]
        if parts is not sheet:
            ways.insert(0, (parts, tuple(count for count in columns if count > 1)))
        for way, counts in ways:
            other = self._fitted(way, bounds, floor, counts)
            if isinstance(other, _Laid) and other.empty < laid.empty:
                laid = other
            if laid.empty < SPARSE:
                break
        return laid

    def _fitted(
        self, sheet: Sheet, bounds: fit.Frame, floor: float, columns: tuple[int, ...]
    ) -> _Laid | list[str]:
        """The sheet in the largest type that fits, or what is wrong with its page."""
        heights = measure(sheet, bounds, self._writing, self._press)
        plan = fit.best(heights, bounds, columns, floor)
        faults: list[str] = []
        for _ in range(RETREATS):
            if plan is None:
                break
            laid = self._laid(sheet, plan, bounds)
            if isinstance(laid, _Laid):
                return laid
            faults = laid
            plan = fit.smaller(plan, heights, bounds, HARD_FLOOR)
        return faults

    def _laid(self, sheet: Sheet, plan: fit.Plan, bounds: fit.Frame) -> _Laid | list[str]:
        """The page as planned, or what is wrong with it."""
        root = page.finished(sheet, plan, bounds, self._template, self._writing)
        layout = self._press.lay_out(root)
        found = pieces(layout)
        faults = proof.faults(found, page.text_given(root), len(layout.pages), self._area())
        whole = self._paper.width * self._paper.height
        return faults or _Laid(layout, plan, largest_empty(found, self._area()) / whole)

    def write(self, layout: weasy.Layout, sheet: Sheet) -> bytes:
        """The bytes of the sheet; characters that no font has are reported."""
        data = bytes(layout.write_pdf(pdf_variant="pdf/ua-1", zoom=self._paper.zoom))
        self._tell(findings.missing(sheet, pieces(layout), missing(layout)))
        return data

    def _steps(self, sheet: Sheet, bounds: fit.Frame) -> tuple[Sequence[Drop], float]:
        """What must be left out, and the floor of type size that this holds.

        What a reader misses least goes to hold the soft floor, other fields only to hold the
        hard one. If nothing helps only the former go: on them the overflow is counted.
        """
        steps = drops(sheet)
        optional: Sequence[Drop] = [step for step in steps if step.optional]
        found = self._fewest(sheet, optional, bounds, self._template.floor)
        if found is not None:
            return found, self._template.floor
        remaining = optional[-1].sheet if optional else sheet
        if not self._fits(remaining, bounds, HARD_FLOOR):
            optional = self._fewest(sheet, steps, bounds, HARD_FLOOR) or optional
        return optional, HARD_FLOOR

    def _with_room(self, sheet: Sheet, bounds: fit.Frame) -> Sheet:
        """The sheet, without its body map if that leaves too little room for the cards."""
        if not sheet.targets:
            return sheet
        optional = [step.sheet for step in drops(sheet) if step.optional]
        if self._fits(optional[-1] if optional else sheet, bounds, self._template.floor):
            return sheet
        self._tell([findings.no_map(sheet)])
        return replace(sheet, targets=())

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
        heights = measure(sheet, bounds, self._writing, self._press)
        return fit.fits(heights, bounds, self._template.columns, floor)

    def _tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self._report(diagnostic)

    def _area(self) -> Area:
        """The page within its margins."""
        margin = self._paper.margin
        right, bottom = self._paper.width - margin, margin + self._paper.inner_height
        return margin, margin, right, bottom


def writing(document: Document, index: Index) -> Writing:
    """Words without ids, links and note calls: the sheet is a page of its own.

    It is silent: the same words are written for each trial, and have been checked by then.
    """
    medium = Medium(href=lambda _: "", address=address, note_call=no_call, formula=formula)
    resources = {resource.path: resource for resource in document.resources}
    return Writing(index, medium, lambda _: None, resources, repeated=True, level=2)
