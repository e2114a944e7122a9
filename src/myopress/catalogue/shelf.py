"""Where results go: a folder, or any address that fsspec knows (s3://, webdav://, memory://).

Files of a book appear whole. The record comes last: without one, a book counts as not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from myopress.diagnostics import BackendError
from myopress.output import OutputError, write_files

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)(?:://|::)", re.IGNORECASE)
_RENAMES = {"file", "local", "ftp", "hdfs", "sftp", "smb", "ssh", "webhdfs"}
"""File systems, which show what is half written, and rename in one step."""


class Shelf(Protocol):
    """Files by names, which are paths with slashes."""

    def get(self, name: str) -> bytes | None:
        """A file, None if there is none."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files whole, in this order; raises OutputError."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, whether or not they are there."""


def is_address(place: str) -> bool:
    """Whether this is no folder's path."""
    return _ADDRESS.match(place) is not None


def shelf(place: str) -> Shelf:
    """A folder's path or an address; raises BackendError if what it takes is not installed."""
    if not is_address(place):
        return FolderShelf(Path(place))
    try:
        import fsspec  # type: ignore[import-untyped]

        system, root = fsspec.core.url_to_fs(place)
    except ImportError as fault:
        hint = "pip install myopress[cluster], and what it names for s3 (s3fs) and others"
        raise BackendError(f"{_said(fault)}: {hint}") from None
    except Exception as fault:
        raise OutputError(f"“{shown(place)}” cannot be reached: {_said(fault)}") from None
    return AddressShelf(system, root.rstrip("/"), shown(place))


def shown(place: str) -> str:
    """An address without name and password."""
    return re.sub(r"(?<=//)[^/@]*@", "", place.partition("?")[0])


def _said(fault: Exception) -> str:
    """What kind of fault it is, and nothing that a library says, which may hold a password."""
    return f"{type(fault).__name__}" if not isinstance(fault, ImportError) else str(fault)


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A folder, which is made when the first file comes."""

    folder: Path

    def get(self, name: str) -> bytes | None:
        """See `Shelf`."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def put(self, files: Mapping[str, bytes]) -> None:
        """See `Shelf`."""
        write_files({self.folder / name: data for name, data in files.items()})

    def remove(self, names: Iterable[str]) -> None:
        """See `Shelf`."""
        for name in names:
            with suppress(OSError):
                (self.folder / name).unlink()


@dataclass(frozen=True, slots=True)
class AddressShelf:
    """A place that fsspec knows; `system` is its AbstractFileSystem, `place` what people see."""

    system: Any
    root: str
    place: str

    def get(self, name: str) -> bytes | None:
        """See `Shelf`."""
        try:
            data: bytes = self.system.cat_file(f"{self.root}/{name}")
        except FileNotFoundError:
            return None
        except Exception as fault:
            raise self._fault(fault) from None
        return data

    def put(self, files: Mapping[str, bytes]) -> None:
        """See `Shelf`."""
        try:
            for name, data in files.items():
                self._put(f"{self.root}/{name}", data)
        except Exception as fault:
            raise self._fault(fault) from None

    def _put(self, path: str, data: bytes) -> None:
        """Stores of objects show none before it is complete; elsewhere a file is renamed then."""
        protocol = self.system.protocol
        names = {protocol} if isinstance(protocol, str) else set(protocol)
        if not names & {"webdav", *_RENAMES}:
            self.system.pipe_file(path, data)
            return
        folder, _, name = path.rpartition("/")
        part = f"{folder}/.{name}.part"
        self.system.makedirs(folder, exist_ok=True)
        self.system.pipe_file(part, data)
        if "webdav" in names:  # whose library moves by a copy
            self.system.client.move(part, path, overwrite=True)
        else:
            self.system.mv(part, path)

    def remove(self, names: Iterable[str]) -> None:
        """See `Shelf`."""
        for name in names:
            with suppress(Exception):
                self.system.rm_file(f"{self.root}/{name}")

    def _fault(self, fault: Exception) -> OutputError:
        return OutputError(f"“{self.place}” cannot be used: {_said(fault)}")
