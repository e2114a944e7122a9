"""What changed between two states of a book, in words: chapter by chapter, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from myopress.edition.lock import Lock, LockedChapter, Passage

_SHOWN = 6
"""So many lines of a chapter are named for one kind of change."""


def changes(old: Lock, new: Lock) -> Iterator[str]:
    """A line for each thing that is not as it was, in the order of the book; none if all is."""
    before = {chapter.id: chapter for chapter in old.chapters}
    after = {chapter.id: chapter for chapter in new.chapters}
    for chapter in new.chapters:
        if chapter.id in before:
            yield from _in_chapter(before[chapter.id], chapter)
        else:
            yield f"chapter “{chapter.title}” is new"
    for chapter in old.chapters:
        if chapter.id not in after:
            yield f"chapter “{chapter.title}” is gone"
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield "chapters stand in another order"
    if old.metadata != new.metadata:
        yield "what book.toml says about the book changed"
    if old.target != new.target:
        yield f"the printer's target was “{old.target}” and is “{new.target}”"
    if old.settings != new.settings:
        yield "settings in book.toml changed"
    yield from _mapped("picture", old.pictures, new.pictures)
    yield from _mapped("style sheet", old.made.styles, new.made.styles)
    yield from _mapped("font", old.made.fonts, new.made.fonts)
    for name in sorted({*old.made.tools, *new.made.tools}):
        was, now = (made.tools.get(name, "none") for made in (old.made, new.made))
        if was != now:
            yield f"tool {name} was {was} and is {now}"


def _mapped(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield f"{what} {name} is new"
        elif name not in new:
            yield f"{what} {name} is gone"
        elif old[name] != new[name]:
            yield f"{what} {name} changed"


def _in_chapter(old: LockedChapter, new: LockedChapter) -> Iterator[str]:
    """A line for each kind of change in a chapter, with the lines of the manuscript."""
    found: Counter[str] = Counter()
    places: dict[str, list[str]] = {}
    for kind, passage in _changed(old.passages, new.passages):
        found[kind] += 1
        if passage.span is not None and passage.span.line:
            places.setdefault(kind, []).append(str(passage.span.line))
    for kind, count in sorted(found.items()):
        there = places.get(kind, [])
        more = ", …" if len(there) > _SHOWN else ""
        where = f" ({new.file}:{', '.join(there[:_SHOWN])}{more})" if there else ""
        yield f"“{new.title}”: {kind}{f', {count} times' if count > 1 else ''}{where}"


def _changed(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[tuple[str, Passage]]:
    """Each passage that is not as it was, with the kind of its change."""
    matcher = SequenceMatcher(None, [p.whole for p in old], [p.whole for p in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        for was, now in zip_longest(old[a:b], new[c:d]):
            if was is None:
                yield f"a {now.kind} added", now
            elif now is None:
                yield f"a {was.kind} removed", was
            else:
                yield f"{_difference(was, now)} of a {now.kind}", now


def _difference(old: Passage, new: Passage) -> str:
    if old.words != new.words:
        return "words"
    return "punctuation" if old.text != new.text else "form"
