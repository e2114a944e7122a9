"""A longer book takes more work in proportion, counted in lines of our code run, never in seconds.

Books of chapters that are alike are built with 1, 2 and 4 times as many. What the second doubling
adds is twice what the first has added, in each module; one that looks at all chapters for each
chapter takes more.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import myopress
from myopress import pipeline
from myopress.backends import pdf
from myopress.backends.pdf.layout import Setter
from myopress.backends.pdf.lines import breaking
from myopress.backends.pdf.parts import Part, PartSource
from myopress.diagnostics import Diagnostic
from myopress.index import index

SOURCE = str(Path(myopress.__file__).parent)
MORE = 1.1
"""How much more than twice a doubling may add: numbers of more digits, pages filled otherwise."""
LEAST = 300
"""Lines run that are too few to tell anything."""
CHAPTER = """\
# The River {n}

The [river]{{.index}} number {n} begins at a [spring {n}]{{.index}} and runs past mills, meadows and
towns.[^a] It carries silt to the fields, it turns a wheel, and it cools the town in July. Who walks
upstream finds it again in [](river-{next}.md), and its end in [](#sea-{next}).

[^a]: A note on the river {n}, which nobody reads.

## To the Sea {n} {{#sea-{n}}}

- It rises in March.
- It falls within a *week*.

| month | level |
|---|---:|
| May | {n} |
| June | 20 |

> Quietly it flows, and says nothing about it.

The sea is far, and river {n} takes its time. Many have tried to hurry it, with locks and weirs and
cuts; it went round them, or over them, and in the end they gave it up and let it go its way.
"""


def book(folder: Path, chapters: int) -> Path:
    folder.mkdir()
    names = range(100 * chapters, 101 * chapters)  # no two books have a paragraph in common
    for n in names:
        text = CHAPTER.format(n=n, next=n + 1 if n + 1 in names else names[0])
        (folder / f"river-{n}.md").write_text(text, encoding="utf-8")
    (folder / "z.md").write_text("# Index\n\n::: index\n:::\n", encoding="utf-8")
    (folder / "book.toml").write_text('title = "Rivers"\nlanguage = "en"\n', encoding="utf-8")
    return folder


def ignore(_: Diagnostic) -> None:
    """The books are our own."""


def lines_run(work: Callable[[Path], Any], folder: Path) -> Counter[str]:
    """How many lines of each of our modules are run."""
    counts: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(SOURCE):
            return None
        if event == "line":
            counts[name[len(SOURCE) + 1 :]] += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work(folder)
    finally:
        sys.settrace(before)
    return counts


def grown(measured: list[Counter[str]]) -> dict[str, float]:
    """For each module, by how much the second doubling adds more than twice the first."""
    one, two, four = measured
    return {
        name: (four[name] - two[name]) / (2 * max(two[name] - one[name], 1))
        for name in four
        if four[name] - two[name] > LEAST
    }


def test_what_is_read_and_the_epub_grow_with_the_chapters(tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        document = pipeline.read(folder, ignore)
        found = index(document, ignore)
        pipeline.render(document, "epub", ignore, found=found)

    books = [book(tmp_path / str(chapters), chapters) for chapters in (8, 16, 32)]
    work(books[0])  # what is loaded or made ready once
    more = grown([lines_run(work, folder) for folder in books])
    assert {"markdown/blocks.py", "normalize/names.py", "backends/html/blocks.py"} <= set(more)
    assert {name: ratio for name, ratio in more.items() if ratio > MORE} == {}


class Kept(dict[str, bytes]):
    """A store of this process."""

    put = dict.__setitem__


class Press:
    """Prints books on one process, with what is kept of the same book; counts what it does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: defaultdict[Path, Kept] = defaultdict(Kept)
        self.layouts = self.tried = 0
        lay_out, fit = Setter.lay_out, breaking.fit

        def counted(setter: Setter, source: PartSource) -> Part:
            self.layouts += 1
            return lay_out(setter, source)

        def tried(*given: float) -> breaking.Fit:
            self.tried += 1
            return fit(*given)

        monkeypatch.setattr(Setter, "lay_out", counted)
        monkeypatch.setattr(breaking, "fit", tried)

    def print(self, folder: Path) -> tuple[int, int]:
        """The layouts that it takes, and the lines that are tried in them."""
        self.layouts = self.tried = 0
        document = pipeline.read(folder, ignore)
        found = index(document, ignore)
        pdf.print_book(document, found, ignore, jobs=1, store=self.kept[folder])
        return self.layouts, self.tried


def test_print_grows_with_the_chapters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = (4, 8, 16)
    books = [book(tmp_path / str(chapters), chapters) for chapters in sizes]
    press = Press(monkeypatch)
    layouts, tried = zip(*map(press.print, books), strict=True)
    for chapters, layout in zip(sizes, layouts, strict=True):
        assert chapters < layout <= 2 * chapters  # a chapter is laid out twice at most
    assert tried[2] - tried[1] <= 1.1 * 2 * (tried[1] - tried[0])

    more = grown([lines_run(press.print, folder) for folder in books])
    assert press.layouts == 0  # all parts are kept: what is counted is placing and joining
    assert {"backends/pdf/join.py", "backends/pdf/pages.py"} <= set(more)
    assert {name: ratio for name, ratio in more.items() if ratio > MORE} == {}

    edited = []
    for folder in books:
        chapter = sorted(folder.glob("river-*.md"))[1]
        chapter.write_text(chapter.read_text("utf-8").replace("wheel", "whirl"), "utf-8")
        edited.append(press.print(folder)[0])
    assert edited == [1, 1, 1]
