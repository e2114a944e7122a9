"""How loose the lines of one text are, set by four tools in one face on one measure.

`python bench/lines.py [BOOK]`: the paragraphs of a book as plain text, by myopress, by myopress
as a draft (WeasyPrint's own lines), by typst and, where it is installed, by LuaLaTeX with
microtype; measured on the finished pages from the boxes of their letters, alike for all.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from place import FONTS, OURS, PEERS, ROOT, table
from results import Part, Topic

FACE = "SourceSerif4-Regular.otf"
SIZE, LEADING, MEASURE, INDENT = 10.2, 13.5, 310.5, 13.5
"""Of the default page of myopress, in pt."""
LOOSE, OPEN = 1.5, 2.0
"""Word spaces as multiples of the font's own."""
_HANGS = 2.6
"""How far a hyphen or a point may hang over the margin (pt); typst's hang by 2.4."""
TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], font_paths=[sys.argv[3]])"
TYPST_HEAD = f"""\
#set page(width: 432pt, height: 648pt, margin: (x: {(432 - MEASURE) / 2}pt, y: 70pt))
#set text(font: "Source Serif 4", size: {SIZE}pt, lang: "en")
#set par(justify: true, leading: 4.6pt, spacing: 4.6pt, first-line-indent: {INDENT}pt)
"""
LATEX_HEAD = rf"""
\documentclass{{article}}
\usepackage[paperwidth=432bp,paperheight=648bp,textwidth={MEASURE}bp,textheight=500bp]{{geometry}}
\usepackage{{fontspec}}\setmainfont{{{FACE}}}[Path={FONTS}/]
\usepackage[english]{{babel}}\usepackage{{microtype}}
\frenchspacing\pagestyle{{empty}}\parindent={INDENT}bp\raggedbottom
\begin{{document}}\fontsize{{{SIZE}bp}}{{{LEADING}bp}}\selectfont
"""


@dataclass(frozen=True)
class Line:
    """A full line: its word spaces as multiples of the font's, how far it is over the margin (pt)."""

    spaces: tuple[float, ...]
    over: float
    last: str


def compare(book: Path) -> str:
    """The table for the paragraphs of a book."""
    with tempfile.TemporaryDirectory() as folder:
        texts = paragraphs(book, Path(folder))
        rows = []
        for name, make in TOOLS.items():
            if name.startswith("LuaLaTeX") and not shutil.which("lualatex"):
                rows.append([f"{name} (not installed)", *"······"])
                continue
            pdf = Path(folder) / "made.pdf"
            make(texts, Path(folder), pdf)
            rows.append([name, *_row(list(lines(pdf)))])
    head = ["", "full lines", f"loose (over {LOOSE}), %", f"over {OPEN}, %", "spread", "hyphens, %"]
    head.append("over the margin")
    return (
        f"## Lines\n\nWord spaces of full lines, as multiples of the font's own: {len(texts)} "
        f"paragraphs, {FACE.partition('-')[0]} {SIZE} pt on {MEASURE} pt. Spread: standard deviation.\n\n"
        + table(head, rows)
    )


def paragraphs(book: Path, folder: Path) -> list[str]:
    """The paragraphs of a book as plain text, without what only one of the tools would read."""
    made = folder / "document.json"
    subprocess.run(
        [str(OURS / "python"), "-c", _PARAGRAPHS, str(book.resolve()), str(made)], check=True
    )
    texts: list[str] = json.loads(made.read_text(encoding="utf-8"))
    return [
        text for text in texts if len(text) > 80 and not re.search(r"[\\{}<>$#_^~@*`\[\]]", text)
    ]


_PARAGRAPHS = """
import json, sys
from pathlib import Path
from myopress import pipeline
from myopress.document import Paragraph
from myopress.walk import nodes, plain_text
document = pipeline.read(Path(sys.argv[1]), lambda fault: None)
found = [" ".join(plain_text(p.children).split()) for p in nodes(document, Paragraph)]
Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
"""


def by_us(texts: list[str], folder: Path, pdf: Path, *options: str) -> None:
    """A book of one chapter."""
    source = folder / "lines.md"
    source.write_text("# Lines\n\n" + "\n\n".join(map(_plain, texts)) + "\n", encoding="utf-8")
    command = [str(OURS / "myopress"), "pdf", str(source), "-o", str(pdf), "-q", *options]
    subprocess.run(command, check=True, cwd=folder)


