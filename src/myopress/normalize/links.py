"""Links: into the book as cross-references, outside as they are, nowhere as a diagnostic."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from myopress.diagnostics import Code, Diagnostic, Report, error
from myopress.document import CrossReference, Inlines, Link, Text
from myopress.normalize.places import Places
from myopress.source import Span

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_SAFE = frozenset({
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "geo", "urn", "doi", "news",
    "irc", "ircs", "xmpp", "magnet", "git", "ssh", "matrix", "gopher", "gemini", "webcal",
})  # fmt: skip

_WITH_HOST = frozenset({"http", "https", "ftp", "ftps", "sftp"})
_UNFIT_FOR_HOST = re.compile(r"[\s<>^|{}`\\%\"]")


def resolve(link: Link, chapter: int, path: str, places: Places, report: Report) -> Inlines:
    """What stands for `link`, found in chapter number `chapter` of the file `path`."""
    scheme = _SCHEME.match(link.target)
    if scheme:
        if scheme.group(1).lower() in _SAFE:
            return _outside(link, report)
        message = f"“{link.target}” leads to no place that every reader has"
        report(error(Code.LINK_UNSAFE, message, link.span, "the words are kept without the link"))
        return link.children or _as_written(link)
    if link.target.startswith("//"):
        return _outside(replace(link, target=f"https:{link.target}"), report)
    target, fault = _place(link, chapter, path, places)
    if fault:
        report(fault)
    if target:
        return (CrossReference(link.children, target, link.attributes, span=link.span),)
    return link.children or _as_written(link)


def _outside(link: Link, report: Report) -> Inlines:
    """A link out of the book, if its address can be one; DOIs lead to their resolver."""
    if link.target.lower().startswith("doi:"):
        target = f"https://doi.org/{link.target[4:].lstrip('/')}"
        return (replace(link, target=target),)
    if _is_address(link.target):
        return (link,)
    report(
        _missing(link.span, f"“{link.target}” is no address", "the words are kept without the link")
    )
    return link.children or _as_written(link)


def _is_address(target: str) -> bool:
    """Whether an address with a scheme has what RFC 3986 asks for: a host where one belongs."""
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme in _WITH_HOST:
        return bool(host) and ".." not in host and not _UNFIT_FOR_HOST.search(host)
    return bool(parts.path or parts.netloc)


def _as_written(link: Link) -> Inlines:
    return (Text(link.target, span=link.span),) if link.target else ()


def _place(link: Link, chapter: int, path: str, places: Places) -> tuple[str, Diagnostic | None]:
    """The id that a relative link leads to, or what is wrong with it, or both."""
    try:
        parts = urlsplit(link.target)
    except ValueError:
        return "", _missing(link.span, f"“{link.target}” is no address", "")
    fragment = unquote(parts.fragment)
    own = places.files.get(path, [chapter])
    if not parts.path:
        if not fragment and not link.target.startswith("#"):
            return "", _missing(link.span, "the link has no target", "")
        return _in_own_file(link.span, fragment, chapter, own, places)
    # A leading slash is the book's root, as in GitBook and mdBook.
    written = unquote(parts.path)
    folder = "" if written.startswith("/") else posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
    file = places.file(wanted)
    if not file:
        message = f"no chapter “{written}” in the book"
        return "", _missing(link.span, message, places.nearest(wanted, places.files))
    chapters = places.files[file]
    start = places.chapter_ids[chapters[0]]
    if not fragment:
        return start, None
    if found := places.find(fragment, chapters):
        return found, None
    message = f"no “{fragment}” in {file}; the link leads to that chapter's beginning"
    return start, _missing(link.span, message, places.nearest(fragment, places.names(chapters)))


def _in_own_file(
    span: Span, fragment: str, chapter: int, own: list[int], places: Places
) -> tuple[str, Diagnostic | None]:
    if not fragment:
        return places.chapter_ids[chapter], None
    order = [chapter, *(number for number in own if number != chapter)]
    found = places.find(fragment, order) or places.everywhere.get(fragment, "")
    if not found and fragment in places.chapter_ids:
        found = fragment
    if not found and fragment == "top":
        found = places.chapter_ids[chapter]
    if found:
        return found, None
    known = [*places.names(order), *places.everywhere]
    return "", _missing(span, f"no “{fragment}” in the book", places.nearest(fragment, known))


def _missing(span: Span, message: str, hint: str) -> Diagnostic:
    return error(Code.LINK_TARGET_MISSING, message, span, hint)
