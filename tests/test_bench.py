"""What `make bench` counts and concludes, tried on small things."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from book import write_book
from edits import with_a_word_changed, with_pages_more
from processes import Command, Run, run
from results import Aim, Case, Part


def runs(*seconds: float) -> tuple[Run, ...]:
    return tuple(Run(each, each, 1) for each in seconds)


def test_a_ratio_is_the_median_of_those_within_each_round() -> None:
    busy_in_the_second_round = Case("a", runs(1, 10, 1)), Case("b", runs(2, 20, 4))
    one, two = busy_in_the_second_round
    assert two.times(one) == 2
    assert Case("once", runs(5)).times(one) == 5


@pytest.mark.parametrize(("measured", "at_least", "met"), [
    (7.9, True, False), (8, True, True), (7.9, False, True), (8.1, False, False),
])  # fmt: skip
def test_an_aim_is_met_or_not(measured: float, at_least: bool, met: bool) -> None:
    aim = Aim("speed", 8, measured, at_least=at_least)
    assert aim.met == met
    assert (aim.row[-1] == "yes") == met


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    part = Part("two", (Case("a", runs(1, 2), {"pages": 3}),), {"words": 4}, {"typst": "0"}, "m")
    part.write(tmp_path / "kept" / "part.json")
    assert Part.read(tmp_path / "kept" / "part.json") == part


def test_memory_is_that_of_all_processes_together() -> None:
    take = "import time; taken = bytearray(60_000_000); time.sleep(0.4)"
    code = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', '{take}']); {take}; child.wait()"
    took = run(Command((sys.executable, "-c", code), Path()))
    least = 120 if Path("/proc/self/statm").exists() else 60  # see launch.py
    assert least < took.megabytes < 180
    assert took.seconds > 0.4


def test_edits_change_a_word_or_add_pages(tmp_path: Path) -> None:
    files, _ = write_book(tmp_path, 2, 12_000)
    text = (tmp_path / files[0]).read_text("utf-8")
    changed, longer = with_a_word_changed(text), with_pages_more(text)
    assert len(changed) == len(text)
    pairs = zip(text.split(), changed.split(), strict=True)
    assert sum(one != other for one, other in pairs) == 1
    assert 5000 < len(longer) - len(text) < 8000
