"""The boxes of a page in reading order, and the marks in what is drawn of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pydyf  # type: ignore[import-untyped]

Box: TypeAlias = Any
CELLS = frozenset({"tr", "td", "th"})
STAMP = "data-stamp"
"""The attribute of an element whose words are a stand-in: it says for what."""
_PARTED = 0.015
"""Letterspacing (em) from which gaps between letters may be taken for spaces."""


def is_spaced(style: Any) -> bool:  # noqa: ANN401
    """Whether letters are parted, and not only fitted to their line."""
    letter = style["letter_spacing"]
    return letter != "normal" and bool(abs(letter) > _PARTED * style["font_size"])


def counts(box: Box) -> bool:
    """Whether a box without content has a place in the tree: an empty cell, a note's call."""
    return box.element_tag in CELLS or str(box.element_tag).endswith("::footnote-call")


def boxes(box: Box, *, linked: bool) -> Iterator[tuple[Box, bool]]:
    """All boxes of a page in reading order, but for margin boxes (running heads).

    With each goes whether a box around it is a link.
    """
    box = getattr(box, "_box", box)  # a placeholder for what is placed absolutely
    if hasattr(box, "at_keyword"):
        return
    yield box, linked
    linked = linked or box.link_annotation is not None
    for child in box.children:
        yield from boxes(child, linked=linked)


def is_blank(box: Box) -> bool:
    """Whether a box has no letters but spaces."""
    return not getattr(box, "text", "x").strip()


def margin_boxes(page: Box) -> Iterator[tuple[Box, dict[str, str]]]:
    """All boxes of running heads and feet, with what each is as an artifact (PDF/UA-1, 7.8)."""
    for margin in page.children:
        if hasattr(margin, "at_keyword"):
            kind = "/Header" if margin.at_keyword.startswith("@top") else "/Footer"
            for box in margin.descendants():
                yield box, {"Type": "/Pagination", "Subtype": kind}


def write_marks(
    stream: Any,  # noqa: ANN401
    artifacts: dict[int, dict[str, str]],
    spaced: dict[int, str],
    stamps: dict[int, str],
) -> None:
    """Make artifacts of marked content without an element; say letterspaced words, name stamps.

    Gaps between letters look like spaces to a program that copies or reads out, so that the
    words are given as they are.
    """
    content = stream.stream
    for place, item in enumerate(content):
        if isinstance(item, pydyf.Dictionary) and (mark := item.get("MCID")) is not None:
            if mark in artifacts:
                content[place - 1] = "/Artifact"
                content[place] = pydyf.Dictionary(artifacts[mark])
                continue
            if mark in spaced:
                item["ActualText"] = pydyf.String(spaced[mark])
            if mark in stamps:
                item["Stamp"] = f"<{stamps[mark].encode().hex()}>"
