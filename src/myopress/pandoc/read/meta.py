"""pandoc's metadata: what the book says about itself, and the sources that it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from myopress import document_json
from myopress.diagnostics import Code, InputError, note
from myopress.document import Contributor, Inlines, Metadata, Reference
from myopress.pandoc.read.blocks import read_blocks
from myopress.pandoc.read.inlines import read_inlines
from myopress.pandoc.read.shape import Foreign, misshapen, words
from myopress.resources.references import sound_references
from myopress.source import Source
from myopress.walk import plain_text

_KEYS = {
    "lang": "language", "date": "date", "abstract": "description", "description": "description",
    "publisher": "publisher", "rights": "rights", "identifier": "identifier",
    "cover-image": "cover", "subtitle": "subtitle",
}  # fmt: skip
"""Keys of pandoc's, and what they are called in our metadata; of two the later counts."""
_HANDLED = frozenset(
    {*_KEYS, "title", "author", "keywords", "bibliography", "references", "myopress"}
)
_DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DATES = ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")
_WHOLE = re.compile(r"-?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Described:
    """What the metadata tells: title and subtitle also with their markup."""

    metadata: Metadata
    title: Inlines = ()
    subtitle: Inlines = ()
    bibliography: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def described(meta: Mapping[str, Any], reading: Foreign) -> Described:
    """What `meta` tells; keys that mean nothing here are told of."""
    title, subtitle = (_inlines(meta.get(key), reading) for key in ("title", "subtitle"))
    metadata = replace(_carried(meta, reading), title=plain_text(title).strip())
    for key, name in _KEYS.items():
        if text := _text(meta.get(key), reading):
            metadata = replace(metadata, **{name: text})  # type: ignore[arg-type]
    if authors := _authors(meta.get("author"), reading):
        own = [person.name for person in metadata.contributors if person.role == "aut"]
        if [person.name for person in authors] != own:
            metadata = replace(metadata, contributors=authors)
    if subjects := _texts(meta.get("keywords"), reading):
        metadata = replace(metadata, subjects=subjects)
    for key in sorted(set(meta) - _HANDLED):
        message = f"“{reading.clean(key)}” of the metadata means nothing here"
        reading.report(note(Code.FRONT_MATTER_KEY, message, reading.place))
    bibliography = _texts(meta.get("bibliography"), reading)
    return Described(metadata, title, subtitle, bibliography, _references(meta, reading))


def _carried(meta: Mapping[str, Any], reading: Foreign) -> Metadata:
    """What our own writer put in, of which pandoc knows nothing: a document with metadata alone."""
    form = _text(meta.get("myopress"), reading)
    if not form:
        return Metadata("")
    try:
        return document_json.decode(form.encode(), "myopress").metadata
    except InputError as fault:
        reading.unknown(f"the metadata’s key “myopress” is not ours: {fault}", "it is passed over")
        return Metadata("")


def _inlines(value: object, reading: Foreign) -> Inlines:
    match value:
        case {"t": "MetaInlines", "c": list(inner)}:
            return read_inlines(inner, reading)
        case {"t": "MetaBlocks", "c": [{"t": "Para" | "Plain", "c": list(inner)}]}:
            return read_inlines(inner, reading)
        case None:
            return ()
        case _:
            text = _text(value, reading)
            return read_inlines([{"t": "Str", "c": text}], reading) if text else ()


def _text(value: object, reading: Foreign) -> str:
    """A value as plain words; a list's are parted by commas."""
    match value:
        case None:
            return ""
        case {"t": "MetaString", "c": str(text)}:
            return reading.clean(text).strip()
        case {"t": "MetaBool", "c": bool(truth)}:
            return str(truth).lower()
        case {"t": "MetaInlines", "c": list(inner)}:
            return plain_text(read_inlines(inner, reading)).strip()
        case {"t": "MetaBlocks", "c": list(inner)}:
            return plain_text(read_blocks(inner, reading)).strip()
        case {"t": "MetaList", "c": list(inner)}:
            return ", ".join(filter(None, (_text(one, reading) for one in inner[:1000])))
        case {"t": "MetaMap", "c": dict()}:
            return reading.clean(words(value))
        case _:
            raise misshapen(value, "a value of pandoc’s metadata")


def _texts(value: object, reading: Foreign) -> tuple[str, ...]:
    match value:
        case {"t": "MetaList", "c": list(inner)}:
            return tuple(filter(None, (_text(one, reading) for one in inner)))
        case _:
            text = _text(value, reading)
            return (text,) if text else ()


def _authors(value: object, reading: Foreign) -> tuple[Contributor, ...]:
    """Authors: names, or mappings with a `name`."""
    match value:
        case {"t": "MetaList", "c": list(people)}:
            pass
        case None:
            return ()
        case _:
            people = [value]
    found = []
    for person in people:
        match person:
            case {"t": "MetaMap", "c": {"name": name}}:
                found.append(_text(name, reading))
            case _:
                found.append(_text(person, reading))
    return tuple(Contributor(" ".join(name.split())) for name in found if name)


# --- Sources ---------------------------------------------------------------------------------


def _references(meta: Mapping[str, Any], reading: Foreign) -> tuple[Reference, ...]:
    """The sources in the key `references`, which are CSL's items as metadata."""
    value = meta.get("references")
    if value is None:
        return ()
    match value:
        case {"t": "MetaList", "c": list(found)}:
            made = [_csl(one, reading) for one in found]
        case _:
            raise misshapen(value, "a list of sources")
    for item in made:
        if isinstance(item, dict):
            item.update({key: _date(item[key]) for key in _DATES if key in item})
    return sound_references(Source(reading.path, ""), made, reading.report)


def _csl(value: object, reading: Foreign) -> Any:  # noqa: ANN401 -- a value of JSON
    """A value of an item; words keep none of their markup."""
    if not reading.deeper():
        return ""
    match value:
        case {"t": "MetaMap", "c": dict(inner)}:
            made: Any = {reading.clean(key): _csl(one, reading) for key, one in inner.items()}
        case {"t": "MetaList", "c": list(inner)}:
            made = [_csl(one, reading) for one in inner]
        case {"t": "MetaBool", "c": bool(truth)}:
            made = truth
        case _:
            made = _text(value, reading)
    reading.depth -= 1
    return made


def _date(value: object) -> object:
    """A date as CSL-JSON has it: from `2007-03-05`, a range of two, `{year: 2007}`, or parts."""
    match value:
        case str(text):
            found = [_DATE.fullmatch(part) for part in text.split("/")]
            parts = [[int(number) for number in one.groups() if number] for one in found if one]
            return {"date-parts": parts} if parts and all(found) else {"literal": text}
        case [{"year": _}, *_] as several:
            return {"date-parts": [_parts(one) for one in several]}
        case {"year": _}:
            return {"date-parts": [_parts(value)]}
        case {"date-parts": list(parts), **others}:
            return {**others, "date-parts": [_numbers(part) for part in parts]}
        case _:
            return value


def _parts(value: object) -> object:
    found = value if isinstance(value, dict) else {}
    return _numbers([found[key] for key in ("year", "month", "day") if key in found])


def _numbers(part: object) -> object:
    if not isinstance(part, list):
        return part
    return [int(one) if isinstance(one, str) and _WHOLE.fullmatch(one) else one for one in part]
