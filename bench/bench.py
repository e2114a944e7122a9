"""`make bench`: how fast and how faithful myopress is, beside pandoc, mdbindery, typst and LuaLaTeX.

Everything is measured in one run. The tables go to the terminal and to output/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

import epubs
import lines
import pdfs
from book import write_book
from place import CHAPTER, OURS, ROOT, table
from processes import Command, alternate, run


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--quick", action="store_true", help="small books, one run")
    parser.add_argument("--only", choices=["epub", "start", "pdf", "memory", "lines"])
    arguments = parser.parse_args()
    runs, chapters, short, long = (1, 8, 2, 4) if arguments.quick else (arguments.runs, 40, 7, 27)
    parts: dict[str, Callable[[], str]] = {
        "epub": lambda: epubs.compare(chapters, runs),
        "start": lambda: compare_start(4 * runs),
        "memory": lambda: measure_document(chapters),
        "pdf": lambda: pdfs.compare(short, long, min(runs, 3)),
        "lines": lambda: lines.compare(ROOT / "manuscript"),
    }
    report = f"# Measured on {machine()}\n"
    print(report)
    for name, measure in parts.items():
        if arguments.only in {None, name}:
            section = measure()
            print(section, flush=True)
            report += f"\n{section}"
            (ROOT / "output" / "bench.md").write_text(report, encoding="utf-8")


def machine() -> str:
    """What the numbers hold for."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def compare_start(runs: int) -> str:
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
    return f"## Start\n\nMedians of {runs} runs.\n\n" + table(["", "ms", "times click's"], rows)


def measure_document(chapters: int) -> str:
    """The peak memory while the document is read and made."""
    script = str(Path(__file__).with_name("read_document.py"))
    with tempfile.TemporaryDirectory() as folder:
        write_book(Path(folder) / "small", 1, 1000)
        _, contents = write_book(Path(folder) / "large", chapters, CHAPTER)
        small, large = (
            run(Command((str(OURS / "python"), script, book), Path(folder))).megabytes
            for book in ("small", "large")
        )
    markdown = f"{contents.bytes / 1e6:.2f} MB of Markdown"
    head = "", "MB in all", "MB over a book of one page"
    return "## Peak memory of the document\n\n" + table(
        head, [[markdown, f"{large:.0f}", f"{large - small:.0f}"]]
    )


if __name__ == "__main__":
    main()
