"""bookdown's references, captions by name, and boxes.

https://bookdown.org/yihui/bookdown/markdown-extensions-by-bookdown.html
"""

from __future__ import annotations

import re
from functools import cache

from myopress.diagnostics import Code, Report, did_you_mean, warning
from myopress.manifest.dialects import chunks, pandoc, theorems
from myopress.manifest.dialects.lines import Line, outside_code, with_code
from myopress.manifest.files import Folder
from myopress.words import languages, words_of

_RMD_BOX = re.compile(r"(:{3,})\s*\{?\s*\.?rmd(note|tip|important|warning|caution)\s*\}?\s*")
_PART = re.compile(r"# \((?:PART|APPENDIX)\\?\*?\).*")
_TABLE = re.compile(r"^((?:Table)?: *)\(\\#([\w:.-]+)\) *(.*)")
_REFERENCE = re.compile(
    r"(?:(?P<kind>[^\W\d_]+\.?)(?P<space>[ ~\u00a0]+))?\\@ref\((?P<name>[\w:.-]+)\)"
)
_TEXT = re.compile(r"\(ref:([\w-]+)\)[ \t]+(\S.*)")
_TEXT_USED = re.compile(r"\(ref:([\w-]+)\)")
_ABBREVIATED = ("fig.", "figs.", "tab.", "eq.", "eqn.", "chap.", "app.", "thm.")


def translate(lines: list[Line], folder: Folder, report: Report) -> list[Line]:
    """A chapter of a bookdown book."""
    whole = chunks.translate(_without_front(lines), folder, report)
    whole = pandoc.translate(_with_texts(whole, report), report)
    return [
        line.having(_translated(line.text)) if info is None else line
        for line, info in with_code(whole)
        if info is not None or not _PART.fullmatch(line.text)
    ]


def _without_front(lines: list[Line]) -> list[Line]:
    """The first file without the front matter, which is the book's and stands in `book.toml`."""
    is_first = lines and lines[0].at.path.rpartition("/")[2].lower() == "index.rmd"
    if not is_first or lines[0].text.rstrip() != "---":
        return lines
    ends = (n for n, line in enumerate(lines[1:], 2) if line.text.rstrip() in {"---", "..."})
    return lines[next(ends, 0) :]


def _with_texts(lines: list[Line], report: Report) -> list[Line]:
    """Texts that have a name, `(ref:leg) A leg.`, put where they are used."""
    texts = {
        found[1]: found[2].strip()
        for line, info in with_code(lines)
        if info is None and (found := _TEXT.fullmatch(line.text))
    }
    done = []
    for line, info in with_code(lines):
        if info is not None or "(ref:" not in line.text:
            done.append(line)
            continue
        if _TEXT.fullmatch(line.text):
            continue
        for name in _TEXT_USED.findall(line.text):
            if name not in texts:
                message = f"there is no text “(ref:{name})” in the chapter"
                report(warning(Code.FOREIGN_SYNTAX, message, line.at, did_you_mean(name, texts)))
        put = _TEXT_USED.sub(lambda found: texts.get(found[1], found[0]), line.text)
        done.append(line.having(put))
    return done


def _translated(text: str) -> str:
    if box := _RMD_BOX.fullmatch(text):
        return f"{box[1]} {box[2]}"
    if (theorem := theorems.opened(text)) is not None:
        return theorem
    if "@ref" in text:
        text = outside_code(text, lambda part: _REFERENCE.sub(_referred, part))
    text = _TABLE.sub(lambda f: f"{f[1]}{f[3]} {{#{_name(f[2])}}}", text)
    return pandoc.captioned(text)


def _referred(found: re.Match[str]) -> str:
    """A reference writes "Figure 3.1" out, where bookdown has the author write "Figure"."""
    said = found["kind"] or ""
    kept = "" if said.casefold() in _kinds() else said + (found["space"] or "")
    return f"{kept}[](#{_name(found['name'])})"


@cache
def _kinds() -> frozenset[str]:
    """What authors of any language that we know write before a number."""
    own = ("chapter", "part", "appendix", "figure", "table", "equation")
    words = [words_of(language) for language in languages()]
    named = (getattr(one, name).casefold() for one in words for name in own)
    return frozenset((*named, *_ABBREVIATED, *theorems.KINDS.values()))


def _name(written: str) -> str:
    """`fig:leg` as `fig-leg`, `tab:times` as `tbl-times`."""
    kind, colon, name = written.partition(":")
    return f"{pandoc.kind(kind)}-{name}" if colon else written
