"""The report as one page of HTML that needs nothing else: fonts and style are in it, no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from lxml import etree
from lxml.etree import SubElement

from myopress.backends import web_faces
from myopress.backends.html import Element, add, direction, e
from myopress.catalogue.report import Result, Run, State
from myopress.catalogue.task import ONIX
from myopress.diagnostics import Diagnostic, Severity
from myopress.output import size_in_words

WORDS: dict[State, str] = {"made": "made", "kept": "as before", "failed": "not made"}
_FACES = ("SourceSans3-Regular", "SourceSans3-Semibold", "SourceSerif4Display-Light")
_KINDS = (
    ("-cheatsheet.pdf", "Cheat sheet"),
    ("-handouts.pdf", "Handouts"),
    ("-cover.pdf", "Cover"),
    (".epub", "EPUB"),
    (".pdf", "PDF"),
    ("-site/index.html", "Web site"),
    (ONIX, "ONIX"),
)
"""What an output is called, by the end of its name."""
_COLUMNS = ("Pages", "Size", "Errors", "Warnings", "Seconds", "From cache")
_MOST = 200
"""Diagnostics of a book that are told here; the report in JSON has all."""


def page(run: Run) -> bytes:
    """The report for people, as UTF-8."""
    html = e("html", {"lang": "en"})
    _head(html, run)
    body = SubElement(html, "body")
    add(body, "a", {"class": "skip", "href": "#books"}, "Skip to the books")
    header = SubElement(body, "header")
    add(header, "p", {"class": "kind"}, "Catalogue")
    add(header, "h1", text=run.title)
    _figures(header, run)
    main = SubElement(body, "main")
    _books(main, run)
    _faults(main, run)
    _foot(body, run)
    return b"<!DOCTYPE html>\n" + etree.tostring(html, method="html", encoding="utf-8") + b"\n"


def facts(run: Run) -> list[str]:
    """The run in a few words."""
    states = [f"{run.count(state):,} {word}" for state, word in WORDS.items() if run.count(state)]
    pages, errors, warnings = _sums(run)
    return [
        _counted(len(run.results), "book"),
        ", ".join(states),
        *([_counted(pages, "page")] if pages else []),
        *([_counted(errors, "error")] if errors else []),
        _counted(warnings, "warning") if warnings else "no warnings",
        f"{run.seconds:,.1f} s" + (f" for {run.work:,.1f} s of work" if run.work else ""),
    ]


def _sums(run: Run) -> tuple[int, int, int]:
    """Pages, errors and warnings of all books."""
    return (
        sum(result.pages for result in run.results),
        sum(result.count(Severity.ERROR) for result in run.results),
        sum(result.count(Severity.WARNING) for result in run.results),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _head(html: Element, run: Run) -> None:
    style = "".join(_rules()) + files("myopress.catalogue").joinpath("report.css").read_text(
        "utf-8"
    )
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'"
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    for name, content in (
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
        ("referrer", "no-referrer"),
        ("generator", "myopress"),
    ):
        SubElement(head, "meta", {"name": name, "content": content})
    add(head, "title", text=f"{run.title} – catalogue")
    add(head, "style", text=style)


def _rules() -> Iterator[str]:
    """The typefaces, whole and within the page (SIL Open Font License 1.1)."""
    folder = files("myopress.backends") / "site" / "fonts"
    for face in web_faces.FACES:
        if face.file in _FACES:
            data = b64encode((folder / f"{face.file}.woff2").read_bytes()).decode()
            yield (
                f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
                f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}\n'
            )


def _figures(header: Element, run: Run) -> None:
    pages, errors, warnings = _sums(run)
    figures = SubElement(header, "dl", {"class": "figures"})
    for name, number, kind in (
        ("Books", f"{len(run.results):,}", ""),
        *((WORDS[state].capitalize(), f"{run.count(state):,}", "bad" if state == "failed" else "")
          for state in WORDS if run.count(state)),
        ("Pages", f"{pages:,}", ""),
        ("Errors", f"{errors:,}", "bad" if errors else ""),
        ("Warnings", f"{warnings:,}", ""),
        ("Seconds", f"{run.seconds:,.1f}", ""),
    ):  # fmt: skip
        figure = SubElement(figures, "div", {"class": kind} if kind else {})
        add(figure, "dt", text=name)
        add(figure, "dd", text=number)


def _books(main: Element, run: Run) -> None:
    frame = SubElement(
        main,
        "div",
        {"class": "frame", "id": "books", "role": "region", "aria-label": "Books", "tabindex": "0"},
    )
    table = SubElement(frame, "table")
    add(table, "caption", text="Books and what was made of them")
    row = SubElement(SubElement(table, "thead"), "tr")
    for name in ("Book", "State"):
        add(row, "th", {"scope": "col"}, name)
    for name in _COLUMNS:
        add(row, "th", {"scope": "col", "class": "number"}, name)
    body = SubElement(table, "tbody")
    for number, result in enumerate(run.results):
        _row(body, number, result)


def _row(body: Element, number: int, result: Result) -> None:
    row = SubElement(body, "tr", {"class": "broken"} if result.is_broken else {})
    head = SubElement(row, "th", {"scope": "row"})
    words = {"class": "title", "lang": result.language, "dir": direction(result.language)}
    add(head, "span", words, result.title or result.path)
    add(head, "span", {"class": "place"}, result.path)
    links = list(_links(result))
    if links:
        made = SubElement(head, "span", {"class": "outputs"})
        for name, address in links:
            link = add(made, "a", {"href": address}, name)
            add(link, "span", {"class": "unseen"}, f" of {result.title or result.path}")
            link.tail = " "
    state = SubElement(row, "td", {"class": "state"})
    if result.is_broken or result.diagnostics:
        said = WORDS[result.state] + (
            ", with faults" if result.is_broken and not result.failure else ""
        )
        add(state, "a", {"href": f"#book-{number}"}, said)
    else:
        state.text = WORDS[result.state]
    for value in (
        f"{result.pages:,}" if result.pages else "",
        size_in_words(result.size) if result.size else "",
        f"{result.count(Severity.ERROR):,}",
        f"{result.count(Severity.WARNING):,}",
        f"{result.seconds:,.1f}" if result.seconds else "",
        f"{result.recalled:,}"
        if result.state == "made"
        else "all"
        if result.state == "kept"
        else "",
    ):
        add(row, "td", {"class": "number"}, value or "–")


def _links(result: Result) -> Iterator[tuple[str, str]]:
    """The outputs by their kinds, with addresses relative to the report's."""
    found = []
    for name in result.current:
        plain = name.replace(".draft", "", 1)
        kinds = (number for number, (end, _) in enumerate(_KINDS) if plain.endswith(end))
        if (kind := next(kinds, None)) is not None:
            found.append((kind, name, " (draft)" if plain != name else ""))
    for kind, name, draft in sorted(found):
        yield _KINDS[kind][1] + draft, quote(f"{result.name}/{name}")


