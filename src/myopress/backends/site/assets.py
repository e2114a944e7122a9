"""What the pages load: style sheets, fonts, the search."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote

from myopress.backends import own_fonts, web_faces
from myopress.document import Document, FontFile

STYLES = ("press/book.css", "press/site.css", "press/looks.css", "press/faces.css")
"""The look of books on screens, which the EPUB has too; the frame around it; single widths; fonts."""
SCRIPTS = ("press/search.js", "press/page.js")


def press_files(text: bytes, looks: str, own: Sequence[FontFile]) -> dict[str, bytes]:
    """All of `press/`: `text` is what the search looks through, `looks` a style sheet.

    The fonts that the book brings stand before ours.
    """
    backends = files("myopress.backends")
    site = backends / "site"
    faces = web_faces.rules('font-display: swap; src: url("fonts/{file}.woff2") format("woff2")')
    faces += own_fonts.faces(own, lambda path: f"../own/{quote(path)}")
    faces += own_fonts.uses_on_screens(own) if own else ""
    made = {"press/looks.css": looks.encode(), "press/faces.css": faces.encode()}
    for name, style in (("book", "epub"), ("site", "site")):
        sheet = (backends / "styles" / f"{style}.css").read_text("utf-8")
        made[f"press/{name}.css"] = own_fonts.with_own_faces(sheet, own).encode()
    made |= {script: (site / PurePosixPath(script).name).read_bytes() for script in SCRIPTS}
    made["press/text.js"] = text
    for face in web_faces.FACES:
        made[f"press/fonts/{face.file}.woff2"] = (
            site / "fonts" / f"{face.file}.woff2"
        ).read_bytes()
    for name in web_faces.LICENSES:
        license_file = backends / "fonts" / f"LICENSE-{name}.md"
        made[f"press/fonts/LICENSE-{name}.txt"] = license_file.read_bytes()
    return made


def own_styles(document: Document) -> dict[str, bytes]:
    """The author's style sheets and fonts for screens, and what these name, as they lie in the book."""
    resources = {resource.path: resource for resource in document.resources}
    named = own_style_paths(document)
    named += [font.resource for font in document.settings.fonts if font.resource in resources]
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
