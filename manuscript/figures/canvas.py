# ruff: noqa: INP001  -- scripts beside their data, not a package
"""A small SVG canvas in the book's one visual family.

Units: a figure is 300 wide, so that one unit is 0.96 pt in a 4 inch column and about a pixel on
a phone. The smallest text is 9 units. Figures stand on a white panel of their own, which
disappears on paper and keeps them legible on a dark page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

Style: TypeAlias = dict[str, str | float]

WIDTH = 300
INK = "#1a1816"
QUIET = "#5c5650"
RULE = "#b9b2aa"
ACCENT = "#a8321e"
PANEL = "#ffffff"
DATA_LINE, AXIS_LINE, GRID_LINE = 1.8, 1.0, 0.6
SMALL, LABEL, LARGE = 9.0, 9.8, 17.0


def number(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Canvas:
    """One figure: `name` is its file's stem, `title` and `description` are read aloud."""

    name: str
    height: int
    title: str
    description: str
    parts: list[str] = field(default_factory=list)

    def element(self, tag: str, /, **attributes: str | float) -> None:
        """An empty element; `stroke_width` becomes `stroke-width`, numbers are rounded."""
        self.parts.append(f"<{tag}{_attributes(attributes)}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, **style: str | float) -> None:
        """A straight line, by default an axis."""
        axis: Style = {"stroke": INK, "stroke_width": AXIS_LINE}
        self.element("line", x1=x1, y1=y1, x2=x2, y2=y2, **(axis | style))

    def path(self, d: str, **style: str | float) -> None:
        """A path, by default an unfilled line of data."""
        data: Style = {"fill": "none", "stroke": ACCENT, "stroke_width": DATA_LINE}
        self.element("path", d=d, **(data | style))

    def mark(self, x: float, y: float, *, people: bool, radius: float = 4) -> None:
        """A result: a filled dot in people, a hollow dashed ring in animals and cells."""
        if people:
            self.element("circle", cx=x, cy=y, r=radius, fill=ACCENT)
        else:
            self.element(
                "circle", cx=x, cy=y, r=radius - 0.6, fill=PANEL, stroke=ACCENT,
                stroke_width=1.4, stroke_dasharray="2.2 1.4",
            )  # fmt: skip

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = LABEL,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text, if there is any; `anchor` is start, middle or end of it at `x`."""
        if not words:
            return
        style: Style = {"x": x, "y": y, "font_size": size, "fill": colour, "text_anchor": anchor}
        if bold:
            style["font_weight"] = "600"
        self.parts.append(f"<text{_attributes(style)}>{escape(words)}</text>")

    def arrow(self, x: float, y1: float, y2: float, *, colour: str, width: float) -> None:
        """An arrow straight down from `y1` to `y2`."""
        head = 4 + width * 1.3
        self.line(x, y1, x, y2 - head, stroke=colour, stroke_width=width)
        left, right = number(x - head * 0.7), number(x + head * 0.7)
        top, tip = number(y2 - head - 0.5), number(y2)
        self.path(f"M{left} {top}L{right} {top}L{number(x)} {tip}Z", fill=colour, stroke="none")

    def sideways(self, x1: float, x2: float, y: float, *, people: bool) -> None:
        """An arrow from `x1` to `x2`: solid for people, dashed for animals and cells."""
        head = 8 if x2 > x1 else -8
        dashes: Style = {} if people else {"stroke_dasharray": "4 3"}
        width = 2 if people else 1.6
        self.line(x1, y, x2 - head, y, **(dashes | {"stroke": ACCENT, "stroke_width": width}))
        back, tip = number(x2 - head), number(x2)
        fill = ACCENT if people else PANEL
        self.path(
            f"M{back} {number(y - 4.5)}V{number(y + 4.5)}L{tip} {number(y)}Z",
            fill=fill, stroke_width=1.2,
        )  # fmt: skip

    def svg(self) -> str:
        """The whole file."""
        size = f"0 0 {WIDTH} {self.height}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" width="{WIDTH}" '
            f'height="{self.height}" role="img" aria-labelledby="{self.name}-title '
            f"{self.name}-description\" font-family=\"'Source Sans 3', 'Source Sans Pro', "
            'Helvetica, Arial, sans-serif">'
        )
        lines = [
            head,
            f'<title id="{self.name}-title">{escape(self.title)}</title>',
            f'<desc id="{self.name}-description">{escape(self.description)}</desc>',
            f'<rect width="{WIDTH}" height="{self.height}" rx="6" fill="{PANEL}"/>',
            *self.parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def _attributes(values: Style) -> str:
    """` stroke-width="1"` of `stroke_width=1`."""
    written = []
    for name, value in values.items():
        text = value if isinstance(value, str) else number(value)
        written.append(f" {name.replace('_', '-')}={quoteattr(text)}")
    return "".join(written)
