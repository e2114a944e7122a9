"""A book made by rule from a fixed seed: as much Markdown as is wanted, and what it holds.

Its dialect is what myopress, pandoc and mdbindery all read: headings, lists, GFM tables, notes,
fenced code, pictures with captions, links to headings of other chapters. It has what real books
have too: one chapter in eight has its title in the front matter only, every chapter ends with a
heading of the same name, one picture in four is written in HTML. The sentences are put together
from the word lists below and mean nothing.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SEED = 20_260_101
LAST = "In short"
TITLE = "The Measured Muscle"
AUTHOR = "A. Writer"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES = _words(
    """
    active aerobic brief broad calm careful chronic cold constant daily dense early elastic even
    fast fasting firm fresh gentle gradual hard healthy heavy human idle intense known late lean
    light local long low measured mild modest morning narrow older open patient plain quick
    quiet rapid rare resting rising routine short single slow small soft steady strong sudden
    tired trained uneven upper usual warm weak weekly whole wide young
    """
)
NOUNS = _words(
    """
    answer arm artery athlete balance blood body bone brain breath cell change circuit cohort
    curve day dose effort enzyme exercise fat fibre fuel gene glucose growth habit heart hormone
    hour insulin joint kidney leg level limb liver loss lung marker meal membrane messenger
    minute molecule morning motor muscle nerve night organ oxygen pathway patient peak period
    plan pressure protein pulse quarter range rate receptor recovery reserve response rest
    rhythm sample season session signal skin sleep spleen sprint stair step strain strength
    stretch study sugar swimmer tendon thigh threshold tissue training trial turn vein vessel
    volunteer walk warmth week weight window winter worker year
    """
)
VERBS = _words(
    """
    answers balances begins carries changes crosses doubles drives eases enters fades feeds
    fills follows frees grows guards guides halves helps holds keeps leaves lifts limits lowers
    meets moves needs opens passes raises reaches repairs returns rises sends settles shapes
    shows signals slows spares starts stops stores strains supports takes tells thickens turns
    uses warms weakens works
    """
)
LINKS = _words(
    """
    while because although until when before after since unless so and but
    """
)
ADVERBS = _words(
    """
    again almost always barely clearly early first gently hardly largely later mostly never
    often once partly perhaps quickly rarely slowly soon steadily still surely together twice
    """
)
CODE = ("dose = rate * minutes", "print(level)", "for day in week:", "    total += load[day]")


@dataclass
class Contents:
    """What a book holds and an output has to hold again."""

    words: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)
    """Those of the words that stand for pictures."""
    titles: list[str] = field(default_factory=list)
    pictures: int = 0
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The heading that the link of this text leads to, and of `LAST` the chapter's title."""
    notes: int = 0
    entries: int = 0
    """Marks of index entries."""
    bytes: int = 0


def words(text: str) -> list[str]:
    """The runs of letters and digits: what typography (quotes, dashes, soft hyphens) leaves."""
    return re.findall(r"\w+", text.replace("\N{SOFT HYPHEN}", ""))


def slug(title: str) -> str:
    """The identifier that all three tools give to a heading of plain English words."""
    return title.lower().replace(" ", "-")


