"""What printers on demand print: their numbers as data, with source and date, never as code.

targets.py   a printer's file -> targets
*.toml       the numbers of one printer each; docs/print.md tells how to read and renew them
"""

from myopress.printers.targets import (
    Block,
    Colour,
    Cover,
    Paper,
    Printer,
    Target,
    find_target,
    printer,
    target_names,
)

__all__ = [
    "Block",
    "Colour",
    "Cover",
    "Paper",
    "Printer",
    "Target",
    "find_target",
    "printer",
    "target_names",
]
