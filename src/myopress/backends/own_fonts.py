"""The fonts that a book brings, as a style sheet for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from myopress.backends.addresses import address
from myopress.document import FontFile, FontRole

_VARIABLES: dict[FontRole, tuple[str, ...]] = {
    "text": ("--serif", "--small", "--display", "--italic"),
    "heading": ("--display", "--italic"),
    "sans": ("--sans",),
    "mono": ("--mono",),
}
"""The variables of the default style sheets that follow each role; a later role wins."""


_OURS: tuple[tuple[FontRole, str], ...] = (
    ("sans", '"Source Sans 3"'),
    ("mono", '"Source Code Pro"'),
)
"""What style sheets for screens call by name."""


def style_sheet(fonts: Sequence[FontFile]) -> str:
    """`@font-face` rules, and the variables of the default style sheets that name the faces.

    The signs that a face lacks come from ours, and what these lack from the book's fallbacks.
    Empty without fonts.
    """
    if not fonts:
        return ""
    others = families(fonts, "fallback")
    lists = [
        f'--others: "Source Serif 4", "Source Sans 3", "Source Code Pro", {others}"DejaVu Sans"'
    ]
    for role, variables in _VARIABLES.items():
        if own := families(fonts, role):
            lists += [f"{variable}: {own}var(--others)" for variable in variables]
    return f"{faces(fonts, address)}:root {{ {'; '.join(lists)} }}\n"


def with_own_faces(style: str, fonts: Iterable[FontFile]) -> str:
    """A style sheet for screens with the book's faces before ours for labels, tables and code."""
    for role, ours in _OURS:
        style = style.replace(ours, families(fonts, role) + ours)
    return style


def uses_on_screens(fonts: Iterable[FontFile]) -> str:
    """The rules that name the faces of text and titles, which stand before our own."""
    text, others = families(fonts, "text"), families(fonts, "fallback")
    heading = families(fonts, "heading") or text
    return (
        f'body {{ font-family: {text}"Source Serif 4", {others}serif; }}\n'
        f'h1 {{ font-family: {heading}"Source Serif 4 Display", "Source Serif 4", {others}serif; }}\n'
    )


def faces(fonts: Iterable[FontFile], href: Callable[[str], str]) -> str:
    """An `@font-face` rule for each file; `href` makes an address of a resource's path."""
    return "".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight};'
        f' font-style: {"italic" if font.italic else "normal"}; src: url("{href(font.resource)}"); }}\n'
        for font in fonts
    )


def families(fonts: Iterable[FontFile], role: FontRole) -> str:
    """The families of a role for the beginning of a list, each with a comma behind it."""
    names = dict.fromkeys(font.family for font in fonts if font.role == role)
    return "".join(f'"{name}", ' for name in names)
