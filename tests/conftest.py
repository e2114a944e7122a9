"""What all tests share."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import pytest

pytest_plugins = ["pytester"]


def pytest_configure() -> None:
    """No run of a command finds what an earlier one kept."""
    os.environ["MYOPRESS_CACHE"] = ""


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where CI is set nothing may be missing: a skipped test is a failed one there."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI forbids: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NODE_MODULES = Path(__file__).parent.parent / "build" / "node" / "node_modules"


@pytest.fixture(scope="session")
def browser() -> str:
    """Chromium; without it this fails and does not skip."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("Chromium is missing: `make test` brings it")
    return found


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder of the npm packages that requirements/node names; without it this fails."""
    if not NODE_MODULES.is_dir():
        pytest.fail(f"{NODE_MODULES} is missing: `make test` brings it")
    return NODE_MODULES


EpubCheck: TypeAlias = Callable[[Mapping[str, bytes]], list[str]]
_HARMLESS = {"CSS-028", "HTM-055"}
"""Usage messages that only say what is there: a font face, an element with a note on its use."""


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory) -> EpubCheck:
    """EPUBCheck with usage messages: books by name in, a line for each message out.

    Without Java this fails and does not skip.
    """
    java = shutil.which("java")
    package = find_spec("epubcheck")
    if not java or not package or not package.origin:
        pytest.fail("EPUBCheck needs Java and the package epubcheck: `make test` brings both")
    jar = Path(package.origin).parent / "epubcheck.jar"

    def check(books: Mapping[str, bytes]) -> list[str]:
        folder = tmp_path_factory.mktemp("epubcheck")
        command = [
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            str(jar),
            "-u",
            "-q",
        ]

        def run(name: str) -> list[str]:
            book, said = folder / f"{name}.epub", folder / f"{name}.json"
            book.write_bytes(books[name])
            subprocess.run([*command, book, "--json", said], check=False, capture_output=True)
            return _messages(said)

        with ThreadPoolExecutor(2) as pool:
            return [line for lines in pool.map(run, books) for line in lines]

    return check


def _messages(file: Path) -> list[str]:
    """What one run of EPUBCheck said, without what is harmless."""
    found = json.loads(file.read_text("utf-8"))
    return [
        f"{file.stem}: {message['severity']} {message['ID']} {message['message']}"
        f" {[(place['path'], place['line']) for place in message['locations'][:3]]}"
        for message in found["messages"]
        if message["ID"] not in _HARMLESS
    ]
