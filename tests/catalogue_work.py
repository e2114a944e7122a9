"""Work for the processes of test_catalogue.py: some of it ends its process in the middle."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from myopress.catalogue.task import Fetch, Job, Made, Task


def work(job: Job) -> Made:
    """A task “once…” kills its process the first time, “always…” each time."""
    name, marker = job.task.name, job.place / job.task.name
    if name.startswith("always") or (name.startswith("once") and not marker.exists()):
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Made(title=name)


def begin() -> None:
    """Nothing is to be made ready."""


def work_there(task: Task, fetch: Fetch, scratch: Path) -> Made:
    """On a cluster: the files of the task joined; “once…” kills the first worker."""
    marker = Path(task.day) / task.name
    if task.name.startswith("once") and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    assert scratch.is_dir()
    return Made(title="".join(fetch(name).decode() for _, name in task.files))
