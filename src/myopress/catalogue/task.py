"""A book as work: plain data that goes to another process or machine, and what comes back.

A task names the files of its book by their digests, so that a worker which has them gets none
twice; it carries no code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias

from myopress.diagnostics import Diagnostic

OUTPUTS = ("epub", "pdf", "cheatsheet")
"""What is made of a book where nobody says; there is also `html`, a web site."""
ONIX = "onix.xml"
"""The book's record for the trade, among its files if the book is sound."""

Fetch: TypeAlias = Callable[[str], bytes]
"""The file of a digest; raises OSError if it cannot be had, or is another by now."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a book is made, as the options of `build` say it; `outputs` is empty for the usual."""

    outputs: tuple[str, ...] = ()
    strict: bool = False
    draft: bool = False
    archive: bool = False
    printer: str | None = None
    colour: Literal["grey", "cmyk", "rgb"] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One book. Paths are those of a bundle, a folder of its own (see `sources`).

    `name` is the folder that the results go to; `book` the book's path and `gyms` that of the list
    for handouts, or empty. `files` pairs paths with digests, in order. `day` is SOURCE_DATE_EPOCH.
    """

    name: str
    book: str
    gyms: str
    files: tuple[tuple[str, str], ...]
    making: Making
    day: str
    program: str
    """The digest of the program, which the worker must have, too."""

    @property
    def key(self) -> str:
        """The digest of all that the result depends on."""
        parts = [self.book, self.gyms, self.files, asdict(self.making), self.day, self.program]
        return digest(json.dumps(parts).encode())


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task; spans have paths of the bundle.

    `files` are by their names in the book's folder; those in `faulty` are not sound. `failure`
    tells why nothing could be made at all, for no fault of the book's own: it is tried again in the
    next run. `seconds` are those of a clock.
    """

    title: str = ""
    language: str = "en"
    files: Mapping[str, bytes] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    pages: int = 0
    seconds: float = 0.0
    failure: str = ""
    recalled: int = 0
    """How many results of earlier runs were of use within the book."""


@dataclass(frozen=True, slots=True)
class Job:
    """A task with what only this machine knows.

    `origins` tells where its files lie, by digest; `place` is the book's own; `size` are the bytes
    of its text, the more, the longer it takes.
    """

    task: Task
    origins: Mapping[str, Path]
    place: Path
    size: int

    def share(self, whole: int, workers: int) -> int:
        """How many of `workers` the book may keep busy, by its part of the bytes of all books."""
        return max(1, round(workers * self.size / whole)) if whole else 1

    def read(self, name: str) -> bytes:
        """The file of a digest; raises OSError if it is gone or another by now."""
        data = self.origins[name].read_bytes()
        if digest(data) != name:
            raise OSError(f"“{self.origins[name].name}” was changed meanwhile")
        return data


def digest(data: bytes) -> str:
    """SHA-256, as 64 letters."""
    return sha256(data).hexdigest()
