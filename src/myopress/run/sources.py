"""The files that a book was made from, for its archive."""

from __future__ import annotations

from pathlib import Path

from myopress.document import Document, Resource

_LISTS = ("book.toml", "SUMMARY.md")
_MARKDOWN = "text/markdown"


def sources(document: Document, book: Path) -> tuple[Resource, ...]:
    """The manifest and chapters of the book at `book`, and what the document has of it.

    A document in JSON has lost its chapters' files; it is a source itself.
    """
    root = book if book.is_dir() else book.parent
    if book.suffix.lower() == ".json":
        names = [book.name]
    else:
        names = [*_LISTS, *(chapter.span.path for chapter in document.chapters)]
    found = {resource.path: resource for resource in document.resources}
    for name in names:
        if name and name not in found and (root / name).is_file():
            found[name] = Resource(name, _media_type(name), (root / name).read_bytes())
    return tuple(found.values())


def _media_type(name: str) -> str:
    """By the ending of a name."""
    if name.lower().endswith((".md", ".markdown")):
        return _MARKDOWN
    return "application/json" if name.endswith(".json") else "application/toml"
