"""What the book says about itself, as pandoc's metadata."""

from __future__ import annotations

import json
from typing import Any

from myopress import document_json
from myopress.document import Document
from myopress.pandoc.write.elements import Element, element, text


def metadata(document: Document) -> dict[str, Element]:
    """Pandoc's keys for what has one; `myopress` has all, for the way back."""
    own = document.metadata
    words = {
        "title": own.title, "subtitle": own.subtitle, "lang": own.language, "date": own.date,
        "description": own.description, "publisher": own.publisher, "rights": own.rights,
        "identifier": own.identifier, "cover-image": own.cover,
    }  # fmt: skip
    lists = {
        "author": [one.name for one in own.contributors if one.role == "aut"],
        "keywords": list(own.subjects),
    }
    made = {key: _inlines(value) for key, value in words.items() if value}
    for key, values in lists.items():
        if values:
            made[key] = element("MetaList", [_inlines(value) for value in values])
    if document.references:
        sources = [_csl(json.loads(one.csl)) for one in document.references]
        made["references"] = element("MetaList", sources)
    carried = document_json.encode(Document(own, ())).decode().strip()
    made["myopress"] = element("MetaString", carried)
    return made


def _inlines(words: str) -> Element:
    return element("MetaInlines", text(words))


def _csl(value: Any) -> Element:  # noqa: ANN401 -- a value of JSON
    match value:
        case dict():
            return element("MetaMap", {key: _csl(inner) for key, inner in value.items()})
        case list():
            return element("MetaList", [_csl(inner) for inner in value])
        case bool():
            return element("MetaBool", value)
        case _:
            return element("MetaString", "" if value is None else str(value))
