"""Content for other programs: shown as code if there are words in it, and told of in any case."""

from __future__ import annotations

import re

from myopress.diagnostics import Code, note, warning
from myopress.pandoc.read.shape import Foreign

HTML = frozenset({"html", "html4", "html5"})
"""What goes the way of all HTML."""
TEX = frozenset({"tex", "latex"})

_LAYOUT = re.compile(
    r"""\s*(?:\\(?:newpage|clearpage|cleardoublepage|pagebreak|linebreak|newline|vfill|hfill|bigskip
      |medskip|smallskip|noindent|par|centering|maketitle|tableofcontents|listoffigures|listoftables
      |(?:[vh]space\*?|pagestyle|thispagestyle)\{[^{}]*\})(?:\[\d\])?(?![A-Za-z])\s*)+""",
    re.VERBOSE,
)
_TAGS = re.compile(r"<[^<>]*>")


def code_of(form: str, text: str, reading: Foreign) -> str:
    """What is shown of raw content in a format: all of it, or nothing if it only lays out pages."""
    said = " ".join(reading.clean(text).split())
    shown = said if len(said) < 60 else f"{said[:57]}..."
    message = f"“{shown}” is a command for {reading.clean(form)}"
    if (form in TEX and _LAYOUT.fullmatch(text)) or not _TAGS.sub("", said).strip():
        hint = "it has no words, and is left out"
        reading.report(note(Code.FOREIGN_SYNTAX, message, reading.place, hint))
        return ""
    reading.report(warning(Code.FOREIGN_SYNTAX, message, reading.place, "it is shown as code"))
    return reading.clean(text)
