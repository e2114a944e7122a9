"""Quotation marks, apostrophes, dashes and ellipses as a printer sets them.

Marks are found in the words of a whole run of inlines, so that the quotes of `"*word*"` see
what stands between them. Code, maths and addresses are never touched. An author's own
typographic marks and spaces stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from myopress.document import (
    CrossReference,
    Emphasis,
    GlossaryTerm,
    HardBreak,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    NoteReference,
    Phrase,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from myopress.words import Words, words_of

_MARK = re.compile(r"""["']|-{2,}|\.{3,}""")
_WITHIN = re.compile("'(?<=[A-Za-z]')(?=[A-Za-z])")
"""An apostrophe within a word, most of all marks, which needs no look around; a pattern that
begins with a letter of its own is found quickest."""
_ALONE = "\ufffc"
"""Stands for what is no text, such as code, in the words of a run: a letter, as marks see it."""
_TRANSPARENT = (
    Emphasis, Strong, Strikethrough, Superscript, Subscript, CrossReference, IndexTerm, GlossaryTerm,
)  # fmt: skip
_LITERAL = {"kbd", "samp", "var"}
_OPENERS = "([{<¡¿‘“„«‚‹/=–—-"
_DASHES = "–—-"
_ELISION = re.compile(
    r"(?:tis|twas|twere|twill|twould|em|til|till|cause|n|round|bout|tain|neath)\b|\d\ds?\b",
    re.IGNORECASE,
)
"""English words that begin with an apostrophe, and years without their century."""
_CLOSING_SINGLE = re.compile(r"(?<=[^\s])'(?![^\W_])")


