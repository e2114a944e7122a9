"""Chapters written for other tools: what they include, hide and name, with true lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_files import lay_out
from myopress import pipeline
from myopress.diagnostics import Code, Diagnostic
from myopress.document import Box, CodeBlock, CrossReference, Document, Figure, Image, Paragraph
from myopress.manifest.dialects import DIALECTS
from myopress.manifest.toml_values import DIALECTS as NAMES
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
    assert tuple(DIALECTS) == NAMES


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
