"""A printer's file -> the targets that a book can be made for, all lengths in points."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

Colour: TypeAlias = Literal["grey", "cmyk", "rgb"]
PRINTERS = ("kdp", "ingram", "bod")
_UNITS = {"in": 72.0, "mm": 72 / 25.4}
_BINDINGS = {"paperback": "", "hardcover": "hardcover-"}
"""What each binding adds to a target's name."""


@dataclass(frozen=True, slots=True)
class Block:
    """The limits of the pages.

    `gutters` are pairs of a page count and the inside margin that books of up to so many pages
    need. `outside` is the least margin on the other three sides, `outside_bleed` the same where
    something bleeds. Bleed is on three sides, or on four if it `bleeds_inside`. The page count is
    a `multiple`; so many pages as `last_blank` at the end are left to the printer.
    """

    gutters: tuple[tuple[int, float], ...]
    outside: float
    outside_bleed: float
    bleed: float
    bleeds_inside: bool
    multiple: int
    last_blank: int
    ppi: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """The limits of the cover.

    `bleed` is what is cut off or, of a hardcover, turned in. The boards stand over the pages by
    `overhang`; so wide a strip beside the spine as `hinge` is bent. Text keeps `safe` from the
    edges and `spine_safe` from the folds, and stands on the spine only from `spine_text_pages`
    and `spine_text_width` on. `spine_extra` is what the cover adds to the thickness of the
    pages. `barcode` is width and height of the place for it, so far as `barcode_edge` from foot
    and spine. `ink` is the most ink in per cent and `widest` the widest sheet, 0 for no limit;
    `standard` the PDF/X that the printer insists on.
    """

    bleed: float
    overhang: float
    hinge: float
    safe: float
    spine_extra: float
    spine_safe: float
    spine_text_pages: int
    spine_text_width: float
    barcode: tuple[float, float]
    barcode_edge: float
    colour: Colour
    ink: int
    widest: float
    standard: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and its ink: least and most pages, the thickness of a page (half a leaf)."""

    colour: Colour
    pages: tuple[int, int]
    thickness: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What a printer makes of a book: binding, trim (width and height) and paper.

    `read` is the day on which the numbers were read ("2026-11-25").
    """

    name: str
    printer: str
    read: str
    trim: tuple[float, float]
    hardcover: bool
    block: Block
    cover: Cover
    paper: Paper

    def gutter(self, pages: int) -> float:
        """The inside margin for so many pages; that of the thickest book for still more."""
        for most, margin in self.block.gutters:
            if pages <= most:
                return margin
        return self.block.gutters[-1][1]

    def full_count(self, pages: int) -> int:
        """The pages of the file: the blank ones at the end included, a multiple as wanted."""
        return -(-(pages + self.block.last_blank) // self.block.multiple) * self.block.multiple

    def spine(self, pages: int) -> float:
        """The width of the spine."""
        return pages * self.paper.thickness + self.cover.spine_extra

    def bears_spine_text(self, pages: int) -> bool:
        """Whether the spine may have text."""
        wide_enough = self.spine(pages) >= self.cover.spine_text_width
        return pages >= self.cover.spine_text_pages and wide_enough

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Which numbers no page of the printer's own confirms."""
        known = {
            "pages": self.block.confirmed,
            "paper": self.paper.confirmed,
            "cover": self.cover.confirmed,
        }
        return tuple(name for name, confirmed in known.items() if not confirmed)


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer: its name, the day its numbers were read, the addresses, its targets in order."""

    name: str
    read: str
    sources: tuple[tuple[str, str], ...]
    targets: tuple[Target, ...]


def find_target(name: str) -> Target | None:
    """The target of this name, `kdp-6x9-cream`."""
    house = name.partition("-")[0]
    known = printer(house).targets if house in PRINTERS else ()
    return next((target for target in known if target.name == name), None)


def target_names() -> list[str]:
    """The names of all targets, in the order of the files."""
    return [target.name for house in PRINTERS for target in printer(house).targets]


@cache
def printer(house: str) -> Printer:
    """One of PRINTERS, from its file."""
    file = files("myopress.printers") / f"{house}.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    sources = tuple((source["url"], source["for"]) for source in table["sources"])
    return Printer(table["name"], str(table["read"]), sources, tuple(_targets(house, table)))


def _targets(house: str, table: Mapping[str, Any]) -> Iterator[Target]:
    unit = _UNITS[table["unit"]]
    for binding, prefix in _BINDINGS.items():
        bound = table[binding]
        block, cover = _block(bound["block"], unit), _cover(bound["cover"], unit)
        for trim in bound["trims"]:
            width, height = (float(side) * unit for side in trim.split("x"))
            for paper in bound["papers"]:
                if trim in paper.get("trims", bound["trims"]) and trim not in paper.get(
                    "without", ()
                ):
                    yield Target(
                        name=f"{house}-{prefix}{trim}-{paper['name']}",
                        printer=table["name"],
                        read=str(table["read"]),
                        trim=(width, height),
                        hardcover=binding == "hardcover",
                        block=block,
                        cover=cover,
                        paper=_paper(paper, trim, unit),
                    )


def _block(table: Mapping[str, Any], unit: float) -> Block:
    lengths = {key: table[key] * unit for key in ("outside", "outside_bleed", "bleed")}
    kept = ("bleeds_inside", "multiple", "last_blank", "ppi", "confirmed")
    gutters = tuple((most, margin * unit) for most, margin in table["gutters"])
    return Block(gutters=gutters, **lengths, **{key: table[key] for key in kept})


def _cover(table: Mapping[str, Any], unit: float) -> Cover:
    lengths = (
        "bleed", "overhang", "hinge", "safe", "spine_extra", "spine_safe", "spine_text_width",
        "barcode_edge", "widest",
    )  # fmt: skip
    width, height = table["barcode"]
    return Cover(
        barcode=(width * unit, height * unit),
        spine_text_pages=table.get("spine_text_pages", 0),
        ink=table.get("ink", 0),
        colour=table["colour"],
        standard=table["standard"],
        confirmed=table["confirmed"],
        **{key: table.get(key, 0) * unit for key in lengths},
    )


def _paper(table: Mapping[str, Any], trim: str, unit: float) -> Paper:
    least, most = table.get("limits", {}).get(trim, table["pages"])
    return Paper(table["colour"], (least, most), table["thickness"] * unit, table["confirmed"])