def _faults(main: Element, run: Run) -> None:
    told = [(n, r) for n, r in enumerate(run.results) if r.is_broken or r.diagnostics]
    if not told:
        return
    section = SubElement(main, "section", {"aria-labelledby": "findings"})
    add(section, "h2", {"id": "findings"}, "What was found")
    for number, result in told:
        attrs = {"id": f"book-{number}"} | ({"open": "open"} if result.is_broken else {})
        details = SubElement(section, "details", attrs)
        summary = SubElement(details, "summary")
        words = {"lang": result.language, "dir": direction(result.language)}
        add(summary, "strong", words, result.title or result.path)
        add(summary, "span", {"class": "counts"}, _counts(result))
        if result.failure:
            add(details, "p", {"class": "failure"}, f"Not made: {result.failure}")
        found = SubElement(details, "ul")
        for diagnostic in result.diagnostics[:_MOST]:
            _finding(found, diagnostic)
        if len(result.diagnostics) > _MOST:
            left = len(result.diagnostics) - _MOST
            add(details, "p", text=f"And {left:,} more, which report.json has.")


def _counts(result: Result) -> str:
    counts = [(result.count(severity), str(severity)) for severity in Severity]
    return ", ".join(_counted(count, noun) for count, noun in counts if count)


def _finding(found: Element, diagnostic: Diagnostic) -> None:
    item = SubElement(found, "li", {"class": str(diagnostic.severity)})
    kind = add(item, "span", {"class": "severity"}, str(diagnostic.severity).capitalize())
    kind.tail = " "
    if diagnostic.span.path:
        add(item, "code", text=str(diagnostic.span)).tail = " "
    add(item, "span", {"class": "message"}, diagnostic.message)
    for hint in diagnostic.hints:
        add(item, "span", {"class": "hint"}, hint)


def _foot(body: Element, run: Run) -> None:
    foot = SubElement(body, "footer")
    several = f"{run.processes} processes at most" if run.processes else "a cluster"
    words = "one process" if run.processes == 1 else several
    line = add(
        foot,
        "p",
        text=f"Made by myopress in {run.seconds:,.1f} seconds, by {words}. For programs: ",
    )
    add(line, "a", {"href": "report.json"}, "report.json").tail = "; for the book trade: "
    add(line, "a", {"href": "onix.xml"}, "onix.xml").tail = "."
