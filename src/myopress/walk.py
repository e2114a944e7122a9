"""Walking the document: children, queries, rewriting, plain text and a readable dump.

All of it goes by the types of the dataclass fields, so a new node type needs no edit here
(but for `plain_text`, where words that stand in no `Text` node are named).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, TypeVar, cast, get_args, get_type_hints

from myopress.document import (
    Attributes,
    Citation,
    CodeBlock,
    CodeSpan,
    Document,
    HardBreak,
    Image,
    Inline,
    Math,
    MathBlock,
    Node,
    NoteReference,
    Resource,
    SoftBreak,
    Text,
)

Root: TypeAlias = Node | Document | Iterable[Node]
NodeT = TypeVar("NodeT", bound=Node)
RootT = TypeVar("RootT", bound=Node | Document)
_INLINE = frozenset(get_args(Inline))


def children(node: Node | Document) -> Iterator[Node]:
    """The nodes directly below `node`, in reading order."""
    for name in _CHILD_FIELDS[type(node)]:
        yield from _flat(getattr(node, name))


def child_fields(cls: type) -> tuple[str, ...]:
    """The names of the fields of a class that hold nodes."""
    return _CHILD_FIELDS[cls]


def nodes(root: Root, kind: type[NodeT] | tuple[type[NodeT], ...]) -> Iterator[NodeT]:
    """Every node of `kind` at or below `root`, in reading order, parents first."""
    stack: list[Any] = [root] if isinstance(root, Node | Document) else list(root)[::-1]
    below = _CHILD_FIELDS
    while stack:
        node = stack.pop()
        if node.__class__ is tuple:
            stack += node[::-1]
            continue
        if isinstance(node, kind):
            yield node
        for name in below[node.__class__][::-1]:
            stack += getattr(node, name)[::-1]


def rewrite(
    root: RootT, change: Callable[[Node], Node | tuple[Node, ...]], kind: type[Node] = Node
) -> RootT:
    """`root` with every node of `kind` below it replaced by what `change` makes of it.

    The deepest come first: `change` gets a node whose children are done. It gives the node
    itself to leave it, another to put in its place, or a tuple: several nodes, or none. Unchanged
    subtrees are shared, so rewriting by identity returns `root` itself. `root` is not given to
    `change`.
    """
    altered = {}
    for name in _CHILD_FIELDS[root.__class__]:
        old = getattr(root, name)
        if old and (new := _rewrite_tuple(old, change, kind)) is not old:
            altered[name] = new
    return changed(cast("Any", root), **altered) if altered else root


def changed(node: NodeT, **values: Any) -> NodeT:  # noqa: ANN401 -- fields of any node
    """`node` with other values in some of its fields: `dataclasses.replace`, in half its time."""
    made = object.__new__(node.__class__)
    for name in _FIELDS[node.__class__]:
        value = values[name] if name in values else getattr(node, name)
        object.__setattr__(made, name, value)
    return made


def plain_text(root: Node | Iterable[Node]) -> str:
    """The words of `root` as a reader would say them, breaks as spaces, without note calls.

    Each block begins on a new line.
    """
    pieces: list[str] = []
    stack: list[Node] = [root] if isinstance(root, Node) else list(root)[::-1]
    while stack:
        node = stack.pop()
        match node:
            case Text(text) | CodeSpan(text):
                pieces.append(text)
            case SoftBreak() | HardBreak():
                pieces.append(" ")
            case Image(alt):
                pieces.append(alt)
            case Math(tex):
                pieces.append(tex)
            case NoteReference():
                pass
            case Citation(items):
                pieces.append("; ".join(f"@{item.key}" for item in items))
            case CodeBlock(text) | MathBlock(text):
                pieces.append(f"\n{text}")
            case _:
                if node.__class__ not in _INLINE:
                    pieces.append("\n")
                stack.extend(reversed(tuple(children(node))))
    return "".join(pieces)


def dump(root: Node | Document) -> str:
    """A tree of `root` for reading and comparing: one node a line, with its lines in the source."""
    return "\n".join(_dump_lines(root, 0)) + "\n"


def _dump_lines(node: Node | Document, depth: int) -> Iterator[str]:
    own = _CHILD_FIELDS[type(node)]
    parts = [type(node).__name__]
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name == "span":
            parts += [f"@{value.line}-{value.end_line}"] if value.line else []
        elif field.name not in own and value != field.default:
            parts.append(f"{field.name}={_dump_value(value)}")
    yield "  " * depth + " ".join(parts)
    for name in own:
        value = getattr(node, name)
        if value and len(own) > 1:
            yield "  " * depth + f" .{name}"
        for child in _flat(value):
            yield from _dump_lines(child, depth + 1)


def _dump_value(value: object) -> str:
    match value:
        case Attributes(id=name, classes=classes, language=language):
            words = [f"#{name}"] if name else []
            words += [f".{word}" for word in classes] + ([f"lang={language}"] if language else [])
            return "{" + " ".join(words) + "}"
        case bytes():
            return f"<{len(value)} bytes>"
        case Resource(path=path, data=data):
            return f"{path} {_dump_value(data)}"
        case (Resource(), *_) as resources:
            return f"({', '.join(map(_dump_value, resources))})"
        case _:
            return repr(value)


def _rewrite_tuple(
    old: Any,  # noqa: ANN401 -- tuples nest to any depth
    change: Callable[[Node], Node | tuple[Node, ...]],
    kind: type[Node],
) -> Any:  # noqa: ANN401
    new: list[Any] = []
    same = True
    for item in old:
        if item.__class__ is tuple:
            new.append(_rewrite_tuple(item, change, kind))
            same = same and new[-1] is item
            continue
        made: Any = rewrite(item, change, kind) if _CHILD_FIELDS[item.__class__] else item
        if isinstance(made, kind):
            made = change(made)
        if made.__class__ is tuple:
            new += made
        else:
            new.append(made)
        same = same and made is item
    return old if same else tuple(new)


def _flat(value: Any) -> list[Node]:  # noqa: ANN401 -- tuples nest to any depth
    found: list[Node] = []
    for item in value:
        if isinstance(item, tuple):
            found += _flat(item)
        else:
            found.append(item)
    return found


class _ChildFields(dict[type, tuple[str, ...]]):
    """For each class the names of its fields that hold nodes."""

    def __missing__(self, cls: type) -> tuple[str, ...]:
        hints = get_type_hints(cls)
        names = tuple(field.name for field in fields(cls) if _holds_nodes(hints[field.name]))
        self[cls] = names
        return names


class _Fields(dict[type, tuple[str, ...]]):
    """For each class the names of its fields."""

    def __missing__(self, cls: type) -> tuple[str, ...]:
        names = self[cls] = tuple(field.name for field in fields(cls))
        return names


_CHILD_FIELDS = _ChildFields()
_FIELDS = _Fields()


def _holds_nodes(hint: Any) -> bool:  # noqa: ANN401 -- a type hint can be any object
    if isinstance(hint, type) and is_dataclass(hint):
        return issubclass(hint, Node)
    return any(_holds_nodes(argument) for argument in get_args(hint))
