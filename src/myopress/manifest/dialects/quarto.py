"""Quarto's references, callouts and captions.

https://quarto.org/docs/authoring/cross-references.html
"""

from __future__ import annotations

import re

from myopress.diagnostics import Code, Report, error
from myopress.manifest.dialects import chunks, pandoc, theorems
from myopress.manifest.dialects.includes import LINES, included, is_above
from myopress.manifest.dialects.lines import Line, outside_code, with_code
from myopress.manifest.files import Folder

_INCLUDE = re.compile(r"\s*\{\{<\s*include\s+(\S+)\s*>\}\}\s*")
_BREAK = re.compile(r"\s*\{\{<\s*pagebreak\s*>\}\}\s*")
_KINDS = "|".join(
    ("fig", "tbl", "eq", "sec", "lst", "tip", "nte", "wrn", "imp", "cau", *theorems.KINDS)
)
_REFERENCE = re.compile(rf"(?<![\w`\\])(?P<open>\[)?-?@(?P<name>(?:{_KINDS})-[\w-]*\w)(?(open)\])")
_CALLOUT = re.compile(
    r"(:{3,})\s*(?:\{\s*(.*)\.)?callout-(note|tip|important|warning|caution)\b([^}]*)\}?\s*"
)
_TITLE = re.compile(r'title="([^"]*)"')
_ID = re.compile(r"#([\w-]+)")
_FIGURE = re.compile(r"(:{3,})\s*\{\s*#(fig-[\w-]+)[^}]*\}\s*")
_OPENED = re.compile(
    r"(:{3,} (?:note|tip|important|warning|caution|aside ([A-Z][a-z]+)))((?: \{#[\w-]+\})?)"
)
_WIDTHS = re.compile(r'\s*tbl-colwidths="[^"]*"')


def translate(lines: list[Line], folder: Folder, report: Report) -> list[Line]:
    """A chapter of a Quarto book."""
    whole = chunks.translate(_expanded(lines, folder, report), folder, report)
    return _titled(
        [
            line.having(_translated(line.text)) if info is None else line
            for line, info in with_code(pandoc.translate(whole, report))
        ]
    )


def _expanded(
    lines: list[Line], folder: Folder, report: Report, above: tuple[str, ...] = ()
) -> list[Line]:
    above = above or tuple({line.at.path for line in lines[:1]})
    done: list[Line] = []
    for line in lines:
        found = _INCLUDE.fullmatch(line.text)
        if not found:
            done.append(line)
            continue
        # A path that begins with a slash begins at the book's folder.
        up = "../" * line.at.path.count("/") if found[1].startswith("/") else ""
        path = up + found[1].lstrip("/")
        if not is_above(path, line.at, above, report):
            inner = included(path, line.at, folder, report)
            within = (*above, *{one.at.path for one in inner[:1]})
            done += _expanded(inner, folder, report, within)
        if len(done) > LINES:
            message = f"with what it includes the file has more than {LINES:,} lines"
            report(error(Code.LIMIT_EXCEEDED, message, line.at, "what is beyond is left out"))
            return done[:LINES]
    return done


def _translated(text: str) -> str:
    if _BREAK.fullmatch(text):
        return ""
    if callout := _CALLOUT.fullmatch(text):
        said = f"{callout[2] or ''} {callout[4]}"
        title, name = _TITLE.search(said), _ID.search(said)
        opens = f"{callout[1]} {callout[3]}{' ' + title[1] if title else ''}"
        return opens + (f" {{#{name[1]}}}" if name else "")
    if (theorem := theorems.opened(text)) is not None:
        return theorem
    if figure := _FIGURE.fullmatch(text):
        return f"{figure[1]} figure {{#{figure[2]}}}"
    text = _WIDTHS.sub("", pandoc.captioned(text))
    return outside_code(text, _referred) if "@" in text else text


def _referred(text: str) -> str:
    return _REFERENCE.sub(lambda found: f"[](#{found['name']})", text)


def _titled(lines: list[Line]) -> list[Line]:
    """A heading that a callout begins with is its title, and one of a theorem its name."""
    done: list[Line] = []
    for line in lines:
        heading = re.fullmatch(r"#{1,6} +(.*?)", line.text)
        above = (n for n in range(len(done) - 1, -1, -1) if done[n].text.strip())
        place = next(above, -1) if heading else -1
        box = _OPENED.fullmatch(done[place].text) if place >= 0 else None
        if heading and box:
            title = f" ({heading[1]})" if box[2] else f" {heading[1]}"
            done[place] = done[place].having(f"{box[1]}{title}{box[3]}")
            done.append(line.having(""))
        else:
            done.append(line)
    return done
