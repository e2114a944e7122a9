"""Claims: what is said, and in a line of its own how well it is known."""

from __future__ import annotations

from myopress.backends.html.cards import LADDER, pips
from myopress.backends.html.element import Element, add, block_attributes, child, put
from myopress.backends.html.inlines import inlines
from myopress.backends.html.medium import Writing
from myopress.document import Citation, Claim
from myopress.grades import EVIDENCE
from myopress.walk import nodes

_SHOWN = {*LADDER, EVIDENCE[-1]}
"""A review or an opinion is no step of the ladder, and an empty one would say: nothing."""


def claim(parent: Element, node: Claim, writing: Writing) -> None:
    """A paragraph that ends with its grade: kinds of study, confidence, remark.

    That nothing is graded or cited is said as well. The marks repeat the words as shapes: a
    step for each kind of study, a pip for each degree of confidence.
    """
    attrs = block_attributes(node.attributes, node.span, writing, "claim")
    element = child(parent, "p", attrs)
    inlines(element, node.children, writing)
    put(element, " ")
    line = add(element, "span", {"class": "claim-evidence"})
    words = writing.index.words
    kinds = node.evidence or (EVIDENCE[-1],)
    if any(kind in _SHOWN for kind in kinds):
        _steps(line, kinds)
    said = ", ".join(map(words.grade, kinds))
    put(line, f"{said[:1].upper()}{said[1:]}")
    if node.confidence:
        put(line, " · ")
        pips(line, node.confidence)
        put(line, " " + words.confidence_is.format(words.grade(node.confidence)))
    if next(nodes(node.children, Citation), None) is None:
        put(line, f" · {words.uncited}")
    if node.remark:
        put(line, " · ")
        inlines(line, node.remark, writing)


def _steps(parent: Element, kinds: tuple[str, ...]) -> None:
    """The ladder lying down, strongest first, and a space after it; empty if nothing is graded."""
    row = child(parent, "span", {"class": "steps", "aria-hidden": "true"})
    for kind in LADDER:
        add(row, "span", {"class": "step filled" if kind in kinds else "step"})
    row.tail = " "
