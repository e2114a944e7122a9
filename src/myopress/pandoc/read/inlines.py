"""pandoc's inlines to ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from myopress import html_input
from myopress.document import (
    PLAIN,
    Citation,
    CitationItem,
    CodeSpan,
    Emphasis,
    GlossaryTerm,
    HardBreak,
    Image,
    IndexTerm,
    Inline,
    Inlines,
    Link,
    Math,
    Note,
    NoteReference,
    Phrase,
    SoftBreak,
    SpanKind,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from myopress.markdown.attributes import Given
from myopress.markdown.citations import locator_of
from myopress.pandoc.read import blocks
from myopress.pandoc.read.raw import HTML, code_of
from myopress.pandoc.read.shape import Foreign, items, misshapen, plain, words
from myopress.walk import plain_text

_WRAPPERS: dict[str, type[Emphasis | Strong | Strikethrough | Superscript | Subscript]] = {
    "Emph": Emphasis, "Strong": Strong, "Strikeout": Strikethrough, "Superscript": Superscript,
    "Subscript": Subscript,
}  # fmt: skip
_PHRASES: dict[str, SpanKind] = {"Underline": "underline", "SmallCaps": "smallcaps"}
_KINDS: tuple[str, ...] = tuple(kind for kind in get_args(SpanKind) if kind != "span")
_KNOWN = frozenset({
    *_WRAPPERS, *_PHRASES, "Str", "Quoted", "Cite", "Code", "Space", "SoftBreak", "LineBreak", "Math",
    "RawInline", "Link", "Image", "Note", "Span",
})  # fmt: skip
_LENGTH = re.compile(r"[0-9]*\.?[0-9]+(?:%|px|mm|cm|in|pt|pc|em|rem|ex)?")


def read_inlines(tree: object, reading: Foreign) -> Inlines:
    """The inlines of a list of pandoc's; raises ShapeError if it is none."""
    found = items(tree, "a list of inlines")
    if not reading.deeper():
        rest = reading.clean(words(found))
        return (Text(rest, span=reading.place),) if rest else ()
    run = _Run(reading)
    for item in found:
        run.take(item)
    reading.depth -= 1
    return run.finish()


@dataclass(slots=True)
class _Run:
    """Inlines being read; `opened` are tags of raw HTML whose end has not come, with what was before."""

    reading: Foreign
    made: list[Any] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    opened: list[tuple[html_input.Tag, list[Any]]] = field(default_factory=list)

    def finish(self) -> Inlines:
        self.flush()
        while self.opened:
            self.end(closed=False)
        return tuple(self.made)

    def flush(self) -> None:
        if text := "".join(self.text):
            self.made.append(Text(self.reading.clean(text), span=self.reading.place))
        self.text.clear()

    def put(self, *nodes: Inline) -> None:
        self.flush()
        self.made.extend(nodes)

    def take(self, item: object) -> None:
        """Read one inline."""
        reading, span = self.reading, self.reading.place
        match item:
            case {"t": "Str", "c": str(text)}:
                self.text.append(text)
            case {"t": "Space"}:
                self.text.append(" ")
            case {"t": "SoftBreak"}:
                self.put(SoftBreak(span=span))
            case {"t": "LineBreak"}:
                self.put(HardBreak(span=span))
            case {"t": str(kind), "c": list(inner)} if kind in _WRAPPERS:
                self.put(_WRAPPERS[kind](read_inlines(inner, reading), span=span))
            case {"t": str(kind), "c": list(inner)} if kind in _PHRASES:
                self.put(Phrase(read_inlines(inner, reading), _PHRASES[kind], span=span))
            case {"t": "Quoted", "c": [{"t": str(kind)}, list(inner)]}:
                self.quoted(kind, inner)
            case {"t": "Cite", "c": [list(sources), list(inner)]}:
                self.put(*_citation(sources, inner, reading))
            case {"t": "Code", "c": [attr, str(text)]}:
                given = reading.given(attr, "Code")
                self.put(CodeSpan(reading.clean(text), plain(given), span=span))
            case {"t": "Math", "c": [_, str(tex)]}:
                self.put(Math(reading.clean(tex), span=span))
            case {"t": "RawInline", "c": [str(form), str(text)]}:
                self.raw(form, text)
            case {"t": "Link", "c": [*attr, list(inner), [str(address), str(title)]]}:
                given = reading.given(attr[0], "Link") if attr else Given("")
                self.put(_link(given, read_inlines(inner, reading), address, title, reading))
            case {"t": "Image", "c": [*attr, list(inner), [str(address), str(title)]]}:
                given = reading.given(attr[0], "Image", "width", "alt") if attr else Given("")
                self.put(*image(given, read_inlines(inner, reading), address, title, reading))
            case {"t": "Note", "c": list(inner)}:
                self.put(_note(inner, reading))
            case {"t": "Span", "c": [attr, list(inner)]}:
                self.put(*_span(attr, read_inlines(inner, reading), reading))
            case {"t": str(kind)} if kind not in _KNOWN:
                reading.unknown(
                    f"an inline “{reading.clean(kind)}” is not known", "its words are kept"
                )
                self.text.append(words(item))
            case _:
                raise misshapen(item, "an inline of pandoc")

    def quoted(self, kind: str, inner: list[object]) -> None:
        """Words between the marks of the language."""
        first = 2 if kind == "SingleQuote" else 0
        self.text.append(self.reading.quotes[first])
        if self.reading.deeper():
            for item in inner:
                self.take(item)
            self.reading.depth -= 1
        else:
            self.text.append(words(inner))
        self.text.append(self.reading.quotes[first + 1])

    # --- raw content ---

    def raw(self, form: str, text: str) -> None:
        """HTML goes the way of all HTML; what is meant for another program is shown as code."""
        if form not in HTML:
            if shown := code_of(form, text, self.reading):
                self.put(CodeSpan(shown, span=self.reading.place))
            return
        for piece, _ in html_input.pieces(self.reading.clean(text)):
            if isinstance(piece, str):
                self.text.append(piece)
            elif piece.closing:
                self.close(piece)
            elif piece.empty:
                self.flush()
                made = html_input.element(piece, [], self.reading.place, self.reading.report)
                self.made.extend(html_input.phrasing(made))
            elif self.reading.deeper():
                self.flush()
                self.opened.append((piece, self.made))
                self.made = []

    def close(self, tag: html_input.Tag) -> None:
        if not any(opened.name == tag.name for opened, _ in self.opened):
            html_input.report_stray(tag, self.reading.place, self.reading.report)
            return
        while self.opened[-1][0].name != tag.name:
            self.end(closed=False)
        self.end(closed=True)

    def end(self, *, closed: bool) -> None:
        self.flush()
        tag, before = self.opened.pop()
        self.reading.depth -= 1
        span, report = self.reading.place, self.reading.report
        made = html_input.element(tag, self.made, span, report, closed=closed)
        self.made = [*before, *html_input.phrasing(made)]


