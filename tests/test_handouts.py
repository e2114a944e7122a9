"""Handouts: a cheat sheet for each gym of a list, solved once, each with its own words."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner

from myopress.backends import cheatsheet, weasy
from myopress.backends.cheatsheet import bands, making
from myopress.cli import options
from myopress.colours import contrast
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.document import Document
from myopress.gyms import Gym, read_gyms
from myopress.index import Index, index
from myopress.source import Span
from test_cheatsheet import book, card, target_cards

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
BOOK = book(*(card(number, 0.6, 4) for number in range(3)))


def listed(folder: Path, text: str) -> tuple[tuple[Gym, ...], list[Diagnostic]]:
    (folder / "gyms.csv").write_text(text, "utf-8")
    found: list[Diagnostic] = []
    return read_gyms(folder / "gyms.csv", found.append), found


def gyms(count: int) -> tuple[Gym, ...]:
    return tuple(
        Gym(f"Gym Nº {n}", f"{n} High Street\nTown", url=f"https://g{n}.example", span=Span("g", n))
        for n in range(count)
    )


def made(*rows: Gym, each: bool = False) -> tuple[list[bytes], list[Diagnostic]]:
    found: list[Diagnostic] = []
    report = found.append
    done = cheatsheet.render_handouts(BOOK, index(BOOK, report), rows, report, each=each)
    return [handout.pdf for handout in done], found


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def letters(words: str) -> Counter[str]:
    return Counter(character for character in words if character.isalnum())


# --- the list ---------------------------------------------------------------------------------


def test_rows_know_their_lines_past_quoted_line_breaks(tmp_path: Path) -> None:
    text = 'contact,name\r\n"1 Dock Street\r\nLeith",Iron\r\n\r\n,"Two\r\nlines"\r\nx,\r\n'
    rows, found = listed(tmp_path, text)
    assert [(row.name, row.span.line, row.span.end_line) for row in rows] == [
        ("Iron", 2, 3),
        ("Two lines", 5, 6),
    ]
    assert rows[0].contact == "1 Dock Street\nLeith"
    assert [(one.code, one.span.line) for one in found] == [(Code.HANDOUT_ROW, 7)]


def test_a_list_by_a_german_spreadsheet(tmp_path: Path) -> None:
    rows, found = listed(tmp_path, "\ufeffName;Contact\nKraft;Hauptstraße 3, Bonn\n")
    assert not found
    assert [(row.name, row.contact) for row in rows] == [("Kraft", "Hauptstraße 3, Bonn")]


def test_an_unclosed_quotation_mark_ends_the_list_with_an_error(tmp_path: Path) -> None:
    rows, found = listed(tmp_path, 'name\nIron\n"Steel\n')
    assert [row.name for row in rows] == ["Iron"]
    assert [(one.code, one.span.line) for one in found] == [(Code.HANDOUT_ROW, 3)]


@pytest.mark.parametrize(
    "row", [",", "a,/etc/logo.svg", "a,../logo.svg", "a,link.svg", "a,not.png", "a,x.gif", "a,b,c"]
)
def test_a_bad_row_is_left_out_and_the_others_stay(row: str, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (tmp_path / "logo.svg").write_text(LOGO)
    (folder / "link.svg").symlink_to(tmp_path / "logo.svg")
    (folder / "not.png").write_bytes(b"\x89PNG broken")
    (folder / "x.gif").write_bytes(b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1D\0;")
    (folder / "good.svg").write_text(LOGO)
    rows, found = listed(
        folder, f"name,logo\nIron,good.svg\n{row if row != ',' else ',good.svg'}\nZinc,\n"
    )
    assert [one.name for one in rows] == ["Iron", "Zinc"]
    assert rows[0].logo
    assert [(one.code, one.span.line) for one in found] == [(Code.HANDOUT_ROW, 3)]


@pytest.mark.parametrize("written", ["#F80", "#ffff00", "#FFFFFF", "#0B5D8A", "#000"])
def test_white_words_can_be_read_on_every_colour(written: str, tmp_path: Path) -> None:
    (row,), found = listed(tmp_path, f"name,colour\nIron,{written}\n")
    assert contrast(row.colour) >= 5.2
    dark = written in ("#0B5D8A", "#000")
    assert [one.code for one in found] == ([] if dark else [Code.HANDOUT_COLOUR])
    assert contrast(row.colour) < 5.4 or dark


# --- the sheets -------------------------------------------------------------------------------


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    done: list[object] = []
    original = weasy.lay_out

    def counted(*given: Any) -> weasy.Layout:
        done.append(given)
        return original(*given)

    monkeypatch.setattr(weasy, "lay_out", counted)
    return done


def test_200_gyms_cost_as_many_layouts_as_two(layouts: list[object]) -> None:
    made(*gyms(2))
    few = len(layouts)
    layouts.clear()
    (pdf,), found = made(*gyms(200))
    assert len(layouts) == few
    assert not found
    assert len(pypdfium2.PdfDocument(pdf)) == 200


def test_every_sheet_has_its_own_words_and_all_of_the_sheets() -> None:
    rows = gyms(3)
    (alone,), _ = made(rows[0])
    shared = letters(texts(alone)[0]) - letters("".join(bands._words(rows[0]).values()))
    (pdf,), _ = made(*rows)
    for row, text in zip(rows, texts(pdf), strict=True):
        assert row.name in text
        assert letters(text) == shared + letters("".join(bands._words(row).values()))
        assert not any(other.name in text for other in rows if other != row)


def test_each_has_a_file_with_no_other_gyms_words() -> None:
    rows = gyms(3)
    pdfs, _ = made(*rows, each=True)
    for row, pdf in zip(rows, pdfs, strict=True):
        (text,) = texts(pdf)
        assert row.name in text


def test_the_same_bytes_each_time() -> None:
    assert made(*gyms(3)) == made(*gyms(3))


def tagged(pdf: pikepdf.Pdf) -> list[list[str]]:
    """The roles of the elements of each page's part; each mark's owner has been looked up."""
    tree = pdf.Root.StructTreeRoot
    numbers = tree.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}

    def check(struct: Any, page: Any) -> None:
        kids = struct.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert struct.Pg.objgen == page.objgen
                assert owners[int(page.StructParents)][kid].objgen == struct.objgen
            elif "/S" in kid:
                assert kid.P.objgen == struct.objgen
                check(kid, page)

    for part, page in zip(tree.K[0].K, pdf.pages, strict=True):
        check(part, page.obj)
    return [[str(kid.S) for kid in part.K] for part in tree.K[0].K]


def test_the_tags_of_sheet_and_band_are_right_on_every_page() -> None:
    (data,), _ = made(*gyms(3))
    with pikepdf.open(BytesIO(data)) as pdf:
        parts = tagged(pdf)
        assert len(parts) == 3
        assert all(part == parts[0] and part[0] == "/H1" for part in parts)
        assert parts[0][-1] == "/Sect"
        for page in pdf.pages:
            marks = [
                int(one.operands[1].MCID)
                for one in pikepdf.parse_content_stream(page)
                if str(one.operator) == "BDC" and "/MCID" in one.operands[1]
            ]
            assert len(marks) == len(set(marks))
        assert pdf.pages[0].obj.Contents[1].objgen == pdf.pages[2].obj.Contents[1].objgen


def test_a_language_chooses_the_words_of_the_key() -> None:
    rows = (Gym("Iron", span=Span("g", 1)), Gym("Eisen", language="de", span=Span("g", 2)))
    (pdf,), _ = made(*rows)
    english, german = texts(pdf)
    assert "Verlässlichkeit" in re.sub(r"[\u2010-]\s*", "", german)
    assert "Verlässlichkeit" not in english


def test_a_language_that_does_not_fit_costs_its_own_gyms_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if the German sheet were too long; the others are made."""

    def render(document: Document, found: Index, *rest: Any, **named: Any) -> bytes:
        return (
            b"" if found.words.language == "de" else making.render(document, found, *rest, **named)
        )

    monkeypatch.setattr("myopress.backends.cheatsheet.handouts.render", render)
    rows = (Gym("Iron", span=Span("g", 1)), Gym("Eisen", language="de", span=Span("g", 2)))
    (pdf,), found = made(*rows)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert [(f.code, f.span.line) for f in found if f.code is Code.HANDOUT_ROW] == [
        (Code.HANDOUT_ROW, 2)
    ]


