"""`pip install .` alone gives a working command, with fonts, styles and words in it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "myopress"
ARTICLE = """\
---
title: What muscles say
---

## What they send

### IL-6: The fuel gauge

- A working muscle releases it.[^first]

[^first]: Measured in the blood of the leg.
"""


def files(package: Path) -> set[str]:
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with myopress as pip puts it there, by the build backend that is installed."""
    target = tmp_path_factory.mktemp("installed")
    options = "--no-deps", "--no-index", "--no-build-isolation", "--quiet"
    install = sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(ROOT)
    subprocess.run(install, check=True)
    return target


def test_everything_of_the_package_is_installed(installed: Path) -> None:
    assert files(installed / "myopress") == files(PACKAGE)


def test_the_installed_command_builds_anywhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = sys.executable, str(installed / "bin" / "myopress"), "build", "article.md"
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    name = "what-muscles-say"
    made = {path.name for path in (tmp_path / "output").iterdir()}
    outputs = {f"{name}.epub", f"{name}.pdf", f"{name}-cheatsheet.pdf"}
    assert made == outputs | {f"{name}.pages.json"}


def test_the_package_is_the_same_bytes_twice(tmp_path: Path) -> None:
    """From two copies of the sources with other times, as anyone may check a release."""
    digests = []
    for name, when in (("one", 1_000_000_000), ("two", 1_200_000_000)):
        copy = tmp_path / name
        copy.mkdir()
        for file in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / file, copy)
        shutil.copytree(PACKAGE, copy / "src" / "myopress", ignore=shutil.ignore_patterns("*.pyc"))
        for path in copy.rglob("*"):
            os.utime(path, (when, when))
        build = "import sys; from hatchling import build; build.build_wheel(sys.argv[1]); build.build_sdist(sys.argv[1])"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1000000000"}
        subprocess.run(
            [sys.executable, "-c", build, "dist"],
            cwd=copy, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        made = sorted((copy / "dist").iterdir())
        assert [path.suffix for path in made] == [".whl", ".gz"]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in made])
    assert digests[0] == digests[1]
