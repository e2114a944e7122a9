"""citeproc-py at work, and what it lacks.

Years told apart by letters (1959a, 1959b), suppressed authors, calls in the author's own order,
calls drawn together ([1–3]).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from myopress.citations import BibliographyEntry
from myopress.citations import csl_markup as markup
from myopress.citations.collapse import collapsed
from myopress.citations.csl_items import Item, author_and_year, clean_item, short_names
from myopress.citations.style import FORMATTER, searches_remembered, style_for
from myopress.collation import sort_key
from myopress.diagnostics import Code, Report, error
from myopress.document import Citation, CitationItem, Inlines, Reference, Text
from myopress.slugs import as_name, unique
from myopress.typography import typeset

if TYPE_CHECKING:
    import citeproc  # type: ignore[import-untyped]

_LABELS = {
    "p": "page", "pp": "page", "page": "page", "pages": "page", "ch": "chapter",
    "chap": "chapter", "chaps": "chapter", "chapter": "chapter", "chapters": "chapter",
    "sec": "section", "secs": "section", "section": "section", "sections": "section",
    "§": "section", "§§": "section", "fig": "figure", "figs": "figure", "figure": "figure",
    "figures": "figure", "vol": "volume", "vols": "volume", "volume": "volume",
    "volumes": "volume", "no": "issue", "nos": "issue", "n": "note", "nn": "note",
    "note": "note", "notes": "note", "l": "line", "ll": "line", "line": "line",
    "lines": "line", "para": "paragraph", "¶": "paragraph", "¶¶": "paragraph", "col": "column",
    "cols": "column", "pt": "part", "pts": "part", "part": "part", "parts": "part",
    "v": "verse", "vv": "verse",
}  # fmt: skip
"""Words before a number that CSL has a label for, as pandoc reads them."""


def formatted(
    distinct: list[Citation],
    references: Sequence[Reference],
    style: str,
    language: str,
    report: Report,
) -> tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]:
    """What `format_citations` gives for citations of which there are some, each once."""
    with warnings.catch_warnings(), searches_remembered():
        warnings.simplefilter("ignore")  # citeproc-py warns of each variable that it lacks
        processor = _Processor(style_for(style, language, report), language)
        processor.add(distinct, references, report)
        calls = {citation: processor.call(citation) for citation in distinct}
        return calls, processor.bibliography()


class _Processor:
    """citeproc-py's bibliography under names of our own, since it does not know case in keys."""

    def __init__(self, style: citeproc.CitationStylesStyle, language: str) -> None:
        self.style = style
        self.language = language
        self.names: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.items: dict[str, Item] = {}
        root = style.root
        self.numeric = bool(root.xpath_search("cs:info/cs:category[@citation-format='numeric']"))
        self.in_notes = root.get("class") == "note"
        self.layout = root.citation.layout
        self.citation = root.citation
        self.citation.cites = []  # each call stands for the first one of its sources
        self.sorts_calls = self.numeric or self.citation.sort is not None
        self.calls: dict[tuple[str, str], str] = {}
        self.american = root.get_locale_option("punctuation-in-quote") == "true"

    def add(
        self, citations: list[Citation], references: Sequence[Reference], report: Report
    ) -> None:
        """Register the sources of all citations in the order of their first calls."""
        from citeproc import CitationStylesBibliography
        from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

        by_key = {reference.key: reference for reference in references}
        keys = dict.fromkeys(item.key for citation in citations for item in citation.items)
        taken: set[str] = set()
        for number, key in enumerate(keys):
            self.names[key] = f"item{number}"
            self.ids[key] = unique(f"ref-{as_name(key)}", taken.__contains__)
            taken.add(self.ids[key])
            self.items[key] = _readable(by_key[key], report)
        data = [{"id": self.names[key], **item} for key, item in self.items.items()]
        self.source = CiteProcJSON(data)
        self.maker = CitationStylesBibliography(self.style, self.source, FORMATTER)
        for name in self.names.values():
            self.maker.register(_bare(name))
        self._sort()
        self._tell_years_apart()
        self.calls.clear()

    def _sort(self) -> None:
        """The order of the bibliography, by the keys of the style and the language's alphabet."""
        root = self.style.root
        for key in reversed(root.xpath_search("cs:bibliography/cs:sort/cs:key")):
            found = key.sort_keys(self.maker.items, root.bibliography.layout)
            words = [None if one is None else markup.without_marks(str(one)) for one in found]
            numbers = all(word is None or word.isdigit() for word in words)
            rows = [
                (int(word) if numbers else sort_key(word, self.language), item)
                for word, item in zip(words, self.maker.items, strict=True)
                if word is not None
            ]
            rows.sort(key=itemgetter(0), reverse=key.get("sort") == "descending")
            rest = [
                item for word, item in zip(words, self.maker.items, strict=True) if word is None
            ]
            self.maker.items = [item for _, item in rows] + rest
        self.maker.keys = [item.key for item in self.maker.items]

    def _tell_years_apart(self) -> None:
        """Letters after the years of sources whose calls would look the same."""
        from citeproc.string import String  # type: ignore[import-untyped]

        if self.style.root.citation.get("disambiguate-add-year-suffix") != "true":
            return
        keys = {name: key for key, name in self.names.items()}
        alike: dict[str, list[str]] = {}
        for name in self.maker.keys:
            alike.setdefault(author_and_year(self.items[keys[name]]), []).append(name)
        called: dict[str, list[str]] = {}
        for name in (name for names in alike.values() if len(names) > 1 for name in names):
            called.setdefault(markup.without_marks(self._called(name, "")), []).append(name)
        for names in called.values():
            if len(names) > 1:
                for number, name in enumerate(names):
                    self.source[name]["year_suffix"] = String(chr(ord("a") + number % 26))

    # --- calls ---

    def call(self, citation: Citation) -> Inlines:
        """One citation as it stands in the text."""
        places = self._order(citation)
        pieces = [self._item(citation.items[place], place) for place in places]
        text = str(self.layout.format(self.layout.wrap(self.layout.join(pieces))))
        for place, item in enumerate(citation.items):
            textual = citation.mode == "textual" and place == 0
            if item.author_suppressed or textual:
                text, names = _without_names(text, place)
                if textual and not item.author_suppressed:
                    mark = markup.item_mark(place)
                    names = names or self._short_names(item.key)
                    space = "" if text.startswith(markup.SUPERSCRIPT) else " "
                    text = f"{markup.marked(mark, names)}{space}{text}".rstrip()
        if self.in_notes:
            text = f"({text.rstrip('.')})"
        if not any(item.locator for item in citation.items):
            text = collapsed(text, self.citation.get("collapse", ""))
        targets = [self.ids[item.key] for item in citation.items]
        return self._inlines(text, targets)

    def _order(self, citation: Citation) -> list[int]:
        """The places of a citation's items as they are printed: the style's or author's order."""
        places = list(range(len(citation.items)))
        if self.sorts_calls:
            keys = [self.maker.keys.index(self.names[item.key]) for item in citation.items]
            places.sort(key=keys.__getitem__)
        if citation.mode == "textual":
            places.sort(key=bool)
        return places

    def _item(self, item: CitationItem, place: int) -> str:
        """The call of one source with the author's words around it."""
        prefix = f"{item.prefix} " if item.prefix else ""
        rest = item.suffix[len(item.locator) :] if item.locator else item.suffix
        if rest and rest[0] not in ",;:.":
            rest = ("" if item.locator else ",") + f" {rest.lstrip()}"
        words = self._called(self.names[item.key], item.locator) or self._fallback(item)
        return f"{prefix}{markup.marked(markup.item_mark(place), words)}{rest}"

    def _called(self, name: str, locator: str) -> str:
        """The call of one source alone, without what the style puts around a citation."""
        if (name, locator) not in self.calls:
            self.calls[name, locator] = self._render(name, locator)
        return self.calls[name, locator]

    def _render(self, name: str, locator: str) -> str:
        from citeproc import Citation as Call
        from citeproc import CitationItem as Cite
        from citeproc import Locator

        cite = Cite(name)
        if locator:
            label, _, place = _split_locator(locator)
            cite["locator"] = Locator(label, place)
            self.source[name]["locator"] = place  # where citeproc-py looks if it is a number
        Call([cite]).bibliography = self.maker
        self.layout.repressed = {}
        try:
            return str(self.layout.render_children(cite) or "")
        except Exception:  # citeproc-py fails in many ways on what it does not know
            return ""
        finally:
            self.source[name].pop("locator", None)

    def _short_names(self, key: str) -> str:
        term = self.style.root.get_single_term
        return short_names(self.items[key], and_word=term("and"), et_al=term("et-al"))

    def _fallback(self, item: CitationItem) -> str:
        return self._short_names(item.key) or item.key

    def _inlines(self, text: str, targets: Sequence[str]) -> Inlines:
        text = markup.tidied(text, punctuation_in_quotes=self.american)
        return typeset(markup.inlines(text, targets.__getitem__), self.language)

    # --- the bibliography ---

    def bibliography(self) -> tuple[BibliographyEntry, ...]:
        """An entry for each source, in the order of the style."""
        keys = {name: key for key, name in self.names.items()}
        return tuple(self._entry(item, keys[item.key]) for item in self.maker.items)

    def _entry(self, item: citeproc.CitationItem, key: str) -> BibliographyEntry:
        text = ""
        if self.style.has_bibliography():
            try:
                text = "".join(map(str, self.style.render_bibliography([item])))
            except Exception:  # as above
                text = ""
        found = re.match(
            rf"\W*{markup.NUMBER}(\d+){markup.closing(markup.NUMBER)}\W*?(?=[\w“‘«„(]|$)", text
        )
        label = found[1] if found else ""
        text = text[found.end() :] if found else text
        title = str(self.items[key].get("title", ""))
        words = self._inlines(text or f"{self._short_names(key).rstrip('.')}. {title}", ())
        return BibliographyEntry(key, self.ids[key], label, words or (Text(key),))


