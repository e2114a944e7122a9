"""mdBook's includes, hidden lines, formulas and links.

https://rust-lang.github.io/mdBook/format/mdbook.html
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myopress.diagnostics import Code, Report, error
from myopress.limits import TEXT_BYTES
from myopress.manifest.dialects.includes import DEPTH, LINES, included, part
from myopress.manifest.dialects.lines import FENCE, Line, outside_code, with_code
from myopress.manifest.files import Folder

_COMMAND = re.compile(r"(?P<escape>\\)?\{\{\s*#(?P<name>\w+)\s+(?P<what>[^}]+?)\s*\}\}")
_INLINE_TEX = re.compile(r"\\\\\(\s*(.+?)\s*\\\\\)")
_DISPLAY_TEX = re.compile(r"\\\\[\[\]]")
_PAGE = re.compile(r"\]\((?!\w+:)([^()\s#]+)\.html(?=[#)\s])")
_EACH = 100
"""What a line counts beside its letters: that of an empty one takes time, too."""
_HIDDEN = re.compile(r"(\s*)#(.?)(.*)")


def translate(lines: list[Line], folder: Folder, report: Report) -> list[Line]:
    """A chapter with what it includes, and without the lines of code that mdBook hides."""
    settings = _settings(folder)
    whole = _shown(_Expansion(folder, report).expanded(lines), settings.hidden)
    return [
        line if info is not None else line.having(_translated(line, settings, folder))
        for line, info in with_code(whole)
    ]


@dataclass(frozen=True, slots=True)
class _Settings:
    """What mdBook's own `book.toml` says: how hidden lines begin, by language; TeX in brackets."""

    hidden: Mapping[str, str]
    has_formulas: bool


def _settings(folder: Folder) -> _Settings:
    try:
        table: Any = tomllib.loads((folder.root / "book.toml").read_text("utf-8"))
        html = table["output"]["html"]
    except (OSError, ValueError, KeyError, TypeError):  # told when `book.toml` is read
        return _Settings({}, has_formulas=False)
    html = html if isinstance(html, dict) else {}
    code = html.get("code", {})
    hidden = code.get("hidelines", {}) if isinstance(code, dict) else {}
    hidden = hidden if isinstance(hidden, dict) else {}
    by_language = {key: value for key, value in hidden.items() if isinstance(value, str) and value}
    return _Settings(by_language, has_formulas=html.get("mathjax-support") is True)


def _translated(line: Line, settings: _Settings, folder: Folder) -> str:
    """Formulas in brackets between dollars, and links to the pages of a chapter to its file."""

    def changed(text: str) -> str:
        if settings.has_formulas and "\\\\" in text:
            text = _INLINE_TEX.sub(r"$\1$", text)
            text = _DISPLAY_TEX.sub("$$", text)
        if ".html" in text:
            text = _PAGE.sub(lambda found: _linked(found, line, folder), text)
        return text

    return outside_code(line.text, changed)


def _linked(found: re.Match[str], line: Line, folder: Folder) -> str:
    """A link to the web page of a chapter that there is."""
    file = posixpath.normpath(posixpath.join(posixpath.dirname(line.at.path), f"{found[1]}.md"))
    is_there = folder.holds(file) and (folder.root / file).is_file()
    return f"]({found[1]}.md" if is_there else found[0]


@dataclass(slots=True)
class _Expansion:
    """Carries out the commands of a chapter, which may include `left` more letters."""

    folder: Folder
    report: Report
    left: int = TEXT_BYTES

    def expanded(self, lines: list[Line], depth: int = 0) -> list[Line]:
        """The lines with what their commands stand for."""
        done: list[Line] = []
        for line in lines:
            done += self._replaced(line, depth) if "{{" in line.text else [line]
            if len(done) > LINES:
                self._limited(line, f"with what it includes the file has more than {LINES:,} lines")
                return done[:LINES]
        return done

    def _replaced(self, line: Line, depth: int) -> list[Line]:
        """A line with its commands carried out; text before and after them stays beside."""
        done: list[Line] = []
        last, words, end = line, [""], 0  # the line that is being put together
        for command in _COMMAND.finditer(line.text):
            made = self._carried_out(line, command, depth) or [line.having("")]
            words += (line.text[end : command.start()], made[0].text)
            last, end = made[0], command.end()
            if len(made) > 1:
                done += (last.having("".join(words)), *made[1:-1])
                last, words = made[-1], [made[-1].text]
        words.append(line.text[end:].rstrip())
        return [*done, last.having("".join(words))]

    def _carried_out(self, line: Line, command: re.Match[str], depth: int) -> list[Line]:
        """What a command stands for."""
        if command["escape"]:
            return [line.having(command[0].removeprefix("\\"))]
        match command["name"]:
            case "include" | "rustdoc_include" | "playground" | "playpen" as name:
                found = self._included(line, command["what"], depth)
                if name.startswith("play"):
                    return [line.having("```rust"), *found, line.having("```")]
                return found
            case "title":  # the title of a web page
                return []
            case _:
                return [line.having(command[0])]  # which the reader of chapters tells

    def _included(self, line: Line, what: str, depth: int) -> list[Line]:
        if depth >= DEPTH:
            self._limited(line, f"files include each other more than {DEPTH} times")
            return []
        if self.left < 0:  # which has been told
            return []
        # An attribute such as `editable` may follow the path of a playground.
        path, _, wanted = what.split(maxsplit=1)[0].partition(":")
        found = included(path, line.at, self.folder, self.report)
        found = part(found, wanted, line.at, self.report)
        self.left -= sum(len(one.text) + _EACH for one in found)
        if self.left < 0:
            most = TEXT_BYTES // 1_000_000
            self._limited(line, f"with what it includes the file has more than {most} MB")
            return []
        return self.expanded(found, depth + 1)

    def _limited(self, line: Line, message: str) -> None:
        hint = "what is beyond is left out"
        self.report(error(Code.LIMIT_EXCEEDED, message, line.at, hint))


def _shown(lines: list[Line], hidden_by: Mapping[str, str]) -> list[Line]:
    """Without hidden lines, and with the language alone after a fence."""
    shown = []
    for line, info in with_code(lines):
        language, *rest = re.split(r"[,\s]+", info or "")
        usual = hidden_by.get(language, "")
        prefix = next((one[10:] for one in rest if one.startswith("hidelines=")), usual)
        fence = FENCE.fullmatch(line.text) if info else None
        if fence and fence["info"].strip() == info and "{" not in (info or ""):
            shown.append(line.having(f"{fence['before']}{fence['fence']}{language}"))
        elif prefix and line.text.lstrip().startswith(prefix):
            continue
        elif language == "rust" and (hidden := _HIDDEN.fullmatch(line.text)):
            shown += _rust(line, hidden)
        else:
            shown.append(line)
    return shown


def _rust(line: Line, found: re.Match[str]) -> list[Line]:
    """A line of Rust that begins with `#`: hidden before a space, `##` stands for `#`."""
    if found[2] == "#":
        return [line.having(f"{found[1]}#{found[3]}")]
    return [] if found[2] in ("", " ") else [line]
