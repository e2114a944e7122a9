"""The YAML at a chapter's top: split off and read into typed values.

The only file that knows PyYAML. The lines of the front matter become empty lines of the text, so
that line numbers stay those of the file. Values are taken as they are written: `lang: no` is
Norwegian and not a truth value, `date: 2024-05-01` stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, get_args

from myopress.diagnostics import Code, Report, did_you_mean, error, warning
from myopress.document import Contributor, Role
from myopress.source import UNPRINTABLE, Source, Span

if TYPE_CHECKING:
    import yaml


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known keys of a chapter's front matter; text is as written, absent keys are empty.

    The keys in YAML have pandoc's names: `cover-image` is `cover_image` here, `author` (one
    name, a list of names, or of mappings with `name`, `role`, `sort-as`) is `author`,
    `abstract` and `excerpt` are read as `description`. `title`, `subtitle` and `description`
    may hold inline Markdown; the reader has already put the first two into the chapter.
    `role` is a role of the document or empty. `unnumbered` is a truth value. Paths
    (`cover_image`, `bibliography`, `csl`) are as the author wrote them, relative to the file.
    `spans` has the place of each key that was given, under its name in YAML.
    """

    title: str = ""
    subtitle: str = ""
    lang: str = ""
    role: Role | None = None
    id: str = ""
    unnumbered: bool = False
    author: tuple[Contributor, ...] = ()
    date: str = ""
    description: str = ""
    publisher: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    identifier: str = ""
    cover_image: str = ""
    bibliography: tuple[str, ...] = ()
    csl: str = ""
    spans: tuple[tuple[str, Span], ...] = ()

    def span(self, key: str, otherwise: Span) -> Span:
        """Where `key` stands, or `otherwise` if it was not given."""
        return dict(self.spans).get(key, otherwise)


_FENCED = re.compile(
    r"---[ \t]*\n(?P<yaml>(?:[ \t]*(?:#.*)?\n)*[\w\"'][^\n]*:(?:[ \t\n].*?)?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)",
    re.DOTALL,
)
_KEYS = tuple(one.name.replace("_", "-") for one in fields(FrontMatter) if one.name != "spans")
_ALIASES = {"abstract": "description", "excerpt": "description", "language": "lang"}
_LISTS = frozenset(["keywords", "bibliography"])
_ROLES: tuple[str, ...] = get_args(Role)


def split(source: Source, report: Report) -> tuple[FrontMatter, str]:
    """The front matter of `source`, and its text with as many empty lines in that place.

    Front matter begins in line 1 with `---`, has a key in its first line of text, and ends with
    `---` or `...`. Reports unknown keys, wrong values and faulty YAML; never raises.
    """
    found = _FENCED.match(source.text) if source.text.startswith("---") else None
    if not found:
        return FrontMatter(), source.text
    rest = "\n" * found[0].count("\n") + source.text[found.end() :]
    return _Reader(source.path, report).read(found["yaml"]), rest


def read_yaml(source: Source, report: Report) -> tuple[dict[str, Any], dict[str, int]]:
    """A file of YAML with keys: its values as texts, lists and mappings, and the line of each key.

    The lines are by dotted names, "book.chapters". Reports FRONT_MATTER_SYNTAX; both are empty then.
    """
    import yaml

    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        message = f"this is not YAML: {getattr(fault, 'problem', None) or 'it cannot be read'}"
        report(error(Code.FRONT_MATTER_SYNTAX, message, Span(source.path, line, line)))
        return {}, {}
    lines: dict[str, int] = {}
    tree = _plain(root, "", lines, 0) if root else {}
    return (tree if isinstance(tree, dict) else {}), lines


def _plain(node: yaml.Node, name: str, lines: dict[str, int], depth: int) -> Any:  # noqa: ANN401
    """The texts, lists and mappings of a node; what nests deeper than any settings do is empty."""
    if isinstance(node.value, str) or depth > 20:
        return node.value if isinstance(node.value, str) else ""
    if not _is_mapping(node):
        return [_plain(item, name, lines, depth + 1) for item in node.value]
    found = {}
    for key, value in node.value:
        inner = f"{name}.{key.value}" if name else str(key.value)
        lines.setdefault(inner, key.start_mark.line + 1)
        found[str(key.value)] = _plain(value, inner, lines, depth + 1)
    return found


def _is_mapping(node: yaml.Node) -> bool:
    """Whether `node` has keys; PyYAML gives these and their values as pairs."""
    return isinstance(node.value, list) and any(isinstance(one, tuple) for one in node.value)


