"""The command line as people meet it: examples, completion, the man page, slips of the finger."""

from __future__ import annotations

import io
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from rich.console import Console

import myopress.cli  # puts the commands into the group
from myopress import pipeline, progress
from myopress.cli.examples import EXAMPLES
from myopress.cli.options import commands
from myopress.diagnostic_formats import as_text, in_colour
from myopress.diagnostics import Code, warning
from myopress.index import index
from myopress.progress import Summary, Written, draw_summary
from myopress.source import Span

ROOT = Path(__file__).parent.parent
COMMAND = str(Path(sys.executable).with_name("myopress"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], capture_output=True, text=True, check=False, env=environment or None
    )


def test_every_command_has_an_example_that_click_can_read() -> None:
    assert myopress.cli.VERBS
    assert set(commands.commands) <= set(EXAMPLES)
    for name, command in commands.commands.items():
        program, verb, *rest = re.split(r" (?![^']*'$)", EXAMPLES[name])
        assert (program, verb) == ("myopress", name)
        named = {option for one in command.params for option in one.opts}
        assert {word for word in rest if word.startswith("-")} <= named
        assert command.epilog == f"Example: {EXAMPLES[name]}"


def test_a_mistyped_command_or_option_is_told_with_what_was_meant(tmp_path: Path) -> None:
    assert "No such command 'buidl'. Did you mean 'build'?" in run("buidl").stderr
    assert "Did you mean '--strict'?" in run("check", "--strikt").stderr
    (tmp_path / "bread").mkdir()
    told = run(str(tmp_path / "bread")).stderr
    assert f"“{tmp_path}/bread” is no command but a book: myopress build {tmp_path}/bread" in told
    assert "did you mean “bread”?" in run("check", str(tmp_path / "braed")).stderr
    assert "did you mean “mdbook”?" in run("init", str(tmp_path / "x"), "--from", "mdbok").stderr
    assert "did you mean “kdp-6x9-cream”?" in run("pdf", "--target", "kdp-6x9-crem").stderr


SLIPS = {
    "book.toml": (
        'titel = "T"\nbibliography = "refs.json"\nchapters = ["one.md", "tow.md"]\n'
        '[pdf]\ntrm = "6x9in"\n[epbu]\nfonts = true\n[cheatsheet]\ncards = ["hous"]\n'
    ),
    "refs.json": '[{"id": "Lee2007", "type": "book", "title": "X"}]',
    "two.md": "# Two\n",
    "one.md": (
        "---\nrole: prefase\n---\n\n# One\n\n[](#hose), [@Lee2008], [myokine]{.term of=cytokin}, [x]{lnag=de},"
        " ![leg](leg.sgv).\n\n::: tpi\nx\n:::\n\n## House {#house}\n\n"
        "::: card House {#housing}\nEvidence\n: Human RTC\n:::\n\n::: glossary\ncytokine\n: A\n:::\n"
    ),
    "leg.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
}


def test_mistyped_keys_and_names_of_a_book_are_told_with_what_was_meant(tmp_path: Path) -> None:
    for name, text in SLIPS.items():
        (tmp_path / name).write_text(text, "utf-8")
    told = run("cheatsheet", str(tmp_path), "-o", str(tmp_path)).stderr
    meant = re.findall(r"did you mean “(.+?)”\?", told)
    assert sorted(meant) == sorted((
        "title", "two.md", "trim", "epub", "housing", "preface", "house", "Lee2007", "cytokine",
        "lang", "leg.svg", "tip", "human RCT",
    ))  # fmt: skip


