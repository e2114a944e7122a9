"""`myopress init`: a new book has no fault, and nothing is ever overwritten."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from myopress import pipeline
from myopress.desk.beginning import HOURS, Answers, new_book
from myopress.diagnostics import Diagnostic
from myopress.index import index
from myopress.output import write_files
from myopress.words import languages

COMMAND = Path(sys.executable).with_name("myopress")


def begun(folder: Path, language: str, title: str = "Bread") -> Path:
    files = new_book(Answers(title, "Ann Lee", language))
    write_files({folder / name: data for name, data in files.items()})
    return folder


@pytest.mark.parametrize("language", [*languages(), "en-GB", "de-CH", "ja"])
def test_a_new_book_has_no_fault_in_any_language(language: str, tmp_path: Path) -> None:
    found: list[Diagnostic] = []
    document = pipeline.read(begun(tmp_path, language), found.append)
    pipeline.render(document, "epub", found.append)
    assert found == []
    assert document.metadata.language == language
    speaks = {chapter.language for chapter in document.chapters}
    has_starter = language.partition("-")[0] in HOURS
    assert speaks == ({""} if has_starter else {"en"})


def test_the_starter_says_the_same_in_each_language() -> None:
    def skeleton(language: str) -> list[list[str]]:
        files = new_book(Answers("T", "A", language))
        chapters = [files[name].decode() for name in sorted(files) if re.match(r"0\d-", name)]
        return [
            re.findall(r"^(?:#+|:::\s?\w*|\d\.|-|:|\||!)|\{#[\w-]+\}|\[@\w+", text, re.MULTILINE)
            for text in chapters
        ]

    assert {language for language in HOURS if skeleton(language) != skeleton("en")} == set()
    assert len(skeleton("en")) == 2


@pytest.mark.parametrize("language", [*HOURS, "ar"])
def test_a_new_book_is_printed_and_proved_without_a_fault(language: str, tmp_path: Path) -> None:
    found: list[Diagnostic] = []
    document = pipeline.read(begun(tmp_path, language), found.append)
    known = index(document, found.append)
    built = {
        name: pipeline.render(document, name, found.append, found=known)
        for name in ("pdf", "epub", *(["cheatsheet"] if language in {"en", "ar"} else []))
    }
    assert found == []
    assert pipeline.verify(document, known, built).diagnostics == ()


@pytest.mark.parametrize("title", ['He said "no"', "back\\slash", "{author}", "Zwei\tTöne ☃"])
def test_any_title_can_be_written_into_the_manifest(title: str, tmp_path: Path) -> None:
    table = tomllib.loads((begun(tmp_path, "en", title) / "book.toml").read_text("utf-8"))
    assert (table["title"], table["authors"]) == (title, ["Ann Lee"])
    assert table["cheatsheet"]["title"] == title


def init(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), "init", *options]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = init(tmp_path, ".")
    assert (done.returncode, done.stdout) == (4, "")
    assert "“.” is not empty, and nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    done = init(tmp_path, "my-bread", "--language", "PT_br")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nNext: myopress build my-bread\n      myopress preview my-bread " in done.stdout
    text = (tmp_path / "my-bread" / "book.toml").read_text("utf-8")
    assert 'title = "My bread"' in text
    assert 'language = "pt-BR"' in text
    assert "/output/" in (tmp_path / "my-bread" / ".gitignore").read_text("utf-8")


def test_what_is_to_be_typed_next_can_be_typed(tmp_path: Path) -> None:
    done = init(tmp_path, "my bread")
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("Next: ")]
    command = f"{COMMAND.parent}/{line.removeprefix('Next: ')} --only epub"
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "output" / "my-bread.epub").exists()


def test_on_a_terminal_what_is_not_given_is_asked(tmp_path: Path) -> None:
    terminal, their_end = pty.openpty()
    command = [str(COMMAND), "init", "book", "--author", "Ann Lee"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=their_end, stdout=subprocess.DEVNULL, stderr=their_end
    ) as run:
        os.write(terminal, b"Loaves\nnot a tag\nde\n")
        assert run.wait(timeout=20) == 0
    os.close(their_end)
    os.close(terminal)
    text = (tmp_path / "book" / "book.toml").read_text("utf-8")
    assert 'title = "Loaves"' in text
    assert 'authors = ["Ann Lee"]' in text
    assert 'language = "de"' in text
