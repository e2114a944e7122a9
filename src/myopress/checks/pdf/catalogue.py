"""What the file says of itself: identifier, title, language, viewer, outline, page labels."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.checks.pdf.content import number_tree
from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.tree import Raw


def catalogue(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """All conditions about the document as a whole."""
    root: Raw = pdf.Root
    yield from _metadata(pdf)
    marked: Raw = root.get("/MarkInfo", Dictionary())
    if marked.get("/Marked") is not True:
        yield Fault("01-000", "the file does not say that it is tagged")
    if marked.get("/Suspects") is True:
        yield Fault("01-007", "the file says that its tags are suspect")
    viewer: Raw = root.get("/ViewerPreferences", Dictionary())
    if "/DisplayDocTitle" not in viewer:
        yield Fault("07-001", "the window is not told to show the title")
    elif viewer.DisplayDocTitle is not True:
        yield Fault("07-002", "the window is told to show the file's name")
    if not str(root.get("/Lang", "")).strip():
        yield Fault("11-001", "the file has no language")
    if "/AcroForm" in root and "/XFA" in root.AcroForm:
        yield Fault("25-001", "the file has an XFA form")
    if pdf.is_encrypted and not pdf.allow.accessibility:
        yield Fault("26-002", "the file is locked for screen readers")
    yield from _files(root)
    yield from _layers(root)
    yield from _outline(pdf)
    yield from _labels(pdf)


def _metadata(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if "/Metadata" not in pdf.Root:
        yield Fault("06-001", "the file has no metadata (XMP)")
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if xmp.get("pdfuaid:part") != "1":
            yield Fault("06-002", "the metadata does not claim PDF/UA-1")
        if not str(xmp.get("dc:title") or "").strip():
            yield Fault("06-003", "the metadata has no title")


def _files(root: Raw) -> Iterator[Fault]:
    for file in root.get("/AF", Array()):
        if "/F" not in file or "/UF" not in file:
            yield Fault("21-001", "an embedded file has no name")


def _layers(root: Raw) -> Iterator[Fault]:
    layers = root.get("/OCProperties", Dictionary())
    for setting in [*layers.get("/Configs", Array()), *([layers.D] if "/D" in layers else [])]:
        if not str(setting.get("/Name", "")):
            yield Fault("20-001", "a setting of layers has no name")
        if "/AS" in setting:
            yield Fault("20-003", "layers change by themselves")


def _outline(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Entries with words and a place, in a tree whose links agree (ISO 32000-1, 12.3.3)."""
    outline = pdf.Root.get("/Outlines")
    if outline is None:
        return
    waiting, met = [outline], 0
    while waiting and met < 100_000:
        above = waiting.pop()
        item, before = above.get("/First"), None
        while item is not None and met < 100_000:
            met += 1
            title = str(item.get("/Title", ""))
            if not title.strip():
                yield Fault("11-003", "a bookmark has no words")
            if "/Dest" not in item and "/A" not in item:
                yield Fault("A-outline", f"the bookmark “{title}” leads nowhere")
            if item.Parent.objgen != above.objgen or (
                before is not None and item.Prev.objgen != before.objgen
            ):
                yield Fault("A-outline", f"the bookmark “{title}” is not linked with those around")
            if "/First" in item:
                waiting.append(item)
            before, item = item, item.get("/Next")


def _labels(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if len(pdf.pages) > 1 and "/Outlines" in pdf.Root:
        labels = dict(number_tree(pdf.Root.get("/PageLabels", Dictionary())))
        if 0 not in labels:
            yield Fault("A-labels", "the pages have no labels")
        for label in labels.values():
            if label.get("/S", Name.D) not in {Name.D, Name.r, Name.R, Name.a, Name.A}:
                yield Fault("A-labels", "a page label has no known form")