class BookWriter:
    """Writes chapters one after another and counts what it writes."""

    def __init__(self, folder: Path, chapters: int, *, for_print: bool) -> None:
        self.random = random.Random(SEED)
        self.folder = folder
        self.for_print = for_print
        self.contents = Contents()
        self.plans = self._plan(chapters)
        self.names = [f"{n + 1:02}-{slug(plan[0])}.md" for n, plan in enumerate(self.plans)]
        self.lines: list[str] = []
        self.notes: list[str] = []

    def _plan(self, chapters: int) -> list[list[str]]:
        """For each chapter its title and 19 headings; only the last ones are alike."""
        seen: set[str] = set()
        while len(seen) < chapters * 19:
            title = f"{self._one(ADJECTIVES)} {self._one(NOUNS)} and {self._one(NOUNS)}"
            seen.add(title.capitalize())
        titles = sorted(seen)
        self.random.shuffle(titles)
        return [[*titles[n : n + 19], LAST] for n in range(0, len(titles), 19)]

    def _one(self, choices: tuple[str, ...]) -> str:
        return self.random.choice(choices)

    def write(self, chapter_bytes: int) -> Contents:
        """All chapters, each of about so many bytes of Markdown, and their pictures."""
        (self.folder / "figures").mkdir(parents=True)
        for number, (name, plan) in enumerate(zip(self.names, self.plans, strict=True)):
            self._chapter(number, plan, chapter_bytes)
            data = "\n".join(self.lines).encode()
            (self.folder / name).write_bytes(data)
            self.contents.bytes += len(data)
        return self.contents

    def _chapter(self, number: int, plan: list[str], size: int) -> None:
        self.lines, self.notes = [], []
        for n, title in enumerate(plan):
            if n == 0 and number % 8 == 7:
                self._front_matter(title)
            else:
                self._heading(1 if n == 0 else 2 if n % 3 == 1 else 3, title)
            self._paragraph()
            while sum(map(len, self.lines + self.notes)) < size * (n + 1) / len(plan):
                self._block(number)
        self.lines += self.notes

    def _block(self, chapter: int) -> None:
        blocks: tuple[Callable[[], None], ...] = (
            self._paragraph,
            self._list,
            self._table,
            self._quotation,
            lambda: self._picture(chapter),
            self._code,
        )
        self.random.choices(blocks, (78, 8, 4, 4, 4, 2))[0]()

    def _say(self, text: str) -> str:
        """Counts words that stand in the book."""
        self.contents.words.update(words(text))
        return text

    def _front_matter(self, title: str) -> None:
        self.contents.titles.append(title)
        self.lines += ["---", f"title: {self._say(title)}", "---", ""]

    def _heading(self, level: int, title: str) -> None:
        self.contents.titles.append(title)
        self.lines += ["#" * level + " " + self._say(title), ""]

    def _clause(self) -> str:
        number = self.random.randrange(2, 90)
        return self.random.choice(
            (
                f"the {self._one(ADJECTIVES)} {self._one(NOUNS)} {self._one(VERBS)} the "
                f"{self._one(NOUNS)}",
                f"a {self._one(NOUNS)} of {number} minutes {self._one(ADVERBS)} {self._one(VERBS)} "
                f"every {self._one(ADJECTIVES)} {self._one(NOUNS)}",
                f"the {self._one(NOUNS)}'s {self._one(NOUNS)} {self._one(ADVERBS)} "
                f"{self._one(VERBS)}",
                f"no {self._one(NOUNS)} {self._one(VERBS)} a {self._one(ADJECTIVES)} "
                f"{self._one(NOUNS)} of the {self._one(NOUNS)}",
            )
        )

    def _sentence(self) -> str:
        text = self._clause()
        if self.random.random() < 0.6:
            text += f", {self._one(LINKS)} {self._clause()}"
        return text[0].upper() + text[1:] + "."

    def _decorated(self, sentence: str) -> str:
        """The same words, one of them in some kind of inline markup."""
        pieces = sentence.split(" ")
        place = self.random.randrange(len(pieces) - 1)
        word = pieces[place]
        if not word.isalpha():
            return sentence
        if self.for_print and word in NOUNS:
            self.contents.entries += 1
            pieces[place] = f"[{word}]{{.index}}"
            return " ".join(pieces)
        around = self.random.choice(("*{}*", "**{}**", '"{}"', "`{}`", "{}--", "{}..."))
        pieces[place] = around.format(word)
        return " ".join(pieces)

    def _text(self, sentences: int) -> str:
        said = (self._say(self._sentence()) for _ in range(sentences))
        return " ".join(self._decorated(s) if self.random.random() < 0.25 else s for s in said)

    def _paragraph(self) -> None:
        text = self._text(self.random.randrange(3, 8))
        chance = self.random.random()
        if chance < 0.25:
            text += self._note()
        elif chance < 0.45:
            text += " " + self._link()
        self.lines += [text, ""]

    def _note(self) -> str:
        self.contents.notes += 1
        label = f"[^{len(self.notes) // 2 + 1}]"
        self.notes += [f"{label}: {self._text(2)}", ""]
        return label

    def _link(self) -> str:
        number = self.random.randrange(len(self.plans))
        plan = self.plans[number]
        title = self.random.choice(plan if number % 8 != 7 else plan[:-1])
        place = self.names[number] + ("" if title == plan[0] else f"#{slug(title)}")
        if self.for_print and self.random.random() < 0.5:
            return f"{self._say('See')} []({place})."
        text = f"point {len(self.contents.links) + 1}, {title.lower()}"
        chapter = plan[0] if title == LAST else ""
        self.contents.links[" ".join(words(text))] = chapter, title
        return f"{self._say('See')} [{self._say(text)}]({place})."

    def _list(self) -> None:
        marker = self.random.choice(("-", "1."))
        self.lines += [f"{marker} {self._text(1)}" for _ in range(self.random.randrange(3, 7))]
        self.lines += [""]

    def _table(self) -> None:
        head = [self._say(self._one(NOUNS)) for _ in range(3)]
        self.lines += ["| " + " | ".join(head) + " |", "|---|---:|---|"]
        for _ in range(self.random.randrange(3, 7)):
            row = (self._one(NOUNS), str(self.random.randrange(1000)), self._one(ADJECTIVES))
            self.lines += ["| " + " | ".join(map(self._say, row)) + " |"]
        self.lines += [""]

    def _quotation(self) -> None:
        self.lines += [f"> {self._text(2)}", ""]

    def _code(self) -> None:
        self.lines += ["```python", *map(self._say, CODE), "```", ""]

    def _picture(self, chapter: int) -> None:
        self.contents.pictures += 1
        path = f"figures/{chapter + 1:02}-{self.contents.pictures}.png"
        (self.folder / path).write_bytes(_png(self.random.randrange(1, 255)))
        alt = self._say(f"{self._one(NOUNS)} over {self._one(NOUNS)}")
        self.contents.unseen.update(words(alt))
        if self.contents.pictures % 4 == 0:
            self.lines += [f'<p><img src="{path}" alt="{alt}" /></p>', ""]
            return
        caption = self._say(self._sentence())
        self.lines += [f'![{alt}]({path} "{caption}")', ""]


