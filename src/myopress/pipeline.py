"""The press: read -> normalize -> index -> render.

Reading touches the disk; what follows is made of pure functions, so that the same document
gives the same bytes wherever and whenever it is rendered.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from myopress import document_json
from myopress.diagnostics import BackendError, Code, InputError, Report, warning
from myopress.document import Chapter, Document, Metadata, Resource
from myopress.front_matter import FrontMatter
from myopress.index import Index, index
from myopress.limits import JSON_BYTES
from myopress.manifest import NOTHING_MORE, Book, ChapterEntry, Folder, Reach, load_book
from myopress.manifest.files import MARKDOWN
from myopress.markdown import Draft, read_chapter, read_title
from myopress.normalize import article_title, normalize, report_unsound
from myopress.progress import SILENT, Step
from myopress.resources import Picture, examine, load_references, load_resources
from myopress.source import NOWHERE, Source
from myopress.walk import rewrite

if TYPE_CHECKING:
    from myopress.backends.cheatsheet import Handout
    from myopress.backends.page_map import PageMap
    from myopress.backends.pdf import Laid, Printed
    from myopress.backends.pdf.workers import Helpers
    from myopress.cache import Store
    from myopress.gyms import Gym
    from myopress.verify import Verified

STDIN = Path("-")
_PANDOC = (b'"pandoc-api-version"', b'"unMeta"')
"""Keys of a document of pandoc's; in a document of ours they could only be words, with \\" around."""


class Memory(Protocol):
    """What reads files, and may know them from earlier."""

    def draft(self, entry: ChapterEntry, report: Report) -> Draft:
        """As `draft` does."""

    def examine(self, data: bytes) -> Picture:
        """As `resources.examine` does."""


Render: TypeAlias = Callable[[Document, Index, Report], bytes]


def read(
    path: Path,
    report: Report,
    reach: Reach = NOTHING_MORE,
    step: Step = SILENT,
    memory: Memory | None = None,
) -> Document:
    """The normalized document of the book at `path`: a folder, a Markdown file, or JSON.

    JSON is a document of ours or of pandoc's, in a file or (`STDIN`) on standard input. Nothing is read but the book's folder and what is in its `reach`. Faults of the manuscript go to
    `report`, each file that is read to `step`; raises `InputError` if there is no book to read.
    `memory` may know files from earlier.
    """
    if data := _json(path):
        return _read_json(data, path, report, reach)
    book = load_book(path, report, reach)
    drafts = tuple(_drafts(book, report, step, memory.draft if memory else draft))
    book = _described(book, drafts)
    references = load_references(book, report)
    document = normalize(drafts, book.metadata, book.settings, references, report)
    document = load_resources(document, book, report, memory.examine if memory else examine)
    for resource in document.resources:
        step.taken(f"{resource.path} ({len(resource.data):,} bytes)")
    return document


def check(document: Document, report: Report) -> None:
    """Report what can be told of `document` without rendering it."""
    index(document, report)


def check_shop(document: Document, shop: str, report: Report) -> None:
    """Report what one of `checks.SHOPS` would reject or spoil in the EPUB."""
    with _guarded("epub"):
        from myopress import checks
        from myopress.backends import epub

        data = epub.render(document, index(document, report), report)
        shown = checks.Publication(epub.for_readers(document), len(data))
        checks.examine(shown, checks.load_shop(shop), report)


def render(
    document: Document, backend: str, report: Report, *, found: Index | None = None
) -> bytes:
    """The bytes of an output: "epub", "pdf", "cheatsheet"; the sheet as "html", "png", "svg".

    `found` is the document's index, if it is made already. Raises BackendError if a library
    under the backend cannot be loaded.
    """
    with _guarded(backend):
        return _backend(backend)(document, found or index(document, report), report)


def print_book(
    document: Document,
    found: Index,
    report: Report,
    *,
    draft: bool = False,
    jobs: int | None = None,
    store: Store | None = None,
    step: Step = SILENT,
    helpers: Helpers | None = None,
    before: Laid | None = None,
) -> Printed:
    """The PDF with its page map; raises BackendError as `render` does.

    The lines of a draft are broken one by one. At most `jobs` processes lay out, None for one a
    core; `store` has what they made before; `step` is told of each part that is ready.
    `helpers` may lay out in the place of processes. `before` is the last layout, of which what has
    not changed is taken; other pages may come of it than from the beginning.
    """
    with _guarded("pdf"):
        from myopress.backends import pdf

        return pdf.print_book(
            document, found, report,
            draft=draft, jobs=jobs, store=store, step=step, helpers=helpers, before=before,
        )  # fmt: skip


