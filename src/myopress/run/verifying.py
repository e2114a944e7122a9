"""The command that looks whether every word of a book arrives in its outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from myopress import pipeline
from myopress.diagnostics import Code, Diagnostic, InputError, error
from myopress.index import index
from myopress.run.building import build
from myopress.run.delivery import Place, file_name
from myopress.run.folders import read_folder
from myopress.run.outputs import SITE
from myopress.run.reach import reach
from myopress.run.session import Options, dated, running, show_result
from myopress.source import NOWHERE

BACKENDS = ("epub", "pdf", "cheatsheet")


def verify(options: Options, built: Place | None, *, once: bool) -> int:
    """Compare the outputs of a book with it, and show how much of everything they have.

    `built` says where outputs lie, as in `write`; without it they are made, and unless `once` a
    second time, to see that the bytes are the same.
    """
    twice = () if built or once else ("building anew",)
    stages = ("reading", "building", *twice, "verifying")
    with running(options, stages=stages) as (path, findings, step):
        step("reading")
        document = dated(pipeline.read(path, findings.report, reach(options, path), step))
        found = index(document, findings.report)
        step("building")
        outputs: Mapping[str, bytes]
        site: Mapping[str, bytes]
        if built:
            name = file_name(document.metadata.title)
            outputs, site = _read(built, name), read_folder(built(SITE, name))
        else:
            outputs = build(document, found, findings.report, step).outputs
            site = pipeline.render_site(document, found, lambda _: None)
        if twice:
            step("building anew")
            again = build(document, found, lambda _: None, step).outputs
            for diagnostic in unstable(outputs, again):
                findings.report(diagnostic)
            again = pipeline.render_site(document, found, lambda _: None)
            for diagnostic in unstable(site, again):
                findings.report(diagnostic)
        step("verifying")
        verified = pipeline.verify(document, found, outputs, site)
        for diagnostic in verified.diagnostics:
            findings.report(diagnostic)
    from myopress.verify import as_json, as_text  # loads what reads PDF

    encode = as_json if options.format == "json" else as_text
    show_result("" if options.quiet else encode(verified.chapters, verified.outputs))
    return findings.exit_code(strict=options.strict)


def _read(built: Place, name: str) -> dict[str, bytes]:
    """The outputs that there are; raises InputError if there is none."""
    places = {backend: built(backend, name) for backend in BACKENDS}
    try:
        outputs = {b: place.read_bytes() for b, place in places.items() if place.is_file()}
    except OSError as fault:
        raise InputError(f"“{fault.filename}” cannot be read: {fault.strerror}") from None
    if not outputs:
        folder = Path(places["epub"]).parent
        raise InputError(f"“{folder}” has no output named {places['epub'].stem}")
    return outputs


def unstable(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> Iterable[Diagnostic]:
    """BUILD_UNSTABLE for each output that is not the same in a second build."""
    for backend, data in first.items():
        if data != second[backend]:
            pairs = enumerate(zip(data, second[backend], strict=False))
            place = next((number for number, (one, other) in pairs if one != other), 0)
            message = f"a second build of the {backend} is another file, from byte {place} on"
            yield error(Code.BUILD_UNSTABLE, message, NOWHERE, "please report it")
