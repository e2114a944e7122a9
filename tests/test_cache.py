"""What is kept between runs: found again, never when damaged, bounded; and what a run makes of it."""

import os
from pathlib import Path

import pytest
from click import UsageError

from myopress.cache import Cache, key
from myopress.cli.options import commands
from myopress.diagnostics import Code, Diagnostic, warning
from myopress.document import Document, Metadata
from myopress.run.kept import Kept, kept, store
from myopress.run.outputs import write
from myopress.run.session import Options
from myopress.source import Span

SECRET = bytes(range(32))
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
    cache = Cache(tmp_path / "new" / "folder", SECRET)
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
    cache = Cache(tmp_path, SECRET)
    cache.put(key(b"a"), b"data")
    (entry,) = tmp_path.glob("*.kept")
    whole = entry.read_bytes()
    for damaged in (harm, whole[:-1], whole[:-1] + b"X"):
        entry.write_bytes(damaged)
        assert cache.get(key(b"a")) is None
        assert not entry.exists()


def test_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path, SECRET, limit=3 * 132)
    before: set[Path] = set()
    for number, name in enumerate("abc"):
        cache.put(key(name.encode()), bytes(100))
        (newest,) = set(tmp_path.glob("*.kept")) - before
        os.utime(newest, (number, number))
        before.add(newest)
    assert cache.get(key(b"a")) is not None  # used now, and so the newest
    cache.put(key(b"d"), bytes(100))
    found = [name for name in "abcd" if cache.get(key(name.encode())) is not None]
    assert found == ["a", "c", "d"]


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = Cache(tmp_path / "file" / "folder", SECRET)
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
        kept = Kept(Cache(tmp_path, SECRET), Document(Metadata("A"), ()))
        assert kept.recall("sheet", make, found.append) == b"data\nand more"
        assert found == [fault]
    assert len(calls) == 1
    Kept(Cache(tmp_path, SECRET), Document(Metadata("B"), ())).recall("sheet", make, found.append)
    Kept(None, Document(Metadata("A"), ())).recall("sheet", make, found.append)
    assert len(calls) == 3


def test_where_things_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(Metadata("A"), ())
    assert kept(tmp_path, document).cache is None  # as conftest.py has it
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MYOPRESS_CACHE", str(tmp_path / "there"))
    assert _folder(tmp_path) == tmp_path / "there"
    assert (tmp_path / "there" / "secret").stat().st_mode & 0o777 == 0o600
    monkeypatch.delenv("MYOPRESS_CACHE")
    assert _folder(tmp_path) == tmp_path / ".myopress"
    assert _folder(tmp_path / "a.md") == tmp_path / ".myopress"
    assert len((tmp_path / "home" / "myopress" / "secret").read_bytes()) == 32


def _folder(book: Path) -> Path | None:
    cache = store(book)
    return cache.folder if cache else None


def test_an_entry_of_another_secret_program_or_name_is_never_used(tmp_path: Path) -> None:
    Cache(tmp_path, SECRET, b"one").put(key(b"a"), b"data")
    assert Cache(tmp_path, SECRET, b"two").get(key(b"a")) is None
    assert Cache(tmp_path, SECRET, b"one").get(key(b"a")) == b"data"
    ours = Cache(tmp_path / "other", SECRET)
    ours.put(key(b"a"), b"a")
    ours.put(key(b"b"), b"b")
    one, two = (tmp_path / "other").glob("*.kept")
    one.write_bytes(two.read_bytes())
    assert sorted(filter(None, (ours.get(key(b"a")), ours.get(key(b"b"))))) in ([b"a"], [b"b"])
    assert Cache(tmp_path, bytes(32), b"one").get(key(b"a")) is None


def test_a_folder_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    """It may have come with a stranger's book."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    Cache(tmp_path / "link", SECRET).put(key(b"a"), b"data")
    assert not list((tmp_path / "theirs").iterdir())


def test_what_is_kept_can_be_counted_and_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path, SECRET)
    assert cache.size() == (0, 0)
    cache.put(key(b"a"), bytes(10))
    Cache(tmp_path, SECRET, b"older").put(key(b"a"), bytes(20))
    assert cache.size() == (2, 94)
    cache.clear()
    assert cache.size() == (0, 0)


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


def test_the_command_tells_and_removes_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MYOPRESS_CACHE", str(tmp_path))
    Cache(tmp_path, SECRET).put(key(b"a"), bytes(2_000_000))
    for option, told in (
        ("--size", "1 result, 2.0 MB, at most 256"),
        ("--clear", "1 result, 2.0 MB, removed"),
        ("--size", "0 results, 0.0 MB, at most 256"),
    ):
        assert commands.main(["cache", option], standalone_mode=False) == 0
        assert capfd.readouterr().out == f"{tmp_path}: {told}\n"
    monkeypatch.setenv("MYOPRESS_CACHE", "")
    assert commands.main(["cache"], standalone_mode=False) == 0
    assert capfd.readouterr().out == "nothing is kept: MYOPRESS_CACHE is set and empty\n"
    with pytest.raises(UsageError, match="exclude each other"):
        commands.main(["cache", "--size", "--clear"], standalone_mode=False)
