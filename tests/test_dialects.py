"""Chapters written for other tools: what they include, hide and name, with true lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_files import lay_out
from myopress import pipeline
from myopress.diagnostics import Code, Diagnostic
from myopress.document import (
    Box,
    CodeBlock,
    CodeSpan,
    CrossReference,
    Document,
    Figure,
    Image,
    Math,
    MathBlock,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    Text,
)  # fmt: skip
from myopress.manifest.dialects import translated, translators
from myopress.manifest.files import NOTHING_MORE, Folder
from myopress.manifest.toml_values import DIALECTS as NAMES
from myopress.source import Source
from myopress.walk import nodes, plain_text

CODE = """\
use std::fmt;
// ANCHOR: all
fn main() {
    // ANCHOR: inner
    let x = 1;
    // ANCHOR_END: inner
}
// ANCHOR_END: all
"""


def read(folder: Path, dialect: str, **files: str) -> tuple[Document, list[Diagnostic]]:
    lay_out(f'``` book.toml\ndialect = "{dialect}"\nchapters = ["one.md"]\n```\n', folder)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    found: list[Diagnostic] = []
    return pipeline.read(folder, found.append), found


def code(document: Document) -> list[str]:
    return [block.text for block in nodes(document, CodeBlock)]


def test_the_names_of_dialects_are_those_that_are_read() -> None:
    assert tuple(translators()) == NAMES


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        (":inner", ["    let x = 1;"]),
        (":all", ["fn main() {", "    let x = 1;", "}"]),
        (":1", ["use std::fmt;"]),
        (":7:", ["}", "// ANCHOR_END: all"]),
        ("::1", ["use std::fmt;"]),
        (":3:5", ["fn main() {", "    // ANCHOR: inner", "    let x = 1;"]),
    ],
)
def test_mdbook_includes_a_part_of_a_file(wanted: str, lines: list[str], tmp_path: Path) -> None:
    text = f"# One\n\n```rust\n{{{{#include code.rs{wanted}}}}}\n```\n"
    document, found = read(tmp_path, "mdbook", one_md=text, code_rs=CODE)
    assert (code(document), found) == (["".join(f"{line}\n" for line in lines)], [])


def test_mdbook_hides_lines_and_keeps_escapes(tmp_path: Path) -> None:
    text = (
        "# One\n\n```rust,editable\n# fn main() {\n#[derive(Debug)]\n#\n## two\nlet x = 1;\n# }\n```\n\n"
        "```python,hidelines=~\n~import x\n# seen\n```\n\n`\\{{#include none.md}}`\n"
    )
    document, found = read(tmp_path, "mdbook", one_md=text)
    assert code(document) == ["#[derive(Debug)]\n# two\nlet x = 1;\n", "# seen\n"]
    assert [block.language for block in nodes(document, CodeBlock)] == ["rust", "python"]
    assert "{{#include none.md}}" in plain_text(document.chapters[0])
    assert found == []


def test_faults_are_told_at_the_lines_of_the_files_they_stand_in(tmp_path: Path) -> None:
    text = "# One\n\n{{#include two.md}}\n\nAfter ![](gone.png)\n"
    document, found = read(tmp_path, "mdbook", one_md=text, two_md="Two\n\n![leg](missing.png)\n")
    told = {(f.code, str(f.span)) for f in found if f.code is Code.IMAGE_MISSING}
    assert told == {(Code.IMAGE_MISSING, "two.md:3"), (Code.IMAGE_MISSING, "one.md:5")}
    spans = [str(one.span) for one in nodes(document, Paragraph)]
    assert spans[0] == "two.md:1"


def test_what_includes_itself_ends(tmp_path: Path) -> None:
    _, found = read(
        tmp_path, "mdbook", one_md="# One\n\n{{#include one.md}}\n{{#include one.md}}\n"
    )
    assert {one.code for one in found} >= {Code.LIMIT_EXCEEDED}
    assert len(found) < 5000


def test_many_commands_on_a_line_and_ones_that_multiply_end(tmp_path: Path) -> None:
    _, found = read(tmp_path, "mdbook", one_md="# One\n\n" + "{{#include one.md:3}} x " * 2000)
    assert Code.LIMIT_EXCEEDED in {one.code for one in found}
    text = "# One\n\n" + "{{#include two.md}} x " * 2000
    document, found = read(tmp_path, "mdbook", one_md=text, two_md="y")
    assert (plain_text(document.chapters[0]).count("y x"), found) == (2000, [])


def test_quarto_callouts_references_and_captions(tmp_path: Path) -> None:
    text = (
        '# One\n\n::: {.callout-tip title="Do it"}\nNow.\n:::\n\n::: {.callout-note}\n## Mind\n\nThe gap.\n:::\n\n'
        'See @fig-leg and [@fig-leg].\n\n![A "leg"](leg.svg){#fig-leg fig-alt="A bent leg" width=50%}\n'
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    document, found = read(tmp_path, "quarto", one_md=text, leg_svg=svg)
    assert found == []
    boxes = [(box.kind, plain_text(box.title)) for box in nodes(document, Box)]
    assert boxes == [("tip", "Do it"), ("note", "Mind")]
    assert [one.target for one in nodes(document, CrossReference)] == ["fig-leg", "fig-leg"]
    figure = next(nodes(document, Figure))
    assert (plain_text(figure.caption), figure.attributes.id) == ("A “leg”", "fig-leg")
    assert next(nodes(document, Image)).alt == "A bent leg"


def test_bookdown_chunks_and_references(tmp_path: Path) -> None:
    text = (
        '# One\n\n```{r leg, echo=FALSE, fig.cap="A leg"}\nknitr::include_graphics("leg.svg")\n```\n\n'
        "See \\@ref(fig:leg), \\@ref(tab:t).\n\n| a |\n|---|\n| b |\n\nTable: (\\#tab:t) Letters\n\n"
        "```{r, eval=FALSE}\nx <- 1\n```\n\n::: {.rmdnote}\nMind.\n:::\n"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    document, found = read(tmp_path, "bookdown", one_md=text, leg_svg=svg)
    assert found == []
    assert [one.target for one in nodes(document, CrossReference)] == ["fig-leg", "tbl-t"]
    assert code(document) == ["x <- 1\n"]
    assert [box.kind for box in nodes(document, Box)] == ["note"]


def test_mdbook_s_own_settings_hide_lines_and_set_formulas(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "T"\n[output.html]\nmathjax-support = true\n'
        '[output.html.code.hidelines]\npython = "~"\n',
        "utf-8",
    )
    (tmp_path / "src" / "SUMMARY.md").write_text("- [One](one.md)\n- [Two](two.md)\n", "utf-8")
    (tmp_path / "src" / "two.md").write_text("# Two\n", "utf-8")
    (tmp_path / "src" / "one.md").write_text(
        "# One\n\n```python\n~import x\nshown\n```\n\nSo \\\\( a^2 \\\\) is\n\n\\\\[ b \\\\]\n\n"
        "[two](./two.html), [out](gone.html), `[two](two.html)`.\n",
        "utf-8",
    )
    found: list[Diagnostic] = []
    document = pipeline.read(tmp_path, found.append)
    assert code(document) == ["shown\n"]
    assert [math.tex for math in nodes(document, Math)] == ["a^2"]
    assert [math.tex for math in nodes(document, MathBlock)] == ["b"]
    assert [one.target for one in nodes(document, CrossReference)] == ["two"]
    assert [span.text for span in nodes(document, CodeSpan)] == ["[two](two.html)"]


def test_settings_of_mdbook_that_are_nonsense_are_no_settings(tmp_path: Path) -> None:
    (tmp_path / "SUMMARY.md").write_text("- [One](one.md)\n", "utf-8")
    (tmp_path / "one.md").write_text("# One\n\n```rust\nx\n```\n", "utf-8")
    for said in ("html = 3", "html = {code = 3}", "html = {code = {hidelines = {rust = 3}}}"):
        (tmp_path / "book.toml").write_text(f"[book]\n[output]\n{said}\n", "utf-8")
        assert code(pipeline.read(tmp_path, lambda _: None)) == ["x\n"]


def test_children_that_multiply_end(tmp_path: Path) -> None:
    chunk = '```{r, child="two.md"}\n```\n'
    command = "{{< include two.md >}}\n\n"
    text = f"# One\n\n{chunk}\n{command}"
    both = '```{r, child="one.md"}\n```\n{{< include one.md >}}\n\nTwo.\n'
    document, found = read(tmp_path, "quarto", one_md=text, two_md=both)
    assert Code.LIMIT_EXCEEDED in {one.code for one in found}
    assert len(found) < 10
    assert "Two." in plain_text(document.chapters[0])


def test_bookdown_texts_formulas_theorems_and_children(tmp_path: Path) -> None:
    text = """\
