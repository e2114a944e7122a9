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
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from myopress import pipeline
from myopress.backends.page_map import PageStart
from myopress.backends.pdf.workers import interrupts_waiting
from myopress.desk.preview.reading import Memory, document_of, guarded
from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import Index
from myopress.manifest import Reach

_ROOM = 64_000_000
"""Bytes of parts that are kept: a book of some thousand pages, or many states of a small one."""
_KIND = 5
"""How much the press gives way to the text (nice)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of the book as it is at change `number`: its pages, and the sheet as well."""

    number: int
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The printed book as it was at change `number`; without a PDF if it could not be made."""

    number: int
    pdf: bytes
    starts: tuple[PageStart, ...]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The cheat sheet on paper, in the same way."""

    number: int
    pdf: bytes
    found: tuple[Diagnostic, ...]


class Parts:
    """Parts laid out before, while there is room: a `Store` of this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._room = _ROOM

    def get(self, key: str) -> bytes | None:
        """The data put under this key, None if there is none."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep data under its key; what was not used for longest goes if there is too much."""
        self._room += len(self._kept.pop(key, b"")) - len(data)
        self._kept[key] = data
        while self._room < 0 and len(self._kept) > 1:
            self._room += len(self._kept.popitem(last=False)[1])


def serve(pipe: Connection, book: Path, reach: Reach) -> None:
    """Lay out what the orders that come through the pipe want, and send it back.

    Orders that came meanwhile are one: that for the book as it is now.
    """
    os.setpgid(0, 0)
    os.nice(_KIND)
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, orders), daemon=True).start()
    setting, printed = _Setting(book, reach), -1
    while True:
        order = _newest(orders)
        if order.number != printed:
            pipe.send(setting.pages(order.number))
            printed = order.number
        if order.sheet and orders.empty():
            pipe.send(setting.paper(order.number))
        elif order.sheet:
            orders.put(order)
        gc.unfreeze()  # a layout keeps what it finds from being tidied up
        gc.collect()


def _listen(pipe: Connection, orders: queue.SimpleQueue[Order]) -> None:
    try:
        while True:
            orders.put(pipe.recv())
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _newest(orders: queue.SimpleQueue[Order]) -> Order:
    """All orders that are there as one."""
    order = orders.get()
    with suppress(queue.Empty):
        while True:
            other = orders.get_nowait()
            order = Order(max(order.number, other.number), order.sheet or other.sheet)
    return order


class _Setting:
    """Lays out a book again and again, with what it remembers of the last time."""

    def __init__(self, book: Path, reach: Reach) -> None:
        self._book, self._reach = book, reach
        self._memory, self._parts = Memory(), Parts()

    def pages(self, number: int) -> Pages:
        found: list[Diagnostic] = []

        def make() -> Pages:
            document, numbers = self._read()
            printed = pipeline.print_book(document, numbers, found.append, store=self._parts)
            return Pages(number, printed.pdf, printed.pages.pages, tuple(found))

        made = guarded(make)
        return made if isinstance(made, Pages) else Pages(number, b"", (), (*found, made))

    def paper(self, number: int) -> Paper:
        found: list[Diagnostic] = []

        def make() -> Paper:
            document, numbers = self._read()
            pdf = pipeline.render(document, "cheatsheet", found.append, found=numbers)
            return Paper(number, pdf, tuple(found))

        made = guarded(make)
        return made if isinstance(made, Paper) else Paper(number, b"", (*found, made))

    def _read(self) -> tuple[Document, Index]:
        return document_of(self._book, self._reach, self._memory, _untold)


def _untold(_: Diagnostic) -> None:
    """A report for what the text's process tells."""


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

    def answer(self) -> Pages | Paper | None:
        """Wait for what was laid out; None if the process has died, and was begun anew."""
        try:
            made: Pages | Paper = self._pipe.recv()
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
