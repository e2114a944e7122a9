"""Many books at once: what is to be made, by whom, and what came of it.

    manifest.py   catalog.toml, or a folder of books -> the books, and how each is made
    schema.py     the JSON Schema of catalog.toml, for editors; catalog.schema.json is its text
    sources.py    the files that a book is made from, by their digests
    task.py       a book as work: plain data that goes to another process, and what comes back
    local.py      tasks done by processes of this machine
    cluster.py    tasks done by a cluster (Dask)
    shelf.py      where results go: a folder, or an address on the web (fsspec)
    record.py     what was made of a book, kept beside it, so that it is not made twice
    report.py     what came of the run, as data and as a page

How one book is made is not known here: `run/one_book.py` does it.
"""
