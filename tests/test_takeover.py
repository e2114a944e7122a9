"""`myopress init --from`: books of other tools, small ones as their users write them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from case_files import lay_out
from myopress import pipeline
from myopress.diagnostics import Diagnostic
from myopress.document import Chapter, Document
from myopress.walk import plain_text

COMMAND = Path(sys.executable).with_name("myopress")

MDBOOK = """\
``` old/book.toml
[book]
title = "Rust"
authors = ["Ann"]
src = "text"

[preprocessor.mermaid]
command = "mdbook-mermaid"
```

``` old/text/SUMMARY.md
# Summary

- [One](one.md)
    - [Two](two.md)
```

``` old/text/one.md
# One

{{#include two.md:3}}
```

``` old/text/two.md
# Two

Words.
```
"""
BOOKDOWN = """\
``` old/_bookdown.yml
book_filename: "rats"
new_session: yes
rmd_files: ["index.Rmd", "01-intro.Rmd", "02-more.Rmd", "03-end.Rmd"]
```

``` old/index.Rmd
---
title: "Rats"
author: ["Ann Lee", "Bo Xu"]
date: "2024-05-01"
site: bookdown::bookdown_site
bibliography: [refs.bib]
---

# Preface {-}

Words, see \\@ref(more).
```

``` old/01-intro.Rmd
# (PART) The rats {-}

# Intro

Words.
```

``` old/02-more.Rmd
# More {#more}

Words.
```

``` old/03-end.Rmd
# (APPENDIX) Appendix {-}

# Tables

Words.
```
"""
QUARTO = """\
``` old/_quarto.yml
project:
  type: book
book:
  title: "Bees"
  author:
    - name: Ann Lee
      orcid: 0000
  chapters:
    - index.qmd
    - part: "Hives"
      chapters:
        - hives.qmd
  appendices:
    - more.qmd
lang: en-GB
format:
  html: default
```

``` old/index.qmd
# Preface {.unnumbered}

Words, see @sec-hives.
```

``` old/hives.qmd
# Hives {#sec-hives}

{{< include _part.qmd >}}
```

``` old/_part.qmd
Included.
```

``` old/more.qmd
# Tables

Words.
```
"""
PANDOC = """\
``` old/defaults.yaml
from: markdown
input-files:
  - a.md
  - b.md
filters:
  - pandoc-crossref
metadata:
  lang: de
```

``` old/metadata.yaml
title: Pilze
author: Ann Lee
```

``` old/a.md
# Eins

Worte.
```

``` old/b.md
# Zwei

Worte.
```

``` old/notes.md
# Not of the book
```
"""
GITHUB = """\
``` old/README.md
# The guide

Words.
```

``` old/ch10.md
# Ten

Words.
```

``` old/ch2.md
# Two

Words.
```

``` old/CONTRIBUTING.md
# Not of the book
```
"""


def init(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), "init", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def read(folder: Path) -> tuple[Document, list[Diagnostic]]:
    found: list[Diagnostic] = []
    document = pipeline.read(folder, found.append)
    pipeline.render(document, "epub", found.append)
    return document, found


def told(chapter: Chapter) -> str:
    return f"{chapter.depth} {chapter.role} {plain_text(chapter.title)}"


@pytest.mark.parametrize(
    ("book", "kind", "title", "authors", "chapters", "left"),
    [
        (
            MDBOOK, "mdbook", "Rust", ["Ann"], ["0 chapter One", "1 chapter Two"],
            ["old/book.toml:6: warning[not-taken-over]: the preprocessor “mermaid” is not run"],
        ),
        (
            BOOKDOWN, "bookdown", "Rats", ["Ann Lee", "Bo Xu"],
            ["0 chapter Preface", "0 part The rats", "1 chapter Intro", "1 chapter More", "0 appendix Tables"],
            [
                "old/_bookdown.yml:2: warning[not-taken-over]: “new_session” has no counterpart here",
                "old/index.Rmd:5: warning[not-taken-over]: “site” has no counterpart here",
                "old/index.Rmd:6: warning[not-taken-over]: “bibliography” is not CSL-JSON; try: pandoc refs.bib -t csljson -o references.json, and name that in book.toml",
            ],
        ),
        (
            QUARTO, "quarto", "Bees", ["Ann Lee"],
            ["0 chapter Preface", "0 part Hives", "1 chapter Hives", "0 appendix Tables"],
            ["old/_quarto.yml:16: warning[not-taken-over]: “format” has no counterpart here"],
        ),
        (
            PANDOC, "pandoc", "Pilze", ["Ann Lee"], ["0 chapter Eins", "0 chapter Zwei"],
            ["old/defaults.yaml:5: warning[not-taken-over]: “filters” has no counterpart here"],
        ),
        (
            GITHUB, "markdown", "The guide", [], ["0 chapter The guide", "0 chapter Two", "0 chapter Ten"],
            ["old/CONTRIBUTING.md: note[not-taken-over]: the file seems to be about the project, and is not among the chapters"],
        ),
    ],
)  # fmt: skip
def test_a_book_is_taken_over(
    book: str, kind: str, title: str, authors: list[str], chapters: list[str], left: list[str],
    tmp_path: Path,
) -> None:  # fmt: skip
    lay_out(book, tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "old").rglob("*") if path.is_file()}
    copied = init(tmp_path, "new", "--from", "old")
    assert copied.returncode == 0, copied.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert [line for line in copied.stderr.splitlines() if line.startswith("old")] == left
    in_place = init(tmp_path, "old", "--from", kind)
    assert in_place.returncode == 0, in_place.stderr
    assert ("with its own book.toml" in in_place.stdout) is (kind == "mdbook")
    assert {path: path.read_bytes() for path in before} == before
    for folder in ("old", "new"):
        document, found = read(tmp_path / folder)
        assert [
            one for one in found if one.severity != "note" and one.code != "front-matter-key"
        ] == []
        assert document.metadata.title == title
        assert [person.name for person in document.metadata.contributors] == authors
        assert [told(chapter) for chapter in document.chapters] == chapters


def test_an_article_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\nauthor: Ann\n---\n\n## One\n\nWords.\n", "utf-8")
    done = init(tmp_path, "new", "--from", "a.md", "--language", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    document, found = read(tmp_path / "new")
    assert (document.metadata.title, document.metadata.language, found) == ("T", "fr", [])
    assert [told(chapter) for chapter in document.chapters] == ["0 chapter One"]


def test_what_is_there_stays_and_nonsense_is_told(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "a.md").write_text("# One\n", "utf-8")
    full = init(tmp_path, "new", "--from", "a.md")
    assert (full.returncode, "is not empty, and nothing was written" in full.stderr) == (4, True)
    gone = init(tmp_path, "other", "--from", "mdbok")
    assert (gone.returncode, "did you mean “mdbook”?" in gone.stderr) == (4, True)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "_quarto.yml").write_text("book: [\n", "utf-8")
    bad = init(tmp_path, "there", "--from", "bad")
    assert "bad/_quarto.yml:2: error[front-matter-syntax]: this is not YAML" in bad.stderr
    assert bad.returncode == 1


def test_quarto_s_chapters_keep_their_order_and_its_links_are_told(tmp_path: Path) -> None:
    lay_out(
        """\
