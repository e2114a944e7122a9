"""Our fonts and its own in a book that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from myopress.backends import own_fonts, web_faces
from myopress.backends.epub.archive import Part
from myopress.document import FontFile

STYLE = "styles/fonts.css"


def font_parts(own: Sequence[FontFile]) -> Iterator[Part]:
    """Our fonts, their licences, and the style sheet that names them and the book's own."""
    folder = Path(__file__).parent.parent / "fonts"
    faces = web_faces.rules('src: url("../fonts/{file}.otf")')
    style = faces + own_fonts.faces(own, lambda path: f"../own/{quote(path)}")
    style += own_fonts.uses_on_screens(own)
    yield Part(STYLE, "text/css", style.encode(), "style-fonts")
    for number, face in enumerate(web_faces.FACES, 1):
        data = (folder / f"{face.file}.otf").read_bytes()
        yield Part(f"fonts/{face.file}.otf", "font/otf", data, f"font-{number}")
    for name in web_faces.LICENSES:
        data = (folder / f"LICENSE-{name}.md").read_bytes()
        path = f"fonts/LICENSE-{name}.txt"
        yield Part(path, "text/plain", data, f"license-{name}", linked=True)
