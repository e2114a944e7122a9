"""The manual is a book of ours: sound, whole, and what the code knows better is up to date."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from myopress import pipeline
from myopress.diagnostics import Diagnostic, Severity
from myopress.index import index

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_what_the_code_knows_is_up_to_date() -> None:
    """`tools/manual` writes it anew."""
    done = subprocess.run([sys.executable, ROOT / "tools" / "manual", "--check"], check=False)
    assert done.returncode == 0


def test_every_page_is_in_the_manual() -> None:
    parts = tomllib.loads((DOCS / "book.toml").read_text("utf-8"))["parts"]
    listed = {chapter for part in parts for chapter in part["chapters"]}
    # The claims are about the book that ships, not about the press.
    assert listed == {page.name for page in DOCS.glob("*.md")} - {"claims.md"}


def test_the_manual_has_no_fault() -> None:
    told: list[Diagnostic] = []
    index(pipeline.read(DOCS, told.append), told.append)
    assert [one.message for one in told if one.severity is not Severity.NOTE] == []
