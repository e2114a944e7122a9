"""The preview in Chromium, driven by Playwright, as an author uses it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from previewing import FILES, ONE, TOML, TWO, Preview, running, soon

VIEWS = ("text", "reader", "print", "sheet")
PHONE, TABLET, DESK = (390, 844), (1024, 768), (1440, 900)
FAULTY = ONE.replace("Flour and water", "See [nowhere](#nowhere). Flour and water")
SHOWN = {
    "text": "#desk_book .chapter >> nth=0",
    "reader": ".device iframe:not(.coming)",
    "print": ".leaf img >> nth=0",
    "sheet": ".sheet-paper img",
}
"""What is on the screen when a view is ready."""


@pytest.fixture(scope="module")
def chromium(browser: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(tmp_path_factory.mktemp("preview")) as made:
        yield made


@pytest.fixture
def preview(shared: Preview) -> Iterator[Preview]:
    yield shared
    shared.reset()


def opened(
    chromium: Browser,
    preview: Preview,
    size: tuple[int, int] = DESK,
    view: str = "text",
    **more: Any,
) -> Page:
    """The page in a view; what the console says fails the test at `done`."""
    options = {"viewport": {"width": size[0], "height": size[1]}, **more}
    page = chromium.new_page(**options)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on(
        "request",
        lambda request: (
            said.append(request.url)
            if not request.url.startswith((preview.address, "data:"))
            else None
        ),
    )
    page.said = said  # type: ignore[attr-defined]
    page.goto(preview.address + ("" if view == "text" else f"?view={view}"))
    page.locator(SHOWN[view]).wait_for(timeout=20_000)
    return page


def done(page: Page) -> None:
    assert page.said == []  # type: ignore[attr-defined]
    page.close()


def words(page: Page) -> Locator:
    return page.locator("#desk_book")


def beside(page: Page) -> Locator:
    """The fault of `FAULTY` beside the text."""
    return page.locator("#desk_book .desk-fault .fault", has_text="nowhere")


def test_an_edit_is_seen_and_the_place_kept(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview)
    marked = page.locator("#desk_book p", has_text="Paragraph 20 tells")
    marked.evaluate("(element) => { element.kept = true; element.scrollIntoView(); }")
    before = marked.bounding_box()
    longer = "\n\n".join(["A new paragraph stands above."] * 12)
    preview.write("one.md", ONE.replace("## The first hour", f"{longer}\n\n## The first hour"))
    expect(words(page)).to_contain_text("A new paragraph stands above")
    after = marked.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    assert marked.evaluate("(element) => element.kept === true"), "the paragraph is another"
    changed = page.get_by_role("button", name="Changed: The dough")
    expect(changed).to_be_visible()
    changed.click()
    expect(words(page).get_by_text("A new paragraph stands above").first).to_be_in_viewport()
    preview.write("one.md", ONE)
    expect(words(page)).not_to_contain_text("A new paragraph stands above")
    done(page)


def test_pages_follow(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview, view="print")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    folio = page.locator("#desk_print .folio")
    expect(folio).to_have_text("Pages 4–5 of 6")
    source = page.locator(".leaf img").first.get_attribute("src")
    preview.write("one.md", ONE.replace("Paragraph 25 tells", "Paragraph twenty-five says"))
    expect(page.locator(f'.leaf img[src="{source}"]')).to_have_count(0, timeout=20_000)
    assert folio.inner_text() == "Pages 4–5 of 6"
    image = page.locator(".leaf img").first
    assert image.evaluate("(image) => image.complete && image.naturalWidth >= image.clientWidth")
    done(page)


def test_views_keep_the_place(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview)
    page.locator("#desk_book h1", has_text="The oven").evaluate("(h) => h.scrollIntoView()")
    current = page.locator("#desk_contents a[aria-current=location]")
    expect(current).to_contain_text("The oven")
    page.keyboard.press("2")
    frame = page.frame_locator(SHOWN["reader"])
    expect(frame.get_by_role("heading", name="The oven")).to_be_in_viewport()
    expect(current).to_contain_text("The oven")
    page.keyboard.press("3")
    page.locator(SHOWN["print"]).wait_for(timeout=20_000)
    expect(current).to_contain_text("The oven")
    page.keyboard.press("1")
    expect(page.locator("#desk_book h1", has_text="The oven")).to_be_in_viewport()
    page.reload()
    expect(page.locator("#desk_book h1", has_text="The oven")).to_be_in_viewport()
    done(page)


FAULTS = {
    "book.toml": (TOML.replace('"Ann Lee"', '"Ann Lee'), "book.toml, line 3", True),
    "references.json": ("[{", "references.json, line 1", True),
    "one.md": (FAULTY, "one.md:3", False),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_mended(chromium: Browser, preview: Preview, name: str) -> None:
    text, place, stops = FAULTS[name]
    page = opened(chromium, preview)
    preview.write(name, text)
    if stops:
        banner = page.locator("#desk_banner")
        expect(banner).to_contain_text(place)
        expect(banner).to_contain_text("the last state that could be read")
    else:
        fault = beside(page)
        fault.get_by_role("button").click()
        expect(fault.get_by_role("button", name=f"Open {place} in the editor")).to_be_visible()
        expect(fault.locator("code")).to_contain_text("See [nowhere](#nowhere)")
    expect(words(page)).to_contain_text("Paragraph 30 tells")
    preview.write(name, FILES[name])
    expect(page.locator("#desk_banner")).to_be_hidden()
    expect(beside(page)).to_have_count(0)
    preview.write("two.md", TWO.replace("The oven is hot", "The oven is mended"))
    expect(words(page)).to_contain_text("The oven is mended")
    done(page)


def test_a_missing_folder_and_odd_bytes(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview)
    (preview.book / "two.md").write_bytes(b"# Caf\xe9\n")
    expect(page.locator("#desk_faults_button")).to_contain_text("error")
    expect(words(page)).to_contain_text("Paragraph 30 tells")
    preview.write("two.md", TWO)
    expect(words(page)).to_contain_text("The oven is hot")
    away = preview.book.with_name("away")
    preview.book.rename(away)
    expect(page.locator("#desk_banner")).to_be_visible(timeout=10_000)
    away.rename(preview.book)
    expect(page.locator("#desk_banner")).to_be_hidden(timeout=10_000)
    preview.write("two.md", TWO.replace("is hot", "is there again"))
    expect(words(page)).to_contain_text("is there again")
    done(page)


def test_a_style_sheet_at_fault(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview)
    (preview.book / "styles").mkdir()
    preview.write("styles/epub.css", "p { color: red }\n}\nh1 { : }\n")
    button = page.locator("#desk_faults_button")
    expect(button).to_contain_text("warning")
    button.click()
    expect(page.locator("#desk_faults h3")).to_have_text("styles/epub.css")
    expect(words(page)).to_contain_text("Paragraph 30 tells")
    shutil.rmtree(preview.book / "styles")
    expect(button).to_have_text("No faults")
    done(page)


def test_the_reader_follows_where_it_is(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview, view="reader")
    for name in ("The dough", "The first hour"):
        page.locator("#desk_contents a", has_text=name).click()
    frame, folio = page.frame_locator(SHOWN["reader"]), page.locator("#desk_reader .folio")
    expect(frame.get_by_text("Paragraph 1 tells")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    expect(frame.get_by_text("Paragraph 1 tells")).not_to_be_in_viewport()
    seen = folio.inner_text()
    preview.write("one.md", ONE.replace("it was left", "it was once left"))
    expect(frame.get_by_text("it was once left").first).to_be_attached()
    assert folio.inner_text() == seen
    expect(frame.get_by_text("Paragraph 1 tells")).not_to_be_in_viewport()
    done(page)


def test_by_keyboard_alone(chromium: Browser, preview: Preview) -> None:
    preview.write("one.md", FAULTY)
    page = opened(chromium, preview)
    expect(beside(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the book"
    names = []
    for _ in range(7):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        assert focus.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
        names.append(focus.inner_text().split()[0])
    assert names[:5] == ["Contents", "Text", "Reader", "Print", "Sheet"]
    assert names[5].isdecimal(), "the faults are counted"
    assert names[6] == "?"
    page.keyboard.press("n")
    head = page.locator(".fault-head:focus")
    expect(head).to_contain_text("nowhere")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "true")
    said = preview.editor.with_name("edit.said")
    said.unlink(missing_ok=True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in soon():
        if said.exists() and said.read_text("utf-8").endswith("one.md\n"):
            break
    assert said.read_text("utf-8").startswith("+3\n")
    page.keyboard.press("f")
    expect(page.locator("#desk_faults")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#desk_faults")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    for key, view in zip("2341", ("reader", "print", "sheet", "text"), strict=True):
        page.keyboard.press(key)
        expect(page.locator(f".views [data-view={view}]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("c")
    page.keyboard.press("c")
    assert page.locator("#desk_contents a:focus").count() == 1
    page.locator("#desk_contents a", has_text="The oven").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk_book h1", has_text="The oven")).to_be_focused()
    done(page)


def test_the_reader_turns(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview, view="reader")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    folio = page.locator("#desk_reader .folio")
    seen: list[tuple[str | None, str]] = []
    frame = page.locator(SHOWN["reader"])
    for _ in range(40):
        expect(frame).to_have_count(1)
        now = (frame.get_attribute("src"), folio.inner_text())
        if seen and now == seen[-1]:
            break
        seen.append(now)
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(250)
    files = list(dict.fromkeys(src for src, _ in seen))
    assert len(files) >= 5
    assert len(seen) > len(files), "some chapter has more than one screen"
    done(page)


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_is_wide_enough(chromium: Browser, preview: Preview, view: str) -> None:
    preview.write("one.md", FAULTY)
    page = opened(chromium, preview, PHONE, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Contents").click()
    link = page.locator("#desk_contents a", has_text="The oven")
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#desk_contents")).to_be_hidden()
    if view == "text":
        fault = beside(page)
        expect(fault).to_be_attached()
        box = fault.bounding_box()
        assert box is not None
        assert box["width"] > PHONE[0] / 2, "a fault stands between the paragraphs"
    done(page)


def test_two_tabs(chromium: Browser, preview: Preview) -> None:
    one, two = opened(chromium, preview), opened(chromium, preview, view="reader")
    preview.write("two.md", TWO.replace("The oven is hot", "Both see this"))
    expect(words(one)).to_contain_text("Both see this")
    two.keyboard.press("1")
    expect(words(two)).to_contain_text("Both see this")
    expect(one.locator("body")).to_have_attribute("data-view", "text")
    one.close()
    preview.write("two.md", TWO)
    expect(words(two)).not_to_contain_text("Both see this")
    done(two)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing(
    chromium: Browser, preview: Preview, node_modules: Path, scheme: str, size: tuple[int, int]
) -> None:
    axe = (node_modules / "@daisy" / "axe-core-for-ace" / "axe.min.js").read_text("utf-8")
    preview.write("one.md", FAULTY)
    page = opened(chromium, preview, size, color_scheme=scheme)
    beside(page).locator(".fault-head").click()
    for view in VIEWS:
        page.get_by_role("button", name=view.title(), exact=True).click()
        page.locator(SHOWN[view]).wait_for(timeout=20_000)
        assert objections(page, axe) == [], view
        if view == "sheet":
            page.get_by_role("button", name="On screens").click()
            page.locator(".sheet-screen iframe:not(.coming)").wait_for()
            assert objections(page, axe) == [], "on screens"
            assert objections(page.frames[-1], axe) == [], "the sheet itself"
    page.keyboard.press("f")
    assert objections(page, axe) == [], "faults"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert objections(page, axe) == [], "keys"
    page.keyboard.press("Escape")
    preview.write("book.toml", FAULTS["book.toml"][0])
    expect(page.locator("#desk_banner")).to_be_visible()
    assert objections(page, axe) == [], "banner"
    page.close()


def objections(page: Any, axe: str) -> list[tuple[str, str]]:
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run({ preload: false, iframes: false }).then((result) => result.violations)"
    )
    return [(one["id"], node["html"][:140]) for one in found for node in one["nodes"]]


def test_edits_leave_no_memory_behind(chromium: Browser, preview: Preview) -> None:
    page = opened(chromium, preview)

    def edited(times: range) -> None:
        for number in times:
            preview.write("two.md", TWO.replace("is hot", f"is hot, round {number}."))
            words(page).get_by_text(f"round {number}.").wait_for()

    edited(range(8))
    before = resident(preview.process.pid)
    edited(range(8, 24))
    grown = resident(preview.process.pid) - before
    assert grown < 4_000, f"{grown} kB in 16 edits"
    done(page)


def resident(pid: int) -> int:
    """Kilobytes of memory that a process holds."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():  # macOS
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text("utf-8"))
    assert found
    return int(found[1])