class _Reader:
    """One front matter being read."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.report = report
        self.values: dict[str, Any] = {}
        self.spans: dict[str, Span] = {}

    def read(self, text: str) -> FrontMatter:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            self.syntax(str(fault.problem or "not YAML"), mark.line + 2 if mark else 1)
            return FrontMatter()
        except (yaml.YAMLError, RecursionError, ValueError) as fault:
            self.syntax(str(fault).split("\n", maxsplit=1)[0], 1)
            return FrontMatter()
        if root is None or not _is_mapping(root):
            self.syntax("front matter is keys and values, “title: ...”", 2)
            return FrontMatter()
        for key, value in root.value:
            self.entry(key, value)
        return FrontMatter(**self.values, spans=tuple(self.spans.items()))

    def syntax(self, problem: str, line: int) -> None:
        where = Span(self.path, line, line)
        hint = "quote a value that has a colon or begins with a special sign"
        self.report(error(Code.FRONT_MATTER_SYNTAX, f"front matter: {problem}", where, hint))

    def fault(self, text: str, span: Span, hint: str = "") -> None:
        self.report(warning(Code.FRONT_MATTER_KEY, text, span, hint))

    def entry(self, key: yaml.Node, value: yaml.Node) -> None:
        span = Span(self.path, key.start_mark.line + 2, key.start_mark.line + 2)
        written = key.value if isinstance(key.value, str) else ""
        name = _ALIASES.get(written, written)
        if name not in _KEYS:
            self.fault(
                f"“{written}” is not a key of the front matter", span, did_you_mean(name, _KEYS)
            )
            return
        if name in self.spans:
            self.fault(f"“{written}” stands twice in the front matter", span, "the first counts")
            return
        self.spans[name] = span
        made = self.value(name, value, span)
        if made is not None:
            self.values[name.replace("-", "_")] = made

    def value(self, name: str, node: yaml.Node, span: Span) -> Any:  # noqa: ANN401 -- a field's
        if name == "author":
            return self.authors(node, span)
        if name in _LISTS:
            return self.texts(name, node, span)
        text = self.text(name, node, span)
        if text is None:
            return None
        if name == "role" and text not in _ROLES:
            self.fault(f"there is no role “{text}”", span, did_you_mean(text, _ROLES))
            return None
        if name == "unnumbered":
            if text.lower() not in {"true", "yes", "on", "false", "no", "off"}:
                self.fault(f"“{name}” is true or false", span)
            return text.lower() in {"true", "yes", "on"}
        return text

    def text(self, name: str, node: yaml.Node, span: Span) -> str | None:
        if isinstance(node.value, str):
            if UNPRINTABLE.search(node.value):
                message = f"“{name}” has a control character"
                hint = "replaced by “\ufffd”"
                self.report(warning(Code.CONTROL_CHARACTER, message, span, hint))
            text = UNPRINTABLE.sub("\ufffd", node.value)
            return "" if node.tag.endswith(":null") else text.strip()
        self.fault(f"“{name}” is one value, not several", span)
        return None

    def texts(self, name: str, node: yaml.Node, span: Span) -> tuple[str, ...]:
        if isinstance(node.value, list) and not _is_mapping(node):
            found = [self.text(name, item, span) for item in node.value]
            return tuple(text for text in found if text)
        text = self.text(name, node, span)
        if name == "keywords" and text:
            return tuple(word.strip() for word in text.split(",") if word.strip())
        return (text,) if text else ()

    def authors(self, node: yaml.Node, span: Span) -> tuple[Contributor, ...]:
        several = isinstance(node.value, list) and not _is_mapping(node)
        people = node.value if several else [node]
        made = [self.author(person, span) for person in people]
        return tuple(person for person in made if person.name)

    def author(self, node: yaml.Node, span: Span) -> Contributor:
        if not _is_mapping(node):
            return Contributor(self.text("author", node, span) or "")
        known = {"name": "", "role": "aut", "sort-as": ""}
        for key, value in node.value:
            line = key.start_mark.line + 2
            where = Span(self.path, line, line)
            if key.value in known:
                known[key.value] = self.text(key.value, value, where) or ""
            else:
                hint = did_you_mean(str(key.value), known)
                self.fault(f"“{key.value}” is not a key of an author", where, hint)
        return Contributor(known["name"], known["role"], known["sort-as"])
