"""Our fonts in a book that asks for them: whole files, since their names are reserved.

The SIL Open Font License 1.1, section 3, keeps the names of Source Serif and Source Sans for
files that nobody has changed, and a subset is a change. The licence must lie beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from myopress.backends.epub.archive import Part

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
_USES = """\
body { font-family: "Source Serif 4", serif; }
h1 { font-family: "Source Serif 4 Display", "Source Serif 4", serif; }
"""


def font_parts() -> Iterator[Part]:
    """The fonts, their licences, and the style sheet that names them."""
    folder = files("myopress.backends") / "fonts"
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("../fonts/{file}.otf"); }}\n'
        for family, file, weight, style in _FACES
    )
    yield Part(STYLE, "text/css", (faces + _USES).encode(), "style-fonts")
    for number, (_, file, _, _) in enumerate(_FACES, 1):
        data = (folder / f"{file}.otf").read_bytes()
        yield Part(f"fonts/{file}.otf", "font/otf", data, f"font-{number}")
    for name in LICENSES:
        data = (folder / f"LICENSE-{name}.md").read_bytes()
        path = f"fonts/LICENSE-{name}.txt"
        yield Part(path, "text/plain", data, f"license-{name}", linked=True)
