"""The files that a book is made from, by their digests: the bundle that its task names.

    book/NAME/...    the book's own folder, or the folder of an article, which has its pictures
    book/styles/...  the style sheets beside a folder `manuscript`
    gyms/...         the list of gyms and the logos that it names

Nothing that a link brings in from elsewhere is taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from myopress.catalogue.task import digest
from myopress.gyms import logos
from myopress.limits import PICTURE_BYTES, read_bytes
from myopress.manifest.files import MARKDOWN, is_within

_LEFT = {"__pycache__", "_book", "_site", "node_modules", "output"}
"""What was built, or belongs to tools; so do hidden folders, save the one of a site for pictures."""
_PICTURES = ".gitbook"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one book: bundle path -> digest, and where each lies on this machine."""

    book: str
    gyms: str
    digests: dict[str, str]
    origins: dict[str, Path]
    texts: list[int]
    """The bytes of each text."""

    def place_of(self, path: str, book: Path, gyms: Path | None) -> Path:
        """Where a path of the bundle lies for the user, who named the book and the list so."""
        if gyms and path.startswith("gyms/"):
            return gyms.parent / path.removeprefix("gyms/")
        if path.startswith(f"{self.book}/"):
            return book / path.removeprefix(f"{self.book}/")
        return book.parent / path.removeprefix("book/")


def bundle(book: Path, gyms: Path | None, within: Path) -> Bundle:
    """The files of the book at `book`, and of a list of gyms, all `within` the catalogue's folder.

    A file that cannot be read, or has more than 100 MB, is left out: the book is told that it is
    missing, if it needs it.
    """
    home = book.resolve()
    made = Bundle(f"book/{home.name}", f"gyms/{gyms.name}" if gyms else "", {}, {}, [])
    if book.is_dir():
        _take(made, f"book/{home.name}", home, _files(home))
        styles = home.parent / "styles"
        if home.name == "manuscript" and styles.is_dir() and is_within(styles, within):
            _take(made, "book/styles", styles, _files(styles))
    elif home.suffix.lower() == ".json":
        _take(made, "book", home.parent, [home])
    else:
        pictures = (file for file in _files(home.parent) if not _is_text(file))
        _take(made, "book", home.parent, [home, *pictures])
    if gyms:
        folder = gyms.parent
        named = (folder / name for name in logos(gyms) if is_within(folder / name, folder))
        _take(made, "gyms", folder, [gyms, *named])
    return made


def _is_text(file: Path) -> bool:
    return file.suffix.lower() in MARKDOWN


def _take(made: Bundle, prefix: str, folder: Path, files: Iterator[Path] | list[Path]) -> None:
    for file in files:
        try:
            data = read_bytes(file, PICTURE_BYTES)
        except OSError:
            continue
        name = digest(data)
        if _is_text(file):
            made.texts.append(len(data))
        path = f"{prefix}/{file.relative_to(folder).as_posix()}"
        made.digests[path] = name
        made.origins.setdefault(name, file)


def _files(root: Path) -> Iterator[Path]:
    """The files below `root`, in order, whose links do not lead out of it."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if _is_kept(name))
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file() and is_within(file, root):
                yield file


def _is_kept(folder: str) -> bool:
    return folder not in _LEFT and (not folder.startswith(".") or folder == _PICTURES)
