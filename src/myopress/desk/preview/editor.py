"""The author's editor opened at a line of the manuscript."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_IN_TERMINAL = {
    "ed", "helix", "hx", "joe", "mcedit", "mg", "micro", "nano", "ne", "nvi", "nvim", "pico", "vi", "vim",
}  # fmt: skip
"""Editors that need a terminal of their own, which a page cannot give."""
_LINE: Mapping[str, Sequence[str]] = {
    "code": ("--goto", "{file}:{line}"),
    "code-insiders": ("--goto", "{file}:{line}"),
    "codium": ("--goto", "{file}:{line}"),
    "cursor": ("--goto", "{file}:{line}"),
    "emacsclient": ("--no-wait", "+{line}", "{file}"),
    "kate": ("--line", "{line}", "{file}"),
    "mate": ("--line", "{line}", "{file}"),
    "subl": ("{file}:{line}",),
    "xed": ("--line", "{line}", "{file}"),
    "zed": ("{file}:{line}",),
}
"""How editors are told a line; all others by `+LINE FILE`, as POSIX has it for vi."""
SOURCES = frozenset({".css", ".json", ".markdown", ".md", ".qmd", ".rmd", ".toml", ".yaml", ".yml"})
"""What an author writes: nothing else is opened."""


def configured(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The words of `$VISUAL` or `$EDITOR`; none if it is an editor within a terminal."""
    words = tuple(shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or ""))
    return () if not words or Path(words[0]).name in _IN_TERMINAL else words


def command(editor: Sequence[str], file: Path, line: int) -> list[str]:
    """What is started to open a file at a line."""
    how = _LINE.get(Path(editor[0]).name, ("+{line}", "{file}"))
    return [*editor, *(word.format(file=file, line=max(line, 1)) for word in how)]


def start(words: Sequence[str]) -> None:
    """Start a program that outlives this one; raises OSError if it cannot be."""
    subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ,
    )
