"""Tasks done by processes of this machine: each process does one task at a time.

Each has a pool of its own, so that the death of one (memory, a signal) is the fault of one task
alone. That is begun anew elsewhere, and the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TypeAlias

from myopress.backends.pdf.workers import answer_interrupts, interrupts_waiting
from myopress.catalogue.task import Job, Made

TRIES = 3
"""How often a task may take its process with it."""
TASKS = 40
"""Of a process, which then makes way for a new one: what libraries keep would add up, 10 MB for a
book of 50 pages."""
Work: TypeAlias = Callable[[Job], Made]


def done_here(
    jobs: Sequence[Job], work: Work, processes: int, begin: Callable[[], object]
) -> Iterator[tuple[Job, Made]]:
    """Each job with what came of it, as they end; `work` and `begin` are functions of a module.

    A process calls `begin` first. When the iteration ends early, so do the processes.
    """
    staff = _Staff(work, begin)
    try:
        yield from staff.work_off(jobs, min(processes, len(jobs)))
    finally:
        staff.dismiss()


class _Staff:
    """The pools of one process each, and what they are at."""

    def __init__(self, work: Work, begin: Callable[[], object]) -> None:
        self._work, self._begin = work, begin
        self._busy: dict[Future[Made], tuple[Job, ProcessPoolExecutor]] = {}
        self._tries = Counter[str]()
        self._done = Counter[ProcessPoolExecutor]()

    def work_off(self, jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Made]]:
        waiting = deque(jobs)
        for _ in range(processes):
            self._give(waiting, self._hired())
        while self._busy:
            ended, _ = wait(self._busy, return_when=FIRST_COMPLETED)
            for future in ended:
                job, pool = self._busy.pop(future)
                made = self._made(job, future)
                if made is None:
                    waiting.append(job)
                self._done[pool] += 1
                if isinstance(future.exception(), BrokenProcessPool) or self._done[pool] == TASKS:
                    pool.shutdown(wait=False)
                    pool = self._hired()
                self._give(waiting, pool)
                if made is not None:
                    yield job, made

    def _made(self, job: Job, future: Future[Made]) -> Made | None:
        """What came of a job; None if it is to be begun anew."""
        try:
            return future.result()
        except BrokenProcessPool:
            self._tries[job.task.name] += 1
            if self._tries[job.task.name] < TRIES:
                return None
            return Made(failure=f"its process was killed {TRIES} times: out of memory?")
        except Exception as fault:  # of what came back: the other books are to go on
            return Made(failure=f"internal error, please report it: {type(fault).__name__}")

    def dismiss(self) -> None:
        """End all processes, also those in the middle of a task."""
        for child in multiprocessing.active_children():
            child.kill()
        for _, pool in self._busy.values():
            pool.shutdown(cancel_futures=True)

    def _hired(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, context, _begin, (self._begin,))

    def _give(self, waiting: deque[Job], pool: ProcessPoolExecutor) -> None:
        """The next job to a pool, or the pool its leave."""
        if not waiting:
            pool.shutdown(wait=False)
            return
        job = waiting.popleft()
        with interrupts_waiting():  # the first task starts the process
            self._busy[pool.submit(self._work, job)] = job, pool


def _begin(begin: Callable[[], object]) -> None:
    answer_interrupts()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin()


def _end_with_parent() -> None:
    """A process whose parent was killed is of no use to anybody."""
    parent = multiprocessing.parent_process()
    assert parent
    connection.wait([parent.sentinel])
    os._exit(1)
