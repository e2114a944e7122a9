"""Books made to stop a press: nested, endless, quadratic and too many of everything.

Each is the files of a book by path. None holds a word of sense; all are made by a rule, so that
they take no room here. The patterns are those that parsers of Markdown, HTML, YAML, TeX, CSS and
SVG have been slow or fallen over at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

Files: TypeAlias = Mapping[str, bytes]

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def _table(columns: int, rows: int) -> str:
    head, rule, row = (("|" + cell * columns + "\n") for cell in ("a|", "-|", "b|"))
    return head + rule + row * rows


def _notes(count: int) -> str:
    calls = "\n\n".join(f"Words.[^n{number}]" for number in range(count))
    return calls + "\n\n" + "\n\n".join(f"[^n{number}]: note" for number in range(count))


def _aliases(depth: int) -> str:
    """YAML whose last key would be 9 to the power of `depth` words long."""
    lines = ["a0: &a0 x"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, depth)]
    return "---\n" + "\n".join(lines) + f"\ntitle: *a{depth - 1}\n---\n\nx\n"


CHAPTERS: Mapping[str, Callable[[], str]] = {
    # nested
    "10,000 quotations in each other": lambda: "> " * 10_000 + "deep",
    "lists 2,000 deep": lambda: "\n".join("  " * depth + "- x" for depth in range(2_000)),
    "20,000 div in each other": lambda: "<div>" * 20_000,
    "20,000 span in each other": lambda: "<span>" * 20_000 + "x",
    "3,000 fractions in each other": lambda: "$" + r"\frac{1}{" * 3_000 + "x" + "}" * 3_000 + "$",
    "20,000 braces in a formula": lambda: "$" + "{" * 20_000 + "}" * 20_000 + "$",
    "2,000 fenced blocks in each other": lambda: "\n".join(
        ":" * (depth + 3) + " note" for depth in range(2_000, 0, -1)
    ),
    "tables in tables, 1,000": lambda: "<table><tr><td>" * 1_000,
    "footnotes in footnotes, 5,000": lambda: "^[" * 5_000 + "a" + "]" * 5_000,
    # long
    "a paragraph of 10 MB": lambda: "word " * 2_000_000,
    "a paragraph of 299,000 letters": lambda: "word " * 59_800,
    "a word of 299,000 letters": lambda: "x" * 299_000,
    "a word of 5 MB": lambda: "x" * 5_000_000,
    "a line of code of 299,000 letters": lambda: "```\n" + "x " * 149_500 + "\n```",
    "20,000 lines of code": lambda: "```\n" + "x\n" * 20_000 + "```",
    "2,000,000 empty lines": lambda: "\n" * 2_000_000 + "x",
    "100,000 tabs": lambda: "\t" * 100_000 + "x",
    # many
    "100,000 notes": lambda: _notes(100_000),
    "9,900 notes": lambda: _notes(9_900),
    "a table of 5,000 columns": lambda: _table(5_000, 50),
    "a table of 20,000 rows": lambda: _table(1, 20_000),
    "a table of 200,000 rows": lambda: "| a\n|-\n" + "| b\n" * 200_000,
    "a table of 30 columns and 300 rows": lambda: _table(30, 300),
    "30,000 headings": lambda: "\n\n".join(f"## H{number}" for number in range(30_000)),
    "20,000 pictures": lambda: "![a](x.png)" * 20_000,
    "20,000 index entries": lambda: "[a]{.index}" * 20_000,
    "5,000 formulas": lambda: "$a^2$ " * 5_000,
    "20,000 entries of a definition list": lambda: "a\n: " * 20_000,
    "20,000 links": lambda: "[a](https://a.org) " * 20_000,
    "10,000 paragraphs": lambda: "Words of it.\n\n" * 10_000,
    "10,000 items": lambda: "- a\n" * 10_000,
    "100,000 link definitions": lambda: "".join(f"[a{number}]: u\n" for number in range(100_000)),
    # quadratic, or worse, for a careless parser
    "50,000 opening brackets": lambda: "[" * 50_000,
    "50,000 opening links": lambda: "[a](" * 50_000,
    "20,000 opening pictures": lambda: "![[]()" * 20_000,
    "50,000 emphases": lambda: "*a **a " * 50_000,
    "50,000 closing emphases": lambda: "a**b" + "c* " * 50_000,
    "backticks of every length": lambda: "".join("e" + "`" * n for n in range(1, 3_000)),
    "100,000 backticks": lambda: "`" * 100_000 + "a",
    "100,000 <": lambda: "<" * 100_000,
    "20,000 opening comments": lambda: "x <!-- " * 20_000,
    "20,000 opening instructions": lambda: "x <? " * 20_000,
    "20,000 opening attributes": lambda: "x <a b='" * 20_000,
    "50,000 opening addresses": lambda: "<a:" * 50_000,
    "50,000 opening braces": lambda: "a{" * 50_000,
    "50,000 attributes": lambda: "[a]{" + "b=c " * 50_000 + "}",
    "50,000 dollars": lambda: "$a" * 50_000,
    "20,000 opening citations": lambda: "[@a;" * 20_000,
    "raised and lowered, 50,000": lambda: "^a" * 50_000 + "~b" * 50_000,
    "100,000 ampersands": lambda: "&" * 100_000,
    "200,000 backslashes": lambda: "\\" * 200_000,
    "100,000 quotation marks": lambda: "\"a' " * 100_000,
    "30,000 strikes": lambda: "~~a~" * 30_000,
    "20,000 fences": lambda: "```\n" * 20_000,
    "20,000 colons": lambda: "::: note\n" * 20_000,
    # front matter
    "YAML of aliases": lambda: _aliases(10),
    "YAML of 20,000 brackets": lambda: "---\ntitle: " + "[" * 20_000 + "\n---\nx",
}
"""A chapter each, the second of a book whose first is sound."""

BOOKS: Mapping[str, Callable[[], Files]] = {
    "3,000 chapters": lambda: {
        f"c{number}.md": f"# C{number}\n\nWords of it.\n".encode() for number in range(3_000)
    },
    "a file of 20 MB": lambda: {"a.md": b"# A\n\n" + b"Words of it.\n\n" * 1_430_000},
    "a picture that claims 60,000 by 60,000 pixels": lambda: {
        "a.md": b"# A\n\n![a](a.png)\n",
        "a.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0"
        b"\x4f\x69\x2b\x1f\0\0\0\0IEND\xaeB`\x82",
    },
    "a drawing with 300,000 shapes": lambda: _drawn("<path/>" * 300_000),
    "a drawing nested 20,000 deep": lambda: _drawn("<g>" * 20_000 + "</g>" * 20_000),
    "a drawing that uses itself": lambda: _drawn('<g id="a"><use href="#a"/></g>'),
    "a drawing of 10 to the power of 10 shapes": lambda: _drawn(_uses(10)),
    "a drawing with entities in entities": lambda: {
        "a.md": b"# A\n\n![a](a.svg)\n",
        "a.svg": (
            "<!DOCTYPE svg [" + _entities(10) + "]>" + _SVG.format("<text>&e9;</text>")
        ).encode(),
    },
    "a style sheet of 50,000 rules": lambda: {
        "a.md": b"# A\n\nWords.\n",
        "styles/print.css": b"p p p p { color: red }\n" * 50_000,
        "styles/epub.css": b"p p p p { color: red }\n" * 50_000,
    },
    "a style sheet of 100,000 braces": lambda: {
        "a.md": b"# A\n\nWords.\n",
        "styles/print.css": b"{" * 100_000,
        "styles/epub.css": b"{" * 100_000,
    },
    "20,000 cards": lambda: {
        "a.md": ("# A\n\n" + "::: card A: b\nDoes\n: Lifts.\n:::\n\n" * 20_000).encode()
    },
}
"""Whole books; each gets a book.toml besides."""


def _drawn(shapes: str) -> Files:
    return {"a.md": b"# A\n\n![a](a.svg)\n", "a.svg": _SVG.format(shapes).encode()}


def _uses(depth: int) -> str:
    """Groups that use each other ten times each."""
    groups = ['<g id="a0"><path d="M0 0h1"/></g>']
    groups += [
        f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, depth + 1)
    ]
    return "".join(groups)


def _entities(depth: int) -> str:
    chain = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return '<!ENTITY e0 "x">' + chain


def books() -> dict[str, Callable[[], Files]]:
    """All of them by name, each with its manifest."""

    def of_chapter(text: Callable[[], str]) -> Callable[[], Files]:
        def files() -> Files:
            words = text()
            words = words if words.startswith("---\n") else f"# T\n\n{words}\n"
            return {"a.md": b"# Sound\n\nWords of it.\n", "b.md": words.encode()}

        return files

    def whole(files: Callable[[], Files]) -> Callable[[], Files]:
        return lambda: {"book.toml": b'title = "Hostile"\nlanguage = "en"\n', **files()}

    chapters = {name: of_chapter(text) for name, text in CHAPTERS.items()}
    return {name: whole(files) for name, files in (chapters | dict(BOOKS)).items()}
