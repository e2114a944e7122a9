"""What a printed edition was made of, and what a change to the book does to it.

lock.py    document + outputs -> Lock      file.py     a lock as a TOML file
changes.py two locks -> what changed       moves.py    two locks -> what moved
"""

from myopress.edition.changes import changes
from myopress.edition.file import LockError, decode, encode
from myopress.edition.lock import Lock, Made, lock
from myopress.edition.moves import Moves, as_tree, as_words, moves

__all__ = [
    "Lock",
    "LockError",
    "Made",
    "Moves",
    "as_tree",
    "as_words",
    "changes",
    "decode",
    "encode",
    "lock",
    "moves",
]
