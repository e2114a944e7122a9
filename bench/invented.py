"""Books invented by a grammar, and real ones harmed, for property tests (Hypothesis).

A book is its files by path. The grammar knows every construct of the language, right and wrong;
what harms real books are the accidents of disks and editors: bytes that flip, lines that change
places, an end that is missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from hypothesis import strategies as st

Files: TypeAlias = Mapping[str, bytes]

WORDS = st.sampled_from(
    'muscle leg heart week IL-6 12 °C don\'t "quoted" straße наука 漢字 שלום 🐜 a-b 3.5 ﬁn ½ x_y'.split()
)
NAMES = st.sampled_from(("a", "b-c", "é", "one two", "fig-1", "tbl-1", "key", "missing"))
PLAIN = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def _inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One construct of a line, around others."""
    around = (
        "*{}*", "**{}**", "~~{}~~", "^{}^", "~{}~", "[{}](b.md)", "[{}](#a)", "[{}](https://a.org)",
        "[{}]{{.term}}", "[{}]{{.index}}", "[{}]{{.smallcaps}}", "[{}][ref]", "<b>{}</b>", "<span>{}",
        "{}</i>", "^[{}]", "![{}](a.svg)", "![{}](b.png)", "![{}](none.png)", "![{}](broken.svg)",
        "![{}](../x.png)", "`{}`", "{}[^n]", "{}[^gone]", "{} [@key, p. 5]", "{} [-@nobody]", "{} @key",
        "${}$", "$\\frac{{1}}{{{}}}$", "{}\\\n", "{}  \n", "&amp;{}", "<!-- {} -->", "{}{{{{ x }}}}",
        "[](#{})", "{{#{}}}", "\\{}", "<{}>", "<https://a.b/{}>",
    )  # fmt: skip
    return st.builds(lambda form, words: form.format(words), st.sampled_from(around), inner)


