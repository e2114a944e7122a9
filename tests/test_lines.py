"""Lines chosen for whole paragraphs: the arithmetic, and what becomes of it on the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

from myopress import pipeline
from myopress.backends import weasy
from myopress.backends.pdf import print_book
from myopress.backends.pdf.geometry import Geometry
from myopress.backends.pdf.lines import setting, whole_paragraphs
from myopress.backends.pdf.lines.breaking import (
    LETTER_FIT,
    NARROWEST,
    NO_WISH,
    WIDEST,
    Place,
    Wish,
    best_lines,
    fit,
)
from myopress.backends.pdf.lines.hanging import hang_left, hang_right
from myopress.cli.options import commands
from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import index

# --- arithmetic ---


def words(*widths: float) -> list[Place]:
    """Words of these widths with spaces of 10 between them, and no letters that could give."""
    ends = list(accumulate(width + 10 for width in widths))
    return [
        Place(end - 10, end, 10.0 * number, 10.0 * (number + 1), 0, 0)
        for number, end in enumerate(ends)
    ]


def ends(places: list[Place], width: float, runt: float = 0) -> list[int] | None:
    found = best_lines(places, [width], runt)
    return None if found is None else [number for number, _ in found]


def test_a_line_is_tightened_to_take_one_word_more() -> None:
    """Line by line, two words would stand on the first line and be pulled far apart."""
    assert ends(words(30, 30, 32, 30, 30, 30, 20), 109) == [2, 5, 6]


def test_no_other_lines_cost_less() -> None:
    """All ways to break a paragraph are tried, and the sum of cubes compared."""
    places = words(31, 17, 42, 25, 38, 12, 29, 44, 21, 36, 18, 27, 33, 24, 40)
    width, last = 152.0, len(places) - 1

    def cost(chosen: tuple[int, ...], widest: float = 2.5) -> float:
        total, start, before = 0.0, -1, 0.0
        for end in (*chosen, last):
            begin = places[start].begin if start >= 0 else 0.0
            used = places[start].spaces_begin if start >= 0 else 0.0
            slack = width - (places[end].end - begin)
            given = fit(slack, places[end].spaces_end - used, 0)
            stretch = 0.0 if end == last and slack > 0 else given.stretch
            if not -1 <= stretch <= widest:
                return float("inf")
            total += (10 + 100 * abs(stretch) ** 3) ** 2 + 3000 * (abs(stretch - before) > 1)
            start, before = end, stretch
        return total

    tried = [some for count in range(3, 7) for some in combinations(range(last), count)]
    best = min(tried, key=lambda some: (cost(some, 1), cost(some)))
    assert cost(best) < float("inf")
    assert ends(places, width) == [*best, last]


def test_what_is_too_long_for_a_line_is_left_alone() -> None:
    assert ends(words(30, 200, 30), 110) is None


def test_spaces_and_letters_stay_within_their_limits() -> None:
    for slack in range(-40, 60):
        given = fit(slack, 50.0, 600.0)
        if abs(given.stretch) <= 1:
            assert NARROWEST - 0.015 <= 1 + given.spaces / 50 <= WIDEST + 0.015
        assert abs(given.letter) <= LETTER_FIT + 2e-4
        assert given.spaces + 600 * given.letter == pytest.approx(slack)


def test_three_lines_in_a_row_never_end_with_hyphens() -> None:
    """Each line fits only if it ends at a hyphen, or loosely at the word before."""
    places = []
    for number in range(8):
        at, spaces = number * 100.0, number * 30.0
        places.append(Place(at + 80, at + 90, spaces + 20, spaces + 30, 0, 0))
        places.append(Place(at + 96, at + 96, spaces + 30, spaces + 30, 0, 0, 4, 50, hyphen=True))
    found = best_lines(places, [100.0], 0)
    assert found
    rows = "".join("-" if places[number].hyphen else "." for number, _ in found)
    assert "-" in rows
    assert "---" not in rows


def test_a_last_line_of_one_syllable_is_avoided() -> None:
    places = words(*[6] * 17)
    assert ends(places, 118) == [7, 15, 16]
    found = ends(places, 118, runt=20)
    assert found
    assert found[-2] == 14


def test_a_paragraph_is_made_a_line_longer_or_shorter() -> None:
    places = words(*[8] * 40)
    counts = [best_lines(places, [118.0], 0, wish=Wish(lines=count)) for count in (-1, 6, 7, 9)]
    assert [found and len(found) for found in counts] == [6, 6, 7, None]


def test_a_line_that_must_not_end_in_a_word_does_not() -> None:
    places = []
    for number in range(8):
        at, spaces = number * 100.0, number * 30.0
        places.append(Place(at + 90, at + 94, spaces + 24, spaces + 30, 0, 0))
        places.append(Place(at + 96, at + 96, spaces + 30, spaces + 30, 0, 0, 4, 50, hyphen=True))
    free, bound = (best_lines(places, [100.0], 0, wish=wish) for wish in (NO_WISH, Wish(whole=0)))
    assert free
    assert bound
    assert places[free[0][0]].hyphen
    assert not places[bound[0][0]].hyphen


def test_ragged_lines_are_not_stretched_and_are_of_like_length() -> None:
    places = words(30, 30, 30, 30, 30, 30, 30, 30)
    found = best_lines(places, [190.0], 0, ragged=40.0)
    assert found
    assert [number for number, _ in found] == [4, 7]
    assert all(given.spaces == given.letter == 0 for _, given in found)


@pytest.mark.parametrize("character", ".,:;!?-\u2010\u2013\u2014)\u201d\u2019")
def test_what_hangs_at_the_end_hangs_by_a_part_of_itself(character: str) -> None:
    assert 0 < hang_right(character, 4.0, 10.0) <= min(2.8, 1.5)
    assert hang_left("a", 4.0, 10.0) == hang_right("a", 4.0, 10.0) == 0


# --- pages ---

TEXT = """# Of legs and livers

