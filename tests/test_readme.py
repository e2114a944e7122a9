"""What the README says is so: its commands run, its files are there, its targets can be made."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARTICLE = re.findall(r"^```markdown\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)[0]
COMMANDS = re.findall(r"^    \$ (.+)$", README, re.MULTILINE)


def test_there_are_commands() -> None:
    assert COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "my-book").mkdir()
    (tmp_path / "my-book" / "01.md").write_text(ARTICLE, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    result = subprocess.run(
        shlex.split(command),
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert not re.search(r": (error|warning)\[", result.stderr), result.stderr
    for made in re.findall(r"\S+\.(?:epub|pdf)", result.stdout):
        assert (tmp_path / made).stat().st_size > 1000
    assert result.stdout


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_a_linked_file_is_there(target: str) -> None:
    assert (ROOT / target).is_file()


@pytest.mark.parametrize("target", re.findall(r"^    make (\w+)", README, re.MULTILINE))
def test_a_target_can_be_made(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)
