"""Our fonts in a book that asks for them: whole files, since their names are reserved.

The SIL Open Font License 1.1, section 3, keeps the names of Source Serif and Source Sans for
files that nobody has changed, and a subset is a change. The licence must lie beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from urllib.parse import quote

from myopress.backends import own_fonts
from myopress.backends.epub.archive import Part
from myopress.document import FontFile, FontRole

STYLE = "styles/fonts.css"
LICENSES = ("source-serif", "source-sans", "source-code-pro")

_FACES = (
    ("Source Serif 4", "SourceSerif4-Regular", 400, "normal"),
    ("Source Serif 4", "SourceSerif4-It", 400, "italic"),
    ("Source Serif 4", "SourceSerif4-Semibold", 600, "normal"),
    ("Source Serif 4", "SourceSerif4-SemiboldIt", 600, "italic"),
    ("Source Serif 4 Display", "SourceSerif4Display-Light", 300, "normal"),
    ("Source Sans 3", "SourceSans3-Regular", 400, "normal"),
    ("Source Sans 3", "SourceSans3-It", 400, "italic"),
    ("Source Sans 3", "SourceSans3-Semibold", 600, "normal"),
    ("Source Code Pro", "SourceCodePro-Regular", 400, "normal"),
    ("Source Code Pro", "SourceCodePro-Bold", 700, "normal"),
)
"""Family, file, weight and style of what the style sheet for screens uses."""
_OURS: tuple[tuple[FontRole, str], ...] = (
    ("sans", '"Source Sans 3"'),
    ("mono", '"Source Code Pro"'),
)


def font_parts(own: Sequence[FontFile]) -> Iterator[Part]:
    """Our fonts, their licences, and the style sheet that names them and the book's own."""
    folder = files("myopress.backends") / "fonts"
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("../fonts/{file}.otf"); }}\n'
        for family, file, weight, style in _FACES
    )
    style = faces + own_fonts.faces(own, lambda path: f"../own/{quote(path)}") + _uses(own)
    yield Part(STYLE, "text/css", style.encode(), "style-fonts")
    for number, (_, file, _, _) in enumerate(_FACES, 1):
        data = (folder / f"{file}.otf").read_bytes()
        yield Part(f"fonts/{file}.otf", "font/otf", data, f"font-{number}")
    for name in LICENSES:
        data = (folder / f"LICENSE-{name}.md").read_bytes()
        path = f"fonts/LICENSE-{name}.txt"
        yield Part(path, "text/plain", data, f"license-{name}", linked=True)


def with_own_faces(style: str, own: Sequence[FontFile]) -> str:
    """The default style sheet with the book's own faces before ours for labels, tables and code."""
    for role, ours in _OURS:
        style = style.replace(ours, own_fonts.families(own, role) + ours)
    return style


def _uses(own: Sequence[FontFile]) -> str:
    text, others = own_fonts.families(own, "text"), own_fonts.families(own, "fallback")
    heading = own_fonts.families(own, "heading") or text
    return (
        f'body {{ font-family: {text}"Source Serif 4", {others}serif; }}\n'
        f'h1 {{ font-family: {heading}"Source Serif 4 Display", "Source Serif 4", {others}serif; }}\n'
    )
