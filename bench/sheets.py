"""Cheat sheets under stress: how each comes out, by number and length of cards, language, paper.

`python bench/sheets.py` makes them all and writes the table to output/sheets.md; words after it
choose those whose names contain one of them, and `--keep FOLDER` keeps the PDFs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from myopress.backends.cheatsheet import Made, make
from myopress.diagnostics import Code, Diagnostic, Severity
from myopress.document import (
    Attributes,
    Box,
    Card,
    CardField,
    Chapter,
    Citation,
    CitationItem,
    Contributor,
    Document,
    Inlines,
    Metadata,
    Paragraph,
    Reference,
    Settings,
    Text,
)
from myopress.index import index
from myopress.source import Span
from place import ROOT, table

WORDS = {
    "en": (
        ("From", "cold springs and the melt of high snow; also rain on the moor"),
        ("To", "mills, meadows and the sea"),
        ("Does", "Turns the wheel, carries silt to the fields, and cools the town in July."),
        ("Train", "Walk it upstream in spring, when the path is dry and the water high."),
        ("Level", "rises 40 to 90 cm in March; falls by half within a week"),
        ("Careful", "The bank gives way after rain. Children stay on the marked side."),
    ),
    "de": (
        ("Woher", "aus kalten Quellen und der Schneeschmelze im Hochgebirge; auch Regenwasser"),
        ("Wohin", "Mühlen, Wiesenbewässerungsgräben und das Meer"),
        ("Wirkung", "Treibt das Wasserrad, düngt die Überschwemmungsflächen und kühlt die Stadt."),
        ("Training", "Im Frühling flussaufwärts wandern, solange der Uferweg trocken bleibt."),
        ("Pegel", "steigt im März um 40 bis 90 cm; fällt binnen einer Woche um die Hälfte"),
        ("Vorsicht", "Nach Regen ist Unterspülung möglich. Kinder bleiben auf dem Weg."),
    ),
    "el": (
        ("Από", "κρύες πηγές και το λιώσιμο του χιονιού στα βουνά· επίσης βροχή"),
        ("Προς", "μύλους, λιβάδια και τη θάλασσα"),
        ("Κάνει", "Γυρίζει τον τροχό, φέρνει λάσπη στα χωράφια και δροσίζει την πόλη."),
        ("Άσκηση", "Περπάτησε προς την πηγή την άνοιξη, όταν το μονοπάτι είναι στεγνό."),
        ("Στάθμη", "ανεβαίνει 40 ως 90 εκ. τον Μάρτιο· πέφτει στο μισό σε μια εβδομάδα"),
        ("Προσοχή", "Η όχθη υποχωρεί μετά τη βροχή. Τα παιδιά μένουν στο μονοπάτι."),
    ),
}
"""Six fields of a card, about as long as those of the book that ships."""
NAMES = {
    "en": (
        "Avon: The slow one",
        "Tamar: The border",
        "Severn: The tidal one",
        "Exe: The short cut",
    ),
    "de": ("Inn: Der Grüne", "Salzach: Die Salzstraße", "Isar: Die Reißende", "Lech: Der Kiesige"),
    "el": ("Αλφειός: Ο αργός", "Πηνειός: Τα στενά", "Έβρος: Το σύνορο", "Αξιός: Ο πλατύς"),
}
ORGANS = {"en": ("To", "liver, fat; bone in mice"), "de": ("Targets", "Leber, Fett, Gehirn"),
          "el": ("To", "brain, heart, muscle")}  # fmt: skip
EVIDENCE = (("human RCT", "animal"), ("cell",), ("human acute study", "review"), ("not graded",))
CONFIDENCE = ("high", "medium", "low")
SOURCES = ("Ray1999", "Fir2003", "Moss2011")
REFUSED = "refused"


@dataclass(frozen=True)
class Case:
    """A sheet to make: `length` multiplies the words of each field."""

    cards: int
    length: float = 1.0
    language: str = "en"
    paper: str = "a4"
    organs: bool = False
    uneven: bool = False

    @property
    def name(self) -> str:
        """What stands in the table."""
        marks = " map" * self.organs + " uneven" * self.uneven
        return f"{self.cards} × {self.length:g} {self.language} {self.paper}{marks}"


def cases() -> Iterator[Case]:
    """All sheets of the table."""
    for cards in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14):
        yield Case(cards)
        yield Case(cards, organs=True)
    for length in (0.5, 0.75, 1.5, 2.0, 2.5):
        for cards in (3, 5, 8, 11, 14):
            yield Case(cards, length)
    for language in ("de", "el"):
        for cards in (3, 6, 8, 9, 14):
            yield Case(cards, 1, language, organs=cards == 8)
    for paper in ("letter", "a3", "a5", "legal"):
        for cards in (3, 8, 12):
            yield Case(cards, 0.5 if paper == "a5" else 1, paper=paper, organs=cards == 8)
    yield from (Case(1, length) for length in (0.5, 2, 4, 8, 16))
    yield from (Case(cards, uneven=True) for cards in (4, 7, 8, 11))


SAMPLE = (
    Case(1, 2), Case(1, 8), Case(2), Case(3, 0.5), Case(3, 2.5), Case(4, organs=True),
    Case(7, uneven=True), Case(9, language="de"), Case(6, language="el"), Case(14, 0.5),
    Case(8, paper="letter"), Case(14, 2.5),
)  # fmt: skip
"""A dozen of all sorts, for the tests; the last is refused or loses fields."""


def book(case: Case) -> Document:
    """The book of a case, in memory."""
    chapters = tuple(
        Chapter(f"r{n}", _text(f"River {n}"), (_card(case, n),)) for n in range(case.cards)
    )
    boxes = tuple(
        Box("tip", _paragraph(words), _text(term), Attributes(id=f"tip-{n}"))
        for n, (term, words) in enumerate(WORDS[case.language][2:])
    )
    metadata = Metadata(
        "Rivers in a Hurry",
        subtitle="What runs by the path, and where it goes in the end",
        contributors=(Contributor("A. Walker"),),
        language=case.language,
        date="2024-05-01",
        rights="CC BY 4.0",
    )
    settings = Settings(cheatsheet_paper=case.paper)
    if case.organs:
        settings = replace(
            settings, cheatsheet_panel=("tip-0", "tip-1", "tip-2"), cheatsheet_panel_title="Go"
        )
    end = Chapter("end", _text("End"), (*boxes, *_paragraph("This is not medical advice.")))
    return Document(metadata, (*chapters, end), tuple(map(_reference, SOURCES)), (), settings)


def _card(case: Case, number: int) -> Card:
    name, _, tagline = NAMES[case.language][number % 4].partition(": ")
    length = case.length * (0.4 + 1.2 * (number % 3) / 2 if case.uneven else 1)
    fields = [
        CardField(_text(term), _paragraph(_stretched(f"{words} ({number})", length)))
        for term, words in WORDS[case.language]
    ]
    if case.organs:
        term, words = ORGANS[case.language]
        fields[1] = CardField(_text(term), _paragraph(words))
    return Card(
        _text(f"{name} {number + 1}"),
        _text(tagline),
        tuple(fields),
        EVIDENCE[number % 4],
        CONFIDENCE[number % 3],
        (Citation(tuple(map(CitationItem, SOURCES))),),
        attributes=Attributes(id=f"card-{number}"),
        span=Span(f"rivers/{number:02}.md", 12, 30),
    )


def _text(words: str) -> Inlines:
    return (Text(words),)


def _paragraph(words: str) -> tuple[Paragraph]:
    return (Paragraph(_text(words)),)


def _stretched(words: str, length: float) -> str:
    parts = words.split()
    return " ".join(islice(cycle(parts), max(2, round(len(parts) * length))))


def _reference(key: str) -> Reference:
    item = {"author": [{"family": key[:-4]}], "issued": {"date-parts": [[int(key[-4:])]]}}
    return Reference(key, json.dumps(item))


@dataclass(frozen=True)
class Result:
    """What became of a case."""

    case: Case
    made: Made | None
    found: tuple[Diagnostic, ...]
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether there is no sheet, and errors that say why."""
        errors = [d for d in self.found if d.severity is Severity.ERROR]
        return self.made is None and bool(errors)

    @property
    def row(self) -> tuple[object, ...]:
        """The line of the table."""
        drops = sum(d.code is Code.CHEATSHEET_DROPPED for d in self.found)
        if self.made is None:
            return self.case.name, REFUSED, "", "", "", f"{self.seconds:.1f}"
        columns, size, empty = self.made.columns, self.made.size, self.made.empty
        shown = f"{size:.2f}", columns, f"{empty:.1%}", drops or "", f"{self.seconds:.1f}"
        return self.case.name, *shown


