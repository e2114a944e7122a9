"""Nodes and what is made of them as bytes: only for entries that bear the user's own signature."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from myopress.document import Node
from myopress.source import Span


def pack(value: object) -> bytes:
    """Tuples, texts, numbers and dataclasses as bytes."""
    packed = io.BytesIO()
    _Packer(packed, protocol=5).dump(value)
    return packed.getvalue()


def unpack(data: bytes) -> Any:  # noqa: ANN401 -- whatever was packed
    """What was packed."""
    return pickle.loads(data)  # noqa: S301 -- signed by who reads it


class _Packer(pickle.Pickler):
    """Takes dataclasses apart by their fields, which is quicker than what they do themselves."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 -- as pickle has it
        kind: type = value.__class__
        if isinstance(value, Node):
            return _node, (kind, value.span, *_values(kind)(value))
        if is_dataclass(value) and kind is not type:
            return kind, _values(kind)(value)
        return NotImplemented


def _node(cls: type[Node], span: Span, *values: object) -> Node:
    return cls(*values, span=span)


@cache
def _values(cls: type) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of a class's fields, but for the span of a node."""
    names = [one.name for one in fields(cls) if not one.kw_only]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
