"""Shops: rules have sources, limits are kept to the pixel and byte, our own book offends none."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from every_node import SVG, p
from myopress import pipeline
from myopress.backends.epub import for_readers
from myopress.checks import SHOPS, Publication, Rule, Shop, examine, load_shop
from myopress.checks.rules import CHECKS
from myopress.cli.options import commands
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.document import Chapter, Document, Image, Metadata, Resource, Settings, Text

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "src" / "myopress" / "checks" / "shops"


def found_in(publication: Publication, *rules: Rule) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    examine(publication, Shop("A shop", rules), found.append)
    return found


def rule(check: str, **limits: tuple[int, ...] | tuple[str, ...]) -> Rule:
    (known,) = (one for one in CHECKS if one == check)
    return Rule(known, Severity.WARNING, "Guide", "https://example.org", "2026", **limits)  # type: ignore[arg-type]


def book(cover: Resource, *pictures: Resource) -> Publication:
    blocks = tuple(p(Image("A leg", picture.path)) for picture in pictures)
    chapter = Chapter("one", (Text("One"),), blocks)
    metadata = Metadata("T", cover=cover.path)
    return Publication(Document(metadata, (chapter,), resources=(cover, *pictures)), 1000)


COVER = Resource("c.png", "image/png", b"x" * 50, 1000, 1600)
LEG = Resource("leg.jpg", "image/jpeg", b"x" * 50, 300, 200)
DRAWING = Resource("leg.svg", "image/svg+xml", SVG, 4000, 10)


@pytest.mark.parametrize("shop", SHOPS)
def test_every_rule_has_a_source_and_its_date(shop: str) -> None:
    rules = load_shop(shop).rules
    assert rules
    for one in rules:
        assert one.guideline
        assert re.fullmatch(r"https://\S+", one.url)
        assert re.fullmatch(r"20\d\d(-\d\d)?", one.read)
        assert one.least or one.most or one.values


def test_all_shops_can_be_asked_for() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(SHOPS)
    (option,) = (one for one in commands.commands["check"].params if one.name == "shop")
    assert list(option.type.choices) == list(SHOPS)  # type: ignore[attr-defined]


def test_every_check_is_used_by_a_shop() -> None:
    assert {one.check for shop in SHOPS for one in load_shop(shop).rules} == set(CHECKS)


@pytest.mark.parametrize(
    ("kept", "broken", "code"),
    [
        (rule("file-size", most=(1000,)), rule("file-size", most=(999,)), Code.SHOP_FILE_SIZE),
        (
            rule("cover-size", least=(1000, 1600)),
            rule("cover-size", least=(1001, 1600)),
            Code.SHOP_COVER,
        ),
        (
            rule("cover-size", most=(1000, 1600)),
            rule("cover-size", most=(1000, 1599)),
            Code.SHOP_COVER,
        ),
        (
            rule("cover-ratio", values=("1.6",)),
            rule("cover-ratio", values=("1.5",)),
            Code.SHOP_COVER,
        ),
        (rule("cover-bytes", most=(50,)), rule("cover-bytes", most=(49,)), Code.SHOP_COVER),
        (
            rule("cover-format", values=("image/png",)),
            rule("cover-format", values=("image/jpeg",)),
            Code.SHOP_COVER,
        ),
        (
            rule("image-pixels", most=(1_600_000,)),
            rule("image-pixels", most=(1_599_999,)),
            Code.SHOP_IMAGE,
        ),
        (
            rule("image-bytes", most=(len(SVG),)),
            rule("image-bytes", most=(len(SVG) - 1,)),
            Code.SHOP_IMAGE,
        ),
        (
            rule("image-format", values=("image/png", "image/jpeg", "image/svg+xml")),
            rule("image-format", values=("image/png", "image/svg+xml")),
            Code.SHOP_IMAGE,
        ),
        (rule("svg-side", most=(4000,)), rule("svg-side", most=(3999,)), Code.SHOP_IMAGE),
    ],
)
def test_limits_are_exact(kept: Rule, broken: Rule, code: Code) -> None:
    publication = book(COVER, LEG, DRAWING)
    assert found_in(publication, kept) == []
    (found,) = found_in(publication, broken)
    assert (found.code, found.severity) == (code, Severity.WARNING)
    assert found.hints == ("A shop: Guide (read 2026), https://example.org",)


def test_a_picture_that_nothing_shows_is_not_in_the_epub() -> None:
    publication = book(COVER)
    document = replace(publication.document, resources=(COVER, DRAWING))
    assert found_in(replace(publication, document=document), rule("svg-side", most=(1,))) == []


@pytest.mark.parametrize("shop", SHOPS)
def test_a_cover_that_the_tool_makes_offends_no_shop(shop: str) -> None:
    chapter = Chapter("one", (Text("One"),), (p("Words."),))
    document = for_readers(Document(Metadata("T"), (chapter,), settings=Settings()))
    found: list[Diagnostic] = []
    examine(Publication(document, 100_000), load_shop(shop), found.append)
    assert found == []


def test_our_book_offends_no_shop() -> None:
    found: list[Diagnostic] = []
    document = pipeline.read(ROOT / "manuscript", found.append)
    for shop in SHOPS:
        pipeline.check_shop(document, shop, found.append)
    assert [str(one) for one in found if one.code.startswith("shop-")] == []
