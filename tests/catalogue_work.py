"""Work for the processes of test_catalogue.py: some of it ends its process in the middle."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import cast
from unittest.mock import patch

from myopress.backends.pdf.parts import Part, PartSource, Press
from myopress.catalogue import cluster
from myopress.catalogue.task import Fetch, Job, Made, Task


def work(job: Job) -> Made:
    """A task “once…” kills its process the first time, “always…” each time; the process is told."""
    name, marker = job.task.name, job.place / job.task.name
    if name.startswith("always") or (name.startswith("once") and not marker.exists()):
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Made(title=str(os.getpid()))


def begin() -> None:
    """Nothing is to be made ready."""


def work_there(task: Task, fetch: Fetch, scratch: Path, _: object) -> Made:
    """On a cluster: the files of the task joined; “once…” kills the first worker."""
    marker = Path(task.day) / task.name
    if task.name.startswith("once") and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    assert scratch.is_dir()
    return Made(title="".join(fetch(name).decode() for _, name in task.files))


def help_with(press: Press, sources: list[PartSource]) -> tuple[list[str], list[str]]:
    """On a worker: which parts came, and which of them were laid out here, slowly, by itself."""
    here: list[str] = []

    def lay_out(source: PartSource) -> Part:
        here.append(source.name)
        time.sleep(0.5)
        return cast("Part", source.name)

    with patch.object(cluster, "lay_out_for", quick):
        parts = cluster.help_out(press, sources, lay_out)
    return [str(part) for part in parts], here


def quick(_: Press, source: PartSource) -> Part:
    """Stands for a part's layout by a helper."""
    return cast("Part", source.name)
