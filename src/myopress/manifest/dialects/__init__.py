"""Chapters written for another tool, made ours line by line: `dialect = "mdbook"` in `book.toml`.

lines.py      a line and where it comes from; which lines are code
includes.py   a file of the book, or a part of it, put in place of a line
mdbook.py     mdBook's includes and hidden lines
chunks.py     code that R Markdown and Quarto run
quarto.py     Quarto's and bookdown's references, callouts and captions
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from myopress.diagnostics import Code, Report, error
from myopress.limits import TEXT_BYTES
from myopress.manifest.dialects import mdbook, quarto
from myopress.manifest.dialects.lines import Line, lines_of
from myopress.manifest.files import Folder
from myopress.source import Source, Span

Translate: TypeAlias = Callable[[list[Line], Folder, Report], list[Line]]

DIALECTS: dict[str, Translate] = {
    "mdbook": mdbook.translate,
    "bookdown": quarto.translate_bookdown,
    "quarto": quarto.translate,
    "pandoc": quarto.translate_pandoc,
}
SUFFIXES = {"bookdown": (".rmd",), "quarto": (".qmd", ".rmd")}
"""What the files of a dialect end in, beside Markdown's own."""


def translated(source: Source, dialect: str, folder: Folder, report: Report) -> Source:
    """The text in our language; each of its lines knows the file and line it was read from."""
    if not dialect:
        return source
    lines = DIALECTS[dialect](lines_of(source), folder, report)
    if sum(len(line.text) + 1 for line in lines) > TEXT_BYTES:
        message = f"with all that it includes the file has more than {TEXT_BYTES // 1_000_000} MB"
        report(error(Code.LIMIT_EXCEEDED, message, Span(source.path), "it is left as it is"))
        return source
    text = "\n".join(line.text for line in lines)
    return replace(source, text=text, origins=tuple(line.at for line in lines))
