"""Front and back matter: by the chapters' roles, and the lists that the tool adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from myopress.document import Chapter, Listing, Matter, Role, Text
from myopress.slugs import unique
from myopress.words import Words

_FRONT: frozenset[Role] = frozenset({
    "halftitle", "titlepage", "copyright", "dedication", "epigraph", "contents", "foreword",
    "preface", "acknowledgments",
})  # fmt: skip
_BACK: frozenset[Role] = frozenset({
    "appendix", "glossary", "references", "index", "colophon", "afterword", "acknowledgments",
})  # fmt: skip
"""The order and the division of a book's parts: The Chicago Manual of Style, 17th ed., 1.4."""


def arrange(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Chapters whose roles put them before or after the body, where the book lists them so."""
    front = _run(chapters, _FRONT, "front")
    back = _run(chapters[::-1], _BACK, "back")
    made = list(chapters)
    for place in range(front):
        made[place] = replace(made[place], matter="front")
    for place in range(max(front, len(made) - back), len(made)):
        made[place] = replace(made[place], matter="back")
    return tuple(made)


def _run(chapters: Sequence[Chapter], roles: frozenset[Role], matter: Matter) -> int:
    """How many chapters from the beginning on belong to `matter`."""
    for count, chapter in enumerate(chapters):
        if chapter.matter != matter and chapter.role not in roles:
            return count
    return len(chapters)


def lists_to_add(
    words: Words, taken: Callable[[str], bool], *, references: bool, terms: bool
) -> tuple[Chapter, ...]:
    """Chapters for the lists that the book needs and its author did not place."""
    wanted: list[tuple[Listing, str, Role]] = []
    if references:
        wanted.append((Listing("references"), words.references, "references"))
    if terms:
        wanted.append((Listing("index"), words.index, "index"))
    return tuple(
        Chapter(
            id=unique(role, taken), title=(Text(title),), blocks=(listing,), role=role,
            matter="back", unnumbered=True,
        )
        for listing, title, role in wanted
    )  # fmt: skip
