"""A page as SVG: the PDF's drawing, operator by operator, with its letters as outlines.

One file that needs nothing else: no fonts, no scripts, no links. It knows the operators that
WeasyPrint writes (ISO 32000-1, annex A); what is written for print alone is passed over.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast

import pikepdf
from lxml import etree
from pikepdf import Array, Name

from myopress.backends.typefaces import outline

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


def as_svg(pdf: bytes, title: str, words: str) -> bytes:
    """The first page; `title` and `words` are its accessible name and description."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        page = book.pages[0]
        left, bottom, right, top = map(float, page.mediabox)
        width, height = right - left, top - bottom
        size = {"width": f"{width:g}pt", "height": f"{height:g}pt"}
        root = etree.Element(
            SVG + "svg",
            {**size, "viewBox": f"0 0 {width:g} {height:g}", "role": "img"},
            nsmap=cast("dict[str, str]", {None: NAMESPACE}),
        )
        root.set("aria-labelledby", "title words")
        etree.SubElement(root, SVG + "title", {"id": "title"}).text = title
        etree.SubElement(root, SVG + "desc", {"id": "words"}).text = words
        definitions = etree.SubElement(root, SVG + "defs")
        paper = {"width": f"{width:g}", "height": f"{height:g}", "fill": "#FFF"}
        etree.SubElement(root, SVG + "rect", paper)
        drawing = _Drawing(root, definitions)
        drawing.draw(page, _State((1, 0, 0, -1, -left, top)), page.obj.Resources)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state: what `q` keeps and `Q` brings back."""

    matrix: Matrix
    text: Matrix = UNMOVED
    fill: str = "#000000"
    stroke: str = "#000000"
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    pen: tuple[tuple[str, str], ...] = ()
    clips: tuple[str, ...] = ()
    font: Any = None
    size: float = 1.0


PEN = {"w": "stroke-width", "J": "stroke-linecap", "j": "stroke-linejoin", "M": "stroke-miterlimit"}
CAPS, JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")
PAINTED = {
    "f": (True, False, ""), "F": (True, False, ""), "f*": (True, False, "evenodd"),
    "B": (True, True, ""), "B*": (True, True, "evenodd"), "b": (True, True, ""),
    "S": (False, True, ""), "s": (False, True, ""), "n": (False, False, ""),
}  # fmt: skip


@dataclass(slots=True)
class _Drawing:
    """An SVG being drawn; glyphs and clips are defined once and used by their ids."""

    root: Any
    definitions: Any
    ids: dict[object, str] = field(default_factory=dict)

    def draw(self, content: Any, state: _State, resources: Any) -> None:  # noqa: ANN401
        """Draw a page or a form."""
        kept: list[_State] = []
        path: list[str] = []
        clip = ""
        for instruction in pikepdf.parse_content_stream(content):
            given: Any = instruction.operands
            name = str(instruction.operator)
            if name == "q":
                kept.append(state)
            elif name == "Q":
                state = kept.pop()
            elif name in ("W", "W*"):
                clip = "evenodd" if name == "W*" else "nonzero"
            elif name in PAINTED:
                self._paint(path, PAINTED[name], state, close=name in "sb")
                if clip and path:
                    state = replace(state, clips=(*state.clips, self._clip(path, clip, state)))
                path, clip = [], ""
            elif name == "Do":
                self._do(resources.XObject[given[0]], state)
            elif name == "TJ":
                self._text(given[0], state)
            elif (step := _step(name, given)) is not None:
                path.append(step)
            else:
                state = _changed(state, name, given, resources)

    def _paint(
        self, path: list[str], how: tuple[bool, bool, str], state: _State, *, close: bool
    ) -> None:
        filled, stroked, rule = how
        if not path or not (filled or stroked):
            return
        drawn = {"d": "".join(path) + ("Z" if close else ""), "transform": _written(state.matrix)}
        drawn["fill"] = state.fill if filled else "none"
        if filled and state.fill_alpha < 1:
            drawn["fill-opacity"] = f"{state.fill_alpha:g}"
        if rule:
            drawn["fill-rule"] = rule
        if stroked:
            drawn |= {"stroke": state.stroke, **dict(state.pen)}
            if state.stroke_alpha < 1:
                drawn["stroke-opacity"] = f"{state.stroke_alpha:g}"
        etree.SubElement(self._within(state), SVG + "path", drawn)

    def _within(self, state: _State) -> Any:  # noqa: ANN401
        """Where to draw: a group within all clips of the state, the last one if it has the same."""
        inner = self.root
        for clip in state.clips:
            last = inner[-1] if len(inner) else None
            wanted = f"url(#{clip})"
            if last is None or last.tag != SVG + "g" or last.get("clip-path") != wanted:
                last = etree.SubElement(inner, SVG + "g", {"clip-path": wanted})
            inner = last
        return inner

    def _clip(self, path: list[str], rule: str, state: _State) -> str:
        drawn = ("clip", "".join(path), _written(state.matrix), rule)
        if drawn not in self.ids:
            self.ids[drawn] = f"c{len(self.ids)}"
            clip = etree.SubElement(self.definitions, SVG + "clipPath", {"id": self.ids[drawn]})
            etree.SubElement(
                clip, SVG + "path", {"d": drawn[1], "transform": drawn[2], "clip-rule": rule}
            )
        return self.ids[drawn]

    def _do(self, thing: Any, state: _State) -> None:  # noqa: ANN401
        if thing.Subtype == Name.Form:
            own = tuple(map(float, thing.get("/Matrix", Array(UNMOVED))))
            inner = replace(state, matrix=_times(own, state.matrix))
            self.draw(thing, inner, thing.get("/Resources"))
            return
        out = io.BytesIO()
        pikepdf.PdfImage(thing).as_pil_image().save(out, "PNG")
        address = "data:image/png;base64," + b64encode(out.getvalue()).decode("ascii")
        # A PDF's picture fills the unit square from the bottom up (ISO 32000-1, 8.9.5).
        upright = _written(_times((1, 0, 0, -1, 0, 1), state.matrix))
        box = {"width": "1", "height": "1", "preserveAspectRatio": "none", "transform": upright}
        etree.SubElement(self._within(state), SVG + "image", {**box, "href": address})

    def _text(self, parts: Any, state: _State) -> None:  # noqa: ANN401
        """Letters as uses of their outlines; advances are those of the font (9.4.4)."""
        group = etree.SubElement(self._within(state), SVG + "g", {"fill": state.fill})
        x = 0.0
        widths = _widths(state.font)
        base = _times(state.text, state.matrix)
        for part in parts:
            if not isinstance(part, pikepdf.String):
                x -= float(part) / 1000 * state.size
                continue
            data = bytes(part)
            for at in range(0, len(data), 2):
                glyph = int.from_bytes(data[at : at + 2], "big")
                scale = state.size / 1000
                place = _written(_times((scale, 0, 0, scale, x, 0), base))
                if drawn := self._glyph(state.font, glyph):
                    use = {"href": f"#{drawn}", "transform": place}
                    etree.SubElement(group, SVG + "use", use)
                x += widths.get(glyph, 1000.0) / 1000 * state.size

    def _glyph(self, font: Any, glyph: int) -> str:  # noqa: ANN401
        """The id of a glyph's outline in 1/1000 em; empty if it draws nothing."""
        key = (str(font.BaseFont), glyph)
        if key not in self.ids:
            descriptor = font.DescendantFonts[0].FontDescriptor
            data = descriptor.get("/FontFile3") or descriptor.get("/FontFile2")
            path = outline(bytes(data.read_bytes()), glyph)
            self.ids[key] = f"g{len(self.ids)}" if path else ""
            if path:
                drawn = {"id": self.ids[key], "d": path}
                etree.SubElement(self.definitions, SVG + "path", drawn)
        return self.ids[key]


