"""The commands for printed editions: what one was made of, and what a change does to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from myopress import edition, pipeline
from myopress.diagnostics import InputError, Report
from myopress.edition.lock import fingerprint
from myopress.index import index
from myopress.output import write_files
from myopress.progress import Step
from myopress.run.building import build
from myopress.run.reach import reach
from myopress.run.session import Options, dated, running, show_result, tell

FILE = "edition.lock"
MOVED = 1
"""The exit code of `diff` where the printed book is another."""
TOOLS = ("myopress", "fonttools", "pikepdf", "pydyf", "pyphen", "uharfbuzz", "weasyprint")
"""What shapes a printed page."""


def lock(options: Options, target: Path | None) -> int:
    """Build the book and write the lock of the edition, unless the book has faults."""
    with running(options, stages=("reading", "building")) as (path, findings, step):
        step("reading")
        file = target or _beside(path)
        made = _lock(path, options, findings.report, step, all_of_it=True)
    code = findings.exit_code(strict=options.strict)
    if code:
        tell(f"{file} is left as it was, because the book has faults", options)
        return code
    write_files({file: edition.encode(made)})
    show_result("" if options.quiet else f"{file}  {len(made.pages)} pages\n")
    return code


def diff(options: Options, target: Path | None) -> int:
    """Tell what changed since the lock was written, and what that moves in print."""
    with running(options, stages=("reading", "building")) as (path, findings, step):
        step("reading")
        file = target or _beside(path)
        try:
            old = edition.decode(file.read_bytes(), str(file))
        except OSError as fault:
            hint = "`myopress lock` writes one"
            raise InputError(f"“{file}” cannot be read: {fault.strerror}; {hint}") from None
        new = _lock(path, options, findings.report, step, all_of_it=False)
    changed, moved = list(edition.changes(old, new)), edition.moves(old, new)
    if options.format == "json":
        tree = {"changes": changed, "moves": edition.as_tree(moved)}
        show_result(json.dumps(tree, ensure_ascii=False, indent=1) + "\n")
    elif not options.quiet:
        show_result(_lines([*changed, *edition.as_words(moved, new)]))
    return findings.exit_code(strict=options.strict) or (MOVED if moved.any else 0)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _beside(book: Path) -> Path:
    return (book if book.is_dir() else book.parent) / FILE


def _lock(
    book: Path, options: Options, report: Report, step: Step, *, all_of_it: bool
) -> edition.Lock:
    """The lock of the book as it is."""
    document = dated(pipeline.read(book, report, reach(options, book), step))
    found = index(document, report)
    step("building")
    if not document.chapters:
        raise InputError(f"“{book}” has no chapter to print")
    built = build(document, found, report, step, all_of_it=all_of_it)
    printed = pipeline.printed_pages(built.outputs["pdf"])
    outputs = built.outputs if all_of_it else {}
    return edition.lock(document, found, built.pages, printed, outputs=outputs, made=_made())


def _made() -> edition.Made:
    """The tools, our fonts and our style sheets."""
    package = Path(__file__).parent.parent / "backends"
    fonts = sorted((*package.glob("fonts/*.otf"), *package.glob("fonts/*.ttf")))
    tools = {name: found for name in TOOLS if (found := _version(name))}
    styles = {
        f"(default) {file.name}": fingerprint(file.read_bytes())
        for file in sorted(package.glob("styles/*.css"))
    }
    return edition.Made(
        tools, styles, {file.name: fingerprint(file.read_bytes()) for file in fonts}
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
