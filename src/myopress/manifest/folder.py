"""The Markdown files of a folder in natural order: `ch2.md` comes before `ch10.md`."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from myopress.manifest.files import MARKDOWN, visible

_FIRST = {"readme", "index", "_index"}


def markdown_files(root: Path) -> list[str]:
    """Paths below `root`, each folder's README or index first, numbers in names as numbers."""
    return sorted(visible(root, MARKDOWN), key=natural_order)


def natural_order(path: str) -> tuple[list[tuple[object, ...]], str]:
    """A sort key; the path itself comes last so that no two files are equal."""
    *folders, name = PurePosixPath(path).parts
    stem = PurePosixPath(name).stem
    keys: list[tuple[object, ...]] = [(1, *_pieces(folder)) for folder in folders]
    keys.append((0 if stem.casefold() in _FIRST else 1, *_pieces(stem)))
    return keys, path


def _pieces(name: str) -> tuple[tuple[int, int, str], ...]:
    """`ch10` as ("ch", 10): digits compare as numbers, letters without regard to case."""
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold())
        for piece in re.split(r"(\d+)", name)
        if piece
    )
