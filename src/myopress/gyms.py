"""A list of gyms as CSV -> `Gym`, one for each row that can be used; the other rows are reported.

It reads the list and the logos beside it, and nothing outside the list's folder.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from myopress.colours import COLOUR, contrast, whole
from myopress.diagnostics import Code, InputError, Report, did_you_mean, error, untold, warning
from myopress.document import Resource
from myopress.limits import PICTURE_BYTES, TEXT_BYTES, read_bytes
from myopress.manifest.files import decode, is_absolute, is_within
from myopress.resources.pictures import PictureError, examine
from myopress.source import NOWHERE, UNPRINTABLE, Span
from myopress.words import languages

COLUMNS = ("name", "logo", "contact", "colour", "language", "url")
DELIMITERS = ",;\t"
"""Spreadsheets part fields by commas, or by semicolons where a comma is the decimal mark."""
LOGOS = frozenset({"image/png", "image/jpeg", "image/svg+xml"})
CONTRAST = 5.2
"""The least contrast of white words on a gym's colour (WCAG 2.2, "contrast ratio")."""
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass(frozen=True, slots=True)
class Gym:
    """One row. `colour` is "#RRGGBB" and dark enough for white words, `language` a BCP 47 tag.

    All but the name may be empty, `logo` None. Line breaks in `contact` are the author's.
    """

    name: str
    contact: str = ""
    colour: str = ""
    language: str = ""
    url: str = ""
    logo: Resource | None = None
    span: Span = NOWHERE


class _RowError(Exception):
    """Why a row cannot be used, and in the second argument what to do about it."""


def read_gyms(path: Path, report: Report) -> tuple[Gym, ...]:
    """The gyms of the list at `path`, in its order.

    The first row names the columns, in any order; only `name` is needed. Reports
    `handout-column` and `handout-row` (errors, the row is left out) and `handout-colour`.
    Raises InputError if the list cannot be read.
    """
    try:
        source = decode(read_bytes(path, TEXT_BYTES), str(path), report)
    except OSError as fault:
        raise InputError(f"“{path}” cannot be read: {fault.strerror}") from None
    if source is None:
        return ()
    rows = _rows(source.text, str(path), report)
    span, header = next(rows, (Span(str(path)), []))
    columns = _columns(header, span, report)
    if "name" not in columns:
        return ()
    gyms = []
    for place, fields in rows:
        try:
            gyms.append(_gym(columns, fields, path.parent, place, report))
        except _RowError as fault:
            message, hint = fault.args
            report(error(Code.HANDOUT_ROW, f"no sheet for this row: {message}", place, hint))
    return tuple(gyms)


def logos(path: Path) -> tuple[str, ...]:
    """The logos that the list at `path` names, as it names them; none if it cannot be read."""
    try:
        source = decode(read_bytes(path, TEXT_BYTES), str(path), untold)
    except OSError:
        return ()
    rows = [fields for _, fields in _rows(source.text, str(path), untold)] if source else []
    header, *gyms = rows or [[]]
    columns = [name.lower() for name in header]
    at = columns.index("logo") if "logo" in columns else len(columns)
    return tuple(dict.fromkeys(fields[at] for fields in gyms if len(fields) > at and fields[at]))


