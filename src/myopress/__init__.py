"""Turns Markdown chapters into an EPUB, a print PDF and a one-page cheat sheet.

What Python programs use: `read`, `render`, and the modules `document`, `walk`, `diagnostics` and
`index`; docs/python.md. They load when they are first named, so that the import costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from myopress import diagnostics, document, index, walk
    from myopress.diagnostics import Diagnostic, MyopressError
    from myopress.document import Document
    from myopress.interface import Reading, Rendering, Site, read, render, render_site

__all__ = [
    "Diagnostic",
    "Document",
    "MyopressError",
    "Reading",
    "Rendering",
    "Site",
    "diagnostics",
    "document",
    "index",
    "read",
    "render",
    "render_site",
    "walk",
]

_HOMES = {
    "Diagnostic": "diagnostics",
    "Document": "document",
    "MyopressError": "diagnostics",
    **dict.fromkeys(["Reading", "Rendering", "Site", "read", "render", "render_site"], "interface"),
}


if not TYPE_CHECKING:  # else a name that is not there would pass for an object

    def __getattr__(name: str) -> object:
        """A public name, loaded now (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module “myopress” has no “{name}”")
        home = import_module(f"myopress.{_HOMES.get(name, name)}")
        return getattr(home, name) if name in _HOMES else home


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
