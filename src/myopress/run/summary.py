"""What came of a build, as a table on a terminal; piped, the files are told line by line."""

from __future__ import annotations

import sys

from myopress.diagnostics import Severity
from myopress.document import Document
from myopress.findings import Findings
from myopress.progress import Summary, Written, show_summary
from myopress.run.session import Options
from myopress.walk import plain_text


def is_for_people(options: Options) -> bool:
    """Whether somebody looks at standard output."""
    return sys.stdout.isatty() and not options.quiet and options.format == "text"


def summarize(
    document: Document, pages: int, files: tuple[Written, ...], findings: Findings, began: float
) -> None:
    """Show the table; `pages` is 0 where no PDF was made."""
    words = sum(
        len(plain_text(part).split())
        for chapter in document.chapters
        for part in (chapter.title, chapter.blocks, chapter.notes)
    )
    found = [diagnostic.severity for diagnostic in findings.in_order()]
    warnings, errors = found.count(Severity.WARNING), found.count(Severity.ERROR)
    show_summary(Summary(files, pages, words, warnings, errors, began))
