"""What `myopress doctor` makes of what it finds around it: what is well, and what to type if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["well", "missing", "broken"]
System: TypeAlias = Literal["debian", "ubuntu", "fedora", "macos", "windows", "other"]

PYTHON, PANGO = (3, 11), (1, 44)
"""The oldest that will do; Pango's: https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is. A version is empty, and a tuple too, for what there is not.

    `libraries` names those for Python that are not there, `previewing` those that only the preview
    needs. `fonts` names our fonts that are not as they came, `closed` the folders that cannot be
    written into. `epoch` is SOURCE_DATE_EPOCH, `encoding` that of names and texts.
    """

    system: System
    python: tuple[int, int, int]
    libraries: tuple[str, ...]
    previewing: tuple[str, ...]
    pango: tuple[int, int, int] | tuple[()]
    subsetter: bool
    fonts: tuple[str, ...]
    closed: tuple[str, ...]
    epoch: str
    encoding: str
    java: str
    chromium: str
    node: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. What is "missing" only some commands or tests need; "broken" all do."""

    name: str
    state: State
    found: str
    advice: str = ""


def examine(around: Surroundings) -> tuple[Check, ...]:
    """All checks in their order."""
    return (*_press(around), *_places(around), *_tools(around))


def can_work(checks: tuple[Check, ...]) -> bool:
    """Whether books can be made at all."""
    return all(check.state != "broken" for check in checks)


def _press(around: Surroundings) -> tuple[Check, ...]:
    python, pango = around.python >= PYTHON, around.pango >= PANGO
    found = _dotted(around.pango) if around.pango else "not found"
    subset = "found" if around.subsetter else "not found"
    fonts = f"not as they came: {', '.join(around.fonts)}" if around.fonts else "as they came"
    return (
        _needed("Python", _dotted(around.python), python, _type(around, "python")),
        _needed(
            "Libraries", _absent(around.libraries), not around.libraries,
            f"pip install {' '.join(around.libraries)}",
        ),
        _needed("Pango", found, pango, _type(around, "pango")),
        _needed("HarfBuzz subset", subset, around.subsetter, _type(around, "subset")),
        _needed(
            "Fonts", fonts, not around.fonts, "pip install --force-reinstall --no-deps myopress"
        ),
    )  # fmt: skip


def _places(around: Surroundings) -> tuple[Check, ...]:
    closed = f"cannot be written into: {', '.join(around.closed)}"
    epoch = around.epoch.removeprefix("-").isdecimal() or not around.epoch
    said = f"SOURCE_DATE_EPOCH is {around.epoch}" if around.epoch else "the book’s own"
    utf8 = around.encoding.lower().replace("-", "") == "utf8"
    unset = "set SOURCE_DATE_EPOCH=" if around.system == "windows" else "unset SOURCE_DATE_EPOCH"
    locale = "set PYTHONUTF8=1" if around.system == "windows" else "export LC_ALL=C.UTF-8"
    return (
        _needed("Folders", closed if around.closed else "can be written into", not around.closed,
                "name another by -o DIR, or by TMPDIR for what is temporary"),
        _needed("Dates", said, epoch, unset),
        Check("Letters", "well" if utf8 else "missing", around.encoding, "" if utf8 else locale),
    )  # fmt: skip


def _absent(names: tuple[str, ...]) -> str:
    return f"not found: {', '.join(names)}" if names else "found"


def _tools(around: Surroundings) -> tuple[Check, ...]:
    preview = Check(
        "Preview", "missing" if around.previewing else "well", _absent(around.previewing),
        "pip install 'myopress[preview]'" if around.previewing else "",
    )  # fmt: skip
    return (preview, *_testing(around))


def _testing(around: Surroundings) -> tuple[Check, ...]:
    return tuple(
        Check(f"{name} (tests)", "well" if found else "missing", found or "not found",
              "" if found else _type(around, name.lower()))
        for name, found in (
            ("Java", around.java), ("Chromium", around.chromium), ("Node", around.node)
        )
    )  # fmt: skip


def _needed(name: str, found: str, well: bool, advice: str) -> Check:  # noqa: FBT001
    return Check(name, "well" if well else "broken", found, "" if well else advice)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _type(around: Surroundings, what: str) -> str:
    """The command that brings it on this system."""
    name = _PACKAGES[what].get(around.system, "")
    return f"{_COMMANDS[around.system]} {name}" if name else _ELSEWHERE[what]


_COMMANDS = {
    "debian": "sudo apt-get install", "ubuntu": "sudo apt-get install", "fedora": "sudo dnf install",
    "macos": "brew install", "windows": "winget install", "other": "",
}  # fmt: skip
_PACKAGES = {
    "python": {"debian": "python3 python3-venv", "ubuntu": "python3 python3-venv", "fedora": "python3",
               "macos": "python3", "windows": "Python.Python.3.13"},
    "pango": {"debian": "libpango-1.0-0 libpangoft2-1.0-0", "ubuntu": "libpango-1.0-0 libpangoft2-1.0-0",
              "fedora": "pango", "macos": "pango"},
    "subset": {"debian": "libharfbuzz-subset0", "ubuntu": "libharfbuzz-subset0", "fedora": "harfbuzz",
               "macos": "harfbuzz"},
    "java": {"debian": "default-jre-headless", "ubuntu": "default-jre-headless",
             "fedora": "java-latest-openjdk-headless", "macos": "--cask temurin",
             "windows": "EclipseAdoptium.Temurin.21.JRE"},
    "chromium": {"debian": "chromium", "fedora": "chromium", "macos": "--cask chromium",
                 "windows": "Google.Chrome"},
    "node": {"debian": "nodejs npm", "ubuntu": "nodejs npm", "fedora": "nodejs npm", "macos": "node",
             "windows": "OpenJS.NodeJS"},
}  # fmt: skip
_ELSEWHERE = {
    "python": "install Python 3.11 or newer",
    "pango": "install Pango 1.44 or newer; on Windows by MSYS2: pacman -S mingw-w64-x86_64-pango",
    "subset": "install HarfBuzz with its library “subset”",
    "java": "install a Java runtime",
    "chromium": "install Chromium; on Ubuntu: sudo snap install chromium",
    "node": "install Node.js with npm",
}
