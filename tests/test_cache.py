"""What is kept between runs: found again, never when damaged, bounded; and what a run makes of it."""

import os
from pathlib import Path

import pytest

from myopress.cache import Cache, key
from myopress.diagnostics import Code, Diagnostic, warning
from myopress.document import Document, Metadata
from myopress.run.kept import Kept, kept
from myopress.run.outputs import write
from myopress.run.session import Options
from myopress.source import Span

BOOK = """---
title: Two Trees
---

## Some trees

### Oak: The slow one

It lives for a thousand years.

### Ash: The tool maker

It bends and does not break.
"""


def test_what_is_put_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.get(key(b"a")) is None
    cache.put(key(b"a"), b"data")
    cache.put(key(b"b"), b"")
    assert (cache.get(key(b"a")), cache.get(key(b"b"))) == (b"data", b"")
    assert (cache.folder / ".gitignore").read_text("utf-8") == "*\n"
    assert not list(cache.folder.glob("*.part"))


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key(b"ab", b"c") != key(b"a", b"bc") != key(b"abc")


@pytest.mark.parametrize("harm", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_never_used(tmp_path: Path, harm: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(key(b"a"), b"data")
    (entry,) = tmp_path.glob("*.kept")
    whole = entry.read_bytes()
    for damaged in (harm, whole[:-1], whole[:-1] + b"X"):
        entry.write_bytes(damaged)
        assert cache.get(key(b"a")) is None
        assert not entry.exists()


def test_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=3 * 132)
    for number, name in enumerate("abc"):
        cache.put(key(name.encode()), bytes(100))
        os.utime(tmp_path / f"{key(name.encode())}.kept", (number, number))
    assert cache.get(key(b"a")) is not None  # used now, and so the newest
    cache.put(key(b"d"), bytes(100))
    found = [name for name in "abcd" if cache.get(key(name.encode())) is not None]
    assert found == ["a", "c", "d"]


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = Cache(tmp_path / "file" / "folder")
    cache.put(key(b"a"), b"data")
    assert cache.get(key(b"a")) is None


def test_diagnostics_are_kept_with_the_result(tmp_path: Path) -> None:
    fault = warning(Code.CHEATSHEET_DROPPED, "“less”", Span("a.md", 3, 4), "why", "how")
    calls: list[int] = []

    def make(report: object) -> bytes:
        calls.append(1)
        assert callable(report)
        report(fault)
        return b"data\nand more"

    for _ in range(2):
        found: list[Diagnostic] = []
        kept = Kept(Cache(tmp_path), Document(Metadata("A"), ()))
        assert kept.recall("sheet", make, found.append) == b"data\nand more"
        assert found == [fault]
    assert len(calls) == 1
    Kept(Cache(tmp_path), Document(Metadata("B"), ())).recall("sheet", make, found.append)
    Kept(None, Document(Metadata("A"), ())).recall("sheet", make, found.append)
    assert len(calls) == 3


def test_where_things_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(Metadata("A"), ())
    assert kept(tmp_path, document).cache is None  # as conftest.py has it
    monkeypatch.setenv("MYOPRESS_CACHE", str(tmp_path / "there"))
    assert kept(tmp_path, document).cache == Cache(tmp_path / "there")
    monkeypatch.delenv("MYOPRESS_CACHE")
    assert kept(tmp_path, document).cache == Cache(tmp_path / ".myopress")
    assert kept(tmp_path / "a.md", document).cache == Cache(tmp_path / ".myopress")


def test_an_unchanged_book_is_not_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run renders nothing, writes the same bytes and tells the same."""
    book, place = tmp_path / "book.md", tmp_path / "sheet.pdf"
    book.write_text(BOOK, "utf-8")
    monkeypatch.setenv("MYOPRESS_CACHE", str(tmp_path / "kept"))
    told = []
    for _ in range(2):
        assert write(["cheatsheet"], lambda *_: place, Options(book), all_asked=True) == 0
        told.append((place.read_bytes(), *capsys.readouterr()))
        monkeypatch.setattr("myopress.pipeline.render", _never)
        place.unlink()
    assert told[0] == told[1]
    assert "cheatsheet-from-headings" in told[1][2]
    book.write_text(BOOK + "Or it does.\n", "utf-8")
    with pytest.raises(AssertionError, match="rendered"):
        write(["cheatsheet"], lambda *_: place, Options(book), all_asked=True)


def _never(*_: object, **__: object) -> bytes:
    raise AssertionError("rendered")
