"""What `book.toml` and the cards say of the sheet: short wordings, groups, drops, colour, address."""

from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import segno

from myopress import pipeline
from myopress.backends import cheatsheet
from myopress.backends.cheatsheet import choose, drop, qr, tint
from myopress.backends.cheatsheet.boxes import Line, Piece
from myopress.backends.cheatsheet.emptiness import largest_empty
from myopress.backends.cheatsheet.fibres import ladder
from myopress.backends.cheatsheet.parts import in_parts
from myopress.colours import contrast
from myopress.diagnostics import Code, Diagnostic
from myopress.document import CardGroup, Document
from myopress.index import index
from myopress.walk import plain_text
from test_cheatsheet import book, card, page_text

CHAPTER = r"""# Oak

::: card Oak: The slow one {#oak}
Does
: [](#claim-oak) {short="It \"lives\" long." of=FINGERPRINT}

To
: brain and fat, and all the rest {short="everything"}

Evidence
: not graded

References
: [@A1; @B2; @C3]
:::

An oak may live for a thousand years [@A1]. {#claim-oak evidence="not graded"}
"""


def read(folder: Path, chapter: str, toml: str = "") -> tuple[Document, list[Diagnostic]]:
    (folder / "oak.md").write_text(chapter, "utf-8")
    (folder / "book.toml").write_text(f'title = "Trees"\nchapters = ["oak.md"]\n{toml}', "utf-8")
    found: list[Diagnostic] = []
    return pipeline.read(folder, found.append), found


def test_short_wordings_stand_on_the_sheet_alone(tmp_path: Path) -> None:
    document, found = read(tmp_path, CHAPTER)
    told = [fault for fault in found if fault.code is Code.SHORT_OUTDATED]
    assert [fault.span.line for fault in told] == [5, 8]
    fingerprint = told[0].hints[0][-6:]
    sheet = choose.choose(document, lambda _: None)
    said = [plain_text(field.children).strip() for field in sheet.cards[0].fields]
    assert said == ["It “lives” long.", "everything"]
    assert [target.organ for target in sheet.targets] == ["brain", "fat"]
    long = plain_text(document.chapters[0].blocks)
    assert "thousand years" in long
    assert "lives" not in long
    document, found = read(tmp_path, CHAPTER.replace("FINGERPRINT", fingerprint))
    assert [f.span.line for f in found if f.code is Code.SHORT_OUTDATED] == [8]
    changed = CHAPTER.replace("FINGERPRINT", fingerprint).replace("a thousand", "nine hundred")
    _, found = read(tmp_path, changed)
    assert [f.span.line for f in found if f.code is Code.SHORT_OUTDATED] == [5, 8]


def test_a_card_shows_its_first_sources() -> None:
    sheet = choose.choose(book(card(0)), lambda _: None)
    (citation,) = sheet.cards[0].references
    assert [item.key for item in citation.items] == ["Ray1999", "Fir2003"]


def test_groups_order_cards_and_have_titles() -> None:
    groups = (CardGroup("Tall", ("beech", "oak")), CardGroup("Gone", ("none", "elm")))
    document = book(*map(card, range(5)), cheatsheet_groups=groups, cheatsheet_cards=("ash",))
    sheet = choose.choose(document, lambda _: None)
    assert [plain_text(one.name) for one in sheet.cards] == ["Beech", "Oak", "Elm", "Ash"]
    assert sheet.groups == {0: "Tall", 2: "Gone"}
    data = cheatsheet.render(document, index(document, lambda _: None), lambda _: None)
    assert all(title in page_text(data) for title in ("Tall", "Gone"))


def test_book_toml_declares_groups_drops_and_colour(tmp_path: Path) -> None:
    toml = """
[cheatsheet]
drop = ["Does", "To"]
colour = "#0b4f6c"
[[cheatsheet.groups]]
title = "Tall"
cards = ["oak"]
"""
    document, found = read(tmp_path, CHAPTER, toml)
    assert not [fault for fault in found if "manifest" in fault.code]
    settings = document.settings
    assert settings.cheatsheet_groups == (CardGroup("Tall", ("oak",)),)
    assert (settings.cheatsheet_drop, settings.cheatsheet_colour) == (("Does", "To"), "#0B4F6C")
    sheet = choose.choose(document, lambda _: None)
    steps = [step.what for step in drop.drops(sheet) if "field" in step.what]
    assert steps == ["the field “Does”"]  # a card keeps one field


