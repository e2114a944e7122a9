"""Defects -> diagnostics, when the printed page numbers are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from myopress.backends.pdf.pages import Settled
from myopress.backends.pdf.parts import Defect
from myopress.diagnostics import Code, Diagnostic, error, note, warning
from myopress.source import NOWHERE, Span

_TASTE = frozenset(
    {Code.RUNT, Code.PAGE_SHORT, Code.LINE_LOOSE, Code.LINE_BY_LINE, Code.NOTE_MOVED}
)
"""What most readers do not see."""
_HOLES = frozenset({Code.NOTE_CUT, Code.NOTE_LOST})
"""What takes words from the reader."""
_HINTS = {
    Code.LINE_OVERFULL: "let a long word part with a soft hyphen (&shy;), or say it otherwise",
    Code.LINE_BY_LINE: "let a long word part with a soft hyphen (&shy;)",
    Code.BOX_OFF_PAGE: "make it smaller, or let it break",
    Code.BOXES_OVERLAP: "look for fixed heights and negative margins in the style sheet",
    Code.NOTE_CUT: "make what it holds smaller, or put it into the text",
    Code.NOTE_LOST: "call it elsewhere than in a table’s head, and let style sheets show notes",
    Code.ROW_SPLIT: "make two rows of it",
    Code.IMAGE_COARSE: "save it with more pixels, or show it smaller",
    Code.FONT_SUBSTITUTED: "bring it with @font-face; fonts of the machine are not used",
}
_CORRECTED = {
    Code.HEADING_STRANDED: "break",
    Code.WIDOW: "tracking",
    Code.ORPHAN: "break",
    Code.PAGE_SHORT: "tracking",
    Code.RUNT: "tracking",
    Code.LINE_LOOSE: "tracking",
}
"""The keys of `layout/print.toml` that mend a defect."""


def told_defects(
    settled: Settled, names: Mapping[str, str], *, for_printer: bool
) -> Iterator[Diagnostic]:
    """The diagnostics of all parts, references to ids that stand on no page among them.

    `names` are those that `layout/print.toml` has for blocks, by "path:line".
    """
    printed = settled.printed
    faces = _first_places(settled)
    for _, start, part in settled.parts:
        dangling = [
            Defect(Code.PAGE_REFERENCE_DANGLING, link.where, link.page, words=link.target)
            for link in part.references
            if link.target not in printed
        ]
        for defect in (*part.defects, *dangling):
            if defect.kind is Code.FONT_SUBSTITUTED and faces[defect.words] is not defect:
                continue
            page = settled.labels[start + defect.page]
            yield told(defect, page, names.get(defect.where, ""), for_printer=for_printer)


def _first_places(settled: Settled) -> dict[str, Defect]:
    """Of each typeface that is not there the first place, rather one in the manuscript."""
    found: dict[str, Defect] = {}
    for _, _, part in settled.parts:
        for defect in part.defects:
            if defect.kind is Code.FONT_SUBSTITUTED:
                known = found.setdefault(defect.words, defect)
                if defect.where and not known.where:
                    found[defect.words] = defect
    return found


def told(defect: Defect, page: str, name: str, *, for_printer: bool) -> Diagnostic:
    """The diagnostic of a defect of the block `name` on the page with this printed number."""
    message = _message(defect, page)
    taste = defect.kind in _TASTE or (defect.kind is Code.IMAGE_COARSE and not for_printer)
    grade = error if defect.kind in _HOLES else note if taste else warning
    hint = _HINTS.get(defect.kind, "")
    if name and (key := _CORRECTED.get(defect.kind)):
        hint = f'“{key}” under ["{name}"] in layout/print.toml may mend it'
    return grade(defect.kind, message, span_of(defect.where), hint)


def span_of(where: str) -> Span:
    """The span of "path:line"."""
    path, _, line = where.rpartition(":")
    return Span(path, int(line), int(line)) if line.isdigit() else NOWHERE


def _message(defect: Defect, page: str) -> str:
    value, limit, words = defect.value, defect.limit, defect.words
    match defect.kind:
        case Code.LINE_OVERFULL:
            subject = f"a {words} stands " if words else ""
            return f"{subject}{value:.1f} pt over the margin on page {page}"
        case Code.LINE_LOOSE:
            return (
                f"a line with word spaces {value:.2f} times as wide as usual on page {page};"
                f" the limit is {limit:g}"
            )
        case Code.LINE_BY_LINE:
            return f"the paragraph could not be set as a whole, but line by line, on page {page}"
        case Code.BOX_OFF_PAGE if words == "foot":
            return f"{value:.1f} pt below the text block on page {page}"
        case Code.BOX_OFF_PAGE:
            return f"{value:.1f} pt off the edge of page {page}"
        case Code.BOXES_OVERLAP:
            return f"{value:.1f} pt over something else on page {page}; the limit is {limit:.1f}"
        case Code.HEADING_STRANDED:
            return f"the heading has {_lines(value)} below it on page {page}; {limit:.0f} are due"
        case Code.WIDOW:
            return f"the paragraph ends with {_lines(value)} on page {page}; {limit:.0f} are due"
        case Code.ORPHAN:
            return f"the paragraph begins with {_lines(value)} on page {page}; {limit:.0f} are due"
        case Code.RUNT:
            return (
                f"the last line of the paragraph is {value:.1f} pt long on page {page};"
                f" {limit:.1f} pt are due"
            )
        case Code.PAGE_SHORT:
            return f"the chapter’s last page, {page}, has {_lines(value)}; {limit:.0f} are due"
        case Code.ROW_SPLIT:
            return f"a row of the table begins on page {page} and ends on the next"
        case Code.NOTE_CUT:
            return (
                f"the note is {value:.0f} pt taller than page {page} and its beginning is cut off"
            )
        case Code.NOTE_MOVED:
            away = "one page" if value == 1 else f"{value:.0f} pages"
            return f"the note stands on page {page}, {away} after its call"
        case Code.NOTE_LOST if words:
            return "the note is not printed, nor is the line that calls it"
        case Code.NOTE_LOST:
            return f"the note that is called on page {page} is not printed"
        case Code.IMAGE_COARSE:
            return f"the picture has {value:.0f} pixels an inch on page {page}; {limit:.0f} are due"
        case Code.FONT_SUBSTITUTED:
            return f"there is no typeface “{words}”; another stands on page {page}"
        case Code.PAGE_REFERENCE_DANGLING:
            return f"“{words}”, to which page {page} refers, stands on no page"
        case _:
            raise ValueError(defect.kind)


def _lines(count: float) -> str:
    return "no line" if count == 0 else "one line" if count == 1 else f"{count:.0f} lines"
