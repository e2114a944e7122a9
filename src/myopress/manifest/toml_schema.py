"""The JSON Schema (2020-12) of `book.toml`, for editors; `book.schema.json` is its text."""

from __future__ import annotations

import json
from typing import Any, TypeAlias, get_args

from myopress.document import FontRole
from myopress.manifest import toml_values as values
from myopress.manifest.toml_said import SAID, SAME

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": ["string", "number"]}
PATH: Schema = {"type": "string", "minLength": 1}
BOOLEAN: Schema = {"type": "boolean"}
LANGUAGE: Schema = {"type": "string", "pattern": r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$"}
ROLE: Schema = {"enum": list(values.ROLES)}
SIDE: Schema = {"type": "number", "minimum": 50, "maximum": 600}


def schema() -> Schema:
    """What the code reads: each table closed, so that editors mark a key that does nothing."""
    styles = _some(PATH)
    chapters = _some({"anyOf": [PATH, _table({"path": PATH, "title": TEXT, "role": ROLE}, "path")]})
    people = _some({"anyOf": [TEXT, _table({"name": TEXT, "role": TEXT, "sort-as": TEXT}, "name")]})
    book = {
        "title": TEXT, "subtitle": TEXT, "authors": people, "contributors": people,
        "language": LANGUAGE, "identifier": _some(TEXT), "publisher": TEXT,
        "date": {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
        "description": TEXT, "rights": TEXT, "subjects": _some({"anyOf": [TEXT, _subject()]}),
        "series": TEXT, "series-position": TEXT, "edition": TEXT,
        "url": {"type": "string", "pattern": r"^https?://\S+$"}, "cover": _some(PATH),
        "source": TEXT, "bibliography": _some(PATH), "citation-style": TEXT,
        "number-depth": {"type": "integer", "minimum": 0, "maximum": 6},
        "dialect": {"enum": list(values.DIALECTS)},
        "front": chapters, "chapters": chapters, "back": chapters,
        "parts": _some(_table({"title": TEXT, "path": PATH, "chapters": chapters})),
        "epub": _table({"styles": styles, "isbn": TEXT, "fonts": BOOLEAN, "certified-by": TEXT}),
        "pdf": _pdf(styles), "cheatsheet": _sheet(styles),
        "fonts": _table(dict.fromkeys(get_args(FontRole), _some(PATH))),
    }  # fmt: skip
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "book.toml of myopress",
    }
    return head | _said(_table(book), "")


def _said(given: Schema, name: str) -> Schema:
    """The schema of the key `name` with what is said of it and of all keys within it."""
    name = SAME.get(name, name)
    made = dict(given)
    if "properties" in given:
        inner = given["properties"].items()
        made["properties"] = {
            key: {"description": SAID[full]} | _said(one, full)
            for key, one in inner
            if (full := f"{name}.{key}".lstrip("."))
        }
    if "anyOf" in given:
        made["anyOf"] = [_said(one, name) for one in given["anyOf"]]
    if "items" in given:
        made["items"] = _said(given["items"], name)
    return made


def encode() -> str:
    """The schema as the text of `book.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _table(properties: Schema, *required: str) -> Schema:
    table = {"type": "object", "properties": properties, "additionalProperties": False}
    return table | ({"required": list(required)} if required else {})


def _some(item: Schema) -> Schema:
    """One or a list of them."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _subject() -> Schema:
    fields = {"scheme": {"enum": ["bisac", "thema"]}, "code": TEXT, "name": TEXT}
    return _table(fields, "scheme", "code", "name")


def _pdf(styles: Schema) -> Schema:
    trim = {
        "anyOf": [
            {
                "type": "string",
                "pattern": r"^[\d.]+\s*(mm|cm|in|pt)?\s*[x×]\s*[\d.]+\s*(mm|cm|in|pt)$",
            },
            {"type": "array", "items": SIDE, "minItems": 2, "maxItems": 2},
        ]
    }
    return _table({
        "styles": styles, "trim": trim, "isbn": TEXT, "target": {"type": "string"},
        "colour": {"enum": ["grey", "cmyk", "rgb"]}, "cover": _some(PATH),
        "price-code": {"type": ["string", "integer"], "pattern": "^[0-9]{5}$"},
        "openings": {"enum": ["right", "any"]},
    })  # fmt: skip


def _sheet(styles: Schema) -> Schema:
    names = _some(TEXT)
    return _table({
        "title": TEXT, "strapline": TEXT, "paper": {"enum": list(values.PAPERS)},
        "orientation": {"enum": ["portrait", "landscape"]}, "ink-saver": BOOLEAN, "grey": BOOLEAN,
        "cards": names, "groups": _some(_table({"title": TEXT, "cards": names})), "panel": names,
        "panel-title": TEXT, "drop": names,
        "colour": {"type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"},
        "styles": styles,
    })  # fmt: skip
