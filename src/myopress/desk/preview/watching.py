"""Changes of the book's files, as they come; the only file that knows watchfiles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, awatch

Filter: TypeAlias = Callable[[Change, str], bool]

_PASSED_OVER = {"node_modules", "output", "__pycache__"}
"""Folders that hold no source of a book; hidden ones are passed over, too."""
_SCRATCH = ("~", ".swp", ".swx", ".tmp", ".part", ".bak")
"""What editors leave beside a file while they write it."""
_STILL = 15
"""Milliseconds without a change, after which those before are told."""
_LOOK = 2_000
"""Milliseconds after which it is seen whether the folders are still the same."""
_AGAIN = 1.0
"""Seconds until a folder that is gone is looked for again."""


def watched(book: Path, allowed: Sequence[Path]) -> list[Path]:
    """The folders that a book can be made of: its own, its styles, and those that are allowed."""
    root = (book if book.is_dir() else book.parent).resolve()
    styles = root.parent / "styles"
    beside = [styles] if root.name == "manuscript" and styles.is_dir() else []
    return [root, *beside, *(path.resolve() for path in allowed)]


async def changes(folders: Sequence[Path]) -> AsyncIterator[None]:
    """A value at first, and each time that files in the folders have changed and are still again."""

    def counts(_: Change, name: str) -> bool:
        path = Path(name)
        below = next((path.relative_to(f).parts for f in folders if path.is_relative_to(f)), ())
        hidden = any(part.startswith(".") or part in _PASSED_OVER for part in below)
        return not hidden and not name.endswith(_SCRATCH)

    while True:
        there = {folder: _identity(folder) for folder in folders if folder.exists()}
        if there:
            try:
                async for _ in _watch(there, counts):
                    yield
            except (OSError, RuntimeError):  # a folder has gone, or cannot be watched
                pass
        await asyncio.sleep(_AGAIN)
        yield


async def _watch(there: Mapping[Path, object], counts: Filter) -> AsyncIterator[None]:
    """A value as soon as the folders are watched, and at each change, until one is another."""
    watch = awatch(
        *there, watch_filter=counts, step=_STILL, debounce=400,
        rust_timeout=_LOOK, yield_on_timeout=True,
    )  # fmt: skip
    coming = asyncio.ensure_future(anext(watch))
    await asyncio.sleep(0)  # in which the watch begins
    yield
    while all(_identity(folder) == known for folder, known in there.items()):
        if await coming:
            yield
        coming = asyncio.ensure_future(anext(watch))
    coming.cancel()


def _identity(folder: Path) -> object:
    """What a folder is known by that was put in the place of another."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
