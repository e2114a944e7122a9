"""What was made of a book, kept as JSON beside its files, so that it is not made twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from myopress.catalogue.task import Made, Task, digest
from myopress.diagnostic_formats import as_rows, from_rows
from myopress.diagnostics import Diagnostic

NAME = "made.json"
PAGE_MAP = ".pages.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a result: its digest and bytes, and whether it is sound.

    One that is `earlier` is of an earlier state of the book, which had no faults.
    """

    digest: str
    size: int
    sound: bool = True
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What `Made` says, with digests in the place of data; `key` is the task's."""

    key: str
    title: str
    language: str
    files: Mapping[str, File]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    seconds: float
    recalled: int


def record(task: Task, made: Made, earlier: Record | None) -> tuple[Record, dict[str, bytes]]:
    """The record of what came of a task, and the files as they are to be called.

    A faulty file does not take the place of a sound one: it stands beside it, as its draft.
    """
    before = {name: file for name, file in earlier.files.items() if file.sound} if earlier else {}
    drafts = {name: _draft(name) for name in made.faulty & before.keys()}
    named = {drafts.get(name, name): name for name in sorted(made.files)}
    data = {name: made.files[old] for name, old in named.items() if name}
    files = {
        name: File(digest(found), len(found), named[name] not in made.faulty)
        for name, found in data.items()
    }
    if made.faulty:
        old = {name: replace(file, earlier=True) for name, file in before.items()}
        files = old | files
    about = task.key, made.title, made.language
    figures = made.pages, made.seconds, made.recalled
    return Record(*about, files, made.diagnostics, *figures), data


def _draft(name: str) -> str:
    """`book.draft.epub`; a draft has no page map."""
    first, *rest = PurePosixPath(name).parts
    head = PurePosixPath(first)
    if name.endswith(PAGE_MAP):
        return ""
    return str(PurePosixPath(head.with_suffix(f".draft{head.suffix}"), *rest))


def _is_within(name: str) -> bool:
    """Whether this is the name of a file in the book's folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def is_whole(made: Record, get: Callable[[str], bytes | None]) -> bool:
    """Whether all files are there as they were written; `get` reads one."""
    return all(
        (data := get(name)) is not None and digest(data) == file.digest
        for name, file in made.files.items()
    )


def encode(made: Record) -> bytes:
    """A record as UTF-8."""
    files = {
        name: {
            "sha256": file.digest,
            "bytes": file.size,
            "sound": file.sound,
            "earlier": file.earlier,
        }
        for name, file in made.files.items()
    }
    tree = {
        "key": made.key, "title": made.title, "language": made.language, "pages": made.pages, "seconds": made.seconds,
        "recalled": made.recalled, "files": files, "diagnostics": as_rows(made.diagnostics),
    }  # fmt: skip
    return json.dumps(tree, ensure_ascii=False, indent=1).encode() + b"\n"


def decode(data: bytes | None) -> Record | None:
    """The record, None if there is none or it is not one of ours."""
    if data is None:
        return None
    try:
        tree = json.loads(data)
        if not all(map(_is_within, tree["files"])):
            return None
        files = {
            str(name): File(
                str(file["sha256"]), int(file["bytes"]), bool(file["sound"]), bool(file["earlier"])
            )
            for name, file in tree["files"].items()
        }
        found = from_rows(tree["diagnostics"])
        about = str(tree["key"]), str(tree["title"]), str(tree["language"])
        figures = int(tree["pages"]), float(tree["seconds"]), int(tree["recalled"])
        return Record(*about, files, found, *figures)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
