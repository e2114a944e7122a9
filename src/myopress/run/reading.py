"""The commands that read a book and tell of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from myopress import pipeline
from myopress.document import Document
from myopress.run.delivery import STDOUT, Output, deliver
from myopress.run.reach import reach
from myopress.run.session import Options, dated, epoch_day, running, show_result


def check(options: Options, shop: str | None) -> int:
    """Show what is wrong with the book, and with its EPUB in the eyes of a shop."""
    with running(options, on_stdout=True) as (path, findings, step):
        step("reading")
        document = pipeline.read(path, findings.report, reach(options, path), step)
        if shop is None:
            pipeline.check(document, findings.report)
        else:
            pipeline.check_shop(document, shop, findings.report)
    return findings.exit_code(strict=options.strict)


def inspect(options: Options, encode: Callable[[Document], bytes]) -> int:
    """Print the document, or what `encode` takes of it, with whatever could be read."""
    with running(options) as (path, findings, step):
        step("reading")
        document = pipeline.read(path, findings.report, reach(options, path), step)
    show_result(encode(document))
    return findings.exit_code(strict=options.strict)


def onix(options: Options, target: Path | None) -> int:
    """Print the book's ONIX record, or write it to a file."""
    with running(options) as (path, findings, step):
        step("reading")
        document = dated(pipeline.read(path, findings.report, reach(options, path), step))
        record = pipeline.onix(document, findings.report, day_sent(document))
    sound = not findings.faults(strict=options.strict)
    deliver([Output(target or STDOUT, record, sound)], options)
    return findings.exit_code(strict=options.strict)


def day_sent(document: Document) -> str:
    """The day of SOURCE_DATE_EPOCH, else the book's, as ONIX writes it."""
    day = epoch_day() or document.metadata.date
    return f"{day.replace('-', '')}0101"[:8] if day else "20000101"
