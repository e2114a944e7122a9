"""Pages of a PDF as pictures; the only file here that knows pypdfium2."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import pypdfium2  # type: ignore[import-untyped]

WIDEST = 2600
"""Pixels of a page's width at most: a screen of 5120 shows two."""
_KEPT = 12
"""Pictures that are kept, for a second tab and for turning back."""


class Drawings:
    """PDFs to be drawn, by their digests: those that are shown, and those that were before them."""

    def __init__(self) -> None:
        self._shown: dict[str, Drawn] = {}
        self._before: dict[str, Drawn] = {}

    def show(self, pdfs: Iterable[bytes]) -> None:
        """Show these from now on; those that were shown stay until the next time."""
        there = self._before | self._shown
        shown = {name: there.get(name) or Drawn(pdf) for pdf in pdfs for name in (_digest(pdf),)}
        if shown.keys() == self._shown.keys():
            return
        for name in there.keys() - self._shown.keys() - shown.keys():
            there[name].close()
        self._before, self._shown = self._shown, shown

    def find(self, digest: str) -> Drawn | None:
        """The PDF of this digest, if it is shown or was so before."""
        return self._shown.get(digest) or self._before.get(digest)

    def told(self, pdf: bytes) -> Mapping[str, object]:
        """What a page needs to know of a PDF: its digest, the size of its pages, their count."""
        found = self.find(_digest(pdf)) if pdf else None
        if found is None:
            return {"digest": "", "size": (1, 1), "count": 0}
        return {"digest": _digest(pdf), "size": found.size, "count": found.count}


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()[:24]


class Drawn:
    """A PDF whose pages can be drawn by several threads, one at a time, as pdfium asks."""

    def __init__(self, pdf: bytes) -> None:
        self._lock = threading.Lock()
        self._pdf = pypdfium2.PdfDocument(pdf)
        self.size = self._pdf.get_page_size(0)
        """Width and height of the first page in points."""
        self.count = len(self._pdf)
        self._kept: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def page(self, number: int, width: int) -> bytes:
        """Page `number`, counted from 0, as a PNG so many pixels wide.

        Raises LookupError if there is no such page.
        """
        key = number, max(1, min(width, WIDEST))
        with self._lock:
            if self._pdf is None or not 0 <= number < len(self._pdf):
                raise LookupError(number)
            if key not in self._kept:
                self._kept[key] = self._drawn(*key)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def close(self) -> None:
        """Give back the memory that pdfium holds."""
        with self._lock:
            if self._pdf is not None:
                self._pdf.close()
            self._pdf = None
            self._kept.clear()

    def _drawn(self, number: int, width: int) -> bytes:
        page = self._pdf[number]
        try:
            bitmap = page.render(scale=width / page.get_width())
            out = io.BytesIO()
            bitmap.to_pil().save(out, "PNG", compress_level=1)
            bitmap.close()
        finally:
            page.close()
        return out.getvalue()
