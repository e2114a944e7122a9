"""The command that begins a book."""

from __future__ import annotations

import shlex
from pathlib import Path

from myopress.desk.beginning import Answers, new_book
from myopress.diagnostics import InputError
from myopress.output import write_files
from myopress.run.session import show_result


def begin(folder: Path, answers: Answers, *, quiet: bool) -> int:
    """Write a new book into `folder`, which must be empty or not there yet."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}” is a file; name a folder for the book")
    if folder.is_dir() and any(folder.iterdir()):
        hint = "name a new folder, or take over what is there: --from"
        raise InputError(f"“{folder}” is not empty, and nothing was written; {hint}")
    files = {folder / name: data for name, data in new_book(answers).items()}
    write_files(files)
    lines = "".join(f"{path}\n" for path in files)
    show_result("" if quiet else f"{lines}\n{what_next(folder)}")
    return 0


def what_next(folder: Path, findings: int = 0) -> str:
    """What to type in a shell for a book that is new here, and of which so much is to be told."""
    name = shlex.quote(str(folder))
    commands = [
        f"myopress check {name}    # {findings:,} finding{'s' if findings > 1 else ''}"
        if findings
        else "",
        f"myopress build {name}",
        f"myopress preview {name}    # while you write",
    ]
    return "Next: " + "\n      ".join(filter(None, commands)) + "\n"
