"""The command that takes over a book made for another tool."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from myopress import pipeline
from myopress.desk.beginning import TEMPLATE
from myopress.desk.takeover import KINDS, Plan, as_toml, kind_of, plan
from myopress.diagnostics import Code, InputError, Report, did_you_mean, note, warning
from myopress.findings import Findings
from myopress.index import index
from myopress.limits import PICTURE_BYTES, read_bytes
from myopress.manifest.files import MARKDOWN, is_within
from myopress.output import write_files
from myopress.run.beginning import what_next
from myopress.run.session import Options, running, show_result
from myopress.source import Span

Ask: TypeAlias = Callable[[str, str], str]
"""Asks for something ("Title"), told what is usual."""

_LEFT = {
    ".git", ".github", ".venv", ".myopress", ".quarto", ".Rproj.user", "__pycache__", "node_modules",
    "output", "_book", "_site",
}  # fmt: skip
"""Folders that are not the book's own: histories, tools, and what was built."""
_FOREIGN = {Code.FOREIGN_SYNTAX, Code.CODE_NOT_RUN, Code.INCLUDE_EMPTY, Code.RAW_HTML}
"""What chapters have that is not taken over."""


@dataclass(frozen=True, slots=True)
class _Old:
    """The book as it was found, in `root`; `copied` if it is to stand elsewhere.

    `has_manifest` if it has a `book.toml` already, mdBook's or ours.
    """

    root: Path
    kind: str
    plan: Plan
    copied: bool
    has_manifest: bool


def take_over(
    folder: Path, old: str, given: Mapping[str, str | None], ask: Ask | None, *, quiet: bool
) -> int:
    """Write `book.toml` for a book, in its own folder or in `folder`, to which it is copied.

    `old` is the book's place, or one of KINDS for a book in `folder` itself. `given` has the
    title, author and language of the command line; what neither it nor the book has is asked for,
    or else told.
    """
    place = folder if old in KINDS else Path(old)
    if not place.exists():
        hint = did_you_mean(old, KINDS) or f"it may be a place, or {', '.join(KINDS)}"
        raise InputError(f"there is no “{place}”; {hint}")
    root = place if place.is_dir() else place.parent
    copied = root.resolve() != folder.resolve()
    if copied and folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"“{folder}” is not empty, and nothing was written; name a new folder")
    with running(Options(root, quiet=quiet)) as (_, findings, step):
        found = _Old(
            root,
            *_planned(place, old, findings.report),
            copied,
            has_manifest=(root / "book.toml").exists(),
        )
        found = replace(found, plan=_completed(found, folder, given, ask, findings.add))
        step("reading")
        files = dict(_written(found, folder, findings.report))
        write_files(files)
        code = findings.exit_code(strict=False)
        left = _told(folder, findings)
    if not quiet:
        what = "a folder of Markdown" if found.kind == "markdown" else f"a book for {found.kind}"
        had = ", with its own book.toml" if found.has_manifest else ""
        files_written = f"{len(files):,} file{'' if len(files) == 1 else 's'} written"
        show_result(f"{folder}: {what}{had}, {files_written}\n\n{what_next(folder, left)}")
    return code


def _planned(place: Path, old: str, report: Report) -> tuple[str, Plan]:
    """The kind of the book, and what it is made of; raises InputError for a file of another kind."""
    if place.is_dir():
        kind = old if old in KINDS else kind_of(place)
        return kind, plan(place, kind, report)
    if place.suffix.lower() not in MARKDOWN:
        hint = f"pandoc can make one of many kinds: pandoc {place} -t markdown -o {place.stem}.md"
        raise InputError(f"“{place}” is not a Markdown file; {hint}")
    found = plan(place.parent, "markdown", lambda _: None)
    return "markdown", replace(found, title="", chapters=(place.name,))


def _completed(
    old: _Old, folder: Path, given: Mapping[str, str | None], ask: Ask | None, report: Report
) -> Plan:
    """The plan with what the command line or the user adds to it."""
    found = replace(
        old.plan,
        title=given["title"] or old.plan.title,
        authors=(given["author"],) if given["author"] else old.plan.authors,
        language=given["language"] or old.plan.language,
    )
    if old.has_manifest or len(found.chapters) == 1:  # an article has its own front matter
        return found
    if ask is not None:
        name = folder.resolve().name
        author = () if found.authors else (ask("Author", ""),)
        return replace(
            found,
            title=found.title or ask("Title", name),
            authors=found.authors or tuple(filter(None, author)),
            language=found.language or ask("Language", "en"),
        )
    lacks = {"title": found.title, "authors": found.authors, "language": found.language}
    if names := [name for name, value in lacks.items() if not value]:
        message = f"the book does not say its {', '.join(names)}"
        report(note(Code.NOT_TAKEN_OVER, message, Span((folder / "book.toml").as_posix())))
    return found


def _written(old: _Old, folder: Path, report: Report) -> Iterable[tuple[Path, bytes]]:
    """The files of the book in its new place; one that cannot be read is told."""
    if old.copied:
        for path in _files(old.root, set(map(posixpath.normpath, old.plan.built))):
            try:
                yield folder / path, read_bytes(old.root / path, PICTURE_BYTES)
            except OSError as fault:
                message = f"the file is not copied: {fault.strerror}"
                report(warning(Code.NOT_TAKEN_OVER, message, Span(path.as_posix())))
    if not old.has_manifest:
        yield folder / "book.toml", as_toml(old.plan).encode()
    if not (old.root / ".gitignore").exists():
        yield folder / ".gitignore", (TEMPLATE / "gitignore").read_bytes()


def _told(folder: Path, findings: Findings) -> int:
    """Tell what the chapters have for their old tool alone; how much else there is to find."""
    new = Findings(folder)
    index(pipeline.read(folder, new.report), new.report)
    found = new.in_order()
    foreign = [diagnostic for diagnostic in found if diagnostic.code in _FOREIGN]
    for diagnostic in foreign:
        findings.add(diagnostic)
    return len(found) - len(foreign)


def _files(root: Path, built: set[str]) -> list[Path]:
    """The files below `root`, relative to it, without those of folders that were `built`.

    Links that lead out of it are passed over.
    """
    found = []
    for folder, below, names in os.walk(root):
        here = Path(folder).relative_to(root)
        below[:] = sorted(
            name for name in below if name not in _LEFT and (here / name).as_posix() not in built
        )
        paths = (Path(folder, name) for name in sorted(names))
        found += [
            path.relative_to(root) for path in paths if path.is_file() and is_within(path, root)
        ]
    return found
