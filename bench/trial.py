"""What must hold for any book whatever: tried on one, in a folder that is gone afterwards."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from invented import Files
from myopress import pipeline
from myopress.diagnostics import Code, Diagnostic, MyopressError, Severity
from myopress.findings import Findings
from myopress.index import index

WORDS = {Code.WORD_MISSING, Code.WORD_MOVED, Code.WORD_DOUBLED}
EXIT_CODES = {0, 1, 3, 4}
"""Of a run that is not stopped; an error that stops it has its own."""
STOPPED = {3, 4, 5}


@dataclass
class Tried:
    """What came of a book: its outputs' kinds, its diagnostics, how many words were compared.

    `lost_in_print` is what `verify` misses in the PDF, whose words in letters of several
    directions it cannot always read back: told, and no failure of the press.
    """

    made: tuple[str, ...] = ()
    found: list[Diagnostic] = field(default_factory=list)
    words: int = 0
    refused: str = ""
    lost_in_print: tuple[str, ...] = ()


def try_book(files: Files, *, printed: bool = False) -> Tried:
    """Read, index, render and verify; whatever is wrong is an AssertionError or what was raised.

    A MyopressError is an answer too. With `printed` also the PDF, of which a draft is made.
    """
    with tempfile.TemporaryDirectory(prefix="book-") as place:
        folder = Path(place)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        return _tried(folder, printed=printed)


def _tried(folder: Path, *, printed: bool) -> Tried:
    tried = Tried()
    findings = Findings(folder)

    def report(one: Diagnostic) -> None:
        tried.found.append(one)
        findings.report(one)

    try:
        document = pipeline.read(folder, report)
        found = index(document, report)
        built = {"epub": pipeline.render(document, "epub", report, found=found)}
        well_formed(built["epub"])
        if any(chapter.blocks for chapter in document.chapters):
            pipeline.render(document, "html", report, found=found)
        if printed:
            built["pdf"] = pipeline.print_book(document, found, report, draft=True).pdf
        verified = pipeline.verify(document, found, built)
    except MyopressError as fault:
        tried.refused = str(fault)
        if fault.exit_code not in STOPPED:
            raise
        return tried
    lost = [str(one) for one in verified.diagnostics if one.code in WORDS]
    of_epub = [one for one in lost if "the EPUB" in one]
    assert not of_epub, of_epub
    tried.lost_in_print = tuple(lost)
    _told(tried.found, findings)
    tried.made = tuple(built)
    tried.words = sum(one.compared for one in verified.outputs)
    return tried


def _told(found: list[Diagnostic], findings: Findings) -> None:
    """Diagnostics name places that exist, and the run ends as the documents say."""
    assert findings.exit_code(strict=False) in EXIT_CODES
    for one in found:
        assert one.message, one
        assert one.span.line <= one.span.end_line, one
        assert one.severity in Severity
    json.dumps([one.message for one in found]).encode()


def well_formed(epub: bytes) -> None:
    """Every XML file of an EPUB is XML."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
