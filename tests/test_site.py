"""The web site: sound for checkers, read without a script, searched by keyboard from a folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from lxml import html
from playwright.sync_api import Browser, Page, sync_playwright

import every_node
from myopress import pipeline
from myopress.backends import site
from myopress.diagnostics import Diagnostic
from myopress.document import Document
from myopress.index import index
from myopress.output import OutputError
from myopress.run.outputs import write
from myopress.run.session import Options
from myopress.verify import verify
from odd_places import ODD

ROOT = Path(__file__).parent.parent
BACKENDS = ROOT / "src" / "myopress" / "backends"
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
NOTES = """\
# One

Words.[^a] More words.[^b]

A list:

- of notes[^c]

::: tip
In a box.[^d]
:::

[^a]: A short note.
[^b]: A long note that goes on and on, and so on and so on, down beside the lines that call others.
[^c]: The third.
[^d]: The last one, which is longer than all the text that is left beside it on this page.
"""


def ignore(_: Diagnostic) -> None: ...


def made(document: Document) -> Mapping[str, bytes]:
    return site.render(document, index(document, ignore), ignore)


@pytest.fixture(scope="module")
def books() -> dict[str, Document]:
    return {
        "every-node": every_node.DOCUMENT,
        "odd-places": ODD,
        "constructs": pipeline.read(ROOT / "tests" / "books" / "constructs", ignore),
        "manuscript": pipeline.read(ROOT / "manuscript", ignore),
    }


@pytest.fixture(scope="module")
def shelf(books: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of each book."""
    shelf = tmp_path_factory.mktemp("sites")
    for name, document in books.items():
        for path, data in made(document).items():
            (shelf / name / path).parent.mkdir(parents=True, exist_ok=True)
            (shelf / name / path).write_bytes(data)
    return shelf


def test_the_same_bytes_twice_and_a_list_of_all(books: dict[str, Document]) -> None:
    for document in books.values():
        files = made(document)
        assert dict(files) == dict(made(document))
        assert set(files["files.txt"].decode().splitlines()) == set(files) - {"files.txt"}


def test_every_word_and_link_arrives(books: dict[str, Document]) -> None:
    for document in books.values():
        numbers = index(document, ignore)
        found = verify(document, numbers, {}, site.render(document, numbers, ignore))
        assert found.diagnostics == ()
        assert found.outputs[0].compared


def test_a_lost_word_and_a_link_astray_are_seen(books: dict[str, Document]) -> None:
    document = books["manuscript"]
    files = dict(made(document))
    page = files["il6-chapter.html"]
    assert b"bananas" in page
    files["il6-chapter.html"] = page.replace(b"bananas", b"").replace(b"#fig-marathon", b"#fig", 1)
    codes = {d.code.value for d in verify(document, index(document, ignore), {}, files).diagnostics}
    assert codes == {"word-missing", "link-astray"}


def test_every_address_leads_somewhere_inside(shelf: Path) -> None:
    for page in sorted(shelf.glob("*/*.html")):
        root: Any = html.fromstring(page.read_bytes())
        assert root.xpath("count(//h1)") <= 1
        assert not root.xpath("//@style | //@*[starts-with(name(), 'on')] | //script[not(@src)]")
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), page
        for element, name, address, _ in root.iterlinks():
            if re.match(r"[a-z]+:", address):
                assert element.tag == "a", (page, address)
                continue
            file, _, fragment = address.partition("#")
            target = page.parent / file if file else page
            assert target.is_file(), (page, name, address)
            if fragment:
                assert f'id="{unquote(fragment)}"'.encode() in target.read_bytes(), (page, address)