_DEEPEST = 16
"""Quotations within each other that are remembered; marks that never close are no nesting."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def typeset(run: Inlines, language: str) -> Inlines:
    """`run` with typographic marks; the same object if there is nothing to do."""
    if len(run) == 1 and run[0].__class__ is Text and not _has_marks(run[0].text):
        return run
    run = _with_apostrophes(run)
    pieces: list[str] = []
    _gather(run, pieces)
    words = "".join(pieces)
    if not _has_marks(words) and not _has_other_language(run):
        return run
    edits = list(_edits(words, words_of(language)))
    return _Setter(edits).set(run)


def typeset_text(text: str, language: str) -> str:
    """Plain words with typographic marks."""
    for edit in reversed(list(_edits(text, words_of(language)))):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _has_marks(words: str) -> bool:
    """Whether there is what no mark is without: quicker than to look for marks."""
    return "'" in words or '"' in words or "--" in words or "..." in words


def _with_apostrophes(run: Inlines) -> Inlines:
    """`run` with apostrophes in the words that stand whole in a node."""
    made: list[Inline] = []
    same = True
    for node in run:
        new = node
        if isinstance(node, Text):
            if "'" in node.text and (text := _WITHIN.sub("’", node.text)) != node.text:
                new = Text(text, span=node.span)
        elif _is_open(node):
            old: Inlines = node.children  # type: ignore[union-attr]
            if (children := _with_apostrophes(old)) is not old:
                new = _filled(node, children)
        same = same and new is node
        made.append(new)
    return run if same else tuple(made)


def _gather(run: Inlines, pieces: list[str]) -> None:
    """Add the words of `run`, one piece for each node that has some."""
    for node in run:
        kind = node.__class__
        if kind is Text:
            pieces.append(node.text)  # type: ignore[union-attr]
        elif kind is SoftBreak or kind is HardBreak:
            pieces.append("\n")
        elif kind is NoteReference:
            pass
        elif _is_open(node):
            _gather(node.children, pieces)  # type: ignore[union-attr]
        else:
            pieces.append(_ALONE)


def _is_open(node: Inline) -> bool:
    """Whether the words within `node` belong to the run around it."""
    match node:
        case Phrase(kind=kind, attributes=attributes):
            return kind not in _LITERAL and not attributes.language
        case Link():
            return not _shows_address(node)
        case _:
            return isinstance(node, _TRANSPARENT)


def _shows_address(link: Link) -> bool:
    match link.children:
        case (Text(text),):
            return text in link.target or "://" in text or text.startswith("www.")
        case _:
            return False


def _has_other_language(run: Inlines) -> bool:
    for node in run:
        if node.__class__ is Text or node.__class__ is SoftBreak:
            continue
        if isinstance(node, Phrase) and node.attributes.language:
            return True
        if _has_other_language(getattr(node, "children", ())):
            return True
    return False


def _filled(node: Any, children: Inlines) -> Inline:  # noqa: ANN401 -- any inline with children
    made: Inline = replace(node, children=children)
    return made


class _Setter:
    """Puts edits, sorted by place, into the texts that they fall into."""

    def __init__(self, edits: list[_Edit]) -> None:
        self.edits = edits
        self.next = 0
        self.place = 0

    def set(self, run: Inlines) -> Inlines:
        made = tuple([self.node(node) for node in run])
        return run if all(a is b for a, b in zip(made, run, strict=True)) else made

    def node(self, node: Inline) -> Inline:
        if isinstance(node, Text):
            return self.text(node)
        if isinstance(node, NoteReference):
            return node
        if _is_open(node):
            children = self.set(node.children)  # type: ignore[union-attr]
            return node if children is node.children else _filled(node, children)  # type: ignore[union-attr]
        self.place += 1
        if isinstance(node, Phrase) and node.kind not in _LITERAL:
            return replace(node, children=typeset(node.children, node.attributes.language))
        return node

    def text(self, node: Text) -> Text:
        start, old = self.place, node.text
        self.place = end = start + len(old)
        pieces, done = [], start
        while self.next < len(self.edits) and self.edits[self.next].start < end:
            edit = self.edits[self.next]
            self.next += 1
            if edit.end <= end:  # else the mark is split between two nodes: left as written
                pieces += [old[done - start : edit.start - start], edit.text]
                done = edit.end
        text = "".join(pieces) + old[done - start :]
        return Text(text, span=node.span) if pieces else node


def _edits(words: str, language: Words) -> Iterator[_Edit]:
    quotes = _Quotes(words, language)
    for match in _MARK.finditer(words):
        start, end = match.span()
        mark = match.group()
        if mark[0] == ".":
            new = _dots(mark, words[start - 1 : start])
        elif mark[0] == "-":
            new = _dash(mark, words[start - 1 : start], words[end : end + 1])
        else:
            new = quotes.set(mark, start)
        if new != mark:
            yield _Edit(start, end, new)


def _dots(mark: str, before: str) -> str:
    """Three dots are an ellipsis, and a full stop may follow; longer rows are leaders or play."""
    if before == "/" or len(mark) > 4:
        return mark
    return "…" + mark[3:]


def _dash(mark: str, before: str, after: str) -> str:
    """`--` is an en dash, `---` an em dash; `--option` is neither."""
    if len(mark) > 3:
        return mark
    option = (not before or before.isspace() or before in "([{") and after.isalnum()
    if len(mark) == 2:
        return mark if option else "–"
    return "—"


class _Quotes:
    """Turns straight quotes in the order in which they stand, knowing which are open."""

    def __init__(self, words: str, language: Words) -> None:
        outer, inner = language.quotes[:2], language.quotes[2:]
        singles_outside = outer[0] in "‘‚‹’"
        self.pairs = {
            '"': inner if singles_outside else outer,
            "'": outer if singles_outside else inner,
        }
        self.words = words
        self.open: list[str] = []
        self.before_last = (-1, "")
        self.closing = -1

    def set(self, mark: str, place: int) -> str:
        new = self._double(place) if mark == '"' else self._single(place)
        self.before_last = (place, new)
        return new

    def _before(self, place: int) -> str:
        """The character before `place`, as it was set."""
        last, new = self.before_last
        return new[-1:] if last == place - 1 and last >= 0 else self.words[place - 1 : place]

    def _double(self, place: int) -> str:
        before, after = self._before(place), self.words[place + 1 : place + 2]
        if before.isdigit() and '"' not in self.open:
            return '"'  # inches or seconds
        return self._turn('"', opens=self._opens('"', before, after))

    def _single(self, place: int) -> str:
        before, after = self._before(place), self.words[place + 1 : place + 2]
        if before.isdigit() and "'" not in self.open and not after.isalpha():
            return "'"  # feet or minutes
        if _is_letter(before) and _is_letter(after):
            return "’"
        if not self._opens("'", before, after):
            return self._turn("'", opens=False) if "'" in self.open else "’"
        if _ELISION.match(self.words, place + 1) or not self._closes_after(place + 1):
            return "’"
        return self._turn("'", opens=True)

    def _closes_after(self, place: int) -> bool:
        """Whether a mark that can close stands from `place` on; each is sought only once."""
        if self.closing <= place:
            found = _CLOSING_SINGLE.search(self.words, place + 1)
            self.closing = found.start() if found else len(self.words)
        return self.closing < len(self.words)

    def _turn(self, mark: str, *, opens: bool) -> str:
        if opens:
            self.open.append(mark)
            del self.open[:-_DEEPEST]
        elif mark in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(mark) :]
        return self.pairs[mark][0 if opens else 1]

    def _opens(self, mark: str, before: str, after: str) -> bool:
        blank_before = not before or before.isspace()
        blank_after = not after or after.isspace()
        if blank_before and blank_after:
            return mark not in self.open
        if blank_before and after in ".,;:!?)" and mark in self.open:
            return False  # a space before the closing mark, as in: it prints "Hello, ".
        if blank_before or blank_after:
            return blank_before
        if before in _DASHES or before == "’":
            return after not in ".,;:!?)]}" and mark not in self.open
        return before in _OPENERS or (before == '"' and mark not in self.open)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == _ALONE
