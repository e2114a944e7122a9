"""Where a key or a string stands in TOML text: tomllib gives the values and no lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'''"""(?P<long>(?:\\.|[^\\])*?)"""(?!")'''
    r"""|'{3}(?P<long_literal>.*?)'{3}(?!')"""
    r'''|"(?P<string>(?:\\.|[^"\\\n])*)"'''
    r"""|'(?P<literal>[^'\n]*)'"""
    r"""|(?P<comment>\#[^\n]*)"""
    r"""|(?P<bare>[A-Za-z0-9_.+:-]+)"""
    r"""|(?P<mark>[\[\]{}=,\n])""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TomlLines:
    """The lines of a TOML text's keys and strings.

    `keys` maps "title" or "pdf.trim" to its line, "parts[1].chapters" to that of the second
    `[[parts]]`; `strings` holds each string value's text with its line, in order.
    """

    keys: dict[str, int] = field(default_factory=dict)
    strings: list[tuple[str, int]] = field(default_factory=list)

    def key(self, name: str) -> int:
        """The line of a key; of the table it is in, where it is written inline; else 0."""
        while name and name not in self.keys:
            name = name.rpartition(".")[0] if "." in name else name.rpartition("[")[0]
        return self.keys.get(name, 0)

    def string(self, text: str, after: int) -> int:
        """The first line from `after` on that holds the string `text`; `after` if none does."""
        found = (line for value, line in self.strings if value == text and line >= after)
        return next(found, after)


def toml_lines(text: str) -> TomlLines:
    """Scan well-formed TOML text."""
    lines = TomlLines()
    table = ""
    counts: dict[str, int] = {}
    for number, tokens in _statements(text):
        words = [word for word, _ in tokens]
        if words[:2] == ["[", "["] or words[0] == "[":
            name = "".join(word for word in words if word not in "[]")
            table = name + "."
            if words[:2] == ["[", "["]:
                table = f"{name}[{counts.get(name, 0)}]."
                counts[name] = counts.get(name, 0) + 1
                lines.keys.setdefault(name, number)
            lines.keys.setdefault(table.removesuffix("."), number)
        elif "=" in words:
            equals = words.index("=")
            lines.keys.setdefault(table + "".join(words[:equals]), number)
            lines.strings.extend(tokens[equals + 1 :])
    return lines


def _statements(text: str) -> list[tuple[int, list[tuple[str, int]]]]:
    """Each statement of the text: its first line, and its words with theirs."""
    statements: list[tuple[int, list[tuple[str, int]]]] = []
    current: list[tuple[str, int]] = []
    depth, line, position = 0, 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        word = match.group(match.lastgroup or 0)
        if match.lastgroup == "mark":
            depth += (word in "[{") - (word in "]}")
        if match.group() == "\n" and depth <= 0:
            if current:
                statements.append((current[0][1], current))
            current = []
        elif match.group() != "\n" and match.lastgroup != "comment":
            current.append((_unescaped(word, match.lastgroup), line))
    if current:
        statements.append((current[0][1], current))
    return statements


def _unescaped(word: str, kind: str | None) -> str:
    """A basic string's value, for the escapes that paths and titles hold."""
    if kind in {"string", "long"} and "\\" in word:
        return re.sub(r"\\(.)", r"\1", word)
    return word
