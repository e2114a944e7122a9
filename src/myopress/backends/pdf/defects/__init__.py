"""What is wrong with the pages of a part, measured on the boxes that WeasyPrint laid out.

Each box keeps the element that it came from, and that the lines of Markdown: so a defect names
its place in the manuscript. It becomes a diagnostic when the printed page numbers are known.

    leaves.py    boxes -> lines and pictures in reading order
    lines.py     lines too wide, too loose, alone on a page, too short at the end
    places.py    boxes off the page or over another, rows that split, pictures too coarse
    flow.py      headings at a page's foot, short last pages
    notes.py     notes that moved, were cut or lost
    faces.py     typefaces that a style sheet names and the book has not
    find.py      all of them
    telling.py   defects -> diagnostics
"""