The first paragraph of a chapter has an initial, so that it is left to the other way of breaking
lines; it is long enough to be beside it and says nothing that would need a second thought.

{filler}

Somebody has written *considerable emphasis on remarkably long words*, with `code_in_the_text` and
**semibold conscientiousness**, a note,[^one] and a [link whose words are likely to go over the end
of a line](https://example.org) before the paragraph goes on for a while and comes to an end.

{filler}

[^one]: A note at the foot.
"""
FILLER = (
    "Whoever wants to know what a muscle says to the rest of the body has to draw blood before and "
    "after the exercise, and to measure what has been added to it; that is simple to write and hard "
    "to do. Most of the signals that are found so come and go within hours, some of them are given "
    "off by other organs as well, and the differences between two people are often larger than the "
    "difference between rest and work. A careful laboratory therefore repeats its measurements, "
    "and says plainly how many people were measured, for how long, and with which of the methods."
)
FILLERS = [" ".join(FILLER.split()[start:]) for start in range(0, 30, 3)]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("lines") / "book.md"
    path.write_text(TEXT.replace("{filler}", "\n\n".join(FILLERS)), encoding="utf-8")
    return pipeline.read(path, ignore)


def ignore(_: Diagnostic) -> None: ...


def printed(document: Document, **options: Any) -> bytes:
    return print_book(document, index(document, ignore), ignore, **options).pdf


def words_of(pdf: bytes) -> str:
    """The words without the ends of lines; a hyphen there is not the author's."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    text = re.sub("[\ufffe\u2010]\\s*", "", "".join(pages))
    return " ".join(text.split())


def boxes_in(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in box.children:
        yield from boxes_in(child)


def lines_of(paragraphs: list[str], style: str = "") -> Iterator[tuple[Any, Any]]:
    """The lines of justified paragraphs, each with its block."""
    for page in pages_of(paragraphs, style):
        yield from lines_on(page)


def pages_of(paragraphs: list[str], style: str = "") -> list[Any]:
    fetcher = weasy.Fetcher({})
    geometry = Geometry.of(152.4, 228.6)
    styles = [weasy.package_style("print.css"), weasy.style(geometry.css, fetcher)]
    inner = "".join(f'<p style="{style}">{words}</p>' for words in paragraphs)
    markup = f'<html lang="en"><body>{inner}</body></html>'
    return list(weasy.lay_out(markup, styles, fetcher).pages)


def lines_on(page: Any) -> Iterator[tuple[Any, Any]]:
    for block in boxes_in(page._page_box):
        if block.element_tag == "p":
            yield from ((block, c) for c in block.children if isinstance(c, boxes.LineBox))


STYLED = [
    words.replace("exercise", "<em>exercise</em>")
    .replace("hours,", 'hours,<a class="note-call">12</a>')
    .replace("other organs as well", "<code>other</code> <strong>organs as well</strong>")
    for words in FILLERS
]


def loose(paragraphs: list[str]) -> float:
    """The share of full lines whose spaces are over 1.5 times the font's own (0.2 em)."""
    ratios = [
        1 + max(t.justification_spacing / (0.2 * t.style["font_size"]) for t in texts)
        for _, line in lines_of(paragraphs)
        if line.resume_at is not None
        if (texts := [t for t in boxes_in(line) if isinstance(t, boxes.TextBox) and " " in t.text])
    ]
    assert len(ratios) > 40
    return float(sum(ratio > WIDEST + 0.01 for ratio in ratios) / len(ratios))


def set_lines(paragraph: str) -> list[Any]:
    """The lines of one paragraph, all of them chosen and none over the margin."""
    with whole_paragraphs():
        found = list(lines_of([paragraph]))
    for block, line in found:
        assert line.chosen.lines
        right = max(child.position_x + child.margin_width() for child in line.children)
        assert right <= block.content_box_x() + block.width + 0.5
    return [line for _, line in found]


def said(line: Any) -> str:
    return "".join(box.text for box in boxes_in(line) if isinstance(box, boxes.TextBox))


def test_lines_are_chosen_beside_an_initial() -> None:
    lines = set_lines(f'<span class="initial">W</span>{FILLER[1:]} {FILLER}')
    lefts = [line.children[0].position_x for line in lines]
    assert len(lines) > 8
    assert min(lefts[:3]) > max(lefts[3:])
    assert [line.position_y - lines[0].position_y for line in lines[:5]] == pytest.approx(
        [18.0 * number for number in range(5)]
    )


def test_addresses_are_broken_behind_their_marks_without_a_hyphen() -> None:
    address = "https://www.example.org/articles/2014/volume_12/s41598.014.07342.supplement.html"
    lines = list(map(said, set_lines(f"The data are at {address}, as the authors write. {FILLER}")))
    assert address in "".join(lines)
    broken = next(line for line in lines if "https" in line)
    assert address not in broken
    assert broken.endswith(("/", ".", "_"))


def test_forced_ends_and_pictures_are_kept() -> None:
    picture = '<img alt="" style="width: 30px; height: 8px" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'/>"/>'
    lines = set_lines(f"{FILLER}<br/>A {picture.replace('<svg', '&lt;svg')} {FILLER}")
    ends = [number for number, line in enumerate(lines) if "methods." in said(line)]
    assert ends[0] < len(lines) - 1
    assert said(lines[ends[0] + 1]).startswith("A ")
    assert any(isinstance(b, boxes.InlineReplacedBox) for line in lines for b in boxes_in(line))


def test_points_and_hyphens_hang_and_the_rest_is_flush() -> None:
    with whole_paragraphs():
        found = [pair for pair in lines_of(STYLED) if pair[1].resume_at is not None]
    for block, line in found:
        last = [b for b in boxes_in(line) if isinstance(b, boxes.TextBox) and b.text.strip()][-1]
        over = 0.75 * (last.position_x + last.width - block.content_box_x() - block.width)
        if said(line)[-1] in ".,\u2010":
            assert 0.5 < over < 1.5
        elif said(line)[-1].isalpha():
            assert abs(over) < 0.3


def test_ragged_text_is_chosen_too() -> None:
    left = [f'<span style="white-space: normal">{words}</span>' for words in FILLERS[:3]]
    with whole_paragraphs():
        found = list(lines_of(left, style="text-align: left"))
    assert all(line.chosen.lines for _, line in found)
    assert not any(
        getattr(b, "justification_spacing", 0) for _, line in found for b in boxes_in(line)
    )


def test_no_right_hand_page_ends_within_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = f"{FILLER} {FILLER}".split()
    paragraphs = [" ".join(twice[:12]), *(" ".join(twice[start:]) for start in range(0, 60, 3))]

    def hyphens() -> int:
        with whole_paragraphs():
            pages = pages_of(paragraphs, "margin-right: 60px")
        ends = [list(lines_on(page))[-1][1] for page in pages[::2]]
        return sum(said(line).endswith("\u2010") for line in ends)

    after = hyphens()
    monkeypatch.setattr(setting, "_ends_in_word", lambda _: False)
    assert after < hyphens()


def test_pages_end_level_where_a_paragraph_can_be_a_line_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paragraphs = [" ".join(FILLER.split()[start:]) for start in range(60)] * 2

    def short() -> int:
        with whole_paragraphs():
            pages = pages_of(paragraphs)[:-1]
        ends = [round(list(lines_on(page))[-1][1].position_y) for page in pages]
        return sum(end < max(ends) for end in ends)

    after = short()
    monkeypatch.setattr(setting, "_leaves_a_line", lambda *_: False)
    assert after < short()


def test_few_lines_are_loose() -> None:
    before = loose(STYLED)
    with whole_paragraphs():
        after = loose(STYLED)
    assert before > 0.3
    assert after < 0.1


def test_no_line_goes_over_the_margin() -> None:
    with whole_paragraphs():
        found = list(lines_of(STYLED))
    assert sum(line.children[0].style["white_space"] == "nowrap" for _, line in found) > 50
    for block, line in found:
        right = max(child.position_x + child.margin_width() for child in line.children)
        assert right <= block.content_box_x() + block.width + 0.5


def test_words_are_whole_with_and_without(document: Document) -> None:
    # On one long page, so that no running head stands within a word.
    document = replace(document, settings=replace(document.settings, trim_height=3000.0))
    chosen, greedy = printed(document, jobs=1), printed(document, jobs=1, draft=True)
    assert chosen != greedy
    with pikepdf.open(io.BytesIO(chosen)) as one, pikepdf.open(io.BytesIO(greedy)) as other:
        assert _roles(one.Root.StructTreeRoot) == _roles(other.Root.StructTreeRoot)
    assert words_of(chosen) == words_of(greedy)
    assert "considerable emphasis on remarkably long words, with" in words_of(chosen)


def _roles(node: Any) -> list[str]:
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inner = [r for k in kids if isinstance(k, pikepdf.Dictionary) for r in _roles(k)]
    return [str(node.S), *inner] if "/S" in node else inner


def test_the_same_bytes_for_any_number_of_processes(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myopress.backends.pdf.workers._WORTH_A_PROCESS", 0)
    first = document.chapters[0]
    two = replace(document, chapters=(first, replace(first, id="again", notes=())))
    assert printed(two, jobs=1) == printed(two, jobs=2)


def test_draft_is_an_option_of_pdf_and_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.md").write_text(TEXT.replace("{filler}", FILLER), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    seen: list[bool] = []
    real = pipeline.print_book

    def spy(*given: Any, draft: bool, **others: Any) -> Any:
        seen.append(draft)
        return real(*given, draft=draft, **others)

    monkeypatch.setattr(pipeline, "print_book", spy)
    for command in (["pdf"], ["pdf", "--draft"], ["build", "--only", "pdf", "--draft"]):
        assert commands.main([*command, "book.md", "-q"], standalone_mode=False) == 0
    assert seen == [False, True, True]
