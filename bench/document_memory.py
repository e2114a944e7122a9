"""Prints the peak memory in MB after reading a small book and then BOOK: SMALL-BOOK BOOK.

The first is what the program itself takes, the difference what the second book's document does
while it is made.
"""

from __future__ import annotations

import gc
import resource
import sys
from pathlib import Path

from myopress import pipeline


def peak() -> float:
    """The peak of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main(*books: str) -> None:
    """Reads the books in turn."""
    gc.disable()  # as the command does
    kept = []
    for book in books:
        kept.append(pipeline.read(Path(book), lambda _: None))
        print(f"{peak():.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
