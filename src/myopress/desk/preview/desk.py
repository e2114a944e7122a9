"""The state that is shown: renewed when a file changes, and told to each page that listens."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from myopress.backends.html import direction
from myopress.desk.preview import editor
from myopress.desk.preview.drawing import Drawn
from myopress.desk.preview.faults import faults
from myopress.desk.preview.press import Pages, Press
from myopress.desk.preview.reading import Citations, Reading, Stopped, read_book
from myopress.desk.preview.shelf import Shelf
from myopress.desk.preview.text import Json
from myopress.desk.preview.watching import changes, watched
from myopress.diagnostics import Code, Diagnostic, error
from myopress.manifest import Folder, Reach
from myopress.source import NOWHERE

T = TypeVar("T")
_ALIVE = 15.0
"""Seconds after which a page that listens is told that nothing is new."""
_PRESS_DIED = error(
    Code.FILE_UNREADABLE,
    "the pages could not be laid out: that process has ended, of want of memory perhaps",
    NOWHERE,
    "the next change is tried anew",
)


class Desk:
    """What the pages show.

    `number` counts what they are told; `changes` the readings of the book. `reading` is the last
    one that is fit to be shown, `stopped` why a later one is not. `pages` are the last that were
    printed, `drawn` the same to be drawn, and the ones before, which a page may still ask for.
    """

    def __init__(self, book: Path, reach: Reach, press: Press) -> None:
        self.book, self.reach, self.press = book, reach, press
        self.folder = Folder(book if book.is_dir() else book.parent, reach)
        self.number = self.changes = 0
        self.reading: Reading | None = None
        self.stopped: Stopped | None = None
        self.shelf: Shelf | None = None
        self.pages: Pages | None = None
        self.drawn: dict[str, Drawn] = {}
        self.chapters: dict[str, bytes] = {}
        self.told = b"{}"
        self._latest: dict[str, bytes] = {}
        self._cite = Citations()
        self._news = asyncio.Condition()
        self._work, self._draw, self._wait = (ThreadPoolExecutor(1) for _ in range(3))

    async def live(self) -> None:
        """Read the book, and read it again whenever one of its files changes."""
        await self._read()
        press = asyncio.create_task(self._take_pages())
        try:
            async for _ in changes(watched(self.book, self.reach.paths)):
                await self._read()
        finally:
            press.cancel()

    async def news(self) -> AsyncIterator[bytes]:
        """The state as JSON, at first and whenever it is another; nothing now and then."""
        seen = -1
        while True:
            if seen != self.number:
                seen = self.number
                yield self.told
            try:
                async with asyncio.timeout(_ALIVE), self._news:
                    await self._news.wait_for(lambda: seen != self.number)  # noqa: B023
            except TimeoutError:
                yield b""

    async def tell(self) -> None:
        """Tell all pages what is so now."""
        told = await self.working(self._state)
        if told != self.told:
            self.told = told
            self.number += 1
            async with self._news:
                self._news.notify_all()

    async def working(self, make: Callable[[], T]) -> T:
        """What `make` gives, made in the one thread that works.

        Each thread that makes much would keep memory of its own.
        """
        return await asyncio.get_running_loop().run_in_executor(self._work, make)

    async def drawing(self, draw: Callable[[], bytes]) -> bytes:
        """The same of a picture, made in a thread of its own, which a reading does not stop."""
        return await asyncio.get_running_loop().run_in_executor(self._draw, draw)

    async def _read(self) -> None:
        made = await self.working(partial(_read_quickly, self.book, self.reach, self._cite))
        self.changes += 1
        if isinstance(made, Reading):
            self.reading, self.stopped, self.shelf = made, None, Shelf(made)
            self._shelve({one.digest: one.data for one in made.text.chapters})
            self.press.ask(self.changes)
        else:
            self.stopped = made
        await self.tell()
        await self.working(gc.collect)

    def _shelve(self, chapters: dict[str, bytes]) -> None:
        """Keep the chapters of this state, and those before, which a page may still ask for."""
        self.chapters = self._latest | chapters
        self._latest = chapters

    async def _take_pages(self) -> None:
        while True:
            pages = await asyncio.get_running_loop().run_in_executor(self._wait, self.press.answer)
            if pages is None:
                pages = Pages(self.changes, b"", (), (_PRESS_DIED,))
            if not pages.pdf and self.pages:  # the last good ones stay
                pages = replace(self.pages, number=pages.number, found=pages.found)
            await self.working(partial(self._take, pages))
            await self.tell()

    def _take(self, pages: Pages) -> None:
        """Make printed pages ready to be drawn, and give up those before the last."""
        self.pages = pages
        digest = _digest(pages.pdf)
        if not pages.pdf or digest in self.drawn:
            return
        for old in list(self.drawn)[:-1]:
            self.drawn.pop(old).close()
        self.drawn[digest] = Drawn(pages.pdf)

    def _state(self) -> bytes:
        reading, stopped, pages = self.reading, self.stopped, self.pages
        state: dict[str, object] = {
            "changes": self.changes,
            "folder": str(self.folder.root.resolve()),
            "editor": bool(editor.configured(os.environ)),
            "stopped": stopped is not None,
            "faults": self._faults(),
            "pages": _pages(pages, self.drawn) if pages else None,
            "settling": pages is None or (stopped is None and pages.number < self.changes),
        }
        if reading is not None:
            state |= _book(reading)
        return json.dumps(state, ensure_ascii=False).encode()

    def _faults(self) -> list[Json]:
        stages: list[tuple[str, tuple[Diagnostic, ...]]] = []
        if self.stopped:
            stages.append(("stopped", self.stopped.found))
        if self.reading:
            stages.append(("text", self.reading.found))
        stages += self.shelf.found() if self.shelf else []
        if self.pages:
            stages.append(("print", self.pages.found))
        return faults(self.folder, stages)


def _read_quickly(book: Path, reach: Reach, cite: Citations) -> Reading | Stopped:
    """A reading during which nothing is tidied up: that is done when it has been shown."""
    gc.disable()
    try:
        return read_book(book, reach, cite)
    finally:
        gc.enable()


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()[:24]


def _book(reading: Reading) -> Json:
    book, text = reading.document.metadata, reading.text
    return {
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": [person.name for person in book.contributors if person.role == "aut"],
        "language": book.language,
        "direction": direction(book.language),
        "chapters": [{"id": one.id, "digest": one.digest} for one in text.chapters],
        "outline": text.outline,
    }


def _pages(pages: Pages, drawn: Mapping[str, Drawn]) -> Json:
    """The pages in their order: folio, chapter, letters of it before them."""
    digest = _digest(pages.pdf)
    return {
        "number": pages.number,
        "digest": digest,
        "size": drawn[digest].size if digest in drawn else (1, 1),
        "starts": [[start.label, start.chapter, start.letters] for start in pages.starts],
    }
