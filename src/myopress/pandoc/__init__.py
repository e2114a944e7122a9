"""pandoc's JSON in and out, so that its readers, filters and writers serve as ours.

    read/   its blocks and inlines -> drafts, which are normalized like any other book's
    write/  a document -> its blocks and inlines

The form is that of pandoc-types 1.16 to 1.23 (https://hackage.haskell.org/package/pandoc-types):
every element is `{"t": type, "c": content}`. What we have and pandoc has not is a Div or a Span
whose class or attributes tell what it is; docs/pandoc.md lists them.
"""

from myopress.pandoc.read import read_book
from myopress.pandoc.write import encode

__all__ = ["encode", "read_book"]
