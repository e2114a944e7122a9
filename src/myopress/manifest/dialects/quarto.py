"""Quarto's and bookdown's references, callouts and captions, and the captions of pandoc.

https://quarto.org/docs/authoring/cross-references.html, https://bookdown.org/yihui/bookdown/
cross-references.html, https://pandoc.org/MANUAL.html#extension-implicit_figures
"""

from __future__ import annotations

import re

from myopress.diagnostics import Code, Report, error
from myopress.manifest.dialects import chunks
from myopress.manifest.dialects.includes import DEPTH, LINES, included
from myopress.manifest.dialects.lines import Line, with_code
from myopress.manifest.files import Folder

_INCLUDE = re.compile(r"\s*\{\{<\s*include\s+(\S+)\s*>\}\}\s*")
_BREAK = re.compile(r"\s*\{\{<\s*pagebreak\s*>\}\}\s*")
_REFERENCE = re.compile(
    r"(?<![\w`\\])(?P<open>\[)?-?@(?P<name>(?:fig|tbl|eq|sec|lst)-[\w-]*\w)(?(open)\])"
)
_CALLOUT = re.compile(r"(:{3,})\s*\{\s*\.callout-(note|tip|important|warning|caution)\b(.*)\}\s*")
_TITLE = re.compile(r'title="([^"]*)"')
_FIGURE = re.compile(r'!\[(?P<caption>.+)\]\((?P<target>[^\s()"]+)\)(?P<rest>\{[^}]*\})?\s*')
_ALT = re.compile(r'\s*fig-alt="([^"]*)"')
_SHOWS_ALSO = re.compile(r'\s*(?:fig-(?:align|cap|env|pos|scap)|height)="?[^"\s}]*"?')
_RMD_BOX = re.compile(r"(:{3,})\s*\{?\s*\.?rmd(note|tip|important|warning|caution)\s*\}?\s*")
_PART = re.compile(r"# \((PART|APPENDIX)\\?\*?\).*")


def translate(lines: list[Line], folder: Folder, report: Report) -> list[Line]:
    """A chapter of a Quarto book."""
    whole = chunks.translate(_expanded(lines, folder, report), report)
    return _titled(
        [
            line.having(_quarto(line.text)) if info is None else line
            for line, info in with_code(whole)
        ]
    )


def translate_bookdown(lines: list[Line], _: Folder, report: Report) -> list[Line]:
    """A chapter of a bookdown book."""
    whole = chunks.translate(lines, report)
    return [
        line.having(_bookdown(line.text)) if info is None else line
        for line, info in with_code(whole)
        if info is not None or not _PART.fullmatch(line.text)
    ]


def translate_pandoc(lines: list[Line], _: Folder, __: Report) -> list[Line]:
    """A chapter for pandoc, where the words in the brackets of a picture are its caption."""
    return [
        line if info is not None else line.having(_captioned(line.text))
        for line, info in with_code(lines)
    ]


def _expanded(lines: list[Line], folder: Folder, report: Report, depth: int = 0) -> list[Line]:
    done: list[Line] = []
    for line in lines:
        found = _INCLUDE.fullmatch(line.text)
        if not found:
            done.append(line)
        elif depth >= DEPTH or len(done) > LINES:
            message = f"files include each other more than {DEPTH} times"
            report(error(Code.LIMIT_EXCEEDED, message, line.at, "this include is left out"))
        else:
            # A path that begins with a slash begins at the book's folder.
            up = "../" * line.at.path.count("/") if found[1].startswith("/") else ""
            inner = included(up + found[1].lstrip("/"), line.at, folder, report)
            done += _expanded(inner, folder, report, depth + 1)
    return done


def _quarto(text: str) -> str:
    if _BREAK.fullmatch(text):
        return ""
    if callout := _CALLOUT.fullmatch(text):
        title = _TITLE.search(callout[3])
        return f"{callout[1]} {callout[2]}{' ' + title[1] if title else ''}"
    text = _captioned(text)
    return _REFERENCE.sub(lambda found: f"[](#{found['name']})", text) if "@" in text else text


def _titled(lines: list[Line]) -> list[Line]:
    """A heading that a callout begins with is its title."""
    done: list[Line] = []
    for line in lines:
        heading = re.fullmatch(r"#{1,6} +(.*?)", line.text)
        above = [one for one in done[-3:] if one.text.strip()]
        box = (
            re.fullmatch(r":{3,} (note|tip|important|warning|caution)", above[-1].text)
            if above
            else None
        )
        if heading and box:
            place = done.index(above[-1], len(done) - 3 if len(done) > 3 else 0)
            done[place] = above[-1].having(f"{above[-1].text} {heading[1]}")
            done.append(line.having(""))
        else:
            done.append(line)
    return done


def _bookdown(text: str) -> str:
    if box := _RMD_BOX.fullmatch(text):
        return f"{box[1]} {box[2]}"
    text = re.sub(r"\\@ref\(([\w:.-]+)\)", lambda found: f"[](#{_name(found[1])})", text)
    text = re.sub(
        r"^((?:Table)?: *)\(\\#([\w:.-]+)\) *(.*)",
        lambda f: f"{f[1]}{f[3]} {{#{_name(f[2])}}}",
        text,
    )
    return _captioned(text)


def _name(written: str) -> str:
    """`fig:leg` as `fig-leg`, `tab:times` as `tbl-times`."""
    kind, colon, name = written.partition(":")
    return f"{'tbl' if kind == 'tab' else kind}-{name}" if colon else written


def _captioned(text: str) -> str:
    """A picture alone on its line has its caption, and what it shows, in our places."""
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
