"""The terms that the glossary explains, and words that claim to be such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.document import Glossary, GlossaryTerm
from myopress.index.entries import GlossaryEntry
from myopress.slugs import slug, unique
from myopress.walk import plain_text


def glossary_entries(
    glossaries: Iterable[Glossary], taken: Callable[[str], bool]
) -> dict[str, GlossaryEntry]:
    """All terms by their words in lower case; the first explanation of a term counts."""
    entries: dict[str, GlossaryEntry] = {}
    ids: set[str] = set()
    for glossary in glossaries:
        for item in glossary.items:
            words = plain_text(item.term).strip()
            if words.lower() in entries:
                continue
            name = unique(f"term-{slug(words)}", lambda name: name in ids or taken(name))
            ids.add(name)
            entries[words.lower()] = GlossaryEntry(item.term, name, item.definitions)
    return entries


def check_terms(
    terms: Iterable[GlossaryTerm], entries: Mapping[str, GlossaryEntry], report: Report
) -> None:
    """Report each word that names a term the glossary does not have."""
    for term in terms:
        if term.term.lower() not in entries:
            message = f"the glossary does not explain “{term.term}”"
            hint = did_you_mean(term.term.lower(), entries)
            add = "" if hint else f"add “{term.term}” to a “::: glossary”"
            report(error(Code.TERM_UNKNOWN, message, term.span, hint, add))