LINES = st.recursive(
    PLAIN, lambda inner: _inline(inner) | st.tuples(inner, inner).map(" ".join), max_leaves=5
)


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line for line in text.split("\n"))


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One construct around blocks."""
    classes = st.sampled_from(
        ("note", "tip", "box", "verse", "figure", "glossary", "{.aside #a}", "card A: b {#a}", "index",
         "bibliography", "contents", "claim", "epigraph", "table", "nonsense")
    )  # fmt: skip
    return st.one_of(
        inner.map(lambda text: _indented(text, "> ")),
        inner.map(lambda text: "> [!NOTE]\n" + _indented(text, "> ")),
        inner.map(lambda text: "- " + _indented(text, "  ")[2:]),
        inner.map(lambda text: "3. " + _indented(text, "   ")[3:]),
        inner.map(lambda text: "[^n]: " + _indented(text, "    ")[4:]),
        inner.map(lambda text: f"<div>\n\n{text}\n\n</div>"),
        inner.map(lambda text: f"<table><tr><td>{text}</td></tr>"),
        st.builds(lambda kind, text: f"::: {kind}\n{text}\n:::", classes, inner),
        st.builds(lambda kind, text: f"::: {kind}\n{text}", classes, inner),
        st.tuples(inner, inner).map("\n\n".join),
    )


LEAVES = st.one_of(
    LINES,
    st.builds(lambda level, line, end: f"{'#' * level} {line}{end}", st.integers(1, 7), LINES,
              st.sampled_from(("", " {#a}", " {.unnumbered}", " {x=1 .k", " #"))),
    st.lists(st.lists(LINES, min_size=1, max_size=4), min_size=1, max_size=4).map(
        lambda rows: "\n".join(["| a | b |", "|---|--:|", *("| " + " | ".join(row) + " |" for row in rows)])
    ),
    LINES.map(lambda line: f"Table: {line} {{#tbl-1}}"),
    LINES.map(lambda line: f"![{line}](a.svg){{#fig-1 width=50%}}"),
    LINES.map(lambda line: f"{line}\n: {line}"),
    LINES.map(lambda line: f"```python\n{line}\n```"),
    LINES.map(lambda line: f"    {line}"),
    LINES.map(lambda line: f"$$\n{line}\n$$ {{#eq-1}}"),
    LINES.map(lambda line: f"::: card {line} {{#c}}\nDoes\n: {line}\n\nEvidence\n: animal\n:::"),
    st.sampled_from(("---", "***", "[ref]: b.md 'x'", "- [x] a\n- [ ] b", "<script>x</script>", ":::", "```", "* * *")),
)  # fmt: skip
TEXTS = st.lists(st.recursive(LEAVES, _block, max_leaves=6), max_size=6).map("\n\n".join)
FRONTS = st.sampled_from(
    ("", "", "", "---\ntitle: T\n---\n", "---\ntitle: [a, {b: c}]\nrole: part\n---\n", "---\nlanguage: he\n---\n",
     "---\na: &a [*a]\n---\n", "---\ndate: 2026-13-45\n---\n", "---\n", "---\nrole: 7\nnumbered: maybe\n---\n")
)  # fmt: skip
CHAPTERS = st.builds(
    lambda front, title, text: f"{front}{title}{text}\n".encode(),
    FRONTS,
    st.sampled_from(("# T\n\n", "")),
    TEXTS,
)

_VALUES = st.sampled_from(
    ('"a"', '"de"', '"he"', '"xx-nonsense"', "7", "-1", "true", "[]", '["a.md"]', '["a.md", "a.md"]', '["none.md"]',
     "2026-01-01", '"152.4x228.6"', '"../x"', '"a.svg"', "{}", "{ a = 1 }", '"\\u0000"', '"1e999"', "inf", "nan")
)  # fmt: skip
_KEYS = st.sampled_from(
    ("title", "subtitle", "language", "author", "authors", "chapters", "front", "back", "cover", "date", "isbn",
     "identifier", "bibliography", "subjects", "nonsense", "epub.style", "epub.styles", "pdf.trim", "pdf.cover",
     "pdf.target", "pdf.paper", "cheatsheet.paper", "cheatsheet.layout", "citations.style", "numbering.chapters")
)  # fmt: skip
MANIFESTS: st.SearchStrategy[bytes] = st.lists(
    st.tuples(_KEYS, _VALUES), max_size=5, unique_by=lambda pair: pair[0]
).map(lambda pairs: "".join(f"{key} = {value}\n" for key, value in pairs).encode())
DRAWINGS: st.SearchStrategy[bytes] = st.lists(
    st.sampled_from(
        ("<path d='M0 0h9'/>", "<g id='a'>", "</g>", "<use href='#a'/>", "<script/>", "<text>a</text>", "&x;", "<!--",
         "<image href='http://a/'/>", "<style>@import 'x'</style>", "<foreignObject>", "<a onclick='x'>", "\x00", "<?x?>",
         "<rect style='fill:url(#a)' width='1e999'/>")
    ),
    max_size=5,
).map(
    lambda shapes: (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + "".join(shapes) + "</svg>"
    ).encode()
)  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
STYLES = st.lists(st.sampled_from(("p { color: red }", "}", "{", "@import 'x';", "a { b: url(../x) }", "/*", "@media print { p { margin: 1pt } }")), max_size=5).map(
    lambda rules: "\n".join(rules).encode()
)  # fmt: skip
_ENTRIES: tuple[object, ...] = (
    [], {}, None, [{"id": "key", "type": "book", "title": "T"}], [{"id": 7}],
    [{"id": "key", "issued": {"date-parts": [["x"]]}}],
)  # fmt: skip
REFERENCES = st.sampled_from(
    [*(json.dumps(entries).encode() for entries in _ENTRIES), b"{", b"\xff\xfe", b"[" * 3_000]
)


@st.composite
def invented(draw: st.DrawFn) -> Files:
    """A whole book by the grammar."""
    files = {
        f"{name}.md": draw(CHAPTERS)
        for name in draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True))
    }
    extra: Sequence[tuple[str, st.SearchStrategy[bytes]]] = (
        ("book.toml", MANIFESTS),
        ("a.svg", DRAWINGS),
        ("broken.svg", st.binary(max_size=60)),
        ("b.png", st.sampled_from((PNG, PNG[:40], b"", b"GIF89a"))),
        ("styles/epub.css", STYLES),
        ("styles/cheatsheet.css", STYLES),
        ("references.json", REFERENCES),
        ("layout/print.toml", st.sampled_from((b'["a/"]\ntracking = 1\n', b"x = 1", b"[", b'["a/x"]\nbreak = "no"\n'))),
        ("SUMMARY.md", st.sampled_from((b"- [A](a.md)\n  - [B](b.md)\n", b"# S\n\n- [x]()\n- [y](../y.md)\n", b"[A](a.md)"))),
    )  # fmt: skip
    for path, data in extra:
        if draw(st.integers(0, 2)) == 0:
            files[path] = draw(data)
    return files


@st.composite
def harmed(draw: st.DrawFn, real: Sequence[tuple[str, Files]]) -> Files:
    """A chapter or manifest of a real book after an accident or several."""
    _, files = draw(st.sampled_from(real))
    texts = sorted(
        path for path in files if path.endswith((".md", ".toml", ".json", ".svg", ".csv"))
    )
    chapters = sorted(path for path in files if path.endswith(".md"))
    path = draw(st.sampled_from(texts))
    data = files[path]
    for _ in range(draw(st.integers(1, 3))):
        data = _accident(draw, data)
    return {
        path: data,
        **{one: files[one] for one in [draw(st.sampled_from(chapters))] if one != path},
    }


def _accident(draw: st.DrawFn, data: bytes) -> bytes:
    place = draw(st.integers(0, max(0, len(data) - 1)))
    match draw(st.sampled_from(("flip", "swap", "cut", "repeat", "insert"))):
        case "flip":
            return data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]
        case "swap":
            lines = data.split(b"\n")
            one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            lines[one], lines[other] = lines[other], lines[one]
            return b"\n".join(lines)
        case "cut":
            return data[:place]
        case "repeat":
            return data[:place] + data[place : place + 300] * 3 + data[place:]
        case _:
            piece: bytes = draw(LEAVES).encode()
            return data[:place] + b"\n\n" + piece + b"\n\n" + data[place:]


def real_books(folders: Sequence[Path]) -> list[tuple[str, Files]]:
    """The text files of books, by path."""
    return [
        (
            folder.name,
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.suffix in {".md", ".toml", ".json", ".svg", ".csv"} and path.is_file() and ".myopress" not in path.parts
            },
        )
        for folder in folders
    ]  # fmt: skip
