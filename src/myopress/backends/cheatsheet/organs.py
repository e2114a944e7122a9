"""Which organs the cards name as targets, in the words of organs.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from myopress.diagnostics import Code, Report, did_you_mean, warning
from myopress.document import Card, CardField
from myopress.walk import plain_text

FIELDS = ("targets", "to")
"""Terms of the fields that name organs; one called `Targets` is a list of nothing else."""


@dataclass(frozen=True, slots=True)
class Target:
    """An organ, what its label says, and the positions of the cards that name it.

    `shown` are the cards that say so of people, `doubtful` those that know it from animals or
    cells only, or are unsure. `at` is the place on the figure, `side` where the label stands.
    """

    organ: str
    label: str
    at: tuple[float, float]
    side: str
    shown: tuple[int, ...]
    doubtful: tuple[int, ...]


def targets(cards: tuple[Card, ...], language: str, report: Report) -> tuple[Target, ...]:
    """The organs that these cards name, from head to foot."""
    table = _table()
    words = {
        word: name
        for name, organ in table["organs"].items()
        for word in organ.get(language[:2], organ["en"])
    }
    doubts = table["doubt"].get(language[:2], table["doubt"]["en"])
    found: dict[str, dict[int, bool]] = {}
    labels: dict[str, str] = {}
    for number, card in enumerate(cards):
        human = any(kind.startswith("human") for kind in card.evidence)
        for field in card.fields:
            if _term(field) in FIELDS:
                _look_up(field, words, report)
                for word, sure in _named(plain_text(field.children), words, doubts):
                    labels.setdefault(words[word], word)
                    found.setdefault(words[word], {}).setdefault(number, human and sure)
    return tuple(
        Target(
            name,
            labels[name][0].upper() + labels[name][1:],
            tuple(organ["at"]),
            organ["side"],
            tuple(card for card, sure in found[name].items() if sure),
            tuple(card for card, sure in found[name].items() if not sure),
        )
        for name, organ in table["organs"].items()
        if name in found
    )


@cache
def _table() -> Any:  # noqa: ANN401 -- a TOML file's tables
    return tomllib.loads(Path(__file__).with_name("organs.toml").read_text("utf-8"))


def _term(field: CardField) -> str:
    return plain_text(field.term).strip().lower()


def _named(text: str, words: dict[str, str], doubts: list[str]) -> list[tuple[str, bool]]:
    """The organs in a field, and whether nothing in the same clause (up to `;`) doubts them."""
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)
    doubt = re.compile(rf"\b(?:{'|'.join(map(re.escape, doubts))})\b|\?", re.IGNORECASE)
    known = {word.lower(): word for word in words}
    whole = bool(re.match(r"\s*(?:uncertain|unclear|unklar)\b", text, re.IGNORECASE))
    return [
        (known[match.lower()], not whole and not doubt.search(clause))
        for clause in text.split(";")
        for match in pattern.findall(clause)
    ]


def _look_up(field: CardField, words: dict[str, str], report: Report) -> None:
    """Report what a field `Targets` names that is no organ."""
    if _term(field) != "targets":
        return
    for part in re.split(r"[,;]", plain_text(field.children)):
        name = re.sub(r"\(.*?\)", "", part).strip()
        if name and not _named(name, words, ["?"]):
            message = f"the body map has no organ “{name}”"
            report(
                warning(
                    Code.CHEATSHEET_ORGAN_UNKNOWN, message, field.span, did_you_mean(name, words)
                )
            )