``` old/_quarto.yml
project:
  type: book
  output-dir: site
book:
  title: Bees
  author: Ann
  date: "12/3/2024"
  chapters:
    - index.qmd
    - part: Hives
      chapters:
        - file: hives.qmd
        - text: Shop
          href: https://bees.example
    - after.qmd
csl: styles/nature.csl
lang: en
```

``` old/index.qmd
# One
```

``` old/hives.qmd
# Two
```

``` old/after.qmd
# Three
```

``` old/site/index.html
<p>
```

``` old/more/site/kept.md
# Kept
```
""",
        tmp_path,
    )
    done = init(tmp_path, "new", "--from", "old")
    assert [line for line in done.stderr.splitlines() if line.startswith("old")] == [
        "old/_quarto.yml:7: warning[not-taken-over]: “book.date” is “12/3/2024”, and not like 2026-05-01, 2026-05 or 2026",
        "old/_quarto.yml:8: warning[not-taken-over]: “book.chapters” has a link to https://bees.example, which is no chapter",
    ]
    assert not (tmp_path / "new" / "site").exists()
    assert (tmp_path / "new" / "more" / "site" / "kept.md").exists()
    document, _ = read(tmp_path / "new")
    assert [told(chapter) for chapter in document.chapters] == [
        "0 chapter One", "0 part Hives", "1 chapter Two", "0 chapter Three",
    ]  # fmt: skip
    assert document.settings.citation_style == "nature"


def test_what_the_chapters_have_for_their_tool_alone_is_told(tmp_path: Path) -> None:
    lay_out(
        """\
``` old/SUMMARY.md
- [One](one.md)
```

``` old/one.md
# One

{{#template x.md}}

[gone](gone.md)
```
""",
        tmp_path,
    )
    done = init(tmp_path, "new", "--from", "old")
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line.startswith("new")] == [
        "new/book.toml: note[not-taken-over]: the book does not say its title, authors, language",
        "new/one.md:3: warning[foreign-syntax]: “{{#template x.md}}” is a command for another program",
    ]
    assert "Next: myopress check new    # 1 finding\n" in done.stdout
    given = ("--title", "T", "--author", "A", "--language", "en")
    assert "does not say" not in init(tmp_path, "other", "--from", "old", *given).stderr


def test_metadata_of_pandoc_below_the_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "old" / "content").mkdir(parents=True)
    (tmp_path / "old" / "content" / "metadata.yaml").write_text("title: T\nlang: de\n", "utf-8")
    (tmp_path / "old" / "content" / "01.md").write_text("# One\n", "utf-8")
    assert init(tmp_path, "new", "--from", "old").returncode == 0
    document, _ = read(tmp_path / "new")
    assert (document.metadata.title, document.metadata.language) == ("T", "de")


def test_a_file_of_another_kind_is_refused_with_what_makes_one(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    done = init(tmp_path, "new", "--from", "a.docx")
    assert done.returncode == 4
    assert "pandoc a.docx -t markdown -o a.md" in done.stderr


def test_on_a_terminal_what_the_book_does_not_say_is_asked(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    for name in ("a", "b"):
        (tmp_path / "old" / f"{name}.md").write_text(f"# {name}\n", "utf-8")
    terminal, their_end = pty.openpty()
    with subprocess.Popen(
        [str(COMMAND), "init", "new", "--from", "old", "--language", "fr"],
        cwd=tmp_path, stdin=their_end, stdout=subprocess.DEVNULL, stderr=their_end,
    ) as run:  # fmt: skip
        os.write(terminal, b"Ann Lee\nLoaves\n")
        assert run.wait(timeout=20) == 0
    os.close(their_end)
    os.close(terminal)
    text = (tmp_path / "new" / "book.toml").read_text("utf-8")
    assert 'title = "Loaves"\nlanguage = "fr"\nauthors = ["Ann Lee"]' in text
