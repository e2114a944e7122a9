"""What files are called: known before anything else is loaded, so that help is quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

OUTPUTS = {"epub": ".epub", "pdf": ".pdf", "cheatsheet": "-cheatsheet.pdf"}
"""Each backend, and what its file's name adds to the book's."""
ENDINGS = OUTPUTS | {
    "handouts": "-handouts.pdf",
    "html": "-cheatsheet.html",
    "png": "-cheatsheet.png",
    "svg": "-cheatsheet.svg",
    "site": "-site",
}

Place: TypeAlias = Callable[[str, str], Path]
"""Where an output goes, told its backend and the book's name in file names."""


def in_folder(folder: Path) -> Place:
    """Outputs in `folder`, named after the book."""
    return lambda backend, name: folder / f"{name}{ENDINGS[backend]}"
