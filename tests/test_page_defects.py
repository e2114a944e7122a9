"""Defects of pages, corrections of them outside the text, and a book's pages as they should be.

Each defect has a book that breaks it in tests/cases/diagnostics. With ACCEPT=1 in the environment
tests/cases/pages/every-node.txt is rewritten to what is printed now: read the difference first.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

import every_node
from myopress import diagnostic_formats as formats
from myopress import pipeline
from myopress.backends.pdf import Printed, print_book
from myopress.diagnostics import Code, Diagnostic, note
from myopress.index import index
from myopress.source import Span

PAGES = Path(__file__).parent / "cases" / "pages" / "every-node.txt"
SENTENCE = "The leg that kicks sends word of it, and the liver hears.\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
GOOD = {
    "book.toml": 'title = "T"\n[pdf]\ntrim = "110x160mm"\n',
    "a.md": f"# A {{#a}}\n\n{SENTENCE * 9}\n{SENTENCE * 14}\n## B {{#b}}\n\n{SENTENCE * 14}\n\n"
    f"Legs kick well here.[^n]\n{SENTENCE * 12}\n![A line](p.svg){{width=50%}}\n\n{SENTENCE * 14}\n"
    f"[^n]: {SENTENCE}",
    "p.svg": PICTURE,
}


def printed(folder: Path, files: dict[str, str]) -> tuple[Printed, list[Diagnostic]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, "utf-8")
    found: list[Diagnostic] = []
    document = pipeline.read(folder, found.append)
    made = index(document, found.append)
    return print_book(document, made, found.append, jobs=1), found


def page_of(book: Printed, words: str) -> int:
    """The page, from 0, on which words stand first."""
    return next(n for n, page in enumerate(texts(book.pdf)) if words in page)


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [" ".join(page.replace("\ufffe", "").split()) for page in pages]


def test_a_good_book_has_no_defects(tmp_path: Path) -> None:
    _, found = printed(tmp_path, GOOD)
    assert found == []


def test_a_defect_as_json_and_sarif(tmp_path: Path) -> None:
    wide = "pre, pre * { white-space: pre; overflow-wrap: normal }"
    code = f"# A\n\n{SENTENCE * 9}\n    {'x' * 50}\n"
    _, found = printed(tmp_path, {**GOOD, "a.md": code, "styles/print.css": wide})
    (told,) = json.loads(formats.as_json(found))
    assert (told["code"], told["file"], told["line"]) == ("line-overfull", "a.md", 13)
    assert told["message"].endswith(" pt over the margin on page 2")
    (result,) = json.loads(formats.as_sarif(found))["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("line-overfull", "warning")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 13


def test_a_space_at_the_end_of_a_line_of_code_is_not_seen(tmp_path: Path) -> None:
    lines = "".join(f"    {'x' * length} {'y' * 30}\n" for length in range(30, 60))
    _, found = printed(tmp_path, {**GOOD, "a.md": f"# A\n\n{SENTENCE * 9}\n{lines}"})
    assert [one.code for one in found if one.code is Code.LINE_OVERFULL] == []


def test_many_notes_of_one_code_are_counted_in_text_alone() -> None:
    found = [note(Code.RUNT, "short", Span("a.md", line)) for line in range(1, 48)]
    text = formats.as_text(found, lambda _: "", lambda words, _: words)
    assert text.count("short") == formats.NOTES
    assert text.endswith("note[runt]: and 37 more; --format json has them all\n")
    assert len(json.loads(formats.as_json(found))) == 47


def test_a_hint_names_the_block_for_the_corrections(tmp_path: Path) -> None:
    style = "h2 { break-after: auto }\n.next { break-before: page }"
    text = f"# A\n\n{SENTENCE}\n## B {{#b}}\n\n::: {{.next}}\n{SENTENCE * 9}:::\n"
    _, found = printed(tmp_path, {**GOOD, "a.md": text, "styles/print.css": style})
    (hints,) = [told.hints for told in found if told.code is Code.HEADING_STRANDED]
    assert hints == ('“break” under ["b"] in layout/print.toml may mend it',)


def test_a_heading_whose_only_line_stands_below_it_is_well(tmp_path: Path) -> None:
    entries = "".join(f"## B{number}\n\nOne line.\n\n" for number in range(60))
    _, found = printed(tmp_path, {**GOOD, "a.md": f"# A\n\n{SENTENCE}\n{entries}"})
    assert [one for one in found if one.code is Code.HEADING_STRANDED] == []


def test_corrections_of_breaks_pictures_and_tracking(tmp_path: Path) -> None:
    plain, _ = printed(tmp_path, GOOD)
    layout = (
        '[b]\nbreak = true\n["a/legs-kick-well-here-the"]\ntracking = 0.008\nkeep = "together"\n'
    )
    changed, found = printed(tmp_path, {**GOOD, "layout/print.toml": layout})
    assert not {Code.LAYOUT_STALE, Code.MANIFEST_KEY} & {told.code for told in found}
    assert texts(changed.pdf)[page_of(changed, "B The leg")].startswith(
        ("4 T B", "B", "A 3 B", "2 T B")
    )
    assert changed.pdf != plain.pdf


# --- the pages of a book with every node -------------------------------------------------------


@pytest.fixture(scope="module")
def every() -> bytes:
    return print_book(every_node.DOCUMENT, every_node.INDEX, lambda _: None, jobs=1).pdf


def test_what_stands_where_what_it_says_and_how_it_is_tagged(every: bytes) -> None:
    with pikepdf.open(io.BytesIO(every)) as pdf:
        lines = ["What stands on which page", "", *_map(pdf)]
        lines += ["", "Words", "", *texts(every)]
        lines += ["", "Tags", "", *_tags(pdf.Root.StructTreeRoot.K[0], 0)]
    made = "\n".join(lines) + "\n"
    if os.environ.get("ACCEPT"):
        PAGES.write_text(made, "utf-8")
    assert made == PAGES.read_text("utf-8")


def _map(pdf: Any) -> Iterator[str]:
    """Each page's printed number with the ids that stand on it."""
    names = pdf.Root.Names.Dests.Names
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    there: dict[int, list[str]] = {}
    for place in range(0, len(names), 2):
        there.setdefault(numbers[names[place + 1][0].objgen], []).append(str(names[place]))
    for number, page in enumerate(pdf.pages):
        yield f"{page.label}: {' '.join(there.get(number, []))}".rstrip()


def _tags(element: Any, depth: int) -> Iterator[str]:
    """The tree of tags, what each has of words in attributes; several leaves of a kind are one."""
    said = [f"{key[1:]}={str(element[key])!r}" for key in ("/Alt", "/Lang", "/T") if key in element]
    yield "  " * depth + " ".join([str(element.S)[1:], *said])
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _tags(kid, depth + 1)
