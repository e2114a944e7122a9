"""An EPUB made of what stands of its book is the one made anew, after any edits, with its faults."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myopress import document_json, pipeline, standing
from myopress.backends import page_map
from myopress.backends.page_map import PageMap, PageStart
from myopress.cache import Cache
from myopress.diagnostics import Diagnostic, Report
from myopress.index import index
from myopress.manifest import NOTHING_MORE, ChapterEntry
from myopress.markdown import Draft
from myopress.resources import examine
from myopress.run.outputs import write
from myopress.run.session import Options
from myopress.standing import Standing
from myopress.standing.abridged import abridged
from myopress.walk import dump

SMALL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)
LARGE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAAC4HznGAAAADElEQVR4nGNgAAEAAAYAATXpKVAAAAAASUVORK5CYII="
)
PIECES = (
    "Plain words that ask for nothing.",
    "Other words, \"quoted\" and 'so', and the dog's -- well...",
    "## The oven {#oven}",
    "## The oven",
    "### Heat and *time*",
    "# A second title",
    "> ## Quoted heading\n>\n> with words",
    "See [](#oven), [the oven](#oven) and [that chapter](b.md).",
    'See [](b.md#flour), [a "name"](c.md#nowhere) and [](a.md).',
    "A note.[^n] And one in place.^[It is *here*, see [](#oven).]\n\n[^n]: The note, see [](b.md).",
    "Called twice[^t] and[^t] again.\n\n[^t]: With [words](#flour).",
    '![A leaf](leaf.png "The leaf."){#fig-leaf}',
    "![](leaf.png) and ![gone](gone.png) and ![far](https://example.org/x.png)",
    "See [](#fig-leaf), [](#tbl-one), [](#eq-one) and [](#claimed).",
    "| a | b |\n|---|---|\n| 1 | [x](#oven) |\n\nTable: Numbers. {#tbl-one}",
    '| a |\n|---|\n| "q" |\n\nTable: "More" numbers.',
    "$$ a^2 + b^2 $$ {#eq-one}",
    "Sums $a+b$ and $\\frac{$.",
    'Bread rises at night. {#claimed evidence="human RCT" confidence=low}',
    'Bread "rests". {evidence=cell}',
    "::: card Yeast: It lives\nDoes\n: [](#claimed)\n\nEvidence\n: cell\n:::",
    '::: card Salt: It stays\nDoes\n: Keeps "water".\n:::',
    'A [loaf]{.index} and [its "crust"]{.index} and []{.index entry="crumb" see="loaf"}.',
    "\"So [it's the 'end']{#end}\" they said, [](#end).",
    'A board of 5[" and more]{#inch}, see [](#inch).',
    '::: glossary\nYeast\n: What "lifts".\n:::',
    'The [yeast]{.term} and [nothing]{.term of="none"}.',
    "- [x] done, [](#oven)\n- open\n\n  ## In a list {#listed}",
    "Term\n: Meaning with [](#listed).",
    '::: tip Mind the "oven" {#tip-one}\nSee [](#tip-one).\n:::',
    '::: {#part lang=de}\n### Teil\n\nEr sagte "ja".\n:::',
    "::: {#refs}\n:::",
    "::: {#refs}\nwords\n:::",
    "::: contents\n:::",
    "::: index\n:::",
    "::: figures\n:::",
    "It is known [@lee; @none] and @lee [p. 3] says so.",
    "`code` and `named`{#named} and [](#named).",
    'Long words. {short="brief" of=000000}',
    '<div id="html"><h2>From HTML</h2><p>See <a href="#html">it</a>.</p></div>',
    "[unsafe](javascript:x) and [odd](sms:123) and [out](https://example.org)",
    "{{#include d.md}}",
    "*Stressed [link](#oven)* and ~~[](b.md)~~",
    "```python\nprint(1)\n```",
)  # fmt: skip
HEADS = ('# The "first"', "---\ntitle: Given *title*\nlang: de\n---", "# Named {#named-one}", "")
NAMES = ("a.md", "b.md", "c.md", "d.md")
SETTINGS = (
    "",
    'dialect = "mdbook"',
    "number-depth = 2",
    "number-depth = 0",
    'language = "de"',
    'title = "Other"',
)
REFERENCES = [
    {"id": "lee", "type": "book", "title": "Lee's", "author": [{"family": "Lee"}]},
    {"id": "lee", "type": "book", "title": "Later", "author": [{"family": "Leeds"}]},
]
NUMBER = st.integers(0, 10_000)
EDITS = st.lists(st.tuples(*[NUMBER] * 4), min_size=5, max_size=10)
FIRST = st.lists(st.lists(st.sampled_from(PIECES), min_size=2, max_size=12), min_size=2, max_size=4)


@dataclass
class Manuscript:
    """A book that is edited: chapters as lists of their pieces, in the order of the book."""

    folder: Path
    chapters: list[tuple[str, list[str]]] = field(default_factory=list)
    setting: str = ""

    def write(self) -> None:
        for name, pieces in self.chapters:
            (self.folder / name).write_text("\n\n".join(pieces) + "\n", "utf-8")
        listed = ", ".join(f'"{name}"' for name, _ in self.chapters)
        lines = (
            "" if "title" in self.setting else 'title = "Bread"', self.setting,
            'cover = "cover.png"', 'bibliography = "references.json"', f"chapters = [{listed}]",
        )  # fmt: skip
        (self.folder / "book.toml").write_text("\n".join(lines), "utf-8")

    def edit(self, kind: int, one: int, other: int, third: int) -> None:
        """One change; the numbers choose which."""
        _, pieces = self.chapters[one % len(self.chapters)]
        place = other % (len(pieces) + 1)
        match kind % 10:
            case 0 | 1 | 2:
                pieces.insert(place, PIECES[third % len(PIECES)])
            case 3 if pieces:
                pieces.pop(place % len(pieces))
            case 4:
                pieces[:1] = [HEADS[third % len(HEADS)]]
            case 5:
                self.chapters.append(self.chapters.pop(other % len(self.chapters)))
            case 6:
                new = NAMES[other % len(NAMES)]
                if len(self.chapters) > 1 and any(known == new for known, _ in self.chapters):
                    self.chapters = [one for one in self.chapters if one[0] != new]
                elif all(known != new for known, _ in self.chapters):
                    self.chapters.append((new, [PIECES[third % len(PIECES)]]))
            case 7:
                self.setting = SETTINGS[third % len(SETTINGS)]
            case 8:
                (self.folder / "leaf.png").write_bytes((SMALL, LARGE, b"broken")[third % 3])
            case 9:
                items = json.dumps([REFERENCES[third % len(REFERENCES)]])
                (self.folder / "references.json").write_text(items, "utf-8")


@contextmanager
def a_manuscript() -> Iterator[Manuscript]:
    with TemporaryDirectory() as name:
        folder = Path(name) / "book"
        folder.mkdir()
        (folder / "leaf.png").write_bytes(SMALL)
        (folder / "cover.png").write_bytes(SMALL)
        (folder / "references.json").write_text(json.dumps(REFERENCES[:1]), "utf-8")
        yield Manuscript(folder)


def anew(book: Path) -> tuple[bytes, list[str]]:
    told: list[Diagnostic] = []
    document = pipeline.read(book, told.append)
    found = index(document, told.append)
    return pipeline.render(document, "epub", told.append, found=found), sorted(map(repr, told))


def standing_type(book: Path, store: Cache) -> tuple[bytes, list[str]]:
    told: list[Diagnostic] = []
    made = Standing(book, NOTHING_MORE, store)
    document = made.read(told.append)
    found = made.index(document, told.append)
    return made.render(document, found, told.append), sorted(map(repr, told))


@settings(max_examples=50, deadline=None)
@given(FIRST, EDITS)
def test_after_any_edits_it_is_what_is_made_anew(
    first: list[list[str]], edits: list[tuple[int, int, int, int]]
) -> None:
    with a_manuscript() as book:
        store = Cache(book.folder.parent / "kept", b"s" * 32)
        book.chapters = list(zip(NAMES, first, strict=False))
        for edit in (None, *edits):
            if edit:
                book.edit(*edit)
            book.write()
            assert standing_type(book.folder, store) == anew(book.folder)


@pytest.fixture
def book() -> Iterator[Manuscript]:
    with a_manuscript() as made:
        made.chapters = [
            ("a.md", ["# One", '![A leaf](leaf.png "The leaf."){#leaf}', "Words."]),
            ("b.md", ["# Two", "See [](#leaf) and [](d.md)."]),
            ("c.md", ["# Three", "Only words."]),
        ]
        made.write()
        yield made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read and not known from before."""
    found: list[str] = []

    def draft(entry: ChapterEntry, report: Report) -> Draft:
        found.append(entry.source.path if entry.source else "")
        return pipeline.draft(entry, report)

    monkeypatch.setattr(standing, "pipeline", SimpleNamespace(read=pipeline.read, draft=draft))
    return found


