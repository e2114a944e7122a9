"""An output that is a folder: whose files it holds, and which of them are no longer made."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path, PurePosixPath

from myopress.output import OutputError

LIST = "files.txt"
"""In such a folder, the names of what was written into it."""


def left_over(folder: Path, made: Container[str]) -> list[Path]:
    """The files in `folder` that an earlier run wrote and that are not among those `made` now.

    Files of others stay. Raises OutputError if the list of an earlier run cannot be read.
    """
    return [folder / name for name in _listed(folder) if name not in made]


def foreign(folder: Path, made: Iterable[str]) -> list[Path]:
    """The files in `folder` that writing those `made` would replace, and no earlier run wrote."""
    ours = {LIST, *_listed(folder)}
    return [folder / name for name in made if name not in ours and (folder / name).exists()]


def read_folder(folder: Path) -> dict[str, bytes]:
    """What an earlier run wrote into `folder`, by name; nothing if it wrote none."""
    return {
        name: (folder / name).read_bytes() for name in _listed(folder) if (folder / name).is_file()
    }


def _listed(folder: Path) -> list[str]:
    """The names on the list that lie within the folder; none if there is no list."""
    try:
        names = (folder / LIST).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as fault:
        raise OutputError(f"“{folder / LIST}” cannot be read: {fault}") from None
    return [name for name in names if _is_within(PurePosixPath(name))]


def _is_within(name: PurePosixPath) -> bool:
    return bool(name.parts) and not name.is_absolute() and ".." not in name.parts
