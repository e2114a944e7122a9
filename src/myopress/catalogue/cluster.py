"""Tasks done by a cluster (Dask distributed), whose workers share no disk with this machine.

A worker keeps the files that it was sent, by their digests, in a folder of its own. A task is first
given out alone; a worker that misses files says so, and the task is given out again with these. So
a file goes to a worker once. No task is bound to a worker: if that dies, another does it, and asks
for what it misses.

The only file that knows Dask. Whoever reaches its scheduler can run programs on all workers.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from myopress.backends.pdf.parts import Part, PartSource, Press
from myopress.backends.pdf.workers import Helpers, lay_out_for
from myopress.cache import Cache
from myopress.catalogue.task import Fetch, Job, Made, Task
from myopress.diagnostics import BackendError

if TYPE_CHECKING:
    from distributed import Client, Future

Work: TypeAlias = Callable[[Task, Fetch, Path, Helpers | None], Made]
"""Makes a book, told how to get its files, a folder to work in, and perhaps who helps."""
_KEPT = 4_000_000_000
"""Bytes of files that a worker keeps at most."""
_SECONDS = 30
"""How long the scheduler may take to answer, and to have a worker."""
_ASKED = 3
"""How often workers may ask for files of a task before it is given all."""
_AHEAD = 2
"""Tasks that are under way for each thread of a worker, so that none waits for its next."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a worker answers that lacks files: their digests."""

    digests: tuple[str, ...]


def done_there(jobs: Sequence[Job], work: Work, address: str) -> Iterator[tuple[Job, Made]]:
    """Each job with what came of it, as they end; `work` is a function of a module.

    Raises BackendError if the cluster cannot be reached, or is lost.
    """
    with _client(address) as client:
        yield from _Cluster(client, work).work_off(jobs)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as fault:
        raise BackendError(f"{fault}; pip install myopress[cluster]") from None
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        message = f"there is no scheduler at “{address}”: {type(fault).__name__}"
        raise BackendError(message) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise BackendError(f"the scheduler at “{address}” has no worker") from None
        yield client


class _Cluster:
    """The tasks that are under way."""

    def __init__(self, client: Client, work: Work) -> None:
        from distributed import as_completed

        self._client, self._work = client, work
        self._ended = as_completed(loop=client.loop)
        self._busy: dict[Future[Any], Job] = {}
        self._asked = Counter[str]()
        self._whole = 0

    def work_off(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Made]]:
        waiting = deque(jobs)
        self._whole = sum(job.size for job in jobs)
        try:
            self._fill(waiting)
            for future in self._ended:
                job = self._busy.pop(future)
                answer = _answer(future)
                made = self._sent(job, answer) if isinstance(answer, Missing) else answer
                if made is not None:
                    self._fill(waiting)
                    yield job, made
        finally:
            self._client.cancel(list(self._busy), force=True)

    def _fill(self, waiting: deque[Job]) -> None:
        """Give out as much as keeps all workers busy, so that the scheduler holds little."""
        most = _AHEAD * sum(self._client.nthreads().values()) + 1
        while waiting and len(self._busy) < most:
            self._submit(waiting.popleft(), {})

    def _sent(self, job: Job, missing: Missing) -> Made | None:
        """Give a task out again with files; what came of it if they cannot be read.

        Where workers cannot keep files, one brings all of its own in the end.
        """
        self._asked[job.task.name] += 1
        is_last = self._asked[job.task.name] > _ASKED
        names = {name for _, name in job.task.files} if is_last else missing.digests
        try:
            self._submit(job, {name: job.read(name) for name in names})
        except OSError as fault:
            return Made(failure=f"a file cannot be sent: {fault}")
        return None

    def _submit(self, job: Job, sent: Mapping[str, bytes]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that files are large
            threads = sum(self._client.nthreads().values())
            helped = job.share(self._whole, threads) > 1
            future = self._client.submit(
                attempt, self._work, job.task, sent, helped=helped, pure=False
            )
        self._busy[future] = job
        self._ended.add(future)


def _answer(future: Future[Any]) -> Made | Missing:
    """What a worker answered; a task that took its workers with it, or was lost, has failed."""
    try:
        answer: Made | Missing = future.result()
    except Exception as fault:
        kind = type(fault).__name__
        match kind:
            case "KilledWorker":
                failure = "its workers were killed again and again: out of memory?"
            case "CancelledError" | "FutureCancelledError":
                raise BackendError("the scheduler was lost; what is made is kept") from None
            case _:
                failure = f"the worker cannot make it: {kind}"
        return Made(failure=failure)
    return answer


def attempt(work: Work, task: Task, sent: Mapping[str, bytes], *, helped: bool) -> Made | Missing:
    """Do a task on a worker if all files are there, some of them `sent` with it.

    A book that is `helped` has its chapters laid out by other workers, too.
    """
    from distributed import get_worker

    worker = get_worker()
    folder = Path(worker.local_directory) / "myopress"
    folder.mkdir(exist_ok=True)
    files = Cache(folder / "files", b"", limit=_KEPT)
    for name, data in sent.items():
        files.put(name, data)

    def fetch(name: str) -> bytes:
        data = sent.get(name) or files.get(name)
        if data is None:
            raise OSError("the worker has lost it")
        return data

    missing = {name for _, name in task.files if name not in sent and files.get(name) is None}
    return (
        Missing(tuple(sorted(missing)))
        if missing
        else work(task, fetch, folder, help_out if helped else None)
    )


def help_out(
    press: Press, sources: Sequence[PartSource], here: Callable[[PartSource], Part]
) -> list[Part]:
    """Parts laid out by all workers that are free, the longest first, and here from the other end.

    Nothing is waited for: what nobody has done when its turn comes here is done here, so that
    workers that are busy or die delay nothing.
    """
    from distributed import get_client

    client = get_client()
    [shared] = client.scatter([press], hash=False)
    in_order = sorted(sources, key=lambda source: len(source.markup))
    given = {
        source.name: client.submit(lay_out_for, shared, source, pure=False, priority=1)
        for source in reversed(in_order)
    }
    parts = {source.name: _done(client, given[source.name]) or here(source) for source in in_order}
    return [parts[source.name] for source in sources]


def _done(client: Client, future: Future[Any]) -> Part | None:
    """What a helper made, if it has; else the helper need not any more."""
    if future.status != "finished":
        client.cancel([future])
        return None
    with suppress(Exception):  # its worker may be gone by now
        part: Part = future.result(timeout=_SECONDS)
        return part
    return None
