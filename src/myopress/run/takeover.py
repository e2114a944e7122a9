"""The command that takes over a book made for another tool."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from myopress.desk.beginning import TEMPLATE
from myopress.desk.takeover import KINDS, as_toml, kind_of, plan
from myopress.diagnostics import Code, InputError, did_you_mean, warning
from myopress.limits import PICTURE_BYTES, read_bytes
from myopress.manifest.files import MARKDOWN, is_within
from myopress.output import write_files
from myopress.run.session import Options, running, show_result
from myopress.source import Span

_LEFT = {
    ".git", ".github", ".venv", ".myopress", ".quarto", ".Rproj.user", "__pycache__", "node_modules",
    "output", "_book", "_site",
}  # fmt: skip
"""Folders that are not the book's own: histories, tools, and what was built."""


def take_over(folder: Path, old: str, given: dict[str, str | None], *, quiet: bool) -> int:
    """Write `book.toml` for a book, in its own folder or in `folder`, to which it is copied.

    `old` is the book's place, or one of KINDS for a book in `folder` itself. `given` has the
    title, author and language of the command line.
    """
    place = folder if old in KINDS else Path(old)
    if not place.exists():
        hint = did_you_mean(old, KINDS) or f"it may be a place, or {', '.join(KINDS)}"
        raise InputError(f"there is no “{place}”; {hint}")
    root = place if place.is_dir() else place.parent
    copied = root.resolve() != folder.resolve()
    if copied and folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"“{folder}” is not empty, and nothing was written; name a new folder")
    files: dict[Path, bytes] = {}
    with running(Options(root, quiet=quiet), on_stdout=False) as (_, findings, step):
        step("reading")
        if place.is_file():
            kind, found = "markdown", plan(root, "markdown", lambda _: None)
            found = replace(found, title="", chapters=(place.name,))
            if place.suffix.lower() not in MARKDOWN:
                raise InputError(f"“{place}” is not a Markdown file")
        else:
            kind = old if old in KINDS else kind_of(root)
            found = plan(root, kind, findings.report)
        found = replace(
            found,
            title=given["title"] or found.title,
            authors=(given["author"],) if given["author"] else found.authors,
            language=given["language"] or found.language,
        )
        if copied:
            for path in _files(root):
                try:
                    files[folder / path] = read_bytes(root / path, PICTURE_BYTES)
                except OSError as fault:
                    message = f"the file is not copied: {fault.strerror}"
                    findings.report(warning(Code.NOT_TAKEN_OVER, message, Span(path.as_posix())))
        if not (root / "book.toml").exists():
            files[folder / "book.toml"] = as_toml(found).encode()
        if not (root / ".gitignore").exists():
            files[folder / ".gitignore"] = (TEMPLATE / "gitignore").read_bytes()
    had = "" if not (root / "book.toml").exists() else ", with its own book.toml"
    write_files(files)
    what = "a folder of Markdown" if kind == "markdown" else f"a book for {kind}"
    told = f"{folder}: {what}{had}, {len(files)} files written"
    show_result("" if quiet else f"{told}\n\nNext: myopress build {folder}\n")
    return findings.exit_code(strict=False)


def _files(root: Path) -> list[Path]:
    """The files below `root`, relative to it; links that lead out of it are passed over."""
    found = []
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in _LEFT)
        paths = (Path(folder, name) for name in sorted(names))
        found += [
            path.relative_to(root) for path in paths if path.is_file() and is_within(path, root)
        ]
    return found
