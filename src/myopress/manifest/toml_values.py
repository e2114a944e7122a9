"""One value of `book.toml`, checked and made what the document wants."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from myopress.colours import COLOUR, contrast, whole
from myopress.diagnostics import did_you_mean
from myopress.document import Role, SubjectCode
from myopress.manifest.files import is_absolute
from myopress.source import UNPRINTABLE

Value: TypeAlias = object


class TomlValueError(Exception):
    """What is wanted in place of a value."""


ROLES: tuple[Role, ...] = get_args(Role)
DIALECTS = ("mdbook", "bookdown", "quarto", "pandoc")
PAPERS = ("a3", "a4", "a5", "letter", "legal")

CREAM, CONTRAST = "#F6EBDD", 5.2
"""The darker ground of words in colour, and the least contrast that they have with it."""

_MARC_ROLES = {
    # The codes of the book trade's commonest roles, https://id.loc.gov/vocabulary/relators
    "author": "aut",
    "contributor": "ctb",
    "editor": "edt",
    "illustrator": "ill",
    "photographer": "pht",
    "translator": "trl",
    "foreword": "aui",
    "introduction": "aui",
    "afterword": "aft",
    "cover designer": "cov",
    "book designer": "bkd",
    "narrator": "nrt",
}
_SUBJECT_CODES = {
    # https://www.bisg.org/complete-bisac-subject-headings-list: three letters, six digits
    "bisac": r"[A-Z]{3}\d{6}",
    # https://www.editeur.org/151/Thema/: subjects begin with a letter, qualifiers with a digit
    "thema": r"[A-Z][A-Z0-9]{0,7}|[1-6][A-Z0-9-]{1,20}",
}
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_TRIM = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)?\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)")


def text(value: Value) -> str:
    """A string; numbers too, since `edition = 2` is natural."""
    if isinstance(value, str):
        if UNPRINTABLE.search(value):
            raise TomlValueError("a text without control characters is wanted")
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise TomlValueError(f"a text in quotes is wanted, not {_kind(value)}")


def path(value: Value) -> str:
    """A path with forward slashes, without `./`."""
    name = text(value)
    if not name or "\0" in name:
        raise TomlValueError("a file’s path is wanted")
    return name if is_absolute(name) else name.replace("\\", "/").removeprefix("./")


def style_sheet(value: Value) -> str:
    """The path of a style sheet."""
    name = path(value)
    if not name.lower().endswith(".css"):
        raise TomlValueError("a style sheet’s path (.css) is wanted")
    return name


def language(value: Value) -> str:
    """A BCP 47 tag, in its customary case: `en`, `de-CH`, `sr-Latn-RS`."""
    tag = text(value).replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
        raise TomlValueError("a language tag like “en” or “de-CH” is wanted")
    first, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cases.get(len(part), str.lower)(part) for part in rest)])


def date(value: Value) -> str:
    """`2026`, `2026-02` or `2026-02-15` (ISO 8601), in quotes or as a TOML date."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    day = text(value)
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", day):
        raise TomlValueError("a date like “2026-02-15”, “2026-02” or “2026” is wanted")
    try:
        dt.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        raise TomlValueError("there is no such day in the calendar") from None
    return day


def identifier(value: Value) -> str:
    """An URN or address as it stands; an ISBN as `urn:isbn:` without hyphens."""
    name = text(value)
    digits = re.sub(r"[\s\u2010-\u2013-]", "", re.sub(r"(?i)^(urn:isbn:|isbn[-: ]*)", "", name))
    if re.fullmatch(r"\d{13}|\d{9}[\dXx]", digits):
        if not isbn_is_right(digits.upper()):
            raise TomlValueError("the check digit of the ISBN is wrong, so a digit is mistyped")
        return f"urn:isbn:{digits.upper()}"
    if re.match(r"(?i)(urn:)?isbn", name):
        raise TomlValueError("an ISBN has 13 digits (or 10)")
    if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", name):
        return f"urn:uuid:{name.lower()}"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", name):
        raise TomlValueError("an ISBN, “urn:uuid:…” or an address is wanted")
    return name


def isbn(value: Value) -> str:
    """The ISBN of an edition as `urn:isbn:`."""
    urn = identifier(value)
    if not urn.startswith("urn:isbn:"):
        raise TomlValueError("an ISBN is wanted")
    return urn


def target(value: Value) -> str:
    """The name of what a printer makes of the book."""
    from myopress.printers import find_target, target_names  # few books name one

    name = text(value)
    if find_target(name) is None:
        hint = did_you_mean(name, target_names()) or "docs/print.md lists what there is"
        raise TomlValueError(f"no printer makes “{name}”; {hint}")
    return name


def colour(value: Value) -> Literal["", "grey", "cmyk", "rgb"]:
    """The colours of a file for a printer."""
    match text(value):
        case "grey" | "cmyk" | "rgb" as known:
            return known
        case _:
            raise TomlValueError("“grey”, “cmyk” or “rgb” is wanted")


def price_code(value: Value) -> str:
    """The five digits of a price beside an ISBN's barcode."""
    digits = text(value)
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise TomlValueError("five digits are wanted, like “51499” for 14.99 US dollars")
    return digits


def isbn_is_right(digits: str) -> bool:
    """The check digit of an ISBN-13 (ISO 2108: weights 1 and 3) or ISBN-10 (modulo 11)."""
    if len(digits) == 13:
        return sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(digits)) % 10 == 0
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((10 - i) * value for i, value in enumerate(values)) % 11 == 0


