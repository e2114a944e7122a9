"""What the search looks through: the text of each section, as a script that a page can load.

A page opened from a folder may load a script beside it, but not read a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from lxml import etree

from myopress.backends.html import Element
from myopress.backends.mathml import MATHML
from myopress.backends.site.places import Site
from myopress.walk import plain_text

_RUNNING = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var"}
)  # fmt: skip
"""Elements within a line; others part words."""
_UNSAID = frozenset({"note-call", "note-number", "note-return"})
"""Classes of elements whose words are no text."""
_MATH = f"{{{MATHML}}}math"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def search_text(site: Site, bodies: Sequence[Element]) -> bytes:
    """JavaScript that sets `bookText`: of each section its address, titles and text."""
    rows = [
        json.dumps(row, ensure_ascii=False)
        for position, body in enumerate(bodies)
        for row in _rows(site, position, body)
    ]
    return ("globalThis.bookText = [\n" + ",\n".join(rows) + "\n];\n").encode()


def _rows(site: Site, position: int, body: Element) -> Iterator[tuple[str, str, str]]:
    name = site.chapters[position]
    chapter = plain_text(site.document.chapters[position].title)
    for section in body.iter("section", "div"):
        if section is body:
            yield name, chapter, _text(section)
        elif section.get("class", "").startswith("level-"):
            heading = next(section.iterchildren(*_HEADINGS), None)
            title = "" if heading is None else _text(heading)
            address = f"{name}#{heading.get('id')}" if heading is not None else name
            yield address, f"{chapter} › {title}", _text(section)


def _text(root: Element) -> str:
    """The words of an element, without those of sections within it."""
    return " ".join("".join(_pieces(root)).split())


def _pieces(root: Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        space = "" if node.tag in _RUNNING else " "
        if event == "end":
            yield space + ((node.tail or "") if node is not root else "")
        elif _is_apart(node, root):
            walk.skip_subtree()
        elif node.tag == _MATH:
            yield f" {node.get('alttext', '')}"
            walk.skip_subtree()
        else:
            alt = node.get("alt", "") if node.tag == "img" else ""
            yield f"{space}{alt}{space}{node.text or ''}"


def _is_apart(node: Element, root: Element) -> bool:
    classes = node.get("class", "").split()
    inner = node is not root and any(name.startswith("level-") for name in classes)
    return (inner and node.tag == "section") or not _UNSAID.isdisjoint(classes)
