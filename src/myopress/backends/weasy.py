"""What the WeasyPrint backends share: fonts, a fetcher that never leaves the book, style sheets.

The only file, with the folder `pdf/`, that knows WeasyPrint. Private parts of it that are
touched here are named in `tests/test_weasy_internals.py`, which fails when they change.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import cssselect2  # type: ignore[import-untyped]
import pydyf  # type: ignore[import-untyped]
import weasyprint  # type: ignore[import-untyped]
from weasyprint.html import HTML_HANDLERS  # type: ignore[import-untyped]
from weasyprint.layout import inline  # type: ignore[import-untyped]
from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi, fontconfig, pangoft2  # type: ignore[import-untyped]
from weasyprint.text.fonts import (  # type: ignore[import-untyped]
    FontConfiguration,
    get_hb_object_data,
)
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from myopress.backends import tagging, typefaces
from myopress.backends.addresses import BOOK
from myopress.backends.addresses import address as address  # noqa: PLC0414 - part of this module
from myopress.document import Resource

PACKAGE = Path(__file__).parent
STYLES = PACKAGE / "styles"

_LINES = 250, 4_000
"""Letters of which the first half holds most lines, and nearly every one."""

Layout: TypeAlias = Any
"""A `weasyprint.Document`: pages laid out and not yet written."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves the book's resources by their path and refuses everything else."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__()
        self._resources = resources

    @cached_property
    def fonts(self) -> Fonts:
        """The package's fonts; a book that brings some gets a list of its own to add them to."""
        kinds = {resource.media_type for resource in self._resources.values()}
        return Fonts() if any(kind.startswith("font/") for kind in kinds) else package_fonts()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The resource at `url`; ValueError for any other address."""
        if url.startswith("data:"):
            return super().fetch(url)
        resource = self._resources.get(unquote(url.removeprefix(BOOK)))
        if not url.startswith(BOOK) or resource is None:
            raise ValueError(f"not a resource of the book: {url}")
        return URLFetcherResponse(url, resource.data, {"Content-Type": resource.media_type})


class Fonts(FontConfiguration):  # type: ignore[misc]
    """The fonts of the package, and no font of the system: the same pages on every machine."""

    def __init__(self) -> None:
        with _environment("FONTCONFIG_FILE", str(typefaces.FONTS / "fonts.conf")):
            super().__init__()
        for path in typefaces.font_files():
            fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path))
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable for C code that reads it; fontconfig has no other door."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@cache
def package_fonts() -> Fonts:
    """One font configuration a process: a new one costs 30 ms a document."""
    return Fonts()


@cache
def package_style(name: str) -> weasyprint.CSS:
    """A style sheet of the package, `print.css`, parsed once a process."""
    return weasyprint.CSS(
        string=(STYLES / name).read_text(encoding="utf-8"),
        url_fetcher=Fetcher({}),
        font_config=package_fonts(),
    )


def style(text: str, fetcher: Fetcher, path: str = "") -> weasyprint.CSS:
    """A style sheet given as text; its `url()` are relative to the resource `path`."""
    return weasyprint.CSS(
        string=text, base_url=address(path), url_fetcher=fetcher, font_config=fetcher.fonts
    )


class _Markup(weasyprint.HTML):  # type: ignore[misc]
    """A tree of our own. An HTML parser would be slow, and would take blocks out of a note,
    which stands in a paragraph at its call.
    """  # noqa: D205

    def __init__(self, markup: str | ET.Element, fetcher: Fetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        root = ET.fromstring(markup) if isinstance(markup, str) else markup  # noqa: S314 - our own
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, None)
        self.etree_element = root


def lay_out(markup: str | ET.Element, styles: list[weasyprint.CSS], fetcher: Fetcher) -> Layout:
    """Lay out a well-formed HTML document, or its tree, without a namespace, with style sheets.

    Pictures are addressed by `address`.
    """
    _amend()
    return _Markup(markup, fetcher).render(font_config=fetcher.fonts, stylesheets=styles)


def font_file(font: Font) -> bytes:
    """The whole file of a font that a layout uses, even after the layout is written."""
    data: bytes = get_hb_object_data(font.hb_face)
    return data


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as warnings and errors while the block runs."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    ear = Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)


@cache
def _amend() -> None:
    """Six changes to the libraries, the first two against lost time (26 % of writing 107 pages).

    Boxes are many and live long, so that the collector's default threshold of 700 runs far too
    often. `pydyf.PDF.page_references` builds a tuple of all pages for each tagged element.
    Subsets come from the HarfBuzz of our own dependencies: WeasyPrint takes the system's, if it
    has one, else a slow way, and the file would differ from machine to machine. Tags: see `tagging`;
    lines of one word: see `_keeping_last_spaces`; colour: see `_with_text_colour`.
    """
    gc.set_threshold(200_000, 20, 100)
    original = pydyf.PDF.page_references.fget

    def page_references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401
        count = len(pdf.pages["Kids"])
        known: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_myopress_references", (-1, ()))
        if known[0] != count:
            known = count, tuple(original(pdf))
            pdf._myopress_references = known  # noqa: SLF001
        return known[1]

    def subset(font: Any, glyphs: Mapping[int, str], hinting: bool) -> None:  # noqa: ANN401, FBT001
        if glyphs and not hinting:
            font.file_content = typefaces.subset(font.file_content, glyphs)

    pydyf.PDF.page_references = property(page_references)
    Font.subset = subset
    weasyprint.pdf.add_tags = tagging.add_tags
    HTML_HANDLERS[tagging.SVG] = _with_text_colour(HTML_HANDLERS[tagging.SVG])
    inline.split_first_line = _keeping_last_spaces(_seeing_little(inline.split_first_line))


def _with_text_colour(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Pictures in the markup get the colour of the text around them as their `currentColor`."""

    def handle_svg(element: ET.Element, box: Any, *rest: Any) -> Any:  # noqa: ANN401
        colour = box.style["color"]
        if colour.space != "device-cmyk":
            red, green, blue, _ = (round(part * 255) for part in colour.to("srgb"))
            element.set("color", f"rgb({red}, {green}, {blue})")
        return handle(element, box, *rest)

    return handle_svg


def _seeing_little(split: Callable[..., Any]) -> Callable[..., Any]:
    """A line is sought in the text's beginning, and in all of it only if it is not found there.

    Text whose first letters show no break, and lines of code, were measured to their end for each
    line: a word of 50,000 brackets took a minute.
    """

    def split_first_line(text: str, *rest: Any, **options: Any) -> Any:  # noqa: ANN401
        for letters in _LINES:
            if len(text) > letters:
                found = split(text[:letters], *rest, **options)
                if found[2] is not None and found[2] < letters // 2:
                    return found
        return split(text, *rest, **options)

    return split_first_line


def _keeping_last_spaces(split: Callable[..., Any]) -> Callable[..., Any]:
    """A cure for lines of a single word.

    Text of which only the space at its end does not fit is taken for text that cannot be broken,
    and is then cut after its first word. It fits: a space may hang over the end of a line.
    """

    def split_first_line(
        text: str,
        style: Any,  # noqa: ANN401
        context: Any,  # noqa: ANN401
        max_width: float | None,
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        found = split(text, style, context, max_width, *rest, **options)
        layout, _, resume_index, *_ = found
        suspect = resume_index is not None and text.endswith(" ") and " " not in layout.text
        if suspect and style["white_space"] == "normal" and max_width:
            bare = split(text.rstrip(" "), style, context, max_width, *rest, **options)
            if bare[2] is None:
                return split(text, style, context, None, *rest, **options)
        return found

    return split_first_line
