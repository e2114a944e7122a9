"""Document + Index -> the print book as PDF.

Each part of the book (a chapter, the contents, the index) is laid out alone, so that a long book
costs no more a page than a short one, and the parts are joined:

    order.py     which parts there are              markup.py   the markup of each
    pages.py     what stands on which page          title.py    the title pages
    layout.py    one part, by WeasyPrint            workers.py  several at once
    join.py      parts -> one PDF                   faces.py    one subset of each font
    corrections.py  layout/print.toml               prepress/   a printer's pages and cover
    starts.py    the words that begin each page     lines/     lines chosen for whole paragraphs
    rhythm.py    blocks as whole lines, on a grid   gaps.py    text goes on before tall figures
    defects/     what is wrong with the pages       notes.py   foot notes over several pages
    kept.py      parts laid out in an earlier run   stamps.py  page numbers put in by the join
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from myopress.backends import own_fonts
from myopress.backends.page_map import PageMap, PageStart
from myopress.backends.pdf.corrections import names_by_line, report_stale
from myopress.backends.pdf.defects.telling import span_of, told_defects
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.join import Binding, Bookmark, Bound, join
from myopress.backends.pdf.kept import KeptParts
from myopress.backends.pdf.markup import MADE_CONTENTS
from myopress.backends.pdf.order import plans
from myopress.backends.pdf.pages import ROUNDS, Plan, Settled, settle
from myopress.backends.pdf.parts import Press
from myopress.backends.pdf.title import before_imprint
from myopress.backends.pdf.workers import Helpers, Workers
from myopress.cache import Store
from myopress.diagnostics import Code, Report, did_you_mean, error, untold, warning
from myopress.document import Document
from myopress.index import Index, OutlineEntry
from myopress.printers import Target, find_target, target_names
from myopress.progress import SILENT, Step
from myopress.source import NOWHERE, Span
from myopress.walk import plain_text


@dataclass(frozen=True, slots=True)
class Laid:
    """A book as a press laid it out: what the next layout of it can begin from."""

    press: Press
    settled: Settled


@dataclass(frozen=True, slots=True)
class Printed:
    """The book as PDF, and what stands on which page of it; for a printer its cover, too."""

    pdf: bytes
    pages: PageMap
    cover: bytes = b""
    laid: Laid | None = None


def render(document: Document, index: Index, report: Report, *, jobs: int | None = None) -> bytes:
    """The book as PDF alone; see `print_book`."""
    return print_book(document, index, report, jobs=jobs).pdf


def print_book(
    document: Document,
    index: Index,
    report: Report,
    *,
    jobs: int | None = None,
    draft: bool = False,
    store: Store | None = None,
    step: Step = SILENT,
    helpers: Helpers | None = None,
    before: Laid | None = None,
) -> Printed:
    """The book as PDF: tagged, linked, with outline and page labels; and its page map.

    `jobs` is the most processes to use, None for one a core; `store` has parts laid out before;
    `helpers` lay out those of a book that is not small, wherever they are.
    The bytes are the same for all of them. Not so with `before`, the last layout of a book that is
    being written (see `settle`), which is quicker; a printer's files do without it.
    The lines of a draft are broken one by one, not for whole paragraphs, which is quicker. `step` is
    told of each part that is ready.
    Reports GLYPH_MISSING, IMAGE_UNREADABLE, LAYOUT_STALE, STYLE_SYNTAX, PAGES_UNSETTLED, the
    defects of pages (see `defects/`), and what the shared writer reports.
    """
    report_stale(document, report)
    settings, way = document.settings, _Way(jobs, draft, store, step, helpers, before)
    target = find_target(settings.pdf_target)
    if target is not None:
        return _print_on_demand(document, index, target, report, way)
    if settings.pdf_target:  # of a document in JSON
        message = f"no printer makes “{settings.pdf_target}”"
        hint = did_you_mean(settings.pdf_target, target_names())
        report(error(Code.MANIFEST_VALUE, message, NOWHERE, hint))
    geometry = Geometry.of(settings.trim_width, settings.trim_height)
    laid = _laid(document, index, geometry, report, way)
    _report_layout(laid.settled, names_by_line(document), report)
    pdf = join(_binding(document, index, laid.settled, geometry))
    return Printed(pdf, PageMap(tuple(_page_starts(document, laid.settled))), laid=laid)


@dataclass(frozen=True, slots=True)
class _Way:
    """How parts are laid out; see `print_book`."""

    jobs: int | None
    draft: bool
    store: Store | None
    step: Step
    helpers: Helpers | None
    before: Laid | None


@dataclass(slots=True)
class _Progress:
    """Tells how many parts of a book are ready; those that are laid out again count once more."""

    step: Step
    titles: Mapping[str, str]
    total: int
    ready: int = 0

    def laid_out(self, name: str) -> None:
        """A part has been laid out."""
        self._tell(self.titles.get(name, name))

    def recalled(self, name: str) -> None:
        """A part was laid out by an earlier run."""
        self._tell(f"{self.titles.get(name, name)}, kept from an earlier run")

    def _tell(self, what: str) -> None:
        self.ready += 1
        self.step.part(what, min(self.ready, self.total), self.total)


def _print_on_demand(
    document: Document, index: Index, target: Target, report: Report, way: _Way
) -> Printed:
    """The printer's files: the pages alone, and the cover."""
    from myopress.backends.pdf.prepress import preflight  # loads WeasyPrint
    from myopress.backends.pdf.prepress.gutter import settle_gutter

    preflight.report_numbers(target, report)
    document = preflight.for_target(document, target)
    reports = chain([report], repeat(untold))

    def lay_out(page: Geometry) -> Settled:
        return _laid(document, index, page, next(reports), way).settled

    gutter = settle_gutter(target, lay_out)
    _report_layout(gutter.settled, names_by_line(document), report, for_printer=True)
    joined = join(_binding(document, index, gutter.settled, gutter.geometry))
    return Printed(
        preflight.interior(document, target, gutter, joined, report),
        PageMap(tuple(_page_starts(document, gutter.settled))),
        preflight.cover(document, target, gutter.pages, report),
    )