def test_only_what_an_edit_concerns_is_read(book: Manuscript, read: list[str]) -> None:
    store = Cache(book.folder.parent / "kept", b"s" * 32)

    def after(change: Callable[[], object]) -> list[str]:
        change()
        book.write()
        read.clear()
        assert standing_type(book.folder, store) == anew(book.folder)
        return list(read)

    words, pieces = book.chapters[2][1], book.chapters[0][1]
    assert after(lambda: None) == ["a.md", "b.md", "c.md"]
    assert after(lambda: None) == []
    assert after(lambda: words.append("And more.")) == ["c.md"]
    assert after(lambda: pieces.insert(1, "Above.\n\nThe picture.")) == ["a.md"]
    # b.md says the number of the picture, and its link to d.md led nowhere so far.
    assert after(lambda: pieces.insert(1, '![](leaf.png "Another.")')) == ["a.md", "b.md"]
    assert after(lambda: book.chapters.append(("d.md", ["# Four"]))) == ["d.md", "b.md"]
    assert after(lambda: book.chapters.pop(2)) == ["d.md", "b.md"]


def test_an_entry_that_is_damaged_or_of_another_user_is_not_used(
    book: Manuscript, read: list[str]
) -> None:
    folder = book.folder.parent / "kept"
    made = standing_type(book.folder, Cache(folder, b"s" * 32))
    (entry,) = folder.glob("*.kept")
    for data, secret in ((entry.read_bytes()[:-1], b"s"), (entry.read_bytes(), b"t")):
        entry.write_bytes(data)
        read.clear()
        assert standing_type(book.folder, Cache(folder, secret * 32)) == made
        assert read == ["a.md", "b.md", "c.md"]


