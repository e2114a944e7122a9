"""The words for how well something is known, on cards and claims, and what is not one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from myopress.diagnostics import Code, did_you_mean, warning
from myopress.grades import CONFIDENCE, EVIDENCE
from myopress.markdown.reading import Reading
from myopress.source import Span


def evidence_words(text: str, label: str, span: Span, reading: Reading) -> tuple[str, ...]:
    """The kinds of evidence that `text` names, parted by commas, each once."""
    return tuple(dict.fromkeys(_known(text, EVIDENCE, label, span, reading)))


def confidence_word(text: str, label: str, span: Span, reading: Reading) -> str:
    """The degrees of confidence that `text` names; one, if it was written as it should be."""
    return ", ".join(_known(text, CONFIDENCE, label, span, reading))


def _known(
    text: str, known: tuple[str, ...], label: str, span: Span, reading: Reading
) -> Iterator[str]:
    """The words in the spelling of the list; one that is not on it is reported and kept."""
    spelling = {word.lower(): word for word in known}
    for word in _parts(text):
        if word.lower() not in spelling:
            hint = did_you_mean(word.lower(), known) or f"known words: {', '.join(known)}"
            message = f"“{word}” is not a word for “{label}”"
            reading.report(warning(Code.EVIDENCE_UNKNOWN, message, span, hint))
        yield spelling.get(word.lower(), word)


def _parts(text: str) -> Iterable[str]:
    words = (" ".join(part.split()).rstrip(".") for part in text.replace(";", ",").split(","))
    return filter(None, words)
