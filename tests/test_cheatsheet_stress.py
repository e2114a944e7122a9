"""A dozen sheets of the stress bench: each is a good page, or is refused in words."""

import re
from collections import Counter

import pypdfium2  # type: ignore[import-untyped]
import pytest

from myopress.diagnostics import Code, Severity
from myopress.document import Card
from myopress.walk import nodes, plain_text
from sheets import SAMPLE, Result, book, cases, result
from test_cheatsheet import characters, page_text

MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module", params=SAMPLE, ids=lambda case: case.name)
def done(request: pytest.FixtureRequest) -> Result:
    return result(request.param)


def test_a_good_page_or_a_refusal(done: Result) -> None:
    if done.made is None:
        errors = [fault for fault in done.found if fault.severity is Severity.ERROR]
        assert all(fault.code is Code.CHEATSHEET_OVERFLOW for fault in errors)
        assert all(re.search(r"about [0-9]+ characters too long", e.message) for e in errors)
        return
    assert done.made.size >= 7.5
    assert done.made.empty < 0.06
    dropped = [d for d in done.found if d.code is Code.CHEATSHEET_DROPPED]
    assert dropped or done.made.size >= 8.6
    assert len(dropped) == len(done.found)


def test_every_word_stands_within_the_margins(done: Result) -> None:
    """Read from the PDF alone, by another program than that which laid it out."""
    if done.made is None:
        return
    (page,) = pypdfium2.PdfDocument(done.made.pdf)
    lowest = 9 * MILLIMETRE - 0.75
    width, height = page.get_size()
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    assert all(left >= lowest and bottom >= lowest for left, bottom, _, _ in boxes)
    assert all(right <= width - lowest and top <= height - lowest for _, _, right, top in boxes)
    left_out = {m[1] for d in done.found for m in re.finditer("field “(.*?)”", d.message)}
    wanted: Counter[str] = Counter()
    for card in nodes(book(done.case), Card):
        kept = (field for field in card.fields if plain_text(field.term).strip() not in left_out)
        wanted += characters(plain_text((*card.name, *card.tagline, *kept)))
    assert not wanted - characters(page_text(done.made.pdf))


def test_the_bench_has_seventy_sheets() -> None:
    every = list(cases())
    assert len(every) >= 70
    assert len({case.name for case in every}) == len(every)
    assert {case.paper for case in every} >= {"a3", "a4", "a5", "letter"}
    assert {case.language for case in every} == {"en", "de", "el"}