def test_an_interrupt_while_all_is_loaded_says_nothing() -> None:
    code = (
        "import os, signal, sys, myopress.__main__ as start\n"
        "class Loading:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'myopress.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Loading())\n"
        "start.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
    done = subprocess.run(
        [sys.executable, "-m", "myopress", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("myopress ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_MYOPRESS_COMPLETE" in done.stdout


def test_what_is_completed() -> None:
    asked = {"COMP_WORDS": "myopress ep", "COMP_CWORD": "1", "_MYOPRESS_COMPLETE": "bash_complete"}
    assert run(**asked).stdout == "plain,epub\n"


def test_the_man_page_is_that_of_the_commands(tmp_path: Path) -> None:
    made = tmp_path / "myopress.1"
    subprocess.run([sys.executable, ROOT / "tools" / "man", made], check=True)
    message = "docs/myopress.1 is old: type tools/man"
    assert made.read_text("utf-8") == (ROOT / "docs" / "myopress.1").read_text("utf-8"), message


def test_no_help_is_wider_than_the_terminal() -> None:
    for name, command in commands.commands.items():
        context = click.Context(command, info_name=name, terminal_width=80)
        assert max(map(len, command.get_help(context).splitlines())) <= 80


def test_the_commands_are_told_in_whole_sentences() -> None:
    listed = commands.get_help(click.Context(commands, info_name="myopress", terminal_width=80))
    assert "..." not in listed.partition("ARGS]...")[2]
    assert set(re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)) == set(commands.commands)


def test_verbose_tells_stages_chapters_and_files_on_stderr_alone(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\n![leg](leg.svg)\n", "utf-8")
    (tmp_path / "leg.svg").write_text(SLIPS["leg.svg"], "utf-8")
    done = run("epub", str(tmp_path), "-o", str(tmp_path), "-v")
    words = [line[12:].strip() for line in done.stderr.splitlines()]
    assert [re.sub(r"[\d.]+ s$", "N s", line) for line in words] == [
        "reading", "the order of chapters: by the names of files", "one.md (1 of 1)",
        "leg.svg (59 bytes)", "reading took N s", "EPUB", "EPUB took N s",
    ]  # fmt: skip
    book = next(tmp_path.glob("*.epub")).read_bytes()
    again = run("epub", str(tmp_path), "-o", str(tmp_path), "-vq")
    assert (again.stdout, again.stderr) == ("", "")
    assert next(tmp_path.glob("*.epub")).read_bytes() == book
    as_json = run("check", str(tmp_path), "-v", "--format", "json")
    assert (as_json.stdout, as_json.stderr) == ("[]\n", "")


@pytest.mark.parametrize("width", [0, 40, 80, 200])
def test_findings_fit_a_terminal_and_are_whole_lines_elsewhere(width: int) -> None:
    message = (
        "the chapter’s file is named twice and it is read once, at its first place in the list"
    )
    hint = "take out one of the two, or give the second a file of its own to stand for"
    found = [warning(Code.FILE_MISSING, message, Span("a b/one.md", 7, 7), hint)]
    text = as_text(found, lambda _: "x" * 300, in_colour, width)
    plain = re.sub(r"\x1b\[\d*m", "", text).splitlines()
    assert max(map(len, plain)) <= (width or 130)
    told = " ".join(" ".join(plain).split())
    assert f"a b/one.md:7: warning[file-missing]: {message}" in told
    assert told.endswith(f"= {hint}")
    assert text.count("\x1b[33mwarning[file-missing]\x1b[0m") == 1
    if not width:
        assert len(plain) == 3


class Told(progress.Step):
    def __init__(self) -> None:
        self.parts: list[tuple[str, int, int]] = []

    def part(self, name: str, done: int, total: int) -> None:
        self.parts.append((name, done, total))


class Kept(dict[str, bytes]):
    put = dict.__setitem__


def test_each_part_of_a_printed_book_is_told_also_if_it_was_kept(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(f"# {name.title()}\n\nWords.\n", "utf-8")
    document = pipeline.read(tmp_path, lambda _: None)
    found, store = index(document, lambda _: None), Kept()
    fresh, again = Told(), Told()
    pdfs = [
        pipeline.print_book(document, found, lambda _: None, jobs=1, store=store, step=step).pdf
        for step in (fresh, again)
    ]
    assert pdfs[0] == pdfs[1]
    names = [name for name, _, _ in fresh.parts]
    assert {"Title Page", "Contents", "One", "Two"} == set(names)
    assert [done for _, done, total in fresh.parts if done < total] == [1, 2, 3]
    assert [name for name, _, _ in again.parts] == [
        f"{one}, kept from an earlier run" for one in names
    ]


def test_the_bar_goes_on_by_chapters_and_tells_the_time_left() -> None:
    shown: list[tuple[str, float, str]] = []
    bar = progress._Bar(("reading", "pdf"), lambda *told: shown.append(told))
    bar("reading")
    bar.part("one.md", 1, 2)
    bar("pdf")
    bar.part("One", 3, 4)
    bar.part("One, again", 1, 4)
    words, shares, _ = zip(*shown, strict=True)
    assert words == ("reading", "reading  one.md", "PDF", "PDF  One", "PDF  One, again")
    assert list(shares) == sorted(shares)
    assert shares[-1] < 1
    assert [progress.time_left(*known) for known in ((0.5, 0.5), (30, 0.25), (60, 0.25), (9, 0.01))] == [
        "", "1:30 left", "3:00 left", "",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [80, 200])
def test_the_bar_is_one_line_and_goes(width: int) -> None:
    screen = Console(width=width, file=io.StringIO(), force_terminal=True, highlight=False)
    with progress.drawn_bar(("reading",), screen) as step:
        step("reading")
        step.part("a-very-long-name-" * 20 + "[red].md", 1, 2)
    assert isinstance(screen.file, io.StringIO)
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", screen.file.getvalue())
    assert max(map(len, re.split(r"[\r\n]", shown))) <= width
    assert "a-very-long-name-a-very" in shown
    assert screen.file.getvalue().endswith("\x1b[2K")  # the line is wiped


def drawn(width: int, *files: Written) -> str:
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    draw_summary(Summary(files, 142, 31_204, 2, 1, 0), screen, 12.34)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


@pytest.mark.parametrize("width", [80, 200])
def test_the_summary_fits_and_tells_all(width: int) -> None:
    place = "output/" + "a-very-long-name-" * 6 + "[red].pdf"
    text = drawn(width, Written("output/b.epub", "1.2 MB"), Written(place, "93 kB", "with faults"))
    assert max(map(len, text.splitlines())) <= width
    assert place in re.sub(r"\s+93 kB\s+with faults|\s", "", text)
    facts = "142 pages · 31,204 words · 2 h 11 min of reading · 1 error · 2 warnings · 12.3 s"
    assert facts in " ".join(text.split())


def test_a_build_on_a_terminal_ends_with_the_summary_and_piped_with_lines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n\n# One\n\nWords.\n", "utf-8")
    terminal, their_end = pty.openpty()
    command = [COMMAND, "build", "a.md", "--only", "epub,pdf", "-o"]
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        [*command, "seen"],
        cwd=tmp_path,
        stdout=their_end,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as run:
        assert run.wait(timeout=60) == 0
    shown = os.read(terminal, 10_000).decode()
    os.close(their_end)
    os.close(terminal)
    assert "no warnings" in shown
    assert re.search(r"seen/t\.pdf +\d+ kB", shown)
    assert "\x1b[3" not in shown
    piped = subprocess.run(
        [*command, "piped"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"piped/t\.epub  \d+ kB\npiped/t\.pdf  \d+ kB\n", piped.stdout)
