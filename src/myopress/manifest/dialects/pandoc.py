"""What pandoc reads and we do not, for the three tools that write for it.

https://pandoc.org/MANUAL.html#pandocs-markdown, https://lierdakil.github.io/pandoc-crossref/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from myopress.diagnostics import Code, Report, warning
from myopress.manifest.dialects.formulas import with_formulas
from myopress.manifest.dialects.lines import FENCE, Line, outside_code, with_code
from myopress.manifest.files import Folder

_COLON_NAME = re.compile(r"\{#(fig|tab|tbl|eq|sec|lst):(?=[\w-])")
_COLON_REFERENCE = re.compile(
    r"(?<![\w`\\])(?P<open>\[)?-?@(?P<kind>fig|tbl|eq|sec|lst):(?P<name>[\w-]*\w)(?(open)\])"
)
_RAW = re.compile(r"\{=(\w+)\}")
_RAW_INLINE = re.compile(r"`([^`]+)`\{=(\w+)\}")
_LAYOUT = re.compile(
    r"(?:\s*\\(?:(?:new|clear|cleardouble)page|(?:front|main|back)matter|appendix|tableofcontents"
    r"|listof(?:figures|tables)|(?:big|med|small)skip|noindent|vfill|pagestyle\{\w+\}"
    r"|pagenumbering\{\w+\}|vspace\*?\{[^}]*\}))+\s*"
)
_LATEX = re.compile(r"\s*(\\(?:begin|end|input|include|includegraphics|printbibliography)\b.*)")
_VERSE = re.compile(r"\|(?: (.*)|)")
_EXAMPLE = re.compile(r"\(@([\w-]*)\)")
_FIGURE = re.compile(r'!\[(?P<caption>.+)\]\((?P<target>[^\s()"]+)\)(?P<rest>\{[^}]*\})?\s*')
_ALT = re.compile(r'\s*fig-alt="([^"]*)"')
_SHOWS_ALSO = re.compile(r'\s*(?:fig-(?:align|cap|env|pos|scap)|height)="?[^"\s}]*"?')


def translate_chapter(lines: list[Line], _: Folder, report: Report) -> list[Line]:
    """A chapter of a book for pandoc alone."""
    return [
        line if info is not None else line.having(captioned(line.text))
        for line, info in with_code(translate(lines, report))
    ]


def translate(lines: list[Line], report: Report) -> list[Line]:
    """Formulas, raw passages, line blocks, example lists and the names of pandoc-crossref."""
    lines = list(_numbered(_verses(with_formulas(_without_raw(_untitled(lines), report)))))
    done, in_formula = [], False
    for line, info in with_code(lines):
        dollars = line.text.count("$$") if info is None else 0
        if info is None and not (in_formula or dollars):
            done.append(line.having(outside_code(_inline(line, report), _named)))
        else:
            done.append(line.having(_COLON_NAME.sub(_renamed, line.text)) if dollars else line)
        in_formula ^= dollars % 2 == 1
    return done


def captioned(text: str) -> str:
    """A picture alone on its line, its caption and what it shows put where we have them.

    The words in the brackets are its caption there.
    """
    figure = _FIGURE.fullmatch(text)
    if not figure:
        return text
    rest = figure["rest"] or ""
    alt = _ALT.search(rest)
    rest = _SHOWS_ALSO.sub("", _ALT.sub("", rest))
    caption = figure["caption"]
    title = caption.replace("\\", "\\\\").replace('"', '\\"')
    shown = alt[1] if alt else caption
    return f'![{shown}]({figure["target"]} "{title}"){"" if rest in ("{}", "") else rest}'


def _untitled(lines: list[Line]) -> list[Line]:
    """Without the block of title, authors and date at the top, which `book.toml` has."""
    end = next((n for n, line in enumerate(lines) if not line.text.startswith("%")), 0)
    return lines[end:]


def _without_raw(lines: list[Line], report: Report) -> Iterator[Line]:
    """Raw HTML as HTML; what is for another format is left out and told."""
    for line, info in with_code(lines):
        raw = _RAW.fullmatch(info or "")
        is_fence = bool(
            raw and (found := FENCE.fullmatch(line.text)) and found["info"].strip() in {"", info}
        )
        if raw is None:
            yield line
        elif raw[1].startswith("html"):
            yield line.having("" if is_fence else line.text)
        elif is_fence and _RAW.search(line.text):
            message = f"what is for {raw[1]} alone is left out"
            report(warning(Code.FOREIGN_SYNTAX, message, line.at))


def _verses(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that begin with a bar, and have no other, as verse."""
    inside = False
    for line, info in with_code(lines):
        found = _VERSE.fullmatch(line.text) if info is None else None
        is_verse = bool(found and "|" not in (found[1] or ""))
        if is_verse and not inside:
            yield line.having("::: verse")
        elif inside and not is_verse:
            yield line.having(":::")
        inside = is_verse
        yield line.having(found[1] or "") if is_verse and found else line
    if inside:
        yield line.having(":::")


def _numbered(lines: Iterable[Line]) -> Iterator[Line]:
    """The items of example lists with their numbers, and where these are referred to."""
    whole, numbers, names = list(lines), count(1), {}
    own: dict[int, int] = {}
    for place, (line, info) in enumerate(with_code(whole)):
        if info is None and (found := _EXAMPLE.match(line.text)):
            own[place] = next(numbers)
            names[found[1]] = own[place]
    for place, (line, info) in enumerate(with_code(whole)):
        if place in own:
            line = line.having(_EXAMPLE.sub(f"{own[place]})", line.text, count=1))  # noqa: PLW2901
        if info is None and names:
            line = line.having(  # noqa: PLW2901
                _EXAMPLE.sub(lambda f: f"({names[f[1]]})" if f[1] in names else f[0], line.text)
            )
        yield line


def _inline(line: Line, report: Report) -> str:
    """A line without commands about pages; other LaTeX and raw passages are told."""
    text = line.text
    if "{=" in text:
        for passage, kind in _RAW_INLINE.findall(text):
            if kind.startswith("html"):
                text = text.replace(f"`{passage}`{{={kind}}}", passage)
            else:
                message = f"“{passage}”, which is for {kind} alone, is left out"
                report(warning(Code.FOREIGN_SYNTAX, message, line.at))
                text = text.replace(f"`{passage}`{{={kind}}}", "")
    if text.lstrip().startswith("\\"):
        if _LAYOUT.fullmatch(text):
            return ""
        if found := _LATEX.fullmatch(text):
            message = f"“{found[1].strip()}” is LaTeX, and is kept as text"
            report(warning(Code.FOREIGN_SYNTAX, message, line.at))
    return text


def _named(text: str) -> str:
    """The names of pandoc-crossref, `fig:leg`, as ours, and references to them."""
    if ":" not in text:
        return text
    text = _COLON_NAME.sub(_renamed, text)
    return _COLON_REFERENCE.sub(lambda f: f"[](#{kind(f['kind'])}-{f['name']})", text)


def _renamed(found: re.Match[str]) -> str:
    return f"{{#{kind(found[1])}-"


def kind(written: str) -> str:
    """How our names of a kind of thing begin: bookdown's `tab` is `tbl`."""
    return "tbl" if written == "tab" else written
