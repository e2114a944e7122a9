"""A cover for a book that has none: readers' shelves show covers, and a grey box where there is none."""

from __future__ import annotations

from dataclasses import replace

from myopress.backends import front
from myopress.cache import Store, key, recalled
from myopress.document import Document, Metadata, Resource

WIDTH, HEIGHT = front.WIDTH, 2560
"""The ideal shape of KDP's Cover Image Guidelines."""
_SIZE = (1562, 2500)
"""Pixels: as high as KDP asks for at least, and no more pixels than `pictures.MOST_PIXELS`."""
MADE = "./cover.png"
"""The path of the cover among the resources; no file of a book is called so, with a dot."""


def with_cover(document: Document, store: Store | None = None) -> Document:
    """The document with a cover: its own, or one that is made of its title and authors.

    `store` has it if it was made before.
    """
    book = document.metadata
    if book.cover:
        return document
    data = recalled(store, key(b"cover", repr(book).encode()), lambda: cover(book))
    picture = Resource(MADE, "image/png", data, *_SIZE)
    metadata = replace(book, cover=MADE)
    return replace(document, metadata=metadata, resources=(*document.resources, picture))


def cover(book: Metadata) -> bytes:
    """The cover as PNG. Words that our fonts cannot show are left out, and stand in its alt."""
    from myopress.backends.raster import drawing

    scale = _SIZE[1] / HEIGHT
    shapes = [
        [[(x * scale, y * scale) for x, y in contour] for contour in contours]
        for contours in front.shapes(book, HEIGHT)
    ]
    return drawing(_SIZE, shapes, front.OXIDE, front.CREAM)