def test_a_sheet_with_a_map_can_be_stamped() -> None:
    """The map's place in the tags is an array, which stands in the sheet's file alone."""
    document = book(*target_cards())
    found: list[Diagnostic] = []
    rows = (Gym("Iron", span=Span("g", 1)), Gym("Eisen", language="de", span=Span("g", 2)))
    (handout,) = cheatsheet.render_handouts(
        document, index(document, found.append), rows, found.append, each=False
    )
    assert not [fault for fault in found if fault.severity is Severity.ERROR]
    english, german = texts(handout.pdf)
    assert "Brain" in english
    assert "Beobachtung" in german
    with pikepdf.open(BytesIO(handout.pdf)) as pdf:
        alts = [str(e.get("/Alt", "")) for e in pdf.objects if isinstance(e, pikepdf.Dictionary)]
        assert sum("Brain: 2" in alt for alt in alts) == 2


def test_a_long_name_is_set_smaller_and_one_too_long_refused() -> None:
    long = Gym("The Ambitious Strength and Conditioning Association of Greater Whitby", "a\nb\nc")
    never = Gym("Endless " * 300, span=Span("g", 2))
    (pdf,), found = made(long, never)
    assert "Greater Whitby" in " ".join(texts(pdf)[0].split())
    assert [(one.code, one.span.line) for one in found] == [(Code.HANDOUT_ROW, 2)]


# --- the command ------------------------------------------------------------------------------

CHAPTER = "# A\n\n::: card IL-6: The fuel gauge\nDoes\n: This.\n\nEvidence\n: animal\n:::\n"


def test_the_command_writes_a_file_for_each_good_row(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CHAPTER)
    (tmp_path / "gyms.csv").write_text("name\nIron\na,b\n../../Iron\nIron!\n")
    given = [str(tmp_path / "a.md"), "--for", str(tmp_path / "gyms.csv")]
    to = str(tmp_path / "out" / "sheet-{slug}.pdf")
    run = CliRunner().invoke(
        options.commands, ["cheatsheet", *given, "--each", to], standalone_mode=False
    )
    assert run.return_value == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "sheet-iron-2.pdf",
        "sheet-iron-3.pdf",
        "sheet-iron.pdf",
    ]
    assert f"{tmp_path / 'gyms.csv'}:3: error[handout-row]" in run.stderr
