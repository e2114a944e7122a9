"""What the pages load: style sheets, fonts, the search."""

from __future__ import annotations

from importlib.resources import files
from pathlib import PurePosixPath

from myopress.backends import web_faces
from myopress.document import Document

STYLES = ("press/book.css", "press/site.css", "press/looks.css")
"""The look of books on screens, which the EPUB has too; the frame around it; single widths."""


def press_files(text: bytes, looks: str) -> dict[str, bytes]:
    """All of `press/`: `text` is what the search looks through, `looks` a style sheet."""
    backends = files("myopress.backends")
    own = backends / "site"
    faces = web_faces.rules('font-display: swap; src: url("fonts/{file}.woff2") format("woff2")')
    made = {
        "press/book.css": (backends / "styles" / "epub.css").read_bytes(),
        "press/site.css": faces.encode() + (backends / "styles" / "site.css").read_bytes(),
        "press/looks.css": looks.encode(),
        "press/search.js": (own / "search.js").read_bytes(),
        "press/text.js": text,
    }
    for face in web_faces.FACES:
        made[f"press/fonts/{face.file}.woff2"] = (own / "fonts" / f"{face.file}.woff2").read_bytes()
    for name in web_faces.LICENSES:
        license_file = backends / "fonts" / f"LICENSE-{name}.md"
        made[f"press/fonts/LICENSE-{name}.txt"] = license_file.read_bytes()
    return made


def own_styles(document: Document) -> dict[str, bytes]:
    """The author's style sheets for screens, and what these name, as they lie in the book."""
    resources = {resource.path: resource for resource in document.resources}
    named = own_style_paths(document)
    for path in named:  # grows on the way
        if resources[path].media_type == "text/css":
            named += [
                other
                for other in resources
                if other not in named and PurePosixPath(other).name.encode() in resources[path].data
            ]
    return {f"own/{path}": resources[path].data for path in named}


def own_style_paths(document: Document) -> list[str]:
    """The author's style sheets for screens that are there."""
    there = {resource.path for resource in document.resources}
    return [path for path in document.settings.epub_styles if path in there]
