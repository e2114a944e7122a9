"""Files -> the bytes of an EPUB; the only file that knows ebooklib.

ebooklib packs: container, manifest, spine. What it would write differently on another day or
machine is taken from its hands: every item comes as bytes with its media type, the metadata as
an element, and the archive's entries all bear one date.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebooklib import epub  # type: ignore[import-untyped]
from lxml import etree

from myopress.backends.html import XML_LANG, Element

_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP archive can bear."""
_STORED = {"image/jpeg", "image/png", "image/webp", "image/gif", "font/woff2"}
"""Media types that are compressed already."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the publication: its path below `EPUB/`, and what the manifest says of it.

    `in_spine` parts are read in the order in which they are given. `linked` ones are records that
    the metadata link to, which the manifest must not name (EPUB 3.3 section 5.5.7). One that is
    `deflated` has no other data.
    """

    path: str
    media_type: str
    data: bytes
    id: str
    properties: tuple[str, ...] = ()
    in_spine: bool = False
    linked: bool = False
    deflated: Deflated | None = None


@dataclass(frozen=True, slots=True)
class Deflated:
    """The data of a file as an archive holds them, with their size and CRC-32 before."""

    data: bytes
    size: int
    crc: int


def deflated(data: bytes) -> Deflated:
    """Data deflated as `zipfile` does it."""
    making = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Deflated(making.compress(data) + making.flush(), len(data), zlib.crc32(data))


def pack(metadata: Element, parts: Sequence[Part], language: str, direction: str) -> bytes:
    """The EPUB of `parts` in their order, with `metadata` as the package's metadata element.

    `direction` is "ltr" or "rtl". The element holds `dc:identifier` with the id "id".
    """
    book = epub.EpubBook()
    book.IDENTIFIER_ID = "id"
    book.direction = direction
    for part in parts:
        item = epub.EpubItem(part.id, part.path, part.media_type, part.data)
        item.properties = list(part.properties)
        item.manifest = not part.linked
        book.add_item(item)
    book.spine = [part.id for part in parts if part.in_spine]
    buffer = io.BytesIO()
    ready = {part.path: part.deflated for part in parts if part.deflated}
    _Writer(buffer, book, metadata, language, ready).write()
    return buffer.getvalue()


class _Writer(epub.EpubWriter):  # type: ignore[misc] # the library is untyped
    """ebooklib's writer with our metadata, and an archive that does not know the time."""

    def __init__(
        self,
        buffer: io.BytesIO,
        book: epub.EpubBook,
        metadata: Element,
        language: str,
        ready: Mapping[str, Deflated],
    ) -> None:
        super().__init__("", book)
        self._buffer = buffer
        self._metadata = metadata
        self._language = language
        self._ready = ready

    def write(self) -> None:
        """Write everything, `mimetype` first and stored, as OCF 3.3 section 4.2 asks."""
        with zipfile.ZipFile(self._buffer, "w") as archive:
            self.out = _Archive(archive)
            self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            for item in self.book.get_items():
                stored = item.media_type in _STORED
                method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                path = f"{self.book.FOLDER_NAME}/{item.file_name}"
                if ready := self._ready.get(item.file_name):
                    self.out.write_deflated(path, ready)
                else:
                    self.out.writestr(path, item.get_content(), method)

    def _write_opf_file(self, root: Element) -> None:
        del root.attrib["prefix"]
        root.set(XML_LANG, self._language)
        old = root.find("metadata")
        if old is not None:
            root.replace(old, self._metadata)
        etree.indent(root)
        super()._write_opf_file(root)


class _Archive:
    """What ebooklib writes into: a ZIP archive whose entries all bear the same date and rights."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def writestr(self, path: str, data: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
        """Add one file."""
        self._archive.writestr(_entry(path), data, method)

    def write_deflated(self, path: str, ready: Deflated) -> None:
        """Add one file that is deflated already: stored, and then called what it is."""
        info, file = _entry(path), self._archive.fp
        self._archive.writestr(info, ready.data, zipfile.ZIP_STORED)
        info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, ready.size, ready.crc
        assert file is not None, "the archive is open"
        end = file.tell()
        file.seek(info.header_offset)
        file.write(info.FileHeader())
        file.seek(end)


def _entry(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _ENTRY_DATE)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
