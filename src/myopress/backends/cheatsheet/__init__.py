"""Document -> one-page PDF: every card of the book on one sheet, in type as large as fits.

Each file has one step:

    choose.py   what stands on it             fit.py      columns, type size, air: arithmetic
    drop.py     what may be left out          page.py     the markup
    measure.py  how high everything is        fibres.py   the drawings
    boxes.py    what WeasyPrint laid out      proof.py    whether the page is what was meant
    organs.py   organs that cards name        body.py     the human figure
    body_map.py figure, labels, badges
    findings.py what is reported               making.py   all of it in turn
    bands.py    a gym's own part               stamp.py    sheet and bands to one PDF (pikepdf)
    handouts.py a sheet for each gym            screen.py   the sheet as an HTML page
    picture.py  the sheet as PNG (pypdfium2)
"""

from myopress.backends.cheatsheet.handouts import Handout, render_handouts
from myopress.backends.cheatsheet.making import render
from myopress.backends.cheatsheet.picture import render_png
from myopress.backends.cheatsheet.screen import render_html

__all__ = ["Handout", "render", "render_handouts", "render_html", "render_png"]
