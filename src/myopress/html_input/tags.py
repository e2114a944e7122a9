"""The grammar of tags, and which addresses are safe.

The grammar is CommonMark's ("Raw HTML"), not a browser's: what CommonMark takes for text is
text here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from myopress.diagnostics import Code, Report, warning
from myopress.source import Span

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
"""Elements without content and end tag (HTML, "Void elements")."""
_RAW_TEXT = frozenset(["script", "style", "textarea"])

_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_ATTRIBUTE = r"""\s+([A-Za-z_:][\w.:-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_ATTRIBUTE_GROUPLESS = _ATTRIBUTE.replace('("', '(?:"').replace("([A", "(?:[A")
_OPENING = rf"<(?P<open>{_NAME})(?P<attributes>(?:{_ATTRIBUTE_GROUPLESS})*)\s*(?P<end>/?)>"
_CLOSING = rf"</(?P<close>{_NAME})\s*>"
_OTHER = r"<!---?>|(?P<mark><!--|<\?|<!\[CDATA\[|<!(?=[A-Za-z]))"
_MARKUP = re.compile(f"{_OPENING}|{_CLOSING}|{_OTHER}")
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<!": ">"}
_UNSAFE_ADDRESS = re.compile(r"(?:javascript|vbscript|file|data):", re.IGNORECASE)
_SAFE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20]|%0[0-9a-f]|%1[0-9a-f]|%20", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """`<name key="value">`, `<name/>` (`empty`) or `</name>` (`closing`); names in lower case."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    closing: bool = False
    empty: bool = False


def pieces(text: str) -> Iterator[tuple[Tag | str, int]]:
    """The tags and texts of `text`, each with the number of line ends before it.

    Comments and declarations are passed over; an instruction (`<?php ... ?>`) is a tag named
    "?". Text has its entities resolved; the content of `script`, `style` and `textarea` is one text.
    """
    done, at, line = 0, 0, 0
    endless: set[str] = set()
    while found := _MARKUP.search(text, at):
        at = _end(found, text, endless)
        if at < 0:
            at = found.end()
            continue
        if found.start() > done:
            yield html.unescape(text[done : found.start()]), line
            line += text.count("\n", done, found.start())
        made = _tag(found)
        if made:
            yield made, line
        elif words := _character_data(found, text[found.start() : at]):
            yield words, line
        line += text.count("\n", found.start(), at)
        done = at
        if made and made.name in _RAW_TEXT and not made.closing and not made.empty:
            end = re.compile(rf"</{made.name}\s*>", re.IGNORECASE).search(text, done)
            stop = end.start() if end else len(text)
            if stop > done:
                yield text[done:stop], line
            line += text.count("\n", done, stop)
            done = at = stop
    if done < len(text):
        yield html.unescape(text[done:]), line


def tag(text: str) -> Tag | str:
    """The tag that `text` is; for a comment and the like, the text that it holds for a reader."""
    found = _MARKUP.match(text)
    return (_tag(found) or _character_data(found, text)) if found else ""


def _end(found: re.Match[str], text: str, endless: set[str]) -> int:
    """Where the markup ends that `found` begins; -1 if nothing ends it, so that it is text.

    `endless` collects the marks that nothing ends from here on: a text of ten thousand `<!--`
    is searched through once.
    """
    mark = found["mark"]
    if not mark:
        return found.end()
    if mark in endless or (end := text.find(_ENDS[mark], found.end())) < 0:
        endless.add(mark)
        return -1
    return end + len(_ENDS[mark])


def _character_data(found: re.Match[str], markup: str) -> str:
    """The text in a CDATA section; a comment and a declaration have none."""
    return markup[len("<![CDATA[") : -len("]]>")] if found["mark"] == "<![CDATA[" else ""


def _tag(found: re.Match[str]) -> Tag | None:
    if found["close"]:
        return Tag(found["close"].lower(), closing=True)
    if found["mark"] == "<?":
        return Tag("?", empty=True)
    if not found["open"]:
        return None
    attributes: dict[str, str] = {}
    for key, value in re.findall(_ATTRIBUTE, found["attributes"]):
        bare = value[1:-1] if value[:1] in {'"', "'"} else value
        attributes.setdefault(key.lower(), html.unescape(bare))
    name = found["open"].lower()
    return Tag(name, attributes, empty=name in VOID or found["end"] == "/")


def is_unsafe(address: str) -> bool:
    """Whether an address runs a program or reaches into the reader's machine."""
    bare = _NOT_IN_ADDRESS.sub("", html.unescape(address))
    return bool(_UNSAFE_ADDRESS.match(bare)) and not _SAFE_DATA.match(bare)


def report_unsafe(address: str, span: Span, report: Report) -> None:
    """Tell that an address was taken out."""
    shown = address if len(address) < 60 else f"{address[:57]}..."
    report(warning(Code.LINK_UNSAFE, f"“{shown}” is not a safe address", span, "its text is kept"))


def report_stray(tag: Tag, span: Span, report: Report) -> None:
    """Tell of an end tag that ends nothing."""
    report(warning(Code.RAW_HTML, f"</{tag.name}> ends nothing that is open here", span))


def report_open_comment(span: Span, report: Report) -> None:
    """Tell of a comment without an end."""
    hint = "it is kept as text; end it with “-->”"
    report(warning(Code.RAW_HTML, "a comment is not closed", span, hint))


def decoded(address: str) -> str:
    """A path without its percent signs; an address with a scheme stays as it is."""
    if "%" not in address or _SCHEME.match(address):
        return address
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return address
    return path if path.isprintable() else address
