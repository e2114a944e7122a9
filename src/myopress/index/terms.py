"""The index of terms: entries merged, checked and sorted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from myopress.collation import sort_key
from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.document import IndexTerm
from myopress.index.entries import IndexEntry


@dataclass(slots=True)
class _Entry:
    """An entry while terms are gathered; `spellings` has each way that its heading is written."""

    spellings: list[str] = field(default_factory=list)
    locators: list[str] = field(default_factory=list)
    see: dict[str, None] = field(default_factory=dict)
    see_also: dict[str, None] = field(default_factory=dict)
    below: dict[str, _Entry] = field(default_factory=dict)


def index_entries(
    terms: Iterable[IndexTerm], language: str, report: Report
) -> tuple[IndexEntry, ...]:
    """The entries in alphabetical order; "see" and "see also" that lead nowhere are reported."""
    root = _Entry()
    pointers: list[tuple[IndexTerm, str]] = []
    for term in terms:
        entry = root
        for heading in term.entry:
            entry = entry.below.setdefault(_key(heading), _Entry())
            entry.spellings.append(heading)
        for target, found in ((term.see, entry.see), (term.see_also, entry.see_also)):
            if target:
                found[", ".join(_path(target))] = None
                pointers.append((term, target))
        if term.attributes.id and not (term.see or term.see_also):
            entry.locators.append(term.attributes.id)
    _check(pointers, root, report)
    return _sorted(root, language)


def _key(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _path(target: str) -> list[str]:
    return [heading.strip() for heading in target.split(">")]


def _check(pointers: list[tuple[IndexTerm, str]], root: _Entry, report: Report) -> None:
    for term, target in pointers:
        entry: _Entry | None = root
        for heading in _path(target):
            entry = entry.below.get(_key(heading)) if entry else None
        if entry is None:
            message = (
                f"“{' > '.join(term.entry)}” points to “{target}”, which the index does not have"
            )
            known = [_spelling(entry.spellings) for entry in root.below.values()]
            hint = did_you_mean(target, known)
            report(error(Code.INDEX_SEE_MISSING, message, term.span, hint))


def _sorted(entry: _Entry, language: str) -> tuple[IndexEntry, ...]:
    made = [
        IndexEntry(
            _spelling(below.spellings), tuple(below.locators), tuple(below.see),
            tuple(below.see_also), _sorted(below, language),
        )
        for below in entry.below.values()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda item: sort_key(item.heading, language)))


def _spelling(spellings: list[str]) -> str:
    """The heading as written, in small letters if it is so anywhere: a sentence may begin with it."""
    return next((words for words in spellings if words[:1].islower()), spellings[0])
