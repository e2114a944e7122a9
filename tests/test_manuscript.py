"""The book that ships: what can be checked of its facts, figures and words."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from PIL import Image

from myopress import pipeline
from myopress.diagnostics import Diagnostic
from myopress.document import Box, Card, Citation, Claim, ListItem
from myopress.walk import nodes, plain_text

MANUSCRIPT = Path(__file__).parent.parent / "manuscript"
FIGURES = MANUSCRIPT / "figures"
FILES = sorted(MANUSCRIPT.glob("*.md"))
CHAPTERS = [path for path in FILES if path.name[0].isdigit()]
SVG = "{http://www.w3.org/2000/svg}"

CITATION = re.compile(r"(?<![\w.])@([A-Za-z]\w*)")
INDEX_TERM = re.compile(r"\{\.index(?: [^}]*)?\}")
TERM = re.compile(r'\[([^][]+)\]\{\.term(?: of="([^"]+)")?\}')
CARD = re.compile(
    r"^::: card (?P<name>[^{]+)\{#(?P<id>[\w-]+)\}\n(?P<body>.*?)^:::$", re.DOTALL | re.MULTILINE
)
FIELD = re.compile(r"^(\w+(?: by)?)\n+: +(.+)$", re.MULTILINE)


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """The words a reader sees, near enough: no attributes but those of
    claims, no targets, citations, table rules.
    """
    words = text(path).partition("\n---\n")[2] or text(path)
    words = re.sub(r"\[[^][]*@[^][]*\]", "", words)
    words = re.sub(r"\{#claim-\S+ ([^}]*)\}", r"\1", words)
    words = re.sub(r"\{[^{}]*short=[^{}]*\}", "", words)
    words = re.sub(r"\{[.#][^}]*\}|\]\([^)]*\)", "", words)
    return re.sub(r"^:::.*$|^\|[-|]+$|[|\[\]*!]", " ", words, flags=re.MULTILINE)


def references() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(text(MANUSCRIPT / "references.json"))
    return items


def glossary() -> list[str]:
    return re.findall(r"^([^:\n].*)\n: ", text(MANUSCRIPT / "glossary.md"), re.MULTILINE)


def module(name: str) -> ModuleType:
    """A drawing script, imported from its place beside the figures."""
    if str(FIGURES) not in sys.path:
        sys.path.insert(0, str(FIGURES))
    spec = importlib.util.spec_from_file_location(name, FIGURES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


DRAWINGS: dict[str, str] = module("draw").drawings()
DATA: dict[str, Any] = yaml.safe_load(text(FIGURES / "data.yaml"))


FAULTS: list[Diagnostic] = []
DOCUMENT = pipeline.read(MANUSCRIPT, FAULTS.append)


def test_the_book_is_read_without_a_fault() -> None:
    faults = FAULTS.copy()
    pipeline.check(DOCUMENT, faults.append)
    assert faults == []
    assert sum(chapter.role == "chapter" for chapter in DOCUMENT.chapters) == len(CHAPTERS)


# --- Sources ---------------------------------------------------------------------------------


@each(FILES)
def test_every_citation_has_a_reference(path: Path) -> None:
    known = {item["id"] for item in references()}
    assert sorted(set(CITATION.findall(text(path))) - known) == []


def test_references_are_plain_csl() -> None:
    known = {
        "id", "type", "title", "author", "container-title", "issued", "volume", "issue", "page",
        "DOI",
    }  # fmt: skip
    items = references()
    assert len({item["id"] for item in items}) == len(items)
    assert sorted({key for item in items for key in item} - known) == []
    assert all(item["author"] and item["issued"]["date-parts"][0] for item in items)


def test_sources_of_the_figures_have_references() -> None:
    known = {item["id"] for item in references()}
    assert sorted(set(_sources(DATA)) - known) == []


def _sources(data: Any) -> Iterator[str]:
    match data:
        case dict():
            for key, value in data.items():
                if key != "source":
                    yield from _sources(value)
                elif isinstance(value, list):
                    yield from value
                else:
                    yield value
        case list():
            for item in data:
                yield from _sources(item)


@each(CHAPTERS)
def test_lines_of_the_evidence_box_are_claims(path: Path) -> None:
    chapter = next(chapter for chapter in DOCUMENT.chapters if chapter.span.path == path.name)
    box = next(box for box in nodes(chapter, Box) if box.kind == "evidence")
    claims = list(nodes(box, Claim))
    assert len(claims) == len(list(nodes(box, ListItem))) >= 5
    for claim in claims:
        assert claim.attributes.id.startswith("claim-")
        assert claim.evidence
        assert ("not graded" in claim.evidence) is not bool(claim.confidence) or (
            claim.evidence == ("expert opinion",)
        )
        cited = next(nodes(claim, Citation), None)
        assert cited or claim.evidence[0] in {"not graded", "expert opinion"}, plain_text(claim)


def test_claims_stand_alone_and_are_used_by_cards() -> None:
    claims = list(nodes(DOCUMENT, Claim))
    first_words = {plain_text(claim).split()[0] for claim in claims}
    assert first_words & {"It", "They", "That", "This", "He", "She"} == set()
    used = {name for card in nodes(DOCUMENT, Card) for name in card.claims}
    assert len(used) >= 4
    assert used <= {claim.attributes.id for claim in claims}


# --- Words -----------------------------------------------------------------------------------


@each(CHAPTERS)
def test_chapter_is_neither_short_nor_long(path: Path) -> None:
    assert 2000 <= len(prose(path).split()) <= 2800


@each(CHAPTERS)
def test_chapter_has_a_figure_a_table_and_index_terms(path: Path) -> None:
    words = text(path)
    assert "::: figure {#fig-" in words
    assert re.search(r"^Table: .+ \{#tbl-[\w-]+\}$", words, re.MULTILINE)
    terms = INDEX_TERM.findall(words)
    assert len(terms) >= 25
    assert any(" > " in term for term in terms)


@each(FILES)
@pytest.mark.parametrize(
    "phrase",
    [
        "fat-burning hormone", "feeds your brain", "feed your brain", "feed the brain",
        "anti-ageing", "anti-aging", "fights cancer", "fight cancer", "exercise in a pill",
        "proven to", "boost", "without TNF",
    ],
)  # fmt: skip
def test_phrase_is_not_used(path: Path, phrase: str) -> None:
    assert phrase.lower() not in prose(path).lower()


@each(FILES)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("IL-6", r"\bI[Ll]-?\s?6\b|[Ii]nterleukin 6"),
        ("IL-10", r"\bI[Ll]-?\s?10\b"),
        ("IL-1ra", r"\bI[Ll]-?\s?1-?\s?[Rr][Aa]\b"),
        ("IL-15", r"\bI[Ll]-?\s?15\b"),
        ("TNF-α", r"TNF(?!-α)\S*|TNF-alpha"),
        ("BDNF", r"\bB\.?D\.?N\.?F\b"),
        ("FGF21", r"\bFGF-?\s?21\b"),
        ("GDF15", r"\bGDF-?\s?15\b"),
        ("FNDC5", r"\bFNDC-?\s?5\b"),
        ("BAIBA", r"\bBAIBA\b"),
        ("myokine", r"\bmyo-kine"),
    ],
)
def test_name_is_spelt_one_way(path: Path, right: str, wrong: str) -> None:
    found = set(re.findall(wrong, prose(path)))
    assert found - {right} == set()


@each(CHAPTERS)
def test_terms_are_in_the_glossary(path: Path) -> None:
    named = [of or words for words, of in TERM.findall(text(path))]
    assert named
    assert sorted(set(named) - set(glossary())) == []
    assert sorted({name for name in named if named.count(name) > 1}) == []


def test_glossary_is_sorted_and_used() -> None:
    terms = glossary()
    used = {of or words for path in FILES for words, of in TERM.findall(text(path))}
    assert sorted(set(terms) - used) == []
    order = [re.sub(r"\d+", lambda match: match[0].zfill(3), term.lower()) for term in terms]
    assert order == sorted(order)


# --- Cards -----------------------------------------------------------------------------------

CARDS = [match for path in FILES for match in CARD.finditer(text(path))]


def test_there_are_eight_cards() -> None:
    assert len({card["id"] for card in CARDS}) == len(CARDS) == 8


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_card_is_whole_and_short(card: re.Match[str]) -> None:
    fields = dict(FIELD.findall(card["body"]))
    assert list(fields) == [
        "From", "To", "Does", "Moved by", "Level", "Careful", "Evidence", "Confidence", "References",
    ]  # fmt: skip
    assert fields["Confidence"] in {"high", "medium", "low"}
    read = next(node for node in nodes(DOCUMENT, Card) if node.attributes.id == card["id"])
    shown = {plain_text(field.term): plain_text(field.children).strip() for field in read.fields}
    assert {name: words for name, words in shown.items() if not 2 < len(words) <= 75} == {}


# --- Tips ------------------------------------------------------------------------------------

TIP = re.compile(r"^::: tip [^{]+\{#(tip-[\w-]+)\}\n(.*?)^:::$", re.DOTALL | re.MULTILINE)
TIPS = dict(TIP.findall(text(MANUSCRIPT / "09-gym-floor.md")))


def test_every_training_tip_is_there() -> None:
    assert set(TIPS) == {
        "tip-volume", "tip-tension", "tip-large-muscles", "tip-consistency", "tip-combine",
        "tip-sleep", "tip-minimum", "tip-safety",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(TIPS) - {"tip-safety"}))
def test_tip_has_a_verdict_and_its_source(name: str) -> None:
    assert re.search(r"\*[^*]*: (supported|overstated|wrong|cannot be judged)\b[^*]*\*", TIPS[name])
    assert CITATION.search(TIPS[name])


# --- Figures ---------------------------------------------------------------------------------


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_figures_are_drawn_from_the_data_as_it_stands() -> None:
    covers = {"cover.svg", "cover-print.svg"}
    assert {path.name for path in FIGURES.glob("*.svg")} - covers == set(DRAWINGS)
    for name, svg in DRAWINGS.items():
        assert text(FIGURES / name) == svg, f"{name}: run make figures"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("leg", ["6.8 ng", "25 watts", "5 hours", "IL-6 in it: up 19-fold", "none"]),
        ("timeline", [str(entry["year"]) for entry in DATA["timeline"]]),
        ("funnel", ["654", "30", "a handful"]),
        ("circles", [entry["name"] for entry in DATA["circles"]]),
        ("marathon", ["1.5", "94.4", "22.1"]),
        ("peaks", ["128", "39", "27", "2.3"]),
        ("day", ["0.76", "7.16", "10.58", "10.89"]),
        ("mice", ["1", "about 2", "about 4"]),
        ("bimagrumab", ["3.3", "9.3", "14.2", "17.8"]),
        ("irisin", ["−0.46", "+0.58", "+0.39", "3.6", "4.3"]),
        ("routes", ["lactate as fuel", "irisin", "cathepsin B", "muscle’s BDNF stays"]),
        ("cognition", ["0.22", "0.13", "0.05"]),
        ("clock", [row["name"] for row in DATA["clock"]]),
        ("fgf21", ["+0.18", "+0.59", "−0.05", "finish", "1 h", "3 h"]),
        ("steps", ["19–29 %", "over 60 %", "80.3 against 73.9 %"]),
        ("survival", ["80.3", "73.9", "90.3", "83.2", "18.5", "11.5"]),
        ("pulse", ["−0.16", "−0.18", "−0.43", "IL-6", "CRP", "TNF-α"]),
        ("week", ["150 minutes", "2 days", "30", "60", "free"]),
        ("questions", [row["ask"] for row in DATA["questions"]]),
    ],
)
def test_figure_shows_its_numbers(name: str, values: list[str]) -> None:
    shown = words_of(text(FIGURES / f"{name}.svg"))
    assert [value for value in values if value not in shown] == []


@pytest.mark.parametrize(("name", "key"), [("marathon", "il6_marathon"), ("day", "il6_day")])
def test_points_lie_where_their_values_say(name: str, key: str) -> None:
    """Equal steps of value are equal steps on the page, and the spread is drawn to scale."""
    root = ET.fromstring(text(FIGURES / f"{name}.svg"))
    drawn = [float(dot.attrib["cy"]) for dot in root.iter(f"{SVG}circle")]
    values = [point["mean"] for point in DATA[key]["points"]]
    pairs = list(zip(values, drawn, strict=True))
    (low, y_low), (high, y_high) = min(pairs), max(pairs)
    scale = (y_low - y_high) / (high - low)
    assert drawn == pytest.approx([y_low - (value - low) * scale for value in values], abs=0.02)
    bars = [
        abs(float(line.attrib["y1"]) - float(line.attrib["y2"]))
        for line in root.iter(f"{SVG}line")
        if line.attrib["x1"] == line.attrib["x2"]
    ]
    spreads = [2 * point["spread"] * scale for point in DATA[key]["points"]]
    assert bars == pytest.approx(spreads, abs=0.05)


@pytest.mark.parametrize(
    ("name", "axis", "values"),
    [
        ("cognition", "cx", [point["d"] for point in DATA["cognition"]["points"]]),
        ("fgf21", "cy", [point["smd"] for point in DATA["fgf21"]["points"]]),
    ],
)
def test_dots_lie_to_scale(name: str, axis: str, values: list[float]) -> None:
    root = ET.fromstring(text(FIGURES / f"{name}.svg"))
    drawn = [float(dot.attrib[axis]) for dot in root.iter(f"{SVG}circle")]
    scale = (drawn[1] - drawn[0]) / (values[1] - values[0])
    assert drawn == pytest.approx([drawn[0] + (v - values[0]) * scale for v in values], abs=0.02)


def test_bars_of_survival_are_per_cents_of_one_length() -> None:
    root = ET.fromstring(text(FIGURES / "survival.svg"))
    lines = [line for line in root.iter(f"{SVG}line") if line.attrib["x1"] == "66"]
    long = [float(line.attrib["x2"]) - 66 for line in lines]
    whole, bars = long[::2], long[1::2]
    assert len(set(whole)) == 1
    shares = [o[group] for o in DATA["survival"]["outcomes"] for group in ("exercise", "education")]
    assert [bar / whole[0] * 100 for bar in bars] == pytest.approx(shares, abs=0.02)


def test_what_was_seen_in_animals_is_dashed() -> None:
    steps = ET.fromstring(text(FIGURES / "steps.svg")).findall(f"{SVG}rect")[1:]
    assert ["stroke-dasharray" not in box.attrib for box in steps] == [
        step["people"] for step in DATA["steps"]
    ]
    lines = ET.fromstring(text(FIGURES / "routes.svg")).findall(f"{SVG}line")
    drawn = [line for line in lines if line.attrib.get("stroke") == "#a8321e"]
    routes = [route["people"] for route in DATA["routes"]]
    assert ["stroke-dasharray" not in line.attrib for line in drawn] == [*routes, True, False]


def test_week_follows_the_advice_it_cites() -> None:
    days = DATA["week"]["days"]
    assert 150 <= sum(day.get("moderate", 0) for day in days) <= 300
    assert sum("strength" in day for day in days) >= 2
    assert 30 <= sum(day.get("strength", 0) for day in days) <= 60


def test_one_ring_for_each_protein_listed() -> None:
    root = ET.fromstring(text(FIGURES / "funnel.svg"))
    rings = [dot for dot in root.iter(f"{SVG}circle") if dot.attrib["r"] in {"2.5", "2.7"}]
    heavy = [ring for ring in rings if ring.attrib["r"] == "2.7"]
    assert (len(rings), len(heavy)) == (654, 30)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_figure_can_be_read_aloud_and_small(name: str) -> None:
    root = ET.fromstring(DRAWINGS[name])
    for part in ("title", "desc"):
        assert root.findtext(f"{SVG}{part}")
    assert {root.find(f"{SVG}{part}").attrib["id"] for part in ("title", "desc")} == set(  # type: ignore[union-attr]
        root.attrib["aria-labelledby"].split()
    )
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(element.attrib["font-size"]) for element in root.iter(f"{SVG}text")]
    assert min(sizes) * 288 / width >= 7, "smaller than 7 pt in a column of 4 inches"


@each(CHAPTERS)
def test_pictures_exist_and_say_what_they_show(path: Path) -> None:
    pictures = re.findall(r"!\[(.*?)\]\((\S+?)\)", text(path))
    assert pictures
    for alt, file in pictures:
        assert (MANUSCRIPT / file).is_file()
        assert len(alt) > 80, "alt text says what the figure shows, not only what it is about"


# --- Cover -----------------------------------------------------------------------------------

COVER = module("cover")


@pytest.mark.parametrize("page", [COVER.EPUB, COVER.PRINT], ids=lambda page: page.name)
def test_cover_is_drawn_as_it_stands(page: Any) -> None:
    drawn = text(FIGURES / f"{page.name}.svg")
    assert COVER.front(page) == drawn, "run manuscript/figures/cover.py"
    root = ET.fromstring(drawn)
    assert not list(root.iter(f"{SVG}text")), "letters are outlines"
    assert "The Secret Language of Muscle" in (root.findtext(f"{SVG}title") or "")


def test_print_cover_has_its_bleed() -> None:
    root = ET.fromstring(text(FIGURES / "cover-print.svg"))
    assert (root.attrib["width"], root.attrib["height"]) == ("6.25in", "9.25in")
    colour = next(root.iter(f"{SVG}rect")).attrib
    assert " ".join(colour[key] for key in ("x", "y", "width", "height")) == root.attrib["viewBox"]


def test_picture_of_the_cover_is_that_of_its_drawing() -> None:
    with Image.open(FIGURES / "cover.png") as picture:
        assert picture.size == (1563, 2500)
        assert picture.info["Drawing"] == sha256(text(FIGURES / "cover.svg").encode()).hexdigest()
        corner = picture.convert("RGB").getpixel((0, 0))
    assert corner == (0xA8, 0x32, 0x1E)
    assert (FIGURES / "cover.png").stat().st_size < 200_000
