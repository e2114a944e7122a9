"""Document + Index -> a web site: pages that need no server and, to be read, no script.

index.html      the title, and the contents
CHAPTER.html    a chapter
pictures/       what the chapters show
press/          style sheets, search, notes beside the text, fonts with their licences
own/            the author's style sheets and what they name, and the book's fonts
files.txt       the names of all these, so that the next build knows what it may remove

A page is HTML, not XHTML, and loads nothing from outside its folder: a Content Security Policy in
each says so to the browser.
"""

from __future__ import annotations

from collections.abc import Mapping

from myopress.backends.html import chapter_body
from myopress.backends.site.assets import own_styles, press_files
from myopress.backends.site.cover_page import cover_page
from myopress.backends.site.frame import Frame, page
from myopress.backends.site.looks import without_styles
from myopress.backends.site.places import LIST, medium, site_of
from myopress.backends.site.search import search_text
from myopress.diagnostics import Report
from myopress.document import Document
from myopress.index import Index
from myopress.walk import plain_text

__all__ = ["LIST", "render"]


def render(document: Document, index: Index, report: Report) -> Mapping[str, bytes]:
    """The files of the site, by their names below its folder, in the order of their names."""
    site = site_of(document, index)
    screen = medium(site)
    bodies = [
        chapter_body(document, position, index, screen, report)
        for position in range(len(document.chapters))
    ]
    contents = cover_page(site, screen, report)
    looks = without_styles([*bodies, contents])
    frame = Frame(site, screen, report)
    book = document.metadata
    files = {"index.html": page(frame, contents, book.title)}
    for position, (chapter, body) in enumerate(zip(document.chapters, bodies, strict=True)):
        title = plain_text(chapter.title)
        files[site.chapters[position]] = page(frame, body, title, position)
    files |= press_files(search_text(site, bodies), looks, document.settings.fonts)
    files |= own_styles(document)
    shown = {img.get("src", "") for body in (*bodies, contents) for img in body.iter("img")}
    files |= {
        address: resource.data
        for resource in document.resources
        if (address := site.picture(resource.path)) in shown
    }
    files[LIST] = "".join(f"{name}\n" for name in sorted(files)).encode()
    return dict(sorted(files.items()))