def archive(pdf: bytes, sources: Sequence[Resource], report: Report) -> bytes:
    """A printed book as PDF/A-3u with its sources within; raises BackendError as `render` does.

    Reports ARCHIVE_UNMET, once for each condition.
    """
    with _guarded("pdf"):
        from myopress.backends.pdf.archive import archive as archived
        from myopress.checks.pdf import archivability

        made = archived(pdf, sources)
        faults = {fault.condition: fault for fault in reversed(archivability(made))}
        for _, fault in sorted(faults.items()):
            report(warning(Code.ARCHIVE_UNMET, f"the PDF is not PDF/A-3u: {fault}", NOWHERE))
        return made


def render_handouts(
    document: Document, gyms: Sequence[Gym], report: Report, *, each: bool
) -> tuple[Handout, ...]:
    """The cheat sheets of all gyms, in one PDF or in `each` its own; raises as `render` does."""
    with _guarded("cheatsheet"):
        from myopress.backends import cheatsheet

        found = index(document, report)
        return cheatsheet.render_handouts(document, found, gyms, report, each=each)


def render_paged(document: Document, found: Index, pages: PageMap, report: Report) -> bytes:
    """The EPUB with the pages of the printed book; raises BackendError as `render` does."""
    with _guarded("epub"):
        from myopress.backends import epub

        return epub.render(document, found, report, pages=pages)


def render_site(document: Document, found: Index, report: Report) -> Mapping[str, bytes]:
    """The files of the web site, by name; raises BackendError as `render` does."""
    with _guarded("html"):
        from myopress.backends import site

        return site.render(document, found, report)


def onix(document: Document, report: Report, sent: str, *, found: Index | None = None) -> bytes:
    """The EPUB's ONIX record, sent on a day ("20260301").

    `found` and what is raised are as for `render`.
    """
    with _guarded("epub"):
        from myopress.backends import epub

        return epub.onix(document, found or index(document, report), report, sent=sent)


def onix_together(messages: Mapping[str, bytes], sender: str) -> tuple[bytes, dict[str, str]]:
    """One ONIX message of several books', by name, and who is left out for whom."""
    with _guarded("epub"):
        from myopress.backends.epub.onix import together

        return together(messages, sender)


def verify(
    document: Document,
    found: Index,
    built: Mapping[str, bytes],
    site: Mapping[str, bytes] | None = None,
) -> Verified:
    """What rendered outputs, by backend, and the files of a web site have of their document.

    Raises as `render` does.
    """
    with _guarded("verify"):
        from myopress import verify as verifying

        return verifying.verify(document, found, built, site)


def printed_pages(pdf: bytes) -> dict[str, str]:
    """The printed page number of each named place in a PDF; raises as `render` does."""
    with _guarded("verify"):
        from myopress.verify.pdf_text import read_pdf

        printed = read_pdf(pdf)
        return {
            name: printed.labels[page] for name, page in printed.destinations.items() if page >= 0
        }


@contextmanager
def _guarded(backend: str) -> Iterator[None]:
    """Turn faults of loading a library into BackendErrors.

    Nothing else can be the reason of an OSError, since rendering touches no file.
    """
    try:
        # WeasyPrint tells on stdout what it misses, where only results belong.
        with redirect_stdout(io.StringIO()):
            yield
    except (ImportError, OSError) as fault:
        reason = str(fault).partition(". ")[0]
        raise BackendError(f"{backend}: {reason}; the README tells what it needs") from fault


def _backend(name: str) -> Render:
    """A backend, imported only now: WeasyPrint takes longer to load than an EPUB to make."""
    match name:
        case "epub":
            from myopress.backends import epub as backend
        case "pdf":
            from myopress.backends import pdf as backend  # type: ignore[no-redef]
        case "cheatsheet":
            from myopress.backends import cheatsheet as backend  # type: ignore[no-redef]
        case "html":
            from myopress.backends.cheatsheet import render_html

            return render_html
        case "png":
            from myopress.backends.cheatsheet import render_png

            return render_png
        case "svg":
            from myopress.backends.cheatsheet import render_svg

            return render_svg
        case _:
            raise ValueError(f"no backend “{name}”")
    return backend.render


