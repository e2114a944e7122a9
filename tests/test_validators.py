"""What others find in our EPUBs: Ace by DAISY, and the Nu HTML checker on every page.

EPUBCheck, which is run on more books, is in `test_epub.py` and `test_page_list.py`.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

import every_node
from myopress import pipeline
from myopress.backends import epub
from myopress.backends.page_map import PageMap, PageStart
from myopress.diagnostics import Diagnostic
from myopress.index import index
from odd_places import ODD

ROOT = Path(__file__).parent.parent
Validator: TypeAlias = Callable[[Mapping[str, bytes]], list[str]]
PAGES = PageMap(
    (
        PageStart("i", "made-title"),
        PageStart("ii", "made-contents"),
        PageStart("1", "one"),
        PageStart("2", "one", 200),
        PageStart("3", "two"),
    )
)


def ignore(_: Diagnostic) -> None: ...


def built(folder: Path) -> bytes:
    return pipeline.render(pipeline.read(folder, ignore), "epub", ignore)


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    """Books by name: ours, and small ones that stress every construct."""
    numbers = index(every_node.DOCUMENT, ignore)
    return {
        "every-node-paged": epub.render(every_node.DOCUMENT, numbers, ignore, pages=PAGES),
        "constructs": built(ROOT / "tests" / "books" / "constructs"),
        "manuscript": built(ROOT / "manuscript"),
    }


# --- Ace ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ace(browser: str, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Ace by DAISY: books in, a line for each finding out."""
    folder = tmp_path_factory.mktemp("ace")
    wrapper = folder / "chromium"  # root may not start Chromium with its sandbox
    wrapper.write_text(f'#!/bin/sh\nexec "{browser}" --no-sandbox "$@"\n', "utf-8")
    wrapper.chmod(0o755)
    surroundings = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PUPPETEER_EXECUTABLE_PATH": str(wrapper),
        "ACE_TIMEOUT_INITIAL": "60000",
    }
    script = node_modules / "@daisy" / "ace-cli" / "bin" / "ace.js"

    def check(books: Mapping[str, bytes]) -> list[str]:
        found = []
        for name, data in books.items():
            book, out = folder / f"{name}.epub", folder / name
            book.write_bytes(data)
            command: list[str | Path] = [
                "node",
                script,
                "--silent",
                "--force",
                "--outdir",
                out,
                book,
            ]
            run = subprocess.run(
                command, check=False, env=surroundings, capture_output=True, text=True, timeout=180
            )
            assert run.returncode == 0, run.stdout + run.stderr
            found += findings(name, json.loads((out / "report.json").read_text("utf-8")))
        return found

    return check


def findings(book: str, report: Mapping[str, object]) -> list[str]:
    """What an Ace report complains of."""
    return [
        f"{book}: {document['earl:testSubject']['url']}: {one['earl:test']['dct:title']}:"
        f" {one['earl:result'].get('dct:description', '')} {one['earl:result'].get('html', '')}"
        for document in report["assertions"]  # type: ignore[attr-defined]
        for one in document["assertions"]
    ]


def test_ace_finds_nothing(ace: Validator, books: dict[str, bytes]) -> None:
    assert ace(books) == []


def changed(book: bytes, path: str, old: bytes, new: bytes) -> bytes:
    """The book with other bytes in one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == path:
                assert old in data
                data = data.replace(old, new)
            after.writestr(entry, data)
    return out.getvalue()


def test_ace_is_heard(ace: Validator, books: dict[str, bytes]) -> None:
    book = changed(books["constructs"], "EPUB/text/first.xhtml", b" alt=", b" data-alt=")
    (finding, *_) = ace({"broken": book})
    assert "image-alt" in finding


# --- Nu ----------------------------------------------------------------------------------------

EPUB_TYPE = re.compile(rb' epub:type="[^"]*"')
"""EPUB's own attribute, which HTML does not have; EPUBCheck checks it."""


@pytest.fixture(scope="module")
def nu(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """The Nu HTML checker over all pages of all books, with warnings."""
    java = shutil.which("java")
    if java is None:
        pytest.fail("Java is missing: `make test` brings it")
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def check(books: Mapping[str, bytes]) -> list[str]:
        folder = tmp_path_factory.mktemp("nu")
        pages = []
        for name, data in books.items():
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for path in archive.namelist():
                    if path.endswith(".xhtml"):
                        page = folder / name / path
                        page.parent.mkdir(parents=True, exist_ok=True)
                        page.write_bytes(EPUB_TYPE.sub(b"", archive.read(path)))
                        pages.append(page)
        command: list[str | Path] = [
            java,
            "-Xss8m",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            jar,
            "--format",
            "json",
        ]
        run = subprocess.run(
            [*command, "--stdout", *pages], check=False, capture_output=True, timeout=180
        )
        found = json.loads(run.stdout)["messages"]
        return [
            f"{Path(one['url']).name}:{one.get('lastLine')}: {one['type']}: {one['message']}"
            for one in found
        ]

    return check


def test_nu_finds_nothing(nu: Validator, books: dict[str, bytes]) -> None:
    odd = epub.render(ODD, index(ODD, ignore), ignore)
    assert nu({**books, "odd-places": odd}) == []


def test_nu_is_heard(nu: Validator, books: dict[str, bytes]) -> None:
    book = changed(
        books["constructs"], "EPUB/text/first.xhtml", b"<header", b'<header align="left"'
    )
    found = nu({"broken": book})
    assert len(found) == 1
    assert "align" in found[0]
