"""Chapters written for another tool, made ours line by line: `dialect = "mdbook"` in `book.toml`.

lines.py      a line and where it comes from; which lines are code
includes.py   a file of the book, or a part of it, put in place of a line
mdbook.py     mdBook's includes, hidden lines, formulas and links
pandoc.py     what pandoc reads and we do not, also for the next two
formulas.py   displayed formulas in LaTeX's way
theorems.py   theorems and their like
chunks.py     code that R Markdown and Quarto run
quarto.py     Quarto's references, callouts and captions
bookdown.py   bookdown's references, texts by name and boxes
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from myopress.diagnostics import Code, Report, error
from myopress.limits import TEXT_BYTES
from myopress.manifest.files import Folder
from myopress.source import Source, Span

if TYPE_CHECKING:
    from myopress.manifest.dialects.lines import Line

Translate: TypeAlias = "Callable[[list[Line], Folder, Report], list[Line]]"
SUFFIXES = {"bookdown": (".rmd",), "quarto": (".qmd", ".rmd")}
"""What the files of a dialect end in, beside Markdown's own."""


def translated(source: Source, dialect: str, folder: Folder, report: Report) -> Source:
    """The text in our language; each of its lines knows the file and line it was read from."""
    if not dialect:
        return source
    from myopress.manifest.dialects.lines import lines_of

    lines = translators()[dialect](lines_of(source), folder, report)
    if sum(len(line.text) + 1 for line in lines) > TEXT_BYTES:
        message = f"with all that it includes the file has more than {TEXT_BYTES // 1_000_000} MB"
        report(error(Code.LIMIT_EXCEEDED, message, Span(source.path), "it is left as it is"))
        return source
    text = "\n".join(line.text for line in lines)
    return replace(source, text=text, origins=tuple(line.at for line in lines))


def translators() -> dict[str, Translate]:
    """What translates each dialect; loaded only now, since most books need none."""
    from myopress.manifest.dialects import bookdown, mdbook, pandoc, quarto

    return {
        "mdbook": mdbook.translate,
        "bookdown": bookdown.translate,
        "quarto": quarto.translate,
        "pandoc": pandoc.translate_chapter,
    }
