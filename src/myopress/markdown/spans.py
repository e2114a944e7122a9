"""`[words]{...}`: what the attributes make of the words."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from myopress.document import GlossaryTerm, IndexTerm, Inline, Phrase, SpanKind
from myopress.markdown.attributes import Given, attributes
from myopress.markdown.reading import Reading
from myopress.source import Span
from myopress.walk import plain_text

_KINDS: tuple[str, ...] = tuple(kind for kind in get_args(SpanKind) if kind != "span")


def phrase(words: Inline, given: Given, reading: Reading, span: Span) -> Inline:
    """The node for `[words]{given}`: an index term, a glossary term, or a phrase of some kind.

    A phrase has the kind of its first class that names one (`{.smallcaps}`, `{.kbd}`).
    """
    assert isinstance(words, Phrase)
    if "index" in given.classes:
        return _index_term(words, given, reading, span)
    if "term" in given.classes:
        attributes(given, reading, span, "of")
        term = given.value("of") or plain_text(words)
        return GlossaryTerm(words.children, term, span=words.span)
    kind = next((name for name in given.classes if name in _KINDS), "span")
    own = ("title",) if kind in {"abbr", "dfn"} else ()
    found = attributes(given, reading, span, *own)
    return Phrase(
        words.children,
        cast("SpanKind", kind),
        given.value("title") if own else "",
        replace(found, classes=tuple(name for name in found.classes if name != kind)),
        span=words.span,
    )


def _index_term(words: Phrase, given: Given, reading: Reading, span: Span) -> IndexTerm:
    found = attributes(given, reading, span, "entry", "see", "see-also")
    entry = given.value("entry") or plain_text(words)
    return IndexTerm(
        words.children,
        tuple(part.strip() for part in entry.split(">") if part.strip()),
        given.value("see"),
        given.value("see-also"),
        replace(found, classes=tuple(name for name in found.classes if name != "index")),
        span=words.span,
    )