---
title: The book
---

# One

(ref:leg) A **leg**.

```{r leg, fig.cap="(ref:leg)"}
knitr::include_graphics("leg.svg")
```

\\newpage

See Figure \\@ref(fig:leg), Chapter \\@ref(one), (Abb. \\@ref(fig:leg)), Theorem \\@ref(thm:right) and (ref:gone).

\\begin{align}
a &= b \\\\

c &= d
(\\#eq:sum)
\\end{align}

$$e (\\#eq:e)$$

::: {.theorem #right name="Pythagoras"}
Words.
:::

```{block2, type='rmdtip'}
Do.
```

```{r child="two.md"}
```

`r 1 + 1` of \\@ref(eq:e)
"""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    lay_out('``` book.toml\ndialect = "bookdown"\nchapters = ["index.Rmd"]\n```\n', tmp_path)
    for name, words in {"index.Rmd": text, "two.md": "A child.\n", "leg.svg": svg}.items():
        (tmp_path / name).write_text(words, "utf-8")
    found: list[Diagnostic] = []
    document = pipeline.read(tmp_path, found.append)
    assert sorted((one.span.line, one.code) for one in found) == [
        (15, Code.FOREIGN_SYNTAX), (37, Code.CODE_NOT_RUN),
    ]  # fmt: skip
    chapter = document.chapters[0]
    assert (plain_text(chapter.title), chapter.subtitle) == ("One", ())
    assert plain_text(next(nodes(document, Figure)).caption) == "A leg."
    formulas = {one.attributes.id: one.tex for one in nodes(document, MathBlock)}
    assert set(formulas) == {"eq-sum", "eq-e"}
    assert (
        formulas["eq-sum"].split() == "\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}".split()
    )
    titles = [(box.kind, plain_text(box.title), box.attributes.id) for box in nodes(document, Box)]
    assert titles == [("aside", "Theorem (Pythagoras)", "thm-right"), ("tip", "", "")]
    paragraphs = [plain_text(one).strip() for one in nodes(document, Paragraph)]
    assert "A child." in paragraphs
    assert "\\newpage" not in paragraphs
    see = next(
        one for one in nodes(document, Paragraph) if plain_text(one).strip().startswith("See")
    )
    said = [one.text for one in nodes(see, Text)]
    assert said == ["See ", ", ", ", (Abb. ", "), ", " and (ref:gone)."]


def test_quarto_theorems_figures_of_several_and_raw_passages(tmp_path: Path) -> None:
    text = (
        "# One\n\nSee @fig-two, @thm-line and [-@fig-one].\n\n::: {#fig-two layout-ncol=2}\n"
        "![One](leg.svg){#fig-one}\n\nTwo legs\n:::\n\n::: {#thm-line}\n## Line\nStraight.\n:::\n\n"
        '::: callout-tip\nDo.\n:::\n\n| a |\n|---|\n| b |\n\n: Letters {#tbl-a tbl-colwidths="[75,25]"}\n\n'
        "```{=html}\n<p>Raw <b>words</b></p>\n```\n\n```{=latex}\n\\vfill\n```\n\n`<i>x</i>`{=html}`y`{=tex}\n"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    document, found = read(tmp_path, "quarto", one_md=text, leg_svg=svg)
    assert [(one.code, one.span.line) for one in found] == [
        (Code.FOREIGN_SYNTAX, 30), (Code.FOREIGN_SYNTAX, 34),
    ]  # fmt: skip
    assert [one.target for one in nodes(document, CrossReference)] == [
        "fig-two",
        "thm-line",
        "fig-one",
    ]
    figure = next(nodes(document, Figure))
    assert (figure.attributes.id, plain_text(figure.caption)) == ("fig-two", "Two legs")
    titles = [(box.kind, plain_text(box.title)) for box in nodes(document, Box)]
    assert titles == [("aside", "Theorem (Line)"), ("tip", "")]
    assert [plain_text(one) for one in nodes(document, Strong)] == ["words"]
    assert "vfill" not in plain_text(document.chapters[0])


def test_pandoc_verse_examples_and_crossref(tmp_path: Path) -> None:
    text = (
        "% The title\n% Ann\n\n# One\n\n| Roses are\n| red\n\n(@a) First.\n\n(@b) Second, after (@a).\n\n"
        "![A leg](leg.svg){#fig:leg}\n\nSee @fig:leg, (@b), `@fig:leg` and ann@fig.example.\n\n"
        "| a |\n|---|\n| b |\n\n\\begin{center}\n"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    document, found = read(tmp_path, "pandoc", one_md=text, leg_svg=svg)
    assert [(one.code, one.span.line) for one in found] == [(Code.FOREIGN_SYNTAX, 21)]
    assert [box.kind for box in nodes(document, Box)] == ["verse"]
    assert [part.start for part in nodes(document, OrderedList)] == [1]
    words = plain_text(document.chapters[0])
    assert "The title" not in words
    assert "Second, after (1)." in words
    assert ", (2), @fig:leg and ann@fig.example." in words
    assert [one.target for one in nodes(document, CrossReference)] == ["fig-leg"]
    assert len(list(nodes(document, Table))) == 1


PIECES = (
    "\n", " ", "x", "```", '```{r a, child="one.md"}', "```{block2, type='x'}", "~~~", "$$", "$", "::: {.theorem",
    ":::", "}", "{#thm-a}", "{#fig:a}", "@fig:a", "[-@fig-a]", "\\@ref(fig:a)", "(\\#eq:a)", "(ref:a)", "(ref:a) x",
    "\\begin{align}", "\\end{align*}", "\\newpage", "(@a)", "| a", "|", "`r x`", "`", "{=html}", "```{=tex}", "# (PART) a",
    "![a](b.svg){width=1}", "::: callout-tip", "## A", "%", "---", "{{#include one.md}}", "{{#include one.md:2:3}}",
    "{{< include /one.md >}}", "\\\\(", "\\\\)", "[a](one.html)", "#| label: a", "rust", "# hidden",
)  # fmt: skip


@pytest.mark.parametrize("dialect", NAMES)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_and_its_lines_are_true(
    dialect: str, pieces: list[str], tmp_path: Path
) -> None:
    text = "".join(pieces)
    (tmp_path / "one.md").write_text(text, "utf-8")
    folder = Folder(tmp_path, NOTHING_MORE)
    made = translated(Source("one.md", text), dialect, folder, lambda _: None)
    assert made.text.count("\n") + 1 == len(made.origins) or not made.origins
    last = text.count("\n") + 1
    assert all(1 <= at.line <= last for at in made.origins if at.path == "one.md")