def _json(path: Path) -> bytes:
    """The JSON at `path`, which may have any name if it is pandoc's; empty for any other book."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read()
        if path.suffix.lower() == ".json":
            return path.read_bytes()
        if path.is_dir() or not path.exists() or path.suffix.lower() in MARKDOWN:
            return b""
        with path.open("rb") as file:  # which may be a pipe
            data = file.read(JSON_BYTES + 1)
    except OSError as fault:
        raise InputError(f"“{path}” cannot be read: {fault.strerror}") from None
    return data if any(mark in data for mark in _PANDOC) else b""


def _read_json(data: bytes, path: Path, report: Report, reach: Reach) -> Document:
    if not any(mark in data for mark in _PANDOC):
        document = document_json.decode(data, str(path))
        report_unsound(document, report)
        return document
    from myopress.pandoc import read_book

    folder = Folder(path.parent if path.is_file() else Path(), reach)
    book, drafts, found = read_book(data, path, folder, report)
    book = _described(book, drafts)
    document = normalize(drafts, book.metadata, book.settings, found, report)
    return load_resources(document, book, report)


def _drafts(
    book: Book, report: Report, step: Step, draft: Callable[[ChapterEntry, Report], Draft]
) -> Iterator[Draft]:
    lists = {entry.span.path for entry in book.entries} & {
        "book.toml",
        "SUMMARY.md",
        "src/SUMMARY.md",
    }
    step.taken(f"the order of chapters: {', '.join(sorted(lists)) or 'by the names of files'}")
    for number, entry in enumerate(book.entries, 1):
        yield draft(entry, report)
        step.part(entry.source.path if entry.source else entry.title, number, len(book.entries))


def draft(entry: ChapterEntry, report: Report) -> Draft:
    """A file read and put in its place in the book, or a part that has a title and no file."""
    title = read_title(entry.title, entry.span, report) if entry.title else ()
    if entry.source is None:
        part = Chapter("", title, (), role=entry.role, depth=entry.depth, span=entry.span)
        return Draft(part, FrontMatter())
    file = _read(entry.source, report)
    chapter = replace(
        file.chapter,
        title=file.chapter.title or title,
        matter=entry.matter,
        role=file.front_matter.role or entry.role,
        depth=entry.depth,
    )
    return replace(file, chapter=chapter)


def _read(source: Source, report: Report) -> Draft:
    """A text read, its nodes and faults at the lines that it was put together from."""
    if not source.origins:
        return read_chapter(source, report)
    draft = read_chapter(
        source, lambda found: report(replace(found, span=source.origin(found.span)))
    )
    chapter = rewrite(draft.chapter, lambda node: replace(node, span=source.origin(node.span)))
    return replace(draft, chapter=chapter)


def _described(book: Book, drafts: Sequence[Draft]) -> Book:
    """The book with what an article's front matter says of it, and with a title in any case."""
    if len(drafts) != 1:
        title = book.metadata.title or book.name
        return replace(book, metadata=replace(book.metadata, title=title))
    front = drafts[0].front_matter
    metadata = _article_metadata(book.metadata, front, drafts[0].chapter)
    if not (metadata.title or article_title(drafts)):
        metadata = replace(metadata, title=book.name)
    return replace(
        book,
        metadata=metadata,
        bibliography=book.bibliography or front.bibliography,
    )


def _article_metadata(given: Metadata, front: FrontMatter, chapter: Chapter) -> Metadata:
    """The manifest's words where it has any, else the front matter's."""
    return replace(
        given,
        subtitle=given.subtitle or ("" if given.title else front.subtitle),
        contributors=given.contributors or front.author,
        language=chapter.language or given.language,
        date=given.date or front.date,
        description=given.description or front.description,
        publisher=given.publisher or front.publisher,
        rights=given.rights or front.rights,
        subjects=given.subjects or front.keywords,
        identifier=given.identifier or front.identifier,
        cover=given.cover or front.cover_image,
    )
