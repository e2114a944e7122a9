"""A preview as a process of its own, with a small book, for the tests of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MYOPRESS = Path(sys.executable).with_name("myopress")
TOML = """\
title = "Bread"
subtitle = "Flour, water and time"
authors = ["Ann Lee"]
language = "en"
bibliography = "references.json"
chapters = ["one.md", "two.md"]
"""
ONE = """\
# The dough

Flour and water wait for each other [@lee2020].

![A loaf](loaf.svg)

::: card Yeast: the worker
Does
: It makes the dough rise.

Evidence
: not graded
:::

## The first hour

""" + "\n\n".join(
    f"Paragraph {number} tells how the dough was folded, and how it was left to rest once more "
    "until it held its shape, as the baker had said it would when the day began."
    for number in range(1, 31)
)
TWO = """\
# The oven

The oven is hot.[^hot] It was hot when we came, and it stayed so.

[^hot]: As hot as it goes.

- a list
- of two
"""
REFERENCES = """\
[{"id": "lee2020", "type": "book", "title": "Bread", "author": [{"family": "Lee"}],
  "issued": {"date-parts": [[2020]]}}]
"""
LOAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 20h60L30 0z"/></svg>'
)
EDITOR = """\
#!/bin/sh
printf '%s\\n' "$@" > "$0.said"
"""


@dataclass
class Preview:
    """A running preview: its book's folder, its address, its process, the file of its editor."""

    book: Path
    address: str
    process: subprocess.Popen[str]
    editor: Path

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def write(self, name: str, text: str) -> None:
        """Write a file of the book as editors do: beside it, then renamed."""
        part = self.book / f"{name}.tmp"
        part.write_text(text, encoding="utf-8")
        part.replace(self.book / name)

    def reset(self) -> None:
        """The book as it was at first."""
        for name, text in FILES.items():
            if (self.book / name).read_text(encoding="utf-8") != text:
                self.write(name, text)


FILES = {
    "book.toml": TOML,
    "one.md": ONE,
    "two.md": TWO,
    "references.json": REFERENCES,
    "loaf.svg": LOAF,
}


def make_book(folder: Path) -> Path:
    """The small book in a new folder."""
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Preview]:
    """A preview of the small book, made in `folder`; it is ended at the end."""
    book = make_book(folder / "book")
    editor = folder / "edit"
    editor.write_text(EDITOR, encoding="utf-8")
    editor.chmod(0o755)
    environment = {**os.environ, "VISUAL": str(editor), "MYOPRESS_CACHE": ""}
    command: list[str | Path] = [MYOPRESS, "preview", book, "--no-open", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield Preview(book, found[0], process, editor)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        assert process.stderr
        process.stderr.close()


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that these did."""
    run = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    found = [pid]
    for parent in found:  # grows on the way
        found += [child for child, its in pairs if its == parent]
    return found[1:]


def is_there(pid: int) -> bool:
    """Whether a process runs, and is not only waited for."""
    run = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(run.stdout.strip()) and not run.stdout.strip().startswith("Z")


def soon(seconds: float = 5) -> Iterator[None]:
    """Moments until so many seconds are over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.05)
