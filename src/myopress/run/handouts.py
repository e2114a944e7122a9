"""The command that makes a cheat sheet for each gym of a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from myopress import pipeline
from myopress.diagnostics import Diagnostic
from myopress.findings import CONFIGURATION_AT_FAULT
from myopress.gyms import Gym, read_gyms
from myopress.run.delivery import Output, Place, deliver, file_name
from myopress.run.reach import reach
from myopress.run.session import Options, Run, dated, running
from myopress.run.sheets import Wanted, named
from myopress.slugs import unique
from myopress.source import Span

SLUG = "{slug}"
"""Stands in a file's name for a gym's."""


def write_handouts(
    gyms_file: Path, place: Place, each: Path | None, wanted: Wanted, options: Options
) -> int:
    """A cheat sheet for each gym of a list: in one PDF, or in a file of its own; on each paper.

    `place` gives the PDF of all its file as in `write`; `each` is a path with `{slug}` in its
    name, which stands for the gym's name. Rows that cannot be used do not make the book faulty.
    """
    with running(options, stages=("reading", "cheatsheet")) as run:
        outputs = render(run, gyms_file, place, wanted, options, each=each)
    code = run[1].exit_code(strict=options.strict)
    if code != CONFIGURATION_AT_FAULT:
        deliver(outputs, options)
    return code


def render(
    run: Run, gyms_file: Path, place: Place, wanted: Wanted, options: Options, *, each: Path | None
) -> list[Output]:
    """Read the book of a run and the list, and make the sheets, as `write_handouts` does."""
    path, findings, step = run

    def report(diagnostic: Diagnostic) -> None:
        named = diagnostic.span.path == str(gyms_file)
        (findings.add if named else findings.report)(diagnostic)

    step("reading")
    document = dated(pipeline.read(path, findings.report, reach(options, path), step))
    sound = not findings.faults(strict=options.strict)
    gyms = read_gyms(gyms_file, report) if document.chapters else ()
    step("cheatsheet")
    names = _gym_names(gyms)
    target = place("handouts", file_name(document.metadata.title))
    outputs = []
    for tag, version in wanted.versions(document):
        handouts = pipeline.render_handouts(version, gyms, report, each=each is not None)
        for handout in handouts:
            if each:
                name = each.name.replace(SLUG, names[handout.gyms[0].span])
                target = each.with_name(name)
            outputs.append(Output(named(target, tag), handout.pdf, sound))
    return outputs


def _gym_names(gyms: Sequence[Gym]) -> dict[Span, str]:
    """Each gym's name in file names, by its row; the second of the same name gets `-2`."""
    names: dict[Span, str] = {}
    taken: set[str] = set()
    for gym in gyms:
        names[gym.span] = unique(file_name(gym.name, "gym"), taken.__contains__)
        taken.add(names[gym.span])
    return names
