"""Runs commands and measures them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock and of all processors, MB.

    The memory is the peak of its largest process.
    """

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Command:
    """What is run, where, and which folders come before the others on the PATH."""

    arguments: tuple[str, ...]
    folder: Path
    path: str = ""


def run(command: Command) -> Run:
    """Runs a command in a process of its own; one that fails ends the benchmark."""
    environment = {**os.environ, "PATH": command.path + os.pathsep + os.environ["PATH"]}
    with tempfile.NamedTemporaryFile() as said:
        measured = subprocess.run(
            [*LAUNCHER, said.name, *command.arguments],
            cwd=command.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        )
        code, *numbers = measured.stdout.split()
        if int(code):
            output = Path(said.name).read_text("utf-8", "replace")
            sys.exit(f"{' '.join(command.arguments[:3])} failed:\n{output}")
    return Run(*map(float, numbers))


def alternate(commands: Sequence[Command], times: int) -> list[Run]:
    """Medians of each command; all are run in turn, so that a busy spell meets them alike.

    A first round, which fills the disk's cache, is not counted.
    """
    rounds = [[run(command) for command in commands] for _ in range(times + 1)][1:]
    return [
        Run(
            statistics.median(each.seconds for each in runs),
            statistics.median(each.processor for each in runs),
            statistics.median(each.megabytes for each in runs),
        )
        for runs in zip(*rounds, strict=True)
    ]
