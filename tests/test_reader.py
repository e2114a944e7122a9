"""The manuscript's language, construct by construct: cases of input and the document it gives.

A case in tests/cases/reader/*.md is a fenced block: Markdown, a line with only a dot, the dump
of the chapter, and below it what was reported. With ACCEPT=1 in the environment the cases are
rewritten to what the reader does now: read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from myopress.diagnostics import Diagnostic
from myopress.front_matter import FrontMatter
from myopress.markdown import read_chapter
from myopress.source import Source
from myopress.walk import dump

CASES = Path(__file__).parent / "cases" / "reader"
_CASE = re.compile(r"^(`{6,})\n(.*?)^\.\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


class Case(NamedTuple):
    path: Path
    line: int
    markdown: str
    expected: str


def cases() -> list[Case]:
    found = []
    for path in sorted(CASES.glob("*.md")):
        text = path.read_text("utf-8")
        for match in _CASE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(Case(path, line, match[2], match[3]))
    return found


def shown(markdown: str) -> str:
    """The chapter's dump without its first line, then its front matter, then what is reported."""
    found: list[Diagnostic] = []
    draft = read_chapter(Source("a.md", markdown), found.append)
    lines = dump(draft.chapter).splitlines()
    front = [] if draft.front_matter == FrontMatter() else [str(draft.front_matter)]
    reports = [f"{one}" for one in found]
    return "".join(f"{line}\n" for line in [*lines[1:], *front, *reports])


def accept() -> None:
    for path in sorted(CASES.glob("*.md")):
        text = _CASE.sub(
            lambda case: f"{case[1]}\n{case[2]}.\n{shown(case[2])}{case[1]}",
            path.read_text("utf-8"),
        )
        path.write_text(text, "utf-8")


if os.environ.get("ACCEPT"):
    accept()


def test_there_are_cases() -> None:
    assert len(cases()) >= 50


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.path.stem}-{case.line}")
def test_case(case: Case) -> None:
    assert shown(case.markdown) == case.expected
