"""Parts laid out side by side in several processes, or here if that would not pay."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from html import unescape
from multiprocessing import resource_tracker
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, TypeAlias

from myopress.backends.pdf.parts import Part, PartSource, Press
from myopress.diagnostics import BackendError
from myopress.limits import LAYOUT_SECONDS

if TYPE_CHECKING:
    from myopress.backends.pdf.layout import Setter

_WORTH_A_PROCESS = 150_000
"""Letters of markup below which starting processes (0.6 s each) costs more than it gives."""


Helpers: TypeAlias = Callable[
    [Press, Sequence[PartSource], Callable[[PartSource], Part]], list[Part]
]
"""Lays out parts with the help of others, told how one is laid out here; gives them in order."""

_PLACE = re.compile(r'\bdata-l="([^"]+)"')
"""The Markdown line that a part begins with."""


class Workers(AbstractContextManager["Workers"]):
    """Lays out parts for a press with at most `jobs` processes; None: one for each core.

    `laid_out` is told the name of each part when it is. If there are `helpers`, they lay out.
    """

    def __init__(
        self,
        press: Press,
        jobs: int | None,
        laid_out: Callable[[str], None] = lambda _: None,
        helpers: Helpers | None = None,
    ) -> None:
        self._press, self._laid_out, self._helpers = press, laid_out, helpers
        self._jobs = available_cores() if jobs is None else jobs
        self._pool: Executor | None = None
        self._setter: Setter | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def lay_out(self, sources: Sequence[PartSource]) -> list[Part]:
        """The parts of `sources`, in their order."""
        letters = sum(len(source.markup) for source in sources)
        small = self._pool is None and letters < _WORTH_A_PROCESS
        if self._helpers and len(sources) > 1 and not small:
            return self._helpers(self._press, sources, partial(_guarded, self._here()))
        if self._jobs < 2 or small or (self._pool is None and len(sources) < 2):
            return [self._told(source) for source in sources]
        try:
            return self._side_by_side(sources)
        except BrokenProcessPool:  # memory for one only
            self._jobs = 1
            return self.lay_out(sources)

    def _side_by_side(self, sources: Sequence[PartSource]) -> list[Part]:
        pool = self._processes()
        longest_first = sorted(sources, key=lambda source: -len(source.markup))
        with interrupts_waiting(), _program_unseen():  # a task may start a process
            futures = {source.name: pool.submit(_lay_out, source) for source in longest_first}
        names = {future: name for name, future in futures.items()}
        for future in as_completed(names):
            if future.exception() is None:
                self._laid_out(names[future])
        return [futures[source.name].result() for source in sources]

    def _told(self, source: PartSource) -> Part:
        part = _guarded(self._here(), source)
        self._laid_out(source.name)
        return part

    def _here(self) -> Setter:
        if self._setter is None:
            from myopress.backends.pdf.layout import Setter

            self._setter = Setter.of(self._press)
        return self._setter

    def _processes(self) -> Executor:
        """A pool whose processes begin afresh: forking a process with threads is not safe."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, _begin, (self._press,))
        return self._pool


@contextmanager
def interrupts_waiting() -> Iterator[None]:
    """Ctrl-C waits until the end of the block, and in processes started within for `answer_interrupts`.

    They would answer it with a traceback while Python starts.
    """
    if not (_is_main_thread() and hasattr(signal, "pthread_sigmask")):
        yield
        return
    resource_tracker.ensure_running()  # which lets interrupts through when it is started
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)


@contextmanager
def _program_unseen() -> Iterator[None]:
    """Processes started within the block do not run the program that has called us.

    They would import it as their main module, for what is defined there; nothing of theirs is. A
    script that makes a PDF without asking for its name would else begin anew in each of them.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_INTERRUPT = {signal.SIGINT}
_setters: list[Setter] = []
"""The press of a worker process, made ready once when it begins."""
_helped: list[tuple[Press, Setter]] = []
"""The press that parts were last laid out for as a help to others."""


def answer_interrupts() -> None:
    """End this process by Ctrl-C, without a word, from now on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)


def _begin(press: Press) -> None:
    answer_interrupts()
    from myopress.backends.pdf.layout import Setter

    _setters[:] = [Setter.of(press)]


def _lay_out(source: PartSource) -> Part:
    return _guarded(_setters[0], source)


def lay_out_for(press: Press, source: PartSource) -> Part:
    """A part laid out as a help to others; what is the same for all parts is made ready once."""
    if not (_helped and _helped[0][0] is press):
        from myopress.backends.pdf.layout import Setter

        _helped[:] = [(press, Setter.of(press))]
    return _guarded(_helped[0][1], source)


class _TooLong(BaseException):
    """No `Exception`, so that WeasyPrint does not take it for a picture's fault and go on."""


def _guarded(setter: Setter, source: PartSource) -> Part:
    """Lay out a part; a fault of the library names the part that it happened in."""
    gc.freeze()  # what is there now stays, and need not be looked at again
    try:
        with _limited(LAYOUT_SECONDS):
            return setter.lay_out(source)
    except _TooLong:
        place = _PLACE.search(source.markup)
        where = f" ({unescape(place[1])})" if place else ""
        raise BackendError(
            f"“{source.name}”{where} is not laid out after {LAYOUT_SECONDS:,} seconds of a "
            "processor: part its longest table, list or paragraph, or the chapter"
        ) from None
    except Exception as fault:
        raise BackendError(
            f"“{source.name}” cannot be laid out: {type(fault).__name__}: {fault}"
        ) from fault
    finally:
        gc.collect()  # a layout is one heap of cycles: 30 MB for each part, which would add up


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _TooLong within after so many seconds of this process's own work.

    A busy machine makes no book too long. Only a main thread on a POSIX system can be stopped;
    elsewhere there is no limit.
    """
    if not (hasattr(signal, "setitimer") and _is_main_thread()):
        yield
        return

    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
