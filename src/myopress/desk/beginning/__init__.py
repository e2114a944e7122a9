"""The book that `myopress init` begins: two short chapters that show what the press can do.

Its text is in `template/LANGUAGE/`. In a book of a language that has none it is the English one, and
each chapter says so.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from myopress.words import languages

TEMPLATE = Path(__file__).parent / "template"
HOURS = {
    "en": "hours", "de": "Stunden", "es": "horas", "fr": "heures", "it": "ore", "nl": "uur",
    "pt": "horas",
}  # fmt: skip
"""The languages of the starter's text, with the word in its picture."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new book has to know; `language` is a BCP 47 tag."""

    title: str
    author: str
    language: str = "en"

    @property
    def spoken(self) -> str:
        """The primary subtag of the language."""
        return self.language.lower().partition("-")[0]


def new_book(answers: Answers) -> dict[str, bytes]:
    """The files of the book by their paths in its folder."""
    own = TEMPLATE / (answers.spoken if answers.spoken in HOURS else "en")
    files = {path.name: path for path in sorted(own.iterdir())}
    chapters = [name for name in files if name != "README.md"]
    for name in ("book.toml", "gitignore", "references.json", "figures/rise.svg"):
        files[name.replace("gitignore", ".gitignore")] = TEMPLATE / name
    return {
        name: _filled(path, _values(answers, chapters, in_toml=name == "book.toml"))
        for name, path in sorted(files.items())
    }


def _filled(path: Path, values: dict[str, str]) -> bytes:
    """A file of the template with the values in it."""
    named = re.compile("{(" + "|".join(values) + ")}")
    return named.sub(lambda place: values[place[1]], path.read_text("utf-8")).encode()


def _values(answers: Answers, chapters: list[str], *, in_toml: bool) -> dict[str, str]:
    """What stands for the names in braces, quoted as `book.toml` wants it, or as it is."""
    if not in_toml:
        front = "---\nlang: en # as these words are; take it out with them\n---\n\n"
        is_ours = answers.spoken in HOURS
        hours = HOURS.get(answers.spoken, HOURS["en"])
        return {"title": answers.title, "front": "" if is_ours else front, "hours": hours}
    known = answers.spoken in languages()
    return {
        "title": quoted(answers.title),
        "author": quoted(answers.author) if answers.author else "",
        "language": quoted(answers.language),
        "spelling": "" if known else "  # the press's own words, such as “Chapter”, are English",
        "chapters": f"[{', '.join(map(quoted, chapters))}]",
    }


def quoted(text: str) -> str:
    """A TOML string (https://toml.io/en/v1.0.0#string): its escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
