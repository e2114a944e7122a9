"""Where everything of a site lies, and how its pages lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myopress.backends.html import Medium, linked_call
from myopress.backends.mathml import mathml
from myopress.backends.names import chapter_files, resource_files
from myopress.document import Document
from myopress.index import Index

LIST = "files.txt"
_SCHEMES = frozenset({"ftp", "http", "https", "mailto", "news", "sms", "tel", "urn", "xmpp"})
"""Addresses that a browser may be given: none that runs a script or opens a file."""


@dataclass(frozen=True, slots=True)
class Site:
    """A book with the file names of its chapters, in order, and of its resources, by path."""

    document: Document
    index: Index
    chapters: tuple[str, ...]
    resources: Mapping[str, str]

    def picture(self, path: str) -> str:
        """The address of a picture."""
        return f"pictures/{self.resources.get(path, path)}"

    def href(self, target: str) -> str:
        """The address of an id; empty if no chapter holds it."""
        anchor = self.index.anchors.get(target)
        if anchor is None:
            return ""
        name = self.chapters[anchor.chapter]
        return name if anchor.kind == "chapter" else f"{name}#{target}"


def site_of(document: Document, index: Index) -> Site:
    """The book with its files' names."""
    chapters = chapter_files(document, ".html", ("index",))
    return Site(document, index, chapters, resource_files(document.resources))


def medium(site: Site) -> Medium:
    """The medium of all pages, which lie in one folder."""
    return Medium(site.href, site.picture, linked_call, mathml, semantics=True, schemes=_SCHEMES)
