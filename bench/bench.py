"""`make bench`: how fast and how faithful myopress is, beside pandoc, mdbindery and typst.

Everything is measured in one run. The table goes to the terminal and to output/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

from book import TITLE, Contents, write_book
from fidelity import Loss, count_loss
from processes import Command, Run, alternate

ROOT = Path(__file__).parent.parent
OURS = ROOT / ".venv" / "bin"
PEERS = ROOT / ".venv-bench" / "bin"
CHAPTER = 30_500
"""Bytes of Markdown in a chapter; 40 chapters are 1.2 MB, and about 15 printed pages each."""


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, one run")
    arguments = parser.parse_args()
    scale, runs = (10, 1) if arguments.quick else (1, arguments.runs)
    parts = [epub_part(40 // scale, runs), start_part(4 * runs)]
    report = "\n".join([f"# Measured on {machine()}\n", *parts])
    print(report)
    (ROOT / "output" / "bench.md").write_text(report, encoding="utf-8")


def machine() -> str:
    """What the numbers hold for."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


def epub_part(chapters: int, runs: int) -> str:
    """Time and losses of the EPUB, by three tools."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files, contents = write_book(work / "book", chapters, CHAPTER)
        commands = epub_commands(work, files)
        measured = alternate(list(commands.values()), runs)
        losses = [count_loss(path, contents) for path in epub_files(work)]
    rows = [
        epub_row(name, one, measured[0], loss)
        for name, one, loss in zip(commands, measured, losses, strict=True)
    ]
    head = ["", "seconds", "times ours", "MB", "EPUBCheck", "broken links", "links misled or lost"]
    head += ["words lost", "pictures lost", "titles lost"]
    return (
        f"## EPUB of {describe(contents)}\n\nMedians of {runs} runs, each a new process.\n\n"
        + table(head, rows)
    )


def describe(contents: Contents) -> str:
    """How large the book is."""
    return (
        f"{contents.bytes / 1e6:.2f} MB, {contents.words.total()} words, {len(contents.titles)} "
        f"titles, {contents.pictures} pictures, {len(contents.links)} links, {contents.notes} "
        "notes"
    )


def epub_commands(work: Path, files: Sequence[str]) -> dict[str, Command]:
    """The three tools, each as its documentation says, without checks of their own."""
    ours, pandocs, _ = map(str, epub_files(work))
    book = work / "book"
    pandoc = pandoc_program()
    return {
        "myopress epub": Command((str(OURS / "myopress"), "epub", ".", "-o", ours), book),
        "pandoc": Command(
            (str(pandoc), "--file-scope", f"--metadata=title:{TITLE}", "-o", pandocs, *files), book
        ),
        "mdbindery": Command(
            (str(PEERS / "mdbindery"), "build", ".", "--out", str(work / "dist"), "--quiet"),
            book,
            str(pandoc.parent),
        ),
    }


def epub_files(work: Path) -> list[Path]:
    """What the three write."""
    return [work / "ours.epub", work / "pandoc.epub", work / "dist" / "book.epub"]


def pandoc_program() -> Path:
    """The one that comes with pypandoc_binary."""
    return next((PEERS.parent / "lib").glob("python3*/site-packages/pypandoc/files/pandoc"))


def epub_row(name: str, measured: Run, ours: Run, loss: Loss) -> list[object]:
    """One line of the table."""
    return [
        name,
        f"{measured.seconds:.2f}",
        f"{measured.seconds / ours.seconds:.1f}",
        f"{measured.megabytes:.0f}",
        *(loss.epubcheck, loss.broken_links, loss.links, loss.words, loss.pictures, loss.titles),
    ]


def start_part(runs: int) -> str:
    """How soon the command answers."""
    python = str(OURS / "python")
    commands = {
        'python -c "import click"': Command((python, "-c", "import click"), ROOT),
        "myopress --help": Command((str(OURS / "myopress"), "--help"), ROOT),
    }
    measured = alternate(list(commands.values()), runs)
    rows = [
        [name, f"{one.seconds * 1000:.0f}", f"{one.seconds / measured[0].seconds:.2f}"]
        for name, one in zip(commands, measured, strict=True)
    ]
    return "## Start\n\n" + table(["", "ms", "times click alone"], rows)


if __name__ == "__main__":
    main()
