"""One part laid out by WeasyPrint; this runs in worker processes too.

Private parts of WeasyPrint's pages are read here: see `tests/test_weasy_internals.py`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from myopress.backends import typefaces, weasy
from myopress.backends.addresses import BOOK
from myopress.backends.pdf.defects.find import defects_of, references_of
from myopress.backends.pdf.gaps import PASSES, without_gaps
from myopress.backends.pdf.lines import whole_paragraphs
from myopress.backends.pdf.notes import notes_over_pages
from myopress.backends.pdf.parts import (
    Block,
    Figures,
    FontUse,
    MissingGlyph,
    Part,
    PartSource,
    Place,
    Press,
)
from myopress.backends.pdf.rhythm import whole_lines
from myopress.backends.pdf.stamps import FIGURES, figures_for, stand_ins
from myopress.backends.pdf.starts import page_starts

_AT_LINE = re.compile(r" at (\d+):\d+")
_BROKEN = re.compile(rf"Failed to load image at '{re.escape(BOOK)}([^']*)'")
_ROOT = 80
"""Letters of a part's markup that hold its root element's language and direction."""
PT = 0.75
"""Points in a CSS pixel."""


@dataclass(frozen=True, slots=True)
class Setter:
    """A press made ready in this process: style sheets parsed, fonts loaded."""

    fetcher: weasy.Fetcher
    styles: list[Any]
    press: Press

    @classmethod
    def of(cls, press: Press) -> Setter:
        """Parse the style sheets of a press."""
        fetcher = weasy.Fetcher(press.resources)
        styles = [weasy.package_style("print.css"), weasy.style(press.page, fetcher)]
        styles += [weasy.style(text, fetcher, path) for path, text in press.styles]
        return cls(fetcher, styles, press)

    def _pages(self, root: Element) -> weasy.Layout:
        return weasy.lay_out(root, self.styles, self.fetcher)

    def lay_out(self, source: PartSource) -> Part:
        """Lay out one part and write it as a PDF of its own."""
        is_rtl = ' dir="rtl"' in source.markup[:_ROOT]  # lines are chosen from the left alone
        lines = nullcontext() if self.press.draft or is_rtl else whole_paragraphs()
        drawn: list[tuple[str, int]] = []
        with weasy.complaints() as said, whole_lines(), notes_over_pages(), lines:
            passes = 0 if source.hurried else PASSES
            layout, moves = without_gaps(source.markup, source.moves, self._pages, passes)
            pdf = layout.write_pdf(
                pdf_tags=True, finisher=lambda _, pdf: drawn.extend(stand_ins(pdf))
            )
        faces: dict[str, bytes] = {}
        figures = figures_for(drawn, _files(layout))
        uses = tuple(_uses(layout, faces, figures or {}))
        return Part(
            pdf=pdf,
            blocks=tuple(_block(page) for page in layout.pages),
            anchors=_anchors(layout),
            fonts=uses,
            faces=faces,
            missing=tuple(_missing(layout)),
            broken=tuple(_broken(said)),
            moves=moves,
            defects=defects_of(layout, self.press),
            references=references_of(layout),
            starts=page_starts(layout, frozenset(str(figure) for figure, _ in moves)),
            figures=figures,
        )


def style_faults(press: Press) -> Iterator[tuple[str, int, str]]:
    """What is wrong in the author's style sheets: path, line, words."""
    fetcher = weasy.Fetcher(press.resources)
    for path, text in press.styles:
        with weasy.complaints() as said:
            weasy.style(text, fetcher, path)
        for words in said:
            place = _AT_LINE.search(words)
            yield path, int(place[1]) if place else 0, _AT_LINE.sub("", words).rstrip(".")


def _broken(said: list[str]) -> Iterator[str]:
    """The resources that WeasyPrint says it cannot draw."""
    for words in said:
        if found := _BROKEN.match(words):
            yield unquote(found[1])


def _block(page: Any) -> Block:  # noqa: ANN401
    box = page._page_box  # noqa: SLF001
    left, top = box.content_box_x(), box.content_box_y()
    bottom = page.height - top - box.height
    return Block(left * PT, bottom * PT, (left + box.width) * PT, (page.height - top) * PT)


def _anchors(layout: weasy.Layout) -> dict[str, Place]:
    """Where the ids of a part are; the first place of each."""
    found: dict[str, Place] = {}
    for number, page in enumerate(layout.pages):
        for name, (x, y, *_) in page.anchors.items():
            found.setdefault(name, Place(number, x * PT, (page.height - y) * PT))
    return found


def _files(layout: weasy.Layout) -> dict[str, bytes]:
    """The fonts in which all is there that is drawn, by their names in the part."""
    return {f.hash: weasy.font_file(f) for f in layout.fonts.values() if not f.missing}


def _uses(layout: weasy.Layout, faces: dict[str, bytes], figures: Figures) -> Iterator[FontUse]:
    """The fonts of a part; files of faces that are not the package's are put into `faces`.

    They have all the figures that may be put in.
    """
    for font in layout.fonts.values():
        data = weasy.font_file(font)
        put = [(nought, glyphs) for (name, nought), glyphs in figures.items() if name == font.hash]
        widths = {glyph: font.widths[nought] for nought, glyphs in put for glyph in glyphs}
        texts = {
            glyph: text for _, glyphs in put for glyph, text in zip(glyphs, FIGURES, strict=True)
        }
        face = hashlib.sha256(data).hexdigest()
        if face not in typefaces.package_faces():
            faces[face] = data
        yield FontUse(
            resource=font.hash,
            face=face,
            widths=widths | font.widths,
            texts=texts | font.to_unicode,
            ascent=font.ascent,
            descent=font.descent,
            flags=font.flags,
            stand_ins=bool(font.missing),
        )


def _missing(layout: weasy.Layout) -> Iterator[MissingGlyph]:
    """Every character that no font has, with each Markdown line that holds it."""
    wanted = {chr(point) for font in layout.fonts.values() for point in font.missing}
    if not wanted:
        return
    seen = set()
    for page in layout.pages:
        for text, where in _texts(page._page_box, ""):  # noqa: SLF001
            for character in sorted(wanted.intersection(text)):
                if (character, where) not in seen:
                    seen.add((character, where))
                    yield MissingGlyph(character, where)


def _texts(box: Any, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """The words of a box and those in it, each with the nearest `data-l`."""
    box = getattr(box, "_box", box)
    if box.element is not None:
        where = box.element.get("data-l") or where
    if text := getattr(box, "text", ""):
        yield text, where
    for child in box.children:
        yield from _texts(child, where)
