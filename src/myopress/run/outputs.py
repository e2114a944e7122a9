"""The commands that render a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from myopress import document_json, pipeline
from myopress.backends import page_map
from myopress.diagnostics import Code, Diagnostic, Report, Severity, note
from myopress.document import Document
from myopress.findings import CONFIGURATION_AT_FAULT
from myopress.index import Index, index
from myopress.progress import SILENT, Step
from myopress.run.delivery import STDOUT, Output, Place, deliver, file_name, page_map_file
from myopress.run.kept import Kept, store
from myopress.run.numbers import report_age
from myopress.run.reach import reach
from myopress.run.session import Options, Run, dated, running, tell
from myopress.run.sources import sources
from myopress.run.summary import is_for_people, summarize
from myopress.source import Span

if TYPE_CHECKING:
    from myopress.backends.pdf.workers import Helpers
    from myopress.standing import Standing

PROVED = frozenset({"epub", "pdf", "cheatsheet"})
"""The outputs whose words are compared with the document's in a strict run."""
SITE = "site"
"""The output that is a folder."""
KEPT = frozenset({"cheatsheet", "png", "html"})
"""The outputs that are small and costly to make: a document's are kept for the next run."""


@dataclass(slots=True)
class _Renderer:
    """Renders one document; the EPUB gets the pages of the PDF made before it, now or earlier."""

    path: Path
    document: Document
    kept: Kept
    options: Options
    found: Index | None = None
    pages: page_map.PageMap | None = None
    page_file: bytes = b""
    cover: bytes = b""
    step: Step = SILENT
    helpers: Helpers | None = None
    standing: Standing | None = None
    """What has read the document, of which chapters are abridged then."""

    def check(self, backends: list[str], report: Report) -> None:
        """Report what the index finds; it is not made if all these outputs may be kept ones."""
        if KEPT.issuperset(backends):
            self.kept.recall("index", self._checked, report)
        else:
            self._checked(report)

    def _checked(self, report: Report) -> bytes:
        made = self.standing.index if self.standing else index
        self.found = made(self.document, report)
        return b""

    def render(self, backend: str, place: Path, report: Report) -> bytes:
        """The output of a backend, which is to go to `place`."""
        if backend in KEPT:
            return self._recalled(backend, report)
        found = self._index()
        if backend == "pdf":
            printed = pipeline.print_book(
                self._for_printer(report),
                found,
                report,
                draft=self.options.draft,
                jobs=self.options.jobs,
                store=self.kept.cache,
                step=self.step,
                helpers=self.helpers,
            )
            self.pages, self.cover = printed.pages, printed.cover
            self.page_file = page_map.encode(self.pages, document_json.encode(self.document))
            return self._archived(printed.pdf, report) if self.options.archive else printed.pdf
        if backend == "epub":
            pages = self.pages or self._page_map(page_map_file(place), report)
            if pages:
                return pipeline.render_paged(self.document, self._index(), pages, report)
            if self.standing:
                return self.standing.render(self.document, self._index(), report)
        return self._made(backend, report)

    def _recalled(self, backend: str, report: Report) -> bytes:
        """A small output that an earlier run may have made."""
        fresh = False

        def make(told: Report) -> bytes:
            nonlocal fresh
            fresh = True
            return self._made(backend, told)

        data = self.kept.recall(backend, make, report)
        if not fresh:
            self.step.taken("kept from an earlier run")
        return data

    def site(self, report: Report) -> Mapping[str, bytes]:
        """The files of the web site."""
        return pipeline.render_site(self.document, self._index(), report)

    def proved(
        self, built: Mapping[str, bytes], site: Mapping[str, bytes]
    ) -> tuple[Diagnostic, ...]:
        """What is wrong with the words, links and numbers of outputs, and of a web site's files."""
        return pipeline.verify(self.document, self._index(), built, site).diagnostics

    def _archived(self, pdf: bytes, report: Report) -> bytes:
        return pipeline.archive(pdf, sources(self.document, self.path), report)

    def _for_printer(self, report: Report) -> Document:
        """The document with the target and the colours that the command line names."""
        settings, options = self.document.settings, self.options
        if options.archive:
            settings = replace(settings, pdf_target="")
        elif options.printer is not None:
            name = "" if options.printer == "none" else options.printer
            settings = replace(settings, pdf_target=name)
        if options.colour is not None:
            settings = replace(settings, pdf_colour=options.colour)
        report_age(settings.pdf_target, report)
        return replace(self.document, settings=settings)

    def _made(self, backend: str, report: Report) -> bytes:
        return pipeline.render(self.document, backend, report, found=self._index())

    def _index(self) -> Index:
        """The index; what it finds has been reported."""
        if self.found is None:
            self._checked(lambda _: None)
        assert self.found is not None, "checking makes it"
        return self.found

    def _page_map(self, file: Path, report: Report) -> page_map.PageMap | None:
        """The page map that an earlier PDF left, if it is of this document."""
        try:
            data = file.read_bytes()
        except OSError:
            return None
        if self.standing:
            self.document = self.standing.read_whole(self.document)
            self.found = None
        pages = page_map.decode(data, document_json.encode(self.document))
        if pages is None:
            message = "the page map is of another state of the book"
            hint = "the EPUB has no page list; `myopress build` makes PDF and EPUB"
            report(note(Code.PAGE_MAP_STALE, message, Span(str(file)), hint))
        return pages


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of a book: its outputs in the order asked for, and the PDF's pages, or 0.

    `found` is the index, if it was made. `recalled` counts the results of earlier runs that were of use.
    """

    document: Document
    outputs: list[Output]
    pages: int
    recalled: int
    found: Index | None


def write(backends: list[str], place: Place, options: Options, *, all_asked: bool) -> int:
    """Render with each backend and write the outputs, unless a sound one would be lost by it.

    `place` gives each its file, told the backend and the book's name in file names. Unless
    `all_asked`, a book that has nothing for a cheat sheet does without.
    """
    stages = ("reading", *_print_first(backends), *(["proof"] if options.strict else []))
    began, seen = perf_counter(), is_for_people(options) and len(backends) > 1
    alone = backends == ["epub"] and not options.strict
    with running(options, stages=stages) as run:
        rendered = render(backends, place, options, run, all_asked=all_asked, standing=alone)
    if any(output.place == STDOUT for output in rendered.outputs[:1]) and rendered.outputs[1:]:
        tell("the printer's cover is not written: name a file for the pages", options)
    findings = run[1]
    code = findings.exit_code(strict=options.strict)
    if code == CONFIGURATION_AT_FAULT:
        tell("nothing was written, because the configuration has errors", options)
    else:
        written = deliver(rendered.outputs, options, listed=not seen)
        if seen:
            summarize(rendered.document, rendered.pages, written, findings, began)
    return code


def render(
    backends: list[str],
    place: Place,
    options: Options,
    run: Run,
    *,
    all_asked: bool,
    standing: bool = False,
    helpers: Helpers | None = None,
) -> Rendered:
    """Read the book of a run and render it with each backend, as `write` does.

    An EPUB alone may be made of what is `standing` of it; `helpers` may lay out the PDF.
    """
    path, findings, step = run
    step("reading")
    cache = store(options.home or path, laid_out=not {"epub", SITE}.issuperset(backends))
    within = reach(options, path)
    last: Standing | None = None
    if standing and cache:
        from myopress.standing import Standing  # late, for an EPUB alone

        last = Standing(path, within, cache)
        document = dated(last.read(findings.report, step))
    else:
        document = dated(pipeline.read(path, findings.report, within, step))
    renderer = _Renderer(
        path, document, Kept(cache, document), options, step=step, standing=last, helpers=helpers
    )
    renderer.check(backends, findings.report)
    name, faults = file_name(document.metadata.title), findings.faults(strict=options.strict)
    outputs = {}
    for backend in _print_first(backends) if document.chapters else ():
        step(backend)
        before = findings.faults(strict=options.strict)
        report = findings.report if all_asked else leniently(findings.report)
        target = place(backend, name)
        files = renderer.site(report) if backend == SITE else {}
        data = b"" if files else renderer.render(backend, target, report)
        sound = not faults and findings.faults(strict=options.strict) == before
        pages = renderer.page_file if backend == "pdf" else b""
        outputs[backend] = Output(target, data, sound, pages, files)
        if backend == "pdf" and renderer.cover:
            place_of_cover = target.with_stem(f"{target.stem}-cover")
            outputs["cover"] = Output(place_of_cover, renderer.cover, sound)
    if options.strict and outputs and not findings.faults(strict=True):
        step("proof")
        built = {backend: outputs[backend].data for backend in outputs if backend in PROVED}
        site = outputs[SITE].files if SITE in outputs else {}
        for diagnostic in renderer.proved(built, site):
            findings.report(diagnostic)
    made = [outputs[backend] for backend in (*backends, "cover") if backend in outputs]
    return Rendered(
        document,
        made,
        pages=len(renderer.pages.pages) if renderer.pages else 0,
        recalled=cache.hits if cache else 0,
        found=renderer.found,
    )


def _print_first(backends: list[str]) -> list[str]:
    """The EPUB gets the pages of the PDF."""
    return sorted(backends, key=lambda backend: backend != "pdf")


def leniently(report: Report) -> Report:
    """A report to which it is no fault that a book has nothing for a cheat sheet."""

    def told(diagnostic: Diagnostic) -> None:
        if diagnostic.code is Code.CHEATSHEET_EMPTY:
            diagnostic = replace(diagnostic, severity=Severity.NOTE)
        report(diagnostic)

    return told
