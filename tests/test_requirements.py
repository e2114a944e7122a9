"""What is installed is pinned, hashed, named by no index, and what pyproject.toml asks for."""

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    return {
        normal(one): version for one, version in re.findall(r"^(\S+?)==(\S+)", text, re.MULTILINE)
    }


def asked(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [one for group in groups for one in project["dependency-groups"][group]]
    if "build" in groups:
        named += project["project"]["dependencies"] + project["build-system"]["requires"]
    return {normal(re.match(r"[\w.-]+", one)[0]) for one in named}  # type: ignore[index]


def extras() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        extra: {normal(re.match(r"[\w.-]+", one)[0]) for one in named}  # type: ignore[index]
        for extra, named in project["optional-dependencies"].items()
    }


def test_extras_are_pinned() -> None:
    assert set().union(*extras().values()) <= set(pins("test"))
    assert extras()["preview"] <= set(pins("book"))


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("book", ["build"]),
        ("test", ["build", "test", "lint"]),
        ("bench", ["bench"]),
        ("audit", ["audit"]),
        ("fuzz", ["fuzz"]),
    ],
)
def test_all_that_is_asked_for_is_pinned(name: str, groups: list[str]) -> None:
    assert asked(*groups) <= set(pins(name))


def test_the_book_is_made_with_what_was_tested() -> None:
    assert pins("book").items() <= pins("test").items()


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_index_is_named(path: Path) -> None:
    entries = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+==\S+( *;[^;]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry)


def test_every_npm_package_has_a_hash_and_no_index_is_named() -> None:
    lock = json.loads((REQUIREMENTS / "node" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry
    asked = json.loads((REQUIREMENTS / "node" / "package.json").read_text(encoding="utf-8"))
    for name, version in asked["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version


def imported(path: Path) -> set[str]:
    """The outermost names of what a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import():
                found |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
    return found


def imported_by_package() -> set[str]:
    names = set().union(*map(imported, (ROOT / "src").rglob("*.py")))
    return names - {"myopress", *sys.stdlib_module_names}


def test_all_that_is_imported_is_asked_for() -> None:
    """Not only by a dependency, which may drop it."""
    names = imported_by_package()
    providers = packages_distributions()
    known = asked("build").union(*extras().values())
    unasked = {name for name in names if not {normal(p) for p in providers[name]} & known}
    assert not unasked


def test_all_that_is_asked_for_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = imported_by_package()
    used = {normal(one) for name in modules for one in packages_distributions()[name]}
    assert {normal(re.split(r"[<>=]", one)[0]) for one in project["dependencies"]} <= used
