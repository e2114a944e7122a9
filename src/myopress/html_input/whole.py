"""An element that has ended, with all that its node is made of."""

from __future__ import annotations

from dataclasses import dataclass

from myopress.diagnostics import Report
from myopress.document import Attributes
from myopress.html_input.flow import Content, Part
from myopress.html_input.tags import Tag
from myopress.source import Span


@dataclass(frozen=True, slots=True)
class Element:
    """An element with all that its node is made of."""

    tag: Tag
    children: list[Content]
    attributes: Attributes
    span: Span
    report: Report

    def parts(self, *names: str) -> list[Part]:
        """The pieces of these names."""
        return [part for part in self.children if isinstance(part, Part) and part.name in names]

    def others(self, *names: str) -> list[Content]:
        """All children but the pieces of these names."""
        return [
            child
            for child in self.children
            if not (isinstance(child, Part) and child.name in names)
        ]

    def number(self, key: str) -> int:
        """An attribute that counts something; 1 if it is absent or no small number."""
        value = self.tag.attributes.get(key, "")
        return int(value) if value.isdecimal() and 0 < len(value) < 6 else 1
