"""`make bench`: how fast and how faithful myopress is, beside pandoc, typst and others.

`bench.py PART...` measures these parts alone, `bench.py page` none; what each has found is kept
in output/bench/, and docs/benchmarks.md is written from all that is there. With `--quick` small
books are built once, and all goes to output/bench-quick/.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace

import catalogue
import epubs
import growth
import handout
import lines
import pdfs
import start
from peers import browser
from place import OURS, PEERS, ROOT, ours, pandoc, table
from results import Aim, Part, Topic

TOPICS: Mapping[str, Topic] = {
    "epub": epubs.TOPIC,
    "pdf": pdfs.TOPIC,
    "growth": growth.TOPIC,
    "catalogue": catalogue.TOPIC,
    "sheet": handout.TOPIC,
    "start": start.TOPIC,
    "lines": lines.TOPIC,
}
PAGE = "page"


def main() -> None:
    """Measure, keep, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(TOPICS)}; {PAGE}")
    parser.add_argument("--quick", action="store_true", help="small books, one run")
    arguments = parser.parse_args()
    chosen = arguments.parts or list(TOPICS)
    if unknown := set(chosen) - {*TOPICS, PAGE}:
        parser.error(f"no part {', '.join(sorted(unknown))}")
    kept = ROOT / "output" / ("bench-quick" if arguments.quick else "bench")
    page = kept / "benchmarks.md" if arguments.quick else ROOT / "docs" / "benchmarks.md"
    for name, topic in TOPICS.items():
        if name in chosen:
            part = topic.measure(arguments.quick)
            print(topic.tell(part), flush=True)
            replace(part, machine=machine(), versions=versions()).write(kept / f"{name}.json")
    found = {name: Part.read(path) for name in TOPICS if (path := kept / f"{name}.json").exists()}
    page.write_text(written(found), encoding="utf-8")


def machine() -> str:
    """The kind of machine that the numbers hold for, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    system = platform.system()
    if system == "Linux":
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return (
        f"{system}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB; "
        f"Python {platform.python_version()}"
    )


def versions() -> dict[str, str]:
    """Of the programs that are here."""
    package = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    commands: dict[str, Sequence[str]] = {
        "myopress": ours("--version"),
        "WeasyPrint": (str(OURS / "python"), "-c", package, "weasyprint"),
        "pandoc": (str(pandoc()), "--version"),
        "typst": (str(PEERS / "python"), "-c", package, "typst"),
        "mdbindery": (str(PEERS / "python"), "-c", package, "mdbindery"),
        "Chromium": (browser(), "--version"),
        "Vivliostyle CLI": ("vivliostyle", "--version"),
        "LuaTeX": ("lualatex", "--version"),
    }
    said = {name: _said(command) for name, command in commands.items()}
    numbers = {name: re.search(r"\d+(\.\d+)+", words) for name, words in said.items()}
    return {name: number[0] for name, number in numbers.items() if number}


def _said(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except OSError:  # it is not installed
        return ""


def written(found: Mapping[str, Part]) -> str:
    """The page as Markdown."""
    aims = [aim for name, part in found.items() for aim in TOPICS[name].aims(part)]
    used = {name: number for part in found.values() for name, number in part.versions.items()}
    places = sorted({part.machine for part in found.values()})
    sections = "\n".join(TOPICS[name].tell(part) for name, part in found.items())
    return f"""\
# Benchmarks

How fast the press is, beside other programs that make the same books on the same machine. This
page is made by `make bench` and not typed.

{_aims(aims)}
## How it was measured

The machine: {"; ".join(places)}. The programs: {", ".join(f"{name} {number}" for name, number in used.items())}.

The books are invented by rule from a fixed seed (`bench/book.py`), so that everybody measures the
same ones: sentences without sense, headings, lists, tables, notes, code, pictures, links between
chapters. Each run is a new process. Programs that are compared run in turn, A B A B, so that a
busy spell meets all; a figure is the median of the rounds, a ratio the median of the ratios within
each round. "First build" finds nothing kept from a run before and keeps what it makes; "after an
edit" finds what a first build of the unedited book has kept. An edit that moves no page changes a
word in one chapter; one that moves pages adds three pages to it. CPU seconds are of all
processes together. MB is the most memory of all processes at one time, what they share counted once.

To repeat it: `make bench`, on a machine that does nothing else. It installs what it compares with:
pandoc, typst and mdbindery from PyPI, Chromium from the system's packages. LuaLaTeX and Vivliostyle
(`npm install --global @vivliostyle/cli`) are measured where they are installed. One part alone: `python bench/bench.py pdf`, or {", ".join(f"`{name}`" for name in TOPICS if name != "pdf")}.

{sections}"""


def _aims(aims: Sequence[Aim]) -> str:
    met = sum(aim.met for aim in aims)
    rows = [aim.row for aim in aims]
    return f"""\
## Aims

{met} of {len(aims)} are met in this run. All are ratios of what was measured in turn, on the same
machine, so that they hold for slower and for faster ones.

{table(["", "aim", "measured", "met"], rows)}"""


if __name__ == "__main__":
    main()