def _plain(text: str) -> str:
    """Text that begins no list or heading."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+|>=])", r"\\\1", text))


def by_typst(texts: list[str], folder: Path, pdf: Path) -> None:
    """With typst's own optimised lines, which `justify` turns on."""
    source = folder / "lines.typ"
    escaped = (re.sub(r"([-+=/.])", r"\\\1", text[:1]) + text[1:] for text in texts)
    source.write_text(TYPST_HEAD + "\n\n".join(escaped), encoding="utf-8")
    python = str(PEERS / "python")
    subprocess.run([python, "-c", TYPST, str(source), str(pdf), str(FONTS)], check=True)


def by_latex(texts: list[str], folder: Path, pdf: Path) -> None:
    """With microtype's expansion and protrusion, as they are by default."""
    source = folder / "made.tex"
    escaped = (re.sub(r"([%&])", r"\\\1", text) for text in texts)
    source.write_text(LATEX_HEAD + "\n\n".join(escaped) + "\\end{document}", encoding="utf-8")
    command = ["lualatex", "-interaction=batchmode", source.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert pdf.exists()


TOOLS: dict[str, Callable[[list[str], Path, Path], None]] = {
    "myopress": by_us,
    "myopress --draft": lambda texts, folder, pdf: by_us(texts, folder, pdf, "--draft"),
    "typst": by_typst,
    "LuaLaTeX, microtype": by_latex,
}


def _row(found: list[Line]) -> list[str]:
    means = [statistics.mean(line.spaces) for line in found]
    share = 100 / len(found)
    return [
        str(len(found)),
        f"{sum(mean > LOOSE for mean in means) * share:.1f}",
        f"{sum(mean > OPEN for mean in means) * share:.1f}",
        f"{statistics.pstdev(means):.2f}",
        f"{sum(line.last in _HYPHENS for line in found) * share:.1f}",
        str(sum(line.over > _HANGS for line in found)),
    ]


_HYPHENS = "-\u2010\u00ad\u0002\ufffe"


def lines(pdf: Path) -> Iterator[Line]:
    """The full lines of the text of a PDF; neither the last of a paragraph nor heads."""
    space = _space()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            rows = [row for row in _rows(page) if len(row) > 20]
            if not rows:
                continue
            edge = sorted(row[0].left for row in rows)[len(rows) // 4] + MEASURE
            for row in rows:
                gaps = tuple((b.left - a.right) / space for a, b in _gaps(row, space))
                if row[-1].right > edge - 1.2 and gaps:
                    yield Line(gaps, row[-1].right - edge, row[-1].text)


@dataclass(frozen=True)
class _Letter:
    text: str
    left: float
    right: float


def _rows(page: Any) -> Iterator[list[_Letter]]:
    """The letters of each line, from the left; those of the text's size."""
    text = page.get_textpage()
    rows: dict[float, list[_Letter]] = {}
    for number in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, number))
        size = pdfium.FPDFText_GetFontSize(text, number)
        if character.isspace() or pdfium.FPDFText_IsGenerated(text, number) == 1:
            continue
        box, x, y = pdfium.FS_RECTF(), pdfium.c_double(), pdfium.c_double()
        pdfium.FPDFText_GetLooseCharBox(text, number, box)
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        if size and _is_of_the_text(text, number):
            rows.setdefault(round(y.value, 1), []).append(_Letter(character, box.left, box.right))
    for row in rows.values():
        yield sorted(row, key=lambda letter: letter.left)


def _is_of_the_text(text: Any, number: int) -> bool:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, number, matrix)
    size = pdfium.FPDFText_GetFontSize(text, number) * abs(matrix.d)
    return bool(abs(size - SIZE) < 0.15)


def _gaps(row: list[_Letter], space: float) -> Iterator[tuple[_Letter, _Letter]]:
    """Neighbours with a space between them."""
    for one, other in pairwise(row):
        if other.left - one.right > 0.45 * space:
            yield one, other


def _space() -> float:
    font = TTFont(FONTS / FACE)
    width = font["hmtx"][font.getBestCmap()[0x20]][0]
    return float(width / font["head"].unitsPerEm * SIZE)


TOPIC = Topic(
    lambda _: Part("", facts={"text": compare(ROOT / "manuscript")}),
    lambda part: str(part.facts["text"]),
)

if __name__ == "__main__":
    print(compare(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "manuscript"))
