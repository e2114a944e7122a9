"""A gym's own part of a sheet: a band at the foot of the page with its name, logo and address.

All bands are laid out in one document, a page for each; a name too long for its band is tried
again in smaller type with all others like it, so that many gyms cost few layouts.
"""

from __future__ import annotations

from collections.abc import Sequence

from myopress.backends import weasy
from myopress.backends.addresses import address
from myopress.backends.cheatsheet import page, papers, proof
from myopress.backends.cheatsheet.boxes import PIECE, Piece, missing, pieces
from myopress.backends.html.element import Element, add, e
from myopress.diagnostics import Code, Diagnostic, error, warning
from myopress.gyms import Gym

SHARE = 0.068
"""The band's part of the paper's height."""
LEAST = 46.0
"""The least height, in pt: an address is then not set below 7.5 pt."""
GAP = 11.0
"""The space between the sheet and the band, in pt."""
INK = "#3B342E"
"""The band of a gym that names no colour."""
SIZES = (2.8, 2.4, 2.1, 1.75, 1.45, 1.2, 1.0, 0.85)
"""The sizes of a name, in ems: the first in which it fits its band is taken."""
EMS = 5.6
"""The band's height in ems."""
_HINT = "shorten the name, or the contact to at most four lines"


def height(paper: papers.Paper) -> float:
    """The room that a band takes from a sheet of `paper`, in pt."""
    return _high(paper) + GAP


def _high(paper: papers.Paper) -> float:
    return max(LEAST, SHARE * paper.height)


class Bands:
    """The bands of many gyms on one paper, laid out; `gyms` are those that have one.

    `faults` are the diagnostics of the others, and of characters that no font has once written.
    """

    def __init__(self, gyms: Sequence[Gym], paper: papers.Paper, title: str, language: str) -> None:
        self._paper, self._title, self._language = paper, title, language
        logos = {gym.logo.path: gym.logo for gym in gyms if gym.logo}
        self._fetcher = weasy.Fetcher(logos)
        self._sizes = self._fitted(gyms)
        self.faults = [_too_long(gym) for gym in gyms if gym not in self._sizes]
        self.gyms = tuple(gym for gym in gyms if gym in self._sizes)
        self._layout = self._lay_out([(gym, self._sizes[gym]) for gym in self.gyms])

    def _fitted(self, gyms: Sequence[Gym]) -> dict[Gym, float]:
        """The size of each gym's name; those whose words do not fit in any size are not there."""
        found: dict[Gym, float] = {}
        for size in SIZES:
            left = [gym for gym in dict.fromkeys(gyms) if gym not in found]
            if not left:
                break
            laid = pieces(self._lay_out([(gym, size) for gym in left], endless=True))
            own: dict[str, list[Piece]] = {}
            for piece in laid:
                own.setdefault(piece.name.partition(" ")[2], []).append(piece)
            found |= {
                gym: size
                for number, gym in enumerate(left)
                if self._holds(_words(gym, number), tuple(own[str(number)]))
            }
        return found

    def pdf(self, gyms: Sequence[Gym]) -> bytes:
        """The bands of these gyms as PDF, each on an otherwise empty page."""
        pages = [self._layout.pages[self.gyms.index(gym)] for gym in gyms]
        layout = self._layout.copy(pages)
        data = bytes(layout.write_pdf(pdf_variant="pdf/ua-1", zoom=self._paper.zoom))
        lacking = missing(layout)
        self.faults += [
            _unprintable(gym, here)
            for gym in gyms
            if (here := lacking & set("".join(_words(gym).values())))
        ]
        return data

    def _holds(self, words: dict[str, str], laid: tuple[Piece, ...]) -> bool:
        """Whether all words stand within their band, whose top is that of its cells."""
        left, top, right, bottom = self._area()
        high, first = bottom - top, laid[0].y
        return not proof.faults(laid, words, 1, (left, first, right, first + high))

    def _area(self) -> tuple[float, float, float, float]:
        paper = self._paper
        bottom = paper.height - paper.margin
        top = bottom - _high(paper)
        return paper.margin, top, paper.width - paper.margin, bottom

    def _lay_out(
        self, sized: Sequence[tuple[Gym, float]], *, endless: bool = False
    ) -> weasy.Layout:
        """Each band on its page, or all below each other on an `endless` one, to be measured."""
        left, top, right, bottom = self._area()
        root = e("html", {"lang": self._language})
        head = add(root, "head")
        add(head, "title", {}, self._title)
        high = 99999 + 99 * self._paper.height * len(sized) if endless else self._paper.height
        paper = f"{self._paper.width:g}pt {high:g}pt"
        add(head, "style", {}, f"@page{{size:{paper};margin:{top:.3f}pt {left:.3f}pt 0}}")
        shape = "endless" if endless else "paged"
        body = add(
            root, "body", {"class": shape, "style": f"font-size:{(bottom - top) / EMS:.3f}pt"}
        )
        for number, (gym, size) in enumerate(sized):
            band = add(body, "section", {"class": "band", "lang": gym.language or self._language})
            band.set("style", f"width:{right - left:.3f}pt;background-color:{gym.colour or INK}")
            _fill(band, gym, size, number)
        return weasy.lay_out(page.html(root), [weasy.package_style("band.css")], self._fetcher)


def _fill(band: Element, gym: Gym, size: float, number: int) -> None:
    """The logo is a background, and so nothing to a reader who listens: the name says the same."""
    add(add(band, "div", {"class": "edge"}), "div")
    if gym.logo:
        style = f"background-image:url({address(gym.logo.path)})"
        add(add(band, "div", {"class": "logo"}), "div", {"style": style})
    cell = add(band, "div", {"class": "name", PIECE: f"name {number}"})
    add(cell, "h2", {"style": f"font-size:{size}em"}, gym.name)
    if gym.contact or gym.url:
        said = add(band, "div", {"class": "contact", PIECE: f"contact {number}"})
        for line in filter(None, map(str.strip, gym.contact.splitlines())):
            add(said, "p", {}, line)
        if gym.url:
            add(add(said, "p", {}), "a", {"href": gym.url}, _shown(gym.url))


def _words(gym: Gym, number: int = 0) -> dict[str, str]:
    """What each piece of the band of this number must say."""
    said = gym.contact + (_shown(gym.url) if gym.url else "")
    return {f"name {number}": gym.name} | ({f"contact {number}": said} if said else {})


def _shown(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _too_long(gym: Gym) -> Diagnostic:
    message = f"no sheet for this row: the words of “{gym.name}” do not fit into its band"
    return error(Code.HANDOUT_ROW, message, gym.span, _HINT)


def _unprintable(gym: Gym, lacking: frozenset[str]) -> Diagnostic:
    named = ", ".join(f"“{character}”" for character in sorted(lacking))
    message = f"no font of the cheat sheet has {named}"
    return warning(Code.GLYPH_MISSING, message, gym.span, "an empty box is printed in its place")
