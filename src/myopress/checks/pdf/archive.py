"""A PDF against PDF/A-3u (ISO 19005-3); conditions are its clauses, written "A-6.2.4"."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from myopress.checks.pdf.content import Drawn
from myopress.checks.pdf.fault import Fault
from myopress.checks.pdf.tree import Raw

_ACTIONS = frozenset(
    f"/{name}"
    for name in "Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans"
    " GoTo3DView JavaScript".split()
)
"""What a file for keeping may not do."""
_HIDDEN, _PRINTED = 1 | 2 | 32, 4

_FILTERS = frozenset({"/LZWDecode", "/Crypt"})
_ICC_NAMES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_EXTENSION = re.compile(r"pdfaSchema:prefix>\s*pdfuaid\s*<")


def archival(pdf: pikepdf.Pdf, drawn: Drawn) -> Iterator[Fault]:
    """All conditions of PDF/A-3u that a machine sees, but for those about fonts and text."""
    root: Raw = pdf.Root
    if "/ID" not in pdf.trailer:
        yield Fault("A-6.1.3", "the file has no ID")
    if pdf.is_encrypted:
        yield Fault("A-6.1.3", "the file is encrypted")
    yield from _claims(pdf)
    components = yield from _intent(root)
    yield from _colours(pdf, drawn, components)
    yield from _objects(pdf)
    yield from _actions(pdf)
    yield from _annotations(pdf)
    yield from _files(pdf)


def _claims(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if "/Metadata" not in pdf.Root:
        yield Fault("A-6.6.2", "the file has no metadata (XMP)")
        return
    if "/Filter" in pdf.Root.Metadata:
        yield Fault("A-6.6.2", "the metadata are compressed")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        claim = xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")
        for name, key in (("/Title", "dc:title"), ("/Producer", "pdf:Producer")):
            if name in pdf.docinfo and str(pdf.docinfo[name]) != str(xmp.get(key, "")):
                yield Fault("A-6.6.3", f"{name[1:]} is not the same in the two metadata")
        is_accessible = "pdfuaid:part" in xmp
    if claim not in {("3", "U"), ("3", "A")}:
        yield Fault("A-6.6.4", "the metadata do not claim PDF/A-3u")
    words = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    if is_accessible and not _EXTENSION.search(words):
        yield Fault("A-6.6.2.3", "the metadata use pdfuaid without its schema")


def _intent(root: Raw) -> Generator[Fault, None, int]:
    """The number of colours in the output intent's profile, 0 without one."""
    for intent in root.get("/OutputIntents", Array()):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == Name.GTS_PDFA1 and profile is not None:
            data = profile.read_bytes()
            colours = _ICC_NAMES.get(data[16:20], 0)
            if data[36:40] != b"acsp" or colours != profile.get("/N"):
                yield Fault("A-6.2.3", "the colour profile of the file is none")
            return colours
    return 0


def _colours(pdf: pikepdf.Pdf, drawn: Drawn, components: int) -> Iterator[Fault]:
    """Device colours need an intent of their kind (6.2.4.3)."""
    used = dict(drawn.colours)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            used.setdefault(str(item.get("/ColorSpace")), 0)
    if "/DeviceCMYK" in used and components != _ICC_NAMES[b"CMYK"]:
        yield Fault("A-6.2.4.3", "CMYK is used in a file of RGB", used["/DeviceCMYK"])
    if "/DeviceRGB" in used and components != _ICC_NAMES[b"RGB "]:
        yield Fault("A-6.2.4.3", "RGB is used, and no profile says which")
    if "/DeviceGray" in used and not components:
        yield Fault("A-6.2.4.3", "grey is used, and no profile says which")


def _objects(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Filters and pictures."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        filters = item.get("/Filter", Array())
        for name in filters if isinstance(filters, Array) else [filters]:
            if str(name) in _FILTERS:
                yield Fault("A-6.1.7", f"the filter {str(name)[1:]} is used")
        if "/F" in item:
            yield Fault("A-6.1.7", "a stream lies outside the file")
        if item.get("/Subtype") == Name.Image:
            smoothed: Raw = item.get("/Interpolate", False)
            if smoothed is True:
                yield Fault("A-6.2.8", "a picture is smoothed by the viewer")
            if "/Alternates" in item:
                yield Fault("A-6.2.8", "a picture has another for print")
        if Name.PS in (item.get("/Subtype"), item.get("/Subtype2")):
            yield Fault("A-6.2.9", "PostScript is drawn")


def _actions(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """No scripts, and nothing that happens by itself."""
    root: Raw = pdf.Root
    if "/AA" in root or "/JavaScript" in root.get("/Names", Dictionary()):
        yield Fault("A-6.5.2", "something happens by itself or by a script")
    for item in pdf.objects:
        if isinstance(item, Dictionary):
            for action in (item, item.get("/A"), item.get("/OpenAction")):
                if isinstance(action, Dictionary) and str(action.get("/S")) in _ACTIONS:
                    yield Fault("A-6.5.1", f"an action of the kind {str(action.S)[1:]}")


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", Array()):
            flags = int(annotation.get("/F", 0))
            if not flags & _PRINTED or flags & _HIDDEN:
                yield Fault("A-6.3.2", "an annotation is not printed", number)
            if "/AA" in annotation:
                yield Fault("A-6.5.2", "an annotation acts by itself", number)


def _files(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Embedded files have names, a type and a relation, and are associated with something."""
    associated = {file.objgen for file in pdf.Root.get("/AF", Array())}
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or "/EF" not in item:
            continue
        name = str(item.get("/UF", item.get("/F", "")))
        if "/F" not in item or "/UF" not in item:
            yield Fault("A-6.8", f"the file {name} lacks one of its two names")
        if "/AFRelationship" not in item:
            yield Fault("A-6.8", f"the file {name} does not say what it is to the book")
        if item.objgen not in associated:
            yield Fault("A-6.8", f"the file {name} is associated with nothing")
        if "/Subtype" not in item.EF.get("/F", Dictionary()):
            yield Fault("A-6.8", f"the file {name} has no media type")
