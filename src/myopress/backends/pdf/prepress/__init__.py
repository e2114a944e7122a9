"""From a laid-out book to a printer's files.

The pages: `gutter.py` finds the inside margin, `sheet.py` strips and places the pages,
`colour.py` and `content.py` give them the printer's colours, `proof.py` looks where the ink is. The cover:
`wrap.py` has its places, `ean.py` and `barcode.py` the ISBN's bars, `cover.py` draws it.
`preflight.py` judges both against the printer's limits.
"""
