"""The colours of a finished PDF made those of a printer: greys, or four inks.

All that pages draw with is gone through: their instructions, forms, pictures, gradients, masks.
What cannot be converted is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.backends.pdf.prepress.content import DEVICES, SHORT, Rewriting, family, inks
from myopress.backends.raster import heaviest, separated
from myopress.printers import Colour

_SPACES = {"grey": ("/DeviceGray", 1), "cmyk": ("/DeviceCMYK", 4)}


def convert(pdf: pikepdf.Pdf, colour: Colour) -> list[str]:
    """Convert all pages of an open PDF in place; what could not be, in words.

    Marked content goes, too. With "rgb" colours stay, and only that is done.
    """
    worker = _Converter(pdf, colour)
    for page in pdf.pages:
        worker.content(page.obj, page.obj.get("/Resources", Dictionary()))
    return sorted(worker.left)


@dataclass(slots=True)
class _Converter:
    """Goes through all that pages draw with, each object once."""

    pdf: pikepdf.Pdf
    colour: Colour
    left: set[str] = field(default_factory=set)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def content(self, holder: Any, resources: Any) -> None:  # noqa: ANN401
        """A page or a form, and what it refers to."""
        spaces = resources.get("/ColorSpace", Dictionary())
        rewriting = Rewriting(self.colour, spaces, self.left.add)
        written = pikepdf.unparse_content_stream(list(rewriting.instructions(holder)))
        if isinstance(holder, pikepdf.Stream):
            holder.write(written)
        else:
            holder.Contents = self.pdf.make_stream(written)
        if self.colour == "rgb":
            for form in self._new(resources, "/XObject"):
                if form.get("/Subtype") == "/Form":
                    self.content(form, form.get("/Resources", resources))
            return
        self._group(holder)
        for thing in self._new(resources, "/XObject"):
            self._external(thing, resources)
        for pattern in self._new(resources, "/Pattern"):
            self._pattern(pattern, resources)
        for shading in self._new(resources, "/Shading"):
            self._shading(shading)
        for state in self._new(resources, "/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and self._once(mask.G):
                self.content(mask.G, mask.G.get("/Resources", resources))
        if "/ColorSpace" in resources:
            del resources["/ColorSpace"]

    def _new(self, resources: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401
        for thing in list(dict(resources.get(kind, Dictionary()).items()).values()):
            if self._once(thing):
                yield thing

    def _once(self, thing: Any) -> bool:  # noqa: ANN401
        if thing.is_indirect:
            if thing.objgen in self.seen:
                return False
            self.seen.add(thing.objgen)
        return True

    def _group(self, holder: Any) -> None:  # noqa: ANN401
        group = holder.get("/Group")
        if group is not None and "/CS" in group:
            group.CS = Name(_SPACES[self.colour][0])

    def _external(self, thing: Any, resources: Any) -> None:  # noqa: ANN401
        if thing.get("/Subtype") == "/Form":
            self.content(thing, thing.get("/Resources", resources))
        elif thing.get("/ImageMask", False) is False:
            self._image(thing)

    def _image(self, image: Any) -> None:  # noqa: ANN401
        space, count = _SPACES[self.colour]
        if str(image.get("/ColorSpace")) == space:
            return
        try:
            picture = pikepdf.PdfImage(image).as_pil_image()
        except (NotImplementedError, ValueError, pikepdf.PdfError) as fault:
            self.left.add(f"a picture ({fault})")
            return
        image.write(separated(picture, count))
        image.ColorSpace, image.BitsPerComponent = Name(space), 8
        for key in ("/Decode", "/DecodeParms"):
            if key in image:
                del image[key]

    def _pattern(self, pattern: Any, resources: Any) -> None:  # noqa: ANN401
        if int(pattern.PatternType) == 1:
            self.content(pattern, pattern.get("/Resources", resources))
        else:
            self._shading(pattern.Shading)

    def _shading(self, shading: Any) -> None:  # noqa: ANN401
        space, count = _SPACES[self.colour]
        if str(shading.get("/ColorSpace")) not in DEVICES or "/Function" not in shading:
            self.left.add("a gradient of a kind that is not known")
            return
        if "/Background" in shading:
            shading.Background = Array(inks([float(v) for v in shading.Background], self.colour))
        self._function(shading.Function, count)
        shading.ColorSpace = Name(space)

    def _function(self, function: Any, count: int) -> None:  # noqa: ANN401
        """Colours that run from one to another (types 2 and 3 of ISO 32000-1, 7.10)."""
        match int(function.FunctionType):
            case 2:
                for end in ("/C0", "/C1"):
                    found = inks([float(value) for value in function[end]], self.colour)
                    function[end] = Array(found)
            case 3:
                for part in function.Functions:
                    if self._once(part):
                        self._function(part, count)
            case _:
                self.left.add("a gradient of a kind that is not known")


def operators(pdf: pikepdf.Pdf) -> dict[str, float]:
    """All ways in which a PDF's pages set a colour: "g", "rg", "/DeviceRGB picture"...

    Each with the most ink that it asks for at one place, where that is told in inks: 1 is all of one.
    """
    found: dict[str, float] = {}

    def tell(name: str, ink: float = 0) -> None:
        found[name] = max(found.get(name, 0), ink)

    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        _look(page.obj, page.obj.get("/Resources", Dictionary()), tell, seen)
    return found


def _look(holder: Any, resources: Any, tell: Tell, seen: set[tuple[int, int]]) -> None:  # noqa: ANN401
    for instruction in pikepdf.parse_content_stream(holder):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            tell("picture within a page")
            continue
        name = str(instruction.operator)
        if name in ("k", "K"):
            tell("k", sum(map(float, instruction.operands)))
        elif name in SHORT:
            tell(name.lower())
        elif name in ("cs", "CS"):
            tell(family(instruction.operands[0]))
    for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState"):
        for thing in dict(resources.get(kind, Dictionary()).items()).values():
            if not (thing.is_indirect and thing.objgen in seen):
                seen.add(thing.objgen)
                _look_at(thing, resources, tell, seen)


def _look_at(thing: Any, resources: Any, tell: Tell, seen: set[tuple[int, int]]) -> None:  # noqa: ANN401
    if thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1:
        _look(thing, thing.get("/Resources", resources), tell, seen)
    elif thing.get("/Subtype") == "/Image" and not thing.get("/ImageMask", False):
        space = str(thing.get("/ColorSpace"))
        ink = heaviest(pikepdf.PdfImage(thing).as_pil_image()) if space == "/DeviceCMYK" else 0
        tell(f"{space} picture", ink)
    elif "/Shading" in thing:
        tell(f"{thing.Shading.ColorSpace} gradient")
    elif "/ShadingType" in thing:
        tell(f"{thing.ColorSpace} gradient")
    elif isinstance(thing.get("/SMask"), Dictionary):
        mask = thing.SMask.G
        _look(mask, mask.get("/Resources", resources), tell, seen)


class Tell(Protocol):
    """Who is told of a way of setting a colour."""

    def __call__(self, name: str, ink: float = 0) -> None:
        """A way, and how much ink it asks for."""


ALLOWED: dict[Colour, frozenset[str]] = {
    "grey": frozenset({"g", "/Pattern", "/DeviceGray picture", "/DeviceGray gradient"}),
    "cmyk": frozenset({"k", "g", "/Pattern", "/DeviceCMYK picture", "/DeviceCMYK gradient", "/DeviceGray picture"}),
}  # fmt: skip
"""What `operators` may find in a converted file."""
