"""Document -> one-page PDF: every card of the book on one sheet, in type as large as fits.

Each file has one step:

    choose.py   what stands on it             fit.py      columns, type size, air: arithmetic
    drop.py     what may be left out          page.py     the markup
    measure.py  how high everything is        fibres.py   the drawings
    boxes.py    what WeasyPrint laid out      proof.py    whether the page is what was meant
    organs.py   organs that cards name        body.py     the human figure
    body_map.py figure, labels, badges
    findings.py what is reported               making.py   all of it in turn
    bands.py    a gym's own part               finishing/  what is done to the PDF (pikepdf)
    papers.py   papers and their templates      poster.py   what large and small sheets leave out
    handouts.py a sheet for each gym            screen.py   the sheet as an HTML page
    sheet.py    the sheet as PDF, PNG, SVG      picture.py  pixels and words of a PDF (pypdfium2)
"""

from myopress.backends.cheatsheet.handouts import Handout, render_handouts
from myopress.backends.cheatsheet.making import Made, make
from myopress.backends.cheatsheet.screen import render_html
from myopress.backends.cheatsheet.sheet import render, render_png, render_svg

__all__ = [
    "Handout", "Made", "make", "render", "render_handouts", "render_html", "render_png",
    "render_svg",
]  # fmt: skip
