"""The reader of a chapter, or the cleaner of drawings, led by coverage: guided.py chapter|drawing.

The arguments after it are libFuzzer's. Only this file knows atheris.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

with atheris.instrument_imports(include=["myopress", "markdown_it", "mdit_py_plugins"]):
    from myopress.markdown import read_chapter
    from myopress.resources.pictures import PictureError, examine
    from myopress.source import Source


def chapter(data: bytes) -> None:
    """Any text is a chapter."""
    read_chapter(Source("a.md", data.decode("utf-8", "replace")), lambda _: None)


def drawing(data: bytes) -> None:
    """Any bytes are a picture or none, and what is cleaned stays clean."""
    try:
        picture = examine(
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + data + b"</svg>"
        )
    except PictureError:
        return
    assert not examine(picture.data).removed


atheris.Setup([sys.argv[0], *sys.argv[2:]], {"chapter": chapter, "drawing": drawing}[sys.argv[1]])
atheris.Fuzz()
