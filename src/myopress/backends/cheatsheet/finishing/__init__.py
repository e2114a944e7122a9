"""What is done to a sheet's PDF once it is laid out; the only folder here that knows pikepdf.

stamp.py   one sheet and the bands of many gyms -> one PDF
twice.py   two of a small sheet on one paper, to be cut apart
grey.py    all colours to greys as light as they are
vector.py  the page as SVG
"""

from myopress.backends.cheatsheet.finishing.grey import in_grey
from myopress.backends.cheatsheet.finishing.stamp import stamp
from myopress.backends.cheatsheet.finishing.twice import twice
from myopress.backends.cheatsheet.finishing.vector import as_svg

__all__ = ["as_svg", "in_grey", "stamp", "twice"]
