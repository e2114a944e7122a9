"""Justified text that is worth reading: lines chosen for the whole paragraph.

WeasyPrint breaks lines one by one and only ever stretches them. Here each justified paragraph is
measured when its width is known, its lines are chosen at once, and each becomes a box of its own
that WeasyPrint breaks nowhere; pages, notes, links and tags go on as before. What is ragged right
is set so too.

    setting.py   paragraphs as WeasyPrint comes to them: given lines, turned over whole
    choosing.py  a paragraph and its measures -> its lines, remembered
    text.py      boxes -> letters with their widths
    places.py    the places where lines may end
    hanging.py   what hangs over the edge
    breaking.py  widths -> the best lines
    boxes.py     the best lines -> boxes
"""

from __future__ import annotations

from myopress.backends.pdf.lines.setting import whole_paragraphs

__all__ = ["whole_paragraphs"]
