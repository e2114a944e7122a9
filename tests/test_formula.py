"""Formulas on a laid-out page: outlines on the baseline, in the size and colour of their text."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import etree

from myopress.backends import weasy
from myopress.backends.formula import formula
from myopress.backends.formula.drawn import Drawn, drawn
from myopress.backends.html import LINEAR
from myopress.backends.mathml import mathml

SET = (
    r"\frac{a+b}{c}", r"\sum_{i=1}^{n} x_i^2", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
    r"\sqrt[3]{x^2+1}", r"f(x)=\begin{cases}x & x>0\\ -x & \text{otherwise}\end{cases}",
    r"\begin{aligned}a&=b+c\\&=d\end{aligned}", r"\int_0^\infty e^{-x^2}\,dx",
    r"\left(\frac{1}{1+\frac{1}{x}}\right)^2", r"\mathbb{R}\in\mathcal{L}", r"\binom{n}{k}",
    r"\lim_{n\to\infty}a_n", r"\overbrace{a+b}^{n}", r"\dot{V}\mathrm{O}_2", r"\xrightarrow{k}",
    r"{}^{14}_{6}\mathrm{C}", r"\underline{x}", r"\boldsymbol{\beta}", r"\vec{v}\cdot\hat{w}",
)  # fmt: skip


def measures(tex: str, *, display: bool = True) -> Drawn:
    source = mathml(tex, display)
    assert source is not None
    found = drawn(etree.tostring(source, encoding="unicode"))
    assert isinstance(found, Drawn), found
    return found


@pytest.mark.parametrize("tex", SET)
def test_what_is_set_as_outlines(tex: str) -> None:
    found = measures(tex)
    assert 0.3 < found.width < 14
    assert 0.3 < found.ascent < 3
    assert "<text" not in found.svg
    assert "black" not in found.svg


def test_a_formula_stands_on_its_baseline() -> None:
    assert measures("x").depth == pytest.approx(0, abs=0.03)
    assert measures(r"\frac{a}{b}").depth > 0.5
    assert measures(r"\frac{a}{b}", display=False).depth < 0.45


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("a=-b", "a-=b"), ("-x", "0-x"), (r"a\times(b)", r"a\quad\times(b)"), ("[-1]", "[1-1]")],
)
def test_gaps_around_signs(narrow: str, wide: str) -> None:
    assert measures(narrow).width < measures(wide).width


def test_integrals_grow_by_style_alone() -> None:
    assert measures(r"\int_0^1 f", display=False).ascent < 1.1 < measures(r"\int_0^1 f").ascent


def written(tex: str) -> etree._Element:
    found = formula(tex, False)
    assert found is not None
    return found


def test_what_cannot_be_set_goes_on_one_line() -> None:
    found = written(r"a\text{日}")
    assert found.get(LINEAR) == "its font has no “日”"
    assert "".join(map(str, found.itertext())) == "a日"
    assert written("x").get(LINEAR) is None


def test_a_long_formula_may_go_over_the_end_of_its_line() -> None:
    row = "+".join(f"a_{{{n}}}" for n in range(9))
    pieces = written(row)
    assert len(pieces) == 9
    assert [piece.tail for piece in pieces] == ["\u200b"] * 8 + [None]
    widths = [float(str(p.get("style")).split("width: ")[1].split("em")[0]) for p in pieces]
    assert sum(widths) == pytest.approx(measures(row, display=False).width, abs=0.8)
    assert len(written(f"f({row})")) == len(written("a+b")) == 1
    shown = formula(row, True)
    assert shown is not None
    assert len(shown) == 1


def outlines(style: str) -> list[tuple[tuple[float, ...], tuple[int, ...]]]:
    """The boxes and colours of all outlines of a page, in points."""
    picture = etree.tostring(written("x"), encoding="unicode")
    markup = f'<html lang="en"><body><p>l{picture}</p></body></html>'
    fetcher = weasy.Fetcher({})
    sheet = (
        f'@page {{ margin: 36pt }} body {{ margin: 0; font: 20pt/30pt "Source Serif 4" }} {style}'
    )
    layout = weasy.lay_out(markup, [weasy.style(sheet, fetcher)], fetcher)
    pages = pypdfium2.PdfDocument(layout.write_pdf())
    try:
        page = pages[0]
        return [
            (found.get_bounds(), colour(found))
            for found in page.get_objects()
            if found.type in {pypdfium2.raw.FPDF_PAGEOBJ_PATH, pypdfium2.raw.FPDF_PAGEOBJ_TEXT}
        ]
    finally:
        pages.close()


def colour(found: Any) -> tuple[int, ...]:
    parts = [ctypes.c_uint() for _ in range(4)]
    assert pypdfium2.raw.FPDFPageObj_GetFillColor(found, *parts)
    return tuple(part.value for part in parts[:3])


def test_on_the_page_it_stands_beside_its_text_in_its_size_and_colour() -> None:
    (letter, ink), (outline, paint) = outlines("")
    assert ink == paint == (0, 0, 0)
    assert letter[1] == pytest.approx(outline[1], abs=0.4)
    assert outline[0] >= letter[2] - 0.5
    _, (large, paint) = outlines("p { font-size: 40pt; color: #c00000 }")
    assert paint == (192, 0, 0)
    assert large[3] - large[1] == pytest.approx(2 * (outline[3] - outline[1]), rel=0.01)