@pytest.mark.parametrize("colour", ["#FFB000", "red", "#12"])
def test_a_colour_that_cannot_be_read_is_refused(colour: str, tmp_path: Path) -> None:
    document, found = read(tmp_path, CHAPTER, f'[cheatsheet]\ncolour = "{colour}"\n')
    assert [fault.code for fault in found if "manifest" in fault.code] == [Code.MANIFEST_VALUE]
    assert document.settings.cheatsheet_colour == ""


def test_the_drop_order_is_the_books() -> None:
    cards = [card(number) for number in range(3)]
    usual = [step.what for step in drop.drops(choose.choose(book(*cards), lambda _: None))]
    document = book(*cards, cheatsheet_drop=("Train", "does"))
    own = [step.what for step in drop.drops(choose.choose(document, lambda _: None))]
    assert usual[2:4] == ["the field “Level”", "the field “From”"]
    assert own[2:4] == ["the field “Train”", "the field “Does”"]


def test_the_colour_replaces_the_accent_in_words_and_drawings() -> None:
    document = book(card(0), card(1), card(2), cheatsheet_colour="#0B4F6C")
    data = cheatsheet.render(document, index(document, lambda _: None), lambda _: None)
    picture = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1 << 20)}
    assert (0x0B, 0x4F, 0x6C) in colours
    assert (0xA8, 0x32, 0x1E) not in colours
    assert tint.tinted(ladder((True,)), "#0B4F6C").count("#0B4F6C") == 2
    assert contrast("#0B4F6C") > 5.2


def test_the_code_on_the_page_is_that_of_the_address() -> None:
    """Each module of the drawing, looked at in the picture, is as dark as the code wants it."""
    url = "https://example.org/trees"
    document = book(card(0), card(1), card(2))
    document = replace(document, metadata=replace(document.metadata, url=url))
    data = cheatsheet.render(document, index(document, lambda _: None), lambda _: None)
    picture = pypdfium2.PdfDocument(data)[0].render(scale=6, grayscale=True).to_pil()
    wanted = [list(map(bool, row)) for row in segno.make(url, error="q", boost_error=False).matrix]
    side, right = 42 * 6, picture.width - 28.35 * 6
    step = side / (len(wanted) + 2 * qr.QUIET)
    tops = range(int(picture.height - 28.35 * 6 - side) - 12, int(picture.height - side))

    def seen(top: int) -> list[list[bool]]:
        return [
            [
                picture.getpixel((
                    int(right - side + (x + qr.QUIET + 0.5) * step),
                    min(picture.height - 1, int(top + (y + qr.QUIET + 0.5) * step)),
                )) < 128
                for x in range(len(wanted))
            ]
            for y in range(len(wanted))
        ]  # fmt: skip

    assert any(seen(top) == wanted for top in tops)
    assert "example.org/trees" in page_text(data)


# --- emptiness, and cards in parts ------------------------------------------------------------


def test_the_largest_empty_rectangle() -> None:
    area = (0.0, 0.0, 300.0, 300.0)
    words = Piece("card 0", 0, 0, 300, 300, (Line("words", 0, 99, 300, 102),))
    assert largest_empty((), area) == 300 * 300
    assert largest_empty((words,), area) == 300 * 99
    assert largest_empty((words, Piece("map", 0, 0, 150, 99, ())), area) == 300 * 99
    drawn = (words, Piece("map", 0, 0, 150, 99, ()), Piece("masthead 9", 0, 201, 201, 99, ()))
    assert largest_empty(drawn, area) == 150 * 99


def test_a_long_card_goes_on_in_parts_and_loses_nothing() -> None:
    sheet = choose.choose(book(card(0, 30)), lambda _: None)
    parts = in_parts(sheet)
    assert len(parts.cards) > 6
    assert parts.continued == frozenset(range(1, len(parts.cards)))
    whole = [plain_text(one.fields) for one in parts.cards]
    assert "".join("".join(whole).split()) == "".join(plain_text(sheet.cards[0].fields).split())
    assert [bool(one.evidence) for one in parts.cards] == [False] * (len(parts.cards) - 1) + [True]
    many = choose.choose(book(*map(card, range(3))), lambda _: None)
    assert in_parts(many) is many