def _bare(name: str) -> citeproc.Citation:
    from citeproc import Citation as Call
    from citeproc import CitationItem as Cite

    return Call([Cite(name)])


def _readable(reference: Reference, report: Report) -> Item:
    from citeproc import DATES, NAMES, VARIABLES

    names, dates, known = (
        frozenset(name.replace("_", "-") for name in kind) for kind in (NAMES, DATES, VARIABLES)
    )
    try:
        return clean_item(reference, names, dates, known)
    except ValueError as fault:
        message = f"the source “{reference.key}” cannot be read: {fault}"
        report(error(Code.REFERENCE_INVALID, message, reference.span))
        return {"type": "document", "title": reference.key}


def _split_locator(locator: str) -> tuple[str, str, str]:
    """Label and number of a locator like "p. 5"; a bare number is a page."""
    found = re.match(r"([^\W\d_]+|§+|¶+)?(\.?\s*)(.*)", locator, re.DOTALL)
    assert found
    label = _LABELS.get((found[1] or "p").lower())
    return (label, found[2], found[3]) if label else ("page", "", locator)


def _without_names(text: str, number: int) -> tuple[str, str]:
    """A call without the names of item `number`, and these names."""
    item = markup.item_mark(number)
    names, end = markup.NAMES, markup.closing(markup.NAMES)
    found = re.search(f"{item}([^{names}{markup.closing(item)}]*){names}(.*?){end}[,;:]?\\s*", text)
    if not found:
        return text, ""
    return text[: found.start()] + item + found[1] + text[found.end() :], found[2]
