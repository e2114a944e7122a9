"""The JSON Schema (2020-12) of `catalog.toml`, for editors; `catalog.schema.json` is its text."""

from __future__ import annotations

import json

from myopress.catalogue.manifest import OUTPUTS
from myopress.manifest.toml_schema import BOOLEAN, PATH, TEXT, Schema


def schema() -> Schema:
    """What the code reads: each table closed, so that editors mark a key that does nothing."""
    output: Schema = {"enum": list(OUTPUTS)}
    shared: Schema = {
        "outputs": {"anyOf": [output, {"type": "array", "items": output}]},
        "handouts": {"type": "string"},
        "strict": BOOLEAN,
        "draft": BOOLEAN,
        "archive": BOOLEAN,
        "target": {"type": "string"},
        "colour": {"enum": ["grey", "cmyk", "rgb"]},
    }
    own = {"path": PATH, "folder": PATH, **shared}
    book = {
        "anyOf": [
            PATH,
            {
                "type": "object",
                "properties": own,
                "additionalProperties": False,
                "required": ["path"],
            },
        ]
    }
    books = {"anyOf": [book, {"type": "array", "items": book}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "catalog.toml of myopress",
        "type": "object",
        "properties": {"title": TEXT, "sender": TEXT, "books": books, **shared},
        "additionalProperties": False,
        "required": ["books"],
    }


def encode() -> str:
    """The schema as the text of `catalog.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
