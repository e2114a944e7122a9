"""Writing finished outputs so that a failure leaves no half file and harms no earlier one."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from myopress.diagnostics import MyopressError

try:
    import fcntl
except ImportError:  # Windows, which does not let a file be removed that is being written
    fcntl = None  # type: ignore[assignment]


class OutputError(MyopressError):
    """A file cannot be written: no permission, no room."""

    exit_code = 4


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then all renamed into place.

    Missing folders are made, and what a run left that was killed is removed. Raises OutputError.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    with ExitStack() as opened:
        try:
            for path, data in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                _remove_abandoned(path)
                opened.callback(_remove, beside[path])
                file = opened.enter_context(_created(beside[path]))
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # so that the rename cannot outrun the bytes
            for path, temporary in beside.items():
                temporary.replace(path)
        except OSError as fault:
            place = fault.filename2 or fault.filename or next(iter(files))
            raise OutputError(f"“{place}” cannot be written: {fault.strerror}") from None


def _created(path: Path) -> BinaryIO:
    """A new file, locked until it is closed, so that other runs know that it is being written."""
    while True:
        file = path.open("xb")
        _lock(file)
        if path.exists():  # another run may have thought it abandoned just before the lock
            return file
        file.close()


def _remove_abandoned(path: Path) -> None:
    """Remove what runs left beside `path` that ended while they wrote; nothing locks it."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with suppress(OSError), left.open("rb") as file:
            _lock(file)
            left.unlink()


def _lock(file: BinaryIO) -> None:
    """Lock an open file; raises BlockingIOError, an OSError, if it is locked."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def size_in_words(count: int) -> str:
    """Bytes in decimal units, as file managers count."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
