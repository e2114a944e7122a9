"""The sheet as a web page: all cards, alone in its file, to be read by anybody on any screen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from myopress.backends import cheatsheet
from myopress.diagnostics import Code, Diagnostic
from myopress.document import Document, Image, Paragraph, Resource
from myopress.index import index
from test_cheatsheet import book, card, written

STYLE = (Path(cheatsheet.__file__).parents[1] / "styles" / "screen.css").read_text("utf-8")
PIXEL = Resource("dot.png", "image/png", b"\x89PNG", 1, 1)


def ignore(_: Diagnostic) -> None: ...


def rendered(document: Document) -> tuple[bytes, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return cheatsheet.render_html(document, index(document, found.append), found.append), found


def letters(words: str) -> Counter[str]:
    return Counter(character for character in words if character.isalnum())


def parsed(document: Document) -> Any:
    data, found = rendered(document)
    assert not found
    return html.document_fromstring(data.decode("utf-8"))


def test_all_words_are_there_even_of_a_book_that_is_too_long_for_paper() -> None:
    document = book(*(card(number, 5) for number in range(14)))
    text = parsed(document).find("body").text_content()
    assert not letters(written(document)) - letters(text)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    picture = replace(card(0), children=(Paragraph((Image("A dot", "dot.png"),)),))
    page = parsed(replace(book(picture), resources=(PIXEL,)))
    addresses = page.xpath("//@src | //@href")
    assert addresses
    assert all(one.startswith("data:") for one in addresses)
    assert not page.xpath("//script | //link | //@*[starts-with(name(), 'on')]")
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_what_screen_readers_ask_for() -> None:
    page = parsed(book(card(0), card(1)))
    assert page.get("lang") == "en"
    assert page.findtext("head/title")
    assert [one.tag for one in page.xpath("//h1 | //h2")] == ["h1", "h2", "h2"]
    assert [one.tag for one in page.find("body")] == ["header", "main", "aside", "footer"]
    drawings = page.xpath("//svg")
    assert drawings
    assert all(one.get("aria-hidden") == "true" for one in drawings)
    assert all("maximum-scale" not in one for one in page.xpath("//meta/@content"))


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("rule", re.findall(r":root \{[^}]*--paper[^}]*\}", STYLE))
def test_contrast_on_light_and_dark(rule: str) -> None:
    colours = dict(re.findall(r"--(\w+): #(\w+)", rule))
    for ground in (colours["paper"], colours["tint"]):
        assert contrast(colours["ink"], ground) >= 7
        assert contrast(colours["accent"], ground) >= 5.2
    assert contrast(colours["quiet"], colours["paper"]) >= 5.2


def test_a_book_without_cards_has_no_page() -> None:
    data, found = rendered(book())
    assert not data
    assert [one.code for one in found] == [Code.CHEATSHEET_EMPTY]


def test_the_picture_shows_the_sheet_and_is_the_same_each_time() -> None:
    document = book(card(0), card(1))
    data = [cheatsheet.render_png(document, index(document, ignore), ignore) for _ in range(2)]
    assert data[0] == data[1]
    assert data[0].startswith(b"\x89PNG")
    width, height = (int.from_bytes(data[0][i : i + 4], "big") for i in (16, 20))
    assert (width, height) == (1654, 2339)
    assert not cheatsheet.render_png(book(), index(book(), ignore), ignore)
