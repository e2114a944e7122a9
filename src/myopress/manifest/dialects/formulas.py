r"""Displayed formulas: LaTeX's environments, and bookdown's names for them.

\begin{equation} a = b (\#eq:sum) \end{equation}  ->  $$ a = b $$ {#eq-sum}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from myopress.manifest.dialects.lines import Line, with_code

_BEGIN = re.compile(r"\s*\\begin\{(equation|align|gather|multline|eqnarray|displaymath)(\*?)\}(.*)")
_END = re.compile(r"(.*)\\end\{(?:equation|align|gather|multline|eqnarray|displaymath)\*?\}\s*")
_NAME = re.compile(r"\s*(?:\(\\#|\\label\{)eq:([\w-]+)[)}]")
_WITHIN = {"align": "aligned", "gather": "gathered", "multline": "gathered", "eqnarray": "aligned"}


def with_formulas(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with every displayed formula between dollars, its name behind it."""
    name, within, is_open = "", "", False
    for line, info in with_code(lines):
        text = line.text
        if info is not None or not (is_open or "$$" in text or "\\begin{" in text):
            yield line
            continue
        if found := _NAME.search(text):
            name, text = found[1], _NAME.sub("", text)
        if not is_open and (begins := _BEGIN.fullmatch(text)):
            inner = _WITHIN.get(begins[1], "")
            within = f"\\end{{{inner}}}" if inner else ""
            text = "$$" + (f"\\begin{{{inner}}}" if inner else "") + begins[3]
            is_open = True
        elif text.count("$$") == 1:
            is_open = not is_open
        if is_open and (ends := _END.fullmatch(text)):
            text, is_open = f"{ends[1]}{within}$$", False
        closed = not is_open and text.rstrip().endswith("$$")
        if not text.strip() and is_open:
            continue  # an empty line would end the formula
        yield line.having(f"{text.rstrip()} {{#eq-{name}}}" if name and closed else text)
        name = "" if closed else name