def _widths(font: Any) -> dict[int, float]:  # noqa: ANN401
    """Advances by glyph in 1/1000 em, from the array W (9.7.4.3)."""
    return dict(_runs(list(font.DescendantFonts[0].W)))


def _runs(given: list[Any]) -> Iterator[tuple[int, float]]:
    while given:
        first, then = int(given[0]), given[1]
        if isinstance(then, Array):
            yield from ((first + i, float(width)) for i, width in enumerate(then))
            given = given[2:]
        else:
            yield from ((glyph, float(given[2])) for glyph in range(first, int(then) + 1))
            given = given[3:]


def _step(name: str, given: Any) -> str | None:  # noqa: ANN401
    """An operator of path construction (8.5.2) as SVG path data, else None."""
    if name not in {"m", "l", "c", "re", "h"}:
        return None
    numbers = [f"{float(number):.5g}" for number in given]
    if name == "re":
        x, y, width, height = numbers
        return f"M{x} {y}h{width}v{height}H{x}Z"
    return {"m": "M", "l": "L", "c": "C", "h": "Z"}[name] + " ".join(numbers)


def _changed(state: _State, name: str, given: Any, resources: Any) -> _State:  # noqa: ANN401
    """The state after an operator that draws nothing."""
    match name:
        case "cm":
            return replace(state, matrix=_times(tuple(map(float, given)), state.matrix))
        case "BT":
            return replace(state, text=UNMOVED)
        case "Tm":
            a, b, c, d, x, y = map(float, given)
            return replace(state, text=(a, b, c, d, x, y))
        case "rg" | "g":
            return replace(state, fill=_colour(given))
        case "RG" | "G":
            return replace(state, stroke=_colour(given))
        case "gs":
            chosen = resources.ExtGState[given[0]]
            fill = float(chosen.get("/ca", state.fill_alpha))
            stroke = float(chosen.get("/CA", state.stroke_alpha))
            return replace(state, fill_alpha=fill, stroke_alpha=stroke)
        case "Tf":
            return replace(state, font=resources.Font[given[0]], size=float(given[1]))
        case "w" | "M":
            return _with_pen(state, PEN[name], f"{float(given[0]):g}")
        case "J":
            return _with_pen(state, PEN[name], CAPS[int(given[0])])
        case "j":
            return _with_pen(state, PEN[name], JOINS[int(given[0])])
        case "d":
            dashes = " ".join(f"{float(length):g}" for length in given[0])
            return _with_pen(state, "stroke-dasharray", dashes or "none")
        case _:
            return state


def _with_pen(state: _State, key: str, value: str) -> _State:
    return replace(state, pen=tuple((dict(state.pen) | {key: value}).items()))


def _colour(given: Any) -> str:  # noqa: ANN401
    parts = [round(255 * float(part)) for part in given]
    return "#" + "".join(f"{part:02X}" for part in (parts if len(parts) == 3 else parts * 3))


def _times(first: Any, then: Any) -> Matrix:  # noqa: ANN401
    """The matrix that does `first` and then `then` (8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t,
        e * q + f * s + u,
    )  # fmt: skip


def _written(matrix: Matrix) -> str:
    return "matrix(" + " ".join(f"{number:.6g}" for number in matrix) + ")"
