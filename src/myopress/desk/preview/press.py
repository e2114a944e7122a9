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
from myopress.desk.preview.reading import Citations, guarded
from myopress.diagnostics import Diagnostic
from myopress.index import index
from myopress.manifest import Reach

_ROOM = 64_000_000
"""Bytes of parts that are kept: a book of some thousand pages, or many states of a small one."""
_KIND = 5
"""How much the press gives way to the text (nice)."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The printed book as it was at change `number`; without a PDF if it could not be made."""

    number: int
    pdf: bytes
    starts: tuple[PageStart, ...]
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
    """Lay the book out whenever a number comes through the pipe; send back `Pages` with it.

    Numbers that came meanwhile are passed over but for the last one.
    """
    os.setpgid(0, 0)
    os.nice(_KIND)
    wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, wanted), daemon=True).start()
    cite, parts = Citations(), Parts()
    while True:
        number = wanted.get()
        with suppress(queue.Empty):
            while True:
                number = wanted.get_nowait()
        pipe.send(_printed(number, book, reach, cite, parts))
        gc.unfreeze()  # a layout keeps what it finds from being tidied up
        gc.collect()


def _listen(pipe: Connection, wanted: queue.SimpleQueue[int]) -> None:
    try:
        while True:
            wanted.put(pipe.recv())
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _printed(number: int, book: Path, reach: Reach, cite: Citations, parts: Parts) -> Pages:
    found: list[Diagnostic] = []

    def make() -> Pages:
        document = pipeline.read(book, _untold, reach)
        numbers = index(document, _untold, cite=cite)
        printed = pipeline.print_book(document, numbers, found.append, store=parts)
        return Pages(number, printed.pdf, printed.pages.pages, tuple(found))

    made = guarded(make)
    return made if isinstance(made, Pages) else Pages(number, b"", (), (*found, made))


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

    def ask(self, number: int) -> None:
        """Let the book be laid out as it is now."""
        with suppress(OSError):  # `answer` begins it anew
            self._pipe.send(number)

    def answer(self) -> Pages | None:
        """Wait for pages; None if the process has died, of want of memory mostly. It is begun anew."""
        try:
            pages: Pages = self._pipe.recv()
        except (EOFError, OSError):
            self.end()
            self._begin()
            return None
        return pages

    def end(self) -> None:
        """End the process, and all that it has started, at once."""
        with suppress(OSError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        with suppress(OSError):
            os.kill(self._process.pid or 0, signal.SIGKILL)  # before it leads a group
