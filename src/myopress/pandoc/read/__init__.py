"""pandoc's JSON -> a book with its drafts, as if it had been read from Markdown.

shape.py      the pieces of the JSON; what has another shape is refused
inlines.py    words and what stands among them
blocks.py     paragraphs, lists, headings, code
tables.py     tables, old and new
divisions.py  Divs that are our boxes, cards, claims, lists
meta.py       metadata and sources
chapters.py   where the chapters begin in a document that was ours
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from myopress.diagnostics import InputError, Report
from myopress.document import Reference, Settings
from myopress.limits import JSON_BYTES
from myopress.manifest import Book, Folder
from myopress.manifest.load import name_of
from myopress.markdown import Draft
from myopress.pandoc.read.chapters import drafts
from myopress.pandoc.read.meta import described
from myopress.pandoc.read.shape import Foreign, ShapeError
from myopress.resources import load_references
from myopress.words import words_of


def read_book(
    data: bytes, path: Path, folder: Folder, report: Report
) -> tuple[Book, tuple[Draft, ...], tuple[Reference, ...]]:
    """The book in `data`, which was at `path`; its pictures are looked for in `folder`.

    Raises InputError, with what is wrong, if it is not pandoc's JSON.
    """
    try:
        meta, content = _parsed(data)
        reading = Foreign(path.name, report, ours="myopress" in meta)
        told = described(meta, reading)
        book = Book(folder, name_of(path), told.metadata, Settings(), (), told.bibliography)
        references = (*told.references, *load_references(_present(book, content), report))
        reading.known = frozenset(reference.key for reference in references)
        reading.quotes = words_of(told.metadata.language).quotes
        made = drafts(content, told, reading)
    except ShapeError as fault:
        raise InputError(f"{path}: not a document of pandoc’s: {fault}") from None
    except RecursionError:
        raise InputError(f"{path}: nested too deeply") from None
    return book, made, references


def _parsed(data: bytes) -> tuple[Mapping[str, Any], list[Any]]:
    """Metadata and blocks; raises ShapeError for all that is no document."""
    if len(data) > JSON_BYTES:
        raise ShapeError(f"it has more than {JSON_BYTES // 1_000_000} MB")
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise ShapeError(f"no JSON that can be read: {fault}") from None
    match tree:
        case {"pandoc-api-version": [1, *_], "meta": dict(meta), "blocks": list(blocks)}:
            return meta, blocks
        case [{"unMeta": dict(meta)}, list(blocks)]:  # before 1.17
            return meta, blocks
        case {"pandoc-api-version": version}:
            raise ShapeError(f"its version is {version!r:.40}, or it has no blocks")
        case _:
            raise ShapeError("it has neither a version nor blocks")


def _present(book: Book, content: list[Any]) -> Book:
    """The book without bibliography if citeproc has put its list of references into the text."""
    for item in content:
        match item:
            case {"t": "Div", "c": [["refs", *_], [_, *_]]}:
                return replace(book, bibliography=())
            case _:
                pass
    return book
