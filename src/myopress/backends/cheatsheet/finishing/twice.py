"""Two of a small sheet on one paper, side by side or one above the other, and where to cut."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

MARKED = frozenset({"BDC", "BMC", "EMC"})
TICK = 11.0
"""The length, in pt, of the marks at both ends of the cut: the line between them is thin dashes."""


def twice(pdf: bytes) -> bytes:
    """Each page of a tagged PDF twice on a paper of twice its size.

    The second is an artifact, so that nobody hears the same words twice (ISO 14289-1, 7.1): its
    drawing is the page's own, without the marks that tie it to the tags.
    """
    with pikepdf.open(io.BytesIO(pdf)) as book:
        for page in book.pages:
            _double(book, page)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        book.save(out, deterministic_id=True, object_stream_mode=mode)
    return out.getvalue()


def _double(book: pikepdf.Pdf, page: pikepdf.Page) -> None:
    _, _, width, height = map(float, page.mediabox)
    beside = width < height
    right, up = (width, 0.0) if beside else (0.0, height)
    copy = book.make_stream(_unmarked(page))
    copy.Type, copy.Subtype, copy.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    copy.Resources = page.obj.Resources
    resources = Dictionary({**page.obj.Resources})
    resources.XObject = Dictionary({**page.obj.Resources.get("/XObject", {}), "/Second": copy})
    page.obj.Resources = resources
    # The first stands at the origin's side: its tags' boxes hold. Where the second must stand
    # below, the page's own corner moves instead.
    page.mediabox = (
        Array([0, 0, width + right, height]) if beside else Array([0, -height, width, height])
    )
    move = f"1 0 0 1 {right:g} {-up:g} cm"
    cut = _cut(width, 0.0, height) if beside else _cut(0.0, 0.0, width, level=True)
    drawing = f"\nQ /Artifact BMC q {move} /Second Do Q {cut} EMC"
    given = page.obj.Contents
    parts = list(given) if isinstance(given, Array) else [given]
    page.obj.Contents = Array(
        [book.make_stream(b"q\n"), *parts, book.make_stream(drawing.encode("ascii"))]
    )
    for box in ("/TrimBox", "/BleedBox", "/CropBox", "/ArtBox"):
        if box in page.obj:
            del page.obj[box]


def _cut(at: float, start: float, end: float, *, level: bool = False) -> str:
    """A line to cut along: a firm tick at both ends, thin dashes between."""

    def line(a: float, b: float) -> str:
        if level:
            return f"{a:g} {at:g} m {b:g} {at:g} l S"
        return f"{at:g} {a:g} m {at:g} {b:g} l S"

    ticks = line(start, start + TICK) + " " + line(end - TICK, end)
    return f"q 0 G .6 w {ticks} .25 w [2 3] 0 d {line(start + TICK, end - TICK)} Q"


def _unmarked(page: pikepdf.Page) -> bytes:
    kept: list[Any] = [
        instruction
        for instruction in pikepdf.parse_content_stream(page)
        if instruction.operator not in map(Operator, MARKED)
    ]
    return pikepdf.unparse_content_stream(kept)
