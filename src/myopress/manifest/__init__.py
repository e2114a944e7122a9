"""What a book is made of: `book.toml`, `SUMMARY.md`, a bare folder or one file -> `Book`.

With `resources.py` the only stage that reads the disk. Nothing outside the book's folder is
read, save the `styles/` beside a `manuscript/`, and what the author allows by name.

    toml_book.py   book.toml -> Book, each fault at its line
    toml_values.py one value of book.toml checked and made what the document wants
    toml_lines.py  where in the text a key or a string stands
    summary.py     SUMMARY.md, mdBook's list of chapters
    folder.py      the Markdown files of a folder in natural order
    dialects/      chapters written for another tool, made ours line by line
    files.py       a text file, decoded; whether a path stays inside the book
    book.py        Book and ChapterEntry
"""

from myopress.manifest.book import Book, ChapterEntry
from myopress.manifest.files import NOTHING_MORE, Folder, Reach
from myopress.manifest.load import load_book

__all__ = ["NOTHING_MORE", "Book", "ChapterEntry", "Folder", "Reach", "load_book"]
