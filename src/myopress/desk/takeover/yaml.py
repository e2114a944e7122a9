"""What bookdown, Quarto and pandoc say of a book in their YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from myopress.desk.takeover.kinds import pandoc_files, text_of
from myopress.desk.takeover.plan import Plan
from myopress.diagnostics import Code, Report, warning
from myopress.front_matter import read_yaml
from myopress.manifest.folder import markdown_files, natural_order
from myopress.source import Source, Span

_TOLD = {
    "title", "subtitle", "author", "authors", "date", "lang", "language", "description",
    "abstract", "bibliography", "cover-image", "csl",
}  # fmt: skip
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PART = re.compile(r"^# \((PART|APPENDIX)\\?\*?\) *(.*?) *(?:\{.*\})? *$", re.MULTILINE)


class _File:
    """A file of YAML being read: what is taken from it, and what is not."""

    def __init__(self, source: Source, report: Report) -> None:
        self.name, self.report = source.path, report
        self.tree, self.lines = read_yaml(source, report)

    def leave(self, keys: Iterable[str], why: str = "has no counterpart here") -> None:
        """Report the keys that are not taken over."""
        for key in keys:
            line = self.lines.get(key, 0)
            message = f"“{key}” {why}"
            self.report(warning(Code.NOT_TAKEN_OVER, message, Span(self.name, line, line)))

    def bibliography(self, named: object, key: str) -> tuple[str, ...]:
        """Those in CSL-JSON; others are reported with what converts them."""
        files = tuple(_texts(named))
        others = [path for path in files if not path.endswith(".json")]
        if others:
            hint = f"try: pandoc {' '.join(others)} -t csljson -o references.json"
            self.leave([key], f"is not CSL-JSON; {hint}, and name that in book.toml")
        return tuple(path for path in files if path.endswith(".json"))

    def described(self, tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        """What all three call by the same names; a date in another form is told."""
        people = tree.get("author", tree.get("authors"))
        names = [one.get("name", "") if isinstance(one, dict) else one for one in _items(people)]
        date = str(tree.get("date", ""))
        if date and not _DATE.fullmatch(date):
            key = f"{prefix}date" if f"{prefix}date" in self.lines else "date"
            self.leave([key], f"is “{date}”, and not like 2026-05-01, 2026-05 or 2026")
        style = PurePosixPath(_text(tree.get("csl"))).name
        return {
            "title": _text(tree.get("title")),
            "subtitle": _text(tree.get("subtitle")),
            "authors": tuple(name for name in names if isinstance(name, str) and name),
            "language": _text(tree.get("lang", tree.get("language"))),
            "date": date if _DATE.fullmatch(date) else "",
            "description": _text(tree.get("description", tree.get("abstract"))),
            "cover": _text(tree.get("cover-image")),
            "citation_style": style.removesuffix(".csl"),
        }


def quarto(folder: Path, report: Report) -> Plan:
    """`_quarto.yml`: https://quarto.org/docs/reference/projects/books.html"""
    file = _File(text_of(folder, "_quarto.yml", report) or Source("_quarto.yml", ""), report)
    book = _mapping(file.tree.get("book"))
    file.leave(key for key in file.tree if key not in {"project", "book", *_TOLD})
    known = {"chapters", "appendices", *_TOLD}
    file.leave(f"book.{key}" for key in book if key not in known)
    parts: list[tuple[str, tuple[str, ...]]] = [("", ())]
    for entry in _items(book.get("chapters")):
        if isinstance(entry, dict) and isinstance(entry.get("part"), str):
            parts.append((entry["part"], tuple(_paths(entry.get("chapters"), file))))
        else:  # a chapter that belongs to no part, also after one
            title, before = parts.pop() if not parts[-1][0] else ("", ())
            parts.append((title, (*before, *_paths(entry, file))))
    named = book.get("bibliography", file.tree.get("bibliography"))
    built = _text(_mapping(file.tree.get("project")).get("output-dir"))
    return Plan(
        **file.described({**file.tree, **book}, "book."),
        dialect="quarto",
        bibliography=file.bibliography(named, "bibliography"),
        chapters=parts[0][1],
        parts=tuple(_with_title(parts[1:], folder, report)),
        appendices=tuple(_paths(book.get("appendices"), file)),
        built=(built,) if built else (),
    )


