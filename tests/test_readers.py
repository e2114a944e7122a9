"""Books in two real reading engines, foliate-js and epub.js, in Chromium driven by Playwright.

No server and no network: what the pages ask for is answered from the npm packages of
requirements/node. An address that is not answered is an error on the console, which fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from myopress import pipeline
from myopress.diagnostics import Diagnostic

ROOT = Path(__file__).parent.parent
BOOKS = {"constructs": ROOT / "tests" / "books" / "constructs", "manuscript": ROOT / "manuscript"}
PHONE, TABLET = (390, 844), (820, 1180)
HOST = "http://localhost/"
HTML = """\
<!DOCTYPE html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<style>html, body, #area { margin: 0; height: 100%; width: 100% }</style>
<div id="area"></div>
<div id="note"></div>
"""
# foliate-js rests a tenth of a second after each page, which is nothing to wait for here.
HURRY = "const later = setTimeout; window.setTimeout = (f, ms) => later(f, Math.min(ms, 2));"
COMMON = """
const flat = (items) => items.flatMap((item) => [item.href, ...flat(item.subitems ?? [])]);
const found = (href) => {
    const id = href.split("#")[1];
    return id ? reader.shown().getElementById(id) : reader.shown().body;
};
const rest = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const seen = (element) => {
    const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect();
    const left = frame.left + element.getClientRects()[0].left;
    return left >= 0 && left < innerWidth;
};
"""
ENGINES = {
    "foliate": """
        import "/foliate-js/view.js";
        import { FootnoteHandler } from "/foliate-js/footnotes.js";
        const view = document.createElement("foliate-view");
        document.querySelector("#area").append(view);
        view.style = "display: block; height: 100%";
        const data = await (await fetch("/book.epub")).blob();
        await view.open(new File([data], "book.epub", { type: "application/epub+zip" }));
        const notes = new FootnoteHandler();
        let popup = "";
        notes.addEventListener("before-render", ({ detail }) => {
            document.querySelector("#note").replaceChildren(detail.view);
        });
        notes.addEventListener("render", ({ detail }) => {
            popup = detail.target.ownerDocument.body.textContent;
        });
        view.addEventListener("link", (event) => notes.handle(view.book, event));
        await view.renderer.next();
        window.reader = {
            goTo: (href) => view.goTo(href),
            next: () => view.renderer.next(),
            atEnd: () => view.renderer.atEnd,
            place: () => [view.lastLocation.section.current, view.lastLocation.cfi],
            spine: () => view.book.sections.filter(({ linear }) => linear !== "no").length,
            contents: () => flat(view.book.toc),
            shown: () => view.renderer.getContents()[0].doc,
            popup: () => popup,
        };
        """,
    "epubjs": """
        const book = ePub(await (await fetch("/book.epub")).arrayBuffer());
        const view = book.renderTo("area", { width: "100%", height: "100%" });
        const located = (move) => new Promise((done) => {
            view.once("relocated", done);
            move();
        });
        await located(() => view.display());
        await book.loaded.navigation;
        window.reader = {
            goTo: (href) => located(() => view.display(href)),
            next: () => located(() => view.next()),
            atEnd: () => Boolean(view.location.atEnd),
            place: () => [view.location.start.index, view.location.start.cfi],
            spine: () => book.spine.spineItems.filter(({ linear }) => linear).length,
            contents: () => flat(book.navigation.toc),
            shown: () => view.getContents()[0].document,
        };
        """,
}
SCRIPTS = {"foliate": (), "epubjs": ("jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js")}

TURN = """async () => {
    const places = [reader.place()];
    while (!reader.atEnd() && places.length < 2000) {
        await reader.next();
        await rest();
        places.push(reader.place());
    }
    return places;
}"""
LOST = """async () => {
    const lost = [];
    for (const href of reader.contents()) {
        await reader.goTo(href);
        await rest();
        const element = found(href);
        if (!element || !seen(element)) lost.push(href);
    }
    return lost;
}"""
TO_A_CALL = """async () => {
    for (const href of reader.contents()) {
        await reader.goTo(href);
        const call = reader.shown().querySelector("p a[role=doc-noteref]");
        if (!call) continue;
        const file = href.split("#")[0];
        await reader.goTo(`${file}#${call.id}`);
        return file;
    }
}"""
CALL = "reader.shown().querySelector('p a[role=doc-noteref]')"
NOTE = f"reader.shown().getElementById({CALL}.getAttribute('href').split('#')[1])"


@dataclass
class Reader:
    """A book opened in an engine, and what its console said."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(f"{said.text} {said.location}")

    def call(self, script: str) -> Any:
        return self.page.evaluate(script)

    def wait(self, condition: str) -> None:
        self.page.wait_for_function(condition, timeout=5_000)


