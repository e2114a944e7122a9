"""Style attributes, which a strict Content Security Policy forbids, made classes."""

from __future__ import annotations

from collections.abc import Iterable

from myopress.backends.html import Element


def without_styles(roots: Iterable[Element]) -> str:
    """Give each element with a `style` a class in its place; the style sheet for these."""
    names: dict[str, str] = {}
    for root in roots:
        for element in root.iter():
            if declarations := element.attrib.pop("style", ""):
                name = names.setdefault(str(declarations), f"look-{len(names) + 1}")
                element.set("class", f"{element.get('class', '')} {name}".strip())
    return "".join(f".{name} {{ {rule} }}\n" for rule, name in names.items())