def _paths(entries: object, file: _File) -> Iterable[str]:
    """The files of chapters; links to elsewhere and what cannot be read are told."""
    for entry in _items(entries):
        match entry:
            case (str() as path) | {"file": str() as path}:
                yield path
            case {"href": str() as path} if "://" not in path:
                yield path
            case {"href": str() as address}:
                file.leave(["book.chapters"], f"has a link to {address}, which is no chapter")
            case _:
                file.leave(["book.chapters"], f"has {entry!r}, which cannot be read")


def _with_title(
    parts: list[tuple[str, tuple[str, ...]]], folder: Path, report: Report
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A part may be named by a file: its heading is the title."""
    for title, chapters in parts:
        source = text_of(folder, title, report) if title.endswith((".qmd", ".md")) else None
        heading = (
            re.search(r"^# +(.+?) *(?:\{.*\})?$", source.text, re.MULTILINE) if source else None
        )
        yield (heading[1] if heading else title), chapters


def bookdown(folder: Path, report: Report) -> Plan:
    """`_bookdown.yml` and the front matter of `index.Rmd`.

    https://bookdown.org/yihui/bookdown/configuration.html
    """
    file = _File(text_of(folder, "_bookdown.yml", report) or Source("_bookdown.yml", ""), report)
    file.leave(key for key in file.tree if key not in {"rmd_files", "book_filename", "output_dir"})
    listed = file.tree.get("rmd_files")
    if isinstance(listed, dict):
        listed = next(iter(listed.values()), [])
    names = list(_texts(listed)) or _rmd_files(folder)
    front = _File(_front(folder, names[0], report) if names else Source("", ""), report)
    front.leave(key for key in front.tree if key not in _TOLD)
    chapters: list[str] = []
    parts: list[tuple[str, list[str]]] = []
    appendices: list[str] = []
    place = chapters
    for name in names:
        source = text_of(folder, name, report)
        for kind, title in _PART.findall(source.text) if source else ():
            if kind == "PART":
                parts.append((title, []))
            place = parts[-1][1] if kind == "PART" else appendices
        place.append(name)
    return Plan(
        **front.described(front.tree),
        dialect="bookdown",
        bibliography=front.bibliography(front.tree.get("bibliography"), "bibliography"),
        chapters=tuple(chapters),
        parts=tuple((title, tuple(inner)) for title, inner in parts if inner),
        appendices=tuple(appendices),
        built=tuple(_texts(file.tree.get("output_dir"))),
    )


def _rmd_files(folder: Path) -> list[str]:
    names = (path.name for path in folder.iterdir() if path.suffix.lower() in {".rmd", ".md"})
    return sorted((name for name in names if name[0] not in "_."), key=natural_order)


def _front(folder: Path, name: str, report: Report) -> Source:
    """The YAML at the top of a file, at its own lines."""
    source = text_of(folder, name, report)
    top = r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n"
    found = re.match(top, source.text, re.DOTALL) if source else None
    return Source(name, "\n" + found[1] if found else "")


def pandoc(folder: Path, report: Report) -> Plan:
    """Files of defaults and of metadata: https://pandoc.org/MANUAL.html#defaults-files"""
    tree: dict[str, Any] = {}
    bibliography: tuple[str, ...] = ()
    described: dict[str, Any] = {}
    for name in pandoc_files(folder):
        file = _File(text_of(folder, name, report) or Source(name, ""), report)
        inner = {"input-files", "input-file", "metadata", "metadata-file", "metadata-files"}
        file.leave(
            key for key in file.tree if key not in {*inner, *_TOLD, "from", "to", "output-file"}
        )
        tree |= file.tree | _mapping(file.tree.get("metadata"))
        described |= {key: value for key, value in file.described(tree).items() if value}
        bibliography += file.bibliography(file.tree.get("bibliography"), "bibliography")
    files = tuple(_texts(tree.get("input-files", tree.get("input-file"))))
    chapters = tuple(
        path for path in files if PurePosixPath(path).suffix.lower() in {".md", ".markdown"}
    )
    return Plan(
        **described,
        dialect="pandoc",
        bibliography=bibliography,
        chapters=chapters or tuple(markdown_files(folder)),
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _texts(value: object) -> Iterable[str]:
    return (item for item in _items(value) if isinstance(item, str))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
