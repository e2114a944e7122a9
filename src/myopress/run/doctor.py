"""The command that looks at what the press needs around it."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import PackageNotFoundError, distribution, requires
from io import StringIO
from pathlib import Path

from myopress.desk.doctor import Check, Surroundings, System, can_work, examine
from myopress.diagnostic_formats import Paint
from myopress.diagnostics import BackendError
from myopress.run.session import painter, show_result

_FONTS = Path(__file__).parent.parent / "backends" / "fonts"
_MARKS = {
    "well": ("well", ""), "missing": ("missing", "yellow"), "broken": ("BROKEN", "red"),
}  # fmt: skip
"""What is said of a check's state, and in which colour."""


def doctor() -> int:
    """Show what is well and what is not, with what to type; 5 if no book can be made."""
    checks = examine(_surroundings())
    paint = painter(sys.stdout)
    show_result("".join(_line(check, paint) for check in checks))
    works = can_work(checks)
    show_result("\nBooks can be made.\n" if works else "\nNo book can be made as things are.\n")
    return 0 if works else BackendError.exit_code


def _line(check: Check, paint: Paint) -> str:
    mark, colour = _MARKS[check.state]
    mark = paint(mark, colour) + " " * (8 - len(mark)) if colour else f"{mark:8}"
    advice = f"{'':28}type: {check.advice}\n" if check.advice else ""
    return f"{mark} {check.name:18} {check.found}\n{advice}"


def _surroundings() -> Surroundings:
    pango, subsetter = _pango()
    return Surroundings(
        system=_system(),
        python=sys.version_info[:3],
        libraries=_absent(extra=""),
        previewing=_absent(extra="preview"),
        pango=pango,
        subsetter=subsetter,
        fonts=_damaged(_FONTS),
        closed=tuple(str(path) for path in (Path("output"), Path(tempfile.gettempdir())) if not _opens(path)),
        epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
        encoding=sys.getfilesystemencoding() if sys.stdout.encoding.lower() == "utf-8" else sys.stdout.encoding,
        java=_version("java", "-version"),
        chromium=next(filter(None, map(_version, ("chromium", "chromium-browser", "google-chrome"))), ""),
        node=_version("node"),
    )  # fmt: skip


def _system() -> System:
    match platform.system():
        case "Darwin":
            return "macos"
        case "Windows":
            return "windows"
        case "Linux":
            try:
                release = platform.freedesktop_os_release()
            except OSError:
                return "other"
            names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
            for name in names:
                match name:
                    case "ubuntu" | "debian" | "fedora" as known:
                        return known
            return "other"
        case _:
            return "other"


def _pango() -> tuple[tuple[int, int, int] | tuple[()], bool]:
    """Pango's version and whether HarfBuzz has its subsetter; WeasyPrint prints what it misses."""
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            from myopress.backends.pdf import native

            return native.pango_version(), native.has_subsetter()
    except (ImportError, OSError):
        return (), False


def _absent(*, extra: str) -> tuple[str, ...]:
    """The libraries that the package asks for, or one of its extras does, and that are not there."""
    absent = []
    for wanted in requires("myopress") or ():
        name, _, condition = wanted.partition(";")
        if bool(extra) == ("extra" in condition) and extra in condition:
            name = re.split(r"[^\w.-]", name.strip())[0]
            try:
                distribution(name)
            except PackageNotFoundError:
                absent.append(name)
    return tuple(absent)


def _damaged(folder: Path) -> tuple[str, ...]:
    """The fonts that are gone or are not those of SHA256SUMS."""
    wrong = []
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return tuple(wrong)


def _opens(folder: Path) -> bool:
    """Whether a file can be made in the folder, or in the first that there is above it."""
    place = next((one for one in (folder, *folder.resolve().parents) if one.exists()), Path())
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _version(program: str, option: str = "--version") -> str:
    """The first line in which a program tells its version; empty if there is none."""
    if not shutil.which(program):
        return ""
    try:
        done = subprocess.run(
            [program, option], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):  # macOS has a java that only says there is none
        return ""
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else program
