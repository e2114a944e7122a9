"""A publication held against a shop's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from myopress.checks.rules import Rule, Shop
from myopress.diagnostics import Code, Diagnostic, Report
from myopress.document import Document, Image, Link, Resource
from myopress.resources.style_sheets import declarations
from myopress.source import Span
from myopress.walk import nodes

_MANIFEST = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Publication:
    """An EPUB of `size` bytes, and the document with its pictures as they are in it."""

    document: Document
    size: int

    @property
    def cover(self) -> Resource | None:
        """The picture of the cover."""
        path = self.document.metadata.cover
        return next((found for found in self.document.resources if found.path == path), None)

    def pictures(self) -> Iterator[tuple[Resource, Span]]:
        """The cover, then every picture that is shown, each with the place that first shows it."""
        if self.cover is not None:
            yield self.cover, _MANIFEST
        places: dict[str, Span] = {}
        for chapter in self.document.chapters:
            for image in nodes(chapter, Image):
                span = image.span if image.span.path else chapter.span
                places.setdefault(image.resource, span)
        for resource in self.document.resources:
            if resource.path in places and resource != self.cover:
                yield resource, places[resource.path]

    def links(self) -> Iterator[tuple[Link, Span]]:
        """Every link out of the book with its place."""
        for chapter in self.document.chapters:
            for link in nodes(chapter, Link):
                yield link, link.span if link.span.path else chapter.span


def examine(publication: Publication, shop: Shop, report: Report) -> None:
    """Report what breaks a rule, each at its place with the guideline's name."""
    for rule in shop.rules:
        for code, message, span in _broken(publication, rule):
            hint = f"{shop.name}: {rule.guideline} (read {rule.read}), {rule.url}"
            report(Diagnostic(rule.severity, code, message, span, (hint,)))


_Fault = tuple[Code, str, Span]


def _broken(publication: Publication, rule: Rule) -> Iterator[_Fault]:
    match rule.check:
        case "file-size":
            if publication.size > rule.most[0]:
                message = f"the EPUB has {publication.size} bytes; {rule.most[0]} are the most"
                yield Code.SHOP_FILE_SIZE, message, _MANIFEST
        case "cover-size" | "cover-ratio" | "cover-bytes" | "cover-format":
            if (cover := publication.cover) is not None and (fault := _cover(cover, rule)):
                yield Code.SHOP_COVER, f"the cover {fault}", _MANIFEST
        case "image-pixels" | "image-bytes" | "image-format" | "svg-side":
            for picture, span in publication.pictures():
                if fault := _picture(picture, rule):
                    yield Code.SHOP_IMAGE, f"the picture “{picture.path}” {fault}", span
        case "font-format":
            for resource in publication.document.resources:
                if resource.media_type.startswith("font/") and _is_other(resource, rule):
                    message = f"a font of the type {resource.media_type} is not shown"
                    yield Code.SHOP_FONT, message, Span(resource.path)
        case "link-host":
            for link, span in publication.links():
                host = urlsplit(link.target).hostname or ""
                if any(host == name or host.endswith(f".{name}") for name in rule.values):
                    yield Code.SHOP_LINK, f"a link leads to another shop, {host}", span
        case "style-body":
            yield from _styles(publication, rule, _is_of_all_text)
        case "style-any":
            yield from _styles(publication, rule, bool)
        case _:
            assert_never(rule.check)


def _cover(cover: Resource, rule: Rule) -> str:
    """What is wrong with a cover; empty if nothing is, or if it has no size of its own."""
    wide, high = cover.width, cover.height
    if rule.check == "cover-bytes" and len(cover.data) > rule.most[0]:
        return f"has {len(cover.data)} bytes; {rule.most[0]} are the most"
    if rule.check == "cover-format" and _is_other(cover, rule):
        return f"is of the type {cover.media_type}, which is not taken"
    if not wide or not high:
        return ""
    if rule.check == "cover-ratio" and abs(high / wide - float(rule.values[0])) > 0.05:
        return f"is {high / wide:.2f} times as high as wide; {rule.values[0]} times is ideal"
    if rule.check == "cover-size" and rule.least and not _holds((wide, high), rule.least):
        return f"has {wide} × {high} pixels; {_sides(rule.least)} are the least"
    if rule.check == "cover-size" and rule.most and not _holds(rule.most, (wide, high)):
        return f"has {wide} × {high} pixels; {_sides(rule.most)} are the most"
    return ""


def _picture(picture: Resource, rule: Rule) -> str:
    """What is wrong with a picture; empty if nothing is."""
    drawn = picture.media_type == "image/svg+xml"
    pixels, longest = picture.width * picture.height, max(picture.width, picture.height)
    if rule.check == "image-pixels" and not drawn and pixels > rule.most[0]:
        return f"has {pixels} pixels; {rule.most[0]} are the most"
    if rule.check == "image-bytes" and len(picture.data) > rule.most[0]:
        return f"has {len(picture.data)} bytes; {rule.most[0]} are the most"
    if rule.check == "image-format" and _is_other(picture, rule):
        return f"is of the type {picture.media_type}, which is not shown"
    if rule.check == "svg-side" and drawn and longest > rule.most[0]:
        return f"is {longest} pixels long; {rule.most[0]} are the most"
    return ""


def _holds(outer: tuple[int, ...], inner: tuple[int, ...]) -> bool:
    return all(large >= small for large, small in zip(outer, inner, strict=True))


def _sides(sides: tuple[int, ...]) -> str:
    return f"{sides[0]} × {sides[1]}" if sides[0] else f"{sides[1]} of height"


def _is_other(resource: Resource, rule: Rule) -> bool:
    return resource.media_type not in rule.values


def _styles(
    publication: Publication, rule: Rule, concerned: Callable[[str], bool]
) -> Iterator[_Fault]:
    """The author's own declarations that the shop drops or spoils the page with."""
    own = publication.document.settings.epub_styles
    for resource in publication.document.resources:
        if resource.path not in own:
            continue
        for found in declarations(resource.data.decode()):
            if found.property in rule.values and concerned(found.selector):
                message = f"“{found.property}” of “{found.selector}” is dropped or spoils the page"
                yield Code.SHOP_STYLE, message, Span(resource.path, found.line, found.line)


def _is_of_all_text(selector: str) -> bool:
    return any(part.strip() in {"*", "body", "html", "p"} for part in selector.split(","))
