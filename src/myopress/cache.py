"""What is costly to make, kept in plain files under the digest of all that it was made from.

An entry is a file that begins with the digest of its data: one that is damaged, cut off or of
another kind is never used. A file appears whole, by a rename, so that runs side by side do not
disturb each other. A folder that cannot be read or written is no fault: nothing is kept then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LIMIT = 64_000_000
"""Bytes that a folder keeps at most, in all."""
_SUFFIX = ".kept"


def key(*parts: bytes) -> str:
    """The digest of these parts in this order, by which an entry is found: 64 letters."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries in a folder, which is made when the first is put there."""

    folder: Path
    limit: int = LIMIT

    def get(self, key: str) -> bytes | None:
        """The data put under this key, None if there is none that is sound."""
        place = self._place(key)
        try:
            whole = place.read_bytes()
        except OSError:
            return None
        digest, data = whole[:32], whole[32:]
        if digest != sha256(data).digest():
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            os.utime(place)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep data under its key; what was not used for longest goes if there is too much."""
        place = self._place(key)
        part = place.with_name(f"{place.name}.{os.getpid()}.part")
        with suppress(OSError):
            self._open()
            try:
                part.write_bytes(sha256(data).digest() + data)
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)
            self._make_room(place)

    def _place(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"

    def _open(self) -> None:
        """Make the folder, with a word to git that it holds nothing of the book's."""
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def _make_room(self, newest: Path) -> None:
        kept = sorted(self._entries(), key=lambda entry: entry[0], reverse=True)
        room = self.limit
        for _, size, place in kept:
            room -= size
            if room < 0 and place != newest:
                place.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        """When each entry was last used, in nanoseconds, its bytes, and its place."""
        for place in self.folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError):
                status = place.stat()
                yield status.st_mtime_ns, status.st_size, place