Scheme = Literal["light", "dark"]


def opened(
    driven: Browser,
    modules: Path,
    engine: str,
    book: bytes,
    size: tuple[int, int],
    scheme: Scheme,
) -> Reader:
    """The first page of a book in an engine, on a screen of this many CSS pixels."""
    page = driven.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    reader = Reader(page)
    page.on("pageerror", lambda error: reader.errors.append(str(error)))
    page.on("console", reader.hear)
    scripts = "".join(f'<script src="/{path}"></script>' for path in SCRIPTS[engine])
    html = f"{HTML}<script>{HURRY}{COMMON}</script>{scripts}"
    html += f'<script type="module">{ENGINES[engine]}</script>'

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if not path:
            route.fulfill(body=html, content_type="text/html")
        elif path == "book.epub":
            route.fulfill(body=book, content_type="application/epub+zip")
        elif (modules / path).is_file():
            route.fulfill(path=modules / path, content_type="text/javascript")
        else:
            route.abort()

    page.route(re.compile("^https?:"), answer)
    page.goto(HOST)
    reader.wait("window.reader")
    return reader


def ignore(_: Diagnostic) -> None: ...


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    return {
        name: pipeline.render(pipeline.read(folder, ignore), "epub", ignore)
        for name, folder in BOOKS.items()
    }


@pytest.fixture(scope="module")
def driven(browser: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield chromium
        chromium.close()


SMALL = [("constructs", size, scheme) for size in (PHONE, TABLET) for scheme in ("light", "dark")]
OPENINGS = {
    "foliate": [*SMALL, ("manuscript", PHONE, "dark")],
    "epubjs": [*SMALL, ("manuscript", TABLET, "light")],
}


@pytest.fixture(
    params=[(engine, *how) for engine, hows in OPENINGS.items() for how in hows],
    ids=lambda made: f"{made[0]}-{made[1]}-{made[2][0]}-{made[3]}",
)
def reader(
    request: pytest.FixtureRequest, driven: Browser, node_modules: Path, books: dict[str, bytes]
) -> Iterator[Reader]:
    engine, name, size, scheme = request.param
    made = opened(driven, node_modules, engine, books[name], size, scheme)
    yield made
    made.page.close()


def test_every_page_turns(reader: Reader) -> None:
    places = reader.call(TURN)
    assert sorted({section for section, _ in places}) == list(range(reader.call("reader.spine()")))
    assert [section for section, _ in places] == sorted(section for section, _ in places)
    assert len(places) > reader.call("reader.spine()")
    assert reader.errors == []


def test_every_entry_of_the_contents_is_found(reader: Reader) -> None:
    assert reader.call("reader.contents().length") > 2
    assert reader.call(LOST) == []
    assert reader.errors == []


def test_a_note_is_followed_and_left(reader: Reader) -> None:
    file = reader.call(TO_A_CALL)
    reader.wait(f"seen({CALL})")
    words = reader.call(f"{NOTE}.textContent")
    reader.call(f"{CALL}.click()")
    if reader.call("Boolean(reader.popup)"):
        reader.wait("reader.popup()")
        assert reader.call("reader.popup()").strip() == words.strip()
        assert reader.call(f"seen({CALL})")
        reader.call(f"reader.goTo('{file}#' + {NOTE}.id)")
    reader.wait(f"seen({NOTE})")
    reader.call(f"{NOTE}.querySelector('a[role=doc-backlink]').click()")
    reader.wait(f"seen({CALL})")
    assert reader.errors == []


def test_the_console_is_heard(driven: Browser, node_modules: Path, books: dict[str, bytes]) -> None:
    reader = opened(driven, node_modules, "epubjs", books["constructs"], PHONE, "light")
    reader.call("fetch('/nothing').catch(() => 0)")
    assert len(reader.errors) == 1
    reader.page.close()