def _png(shade: int, width: int = 240, height: int = 120) -> bytes:
    """A grey picture of slanted stripes."""
    rows = (
        b"\0" + bytes((x * 2 + y * 3 + shade) & 255 for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def write_book(
    folder: Path, chapters: int, chapter_bytes: int, *, for_print: bool = False
) -> tuple[list[str], Contents]:
    """Writes a book with what each tool wants beside the chapters; gives the files in order.

    One that is `for_print` has an index, and half of its links have no text, so that the tool has
    to write it and, on paper, the page: not all tools understand that.
    """
    writer = BookWriter(folder, chapters, for_print=for_print)
    contents = writer.write(chapter_bytes)
    files = list(writer.names)
    if for_print:
        (folder / "zz-index.md").write_text("# Index\n\n::: index\n:::\n", encoding="utf-8")
        files.append("zz-index.md")
    listed = ", ".join(f'"{name}"' for name in files)
    (folder / "book.toml").write_text(
        f'title = "{TITLE}"\nauthors = ["{AUTHOR}"]\nlanguage = "en"\nchapters = [{listed}]\n',
        encoding="utf-8",
    )
    (folder / "mdbindery.yaml").write_text(
        f"slug: book\nmetadata: {{title: {TITLE}, authors: [{AUTHOR}], lang: en, date: 2026-01-01}}"
        f"\nfiles: [{', '.join(writer.names)}]\noptions: {{epubcheck: false, ace: false}}\n",
        encoding="utf-8",
    )
    return writer.names, contents
