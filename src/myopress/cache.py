"""What is costly to make, kept in plain files under the digest of all that it was made from.

An entry is a file that begins with its signature, made with a secret of the user's: one that is
damaged, cut off, renamed, or that came with a stranger's book, is never used. A file appears
whole, by a rename, so that runs side by side do not disturb each other. A folder that cannot be
read or written is no fault: nothing is kept then.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

LIMIT = 256_000_000
"""Bytes that a folder keeps at most, in all."""
_SUFFIX = ".kept"
_SIGNED = 32
"""Bytes of a signature: HMAC (RFC 2104) with SHA-256."""


def key(*parts: bytes) -> str:
    """The digest of these parts in this order, by which an entry is found: 64 letters."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


class Store(Protocol):
    """Where results are kept by their key: in a folder, or while a program runs."""

    def get(self, key: str) -> bytes | None:
        """The data put under this key, None if there is none."""

    def put(self, key: str, data: bytes) -> None:
        """Keep data under its key."""


def recalled(store: Store | None, key: str, make: Callable[[], bytes]) -> bytes:
    """What is in the store under this key, else what `make` gives, which is put there."""
    data = store.get(key) if store else None
    if data is None:
        data = make()
        if store:
            store.put(key, data)
    return data


def secret(file: Path) -> bytes | None:
    """What signs a user's entries: 32 random bytes in a file that the user alone can read.

    The file is made when there is none; None if it can be neither read nor made.
    """
    with suppress(OSError):
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _place_once(file, os.urandom(_SIGNED))
        found = file.read_bytes()
        return found if len(found) == _SIGNED else None
    return None


def _place_once(file: Path, data: bytes) -> None:
    """Write a file whole; one that another run has put there meanwhile stays."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(data)
        with suppress(FileExistsError):
            os.link(part, file)
    finally:
        part.unlink(missing_ok=True)


@dataclass(slots=True)
class Cache:
    """The entries in a folder, which is made when the first is put there.

    `program` is the state of what makes the entries: one made in another state is not found.
    `hits` counts the entries that were of use.
    """

    folder: Path
    secret: bytes
    program: bytes = b""
    limit: int = LIMIT
    hits: int = field(default=0, init=False)
    _size: int | None = field(default=None, init=False)

    def get(self, key: str) -> bytes | None:
        """The data put under this key, None if there is none that is sound and our own."""
        place = self._place(key)
        try:
            whole = place.read_bytes()
        except OSError:
            return None
        data = whole[_SIGNED:]
        if not hmac.compare_digest(whole[:_SIGNED], self._signature(place, data)):
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            os.utime(place)
        self.hits += 1
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep data under its key; what was not used for longest goes if there is too much."""
        place = self._place(key)
        part = place.with_name(f"{place.name}.{os.getpid()}.part")
        with suppress(OSError):
            self._open()
            try:
                part.write_bytes(self._signature(place, data) + data)
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)
            self._make_room(place, _SIGNED + len(data))

    def size(self) -> tuple[int, int]:
        """How many entries there are, and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def clear(self) -> None:
        """Remove all entries, of whatever program."""
        for _, _, place in self._entries():
            with suppress(OSError):
                place.unlink()

    def _place(self, key: str) -> Path:
        return self.folder / f"{sha256(self.program + key.encode()).hexdigest()}{_SUFFIX}"

    def _signature(self, place: Path, data: bytes) -> bytes:
        """Of the data in this place: elsewhere it does not hold."""
        signed = hmac.new(self.secret, place.name.encode(), sha256)
        signed.update(data)
        return signed.digest()

    def _open(self) -> None:
        """Make the folder, with a word to git that it holds nothing of the book's.

        A link is not followed: it may have come with the book, and lead anywhere.
        """
        if self.folder.is_symlink():
            raise NotADirectoryError(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def _make_room(self, newest: Path, added: int) -> None:
        """The folder is looked through the first time, and when it may have grown too large."""
        if self._size is not None and self._size + added <= self.limit:
            self._size += added
            return
        kept = sorted(self._entries(), key=lambda entry: entry[0], reverse=True)
        self._size = 0
        for _, size, place in kept:
            if self._size + size <= self.limit or place == newest:
                self._size += size
            else:
                place.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        """When each entry was last used, in nanoseconds, its bytes, and its place."""
        for place in self.folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError):
                status = place.stat()
                yield status.st_mtime_ns, status.st_size, place
