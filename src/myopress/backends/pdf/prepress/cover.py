"""The cover for a printer: back, spine and front, laid out by WeasyPrint as one page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

import pikepdf

from myopress.backends import front, own_fonts, shell, typefaces, weasy
from myopress.backends.html import Element, add, direction, e
from myopress.backends.pdf.prepress import proof
from myopress.backends.pdf.prepress.barcode import barcode
from myopress.backends.pdf.prepress.wrap import Box, Wrap
from myopress.backends.raster import Colour, border
from myopress.diagnostics import Code, Report, note, warning
from myopress.document import Document, Resource
from myopress.printers import Target
from myopress.source import NOWHERE

_SVG = "{http://www.w3.org/2000/svg}"
_DARK: Colour = (0x1E, 0x1A, 0x17)
_FRONT_BLEED = 9.0
"""What a front made for print has beyond each edge: an eighth of an inch."""
_SIZES = ("size-large", "size-medium", "size-small")
_GAP = 18.0
"""The space between the words on the back and the barcode."""
_LEAST_TYPE = 6.0
_TITLE, _AUTHOR = "SourceSerif4-Regular.otf", "SourceSans3-Semibold.otf"
_FILL = re.compile(rb"""<rect[^>]*\bfill=["']#([0-9a-fA-F]{6})["']""")


@dataclass(frozen=True, slots=True)
class Front:
    """The picture of the front, None for the one that the tool makes; its ground and its ink.

    `bled` says that its edges are to be cut off, `even` that it has one colour all around.
    """

    picture: Resource | None
    ground: Colour
    bled: bool
    even: bool

    @property
    def ink(self) -> Colour:
        """Words that can be read on the ground (WCAG's luminance, roughly)."""
        red, green, blue = self.ground
        return _DARK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else front.CREAM


def cover(document: Document, target: Target, pages: int, report: Report) -> bytes:
    """The cover of a book of so many pages as PDF, its page the whole sheet, in RGB.

    The words on the back are set in the largest size in which they fit. Reports PRINT_COVER.
    """
    wrap = Wrap.of(target, pages, from_right=direction(document.metadata.language) == "rtl")
    if target.cover.widest and wrap.width > target.cover.widest:
        message = f"the cover is {_mm(wrap.width)} wide, and {target.printer} prints {_mm(target.cover.widest)}"
        hint = "choose a smaller trim or thinner paper"
        report(warning(Code.PRINT_COVER, message, NOWHERE, hint))
    if not document.metadata.description:
        hint = "`description` in book.toml gives some"
        report(note(Code.PRINT_COVER, "no description, so no words on the back", NOWHERE, hint))
    resources = {resource.path: resource for resource in document.resources}
    face = _front(document, resources)
    shared = e("div", {"style": Box(0, 0, wrap.width, wrap.height).css})
    add(shared, "div", {"class": "ground", "style": Box(0, 0, wrap.width, wrap.height).css})
    shared.append(_front_panel(document, face, wrap))
    if target.bears_spine_text(pages):
        _spine(shared, document, wrap, report)
    _code(shared, document, target, wrap, report)
    data = document.metadata
    page = own_fonts.faces(document.settings.fonts, weasy.address) + (
        f"@page {{ size: {wrap.width:.3f}pt {wrap.height:.3f}pt }}"
        f":root {{ --ground: {_css(face.ground)}; --ink: {_css(face.ink)} }}"
    )
    fetcher = weasy.Fetcher(resources)
    styles = [weasy.package_style("cover.css"), weasy.style(page, fetcher)]
    pdf = b""
    for size in _SIZES:
        body = deepcopy(shared)
        words = _back_panel(body, document, wrap, size)
        markup = shell.page(data.language, data.title, {}, kind="cover", content=body)
        pdf = bytes(weasy.lay_out(markup, styles, fetcher).write_pdf())
        if _fits(pdf, words, wrap):
            return pdf
    hint = "shorten `description`"
    report(warning(Code.PRINT_COVER, "the description is too long for the back", NOWHERE, hint))
    return pdf


def _fits(pdf: bytes, words: Box, wrap: Wrap) -> bool:
    """Whether no letter of the back stands in the space below its words."""
    floor = wrap.height - words.top - words.height
    over = wrap.back.left, floor - _GAP, wrap.back.left + wrap.back.width, floor
    return not any(
        ink.glyph and over[0] < ink.box[0] < over[2] and over[1] < ink.box[3] < over[3]
        for ink in proof.inks(pdf)
    )


def boxed(pdf: pikepdf.Pdf, wrap: Wrap) -> None:
    """Write the boxes of the one page."""
    page = pdf.pages[0].obj
    whole = [0, 0, round(wrap.width, 3), round(wrap.height, 3)]
    edges = [wrap.bleed, wrap.bleed, wrap.width - wrap.bleed, wrap.height - wrap.bleed]
    page.MediaBox, page.BleedBox = pikepdf.Array(whole), pikepdf.Array(whole)
    page.TrimBox = pikepdf.Array([round(edge, 3) for edge in edges])


def _front(document: Document, resources: Mapping[str, Resource]) -> Front:
    """The front made for print, else the book's cover, else one that is made."""
    shown = resources.get(document.metadata.cover)
    printed = resources.get(document.settings.pdf_cover)
    picture = printed or shown
    ground, even = front.OXIDE, True
    if picture is not None and picture.media_type != "image/svg+xml":
        ground, even = border(picture.data)
    elif picture is not None and (found := _FILL.search(picture.data)):
        ground = _rgb(found[1].decode("ascii"))
    return Front(picture, ground, bled=printed is not None, even=even)


def _front_panel(document: Document, face: Front, wrap: Wrap) -> Element:
    """The front, over the bleed of its three outer edges and not over the spine.

    A picture with one colour all around is shown whole, and that colour goes on around it; any
    other fills the panel.
    """
    board, bleed = wrap.front, wrap.bleed
    outer = board.left - bleed if board.left < wrap.spine.left else board.left
    panel = Box(outer, 0, board.width + bleed, wrap.height)
    element = e("div", {"class": "front", "style": panel.css})
    if face.picture is None:
        element.append(_made(document, _moved(board, panel)))
        return element
    bleeding = _FRONT_BLEED if face.bled else 0.0
    place = _moved(board.grown(bleeding if face.even else max(bleed, bleeding)), panel)
    fit = "contain" if face.even else "cover"
    address = weasy.address(face.picture.path)
    add(element, "img", {"src": address, "alt": "", "style": f"{place.css};object-fit:{fit}"})
    return element


def _made(document: Document, place: Box) -> Element:
    """The front that the tool makes, as curves."""
    height = front.WIDTH * place.height / place.width
    svg = e(f"{_SVG}svg", {"viewBox": f"0 0 {front.WIDTH} {height:.2f}", "style": place.css})
    paths = (
        "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in contour) + "z"
        for contours in front.shapes(document.metadata, height)
        for contour in contours
    )
    svg.append(e(f"{_SVG}path", {"d": "".join(paths), "fill": _css(front.CREAM)}))
    return svg


def _back_panel(body: Element, document: Document, wrap: Wrap, size: str) -> Box:
    """Subtitle, description and authors from the head down, the publisher at the foot.

    Their lines are those of the front that the tool makes: its names, its mark, its last line.
    The box is what the words from the head down may take.
    """
    data, unit = document.metadata, wrap.back.width / front.WIDTH
    safe, board = wrap.back_text, wrap.back
    left = max(safe.left, board.left + front.MARGIN * unit)
    right = min(safe.left + safe.width, board.left + board.width - front.MARGIN * unit)
    top = max(safe.top, board.top + front.NAMES * unit - 15.7)
    words = Box(left, top, right - left, wrap.barcode.top - top - _GAP)
    back = add(body, "div", {"class": "back-words", "style": words.css})
    if data.subtitle:
        reach = board.top + front.MARK * unit - top
        lead = {"class": "back-lead", "style": f"min-height:{reach:.3f}pt"}
        add(back, "p", lead, data.subtitle)
    for text in re.split(r"\n\s*\n", data.description):
        if text.strip():
            add(back, "p", {"class": size}, " ".join(text.split()))
    if len(back) and (authors := _authors(document)):
        add(back, "p", {"class": "back-authors"}, authors)
    foot = board.top + board.height - front.FOOT * unit + 3
    beside = wrap.barcode.left - 18 - left if wrap.barcode.left > left else right - left
    low = Box(left, foot - 60, beside, 60)
    imprint = add(add(body, "div", {"class": "back-foot", "style": low.css}), "p")
    imprint.text = data.publisher
    if data.url:
        add(imprint, "br").tail = re.sub(r"^https?://|/$", "", data.url)
    return words


def _authors(document: Document) -> str:
    return " · ".join(p.name for p in document.metadata.contributors if p.role == "aut")


def _spine(body: Element, document: Document, wrap: Wrap, report: Report) -> None:
    """Title and author along the spine, read from the top down (ISO 6357)."""
    place, title, authors = wrap.spine_text, document.metadata.title, _authors(document)
    unit = wrap.front.width / front.WIDTH
    first = max(place.top, wrap.spine.top + (front.NAMES - 28) * unit)
    last = min(place.top + place.height, wrap.spine.top + wrap.spine.height - front.FOOT * unit)
    length, size = last - first, min(0.8 * place.width, place.height / 20)
    small = 0.54 * size
    needed = _width(_TITLE, title) * size
    beside = (_width(_AUTHOR, authors.upper()) + 0.12 * len(authors)) * small
    fitting = min(1.0, length / (needed + beside + 2 * size))
    if size * fitting < _LEAST_TYPE or small * fitting < 0.7 * _LEAST_TYPE:
        authors, fitting = "", min(1.0, length / needed)
    if size * fitting < _LEAST_TYPE:
        message = f"the title is too long or the spine of {_mm(wrap.spine.width)} too thin for it"
        report(note(Code.PRINT_COVER, message, NOWHERE, "the spine bears no words"))
        return
    size, small = size * fitting, small * fitting
    right = wrap.spine.left + wrap.spine.width
    line = Box(right, first, length, wrap.spine.width)
    style = f"{line.css};line-height:{line.height:.3f}pt;transform:rotate(90deg)"
    spine = add(body, "div", {"class": "spine-line", "style": style})
    for name, text, type_size, side in (
        ("spine-title", title, size, "left"),
        ("spine-author", authors, small, "right"),
    ):
        words = f"{side}:0;top:0;font-size:{type_size:.3f}pt"
        add(spine, "div", {"class": name, "style": words}, text)


def _code(body: Element, document: Document, target: Target, wrap: Wrap, report: Report) -> None:
    """The barcode of the print edition's ISBN on white, in the place that the printer wants."""
    data = document.metadata
    isbns = (data.isbn_print, data.identifier, *data.other_identifiers)
    isbn = next((name for name in isbns if name.startswith("urn:isbn:")), "")
    if not isbn:
        hint = f"{target.printer} may print its own there; `isbn` in `[pdf]` gives one"
        report(note(Code.PRINT_COVER, "no ISBN, so no barcode: its place is free", NOWHERE, hint))
        return
    price, place = document.settings.pdf_price, wrap.barcode
    drawn = barcode(isbn, price, place.width, place.height - 4)
    if drawn is None and price:
        message = f"the price does not fit beside the ISBN in {_mm(place.width)}"
        report(warning(Code.PRINT_COVER, message, NOWHERE, "the barcode is without it"))
        drawn = barcode(isbn, "", place.width, place.height - 4)
    if drawn is None:
        message = f"the barcode does not fit in {_mm(place.width)} by {_mm(place.height)}"
        report(warning(Code.PRINT_COVER, message, NOWHERE, "its place is free"))
        return
    box = add(body, "div", {"class": "barcode", "style": place.css})
    width, height = (float(str(drawn.get(side)).removesuffix("pt")) for side in ("width", "height"))
    left, top = (place.width - width) / 2, (place.height - height) / 2
    drawn.set("style", Box(left, top, width, height).css)
    box.append(drawn)


def _moved(box: Box, onto: Box) -> Box:
    return Box(box.left - onto.left, box.top - onto.top, box.width, box.height)


def _width(font: str, text: str) -> float:
    """The width of words in em, by guess if the font lacks a letter."""
    found = typefaces.lettering(font, text)
    return found.width if found else 0.6 * len(text)


def _mm(points: float) -> str:
    return f"{points / 72 * 25.4:.1f} mm"


def _css(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _rgb(digits: str) -> Colour:
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue
