"""The EPUB of a long book, by three tools: time, memory, and what is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from book import TITLE, Contents, write_book
from fidelity import Loss, count_loss
from place import CHAPTER, OURS, PEERS, pandoc, table
from processes import Command, Run, alternate

HEAD = (
    "",
    "seconds",
    "times ours",
    "CPU seconds",
    "MB",
    "EPUBCheck",
    "broken links",
    "links misled or lost",
    "words lost",
    "pictures lost",
    "titles lost",
)


def compare(chapters: int, runs: int) -> str:
    """The section of the report."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files, contents = write_book(work / "book", chapters, CHAPTER)
        tools = commands(work, files)
        measured = alternate(list(tools.values()), runs)
        losses = [count_loss(path, contents) for path in epub_files(work)]
    rows = [
        _row(name, one, measured[0], loss)
        for name, one, loss in zip(tools, measured, losses, strict=True)
    ]
    return (
        f"## EPUB of {describe(contents)}\n\n"
        f"Medians of {runs} runs, each a new process; mdbindery without its checks. EPUBCheck: "
        "errors/warnings/usage. Memory: of the largest process.\n\n" + table(HEAD, rows)
    )


def describe(contents: Contents) -> str:
    """How large the book is."""
    return (
        f"{contents.bytes / 1e6:.2f} MB, {contents.words.total()} words, {len(contents.titles)} "
        f"titles, {contents.pictures} pictures, {len(contents.links)} links, {contents.notes} notes"
    )


def commands(work: Path, files: Sequence[str]) -> dict[str, Command]:
    """The three tools, each as its documentation says."""
    ours, pandocs, _ = map(str, epub_files(work))
    book = work / "book"
    arguments = "--file-scope", f"--metadata=title:{TITLE}", "-o", pandocs, *files
    return {
        "myopress epub": Command((str(OURS / "myopress"), "epub", ".", "-o", ours), book),
        "pandoc": Command((str(pandoc()), *arguments), book),
        "mdbindery build": Command(
            (str(PEERS / "mdbindery"), "build", ".", "--out", str(work / "dist"), "--quiet"),
            book,
            str(pandoc().parent),
        ),
    }


def epub_files(work: Path) -> list[Path]:
    """What the three write."""
    return [work / "ours.epub", work / "pandoc.epub", work / "dist" / "book.epub"]


def _row(name: str, measured: Run, ours: Run, loss: Loss) -> list[object]:
    return [
        name,
        f"{measured.seconds:.2f}",
        f"{measured.seconds / ours.seconds:.1f}",
        f"{measured.processor:.2f}",
        f"{measured.megabytes:.0f}",
        *(loss.epubcheck, loss.broken_links, loss.links, loss.words, loss.pictures, loss.titles),
    ]
