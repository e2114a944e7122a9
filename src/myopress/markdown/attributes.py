"""`{#id .class key=value}`: its grammar, and what it sets on a node."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, cast

from myopress.diagnostics import Code, did_you_mean, note, warning
from myopress.document import (
    Attributes,
    Block,
    Claim,
    Figure,
    Heading,
    Image,
    Inline,
    Paragraph,
    Text,
)
from myopress.markdown.evidence import confidence_word, evidence_words
from myopress.markdown.reading import Reading
from myopress.source import Span

_ITEM = re.compile(
    r"""\#(?P<id>[^\s{}"'=\#]+)
      | \.(?P<class>[^\s{}"'=\#.]+)
      | (?P<unnumbered>-)(?=[\s}])
      | (?P<key>[A-Za-z_][\w:.-]*)=(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'
                                    |(?P<bare>[^\s{}"']+))""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_LONGEST = 1000
_LENGTH = re.compile(r"[0-9]*\.?[0-9]+(?:%|px|mm|cm|in|pt|pc|em|rem|ex)?")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands between the braces, in order, and the text that it was read from."""

    source: str
    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def value(self, key: str) -> str:
        """The value of `key`, or nothing; of a key given twice the last counts."""
        return dict(self.pairs).get(key, "")

    def joined(self, later: Given) -> Given:
        """Both of two lines of attributes; the later name counts."""
        return Given(
            self.source + later.source,
            later.id or self.id,
            self.classes + later.classes,
            self.pairs + later.pairs,
        )

    def without_first_class(self) -> Given | None:
        """The rest, once the first class has been read as something else."""
        rest = replace(self, classes=self.classes[1:])
        return rest if rest.id or rest.classes or rest.pairs else None


def parse(text: str, start: int = 0) -> tuple[Given, int] | None:
    """The attributes that begin with the brace at `start`, and the place after them."""
    if not text.startswith("{", start):
        return None
    name, classes, pairs = "", [], []
    position = _skip_space(text, start + 1)
    while item := _ITEM.match(text, position):
        match item.lastgroup:
            case "id":
                name = item["id"]
            case "class":
                classes.append(item["class"])
            case "unnumbered":
                classes.append("unnumbered")
            case _:
                pairs.append((item["key"], _value(item)))
        position = _skip_space(text, item.end())
    if not (name or classes or pairs) or not text.startswith("}", position):
        return None
    position += 1
    return Given(text[start:position], name, tuple(classes), tuple(pairs)), position


def _skip_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _value(item: re.Match[str]) -> str:
    double = item["double"]
    if double is not None:
        return re.sub(r"\\(.)", r"\1", double)
    return item["bare"] if item["single"] is None else item["single"]


def parse_whole(text: str) -> Given | None:
    """The attributes that `text` consists of, or None."""
    found = parse(text)
    return found[0] if found and found[1] == len(text) else None


def split_trailing(text: str) -> tuple[str, Given | None]:
    """`text` without the attributes at its end, and these; they follow a space or a line end."""
    if not text.endswith("}"):
        return text, None
    earliest = max(0, len(text) - _LONGEST)
    start = text.rfind("{", earliest)
    while start >= 0:
        if start == 0 or text[start - 1].isspace():
            given = parse_whole(text[start:])
            if given:
                return text[:start].rstrip(), given
        start = text.rfind("{", earliest, start)
    return text, None


def attributes(given: Given, reading: Reading, span: Span, *own: str) -> Attributes:
    """What any node may have of `given`; keys that are not the node's `own` are reported."""
    for key, _ in given.pairs:
        if key != "lang" and key not in own:
            _report_key(key, reading, span, own)
    return Attributes(given.id, given.classes, given.value("lang"))


def _report_key(key: str, reading: Reading, span: Span, own: tuple[str, ...]) -> None:
    reading.report(
        warning(
            Code.ATTRIBUTE_UNKNOWN,
            f"attribute “{key}” is not known here",
            span,
            did_you_mean(key, ("lang", *own)),
        )
    )


def _merge(old: Attributes, new: Attributes) -> Attributes:
    return Attributes(new.id or old.id, old.classes + new.classes, new.language or old.language)


def grades(given: Given | None) -> bool:
    """Whether the attributes say how well something is known."""
    return given is not None and any(key in {"evidence", "confidence"} for key, _ in given.pairs)


def ends_paragraph(given: Given | None) -> bool:
    """Whether the attributes stand at the end of a paragraph's last words, not below them."""
    return grades(given) or (given is not None and bool(given.value("short")))


def apply(node: Block | Inline, given: Given, reading: Reading, span: Span) -> Block | Inline:
    """`node` with the attributes `given` to it; those that it cannot have are reported."""
    match node:
        case Heading():
            found = attributes(given, reading, span)
            plain = tuple(name for name in found.classes if name != "unnumbered")
            return replace(
                node,
                unnumbered=node.unnumbered or plain != found.classes,
                attributes=_merge(node.attributes, replace(found, classes=plain)),
            )
        case Paragraph() if grades(given):
            return _claim(node, given, reading, span)
        case Paragraph():
            return replace(
                node,
                short=given.value("short").strip(),
                short_of=given.value("of"),
                attributes=_merge(node.attributes, attributes(given, reading, span, "short", "of")),
            )
        case Image():
            return _image(node, given, reading, span)
        case Figure(children=(Paragraph(children=(Image() as image,)) as paragraph,)):
            found = attributes(given, reading, span, "width")
            image = replace(image, width=_width(given, reading, span) or image.width)
            return replace(
                node,
                children=(replace(paragraph, children=(image,)),),
                attributes=_merge(node.attributes, found),
            )
        case _ if hasattr(node, "attributes"):
            merged = _merge(node.attributes, attributes(given, reading, span))
            return cast("Block", replace(cast("Any", node), attributes=merged))
        case _:
            report_unused(given, reading, span)
            return node


def _claim(node: Paragraph, given: Given, reading: Reading, span: Span) -> Claim:
    """A paragraph with the evidence for what it says; that it has none has to be said too."""
    found = attributes(given, reading, span, "evidence", "confidence", "remark")
    evidence = evidence_words(given.value("evidence"), "evidence", span, reading)
    if not evidence:
        hint = "name a kind of evidence, or “not graded”"
        text = "the claim does not say what evidence there is"
        reading.report(warning(Code.EVIDENCE_UNKNOWN, text, span, hint))
    remark = given.value("remark")
    return Claim(
        node.children,
        evidence,
        confidence_word(given.value("confidence"), "confidence", span, reading),
        (Text(remark, span=span),) if remark else (),
        _merge(node.attributes, found),
        span=node.span,
    )


def _image(node: Image, given: Given, reading: Reading, span: Span) -> Image:
    found = attributes(given, reading, span, "width")
    plain = tuple(name for name in found.classes if name != "decorative")
    return replace(
        node,
        width=_width(given, reading, span) or node.width,
        decorative=node.decorative or plain != found.classes,
        attributes=_merge(node.attributes, replace(found, classes=plain)),
    )


def _width(given: Given, reading: Reading, span: Span) -> str:
    """A width as CSS; a number alone counts pixels, as with pandoc and HTML."""
    width = given.value("width")
    if width and not _LENGTH.fullmatch(width):
        text = f"the width “{width}” is no length"
        hint = "write it as 60% or 80mm"
        reading.report(warning(Code.ATTRIBUTE_UNKNOWN, text, span, hint))
        return ""
    return f"{width}px" if width[-1:].isdigit() else width


def report_unused(given: Given, reading: Reading, span: Span) -> None:
    """Tell that nothing here can have attributes."""
    reading.report(
        note(Code.ATTRIBUTE_UNKNOWN, f"nothing here can have the attributes {given.source}", span)
    )
