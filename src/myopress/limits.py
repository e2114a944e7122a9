"""How large a book may be: far beyond any that is printed, and short of what stops a machine.

Within them the densest text that we know takes ten seconds and a gigabyte. The user's side:
docs/reliability.md.
"""

from __future__ import annotations

import errno
from pathlib import Path

TEXT_BYTES = 8_000_000
"""Of a Markdown file or bibliography; *War and Peace* has 3.2 million."""
JSON_BYTES = 20_000_000
"""Of a document of pandoc's, in which a letter of text takes three or four."""
PICTURE_BYTES = 100_000_000
"""The pixels of a picture are limited by Pillow, to 89,478,485: A3 at 600 dpi has 70 million."""
MARKS = 150_000
"""Characters of a Markdown file that may be markup; the densest chapters that we know have 3,300."""
PARAGRAPH = 300_000
"""Letters of a text without a blank line; a paragraph of them fills 90 pages."""
WORD = 500
"""Marks with no space between them. What cannot be broken is measured once more for each mark."""
NOTES = 20_000
"""Calls and texts of footnotes in a file."""
CHAPTERS = 2_000
ELEMENTS = 12_000
"""Of a chapter: words between marks, links, cells, items, lines of code; the most known is 1,400."""
SVG_ELEMENTS = 200_000
"""Of a drawing, those counted again for each use of them."""
STYLE_BYTES = 500_000
STYLE_DEPTH = 50
"""Brackets within each other in a style sheet."""
LAYOUT_SECONDS = 600
"""Of a processor, for one part of the printed book, such as a chapter of a thousand pages."""


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file; raises OSError if it is none, or has more than `most`."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
    if path.stat().st_size > most:
        raise OSError(errno.EFBIG, f"it has more than {most / 1_000_000:g} MB", str(path))
    return path.read_bytes()
