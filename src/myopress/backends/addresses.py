"""Addresses of the book's pictures and style sheets for a layout that may load nothing else."""

from __future__ import annotations

from urllib.parse import quote

BOOK = "https://book.invalid/"
"""Where the book's resources live; no such host can exist (RFC 2606)."""


def address(resource: str) -> str:
    """The URL under which `weasy.Fetcher` serves the resource of this path."""
    return BOOK + quote(resource)
