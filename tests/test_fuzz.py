"""Twenty seconds of books that nobody wrote: a share of `make fuzz`, the same in each run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from invented import Files, harmed, invented, real_books
from myopress import pipeline
from myopress.document import Document
from trial import try_book

ROOT = Path(__file__).parent.parent
REAL = real_books([ROOT / "manuscript", ROOT / "tests" / "books" / "constructs"])
ALL = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@settings(
    max_examples=180, deadline=None, derandomize=True, database=None, suppress_health_check=ALL
)
@given(invented())
def test_an_invented_book(files: Files) -> None:
    try_book(files)


@settings(
    max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=ALL
)
@given(harmed(REAL))
def test_a_real_book_after_an_accident(files: Files) -> None:
    try_book(files)


@settings(max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=ALL)
@given(invented())
def test_an_invented_book_in_print(files: Files) -> None:
    try_book(files, printed=True)


def test_a_trial_finds_a_lost_word(monkeypatch: pytest.MonkeyPatch) -> None:
    book = {"a.md": b"# A\n\nWords of it.\n\nAnd more.\n"}
    assert try_book(book).words >= 6
    render = pipeline.render

    def losing(document: Document, *rest: Any, **options: Any) -> bytes:
        (chapter,) = document.chapters
        short = replace(chapter, blocks=chapter.blocks[:1])
        return render(replace(document, chapters=(short,)), *rest, **options)

    monkeypatch.setattr(pipeline, "render", losing)
    with pytest.raises(AssertionError, match=r"a.md:5: error\[word-missing\]"):
        try_book(book)
