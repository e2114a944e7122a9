"""The command that makes the cheat sheet, on one paper or on several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from myopress import pipeline
from myopress.document import Document
from myopress.findings import CONFIGURATION_AT_FAULT
from myopress.run.delivery import STDOUT, Output, Place, deliver, file_name
from myopress.run.kept import kept
from myopress.run.reach import reach
from myopress.run.session import Options, dated, running, tell


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks of the sheet; what it leaves open `book.toml` says."""

    papers: tuple[str, ...] = ()
    orientation: str | None = None
    ink_saver: bool = False
    grey: bool = False

    def versions(self, document: Document) -> tuple[tuple[str, Document], ...]:
        """The document for each paper, with what tells its file from the others' (`-a4`)."""
        given = document.settings
        settings = replace(
            given,
            cheatsheet_orientation=self.orientation or given.cheatsheet_orientation,
            cheatsheet_ink_saver=self.ink_saver or given.cheatsheet_ink_saver,
            cheatsheet_grey=self.grey or given.cheatsheet_grey,
        )
        papers = self.papers or (given.cheatsheet_paper,)
        return tuple(
            (
                f"-{paper}" if len(papers) > 1 else "",
                replace(document, settings=replace(settings, cheatsheet_paper=paper)),
            )
            for paper in papers
        )


def named(place: Path, tag: str) -> Path:
    """The place with the tag at the end of its file's name."""
    return place.with_stem(place.stem + tag) if tag and place != STDOUT else place


def write_sheets(form: str, place: Place, wanted: Wanted, options: Options) -> int:
    """Write the sheet as "cheatsheet" (PDF), "html", "png" or "svg", once for each paper.

    `place` gives the file as in `write`, the paper's name is added if there are several.
    """
    outputs = []
    with running(options, stages=("reading", *[form] * max(1, len(wanted.papers)))) as (
        path,
        findings,
        step,
    ):
        step("reading")
        document = dated(pipeline.read(path, findings.report, reach(options, path), step))
        name, faults = file_name(document.metadata.title), findings.faults(strict=options.strict)
        for tag, version in wanted.versions(document) if document.chapters else ():
            step(form)
            before = findings.faults(strict=options.strict)
            make = partial(pipeline.render, version, form)
            data = kept(path, version).recall(form, make, findings.report)
            sound = not faults and findings.faults(strict=options.strict) == before
            outputs.append(Output(named(place(form, name), tag), data, sound))
    code = findings.exit_code(strict=options.strict)
    if code == CONFIGURATION_AT_FAULT:
        tell("nothing was written, because the configuration has errors", options)
    else:
        deliver(outputs, options)
    return code
