"""Page numbers put in by the join, and parts kept between runs: the same bytes, for less work."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from myopress import pipeline
from myopress.backends.pdf import Printed, print_book
from myopress.backends.pdf.parts import Part, PartSource
from myopress.backends.pdf.workers import Workers
from myopress.diagnostics import Diagnostic
from myopress.index import index

FILLER = "A muscle at work releases messengers into the blood, and other organs answer. " * 60
BOOK = {
    "1.md": "# One {#one}\n\nSee [](#two) and [](#three).[^n] Also [](#end).\n\n[^n]: In [](#three).\n",
    "2.md": f"# Two {{#two}}\n\n{FILLER}\n\n{FILLER}\n\n::: tip\nSee **[](#end)**, *[](#one)*.\n:::\n",
    "3.md": "# Three {#three}\n\n| A | B |\n|---|---|\n| See | [](#two) |\n\n: Of [](#end) {#table}\n",
    "4.md": "# Four\n\nText.\n\n## The end {#end}\n\nAs in [](#table), see [](#end).\n",
}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="{}"><title>Box</title><path d="M0 0h40v9H0z"/></svg>'


@dataclass
class Memory:
    """A store that forgets when the test ends, and counts what it is given."""

    entries: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.entries[key] = data


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def printed(folder: Path, **way: Any) -> tuple[Printed, list[Diagnostic]]:
    found: list[Diagnostic] = []
    document = pipeline.read(folder, found.append)
    made = print_book(document, index(document, found.append), found.append, **way)
    return replace(made, laid=None), found


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the parts that are laid out, each time."""
    names: list[str] = []
    real = Workers.lay_out

    def counted(self: Workers, sources: Sequence[PartSource]) -> list[Part]:
        names.extend(source.name for source in sources)
        return real(self, sources)

    monkeypatch.setattr(Workers, "lay_out", counted)
    return names


def texts(pdf: bytes) -> list[str]:
    """The words of each page, as they are drawn."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = [opened[number].get_textpage().get_text_range() for number in range(len(opened))]
    return [" ".join(re.sub(r"\ufffe\s*", "", page).split()) for page in pages]


def test_the_numbers_put_in_are_those_of_the_pages(tmp_path: Path) -> None:
    """In text, notes, boxes, tables and captions, upright, bold and italic."""
    write(tmp_path, BOOK)
    made, found = printed(tmp_path)
    pages = dict(pipeline.printed_pages(made.pdf))
    words = " ".join(texts(made.pdf))
    assert int(pages["two"]) > int(pages["one"])
    said = re.findall(r"(Chapter [1-4]|Section 4.1|Table 3.1|The end) on page (\d+)", words)
    places = {"Chapter 1": "one", "Chapter 2": "two", "Chapter 3": "three", "Table 3.1": "table"}
    assert len(said) == 9, words
    for name, page in said:
        assert page == pages[places.get(name, "end")], (name, page)
    assert not [fault for fault in found if fault.severity == "error"]
    assert b"/Stamp" not in _contents(made.pdf)


def _contents(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as book:
        for page in book.pages:
            page.contents_coalesce()
        return b"".join(page.Contents.read_bytes() for page in book.pages if "/Contents" in page)


def test_parts_whose_references_move_are_not_laid_out_again(
    tmp_path: Path, laid: list[str]
) -> None:
    write(tmp_path, BOOK | {"book.toml": 'title = "A"\n[pdf]\nopenings = "right"\n'})
    write(tmp_path, {"2.md": BOOK["2.md"].replace(FILLER, FILLER * 4, 1)})
    store = Memory()
    before, _ = printed(tmp_path, jobs=1, store=store)
    laid.clear()
    write(tmp_path, {"2.md": BOOK["2.md"].replace(FILLER, FILLER * 6, 1)})
    after, _ = printed(tmp_path, jobs=1, store=store)
    assert set(laid) == {"two", "made-contents"}
    pages = pipeline.printed_pages(before.pdf)["end"], pipeline.printed_pages(after.pdf)["end"]
    assert pages == ("17", "19")
    assert after == printed(tmp_path, jobs=1)[0]


def test_figures_that_are_not_of_one_width_are_laid_out(tmp_path: Path, laid: list[str]) -> None:
    """A style sheet may ask for letterspaced numbers, or for figures of their own widths."""
    write(tmp_path, BOOK)
    own = "[data-stamp] { font-feature-settings: 'pnum' 1, 'tnum' 0; }\n"
    write(tmp_path, {"own.css": own, "book.toml": 'title = "A"\n[pdf]\nstyles = ["own.css"]\n'})
    made, _ = printed(tmp_path, jobs=1)
    pages = pipeline.printed_pages(made.pdf)
    said = f"Chapter 2 on page {pages['two']} and Chapter 3 on page {pages['three']}"
    assert said in " ".join(texts(made.pdf))
    assert b"/Stamp" not in _contents(made.pdf)
    assert laid.count("three") == 2  # with stand-ins, then with numbers


Edit = Callable[[random.Random, dict[str, str]], None]


def _longer(chance: random.Random, files: dict[str, str]) -> None:
    name = chance.choice([name for name in files if name[0].isdigit()])
    files[name] += f"\n{FILLER[: chance.randrange(10, 4000)]}\n"


def _noted(chance: random.Random, files: dict[str, str]) -> None:
    name = chance.choice([name for name in files if name[0].isdigit()])
    label = f"k{len(files[name])}"
    files[name] += f"\nMore.[^{label}] See [](#three).\n\n[^{label}]: {FILLER[:90]}\n"


def _renamed(chance: random.Random, files: dict[str, str]) -> None:
    name = chance.choice([name for name in files if name[0].isdigit()])
    files[name] = files[name].replace("{#end}", "{#last}").replace("(#end)", "(#last)")


def _moved(_: random.Random, files: dict[str, str]) -> None:
    files["3.md"], files["2.md"] = files["2.md"], files["3.md"]


def _styled(chance: random.Random, files: dict[str, str]) -> None:
    files["own.css"] = f"em {{ letter-spacing: {chance.randrange(9)}pt }}\n"
    files["book.toml"] = f'title = "T{chance.randrange(9)}"\n[pdf]\nstyles = ["own.css"]\n'


def _pictured(chance: random.Random, files: dict[str, str]) -> None:
    files["box.svg"] = PICTURE.format(chance.randrange(20, 90))
    if "box.svg" not in files["4.md"]:
        files["4.md"] += "\n![A box](box.svg)\n"


EDITS: tuple[Edit, ...] = (_longer, _noted, _renamed, _moved, _styled, _pictured)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_book_with_kept_parts_is_the_book_without(tmp_path: Path, seed: int) -> None:
    """Random edits, one after the other, with one store: bytes, pages and diagnostics."""
    chance, files, store = random.Random(seed), dict(BOOK), Memory()
    for _ in range(7):
        chance.choice(EDITS)(chance, files)
        write(tmp_path, files)
        assert printed(tmp_path, jobs=1, draft=True, store=store) == printed(
            tmp_path, jobs=1, draft=True
        )