def _rows(text: str, path: str, report: Report) -> Iterator[tuple[Span, list[str]]]:
    """The rows that are not empty, each with its lines: a quoted field may have line breaks."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for fields in reader:
            span = Span(path, begun, reader.line_num)
            begun = reader.line_num + 1
            if any(field.strip() for field in fields):
                yield span, [field.strip() for field in fields]
    except csv.Error as fault:
        message = f"from here on the list cannot be read: {fault}"
        hint = "a field that has quotation marks stands in quotation marks, and has them twice"
        report(error(Code.HANDOUT_ROW, message, Span(path, begun, begun), hint))


def _columns(header: list[str], span: Span, report: Report) -> tuple[str, ...]:
    """The names of the columns in small letters."""
    columns = tuple(name.lower() for name in header)
    for name in dict.fromkeys(columns):
        if name and name not in COLUMNS:
            message = f"the column “{name}” is unknown and not used"
            report(warning(Code.HANDOUT_COLUMN, message, span, did_you_mean(name, COLUMNS)))
        if name in COLUMNS and columns.count(name) > 1:
            report(error(Code.HANDOUT_COLUMN, f"the column “{name}” stands twice", span))
    if "name" not in columns:
        hint = f"the first row names the columns: {','.join(COLUMNS)}; only name is needed"
        report(error(Code.HANDOUT_COLUMN, "the list has no column “name”", span, hint))
    return columns


def _gym(
    columns: tuple[str, ...], fields: list[str], folder: Path, span: Span, report: Report
) -> Gym:
    if len(fields) > len(columns):
        message = f"it has {len(fields)} fields for {len(columns)} columns"
        raise _RowError(message, "a field with a comma or semicolon stands in quotation marks")
    row = dict(zip(columns, fields, strict=False))
    for name, value in row.items():
        if UNPRINTABLE.search(value):
            raise _RowError(f"its {name} has a control character", "")
    name = " ".join(row["name"].split()) if row.get("name") else ""
    if not name:
        raise _RowError("it has no name", "")
    return Gym(
        name=name,
        contact=row.get("contact", ""),
        colour=_colour(row.get("colour", ""), span, report),
        language=_language(row.get("language", "")),
        url=_url(row.get("url", "")),
        logo=_logo(row.get("logo", ""), folder),
        span=span,
    )


def _language(tag: str) -> str:
    known = languages()
    if tag and tag.replace("_", "-").lower().split("-")[0] not in known:
        hint = did_you_mean(tag.lower(), known) or f"there are {', '.join(known)}"
        raise _RowError(f"there are no words in the language “{tag}”", hint)
    return tag.replace("_", "-")


def _url(address: str) -> str:
    if address and not _ADDRESS.fullmatch(address):
        message = f"“{address}” is no address of the web"
        raise _RowError(message, "write it as https://example.org/gym")
    return address


def _logo(written: str, folder: Path) -> Resource | None:
    if not written:
        return None
    file = folder / written
    if is_absolute(written) or not is_within(file, folder):
        hint = "put the logo beside the list"
        raise _RowError(f"the logo “{written}” lies outside the list’s folder", hint)
    if not file.is_file():
        raise _RowError(f"there is no logo “{written}” in the list’s folder", "")
    try:
        picture = examine(read_bytes(file, PICTURE_BYTES))
    except OSError as fault:
        raise _RowError(f"the logo “{written}” cannot be read: {fault.strerror}", "") from None
    except PictureError as fault:
        message = f"the logo “{written}” cannot be shown: {fault}"
        raise _RowError(message, "save it anew as PNG, JPEG or SVG") from None
    if picture.media_type not in LOGOS:
        message = f"the logo “{written}” is {picture.media_type}"
        raise _RowError(message, "save it anew as PNG, JPEG or SVG")
    return Resource(written, picture.media_type, picture.data, picture.width, picture.height)


# --- Colours ----------------------------------------------------------------------------------


def _colour(written: str, span: Span, report: Report) -> str:
    """The colour as "#RRGGBB", darkened as little as makes white words readable on it."""
    if not written:
        return ""
    if not COLOUR.fullmatch(written):
        raise _RowError(f"“{written}” is no colour", "write it as #RRGGBB, such as #0B5D8A")
    digits = whole(written)[1:]
    parts = [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
    shares = range(255, -1, -1)
    tone = next(tone for share in shares if contrast(tone := _scaled(parts, share)) >= CONTRAST)
    if tone.lower() != f"#{digits}".lower():
        message = f"white words on {written} are hard to read ({contrast('#' + digits):.1f}:1)"
        hint = f"{tone} is taken instead, which has {contrast(tone):.1f}:1"
        report(warning(Code.HANDOUT_COLOUR, message, span, hint))
    return tone


def _scaled(parts: list[int], share: int) -> str:
    return "#" + "".join(f"{part * share // 255:02X}" for part in parts)
