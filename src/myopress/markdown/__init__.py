"""Markdown in, nodes out: the only folder that knows markdown-it.

`chapter.py` is the way through: source text, tokens (`syntax.py` and the rules beside it),
nodes (`blocks.py`, `inlines.py`).
"""

from myopress.markdown.chapter import Draft, read_chapter, read_title

__all__ = ["Draft", "read_chapter", "read_title"]