def test_nu_finds_nothing(node_modules: Path, shelf: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.fail("Java is missing: `make test` brings it")
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = sorted(shelf.glob("*/*.html"))
    command: list[str | Path] = [java, "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", jar]
    command += ["--format", "json", "--stdout", *pages]
    done = subprocess.run(command, check=False, capture_output=True, timeout=180)
    # What a policy means by 'self' in a folder the checker does not know; Chromium is asked below.
    found = [one for one in json.loads(done.stdout)["messages"] if "Policy" not in one["message"]]
    assert [f"{Path(one['url']).name}: {one['message']}" for one in found] == []


@pytest.fixture(scope="module")
def chromium(browser: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield started
        started.close()


def opened(chromium: Browser, width: int = 1280, scheme: str = "light", **more: Any) -> Page:
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, **more}
    return chromium.new_page(**options)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_all_fits(
    chromium: Browser, node_modules: Path, shelf: Path, width: int, scheme: str
) -> None:
    axe = (node_modules / "@daisy" / "axe-core-for-ace" / "axe.min.js").read_text("utf-8")
    page = opened(chromium, width, scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    chosen = [f"manuscript/{name}.html" for name in ("index", "il6-chapter", "profiles")]
    chosen += [f"constructs/{file.name}" for file in (shelf / "constructs").glob("*.html")]
    for name in chosen:
        page.goto((shelf / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(axe)
        found = page.evaluate("axe.run({ preload: false }).then((result) => result.violations)")
        nodes = [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]
        assert nodes == [], name
    assert said == []
    page.close()


def test_without_a_script_there_is_no_search_and_all_else(chromium: Browser, shelf: Path) -> None:
    page = opened(chromium, java_script_enabled=False)
    page.goto((shelf / "manuscript" / "index.html").as_uri())
    assert not page.locator("#site_sought").is_visible()
    page.locator(".contents a").filter(has_text="One Molecule").click()
    assert page.locator("h1").inner_text() == "One Molecule, Two Reputations"
    page.locator(".site-pager a[rel=next]").click()
    assert page.url.endswith("the-messengers.html")
    page.close()


def test_search_by_keyboard_from_a_folder(chromium: Browser, shelf: Path) -> None:
    page = opened(chromium)
    page.goto((shelf / "manuscript" / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#site_text"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("MÄRATHON ban")
    page.locator("#site_found a").first.wait_for()
    assert re.fullmatch(r"Places found: \d+", page.locator(".site-count").inner_text())
    marked = {word.lower() for word in page.locator("#site_found mark").all_inner_texts()}
    assert "marathon" in marked
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(":focus").get_attribute("id") == "site_sought"
    page.keyboard.type("qqq")
    page.get_by_text("Nothing found").wait_for()
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.locator("#site_found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("chapter"))
    assert "marathon" in page.locator("main").inner_text().lower()
    page.close()


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chapter with notes, in the book's own fonts."""
    book = tmp_path_factory.mktemp("noted")
    (book / "one.md").write_text(NOTES, "utf-8")
    (book / "book.toml").write_text('[fonts]\ntext = ["A b.ttf"]\nsans = ["A b.ttf"]\n', "utf-8")
    (book / "A b.ttf").write_bytes((BACKENDS / "fonts" / "DejaVuSans.ttf").read_bytes())
    write(["site"], lambda *_: book / "site", Options(book, quiet=True), all_asked=True)
    return book / "site" / "one.html"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_notes_stand_beside_their_calls_and_apart_where_there_is_room(
    chromium: Browser, noted: Path, language: str
) -> None:
    page = opened(chromium, 1440)
    page.goto(noted.as_uri())
    if language == "ar":
        page.evaluate("document.documentElement.dir = 'rtl'; dispatchEvent(new Event('load'))")
    boxes = page.locator("aside.note").evaluate_all(
        "notes => notes.map(one => one.getBoundingClientRect().toJSON())"
    )
    calls = page.locator("a.note-call").evaluate_all(
        "calls => calls.map(one => one.getBoundingClientRect().toJSON())"
    )
    text = page.locator("main > section > p").first.bounding_box()
    assert text
    assert len(boxes) == len(calls) == 4
    for box, call in zip(boxes, calls, strict=True):
        assert box["top"] >= call["top"] - 8
        if language == "en":
            assert text["x"] + text["width"] < box["left"] < box["right"] <= 1440
        else:
            assert 0 <= box["left"] < box["right"] < text["x"]
    assert abs(boxes[0]["top"] - calls[0]["top"]) < 8
    assert all(above["bottom"] < below["top"] for above, below in pairwise(boxes))
    pager = page.locator(".site-pager").bounding_box()
    assert pager
    assert pager["y"] >= boxes[-1]["bottom"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.close()


@pytest.mark.parametrize(("width", "script"), [(390, True), (1100, True), (1440, False)])
def test_notes_stand_at_the_end_without_room_or_script(
    chromium: Browser, noted: Path, width: int, *, script: bool
) -> None:
    page = opened(chromium, width, java_script_enabled=script)
    page.goto(noted.as_uri())
    assert page.get_by_role("heading", name="Notes").is_visible()
    last = page.locator("aside.note").last.bounding_box()
    text = page.locator(".box").bounding_box()
    assert last
    assert text
    assert last["y"] > text["y"]
    assert abs(last["x"] - text["x"]) < 40
    page.close()


def test_the_book_s_own_fonts_are_on_the_page(chromium: Browser, noted: Path) -> None:
    assert (noted.parent / "own" / "A b.ttf").is_file()
    page = opened(chromium)
    page.goto(noted.as_uri())
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("DejaVu Sans" in family for family in loaded)
    for place in ("main p", "h1", ".site-home"):
        family = page.locator(place).first.evaluate("one => getComputedStyle(one).fontFamily")
        assert family.startswith('"DejaVu Sans"'), place
    page.close()


def test_the_contents_beside_the_text_show_this_chapter(chromium: Browser, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"c{number}.md").write_text(f"# Chapter {number}\n\nWords.\n", "utf-8")
    write(["site"], lambda *_: tmp_path / "site", Options(tmp_path, quiet=True), all_asked=True)
    page = opened(chromium, 1440)
    for number in (0, 30, 59):
        page.goto((tmp_path / "site" / f"c{number}.html").as_uri())
        box = page.locator(".site-beside [aria-current]").bounding_box()
        assert box
        assert 50 < box["y"] < 844 - box["height"]
        assert page.evaluate("scrollY") == 0
    page.close()


def test_fonts_are_the_packages_own(shelf: Path) -> None:
    faces = sorted((BACKENDS / "site" / "fonts").glob("*.woff2"))
    assert len(faces) == 10
    for face in faces:
        packed, whole = TTFont(face), TTFont(BACKENDS / "fonts" / f"{face.stem}.otf")
        tables = set(whole.reader.keys()) - {"head", "DSIG"}  # head has a checksum of the file
        assert tables <= set(packed.reader.keys())
        assert all(packed.reader[tag] == whole.reader[tag] for tag in tables), face


def test_a_folder_loses_only_what_the_press_wrote(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    book.mkdir()
    for name in ("one", "two"):
        (book / f"{name}.md").write_text(f"# {name.title()}\n\nWords.\n", "utf-8")
    assert write(["site"], lambda *_: out, Options(book, quiet=True), all_asked=True) == 0
    (out / "own.txt").write_text("mine", "utf-8")
    (book / "two.md").unlink()
    assert write(["site"], lambda *_: out, Options(book, quiet=True), all_asked=True) == 0
    assert (out / "own.txt").exists()
    assert (out / "one.html").exists()
    assert not (out / "two.html").exists()
    (out / "files.txt").unlink()
    with pytest.raises(OutputError, match="not of an earlier run"):
        write(["site"], lambda *_: out, Options(book, quiet=True), all_asked=True)
