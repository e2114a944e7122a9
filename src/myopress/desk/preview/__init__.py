"""The book in the browser while it is written: text, e-reader, print and sheet, with its faults.

    reading.py   the book read as far as the text that is shown, and what was found in it
    text.py      chapters as HTML with the lines that they were read from
    faults.py    diagnostics as data for the page
    desk.py      the state that is shown, renewed when a file changes
    watching.py  which files' changes count (watchfiles)
    press.py     the process beside this one that lays out pages
    setting.py   what is laid out there
    drawing.py   pages of a PDF as pictures (pypdfium2)
    shelf.py     the e-reader's files and the sheet, made when they are looked at
    editor.py    the author's editor opened at a line
    guard.py     who may ask: this machine's own pages only
    server.py    addresses and answers (starlette, uvicorn)
    client/      the page: HTML, style, scripts

The text is made in this process, pages in another, so that text never waits for pages.
"""