def _laid(document: Document, index: Index, geometry: Geometry, report: Report, way: _Way) -> Laid:
    press = _press(document, geometry, draft=way.draft)
    _report_styles(press, report)
    parts = plans(document, index, report)
    titles = {chapter.id: plain_text(chapter.title) for chapter in document.chapters}
    titles |= {"made-title": index.words.titlepage, MADE_CONTENTS: index.words.contents}
    progress = _Progress(way.step, titles, len(parts))
    with Workers(press, way.jobs, progress.laid_out, way.helpers) as workers:
        print_parts = workers.lay_out
        if way.store is not None:
            print_parts = KeptParts(press, way.store, print_parts, progress.recalled).parts
        before = way.before.settled if way.before and way.before.press == press else None
        return Laid(press, settle(parts, print_parts, before))


def _report_layout(
    settled: Settled, names: Mapping[str, str], report: Report, *, for_printer: bool = False
) -> None:
    if not settled.stands:
        message = f"page numbers did not settle in {ROUNDS} rounds"
        report(warning(Code.PAGES_UNSETTLED, message, NOWHERE, "some references may be a page off"))
    _report_missing(settled, report)
    _report_broken(settled, report)
    for diagnostic in told_defects(settled, names, for_printer=for_printer):
        report(diagnostic)


def _page_starts(document: Document, settled: Settled) -> Iterator[PageStart]:
    """Where each page begins; a blank page between two parts is like one of the second."""
    bound = {
        start + number: (plan.name, number, *place)
        for plan, start, part in settled.parts
        for number, place in enumerate(part.starts)
    }
    imprint = next((c.id for c in document.chapters if c.role == "copyright"), "made-copyright")
    for page, label in enumerate(settled.labels):
        name, number, before, words = bound.get(page, ("", 0, 0, ""))
        if name == "made-title" and number >= before_imprint(document):
            name, before = imprint, 0
        yield PageStart(label, name, before, words)


def _press(document: Document, geometry: Geometry, *, draft: bool) -> Press:
    resources = {resource.path: resource for resource in document.resources}
    styles = tuple(
        (path, resources[path].data.decode("utf-8", "replace"))
        for path in document.settings.pdf_styles
        if path in resources
    )
    if own := own_fonts.style_sheet(document.settings.fonts):
        styles = (("", own), *styles)
    target = find_target(document.settings.pdf_target)
    ppi = target.block.ppi if target else 150.0
    return Press(geometry.css, styles, resources, draft, ppi)


def _report_styles(press: Press, report: Report) -> None:
    if not press.styles:
        return
    from myopress.backends.pdf.layout import style_faults  # loads WeasyPrint

    for path, line, words in style_faults(press):
        report(warning(Code.STYLE_SYNTAX, words, Span(path, line, line)))


def _report_broken(settled: Settled, report: Report) -> None:
    broken = {path for _, _, part in settled.parts for path in part.broken}
    for path in sorted(broken):
        message = "the picture cannot be drawn, and its words stand instead"
        report(warning(Code.IMAGE_UNREADABLE, message, Span(path)))


def _report_missing(settled: Settled, report: Report) -> None:
    """One warning for each line of the manuscript with a character that no font has."""
    found: dict[str, list[str]] = {}
    for _, _, part in settled.parts:
        for glyph in part.missing:
            found.setdefault(glyph.where, []).append(glyph.character)
    placed = {character for where, there in found.items() if where for character in there}
    found[""] = [character for character in found.get("", []) if character not in placed]
    for where, characters in found.items():
        if not characters:
            continue
        named = ", ".join(
            f"“{character}” ({unicodedata.name(character, f'U+{ord(character):04X}')})"
            for character in sorted(set(characters))
        )
        hint = "an empty box stands in its place; name a font that has it: fallback in [fonts]"
        report(
            warning(Code.GLYPH_MISSING, f"no font of the book has {named}", span_of(where), hint)
        )


def _binding(document: Document, index: Index, settled: Settled, geometry: Geometry) -> Binding:
    data = document.metadata
    return Binding(
        parts=tuple(Bound(part, start, plan.folios) for plan, start, part in settled.parts),
        labels=settled.labels,
        printed=settled.printed,
        roman=settled.roman,
        size=(geometry.width, geometry.height),
        bookmarks=tuple(_bookmarks(index, [plan for plan, _, _ in settled.parts])),
        title=data.title or next((plain_text(entry.title) for entry in index.outline), ""),
        authors=tuple(person.name for person in data.contributors if person.role == "aut"),
        language=data.language,
        subject=data.description,
        keywords=data.subjects,
    )


def _bookmarks(index: Index, parts: list[Plan]) -> Iterator[Bookmark]:
    """The outline: the title page and contents that the tool made, and the author's headings."""
    made = {plan.name for plan in parts}
    for name, title in (
        ("made-title", index.words.titlepage),
        ("made-contents", index.words.contents),
    ):
        if name in made:
            yield Bookmark(title, name)
    for entry in index.outline:
        yield _bookmark(entry)


def _bookmark(entry: OutlineEntry) -> Bookmark:
    title = plain_text(entry.title)
    return Bookmark(
        f"{entry.number} {title}" if entry.number else title,
        entry.id,
        tuple(_bookmark(child) for child in entry.children),
    )