def test_abridged_chapters_are_named_and_numbered_alike(book: Manuscript) -> None:
    book.chapters = [(name, list(PIECES)) for name in NAMES]
    book.write()
    told: list[Diagnostic] = []
    whole = pipeline.read(book.folder, told.append)
    short: list[Diagnostic] = []

    class Shortened:
        """Reads all files abridged."""

        examine = staticmethod(examine)

        def draft(self, entry: ChapterEntry, report: Report) -> Draft:
            found = pipeline.draft(entry, report)
            return replace(found, chapter=abridged(found.chapter))

    document = pipeline.read(book.folder, short.append, memory=Shortened())
    assert index(document, short.append) == index(whole, told.append)
    assert sorted(map(repr, short)) == sorted(map(repr, told))
    assert [*map(abridged, whole.chapters)] == [*map(abridged, document.chapters)]
    assert [*map(abridged, document.chapters)] == [*map(abridged, map(abridged, whole.chapters))]
    assert len(dump(document)) < 0.7 * len(dump(whole))


def test_a_map_of_printed_pages_is_compared_with_the_whole_book(
    book: Manuscript, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book.chapters.append(("d.md", ["# Four"]))
    book.write()
    output = book.folder.parent / "bread.epub"
    said = []
    for kept in ("kept", "kept", ""):
        monkeypatch.setenv("MYOPRESS_CACHE", kept and str(book.folder.parent / kept))
        for pages in (None, PageMap((PageStart("1", "a"),))):
            document = document_json.encode(pipeline.read(book.folder, lambda _: None))
            if pages:
                output.with_suffix(".pages.json").write_bytes(page_map.encode(pages, document))
            write(["epub"], lambda *_: output, Options(book.folder), all_asked=True)
            said.append((output.read_bytes(), capsys.readouterr()))
            output.with_suffix(".pages.json").unlink(missing_ok=True)
    assert said[:2] == said[2:4] == said[4:]
    assert said[0] != said[1]
