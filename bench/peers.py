"""The same printed book by others: typst, Vivliostyle, Chromium, and WeasyPrint as it comes.

typst gets a text that says as much as ours: notes, contents, an index, the words and pages of
references. Vivliostyle and Chromium print HTML with the notes at the end; Chromium does not know
the pages of its contents.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lines import FACE, INDENT, LEADING, MEASURE, SIZE
from paper import pdf_name
from place import FONTS, OURS, PEERS, pandoc
from processes import Command

TYPST, VIVLIOSTYLE, CHROMIUM = "typst", "Vivliostyle", "Chromium"
ONE_DOCUMENT = "one WeasyPrint document"
COMPILE = "import sys, typst; typst.compile(sys.argv[2], sys.argv[3], font_paths=[sys.argv[1]])"
MARGIN = (432 - MEASURE) / 2
HEAD = f"""\
#set page(width: 432pt, height: 648pt, margin: (x: {MARGIN}pt, top: 67.5pt, bottom: 81pt), numbering: "1")
#set text(font: "Source Serif 4", size: {SIZE}pt, lang: "en", top-edge: .8em, bottom-edge: -.2em)
#set par(justify: true, leading: {LEADING - SIZE:.1f}pt, spacing: {LEADING - SIZE:.1f}pt, first-line-indent: {INDENT}pt)
#show heading.where(level: 1): it => pagebreak(weak: true, to: "odd") + it
#show heading: set block(above: 27pt, below: 13.5pt)
#show figure: set block(breakable: true)
#let horizontalrule = line(length: 100%)
#let see(to, words) = link(to, if words == [] [#context query(to).first().body, page #context counter(page).at(to).first()] else {{ words }})
#let entry(word) = [#word#metadata(word)<entry>]
#outline(depth: 2)
"""
INDEX = """
= Index
#columns(2, context {
  let found = (:)
  for mark in query(<entry>) {
    let pages = found.at(mark.value, default: (:))
    pages.insert(str(counter(page).at(mark.location()).first()), mark.location())
    found.insert(mark.value, pages)
  }
  for word in found.keys().sorted() [
    #word, #found.at(word).pairs().map(((page, place)) => link(place, page)).join(", ") \\
  ]
})
"""
STYLE = f"""
@font-face {{ font-family: Text; src: url("{FACE}") }}
@page {{ size: 432pt 648pt; margin: 67.5pt {MARGIN}pt 81pt; @bottom-center {{ content: counter(page) }} }}
#TOC a::after {{ content: " " target-counter(attr(href url), page) }}
html, body {{ font: {SIZE}pt/{LEADING}pt Text; margin: 0; padding: 0; max-width: none; text-align: justify; hyphens: auto; color: black }}
p {{ margin: 0; text-indent: {INDENT}pt }}
h1 {{ break-before: right }}
sup {{ line-height: 0 }}
"""


def typst(work: Path, files: Sequence[str]) -> Command:
    """typst, from a source that pandoc has written."""
    _write_typst(work, files)
    arguments = COMPILE, str(FONTS), "book.typ", str(work / pdf_name(TYPST))
    return Command((str(PEERS / "python"), "-c", *arguments), work / "book")


def others(work: Path, files: Sequence[str]) -> dict[str, Command]:
    """WeasyPrint as it comes and, where they are installed, what prints HTML, made by pandoc."""
    script = str(Path(__file__).with_name("one_document.py"))
    whole = str(OURS / "python"), script, ".", str(work / pdf_name(ONE_DOCUMENT))
    found = {ONE_DOCUMENT: Command(whole, work / "book")}
    if program := browser():
        _write_html(work, files)
        arguments = __file__, program, "book.html", str(work / pdf_name(CHROMIUM))
        found[CHROMIUM] = Command((sys.executable, *arguments), work / "book")
        if viewer := shutil.which("vivliostyle"):
            given = "-d", "-t", "3600", "--executable-browser", program
            pages = "build", "book.html", *given, "-o", str(work / pdf_name(VIVLIOSTYLE))
            found[VIVLIOSTYLE] = Command((viewer, *pages), work / "book")
    return found


def browser() -> str:
    """Chromium, under one of its names, or nothing."""
    names = "chromium", "chromium-browser", "google-chrome"
    mac = "/Applications/Chromium.app/Contents/MacOS/Chromium"
    return next((found for name in (*names, mac) if (found := shutil.which(name))), "")


def _write_typst(work: Path, files: Sequence[str]) -> None:
    """The book in typst's markup, by pandoc, which leaves index entries and links to us."""
    texts = work / "typst"
    texts.mkdir()
    for name in files:
        text = (work / "book" / name).read_text("utf-8")
        marked = re.sub(r"\[(\w+)\]\{\.index\}", r'`#entry("\1");`{=typst}', text)
        (texts / name).write_text(marked, encoding="utf-8")
    made = _pandoc(texts, files, "--to=typst")
    labels = set(re.findall(r"^<([^>]*)>$", made, re.MULTILINE))

    def linked(link: re.Match[str]) -> str:
        label = link[1] if "__" in link[1] else f"{link[1]}__{link[1].removesuffix('.md')}"
        return f"#see(<{label}>)[{link[2]}]" if label in labels else link[2]

    body = re.sub(r"#link\(<([^>]*)>\)\[([^\]]*)\]", linked, made)
    (work / "book" / "book.typ").write_text(HEAD + body + INDEX, encoding="utf-8")


def _write_html(work: Path, files: Sequence[str]) -> None:
    """The book as one page of HTML for a browser to print."""
    shutil.copy2(FONTS / FACE, work / "book")
    head = work / "style.html"
    head.write_text(f"<style>{STYLE}</style>", encoding="utf-8")
    made = _pandoc(work / "book", files, "--to=html", "-s", "-M", "title=Book", "--toc", "-H", str(head))  # fmt: skip
    (work / "book" / "book.html").write_text(made, encoding="utf-8")


def _pandoc(folder: Path, files: Sequence[str], *options: str) -> str:
    command = [str(pandoc()), "--file-scope", *options, *files]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def print_by_browser(program: str, page: str, pdf: str) -> None:
    """What `python peers.py` does: Chromium ends well even when it has written nothing."""
    profile = Path(pdf).with_suffix(".profile")
    command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", "--timeout=600000"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")
    Path(pdf).unlink(missing_ok=True)
    subprocess.run(
        [*command, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", Path(page).resolve().as_uri()],
        check=True,
    )  # fmt: skip
    Path(pdf).stat()


if __name__ == "__main__":
    print_by_browser(*sys.argv[1:])
