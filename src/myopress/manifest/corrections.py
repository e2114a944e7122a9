"""`layout/print.toml`: corrections of the printed book, outside its text."""

from __future__ import annotations

from typing import Literal

from myopress.document import Correction
from myopress.manifest import toml_values as values
from myopress.manifest.toml_reader import TomlReader
from myopress.manifest.toml_values import TomlValueError

LAYOUT = "layout/print.toml"
KEYS = ("tracking", "keep", "break", "size")
_TRACKING = 0.008
"""The most that may be added to letters (em): more is seen."""


def read_corrections(layout: TomlReader) -> tuple[Correction, ...]:
    """All tables of the file; unknown keys are reported, wrong values left out."""
    found = []
    for name in layout.table:
        block = layout.inner(name)
        block.only(KEYS)
        correction = Correction(
            name,
            tracking=block.get("tracking", _tracking, 0.0),
            keep=block.get("keep", _keep, ""),
            breaks=block.get("break", values.yes_or_no, False),
            size=block.get("size", _size, 0.0),
            span=layout.span(name),
        )
        found.append(correction)
    return tuple(found)


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise TomlValueError(f"a number from {least:g} to {most:g} is wanted")
    return float(value)


def _tracking(value: object) -> float:
    return _number(value, -_TRACKING, _TRACKING)


def _size(value: object) -> float:
    return _number(value, 1, 100)


def _keep(value: object) -> Literal["", "next", "together"]:
    match value:
        case "next" | "together" as known:
            return known
        case _:
            raise TomlValueError("“next” or “together” is wanted")
