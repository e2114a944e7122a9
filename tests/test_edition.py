"""A lock holds an edition, and `diff` says in words what a change does to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from case_files import lay_out
from myopress import edition, pipeline
from myopress.backends.page_map import PageMap, PageStart
from myopress.edition import Lock, LockError, Made
from myopress.index import index
from myopress.run import editions
from myopress.run.session import Options

BOOK = """
``` book.toml
title = "Tides"
language = "en"
chapters = ["one.md", "two.md"]

[pdf]
target = "TARGET"
```

``` one.md
# Ebb

The water goes out and comes in again, twice a day.

See [](#two) and [](#moon), and [the sea]{.index}.
```

``` two.md
# Flood

It comes in.

## The moon {#moon}

> A quotation of a few words.

![The moon](moon.svg "A moon."){#fig-moon}
```

``` moon.svg
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>
```
"""
MADE = Made({"weasyprint": "70.0"}, {"(default) print.css": "aa"}, {"Serif.otf": "bb"})


def book(folder: Path, *changes: tuple[str, str], target: str = "kdp-6x9-cream") -> Path:
    """The folder of the book, with words in its files replaced."""
    text = BOOK.replace('[pdf]\ntarget = "TARGET"', f'[pdf]\ntarget = "{target}"' if target else "")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    lay_out(text, folder)
    return folder


def locked(folder: Path, pages: int = 4, shift: int = 0, made: Made = MADE) -> Lock:
    """A lock of the book as if it had so many pages, its second chapter `shift` pages later."""
    document = pipeline.read(folder, lambda _: None)
    found = index(document, lambda _: None)
    labels = [str(number + 1) for number in range(pages)]
    starts = [
        PageStart(
            label,
            "one" if n < 2 + shift else "two",
            0,
            f"w{n - shift if n >= 2 + shift else min(n, 1)}",
        )
        for n, label in enumerate(labels)
    ]
    printed = dict.fromkeys(found.anchors, labels[2 + shift]) | dict.fromkeys(["one"], "1")
    outputs = {"pdf": b"1"}
    return edition.lock(
        document, found, PageMap(tuple(starts)), printed, outputs=outputs, made=made
    )


def said(old: Lock, new: Lock) -> list[str]:
    """What `diff` prints, with the old lock read from its file."""
    kept = edition.decode(edition.encode(old), "edition.lock")
    return [*edition.changes(kept, new), *edition.as_words(edition.moves(kept, new), new)]


@pytest.fixture
def old(tmp_path: Path) -> Lock:
    return locked(book(tmp_path / "old"))


def test_a_lock_is_the_same_file_each_time_and_read_again(tmp_path: Path, old: Lock) -> None:
    data = edition.encode(old)
    assert edition.encode(locked(book(tmp_path / "again"))) == data
    assert edition.encode(edition.decode(data, "edition.lock")) == data
    assert b'"moon" = "3"' in data
    assert b'target = "kdp-6x9-cream"' in data


def test_nothing_changed(tmp_path: Path, old: Lock) -> None:
    assert said(old, locked(book(tmp_path / "new"))) == ["no page moved"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("out and comes", "out, and comes", "“Ebb”: punctuation of a paragraph (one.md:3)"),
        ("twice a day", "thrice a day", "“Ebb”: words of a paragraph (one.md:3)"),
        ("twice a day", "*twice* a day", "“Ebb”: form of a paragraph (one.md:3)"),
        ("few words.", "few words!", "“Flood”: punctuation of a block quote (two.md:7)"),
        ('"A moon."', '"The moon."', "“Flood”: words of a figure (two.md:9)"),
        ("# Ebb", "# Ebb tide", "“Ebb tide”: words of a title (one.md:1)"),
        ("It comes in.", "It comes in.\n\nNew.", "“Flood”: a paragraph added (two.md:5)"),
        ("> A quotation of a few words.", "", "“Flood”: a block quote removed"),
        ('r="4"', 'r="3"', "picture moon.svg changed"),
        ('title = "Tides"', 'title = "The tides"', "what book.toml says about the book changed"),
    ],
)
def test_a_change_is_named(
    tmp_path: Path, old: Lock, before: str, after: str, expected: str
) -> None:
    new = locked(book(tmp_path / "new", (before, after)))
    assert said(old, new) == [expected, "no page moved"]


def test_chapters_new_gone_and_in_another_order(tmp_path: Path, old: Lock) -> None:
    turned = locked(book(tmp_path / "a", ('["one.md", "two.md"]', '["two.md", "one.md"]')))
    assert "chapters stand in another order" in said(old, turned)
    one = locked(book(tmp_path / "b", ('["one.md", "two.md"]', '["one.md"]')))
    assert "chapter “Flood” is gone" in said(old, one)
    assert "chapter “Flood” is new" in said(one, old)


def test_tools_fonts_and_styles_are_named(tmp_path: Path, old: Lock) -> None:
    made = Made({"weasyprint": "71.0"}, {}, {"Serif.otf": "cc", "Sans.otf": "dd"})
    assert said(old, locked(book(tmp_path / "new"), made=made)) == [
        "style sheet (default) print.css is gone",
        "font Sans.otf is new",
        "font Serif.otf changed",
        "tool weasyprint was 70.0 and is 71.0",
        "no page moved",
    ]


def test_pages_that_moved_and_the_references_to_them(old: Lock, tmp_path: Path) -> None:
    lines = said(old, locked(book(tmp_path / "new"), shift=1))
    assert "#moon stood on page 3 and stands on page 4" in lines
    # the text names Flood and The moon, the contents both and the index, which has the sea
    assert lines[-1] == "pages 3 to 4 moved, 6 page references changed"


def test_a_wider_spine_wants_another_cover(tmp_path: Path) -> None:
    old = locked(book(tmp_path / "old"), pages=140)
    lines = said(old, locked(book(tmp_path / "old"), pages=142))
    assert lines[-1] == (
        "pages 141 to 142 moved, 142 pages in place of 140, spine 0.005 in wider: "
        "the cover must be made anew"
    )
    free = locked(book(tmp_path / "free", target=""), pages=140)
    assert said(free, locked(book(tmp_path / "free", target=""), pages=142)) == [
        "pages 141 to 142 moved, 142 pages in place of 140"
    ]


def test_pages_apart_are_listed(tmp_path: Path, old: Lock) -> None:
    long = locked(book(tmp_path / "new"), pages=9)
    pages = list(long.pages)
    for number in (1, 4, 5, 8):
        pages[number] = (*pages[number][:2], "other")
    assert said(long, replace(long, pages=tuple(pages)))[-1] == "pages 2, 5 to 6 and 9 moved"


@pytest.mark.parametrize("data", [b"", b"\xff", b"version = 2", b"version = 1", b"= no"])
def test_what_is_no_lock_is_refused(data: bytes) -> None:
    with pytest.raises(LockError, match=r"edition\.lock"):
        edition.decode(data, "edition.lock")


def test_the_commands(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = book(tmp_path / "book", target="")
    options = Options(folder)
    assert editions.lock(options, None) == 0
    data = (folder / "edition.lock").read_bytes()
    assert editions.diff(options, None) == 0
    assert capfdbinary.readouterr().out.endswith(b"no page moved\n")
    longer = "It comes in.\n" + "\nA paragraph more, and another line of it.\n" * 60
    file = folder / "two.md"
    file.write_text(file.read_text("utf-8").replace("It comes in.\n", longer), "utf-8")
    assert editions.diff(options, None) == editions.MOVED
    out = capfdbinary.readouterr().out.decode()
    assert "#moon stood on page 2 and stands on page" in out
    assert "“Flood”: a paragraph added, 60 times (two.md:5, 7, 9, 11, 13, 15, …)" in out
    assert editions.diff(Options(folder, format="json"), None) == editions.MOVED
    assert b'"cover_anew": false' in capfdbinary.readouterr().out
    assert (folder / "edition.lock").read_bytes() == data
