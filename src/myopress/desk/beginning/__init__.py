"""The book that `myopress init` begins: two short chapters that show what the press can do.

Its text is in `template/`, in English; in a book of another language each chapter says so.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from myopress.words import languages

TEMPLATE = Path(__file__).parent / "template"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new book has to know; `language` is a BCP 47 tag."""

    title: str
    author: str
    language: str = "en"


def new_book(answers: Answers) -> dict[str, bytes]:
    """The files of the book by their paths in its folder."""
    names = sorted(path for path in TEMPLATE.rglob("*") if path.is_file())
    return {
        path.relative_to(TEMPLATE).as_posix().replace("gitignore", ".gitignore"): _filled(
            path, answers
        )
        for path in names
    }


def _filled(path: Path, answers: Answers) -> bytes:
    """A file of the template with the answers in it, each quoted as its format wants it."""
    values = _values(answers, in_toml=path.suffix == ".toml")
    named = re.compile("{(" + "|".join(values) + ")}")
    return named.sub(lambda place: values[place[1]], path.read_text("utf-8")).encode()


def _values(answers: Answers, *, in_toml: bool) -> dict[str, str]:
    is_english = answers.language.lower().partition("-")[0] == "en"
    front = (
        "" if is_english else "---\nlang: en # as these words are; take it out with them\n---\n\n"
    )
    if not in_toml:
        return {"title": answers.title, "front": front}
    known = answers.language.lower().partition("-")[0] in languages()
    return {
        "title": quoted(answers.title),
        "author": quoted(answers.author) if answers.author else "",
        "language": quoted(answers.language),
        "spelling": "" if known else "  # the press's own words, such as “Chapter”, are English",
    }


def quoted(text: str) -> str:
    """A TOML string (https://toml.io/en/v1.0.0#string): its escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
