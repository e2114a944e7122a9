"""The process that lays out pages, beside the one that answers: text never waits for pages.

It leads a group of its own, with the processes that it starts, and ends that as soon as the pipe to
it is closed: however the one process ends, the others do not outlive it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias, TypeVar

from myopress.backends.pdf.workers import interrupts_waiting
from myopress.desk.preview.setting import Pages, Paper, Setting
from myopress.manifest import Reach
from myopress.progress import Step

_KIND = 5
"""How much the press gives way to the text (nice)."""
_REST = 8.0
"""Seconds without a change, after which pages are laid out from the beginning."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of the book as it is at change `number`: its pages, and the sheet as well."""

    number: int
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """How many parts of the printed book are ready, and of how many."""

    parts: int
    total: int


T = TypeVar("T")
Made: TypeAlias = Ready | Pages | Paper
Orders: TypeAlias = "queue.SimpleQueue[Order]"


def serve(pipe: Connection, book: Path, reach: Reach) -> None:
    """Lay out what the orders that come through the pipe want, and send it back.

    Orders that came meanwhile are one: that for the book as it is now. While the author rests the
    pages are laid out once more, from the beginning.
    """
    os.setpgid(0, 0)
    os.nice(_KIND)
    orders: Orders = queue.SimpleQueue()
    rest = _Rest()
    threading.Thread(target=_listen, args=(pipe, orders, rest), daemon=True).start()
    setting, printed, is_exact = Setting(book, reach), -1, True
    while True:
        order = _newest(orders, None if is_exact else _REST)
        if order is None:
            is_exact = True
            if pages := rest.used(partial(setting.exact_pages, printed)):
                pipe.send(pages)
        elif order.number != printed:
            is_exact = printed < 0
            printed = order.number
            pipe.send(setting.pages(printed, _Telling(pipe)))
        if order is not None and order.sheet:
            if orders.empty():
                pipe.send(setting.paper(order.number))
            else:
                orders.put(order)
        gc.unfreeze()  # a layout keeps what it finds from being tidied up
        gc.collect()


class _Telling(Step):
    """Sends word of each part that is ready."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def part(self, name: str, done: int, total: int) -> None:
        self._pipe.send(Ready(done, total))


class _Disturbed(BaseException):
    """No `Exception`, so that no library takes it for a fault of its own and goes on."""


class _Rest:
    """The time in which nothing is wanted: work done in it is given up as soon as something is."""

    def __init__(self) -> None:
        self._lasts = False
        signal.signal(signal.SIGUSR1, self._end)

    def used(self, work: Callable[[], T]) -> T | None:
        """What the work gives; None if it was disturbed."""
        try:
            self._lasts = True
            try:
                return work()
            finally:
                self._lasts = False
        except _Disturbed:
            return None

    def disturb(self) -> None:
        """Something is wanted; another thread says so."""
        if self._lasts:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    def _end(self, *_: object) -> None:
        if self._lasts:
            self._lasts = False
            raise _Disturbed


def _listen(pipe: Connection, orders: Orders, rest: _Rest) -> None:
    try:
        while True:
            orders.put(pipe.recv())
            rest.disturb()
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _newest(orders: Orders, seconds: float | None) -> Order | None:
    """All orders that are there as one; None if none comes for so many seconds."""
    try:
        order = orders.get(timeout=seconds)
    except queue.Empty:
        return None
    with suppress(queue.Empty):
        while True:
            other = orders.get_nowait()
            order = Order(max(order.number, other.number), order.sheet or other.sheet)
    return order


class Press:
    """The process from outside; `work` is what it does with its end of the pipe."""

    def __init__(self, work: Callable[[Connection], None]) -> None:
        self._work = work
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=self._work, args=(theirs,), name="press")
        with interrupts_waiting():
            self._process.start()
        theirs.close()

    def ask(self, order: Order) -> None:
        """Let what is wanted be laid out."""
        with suppress(OSError):  # `answer` begins it anew
            self._pipe.send(order)

    def answer(self) -> Made | None:
        """Wait for what was laid out; None if the process has died, and was begun anew."""
        try:
            made: Made = self._pipe.recv()
        except (EOFError, OSError):
            self.end()
            self._begin()
            return None
        return made

    def end(self) -> None:
        """End the process, and all that it has started, at once."""
        with suppress(OSError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        with suppress(OSError):
            os.kill(self._process.pid or 0, signal.SIGKILL)  # before it leads a group
