"""The pictures and style sheets that a document names, read from the book's folder into it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, unquote_to_bytes

from myopress.diagnostics import Code, Report, error, warning
from myopress.document import Chapter, Document, FontFile, Image, Inline, Node, Resource, Text
from myopress.limits import PICTURE_BYTES, STYLE_BYTES, read_bytes
from myopress.manifest import Book
from myopress.manifest.files import UP, decode, is_absolute, nearest, visible
from myopress.resources.fonts import FontError, examine_font
from myopress.resources.pictures import Picture, PictureError, examine
from myopress.source import Span
from myopress.walk import changed, rewrite

_FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_ADDRESS = re.compile(r"(?i)([a-z][a-z0-9+.-]*:)?//|(?:https?|ftp|mailto):")


def load_resources(
    document: Document,
    book: Book,
    report: Report,
    examine: Callable[[bytes], Picture] = examine,
) -> Document:
    """`document` with the bytes of every picture, style sheet and font that it names.

    `Image.resource`, until then relative to the chapter's file, becomes the path of a
    `Resource`. A picture that is missing, lies elsewhere on the web or cannot be read is
    reported and gives way to its alternative text. `examine` may remember what it saw before.
    """
    loader = _Loader(book, report, examine)
    chapters = tuple(loader.chapter(chapter) for chapter in document.chapters)
    metadata = document.metadata
    settings = document.settings
    if metadata.cover or settings.pdf_cover:
        named = book.root / "book.toml"
        place = Span(named.name if named.is_file() else document.chapters[0].span.path)
        metadata = replace(metadata, cover=loader.cover(metadata.cover, place))
        settings = replace(settings, pdf_cover=loader.cover(settings.pdf_cover, place))
    for path in (*settings.epub_styles, *settings.pdf_styles, *settings.cheatsheet_styles):
        loader.style_sheet(path, Span(path))
    fonts = tuple(filter(None, map(loader.font, settings.fonts)))
    settings = replace(settings, fonts=fonts)
    resources = tuple(loader.found[path] for path in sorted(loader.found))
    return replace(
        document,
        metadata=metadata,
        chapters=chapters,
        settings=settings,
        resources=document.resources + resources,
    )


@dataclass(slots=True)
class _Loader:
    """What has been read so far, so that no file is read twice."""

    book: Book
    report: Report
    examine: Callable[[bytes], Picture]
    found: dict[str, Resource] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def cover(self, path: str, place: Span) -> str:
        """The resource path of a cover, empty if there is none."""
        return self.picture(path, "", place) if path else ""

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its pictures found, or their words in their places."""

        def change(node: Node) -> Node:
            return self._image(cast("Image", node), chapter)

        return rewrite(chapter, change, Image)

    def _image(self, image: Image, chapter: Chapter) -> Inline:
        span = image.span if image.span.path else chapter.span
        self._check_alt(image, span)
        path = self.picture(image.resource, span.path, span)
        if path:
            return changed(image, resource=path)
        name = PurePosixPath(image.resource).name
        return Text("" if image.decorative else image.alt or f"[{name}]", span=image.span)

    def _check_alt(self, image: Image, span: Span) -> None:
        if not image.alt.strip() and not image.decorative:
            name = PurePosixPath(image.resource).name
            hint = f"say what it shows: ![...]({name}), or that it only adorns: {{.decorative}}"
            message = "the picture has no words for those who cannot see it"
            self.report(warning(Code.IMAGE_WITHOUT_ALT, message, span, hint))

    def picture(self, written: str, near: str, span: Span) -> str:
        """The resource path of a picture named in the file `near`; empty if there is none."""
        if written.startswith("data:"):
            return self._embedded(written, span)
        if _ADDRESS.match(written):
            return self._remote(written, span)
        path = self._resolved(written, near, span, Code.IMAGE_MISSING, _PICTURES)
        return path if path and self._picture_data(path, span) else ""

    def _remote(self, address: str, span: Span) -> str:
        """A picture on the web, if the author allows that it is fetched."""
        if self.book.folder.reach.fetch is None:
            hint = "save it in the book’s folder and name that file, or fetch it by --allow-net"
            message = f"“{address}” is on the web, and nothing is fetched; its words stand instead"
            self.report(warning(Code.IMAGE_REMOTE, message, span, hint))
            return ""
        path = f"web-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
        if path not in self.found and path not in self.faults:
            try:
                self._examined(path, self.book.folder.reach.fetch(address), span)
            except OSError as fault:
                self.faults[path] = f"“{address}” cannot be fetched ({fault})"
        return path if self._picture_data(path, span) else ""

    def _picture_data(self, path: str, span: Span) -> bool:
        """Whether the picture at `path` can be shown; its bytes are then in `found`."""
        if path not in self.found and path not in self.faults:
            try:
                self._examined(path, read_bytes(self.book.file(path), PICTURE_BYTES), span)
            except OSError as fault:
                self.faults[path] = f"it cannot be read ({fault.strerror})"
        if path in self.faults:
            message = f"“{path}” cannot be shown: {self.faults[path]}"
            hint = "save it anew as PNG, JPEG or SVG"
            self.report(error(Code.IMAGE_UNREADABLE, message, span, hint))
        return path in self.found

    def _examined(self, path: str, data: bytes, span: Span) -> None:
        try:
            picture = self.examine(data)
        except PictureError as fault:
            self.faults[path] = str(fault)
            return
        self.found[path] = Resource(
            path, picture.media_type, picture.data, picture.width, picture.height
        )
        if picture.removed:
            message = f"“{path}” is shown without {', '.join(picture.removed)}"
            hint = "a picture runs nothing and needs no other file; embed what it needs"
            self.report(warning(Code.SVG_CLEANED, message, span, hint))

    def _embedded(self, address: str, span: Span) -> str:
        """A picture written into the text as `data:image/png;base64,...` (RFC 2397)."""
        head, _, body = address.partition(",")
        try:
            plain = unquote_to_bytes(body)
            data = base64.b64decode(plain) if head.endswith(";base64") else plain
        except (binascii.Error, ValueError):
            data = b""
        path = f"embedded-{hashlib.sha256(data).hexdigest()[:12]}"
        return path if self._embedded_data(path, data, span) else ""

    def _embedded_data(self, path: str, data: bytes, span: Span) -> bool:
        if path not in self.found:
            self._examined(path, data, span)
        return self._picture_data(path, span)

    def style_sheet(self, path: str, span: Span) -> None:
        """Read a style sheet and all files that it names."""
        if path in self.found:
            return
        try:
            data = read_bytes(self.book.file(path), STYLE_BYTES)
            source = decode(data, path, self.report)
        except OSError as fault:
            message = f"“{path}” cannot be read: {fault.strerror}"
            self.report(error(Code.FILE_UNREADABLE, message, span))
            return
        if source is None:
            return
        from myopress.resources.style_sheets import examine_style, too_deep

        if line := too_deep(source.text):
            message = "the style sheet has too many brackets in each other, and is left out"
            self.report(error(Code.LIMIT_EXCEEDED, message, Span(path, line, line)))
            return
        self.found[path] = Resource(path, "text/css", source.text.encode())
        style = examine_style(source.text)
        for line in style.faults:
            text = "this is neither a rule nor a declaration, and is passed over"
            self.report(warning(Code.STYLE_SYNTAX, text, Span(path, line, line)))
        for target, line in style.addresses:
            if not target.startswith(("data:", "#")):
                self._style_file(target, path, Span(path, line, line))

    def _style_file(self, target: str, near: str, span: Span) -> None:
        """A font, a picture or a style sheet that the style sheet `near` names."""
        suffix = PurePosixPath(target).suffix.lower()
        if suffix not in _FONTS and suffix != ".css":
            self.picture(target, near, span)
            return
        if _ADDRESS.match(target):
            hint = "save it beside the style sheet and name that file"
            message = f"“{target}” is on the web, and nothing is fetched"
            self.report(warning(Code.STYLE_SYNTAX, message, span, hint))
            return
        path = self._resolved(target, near, span, Code.FILE_MISSING, (suffix,))
        if path and suffix == ".css":
            self.style_sheet(path, span)
        elif path:
            self._font(path, span)

    def font(self, font: FontFile) -> FontFile | None:
        """A font that `[fonts]` names, with what its file tells of it; None if it is no use."""
        data = self._font_data(font.resource, font.span)
        if data is None:
            return None
        try:
            face = examine_font(data)
        except FontError as fault:
            message = f"“{font.resource}” is not used: {fault}"
            hint = "name an OpenType or TrueType file (.otf, .ttf) with one face"
            self.report(error(Code.FONT_UNUSABLE, message, font.span, hint))
            return None
        self.found[font.resource] = Resource(font.resource, face.media_type, data)
        return replace(font, family=face.family, weight=face.weight, italic=face.italic)

    def _font(self, path: str, span: Span) -> None:
        """A font that a style sheet names."""
        data = self._font_data(path, span)
        if data is not None:
            media_type = _FONTS[PurePosixPath(path).suffix.lower()]
            self.found[path] = Resource(path, media_type, data)

    def _font_data(self, path: str, span: Span) -> bytes | None:
        try:
            return read_bytes(self.book.file(path), PICTURE_BYTES)
        except OSError as fault:
            message = f"“{path}” cannot be read: {fault.strerror}"
            self.report(error(Code.FILE_UNREADABLE, message, span))
            return None

    def _resolved(
        self, written: str, near: str, span: Span, missing: Code, suffixes: tuple[str, ...]
    ) -> str:
        """The path in the book of what the file `near` calls `written`; empty and a report if none.

        A leading slash stands for the book's folder, as on web sites. An address's query
        (`leg.png?raw=true`) is no part of a file's name.
        """
        folder = "" if written.startswith("/") else posixpath.dirname(near)
        for name in (written, unquote(re.split("[?#]", written)[0])):
            path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            if is_absolute(path) or not self.book.holds(path):
                hint = "put the file into the book’s folder, or allow its own by --allow-path"
                message = f"“{written}” lies outside the book’s folder"
                self.report(error(Code.FILE_OUTSIDE, message, span, hint))
                return ""
            if self.book.file(path).is_file():
                return path.replace("../", UP)
        hint = nearest(path, sorted(visible(self.book.root, suffixes)))
        self.report(error(missing, f"there is no file “{path}”", span, hint))
        return ""
