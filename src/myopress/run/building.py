"""All outputs of a book made for their sake, and not to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myopress import pipeline
from myopress.backends.page_map import PageMap
from myopress.diagnostics import Report
from myopress.document import Document
from myopress.index import Index
from myopress.progress import Step
from myopress.run.outputs import leniently


@dataclass(frozen=True, slots=True)
class Build:
    """Outputs by backend, and where the pages of the printed one begin."""

    outputs: Mapping[str, bytes]
    pages: PageMap


def build(
    document: Document, found: Index, report: Report, step: Step, *, all_of_it: bool = True
) -> Build:
    """The PDF, and unless only that is wanted the EPUB with its pages and the cheat sheet.

    `step` is told of each part of the PDF.
    """
    printed = pipeline.print_book(document, found, report, step=step)
    outputs = {"pdf": printed.pdf}
    if all_of_it:
        outputs["epub"] = pipeline.render_paged(document, found, printed.pages, report)
        sheet = leniently(report)
        outputs["cheatsheet"] = pipeline.render(document, "cheatsheet", sheet, found=found)
    return Build(outputs, printed.pages)
