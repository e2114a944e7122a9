"""`myopress doctor`: what it makes of what it finds, and one look at this machine."""

from __future__ import annotations

import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from myopress.desk.doctor import Surroundings, System, can_work, examine
from myopress.run import doctor as looking
from myopress.run.doctor import _damaged

WELL = Surroundings(
    system="debian",
    python=(3, 11, 2),
    libraries=(),
    previewing=(),
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
        ({"libraries": ("lxml", "pillow")}, "Libraries", False, "pip install lxml pillow"),
        ({"previewing": ("uvicorn",)}, "Preview", True, "pip install 'myopress[preview]'"),
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
    bare = Surroundings(
        system,
        (3, 9, 0),
        ("lxml",),
        ("uvicorn",),
        (),
        False,
        ("f",),
        ("output",),
        "x",
        "ascii",
        "",
        "",
        "",
    )
    assert all(check.advice for check in examine(bare))


def test_a_damaged_font_is_found(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  a.otf\n{'1' * 64}  b.otf\n", "utf-8")
    (tmp_path / "a.otf").write_bytes(b"font")
    assert _damaged(tmp_path) == ("a.otf", "b.otf")


def test_libraries_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["lxml>=5", "no-such-library>=2", "nor-this==1; extra == 'preview'"]
    monkeypatch.setattr(looking, "requires", lambda _: wanted)
    assert looking._absent(extra="") == ("no-such-library",)
    assert looking._absent(extra="preview") == ("nor-this",)


def test_a_folder_that_takes_no_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert looking._opens(tmp_path / "not" / "yet" / "there")
    assert not looking._opens(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("echo tool 1.2", "tool 1.2"), ("echo tool 1.3 >&2", "tool 1.3"), ("exit 1", ""), ("", "java"),
    ],
)  # fmt: skip
def test_programs_tell_their_versions(
    program: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "java").write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    (tmp_path / "java").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert looking._version("java") == found
    assert looking._version("no-such-program") == ""


@pytest.mark.parametrize(
    ("told", "system"),
    [
        ({"ID": "ubuntu"}, "ubuntu"), ({"ID": "mint", "ID_LIKE": "ubuntu debian"}, "ubuntu"),
        ({"ID": "arch"}, "other"), ({"ID": "rocky", "ID_LIKE": "rhel fedora"}, "fedora"),
    ],
)  # fmt: skip
def test_the_system_is_known_by_its_release(
    told: dict[str, str], system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: told)
    assert looking._system() == system


@pytest.mark.parametrize(
    ("fake", "value", "code", "said"),
    [
        ("_pango", lambda: ((), False), 5, "BROKEN   Pango              not found"),
        ("_damaged", lambda _: ("a.otf",), 5, "BROKEN   Fonts              not as they came: a.otf"),
        ("_opens", lambda _: False, 5, "BROKEN   Folders            cannot be written into: output"),
        ("_version", lambda *_: "", 0, "missing  Java (tests)       not found"),
    ],
)  # fmt: skip
def test_the_exit_code_is_5_only_if_no_book_can_be_made(
    fake: str,
    value: object,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr(looking, fake, value)
    assert looking.doctor() == code
    shown = capfdbinary.readouterr().out.decode()
    assert said in shown
    assert shown.endswith(
        "Books can be made.\n" if code == 0 else "No book can be made as things are.\n"
    )


def test_a_time_stamp_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert looking.doctor() == 5


def test_this_machine_can_make_books(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("myopress")), "doctor"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nBooks can be made.\n")
    assert "well     Pango              1." in done.stdout
    assert "well     Fonts              as they came" in done.stdout