def result(case: Case) -> Result:
    """The sheet of a case made, and timed."""
    document, found = book(case), list[Diagnostic]()
    begun = time.process_time()
    made = make(document, index(document, found.append), found.append)
    return Result(case, made, tuple(found), time.process_time() - begun)


def main(arguments: list[str]) -> None:
    """Make the sheets that the arguments choose."""
    keep = None
    if "--keep" in arguments:
        place = arguments.index("--keep")
        keep = Path(arguments[place + 1])
        keep.mkdir(parents=True, exist_ok=True)
        del arguments[place : place + 2]
    results = []
    for case in cases():
        if arguments and not any(word in case.name for word in arguments):
            continue
        results.append(result(case))
        print(*results[-1].row, sep="\t", flush=True)
        if keep and results[-1].made:
            (keep / f"{case.name.replace(' ', '-')}.pdf").write_bytes(results[-1].made.pdf)
    head = "sheet", "type, pt", "columns", "empty", "drops", "CPU seconds"
    times = [result.seconds for result in results]
    empty = [result.made.empty for result in results if result.made]
    told = (
        f"{len(results)} sheets, {sum(r.refused for r in results)} refused; median "
        f"{median(times):.2f} s; largest empty rectangle {max(empty):.1%}, "
        f"{sum(share >= 0.06 for share in empty)} of 6 % and more\n"
    )
    print(told)
    if not arguments:
        output = ROOT / "output" / "sheets.md"
        output.write_text(table(head, [r.row for r in results]) + "\n" + told, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
