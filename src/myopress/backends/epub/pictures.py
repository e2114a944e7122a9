"""Pictures as e-readers want them: none larger than a shop takes. Print keeps the originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from myopress.document import Resource

MOST_PIXELS = 4_000_000
"""Apple Books for Authors, “Prepare your book”: pictures inside a book have no more pixels. It is
the strictest of the shops, and 2400 by 1600 is twice the sharpest e-reader's page."""


def for_screens(resources: Iterable[Resource], cover: str) -> Iterator[Resource]:
    """The resources, photographs and drawings of too many pixels made smaller.

    The cover stays: whoever drew it knew the size that shops ask of one.
    """
    for resource in resources:
        if resource.path == cover or resource.width * resource.height <= MOST_PIXELS:
            yield resource
            continue
        from myopress.backends.raster import smaller

        found = smaller(resource.data, MOST_PIXELS)
        if found is None:
            yield resource
        else:
            yield replace(resource, data=found.data, width=found.width, height=found.height)
