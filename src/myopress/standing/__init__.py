"""Standing type: what an EPUB was made of last, so that only what has changed is made anew.

Printers keep the type of a book standing for its next impression. Here each chapter's file is kept
abridged (`abridged.py`), and its pages as they were packed, with a digest of all that they depend
on (`dependence.py`). A file whose text is the same is read as its abridged self, which is enough
to name, number and index the whole book; its pages stand if their digests are the same. All else
is read and made anew. So the EPUB is byte for byte that of a first run, and so are the faults told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

from myopress import pipeline
from myopress.backends import epub
from myopress.cache import Store, key
from myopress.citations import BibliographyEntry, format_citations
from myopress.diagnostics import Diagnostic, Report, untold
from myopress.document import Citation, Document, Inlines, Reference
from myopress.index import Index, index
from myopress.manifest import ChapterEntry, Reach
from myopress.markdown import Draft
from myopress.progress import SILENT, Step
from myopress.resources import Picture, examine
from myopress.standing.abridged import abridged
from myopress.standing.dependence import Dependence, Question, digest_of, lists, noting
from myopress.standing.packed import pack, unpack

T = TypeVar("T")
Formatted: TypeAlias = tuple[dict[Citation, Inlines], tuple[BibliographyEntry, ...]]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was packed, what was asked for it and what it depended on, what it told."""

    questions: tuple[Question, ...]
    digest: bytes
    deflated: epub.Deflated
    facts: epub.Facts
    told: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _File:
    """A file of chapters: packed, its abridged draft and what was told of it; and its pages."""

    draft: bytes
    pages: list[_Page] = field(default_factory=list)


@dataclass(slots=True)
class _Kept:
    """All that is kept of a book: files and pictures by digests, and the last citations."""

    files: dict[bytes, _File] = field(default_factory=dict)
    pictures: dict[bytes, Picture] = field(default_factory=dict)
    citations: tuple[bytes, bytes] = (b"", b"")


