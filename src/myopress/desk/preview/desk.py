"""The state that is shown: renewed when a file changes, and told to each page that listens."""

from __future__ import annotations

import asyncio
import gc
import json
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from myopress.backends.html import direction
from myopress.desk.preview import editor
from myopress.desk.preview.drawing import Drawings
from myopress.desk.preview.faults import faults
from myopress.desk.preview.press import Made, Order, Press, Ready
from myopress.desk.preview.reading import Memory, Reading, Stopped, read_book
from myopress.desk.preview.setting import Pages, Paper
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
    one that is fit to be shown, `stopped` why a later one is not. `pages` and `paper` are
    the last that were laid out, `drawn` the same to be drawn, and those before.
    """

    def __init__(self, book: Path, reach: Reach, press: Press) -> None:
        self.book, self.reach, self.press = book, reach, press
        self.folder = Folder(book if book.is_dir() else book.parent, reach)
        self.number = self.changes = 0
        self.reading: Reading | None = None
        self.stopped: Stopped | None = None
        self.shelf: Shelf | None = None
        self.pages: Pages | None = None
        self.drawn = Drawings()
        self.paper: Paper | None = None
        self.chapters: dict[str, bytes] = {}
        self.ready = Ready(0, 0)
        self.told = b"{}"
        self._latest: dict[str, bytes] = {}
        self._memory = Memory()
        self._news = asyncio.Condition()
        self._work, self._draw, self._wait = (ThreadPoolExecutor(1) for _ in range(3))

    async def live(self) -> None:
        """Read the book, and read it again whenever one of its files changes."""
        press = asyncio.create_task(self._take_pages())
        try:
            async for _ in changes(watched(self.book, self.reach.paths)):
                await self._read()
        finally:
            press.cancel()

    async def news(self) -> AsyncIterator[bytes]:
        """The state as JSON as soon as there is one and at each change; nothing now and then."""
        seen = 0
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
        made = await self.working(partial(_read_quickly, self.book, self.reach, self._memory))
        self.changes += 1
        if isinstance(made, Reading):
            self.reading, self.stopped, self.shelf = made, None, Shelf(made)
            self._shelve({one.digest: one.data for one in made.text.chapters})
            self.press.ask(Order(self.changes))
        else:
            self.stopped = made
        await self.tell()
        await self.working(gc.collect)

    def _shelve(self, chapters: dict[str, bytes]) -> None:
        """Keep the chapters of this state, and those before, which a page may still ask for."""
        self.chapters = self._latest | chapters
        self._latest = chapters

    def want_paper(self) -> None:
        """Let the sheet be laid out as it is now, if that is not done."""
        if self.paper is None or self.paper.number != self.changes:
            self.press.ask(Order(self.changes, sheet=True))

    async def _take_pages(self) -> None:
        while True:
            made = await asyncio.get_running_loop().run_in_executor(self._wait, self.press.answer)
            await self.working(partial(self._take, made))
            await self.tell()

    def _take(self, made: Made | None) -> None:
        """Show what was laid out; the last good pages stay where none could be."""
        match made:
            case Ready():
                self.ready = made
                return
            case Paper():
                kept = self.paper if self.paper and not made.pdf else made
                self.paper = replace(kept, number=made.number, found=made.found)
            case Pages():
                kept_pages = self.pages if self.pages and not made.pdf else made
                self.pages = replace(kept_pages, number=made.number, found=made.found)
            case None:
                none = Pages(self.changes, b"", (), ())
                self.pages = replace(self.pages or none, number=self.changes, found=(_PRESS_DIED,))
        shown = [one.pdf for one in (self.pages, self.paper) if one is not None and one.pdf]
        self.drawn.show(shown)

    def _state(self) -> bytes:
        reading, stopped, pages = self.reading, self.stopped, self.pages
        state: dict[str, object] = {
            "changes": self.changes,
            "folder": str(self.folder.root.resolve()),
            "editor": bool(editor.configured(os.environ)),
            "stopped": stopped is not None,
            "faults": self._faults(),
            "pages": self._pages(pages) if pages else None,
            "paper": self._paper(self.paper) if self.paper else None,
            "ready": [self.ready.parts, self.ready.total],
            "settling": stopped is None and (pages is None or pages.number < self.changes),
        }
        if reading is not None:
            state |= _book(reading)
        return json.dumps(state, ensure_ascii=False).encode()

    def _pages(self, pages: Pages) -> Json:
        """The pages in their order: folio, chapter, letters of it before them."""
        starts = [[start.label, start.chapter, start.letters] for start in pages.starts]
        return {"number": pages.number, "starts": starts, **self.drawn.told(pages.pdf)}

    def _paper(self, paper: Paper) -> Json:
        return {"number": paper.number, **self.drawn.told(paper.pdf)}

    def _faults(self) -> list[Json]:
        stages: list[tuple[str, tuple[Diagnostic, ...]]] = []
        if self.stopped:
            stages.append(("stopped", self.stopped.found))
        if self.reading:
            stages.append(("text", self.reading.found))
        stages += self.shelf.found() if self.shelf else []
        if self.pages:
            stages.append(("print", self.pages.found))
        if self.paper:
            stages.append(("sheet", self.paper.found))
        return faults(self.folder, stages)


def _read_quickly(book: Path, reach: Reach, memory: Memory) -> Reading | Stopped:
    """A reading during which nothing is tidied up: that is done when it has been shown."""
    gc.disable()
    try:
        return read_book(book, reach, memory)
    finally:
        gc.enable()


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
