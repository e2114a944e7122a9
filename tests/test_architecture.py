"""The shape of the code: imports point one way, each library lives in one place, maps are true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "myopress"

# From the ground up: a module may import what stands in an earlier row, or its own folder.
LAYERS = (
    ("source", "limits"),
    ("document", "diagnostics", "grades", "colours"),
    ("walk", "slugs", "collation", "words", "printers"),
    (
        "diagnostic_formats",
        "output",
        "cache",
        "progress",
        "document_json",
        "claims",
        "front_matter",
        "html_input",
    ),
    ("typography",),
    ("markdown", "manifest", "citations"),
    ("resources", "normalize", "index"),
    ("pandoc",),
    ("gyms",),
    (
        "backends.addresses",
        "backends.names",
        "backends.web_faces",
        "backends.typefaces",
        "backends.page_map",
        "backends.mark",
        "backends.raster",
    ),
    ("backends.mathml", "backends.html", "backends.tagging", "backends.own_fonts"),
    ("backends.weasy", "backends.shell", "backends.front", "backends.formula"),
    ("backends.epub", "backends.pdf", "backends.cheatsheet", "backends.site"),
    ("checks", "verify", "edition"),
    ("pipeline",),
    ("findings", "interface", "standing"),
    ("desk", "catalogue"),
    ("run",),
    ("cli",),
    ("__main__",),
)

# Each library that is not Python's own, and the one file or folder that knows it.
LIBRARIES = {
    "citeproc": ("citations",),
    "click": ("cli",),
    "cssselect2": ("backends.weasy", "backends.pdf"),
    "distributed": ("catalogue.cluster",),
    "ebooklib": ("backends.epub",),
    "fsspec": ("catalogue.shelf",),
    "jinja2": ("backends.shell",),
    "latex2mathml": ("backends.mathml",),
    "markdown_it": ("markdown",),
    "mdit_py_plugins": ("markdown",),
    "pikepdf": ("backends.pdf", "backends.cheatsheet.finishing", "verify.pdf_text", "checks.pdf"),
    "pypdfium2": (
        "backends.pdf.prepress.proof",
        "backends.cheatsheet.picture",
        "verify.pdf_text",
        "desk.preview.drawing",
    ),
    "uharfbuzz": ("backends.typefaces",),
    "PIL": ("resources", "backends.raster"),
    "pyphen": ("backends.pdf",),
    "rich": ("progress",),
    "segno": ("backends.cheatsheet.qr",),
    "starlette": ("desk.preview.server",),
    "uvicorn": ("desk.preview.server",),
    "watchfiles": ("desk.preview.watching",),
    "weasyprint": ("backends.weasy", "backends.tagging", "backends.pdf"),
    "yaml": ("front_matter",),
    "ziamath": ("backends.formula",),
}


def modules() -> dict[str, ast.Module]:
    """Every module by its dotted name below the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


MODULES = modules()


def imports(tree: ast.Module) -> set[str]:
    """The full names of all modules and names that `tree` imports, wherever it does so."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {f"{module}.{alias.name}" for alias in names}
    return found


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def room(module: str) -> tuple[int, str] | None:
    """The row and the entry of LAYERS that `module` belongs to."""
    for row, places in enumerate(LAYERS):
        for place in places:
            if within(module, place):
                return row, place
    return None


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("", "backends")])
def test_imports_point_one_way(name: str) -> None:
    own = room(name)
    assert own, f"{name} has no place in LAYERS"
    for target in sorted(imports(MODULES[name])):
        if within(target, "myopress") and (other := room(target.removeprefix("myopress."))):
            assert other[1] == own[1] or other[0] < own[0], f"{name} imports {target}"


@pytest.mark.parametrize("name", MODULES)
def test_each_library_is_known_to_one_place(name: str) -> None:
    for target in imports(MODULES[name]):
        library = target.partition(".")[0]
        if library in LIBRARIES:
            places = LIBRARIES[library]
            assert any(within(name, place) for place in places), f"{name} imports {target}"


def test_the_epub_path_never_imports_weasyprint() -> None:
    code = (
        "import sys, myopress.cli, myopress.pipeline, myopress.backends.epub;"
        "print(sorted({'weasyprint', 'pikepdf', 'uharfbuzz', 'citeproc'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_map_of_the_code_names_what_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert text.count("\n") < 100
    code = text.partition("## src/myopress/")[2]
    listed = set(re.findall(r"^    ([a-z_/]+(?:\.py|/)) ", code, re.MULTILINE))
    there = {p.name + ("/" if p.is_dir() else "") for p in PACKAGE.iterdir()}
    there |= {f"backends/{p.name}{'/' if p.is_dir() else ''}" for p in PACKAGE.glob("backends/*")}
    ours = {n for n in there if n.endswith((".py", "/")) and "__" not in n} - {"backends/"}
    assert listed == ours


def test_functions_and_files_stay_short() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        # All node types stand in one file, to be read from top to bottom.
        assert text.count("\n") <= (700 if path.name == "document.py" else 420), path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 60, f"{path}: {node.name}"
