"""Writing finished outputs so that a failure leaves no half file and harms no earlier one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from myopress.diagnostics import MyopressError


class OutputError(MyopressError):
    """A file cannot be written: no permission, no room."""

    exit_code = 4


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then all renamed into place.

    Missing folders are made. Raises OutputError.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_and_sync(beside[path], data)
        for path, temporary in beside.items():
            temporary.replace(path)
    except OSError as fault:
        place = fault.filename2 or fault.filename
        raise OutputError(f"“{place}” cannot be written: {fault.strerror}") from None
    finally:
        for temporary in beside.values():
            with suppress(OSError):
                temporary.unlink()


def _write_and_sync(path: Path, data: bytes) -> None:
    """Write to a new file and wait for the disk, so that a rename cannot outrun the bytes."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
