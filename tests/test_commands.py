"""The pages of tests/commands/ are transcripts: each command is run and its output compared.

So are the tutorial and the recipes of the manual.

A page lays out its files (see case_files.py) in an empty folder, each before the next command. In its `console` blocks `$ `
begins a command, then come the lines on standard output, those on standard error with `2> `
before them, and `=> n` if the exit status is not 0. A line that ends in `…` says how one
begins; sizes are written as “N kB”. With ACCEPT=1 in the environment the page is rewritten to what happens now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from case_files import lay_out

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [
    *sorted((Path(__file__).parent / "commands").glob("*.md")),
    *sorted(DOCS.glob("how-to-*.md")),
    DOCS / "catalogue.md",
    DOCS / "pandoc.md",
    DOCS / "python.md",
    DOCS / "tutorial.md",
]
BLOCK = re.compile(r"^``` console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> list[str]:
    """The transcript of a command without its first line."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=False
    )
    lines = re.sub(r"  [\d.]+ [kM]B", "  N kB", done.stdout.decode()).splitlines()
    lines += [f"2> {line}" for line in done.stderr.decode().splitlines()]
    return [*lines, *([f"=> {done.returncode}"] if done.returncode else [])]


def agrees(line: str, expected: str) -> bool:
    return line.startswith(expected[:-1]) if expected.endswith("…") else line == expected


def play(block: str, folder: Path) -> str:
    """The block as it happens now; what agrees with it stays as it was written."""
    played = ""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        command, *expected = part.splitlines()
        lines = run(command.removeprefix("$ "), folder)
        if len(lines) == len(expected) and all(map(agrees, lines, expected)):
            lines = expected
        played += "".join(f"{line}\n" for line in (command, *lines))
    return played


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_transcript(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    played, done = "", 0
    for match in BLOCK.finditer(text):
        lay_out(text[done : match.start()], tmp_path)
        played += f"{text[done : match.start()]}``` console\n{play(match[1], tmp_path)}```"
        done = match.end()
    assert done
    played += text[done:]
    if os.environ.get("ACCEPT"):
        page.write_text(played, "utf-8")
    else:
        assert played == text
