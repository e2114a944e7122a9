"""A book that was made for another tool -> our `book.toml`; its chapters stay as they are.

kinds.py    which tool a folder was made for
yaml.py     what bookdown, Quarto and pandoc say in their YAML
plan.py     the book as it was found, and `book.toml` for it
"""

from __future__ import annotations

from pathlib import Path

from myopress.desk.takeover import kinds, yaml
from myopress.desk.takeover.kinds import KINDS, kind_of
from myopress.desk.takeover.plan import Plan, as_toml
from myopress.diagnostics import Report

__all__ = ["KINDS", "Plan", "as_toml", "kind_of", "plan"]


def plan(folder: Path, kind: str, report: Report) -> Plan:
    """What the folder's book is made of; NOT_TAKEN_OVER is reported for what we have not."""
    match kind:
        case "mdbook":
            return kinds.mdbook(folder, report)
        case "quarto":
            return yaml.quarto(folder, report)
        case "bookdown":
            return yaml.bookdown(folder, report)
        case "pandoc":
            return yaml.pandoc(folder, report)
        case _:
            return kinds.markdown(folder, report)
