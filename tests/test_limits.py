"""Limits instead of hanging: what is beyond them is refused, with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import hostile
from myopress import limits, pipeline
from myopress.backends import pdf, weasy
from myopress.backends.pdf import workers
from myopress.diagnostics import BackendError, Code, Diagnostic
from myopress.index import index
from myopress.resources.svg import SvgError, clean

QUICK = (
    "10,000 quotations in each other",
    "a table of 20,000 rows",
    "20,000 cards",
    "a drawing of 10 to the power of 10 shapes",
    "a style sheet of 100,000 braces",
)
"""Of `hostile.books()`; `make reliability` takes all."""


def laid_out(name: str, folder: Path) -> Path:
    for path, data in hostile.books()[name]().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_book_is_done_or_refused(name: str, tmp_path: Path) -> None:
    book = laid_out(name, tmp_path / "book")
    begun = time.process_time()
    found: list[Diagnostic] = []
    document = pipeline.read(book, found.append)
    assert pipeline.render(document, "epub", found.append)
    assert time.process_time() - begun < 10
    assert found


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("a table of 20,000 rows", ("b.md", 1)),
        ("a style sheet of 100,000 braces", ("styles/print.css", 1)),
    ],
)
def test_what_is_too_much_is_told_with_its_place(
    name: str, place: tuple[str, int], tmp_path: Path
) -> None:
    found: list[Diagnostic] = []
    pipeline.read(laid_out(name, tmp_path), found.append)
    beyond = [one.span for one in found if one.code is Code.LIMIT_EXCEEDED]
    assert place in [(span.path, span.line) for span in beyond]


def test_the_rest_of_the_book_stands(tmp_path: Path) -> None:
    document = pipeline.read(laid_out("a table of 20,000 rows", tmp_path), lambda _: None)
    sound, beyond = document.chapters
    assert len(sound.blocks) == 1
    assert beyond.blocks == ()


@pytest.mark.parametrize(
    "name", ["a drawing that uses itself", "a drawing of 10 to the power of 10 shapes"]
)
def test_a_drawing_that_never_ends_is_none(name: str) -> None:
    with pytest.raises(SvgError):
        clean(hostile.books()[name]()["a.svg"])


def test_what_a_drawing_uses_twice_is_drawn_twice() -> None:
    shapes = '<g id="a"><path/></g><use href="#a"/><use href="#a"/><use href="#none"/>'
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{shapes}</svg>'.encode()
    assert clean(data).data == data


def test_a_part_that_takes_too_long_is_told_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LAYOUT_SECONDS", 0.2)
    (tmp_path / "a.md").write_text("# A\n\n" + "Words of it.\n\n" * 900, "utf-8")
    document = pipeline.read(tmp_path, lambda _: None)
    with pytest.raises(BackendError, match=r"“a” \(a.md:\d+\) is not laid out after 0.2 seconds"):
        pdf.print_book(document, index(document, lambda _: None), lambda _: None, jobs=1)


def test_lines_end_where_they_would_if_all_of_a_text_were_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join("[" * 70 if n % 9 == 0 else f"word{n} " for n in range(1_000))
    (tmp_path / "a.md").write_text(f"# A\n\n{text}\n", "utf-8")
    document = pipeline.read(tmp_path, lambda _: None)
    seeing_little = pipeline.render(document, "pdf", lambda _: None)
    monkeypatch.setattr(weasy, "_LINES", ())
    assert pipeline.render(document, "pdf", lambda _: None) == seeing_little


def test_limits_are_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "reliability.md").read_text("utf-8")
    for name in ("CHAPTERS", "ELEMENTS", "MARKS", "PARAGRAPH", "SVG_ELEMENTS", "LAYOUT_SECONDS"):
        assert f"{getattr(limits, name):,}" in page
