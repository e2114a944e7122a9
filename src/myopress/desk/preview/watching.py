"""Changes of the book's files, as they come; the only file that knows watchfiles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import Change, awatch

_PASSED_OVER = {"node_modules", "output", "__pycache__"}
"""Folders that hold no source of a book; hidden ones are passed over, too."""
_SCRATCH = ("~", ".swp", ".swx", ".tmp", ".part", ".bak")
"""What editors leave beside a file while they write it."""
_STILL = 15
"""Milliseconds without a change, after which those before are told."""
_AGAIN = 1.0
"""Seconds until a folder that is gone is looked for again."""


def watched(book: Path, allowed: Sequence[Path]) -> list[Path]:
    """The folders that a book can be made of: its own, its styles, and those that are allowed."""
    root = (book if book.is_dir() else book.parent).resolve()
    styles = root.parent / "styles"
    beside = [styles] if root.name == "manuscript" and styles.is_dir() else []
    return [root, *beside, *(path.resolve() for path in allowed)]


async def changes(folders: Sequence[Path]) -> AsyncIterator[None]:
    """A value each time that files in the folders have changed and are still again."""

    def counts(_: Change, name: str) -> bool:
        path = Path(name)
        below = next((path.relative_to(f).parts for f in folders if path.is_relative_to(f)), ())
        hidden = any(part.startswith(".") or part in _PASSED_OVER for part in below)
        return not hidden and not name.endswith(_SCRATCH)

    while True:
        there = [folder for folder in folders if folder.exists()]
        try:
            async for _ in awatch(*there, watch_filter=counts, step=_STILL, debounce=400):
                yield
        except (OSError, RuntimeError):  # a folder has gone, or cannot be watched
            pass
        await asyncio.sleep(_AGAIN)
        yield
