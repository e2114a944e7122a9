"""The names of the files that an output is made of: plain ASCII, unique, the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from myopress.document import Document, Resource

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_EXTENSIONS = {
    "image/svg+xml": ".svg",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "text/css": ".css",
}


def chapter_files(document: Document, suffix: str, made: Iterable[str]) -> tuple[str, ...]:
    """The file name of each chapter: its id, unless that is no plain name or is taken.

    `made` are the stems of pages that the tool writes itself.
    """
    taken = set(made)
    names = []
    for number, chapter in enumerate(document.chapters, 1):
        fits = _PLAIN.fullmatch(chapter.id) and chapter.id.lower() not in taken
        stem = chapter.id if fits else _free(f"chapter-{number}", taken)
        taken.add(stem.lower())
        names.append(stem + suffix)
    return tuple(names)


def resource_files(resources: Iterable[Resource]) -> Mapping[str, str]:
    """For each resource's path the name of its file in the publication."""
    taken: set[str] = set()
    names = {}
    for resource in resources:
        path = PurePosixPath(resource.path)
        ascii_stem = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
        stem = _NOT_PLAIN.sub("-", ascii_stem).strip("-.") or "file"
        extension = _EXTENSIONS.get(resource.media_type, path.suffix.lower())
        stem = _free(stem, taken, extension)
        taken.add((stem + extension).lower())
        names[resource.path] = stem + extension
    return names


def _free(stem: str, taken: set[str], extension: str = "") -> str:
    candidate, number = stem, 1
    while (candidate + extension).lower() in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
