"""The command line as people meet it: examples, completion, the man page, slips of the finger."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import myopress.cli  # puts the commands into the group
from myopress.cli.examples import EXAMPLES
from myopress.cli.options import commands

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