def subject(value: Value) -> str | SubjectCode:
    """Plain words, or `{scheme = "thema", code = "PSB", name = "Biochemistry"}`."""
    if not isinstance(value, dict):
        return text(value)
    scheme, code, name = (text(value.get(key, "")) for key in ("scheme", "code", "name"))
    if value.keys() - {"scheme", "code", "name"} or not name:
        raise TomlValueError("a subject with a code has scheme, code and name")
    match scheme.lower():
        case "bisac" | "thema" as known:
            if not re.fullmatch(_SUBJECT_CODES[known], code):
                raise TomlValueError(f"“{code}” is no code of {known}")
            return SubjectCode(known, code, name)
        case _:
            raise TomlValueError(f"“{scheme}” is no known scheme; bisac and thema are")


def yes_or_no(value: Value) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise TomlValueError("true or false is wanted")
    return value


def person(value: Value) -> dict[str, Value]:
    """`"Ann Lee"`, or `{name = "Ann Lee", role = "editor", sort-as = "Lee, Ann"}`."""
    fields = value if isinstance(value, dict) else {"name": value}
    if not text(fields.get("name", "")):
        raise TomlValueError("a name is wanted")
    return fields


def relator(value: Value) -> str:
    """A contributor's role, in words or as a MARC code -> the code."""
    name = text(value)
    code = _MARC_ROLES.get(name.lower(), name)
    if not re.fullmatch(r"[a-z]{3}", code):
        raise TomlValueError(f"“{name}” is no role; try {', '.join(_MARC_ROLES)} or a MARC code")
    return code


def role(value: Value) -> Role:
    """What a chapter is, one of the roles of `docs/manuscript.md`."""
    name = text(value)
    for known in ROLES:
        if known == name:
            return known
    raise TomlValueError(f"“{name}” is no role; the roles are {', '.join(ROLES)}")


def depth(value: Value) -> int:
    """A heading level, 0 to 6."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6:
        return value
    raise TomlValueError("a number from 0 to 6 is wanted")


def trim(value: Value) -> tuple[float, float]:
    """`"6x9in"`, `"148x210mm"` or `[148, 210]` in mm -> width and height in mm."""
    if isinstance(value, list):
        numbers = [x for x in value if isinstance(x, int | float) and not isinstance(x, bool)]
        if len(numbers) != 2 or len(value) != 2:
            raise TomlValueError("two numbers in mm are wanted, [width, height]")
        size = float(numbers[0]), float(numbers[1])
    else:
        match = _TRIM.fullmatch(text(value).lower())
        if match is None:
            raise TomlValueError("a size like “6x9in” or “148x210mm” is wanted")
        width, unit, height, last = match.groups()
        size = float(width) * _MILLIMETRES[unit or last], float(height) * _MILLIMETRES[last]
    if not all(50 <= side <= 600 for side in size):
        raise TomlValueError("a page is 50 to 600 mm wide and high")
    return round(size[0], 3), round(size[1], 3)


def openings(value: Value) -> Literal["", "right", "any"]:
    """The pages on which chapters begin."""
    match text(value):
        case "right" | "any" as pages:
            return pages
        case other:
            raise TomlValueError(f"“{other}” is neither “right” nor “any”")


def paper(value: Value) -> str:
    """The cheat sheet's paper by name."""
    name = text(value).lower()
    if name not in PAPERS:
        raise TomlValueError(f"“{name}” is no known paper; {', '.join(PAPERS)} are")
    return name


def ink(value: Value) -> str:
    """A colour for words on white and on cream, and for white words on it, as "#RRGGBB"."""
    written = text(value)
    if not COLOUR.fullmatch(written):
        raise TomlValueError("a colour like “#A8321E” is wanted")
    found = whole(written).upper()
    least = min(contrast(found), contrast(found, CREAM))
    if least < CONTRAST:
        message = f"a darker colour is wanted: words in it have {least:.1f}:1, {CONTRAST}:1 is due"
        raise TomlValueError(message)
    return found


def dialect(value: Value) -> str:
    """The other tool that the chapters are written for."""
    name = text(value).lower()
    if name not in DIALECTS:
        raise TomlValueError(f"“{name}” is no known dialect; {', '.join(DIALECTS)} are")
    return name


def orientation(value: Value) -> str:
    """The cheat sheet upright or lying."""
    name = text(value).lower()
    if name not in ("portrait", "landscape"):
        raise TomlValueError(f"“{name}” is neither portrait nor landscape")
    return name


def address(value: Value) -> str:
    """The book's address on the web."""
    url = text(value)
    if not re.fullmatch(r"https?://\S+", url):
        raise TomlValueError("an address like “https://example.org/book” is wanted")
    return url


def table(value: Value) -> dict[str, Value]:
    """A TOML table."""
    if not isinstance(value, dict):
        raise TomlValueError("a table is wanted")
    return value


def chapter(value: Value) -> dict[str, Value]:
    """A chapter's path, or the table that holds it."""
    return value if isinstance(value, dict) else {"path": path(value)}


def _kind(value: Value) -> str:
    match value:
        case bool():
            return "true or false"
        case list():
            return "a list"
        case Mapping():
            return "a table"
        case dt.date() | dt.time():
            return "a date"
        case _:
            return "this"
