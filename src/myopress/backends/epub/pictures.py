"""Pictures as e-readers want them: none larger than a shop takes. Print keeps the originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from myopress.cache import Store, key, recalled
from myopress.document import Resource

MOST_PIXELS = 4_000_000
"""Apple Books for Authors, “Prepare your book”: pictures inside a book have no more pixels. It is
the strictest of the shops, and 2400 by 1600 is twice the sharpest e-reader's page."""


def for_screens(
    resources: Iterable[Resource], cover: str, store: Store | None = None
) -> Iterator[Resource]:
    """The resources, photographs and drawings of too many pixels made smaller.

    The cover stays: whoever drew it knew the size that shops ask of one. `store` has pictures
    that were made smaller before.
    """
    for resource in resources:
        if resource.path == cover or resource.width * resource.height <= MOST_PIXELS:
            yield resource
            continue
        made = recalled(store, key(b"for screens", resource.data), partial(_made, resource.data))
        size, _, data = made.partition(b"\n")
        width, height = map(int, size.split() or (0, 0))
        yield replace(resource, data=data, width=width, height=height) if data else resource


def _made(data: bytes) -> bytes:
    """Width, height and, on the next line, the picture that is small enough; else nothing."""
    from myopress.backends.raster import smaller

    found = smaller(data, MOST_PIXELS)
    return b"%d %d\n%b" % (found.width, found.height, found.data) if found else b""
