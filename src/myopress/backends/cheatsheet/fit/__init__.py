"""Where everything goes: columns, type size, air. Pure arithmetic over heights already measured.

    plan.py     what it reckons with and what comes of it
    pack.py     one layout at one type size
    search.py   the largest type, and the best columns

The type is set as large as fits; what is then left over becomes air between rows and cards, so
that all columns end together, and height of the masthead.
"""

from myopress.backends.cheatsheet.fit.plan import (
    Frame,
    Grid,
    Heights,
    Item,
    Masthead,
    Measure,
    Mode,
    Plan,
    Slot,
)
from myopress.backends.cheatsheet.fit.search import best, excess, fits, smaller

__all__ = [
    "Frame", "Grid", "Heights", "Item", "Masthead", "Measure", "Mode", "Plan", "Slot", "best",
    "excess", "fits", "smaller",
]  # fmt: skip
