"""The command that shows and removes what is kept between runs."""

from __future__ import annotations

from pathlib import Path

from myopress.cache import Cache
from myopress.run.kept import VARIABLE, folder_of
from myopress.run.session import show_result, usual_book


def show_cache(book: Path | None, *, clear: bool) -> int:
    """Print the folder, how many results it holds and their size; `clear` removes them.

    Pictures of the web stay: without them the book could not be built.
    """
    folder = folder_of(book or usual_book())
    if folder is None:
        show_result(f"nothing is kept: {VARIABLE} is set and empty\n")
        return 0
    cache = Cache(folder, secret=b"")
    number, size = cache.size()
    if clear:
        cache.clear()
    results = "1 result" if number == 1 else f"{number:,} results"
    done = "removed" if clear else f"at most {cache.limit / 1e6:.0f}"
    show_result(f"{folder}: {results}, {size / 1e6:.1f} MB, {done}\n")
    return 0
