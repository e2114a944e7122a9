"""Raw HTML in Markdown: its tags, and the nodes that safe elements become.

Elements that are not on the list (docs/manuscript.md) are reported and their content is kept,
except that of `script` and its like, which is not text. No raw HTML is handed on.
"""

from myopress.html_input.elements import element, ends
from myopress.html_input.flow import (
    Content,
    Part,
    figure,
    flow,
    keep_line_ends,
    phrasing,
    text_nodes,
    trimmed,
    without_figure,
)
from myopress.html_input.tags import (
    Tag,
    decoded,
    is_unsafe,
    pieces,
    report_open_comment,
    report_stray,
    report_unsafe,
    tag,
)

__all__ = [
    "Content",
    "Part",
    "Tag",
    "decoded",
    "element",
    "ends",
    "figure",
    "flow",
    "is_unsafe",
    "keep_line_ends",
    "phrasing",
    "pieces",
    "report_open_comment",
    "report_stray",
    "report_unsafe",
    "tag",
    "text_nodes",
    "trimmed",
    "without_figure",
]
