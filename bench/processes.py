"""Runs commands and measures them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock, peak memory of its largest process in MB."""

    seconds: float
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
    start = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command.arguments[:3])} failed:\n{said.decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_maxrss * unit / 1e6)


def alternate(commands: Sequence[Command], times: int) -> list[Run]:
    """Medians of each command; all are run in turn, so that a busy spell meets them alike.

    A first round, which fills the disk's cache, is not counted.
    """
    rounds = [[run(command) for command in commands] for _ in range(times + 1)][1:]
    return [
        Run(
            statistics.median(each.seconds for each in runs),
            statistics.median(each.megabytes for each in runs),
        )
        for runs in zip(*rounds, strict=True)
    ]
