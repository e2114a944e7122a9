"""Justified text that is worth reading: lines chosen for the whole paragraph.

WeasyPrint breaks lines one by one and only ever stretches them. Here each justified paragraph is
measured when its width is known, its lines are chosen at once, and each becomes a box of its own
that WeasyPrint breaks nowhere; pages, notes, links and tags go on as before.

    text.py      boxes -> letters with their widths, and the places where lines may end
    breaking.py  widths -> the best lines
    boxes.py     the best lines -> boxes
"""

from __future__ import annotations

from myopress.backends.pdf.lines.boxes import whole_paragraphs

__all__ = ["whole_paragraphs"]
