"""What was measured, kept as JSON, and what is asked of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from processes import Run


@dataclass(frozen=True)
class Case:
    """What a command took, run by run, and what can be told of its output.

    `made` is for the table's further columns: pages, words, findings.
    """

    name: str
    runs: tuple[Run, ...]
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The median by the clock."""
        return median(run.seconds for run in self.runs)

    @property
    def processor(self) -> float:
        """The median of all processors together."""
        return median(run.processor for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The median of the peaks."""
        return median(run.megabytes for run in self.runs)

    def times(self, other: Case) -> float:
        """How many times as long as another it took: the median over the rounds they share."""
        if len(self.runs) != len(other.runs):
            return self.seconds / other.seconds
        pairs = zip(self.runs, other.runs, strict=True)
        return median(one.seconds / two.seconds for one, two in pairs)


@dataclass(frozen=True)
class Part:
    """One part of the benchmark: what was measured on what, with which programs."""

    about: str
    cases: tuple[Case, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    machine: str = ""

    def __getitem__(self, name: str) -> Case:
        return next(case for case in self.cases if case.name == name)

    def __contains__(self, name: str) -> bool:
        return any(case.name == name for case in self.cases)

    def write(self, path: Path) -> None:
        """Keep it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Part:
        """As `write` has kept it."""
        kept = json.loads(path.read_text("utf-8"))
        cases = tuple(
            Case(case["name"], tuple(Run(**run) for run in case["runs"]), case["made"])
            for case in kept.pop("cases")
        )
        return cls(cases=cases, **kept)


@dataclass(frozen=True)
class Aim:
    """What was to be reached, and what was: `wanted` at least, or at most."""

    what: str
    wanted: float
    measured: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.measured >= self.wanted if self.at_least else self.measured <= self.wanted

    @property
    def row(self) -> list[str]:
        """Its line in the table."""
        sign = "\N{GREATER-THAN OR EQUAL TO}" if self.at_least else "\N{LESS-THAN OR EQUAL TO}"
        return [
            self.what,
            f"{sign}\N{NO-BREAK SPACE}{self.wanted:.3g}",
            f"{self.measured:.3g}",
            "yes" if self.met else "**no**",
        ]


@dataclass(frozen=True)
class Topic:
    """How a part is measured (with few runs of small books if it is to be quick) and told."""

    measure: Callable[[bool], Part]
    tell: Callable[[Part], str]
    aims: Callable[[Part], Sequence[Aim]] = lambda _: ()
