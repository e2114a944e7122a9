"""Which of our typefaces screens use: a table, and the rules that name them to a browser.

Files are whole, since their names are reserved: the SIL Open Font License 1.1, section 3, keeps
the names of Source Serif and Source Sans for files that nobody has changed, and a subset is a
change. The licence must lie beside them.
"""

from __future__ import annotations

from typing import NamedTuple

LICENSES = ("source-serif", "source-sans", "source-code-pro")


class Face(NamedTuple):
    """A face of a family as CSS asks for it, and its file's name without the ending."""

    family: str
    file: str
    weight: int
    style: str


FACES = (
    Face("Source Serif 4", "SourceSerif4-Regular", 400, "normal"),
    Face("Source Serif 4", "SourceSerif4-It", 400, "italic"),
    Face("Source Serif 4", "SourceSerif4-Semibold", 600, "normal"),
    Face("Source Serif 4", "SourceSerif4-SemiboldIt", 600, "italic"),
    Face("Source Serif 4 Display", "SourceSerif4Display-Light", 300, "normal"),
    Face("Source Sans 3", "SourceSans3-Regular", 400, "normal"),
    Face("Source Sans 3", "SourceSans3-It", 400, "italic"),
    Face("Source Sans 3", "SourceSans3-Semibold", 600, "normal"),
    Face("Source Code Pro", "SourceCodePro-Regular", 400, "normal"),
    Face("Source Code Pro", "SourceCodePro-Bold", 700, "normal"),
)
"""What the style sheet for screens, `epub.css`, uses."""


def rules(source: str) -> str:
    """An `@font-face` rule a face; `source` is the declarations of its file, `{file}` its name."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f" font-style: {face.style}; {source.format(file=face.file)}; }}\n"
        for face in FACES
    )
