"""Where things are, and how a table is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ROOT / ".venv" / "bin"
PEERS = ROOT / ".venv-bench" / "bin"
FONTS = ROOT / "src" / "myopress" / "backends" / "fonts"
CHAPTER = 30_500
"""Bytes of Markdown in a chapter; 40 chapters are 1.2 MB, 25 are 460 pages."""


def ours(*arguments: str) -> tuple[str, ...]:
    """A command of myopress."""
    return str(OURS / "myopress"), *arguments


def pandoc() -> Path:
    """The program that comes with pypandoc_binary."""
    return next((PEERS.parent / "lib").glob("python3*/site-packages/pypandoc/files/pandoc"))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)
