"""What the preview's press lays out, and when it gives way."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from pathlib import Path

import pytest

from myopress import pipeline
from myopress.backends.pdf.layout import Setter
from myopress.backends.pdf.parts import Part, PartSource
from myopress.desk.preview import setting
from myopress.desk.preview.press import Order, Orders, _newest, _Rest
from myopress.desk.preview.setting import Parts, Setting
from myopress.diagnostics import Diagnostic
from myopress.index import index
from myopress.manifest import NOTHING_MORE
from myopress.progress import SILENT
from previewing import TWO, make_book


def ignore(_: Diagnostic) -> None: ...


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of parts as they are laid out."""
    names: list[str] = []
    lay_out = Setter.lay_out

    def noting(self: Setter, source: PartSource) -> Part:
        names.append(source.name)
        return lay_out(self, source)

    monkeypatch.setattr(Setter, "lay_out", noting)
    return names


def afresh(book: Path) -> bytes:
    document = pipeline.read(book, ignore)
    return pipeline.print_book(document, index(document, ignore), ignore).pdf


def test_only_what_has_changed_is_laid_out(tmp_path: Path, laid: list[str]) -> None:
    book = make_book(tmp_path / "book")
    made = Setting(book, NOTHING_MORE)
    first = made.pages(1, SILENT)
    assert {"one", "two", "references"} <= set(laid)
    laid.clear()
    (book / "two.md").write_text(TWO.replace("is hot", "is cold"), encoding="utf-8")
    second = made.pages(2, SILENT)
    assert set(laid) == {"two"}
    assert second.pdf == afresh(book) != first.pdf
    assert made.exact_pages(2) is None, "nothing else comes of it from the beginning"
    (book / "two.md").write_text(TWO, encoding="utf-8")
    assert made.pages(3, SILENT).pdf == first.pdf
    laid.clear()
    (book / "two.md").write_text(TWO.replace("is hot", "is cold"), encoding="utf-8")
    assert made.pages(4, SILENT).pdf == second.pdf
    assert laid == [], "all of it is kept"


def test_what_cannot_be_laid_out_is_told(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book")
    made = Setting(book, NOTHING_MORE)
    assert made.pages(1, SILENT).pdf
    shutil.rmtree(book)
    pages = made.pages(2, SILENT)
    assert pages.pdf == b""
    assert pages.found
    make_book(book)
    assert made.pages(3, SILENT).pdf


def test_the_store_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "_ROOM", 10)
    parts = Parts()
    parts.put("a", b"12345")
    parts.put("b", b"12345")
    assert parts.get("a") == b"12345"
    parts.put("c", b"123")
    assert [parts.get(name) for name in "abc"] == [b"12345", None, b"123"]
    parts.put("a", b"1")
    parts.put("d", b"123456")
    assert [parts.get(name) for name in "acd"] == [b"1", b"123", b"123456"]


def test_orders_are_drawn_together() -> None:
    orders: Orders = queue.SimpleQueue()
    assert _newest(orders, 0.01) is None
    for order in (Order(3), Order(4, sheet=True), Order(5)):
        orders.put(order)
    assert _newest(orders, None) == Order(5, sheet=True)


def test_a_rest_ends_when_something_is_wanted() -> None:
    rest = _Rest()
    assert rest.used(lambda: 7) == 7
    rest.disturb()  # nobody rests

    def work() -> int:
        threading.Timer(0.1, rest.disturb).start()
        end = time.monotonic() + 5
        while time.monotonic() < end:
            pass
        return 7

    began = time.monotonic()
    assert rest.used(work) is None
    assert time.monotonic() - began < 2
    assert rest.used(lambda: 8) == 8
