"""Which tool a folder was made for; mdBook's folders, and those made for none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from myopress.desk.takeover.plan import Plan
from myopress.diagnostics import Code, Report, error, note, warning
from myopress.manifest.files import NOTHING_MORE, Folder, read_source
from myopress.manifest.folder import markdown_files
from myopress.manifest.toml_lines import toml_lines
from myopress.source import Source, Span

KINDS = ("mdbook", "bookdown", "quarto", "pandoc", "markdown")
PANDOC = ("defaults.yaml", "defaults.yml", "metadata.yaml", "metadata.yml", "pandoc.yaml")
_LOOKS = {"theme", "additional-css", "additional-js"}
_ABOUT_THE_PROJECT = {
    "license",
    "licence",
    "contributing",
    "changelog",
    "code_of_conduct",
    "security",
}


def kind_of(folder: Path) -> str:
    """One of KINDS, by the files that there are."""
    if (folder / "_quarto.yml").is_file():
        return "quarto"
    if (folder / "_bookdown.yml").is_file():
        return "bookdown"
    if any((folder / name).is_file() for name in ("SUMMARY.md", "src/SUMMARY.md")):
        return "mdbook"
    source = text_of(folder, "book.toml", lambda _: None)
    if source and re.search(r"^\[book\]", source.text, re.MULTILINE):
        return "mdbook"
    return "pandoc" if pandoc_files(folder) else "markdown"


def pandoc_files(folder: Path) -> list[str]:
    """Pandoc's files of defaults and metadata, in the folder or right below it."""
    found = [name for name in PANDOC if (folder / name).is_file()]
    below = (path for name in PANDOC for path in folder.glob(f"*/{name}") if path.is_file())
    return found or sorted(path.relative_to(folder).as_posix() for path in below)


def text_of(folder: Path, name: str, report: Report) -> Source | None:
    """A text of the folder, None if there is none; one that cannot be read is reported."""
    if not (folder / name).is_file():
        return None
    return read_source(Folder(folder, NOTHING_MORE), name, Span(name), report)


def mdbook(folder: Path, report: Report) -> Plan:
    """What is read as it is, mdBook's own `book.toml` included; its programs beside it are told."""
    source = text_of(folder, "book.toml", report)
    if source is None:
        return Plan(dialect="mdbook")
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as fault:
        report(error(Code.MANIFEST_SYNTAX, f"this is not TOML: {fault}", Span("book.toml")))
        return Plan(dialect="mdbook")
    lines = toml_lines(source.text)

    def leave(key: str, message: str) -> None:
        line = lines.key(key)
        report(warning(Code.NOT_TAKEN_OVER, message, Span("book.toml", line, line)))

    for kind, usual in (("preprocessor", {"links", "index"}), ("output", {"html"})):
        for name in _table(table.get(kind)):
            if name not in usual:
                leave(f"{kind}.{name}", f"the {kind} “{name}” is not run")
    for name in _LOOKS.intersection(_table(_table(table.get("output")).get("html"))):
        leave(
            f"output.html.{name}",
            f"“{name}” has no counterpart here; styles/epub.css is your own look",
        )
    built = _table(table.get("build")).get("build-dir", "book")
    return Plan(dialect="mdbook", built=(built,) if isinstance(built, str) else ())


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def markdown(folder: Path, report: Report) -> Plan:
    """All Markdown files in natural order, without those about the project."""
    chapters = []
    for path in markdown_files(folder):
        if PurePosixPath(path).stem.lower() in _ABOUT_THE_PROJECT:
            message = "the file seems to be about the project, and is not among the chapters"
            report(note(Code.NOT_TAKEN_OVER, message, Span(path), "add it in book.toml"))
        else:
            chapters.append(path)
    return Plan(title=_title(folder, chapters, report), chapters=tuple(chapters))


def _title(folder: Path, chapters: list[str], report: Report) -> str:
    """The heading of the README that is the first of several chapters."""
    if len(chapters) < 2 or PurePosixPath(chapters[0]).stem.lower() not in {"readme", "index"}:
        return ""
    source = text_of(folder, chapters[0], report)
    heading = re.search(r"^# +(.+?) *#*$", source.text, re.MULTILINE) if source else None
    return heading[1] if heading else ""
