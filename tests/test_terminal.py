"""The command line as people meet it: examples, completion, the man page, slips of the finger."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from rich.console import Console

import myopress.cli  # puts the commands into the group
from myopress.cli.examples import EXAMPLES
from myopress.cli.options import commands
from myopress.progress import Summary, Written, draw_summary

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


def test_a_mistyped_command_or_option_is_told_with_what_was_meant() -> None:
    assert "No such command 'buidl'. Did you mean 'build'?" in run("buidl").stderr
    assert "Did you mean '--strict'?" in run("check", "--strikt").stderr


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
