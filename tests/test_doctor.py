"""`myopress doctor`: what it makes of what it finds, and one look at this machine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from myopress.desk.doctor import Surroundings, System, can_work, examine
from myopress.run.doctor import _damaged

WELL = Surroundings(
    system="debian",
    python=(3, 11, 2),
    pango=(1, 50, 12),
    subsetter=True,
    fonts=(),
    closed=(),
    epoch="",
    encoding="utf-8",
    java="openjdk 17",
    chromium="Chromium 140",
    node="v18",
)


def test_nothing_is_said_where_all_is_well() -> None:
    checks = examine(WELL)
    assert can_work(checks)
    assert [check for check in checks if check.state != "well" or check.advice] == []


@pytest.mark.parametrize(
    ("change", "name", "works", "advice"),
    [
        ({"python": (3, 10, 9)}, "Python", False, "sudo apt-get install python3 python3-venv"),
        ({"pango": ()}, "Pango", False, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        ({"pango": (1, 40, 0)}, "Pango", False, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        ({"pango": (), "system": "fedora"}, "Pango", False, "sudo dnf install pango"),
        ({"pango": (), "system": "macos"}, "Pango", False, "brew install pango"),
        ({"subsetter": False}, "HarfBuzz subset", False, "sudo apt-get install libharfbuzz-subset0"),
        ({"fonts": ("a.otf",)}, "Fonts", False, "pip install --force-reinstall --no-deps myopress"),
        ({"closed": ("output",)}, "Folders", False, "name another by -o DIR, or by TMPDIR for what is temporary"),
        ({"epoch": "today"}, "Dates", False, "unset SOURCE_DATE_EPOCH"),
        ({"encoding": "cp1252", "system": "windows"}, "Letters", True, "set PYTHONUTF8=1"),
        ({"java": ""}, "Java (tests)", True, "sudo apt-get install default-jre-headless"),
        ({"chromium": "", "system": "ubuntu"}, "Chromium (tests)", True,
         "install Chromium; on Ubuntu: sudo snap install chromium"),
        ({"node": "", "system": "windows"}, "Node (tests)", True, "winget install OpenJS.NodeJS"),
    ],
)  # fmt: skip
def test_each_lack_is_told_with_what_to_type(
    change: dict[str, Any], name: str, works: bool, advice: str
) -> None:
    checks = examine(replace(WELL, **change))
    assert can_work(checks) is works
    assert [(check.name, check.advice) for check in checks if check.state != "well"] == [
        (name, advice)
    ]


@pytest.mark.parametrize("system", get_args(System))
def test_every_system_has_an_advice_for_every_lack(system: System) -> None:
    bare = Surroundings(system, (3, 9, 0), (), False, ("f",), ("output",), "x", "ascii", "", "", "")
    assert all(check.advice for check in examine(bare))


def test_a_damaged_font_is_found(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  a.otf\n{'1' * 64}  b.otf\n", "utf-8")
    (tmp_path / "a.otf").write_bytes(b"font")
    assert _damaged(tmp_path) == ("a.otf", "b.otf")


def test_this_machine_can_make_books(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("myopress")), "doctor"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nBooks can be made.\n")
    assert "well     Pango              1." in done.stdout
    assert "well     Fonts              as they came" in done.stdout
