"""Books that nobody wrote, for as long as one likes: `make fuzz`, or fuzz.py SECONDS [BOOK...].

A half of the time goes to books by the grammar and to real ones harmed, a fifth of them printed;
the other half to the reader and the cleaner of drawings, led by what code they reach (atheris,
where it is installed). Each kind of failure is kept once, in the smallest book that shows it, in
output/fuzz/; the exit code is 1 if there is any.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from invented import Files, harmed, invented, real_books
from place import ROOT
from trial import try_book

FOUND = ROOT / "output" / "fuzz"
ROUND = 100
GUIDED = "chapter", "drawing"


@dataclass
class Session:
    """What was tried so far, and the failures by their kind."""

    books: int = 0
    printed: int = 0
    refused: int = 0
    words: int = 0
    lost_in_print: list[str] = field(default_factory=list)
    failures: dict[str, tuple[Files, str]] = field(default_factory=dict)

    def trial(self, files: Files) -> None:
        """Try a book, printed if it is a fifth one."""
        printed = self.books % 5 == 0
        self.books += 1
        self.printed += printed
        try:
            tried = try_book(files, printed=printed)
        except Exception as fault:
            self._keep(files, fault)
            return
        self.refused += bool(tried.refused)
        self.words += tried.words
        self.lost_in_print += tried.lost_in_print[:1]

    def _keep(self, files: Files, fault: Exception) -> None:
        frames = traceback.extract_tb(fault.__traceback__)
        place = next(
            (f"{f.filename}:{f.lineno}" for f in frames[::-1] if "myopress" in f.filename), ""
        )
        kind = f"{type(fault).__name__} {place} {str(fault)[:60] if not place else ''}"
        told = "".join(traceback.format_exception(fault))[-3_000:]
        before = self.failures.get(kind)
        if before is None or _size(files) < _size(before[0]):
            self.failures[kind] = files, told


def _size(files: Files) -> int:
    return sum(map(len, files.values()))


def by_grammar(seconds: float, books: list[Path], first: int = 0) -> Session:
    """Try books until the time is over; `first` is the first round's seed."""
    session = Session()
    kinds: list[st.SearchStrategy[Files]] = [invented(), harmed(real_books(books))]
    end, number = time.monotonic() + seconds, first
    while time.monotonic() < end:
        _round(kinds[number % 2], number, session.trial, end)
        number += 1
    return session


def _round(
    kind: st.SearchStrategy[Files], number: int, trial: Callable[[Files], None], end: float
) -> None:
    @seed(number)
    @settings(
        max_examples=ROUND, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(kind)
    def once(files: Files) -> None:
        if time.monotonic() < end:
            trial(files)

    once()


def guided(what: str, seconds: float) -> tuple[int, str]:
    """How often atheris called `what` in so many seconds, and what it fell over, if anything."""
    command = [sys.executable, str(Path(__file__).with_name("guided.py")), what]
    corpus = FOUND / f"corpus-{what}"
    corpus.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds:.0f}", "-timeout=20", f"-artifact_prefix={FOUND}/{what}-"]
    done = subprocess.run(
        [*command, corpus, *options, "-print_final_stats=1", "-max_len=4000"],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    said = done.stderr
    runs = next(
        (int(line.split()[-1]) for line in said.splitlines() if "number_of_executed_units" in line),
        0,
    )
    return runs, "" if done.returncode == 0 else said[-3_000:]


def _written(session: Session) -> None:
    for kind, (files, told) in session.failures.items():
        folder = FOUND / hashlib.sha256(kind.encode()).hexdigest()[:12]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "told.txt").write_text(f"{kind}\n{told}", "utf-8")
        for path, data in files.items():
            (folder / "book" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "book" / path).write_bytes(data)


def main() -> None:
    """Fuzz, tell what was tried, and fail if anything was found."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    books = [Path(path) for path in sys.argv[2:]]
    books += [ROOT / "manuscript", ROOT / "tests" / "books" / "constructs"]
    begun = int(time.time())
    has_guide = find_spec("atheris") is not None
    logging.disable()  # WeasyPrint tells of each glyph that no font has
    session = by_grammar(seconds / 2 if has_guide else seconds, books, first=begun)
    _written(session)
    told = {
        "seed": begun, "books": session.books, "printed": session.printed, "refused": session.refused,
        "words": session.words, "printed books whose words verify misses": len(session.lost_in_print),
        "kinds of failure": len(session.failures),
    }  # fmt: skip
    fell = []
    for what in GUIDED if has_guide else ():
        runs, fault = guided(what, seconds / 4)
        told[f"calls of the reader of a {what}"] = runs
        if fault:
            fell.append(fault)
    print(json.dumps(told, indent=1))
    print(*(f"\n{told}" for _, told in session.failures.values()), *fell, sep="\n")
    sys.exit(bool(session.failures or fell))


if __name__ == "__main__":
    main()