def _citation(sources: list[object], inner: list[object], reading: Foreign) -> Inlines:
    """The citation, or what stands in its place if its sources are not those of the book.

    pandoc's citeproc has then formatted it already, and its words are kept.
    """
    found = tuple(_item(source, reading) for source in sources)
    keys = {item.key for item, _ in found}
    if not found or not (keys <= reading.known or _is_as_written(inner, keys)):
        return read_inlines(inner, reading)
    textual = found[0][1] == "AuthorInText"
    cited = tuple(item for item, _ in found)
    mode = "textual" if textual else "parenthetical"
    return (Citation(cited, mode, span=reading.place),)  # type: ignore[arg-type]


def _is_as_written(inner: list[object], keys: set[str]) -> bool:
    """Whether a citation's words are still those that its author typed."""
    raw = any(isinstance(item, dict) and item.get("t") == "RawInline" for item in inner)
    said = words(inner)
    return raw or not said or any(f"@{key}" in said for key in keys)


def _item(source: object, reading: Foreign) -> tuple[CitationItem, str]:
    match source:
        case {
            "citationId": str(key),
            "citationPrefix": list(before),
            "citationSuffix": list(after),
            "citationMode": {"t": str(mode)},
        }:
            prefix = " ".join(plain_text(read_inlines(before, reading)).split())
            suffix = " ".join(plain_text(read_inlines(after, reading)).split())
            suffix = suffix.removeprefix(",").lstrip()
            suppressed = mode == "SuppressAuthor"
            key = reading.clean(key)
            return CitationItem(key, prefix, locator_of(suffix), suffix, suppressed), mode
        case _:
            raise misshapen(source, "a citation")


def _note(tree: object, reading: Foreign) -> Inline:
    label = f"inline {len(reading.made) + 1}"
    place = len(reading.made)
    reading.made.append(Note(label, (), span=reading.place))
    reading.made[place] = Note(label, blocks.read_blocks(tree, reading), span=reading.place)
    return NoteReference(label, span=reading.place)


def _link(given: Given, inner: Inlines, address: str, title: str, reading: Foreign) -> Inline:
    address = reading.clean(address).strip()
    # What marks addresses that stand for themselves, and our own cross-references.
    attributes = plain(given, "uri", "email")
    if html_input.is_unsafe(address):
        html_input.report_unsafe(address, reading.place, reading.report)
        return Phrase(inner, attributes=attributes, span=reading.place)
    if given.value("node") == "reference":
        inner = ()
    return Link(inner, address, reading.clean(title), attributes, span=reading.place)


def image(
    given: Given, alt: Inlines, address: str, title: str, reading: Foreign
) -> tuple[Image | Text, ...]:
    """A picture; `alt` is an attribute where a figure's caption is not what it shows."""
    address, shown = reading.clean(address).strip(), given.value("alt") or plain_text(alt)
    if html_input.is_unsafe(address):
        html_input.report_unsafe(address, reading.place, reading.report)
        return (Text(shown, span=reading.place),) if shown else ()
    return (
        Image(
            shown,
            html_input.decoded(address),
            reading.clean(title),
            _width(given.value("width"), reading),
            decorative="decorative" in given.classes,
            attributes=plain(given, "decorative"),
            span=reading.place,
        ),
    )


def _width(width: str, reading: Foreign) -> str:
    """A width as CSS; a number alone counts pixels."""
    if width and not _LENGTH.fullmatch(width):
        reading.unknown(f"the width “{width}” is no length", "the picture has its own")
        return ""
    return f"{width}px" if width[-1:].isdigit() else width


def _span(attr: object, inner: Inlines, reading: Foreign) -> Inlines:
    """What a Span's classes say that it is; one that only tells a place is opened."""
    given = reading.given(attr, "Span", "entry", "see", "see-also", "of", "title", "wrapper")
    span = reading.place
    if given.value("wrapper") and plain(given) == PLAIN:
        return inner
    if "index" in given.classes:
        entry = given.value("entry") or plain_text(inner)
        parts = tuple(part.strip() for part in entry.split(">") if part.strip())
        see, see_also = given.value("see"), given.value("see-also")
        return (IndexTerm(inner, parts, see, see_also, plain(given, "index"), span=span),)
    if "term" in given.classes:
        return (GlossaryTerm(inner, given.value("of") or plain_text(inner), span=span),)
    kind = next((name for name in given.classes if name in _KINDS), "span")
    title, attributes = given.value("title"), plain(given, kind)
    return (Phrase(inner, cast("SpanKind", kind), title, attributes, span=span),)
