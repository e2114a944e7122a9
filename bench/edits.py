"""A book on its author's desk: built for the first time, built again, edited and built again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from book import NOUNS
from place import ours
from processes import Command, run


@dataclass(frozen=True)
class Desk:
    """A book in `folder`/book that is built by `arguments`, with its kept results beside it.

    `chapter` is the file that is edited.
    """

    folder: Path
    chapter: str
    arguments: tuple[str, ...]

    @property
    def book(self) -> Path:
        """Where the book lies, and commands are run."""
        return self.folder / "book"

    def command(self, output: str, before: Callable[[], None], *options: str) -> Command:
        """The build into `folder`/`output`."""
        arguments = ours(*self.arguments, ".", "-o", str(self.folder / output), *options)
        return Command(arguments, self.book, self._environment, before)

    def first(self, output: str, *options: str, text: str | None = None) -> Command:
        """The build of the book (with an edited chapter, if `text` is given) with nothing kept."""
        return self.command(output, lambda: self._lay(text, kept=False), *options)

    def again(self, output: str, *options: str, text: str | None = None) -> Command:
        """The build after one of the book as it was written, unchanged or edited since."""
        return self.command(output, lambda: self._lay(text, kept=True), *options)

    def fill(self, output: str, *options: str) -> None:
        """Build the book once, so that `again` finds what that has kept."""
        run(self.first(output, *options))
        for place, copy in self._copies:
            shutil.copytree(place, copy) if place.is_dir() else shutil.copy2(place, copy)

    def same(self, output: str, *options: str, text: str) -> bool:
        """Whether the build after an edit gives the bytes of one with nothing kept.

        Raises AssertionError if the edit changes nothing.
        """
        run(self.again(f"again-{output}", *options, text=text))
        run(self.first(f"first-{output}", *options, text=text))
        run(self.again(f"before-{output}", *options))
        kinds = "again", "first", "before"
        again, first, before = ((self.folder / f"{kind}-{output}").read_bytes() for kind in kinds)
        assert first != before
        return again == first

    @property
    def _kept(self) -> Path:
        return self.folder / "kept"

    @property
    def _environment(self) -> Mapping[str, str]:
        return {"MYOPRESS_CACHE": str(self._kept)}

    @property
    def _copies(self) -> list[tuple[Path, Path]]:
        chapter = self.book / self.chapter
        there = [(chapter, self.folder / "written.md")]
        return [*there, (self._kept, self.folder / "copy")] if self._kept.exists() else there

    def _lay(self, text: str | None, *, kept: bool) -> None:
        """Put the book and what is kept on the desk as they are to be found."""
        written, copy = self.folder / "written.md", self.folder / "copy"
        if written.exists():
            shutil.copy2(written, self.book / self.chapter)
        if text is not None:
            (self.book / self.chapter).write_text(text, encoding="utf-8")
        shutil.rmtree(self._kept, ignore_errors=True)
        if kept and copy.exists():
            shutil.copytree(copy, self._kept)


def paragraphs(text: str) -> list[str]:
    """Those of a chapter that are plain: neither heads, lists, tables, notes nor code."""
    return [line for line in text.split("\n") if line[:1].isupper() and len(line) > 200]


def with_a_word_changed(text: str) -> str:
    """A noun in the middle of a chapter is another one of the same length."""
    plain = paragraphs(text)
    paragraph = plain[len(plain) // 2]
    for word in paragraph.split(" "):
        others = [noun for noun in NOUNS if len(noun) == len(word) and noun != word]
        if word in NOUNS and others:
            changed = paragraph.replace(f" {word} ", f" {others[0]} ", 1)
            if changed != paragraph:
                return text.replace(paragraph, changed, 1)
    message = "no word to change"
    raise ValueError(message)


def with_pages_more(text: str) -> str:
    """Paragraphs of the chapter once more, without notes: about three pages of 2,100 letters."""
    more, letters = [], 0
    for paragraph in paragraphs(text):
        if "[^" not in paragraph and letters < 6500:
            more += [paragraph, ""]
            letters += len(paragraph)
    place = text.index("\n## ") + 1
    return text[:place] + "\n".join(more) + "\n" + text[place:]
