"""Elements to nodes: for each safe element the function that makes its node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast, get_args

from myopress.diagnostics import Code, Report, note, warning
from myopress.document import (
    PLAIN,
    Attributes,
    Block,
    BlockQuote,
    Box,
    BoxKind,
    CodeBlock,
    CodeSpan,
    Division,
    Emphasis,
    Figure,
    HardBreak,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    Listing,
    ListItem,
    Paragraph,
    Phrase,
    SoftBreak,
    SpanKind,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
)
from myopress.html_input import lists, tables
from myopress.html_input.flow import (
    Content,
    Part,
    code_text,
    flow,
    is_blank,
    keep_line_ends,
    phrasing,
    trimmed,
    without_figure,
)
from myopress.html_input.tags import Tag, decoded, is_unsafe, report_unsafe
from myopress.html_input.whole import Element
from myopress.source import Span

NOT_TEXT = frozenset(["script", "style", "template", "iframe", "object", "embed", "?"])
"""Elements whose content is not text and is left out with them."""

_NOT_INLINE = (*get_args(Block), Part, ListItem, TableRow, TableCell)
_WRAPPERS: dict[str, type[Emphasis | Strong | Strikethrough | Superscript | Subscript]] = {
    "em": Emphasis, "i": Emphasis, "strong": Strong, "b": Strong, "del": Strikethrough,
    "s": Strikethrough, "strike": Strikethrough, "sup": Superscript, "sub": Subscript,
}  # fmt: skip
_PHRASES: dict[str, SpanKind] = {
    "abbr": "abbr", "cite": "cite", "dfn": "dfn", "ins": "ins", "kbd": "kbd", "mark": "mark",
    "q": "q", "samp": "samp", "small": "small", "span": "span", "u": "underline", "var": "var",
}  # fmt: skip
_PARTS = frozenset(["dt", "dd", "caption", "figcaption", "summary", "thead", "tbody", "tfoot"])
_KNOWN_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset(["href", "title", "name"]),
    "abbr": frozenset(["title"]),
    "dfn": frozenset(["title"]),
    "img": frozenset(["src", "alt", "title", "width"]),
    "ol": frozenset(["start"]),
    "td": frozenset(["colspan", "rowspan", "align"]),
    "th": frozenset(["colspan", "rowspan", "align", "scope"]),
    "details": frozenset(["open"]),
}
_IMPLIED_END: dict[str, frozenset[str]] = {
    "li": frozenset(["li", "p"]),
    "dt": frozenset(["dt", "dd", "p"]),
    "dd": frozenset(["dt", "dd", "p"]),
    "tr": frozenset(["tr", "td", "th", "p"]),
    "td": frozenset(["td", "th", "p"]),
    "th": frozenset(["td", "th", "p"]),
    "thead": frozenset(["caption"]),
    "tbody": frozenset(["thead", "tr", "td", "th"]),
    "tfoot": frozenset(["tbody", "tr", "td", "th"]),
}
_ENDS_PARAGRAPH = frozenset(
    [
        "blockquote",
        "details",
        "div",
        "dl",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_BOXES: tuple[str, ...] = get_args(BoxKind)


def ends(opening: str, opened: str) -> bool:
    """Whether the start of an element `opening` ends the element `opened` (HTML, "Optional tags")."""
    return opened in _IMPLIED_END.get(opening, ()) or (opened == "p" and opening in _ENDS_PARAGRAPH)


def element(
    tag: Tag, children: list[Content], span: Span, report: Report, *, closed: bool = True
) -> list[Content]:
    """The nodes for an element. `closed` is False if its end tag never came.

    An element that is not on the list gives its children, one whose content is not text gives
    nothing (but its children, if it was never closed); both are reported.
    """
    if tag.name in NOT_TEXT:
        kept = [] if closed else children
        what = "is kept as text" if kept else "is left out"
        report(warning(Code.RAW_HTML, f"<{tag.name}> is not allowed", span, f"its content {what}"))
        return kept
    if tag.name not in _SAFE:
        report(warning(Code.RAW_HTML, f"<{tag.name}> is not known", span, "its content is kept"))
        return children
    attributes = _attributes(tag, span, report)
    return _SAFE[tag.name](Element(tag, children, attributes, span, report))


def _attributes(tag: Tag, span: Span, report: Report) -> Attributes:
    own = _KNOWN_ATTRIBUTES.get(tag.name, frozenset())
    values = tag.attributes
    for key in values:
        if key in own or key in {"id", "class", "lang", "xml:lang"}:
            continue
        if key.startswith("on") or key == "style":
            text = f"attribute “{key}” of <{tag.name}> is not allowed and left out"
            report(warning(Code.RAW_HTML, text, span))
        else:
            text = f"attribute “{key}” of <{tag.name}> is left out"
            report(note(Code.ATTRIBUTE_UNKNOWN, text, span))
    name = values.get("id", "") or (values.get("name", "") if tag.name == "a" else "")
    language = values.get("lang") or values.get("xml:lang", "")
    return Attributes(name.strip(), tuple(values.get("class", "").split()), language.strip())


def _distributed(whole: Element, wrap: Callable[[Inlines], Inline]) -> list[Content]:
    """An inline element around blocks is put inside of each paragraph instead."""
    if not any(isinstance(child, _NOT_INLINE) for child in whole.children):
        return [wrap(tuple(phrasing(whole.children)))]
    return [
        replace(block, children=(wrap(block.children),))
        if isinstance(block, Paragraph | Heading)
        else block
        for block in flow(whole.children)
    ]


def _wrapper(whole: Element) -> list[Content]:
    kind = _WRAPPERS[whole.tag.name]
    if whole.attributes == PLAIN:
        return _distributed(whole, lambda inner: kind(inner, span=whole.span))
    return _distributed(
        whole,
        lambda inner: Phrase(
            (kind(inner, span=whole.span),), attributes=whole.attributes, span=whole.span
        ),
    )


def _phrase(whole: Element) -> list[Content]:
    kind, title = _PHRASES[whole.tag.name], whole.tag.attributes.get("title", "")
    return _distributed(
        whole, lambda inner: Phrase(inner, kind, title, whole.attributes, span=whole.span)
    )


def _anchor(whole: Element) -> list[Content]:
    values = whole.tag.attributes
    target = values.get("href")
    if target is not None and is_unsafe(target):
        report_unsafe(target, whole.span, whole.report)
        return whole.children
    if target is None:
        return _distributed(
            whole, lambda inner: Phrase(inner, attributes=whole.attributes, span=whole.span)
        )
    title = values.get("title", "")
    address = target.strip()
    return _distributed(
        whole, lambda inner: Link(inner, address, title, whole.attributes, span=whole.span)
    )


def _image(whole: Element) -> list[Content]:
    values = whole.tag.attributes
    source, alt = values.get("src", "").strip(), values.get("alt", "")
    if is_unsafe(source):
        report_unsafe(source, whole.span, whole.report)
        return [Text(alt, span=whole.span)] if alt else []
    width = values.get("width", "")
    return [
        Image(
            alt,
            decoded(source),
            values.get("title", ""),
            f"{width}px" if width.isdecimal() else width,
            decorative=values.get("alt") == "",
            attributes=whole.attributes,
            span=whole.span,
        )
    ]


def _code(whole: Element) -> list[Content]:
    # Its line ends are kept for a `pre` around it; in a paragraph they become spaces.
    return [CodeSpan(code_text(whole.children), whole.attributes, span=whole.span)]


def _preformatted(whole: Element) -> list[Content]:
    text = code_text(whole.children)
    if whole.children and isinstance(whole.children[0], SoftBreak):
        text = text.removeprefix("\n")
    inner = [child for child in whole.children if not is_blank(child)]
    classes = whole.attributes.classes
    if len(inner) == 1 and isinstance(inner[0], CodeSpan):
        classes += inner[0].attributes.classes
    language = next((c[9:] for c in classes if c.startswith("language-")), "")
    plain = tuple(c for c in classes if not c.startswith("language-"))
    text = text if text.endswith("\n") else f"{text}\n"
    return [CodeBlock(text, language, replace(whole.attributes, classes=plain), span=whole.span)]


def _paragraph(whole: Element) -> list[Content]:
    inner = flow(whole.children)
    if len(inner) == 1 and isinstance(inner[0], Paragraph):
        return [replace(inner[0], attributes=whole.attributes)]
    return list(inner)


def _heading(whole: Element) -> list[Content]:
    words = trimmed(phrasing(whole.children))
    level = int(whole.tag.name[1])
    return [Heading(level, words, attributes=whole.attributes, span=whole.span)]


def _quotation(whole: Element) -> list[Content]:
    return [BlockQuote(flow(whole.children), whole.attributes, span=whole.span)]


def _division(whole: Element) -> list[Content]:
    """`<div class="verse">` is `::: {.verse}`: a box if a class names a kind of box."""
    attributes, inner = whole.attributes, flow(whole.children)
    kind = next((name for name in attributes.classes if name in _BOXES), "")
    if attributes.id == "refs" and not inner:  # pandoc's place for the references
        return [Listing("references", span=whole.span)]
    if not kind:
        return [Division(inner, attributes, span=whole.span)]
    if kind == "verse":
        inner = keep_line_ends(inner)
    rest = tuple(name for name in attributes.classes if name != kind)
    attributes = replace(attributes, classes=rest)
    return [Box(cast("BoxKind", kind), inner, (), attributes, span=whole.span)]


def _part(whole: Element) -> list[Content]:
    return [Part(whole.tag.name, tuple(whole.children), span=whole.span)]


def _figure(whole: Element) -> list[Content]:
    caption = [child for part in whole.parts("figcaption") for child in part.children]
    inner: list[Block] = []
    for block in flow(whole.others("figcaption")):
        # A picture alone is a figure only where no figure is around it.
        if isinstance(block, Figure) and block.attributes == PLAIN:
            inner += without_figure(block)
        else:
            inner.append(block)
    words = trimmed(phrasing(caption))
    return [Figure(tuple(inner), words, whole.attributes, span=whole.span)]


def _details(whole: Element) -> list[Content]:
    summary = [child for part in whole.parts("summary") for child in part.children]
    words = trimmed(phrasing(summary))
    inner = flow(whole.others("summary"))
    return [Box("details", inner, words, whole.attributes, span=whole.span)]


_SAFE: dict[str, Callable[[Element], list[Content]]] = {
    **dict.fromkeys(_WRAPPERS, _wrapper),
    **dict.fromkeys(_PHRASES, _phrase),
    **dict.fromkeys(_PARTS, _part),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], _heading),
    **dict.fromkeys(["div", "section"], _division),
    **dict.fromkeys(["ul", "ol"], lists.list_of_items),
    **dict.fromkeys(["td", "th"], tables.cell),
    "a": _anchor,
    "blockquote": _quotation,
    "br": lambda whole: [HardBreak(span=whole.span)],
    "code": _code,
    "details": _details,
    "dl": lists.definitions,
    "figure": _figure,
    "hr": lambda whole: [ThematicBreak(span=whole.span)],
    "img": _image,
    "li": lists.item,
    "p": _paragraph,
    "pre": _preformatted,
    "table": tables.table,
    "tr": tables.row,
}