class Standing:
    """An EPUB in the making, with what is kept of its book in a store."""

    def __init__(self, book: Path, reach: Reach, store: Store) -> None:
        self._book = book
        self._reach = reach
        self._store = store
        self._place = key(b"standing", str(book.resolve()).encode())
        found = store.get(self._place)
        self._old: _Kept = unpack(found) if found else _Kept()
        self._new = _Kept()
        self._changed = False
        self._read: dict[str, bytes] = {}
        """The digest of each file that was read, in `_new.files` if it can be kept."""
        self._anew: dict[bytes, tuple[Draft, tuple[Diagnostic, ...]]] = {}
        """The files that were read whole in this run, and what was told of them."""
        self._abridged: set[str] = set()
        self._whole: set[str] = set()
        """Files that must be read whole."""
        self._elsewhere: set[str] = set()
        """Files that lines of other files' chapters are from."""

    # --- reading ---

    def read(self, report: Report, step: Step = SILENT) -> Document:
        """The document as `pipeline.read` gives it, but with chapters abridged where they stand."""
        self._new = _Kept()
        self._read.clear()
        self._abridged.clear()
        return pipeline.read(self._book, report, self._reach, step, self)

    def read_whole(self, document: Document) -> Document:
        """The document, which was read before, with no chapter abridged; nothing is told again."""
        return self._read_again(document, self._abridged)

    def _read_again(self, document: Document, whole: set[str]) -> Document:
        self._whole |= whole
        return replace(self.read(untold), metadata=document.metadata)

    def draft(self, entry: ChapterEntry, report: Report) -> Draft:
        """A file of the book, abridged if it stands."""
        source = entry.source
        others = {span.path for span in source.origins} - {source.path} if source else set()
        if source is None or others:
            self._elsewhere |= others
            return pipeline.draft(entry, report)
        name = digest_of((source.path, source.text, source.origins, *_place(entry)))
        self._read[source.path] = name
        file = self._old.files.get(name)
        if file and source.path not in self._whole:
            self._abridged.add(source.path)
            self._new.files[name] = file
            draft: Draft
            draft, told = unpack(file.draft)
            return _telling(draft, told, report)
        if name not in self._anew:
            found: list[Diagnostic] = []
            draft = pipeline.draft(entry, found.append)
            self._anew[name] = draft, tuple(found)
            self._changed = True
        draft, told = self._anew[name]
        short = replace(draft, chapter=abridged(draft.chapter))
        self._new.files[name] = _File(pack((short, told)))
        return _telling(draft, told, report)

    def examine(self, data: bytes) -> Picture:
        """What a picture is; raises PictureError as `resources.examine` does."""
        name = sha256(data).digest()
        picture = self._old.pictures.get(name)
        if picture is None:
            self._changed = True
            found = examine(data)
            picture = replace(found, data=b"") if found.data == data else found
        self._new.pictures[name] = picture
        return picture if picture.data else replace(picture, data=data)

    # --- making ---

    def index(self, document: Document, report: Report) -> Index:
        """The index of the document that was read."""
        return index(document, report, cite=self._cite)

    def _cite(
        self,
        citations: list[Citation],
        references: tuple[Reference, ...],
        style: str,
        language: str,
        report: Report,
    ) -> Formatted:
        if not citations:
            return {}, ()
        distinct = tuple(dict.fromkeys(citations))
        spans = tuple(reference.span for reference in references)
        name = digest_of((distinct, references, spans, style, language))
        if name != self._old.citations[0]:
            told: list[Diagnostic] = []
            formatted = format_citations(distinct, references, style, language, told.append)
            self._old.citations = name, pack((formatted, tuple(told)))
            self._changed = True
        self._new.citations = self._old.citations
        made, known = unpack(self._new.citations[1])
        return _telling(cast("Formatted", made), known, report)

    def render(self, document: Document, found: Index, report: Report) -> bytes:
        """The EPUB of the document that was read, and of its index."""
        edition = epub.edition_of(epub.for_readers(document, self._store), found, None)
        making, places = Dependence(edition), _places(document)
        stand = {
            position: page
            for position, place in enumerate(places)
            if (page := self._page(making, position, *place))
        }
        missing = {path for path, _ in places} & self._abridged & self._elsewhere
        missing |= {
            path
            for position, (path, _) in enumerate(places)
            if path in self._abridged and position not in stand
        }
        if missing:
            again = self._read_again(document, missing)
            return self.render(again, self.index(again, untold), report)
        chapters = [
            _recalled(stand[position], report)
            if position in stand
            else self._made(making, position, path, report)
            for position, (path, _) in enumerate(places)
        ]
        data = epub.bound(edition, chapters, report)
        if self._changed:
            self._store.put(self._place, pack(self._new))
        return data

    def _page(self, making: Dependence, position: int, path: str, number: int) -> _Page | None:
        """The page of a file's chapter that stands, if all that it depends on is as it was."""
        if path not in self._abridged:
            return None
        pages = self._new.files[self._read[path]].pages[number : number + 1]
        return next((p for p in pages if p.digest == making.digest(position, p.questions)), None)

    def _made(self, making: Dependence, position: int, path: str, report: Report) -> epub.Page:
        """A page made anew, and kept if all that it depends on is known."""
        chapter = making.edition.document.chapters[position]
        name = self._read.get(path, b"")
        if lists(chapter) or not chapter.blocks:  # one that was too long is empty now
            self._new.files.pop(name, None)
        file = self._new.files.get(name)
        if file is None:
            return epub.chapter_page(making.edition, position, report)
        asked: dict[Question, None] = {}
        told: list[Diagnostic] = []
        page = epub.chapter_page(noting(making.edition, asked), position, told.append)
        ready, questions = epub.deflated(page.data), tuple(asked)
        digest = making.digest(position, questions)
        file.pages.append(_Page(questions, digest, ready, page.facts, tuple(told)))
        return _recalled(file.pages[-1], report)


def _place(entry: ChapterEntry) -> tuple[object, ...]:
    """What a file's entry in the book says of it, and where it says a title."""
    title = (entry.title, entry.span) if entry.title else ()
    return title, entry.matter, entry.role, entry.depth


def _places(document: Document) -> list[tuple[str, int]]:
    """For each chapter its file, and how many chapters of that file come before it."""
    counts: Counter[str] = Counter()
    found = []
    for chapter in document.chapters:
        found.append((chapter.span.path, counts[chapter.span.path]))
        counts[chapter.span.path] += 1
    return found


def _recalled(page: _Page, report: Report) -> epub.Page:
    return _telling(epub.Page(b"", page.facts, page.deflated), page.told, report)


def _telling(value: T, told: Iterable[Diagnostic], report: Report) -> T:
    """A value, once what was told of it is told again."""
    for diagnostic in told:
        report(diagnostic)
    return value
