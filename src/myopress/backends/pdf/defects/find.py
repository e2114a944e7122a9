"""All defects of a laid-out part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from myopress.backends.pdf.defects import faces, flow, lines, notes, places
from myopress.backends.pdf.defects.leaves import pages_of, where_of, within
from myopress.backends.pdf.parts import Defect, Press, Reference


def defects_of(layout: Any, press: Press) -> tuple[Defect, ...]:  # noqa: ANN401
    """The defects of a WeasyPrint layout, the worst of each kind at each line of the manuscript."""
    worst: dict[tuple[str, str], Defect] = {}
    for defect in _all(layout, press):
        key = defect.kind, defect.where or str(defect.page)
        if key not in worst or _excess(defect) > _excess(worst[key]):
            worst[key] = defect
    return tuple(sorted(worst.values(), key=lambda defect: defect.page))


def references_of(layout: Any) -> tuple[Reference, ...]:  # noqa: ANN401
    """The links of a layout to ids of the book."""
    found: dict[tuple[str, str], Reference] = {}
    for page in pages_of(layout):
        for leaf in page.leaves:
            for box in within(leaf.box):
                link = box.element.get("href", "") if box.element is not None else ""
                if link.startswith("xref:") and box.element.get("class") != "note-call":
                    target = link.removeprefix("xref:")
                    place = where_of(box, leaf.where)
                    found.setdefault((target, place), Reference(target, page.number, place))
    return tuple(found.values())


def _excess(defect: Defect) -> float:
    return abs(defect.value - defect.limit)


def _all(layout: Any, press: Press) -> Iterator[Defect]:  # noqa: ANN401
    pages = pages_of(layout)
    found = [
        lines.overfull(pages),
        lines.loose(pages),
        lines.by_line(pages),
        lines.alone(pages),
        lines.runts(pages),
        places.off_page(pages),
        places.overlapping(pages),
        places.split_rows(pages),
        places.coarse(pages, press.ppi),
        flow.stranded(pages),
        notes.cut(pages),
        notes.astray(pages),
        faces.substituted(pages, press.styles),
    ]
    if not is_front(pages[0].box.children[0].element):
        found.append(flow.short(pages))
    return chain.from_iterable(found)


def is_front(root: Any) -> bool:  # noqa: ANN401
    """Whether a part is one of those before the text, which have pages of their own kind."""
    return "matter-front" in (root.get("class") or "").split()
