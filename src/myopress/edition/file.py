"""A lock as a TOML file, to be read by people and kept beside the book."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from myopress.diagnostics import InputError
from myopress.edition.lock import VERSION, Lock, LockedChapter, Made, Passage

_TABLES = ("outputs", "places", "located", "references", "pictures")
_MADE = ("tools", "styles", "fonts")


class LockError(InputError):
    """A file is no lock, or one of another version."""


def encode(lock: Lock) -> bytes:
    """The lock as TOML 1.0, the same bytes for the same lock."""
    return ("\n".join(_lines(lock)) + "\n").encode()


def _lines(lock: Lock) -> Iterator[str]:
    yield "# What an edition was made of, and its pages: `myopress lock` wrote it, and"
    yield "# `myopress diff` tells by it what a change moves. Keep it with the book."
    yield f"version = {VERSION}"
    for name in ("target", "settings", "metadata"):
        yield f"{name} = {_string(getattr(lock, name))}"
    yield f"page_count = {len(lock.pages)}"
    for name in _MADE:
        yield from _table(name, getattr(lock.made, name))
    for name in _TABLES:
        yield from _table(name, getattr(lock, name))
    yield "\n[print]\npages = ["
    for page in lock.pages:
        yield f"  [{', '.join(map(_string, page))}],"
    yield "]"
    for chapter in lock.chapters:
        yield "\n[[chapters]]"
        for name in ("id", "title", "file"):
            yield f"{name} = {_string(getattr(chapter, name))}"
        yield "passages = ["
        for p in chapter.passages:
            yield f"  {_string(f'{p.words} {p.text} {p.whole} {p.kind}')},"
        yield "]"


def _table(name: str, table: Mapping[str, str | int]) -> Iterator[str]:
    yield f"\n[{name}]"
    for key, value in table.items():
        yield f"{_string(key)} = {value if isinstance(value, int) else _string(value)}"


def _string(text: str) -> str:
    """A basic string; JSON's escapes are TOML's, but for U+007F, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def decode(data: bytes, name: str) -> Lock:
    """The lock in a file of this name; raises LockError if there is none in it."""
    try:
        tree = tomllib.loads(data.decode())
        if tree["version"] != VERSION:
            raise LockError(f"“{name}” is of another version of the tool; make a new lock")
        return Lock(
            target=tree["target"],
            settings=tree["settings"],
            metadata=tree["metadata"],
            pages=tuple(
                (label, chapter, words) for label, chapter, words in tree["print"]["pages"]
            ),
            chapters=tuple(map(_chapter, tree["chapters"])),
            made=Made(*(tree[part] for part in _MADE)),
            **{part: tree[part] for part in _TABLES},
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise LockError(f"“{name}” is no lock of an edition: {fault}") from None


def _chapter(tree: Mapping[str, Any]) -> LockedChapter:
    passages = []
    for line in tree["passages"]:
        words, text, whole, kind = line.split(" ", 3)
        passages.append(Passage(kind, words, text, whole))
    return LockedChapter(tree["id"], tree["title"], tree["file"], tuple(passages))
