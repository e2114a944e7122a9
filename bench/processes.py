"""Runs commands and measures them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAUNCHER = sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))


def _nothing() -> None:
    """What is done before most commands."""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock and of all processors, MB of all processes."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Command:
    """What is run, where, with what in its environment, and what is done before, uncounted."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = _nothing


def run(command: Command) -> Run:
    """Runs a command in a process of its own; one that fails ends the benchmark."""
    command.before()
    with tempfile.NamedTemporaryFile() as said:
        measured = subprocess.run(
            [*LAUNCHER, said.name, *command.arguments],
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        )
        code, *numbers = measured.stdout.split()
        if int(code):
            output = Path(said.name).read_text("utf-8", "replace")
            sys.exit(f"{' '.join(command.arguments[:3])} failed:\n{output}")
    return Run(*map(float, numbers))


def alternate(
    commands: Sequence[Command], times: int, *, warm: bool = False
) -> list[tuple[Run, ...]]:
    """The runs of each command; all are run in turn, so that a busy spell meets them alike.

    With `warm` a first round, which fills the disk's cache, is not counted.
    """
    rounds = [[run(command) for command in commands] for _ in range(times + warm)][int(warm) :]
    return list(zip(*rounds, strict=True))
