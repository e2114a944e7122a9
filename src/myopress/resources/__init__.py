"""Pictures, style sheets and bibliographies: files that the document needs -> its own data.

With `manifest/` the only stage that reads the disk; nothing outside the book's folder is read
and nothing is fetched.

    load.py          the files that a document names, put into it
    pictures.py      a picture's kind and size, by its bytes; the only file that knows Pillow
    style_sheets.py  what a style sheet needs; the only file that knows tinycss2
    references.py    bibliographies in CSL-JSON -> Reference
"""

from myopress.resources.load import load_resources
from myopress.resources.pictures import Picture, examine
from myopress.resources.references import load_references

__all__ = ["Picture", "examine", "load_references", "load_resources"]
