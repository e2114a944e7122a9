"""The libraries under WeasyPrint that pip does not bring."""

from __future__ import annotations

from weasyprint.text.ffi import harfbuzz_subset, pango  # type: ignore[import-untyped]


def pango_version() -> tuple[int, int, int]:
    """Pango's, as its `pango_version()` encodes it."""
    number = int(pango.pango_version())
    return number // 10000, number // 100 % 100, number % 100


def has_subsetter() -> bool:
    """Whether HarfBuzz can cut fonts to the letters that a book has."""
    return bool(harfbuzz_subset)
