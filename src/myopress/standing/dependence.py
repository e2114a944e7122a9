"""What the page of a chapter depends on beside its own text: what it asks, and what it is told."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from myopress.backends.epub import Edition, style_paths
from myopress.document import (
    Card,
    Chapter,
    Citation,
    CitationItem,
    Claim,
    CrossReference,
    Figure,
    GlossaryTerm,
    Heading,
    Image,
    IndexTerm,
    Link,
    Listing,
    Node,
)
from myopress.walk import child_fields, nodes

Question: TypeAlias = tuple[str, Any]
"""The name of a table of the index, or of the edition's resources, and a key in it."""
K = TypeVar("K")
V = TypeVar("V")
_TABLES = ("anchors", "note_numbers", "citations", "glossary")
_RESOURCES = "resources"
_SETTLED = frozenset({
    Heading, Figure, Claim, Link, CrossReference, Citation, CitationItem, Image, IndexTerm,
    GlossaryTerm, Chapter,
})  # fmt: skip
"""Nodes of which `normalize` and `resources` settle something by what stands elsewhere."""


@dataclass(frozen=True, slots=True)
class _Noted(Mapping[K, V], Generic[K, V]):
    """A table that writes down what it is asked for. It cannot be read as a whole."""

    table: Mapping[K, V]
    name: str
    asked: dict[Question, None]

    def __getitem__(self, key: K) -> V:
        self.asked[self.name, key] = None
        return self.table[key]

    def __iter__(self) -> Iterator[K]:
        raise TypeError(f"a chapter that lists {self.name} cannot be kept")

    def __len__(self) -> int:
        raise TypeError(f"a chapter that counts {self.name} cannot be kept")


def noting(edition: Edition, asked: dict[Question, None]) -> Edition:
    """The edition, of which every question to its index and its resources is put into `asked`."""
    tables: dict[str, Any] = {
        name: _Noted(getattr(edition.index, name), name, asked) for name in _TABLES
    }
    resources = _Noted(edition.resources, _RESOURCES, asked)
    return replace(edition, index=replace(edition.index, **tables), resources=resources)


def lists(chapter: Chapter) -> bool:
    """Whether the chapter has a list of the whole book, which no questions tell of."""
    return next(nodes(chapter, Listing), None) is not None


class Dependence:
    """What the pages of an edition depend on."""

    def __init__(self, edition: Edition) -> None:
        document = edition.document
        self.edition = edition
        self.sizes = {one.path: (one.width, one.height) for one in document.resources}
        self.of_all = (
            document.metadata.language,
            document.settings.number_depth,
            tuple(style_paths(edition)),
        )

    def digest(self, position: int, questions: Iterable[Question]) -> bytes:
        """A digest of all that the page of a chapter depends on, whose text is known.

        Two pages of one text are the same if the questions that the first has asked have the same
        answers for the second: so far as they agree, the next question is the same as well.
        """
        chapter = self.edition.document.chapters[position]
        told = (
            self.of_all,
            position,
            self.edition.index.chapter_numbers[position],
            _plain((chapter.title, chapter.subtitle)),
            tuple(_settled(chapter)),
            tuple([self._answer(name, key) for name, key in questions]),
        )
        return _digest(told)

    def _answer(self, name: str, key: Any) -> Any:  # noqa: ANN401 -- a key of any table
        if name == _RESOURCES:
            return self.edition.resources.get(key, ""), self.sizes.get(key, ())
        found = getattr(self.edition.index, name).get(key)
        if name == "anchors" and found:
            return _plain(found), self.edition.chapters[found.chapter]
        return _plain(found)


def _settled(chapter: Chapter) -> Iterator[tuple[Any, ...]]:
    """What is settled in a chapter, in order; the same for a chapter that is abridged."""
    for node in nodes(chapter, Node):
        kind: type = node.__class__
        if kind in _SETTLED:
            yield kind.__name__, *_scalars(kind)(node)
        elif kind is Card:
            yield (_plain(node),)
        elif (attributes := getattr(node, "attributes", None)) and attributes.id:
            yield kind.__name__, attributes.id


@cache
def _scalars(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of a node's fields that are no nodes; of its attributes the name."""
    names = [one.name for one in fields(kind) if one.name not in {"span", *child_fields(kind)}]
    names = ["attributes.id" if name == "attributes" else name for name in names]
    if len(names) == 1:
        return lambda node: (attrgetter(names[0])(node),)
    return attrgetter(*names)


def digest_of(value: object) -> bytes:
    """A digest of texts, numbers, nodes (but for their spans) and tuples of these."""
    return _digest(_plain(value))


def _digest(plain: Any) -> bytes:  # noqa: ANN401
    return sha256(marshal.dumps(plain, 2)).digest()  # in this form equal values are equal bytes


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Nodes and other dataclasses as tuples of texts and numbers."""
    kind: type = value.__class__
    if kind is str:
        return value
    if kind is tuple:
        return tuple([_plain(one) for one in value])
    names = _names(kind)
    if names is None:
        return value
    return kind.__name__, *[_plain(getattr(value, name)) for name in names]


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields, but for a node's span; None for other classes."""
    if not is_dataclass(kind):
        return None
    return tuple(one.name for one in fields(kind) if one.name != "span")
