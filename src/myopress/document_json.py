"""The document as JSON and back, equal after the round trip, and the JSON Schema of that form.

Every node is an object whose `type` is its class; fields at their default are left out; a span
is `[path, line, end_line]`; bytes are base64. The form follows from the types in `document.py`.
"""

from __future__ import annotations

import base64
import binascii
import json
import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from myopress import document as nodes
from myopress.diagnostics import InputError
from myopress.document import VERSION, Document
from myopress.source import UNPRINTABLE, Span

SCHEMA_ID = "urn:myopress:document:1"


def encode(document: Document) -> bytes:
    """`document` as UTF-8 JSON, the same bytes for equal documents with equal spans."""
    tree = {"myopress": VERSION, **_encode(document)}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def decode(data: bytes, name: str) -> Document:
    """The document that `encode` wrote.

    Raises `InputError`, naming the file `name` and the place within it, if `data` is not JSON,
    has another version, or is not a document.
    """
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as cause:
        raise InputError(f"{name}: not a document in JSON: {cause}") from cause
    if not isinstance(tree, dict) or tree.pop("myopress", None) != VERSION:
        raise InputError(f"{name}: not a myopress document of version {VERSION}")
    try:
        decoded = _decode(tree, Document, "$")
    except _MismatchError as cause:
        raise InputError(f"{name}: {cause}") from cause
    except RecursionError as cause:
        raise InputError(f"{name}: nested too deeply") from cause
    assert isinstance(decoded, Document)
    return decoded


class _MismatchError(Exception):
    """A value that its place in the document cannot take; the message begins with its path."""


def _encode(value: Any) -> Any:  # noqa: ANN401 -- JSON values have no common type
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Span):
        return [value.path, value.line, value.end_line]
    if not is_dataclass(value):
        return value
    tree: dict[str, Any] = {"type": type(value).__name__}
    for field in fields(value):
        item = getattr(value, field.name)
        if item != field.default:
            tree[field.name] = _encode(item)
    return tree


def _decode(value: Any, hint: Any, path: str) -> Any:  # noqa: ANN401 -- type hints are any objects
    origin = get_origin(hint)
    if origin is tuple:
        _expect(isinstance(value, list), path, "a list")
        item = get_args(hint)[0]
        return tuple(_decode(each, item, f"{path}[{number}]") for number, each in enumerate(value))
    if origin in (Union, types.UnionType):
        return _decode_union(value, get_args(hint), path)
    if origin is Literal:
        _expect(value in get_args(hint), path, f"one of {', '.join(map(repr, get_args(hint)))}")
        return value
    if hint is Span:
        return _decode_span(value, path)
    if hint is bytes:
        return _decode_bytes(value, path)
    if is_dataclass(hint):
        return _decode_object(value, hint, path)
    _expect(_is_plain(value, hint), path, f"of type {hint.__name__}")
    if hint is str:
        _expect(not UNPRINTABLE.search(value), path, "text without control characters")
    return value


def _decode_union(value: Any, members: tuple[Any, ...], path: str) -> Any:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        _expect(type(value) in members, path, "an object")
        return value
    names = {member.__name__: member for member in members}
    _expect(isinstance(value, dict), path, "an object")
    kind = value.get("type")
    _expect(kind in names, path, f"one of the nodes {', '.join(sorted(names))}, not {kind!r}")
    return _decode_object(value, names[kind], path)


def _decode_object(value: Any, cls: Any, path: str) -> Any:  # noqa: ANN401
    _expect(isinstance(value, dict), path, f"a {cls.__name__} object")
    _expect(value.get("type") == cls.__name__, path, f"of type {cls.__name__}")
    hints = _hints(cls)
    unknown = sorted(set(value) - set(hints) - {"type"})
    _expect(not unknown, path, f"without the unknown key {unknown[:1]}")
    absent = [f.name for f in fields(cls) if f.default is MISSING and f.name not in value]
    _expect(not absent, path, f"complete; {absent[:1]} is missing")
    return cls(
        **{
            name: _decode(item, hints[name], f"{path}.{name}")
            for name, item in value.items()
            if name != "type"
        }
    )


def _decode_span(value: Any, path: str) -> Span:  # noqa: ANN401
    match value:
        case [str(file), int(line), int(end_line)]:
            return Span(file, line, end_line)
    raise _MismatchError(f"{path}: has to be [path, line, end line]")


def _decode_bytes(value: Any, path: str) -> bytes:  # noqa: ANN401
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as cause:
        raise _MismatchError(f"{path}: has to be base64") from cause


def _is_plain(value: Any, hint: Any) -> bool:  # noqa: ANN401
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is hint


def _expect(condition: bool, path: str, what: str) -> None:  # noqa: FBT001 -- reads as `assert`
    if not condition:
        raise _MismatchError(f"{path}: has to be {what}")


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `encode` writes; `document.schema.json` holds it."""
    classes = [value for value in vars(nodes).values() if isinstance(value, type)]
    classes = [
        value
        for value in classes
        if is_dataclass(value) and value not in (Span, nodes.Node, Document)
    ]
    definitions = {cls.__name__: _object_schema(cls) for cls in classes}
    definitions["Span"] = {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer"}, {"type": "integer"}],
        "minItems": 3,
        "maxItems": 3,
    }
    for name in ("Inline", "Block"):
        members = get_args(getattr(nodes, name))
        definitions[name] = {"anyOf": [_reference(member.__name__) for member in members]}
    root = _object_schema(Document)
    root["properties"] = {"myopress": {"const": VERSION}, **root["properties"]}
    root["required"] = ["myopress", *root["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A myopress document",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _object_schema(cls: Any) -> dict[str, Any]:  # noqa: ANN401
    hints = _hints(cls)
    required = [field.name for field in fields(cls) if field.default is MISSING]
    return {
        "description": (cls.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {
            "type": {"const": cls.__name__},
            **{field.name: _value_schema(hints[field.name]) for field in fields(cls)},
        },
        "required": ["type", *required],
        "additionalProperties": False,
    }


def _value_schema(hint: Any) -> dict[str, Any]:  # noqa: ANN401
    origin = get_origin(hint)
    if origin is tuple:
        return {"type": "array", "items": _value_schema(get_args(hint)[0])}
    if hint == nodes.Inline:
        return _reference("Inline")
    if hint == nodes.Block:
        return _reference("Block")
    if origin in (Union, types.UnionType):
        return {"anyOf": [_value_schema(member) for member in get_args(hint)]}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if hint is bytes:
        return {"type": "string", "contentEncoding": "base64"}
    if is_dataclass(hint):
        return _reference(hint.__name__)  # type: ignore[union-attr]
    return {"type": _JSON_TYPES[hint]}


_JSON_TYPES = {
    str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null",
}  # fmt: skip


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
