"""Citations of sources that the bibliography does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from myopress.diagnostics import Code, Report, did_you_mean, error, warning
from myopress.document import Citation, CitationItem, Inlines, Reference, Text
from myopress.source import Span


class Sources:
    """The known keys, and what has been said about unknown ones.

    In a book with a bibliography each unknown key is an error at each line that cites it. In a
    book without one that would be an error for every citation; there each chapter gets one
    warning, which lists the lines, and `@name` outside brackets is taken for a name.
    """

    def __init__(self, references: Iterable[Reference], report: Report) -> None:
        self.keys = {reference.key for reference in references}
        self.report = report
        self.hints: dict[str, str] = {}
        self.told: set[tuple[str, Span]] = set()
        self.without: dict[str, list[tuple[Span, str]]] = {}

    def known(self, citation: Citation) -> Inlines:
        """The citation, with words as they were written for items whose source is unknown."""
        good = tuple(item for item in citation.items if item.key in self.keys)
        if len(good) == len(citation.items):
            return (citation,)
        bad = [item for item in citation.items if item.key not in self.keys]
        for item in bad:
            self._tell(item, citation)
        if not good:
            return (Text(as_written(citation), span=citation.span),)
        kept = replace(citation, items=good)
        words = as_written(replace(citation, items=tuple(bad), mode="parenthetical"))
        return (kept, Text(f" {words}", span=citation.span))

    def _tell(self, item: CitationItem, citation: Citation) -> None:
        span = citation.span
        if not self.keys:
            if citation.mode == "parenthetical":
                self.without.setdefault(span.path, []).append((span, item.key))
            return
        if (item.key, span) in self.told:
            return
        self.told.add((item.key, span))
        message = f"no source “{item.key}” in the bibliography"
        if item.key not in self.hints:
            self.hints[item.key] = did_you_mean(item.key, self.keys)
        hint = self.hints[item.key]
        make = error if citation.mode == "parenthetical" else warning
        self.report(make(Code.CITATION_UNKNOWN, message, span, hint, "kept as it is written"))

    def tell_of_missing_bibliography(self) -> None:
        """One warning for each chapter that cites, in a book that has no sources at all."""
        for found in self.without.values():
            lines = sorted({span.line for span, _ in found})
            keys = len({key for _, key in found})
            message = (
                f"{len(found)} citations of {keys} sources, but the book has no bibliography"
                if len(found) > 1
                else f"“{found[0][1]}” is cited, but the book has no bibliography"
            )
            places = "lines " + ", ".join(_ranges(lines))
            self.report(
                warning(
                    Code.CITATION_UNKNOWN, message, found[0][0], places if len(lines) > 1 else "",
                    "kept as they are written; name the file of sources as “bibliography”",
                )
            )  # fmt: skip


def _ranges(numbers: list[int]) -> Iterator[str]:
    """Ascending numbers as people list them: 3, 7–9."""
    start = end = numbers[0]
    for number in [*numbers[1:], -1]:
        if number == end + 1:
            end = number
            continue
        yield str(start) if start == end else f"{start}–{end}"
        start = end = number


def as_written(citation: Citation) -> str:
    """The citation in the manuscript's own syntax."""
    if citation.mode == "textual":
        first = citation.items[0]
        after = _after(first).removeprefix(", ")
        return f"@{first.key}" + (f" [{after}]" if after else "")
    return "[" + "; ".join(_item(item) for item in citation.items) + "]"


def _item(item: CitationItem) -> str:
    mark = "-@" if item.author_suppressed else "@"
    return f"{item.prefix} {mark}{item.key}{_after(item)}".strip()


def _after(item: CitationItem) -> str:
    rest = item.suffix or item.locator
    return rest if not rest or rest[0] in ",;: " else f", {rest}"
