"""What is wrong, where, and what to do about it: diagnostics as data, and errors of the house.

A fault of the manuscript is a `Diagnostic`, handed to a `Report` so that one run finds all of
them. A fault of the surroundings (no such file, disk full) is a `MyopressError`.
`diagnostic_formats.py` prints them. Every code is explained in `docs/diagnostics.md`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from myopress.source import Span


class Severity(StrEnum):
    """An error leaves a hole in the book; a warning is worth a look; a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """The stable names of all diagnostics."""

    # the files of the book
    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_ENCODING = "file-encoding"
    FILE_OUTSIDE = "file-outside"
    LIMIT_EXCEEDED = "limit-exceeded"
    MANIFEST_SYNTAX = "manifest-syntax"
    MANIFEST_KEY = "manifest-key"
    MANIFEST_VALUE = "manifest-value"
    BOOK_EMPTY = "book-empty"
    INCLUDE_EMPTY = "include-empty"
    NOT_TAKEN_OVER = "not-taken-over"
    # a chapter's text
    FRONT_MATTER_SYNTAX = "front-matter-syntax"
    FRONT_MATTER_KEY = "front-matter-key"
    CONTROL_CHARACTER = "control-character"
    RAW_HTML = "raw-html"
    FOREIGN_SYNTAX = "foreign-syntax"
    PANDOC_UNKNOWN = "pandoc-unknown"
    CODE_NOT_RUN = "code-not-run"
    ATTRIBUTE_UNKNOWN = "attribute-unknown"
    BLOCK_UNKNOWN = "block-unknown"
    BLOCK_UNCLOSED = "block-unclosed"
    NOTE_UNDEFINED = "note-undefined"
    NOTE_UNUSED = "note-unused"
    NOTE_DUPLICATE = "note-duplicate"
    LINK_DEFINITION_DUPLICATE = "link-definition-duplicate"
    CARD_FIELD_MISSING = "card-field-missing"
    CARD_FIELD_DUPLICATE = "card-field-duplicate"
    SHORT_OUTDATED = "short-outdated"
    EVIDENCE_UNKNOWN = "evidence-unknown"
    NESTING_TOO_DEEP = "nesting-too-deep"
    # the whole document
    CHAPTER_UNTITLED = "chapter-untitled"
    HEADING_SKIPS_LEVEL = "heading-skips-level"
    ID_DUPLICATE = "id-duplicate"
    ID_INVALID = "id-invalid"
    LINK_TARGET_MISSING = "link-target-missing"
    LINK_UNSAFE = "link-unsafe"
    CITATION_UNKNOWN = "citation-unknown"
    CITATION_STYLE_UNKNOWN = "citation-style-unknown"
    REFERENCE_INVALID = "reference-invalid"
    TERM_UNKNOWN = "term-unknown"
    INDEX_SEE_MISSING = "index-see-missing"
    IMAGE_MISSING = "image-missing"
    IMAGE_REMOTE = "image-remote"
    IMAGE_UNREADABLE = "image-unreadable"
    SVG_CLEANED = "svg-cleaned"
    IMAGE_WITHOUT_ALT = "image-without-alt"
    STYLE_SYNTAX = "style-syntax"
    FONT_UNUSABLE = "font-unusable"
    # the outputs
    LAYOUT_STALE = "layout-stale"
    MATH_UNREADABLE = "math-unreadable"
    MATH_LINEAR = "math-linear"
    GLYPH_MISSING = "glyph-missing"
    FONT_SUBSTITUTED = "font-substituted"
    IMAGE_COARSE = "image-coarse"
    LINE_OVERFULL = "line-overfull"
    LINE_LOOSE = "line-loose"
    LINE_BY_LINE = "line-by-line"
    WIDOW = "widow"
    ORPHAN = "orphan"
    RUNT = "runt"
    HEADING_STRANDED = "heading-stranded"
    PAGE_SHORT = "page-short"
    ROW_SPLIT = "row-split"
    BOX_OFF_PAGE = "box-off-page"
    BOXES_OVERLAP = "boxes-overlap"
    NOTE_CUT = "note-cut"
    NOTE_MOVED = "note-moved"
    NOTE_LOST = "note-lost"
    PAGE_REFERENCE_DANGLING = "page-reference-dangling"
    PAGES_UNSETTLED = "pages-unsettled"
    ARCHIVE_UNMET = "archive-unmet"
    PRINT_NUMBERS = "print-numbers"
    PRINT_PAGES = "print-pages"
    PRINT_INK = "print-ink"
    PRINT_COLOUR = "print-colour"
    PRINT_COVER = "print-cover"
    PAGE_MAP_STALE = "page-map-stale"
    ACCESSIBILITY_UNMET = "accessibility-unmet"
    WORD_MISSING = "word-missing"
    WORD_MOVED = "word-moved"
    WORD_DOUBLED = "word-doubled"
    LINK_ASTRAY = "link-astray"
    PAGE_NUMBER_WRONG = "page-number-wrong"
    BUILD_UNSTABLE = "build-unstable"
    SHOP_FILE_SIZE = "shop-file-size"
    SHOP_COVER = "shop-cover"
    SHOP_IMAGE = "shop-image"
    SHOP_FONT = "shop-font"
    SHOP_LINK = "shop-link"
    SHOP_STYLE = "shop-style"
    CHEATSHEET_EMPTY = "cheatsheet-empty"
    CHEATSHEET_FROM_HEADINGS = "cheatsheet-from-headings"
    CHEATSHEET_OVERFLOW = "cheatsheet-overflow"
    CHEATSHEET_DROPPED = "cheatsheet-dropped"
    CHEATSHEET_SPARSE = "cheatsheet-sparse"
    CHEATSHEET_CARD_UNKNOWN = "cheatsheet-card-unknown"
    CHEATSHEET_BLOCK_UNKNOWN = "cheatsheet-block-unknown"
    CHEATSHEET_ORGAN_UNKNOWN = "cheatsheet-organ-unknown"
    HANDOUT_COLUMN = "handout-column"
    HANDOUT_ROW = "handout-row"
    HANDOUT_COLOUR = "handout-colour"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: `message` tells what is wrong, each hint what to do or what was done instead."""

    severity: Severity
    code: Code
    message: str
    span: Span
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.span}: {self.severity}[{self.code}]: {self.message}"


Report: TypeAlias = Callable[[Diagnostic], None]
"""Where a stage hands its diagnostics; required wherever a fault can be found."""


def untold(_: Diagnostic) -> None:
    """A report for what is told elsewhere, or has been told."""


def error(code: Code, message: str, span: Span, *hints: str) -> Diagnostic:
    """A diagnostic of severity error; empty hints are left out."""
    return Diagnostic(Severity.ERROR, code, message, span, tuple(filter(None, hints)))


def warning(code: Code, message: str, span: Span, *hints: str) -> Diagnostic:
    """A diagnostic of severity warning; empty hints are left out."""
    return Diagnostic(Severity.WARNING, code, message, span, tuple(filter(None, hints)))


def note(code: Code, message: str, span: Span, *hints: str) -> Diagnostic:
    """A diagnostic of severity note; empty hints are left out."""
    return Diagnostic(Severity.NOTE, code, message, span, tuple(filter(None, hints)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that names the known word nearest to `word`, or nothing if none is near."""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return f"did you mean “{names[near[0]]}”?" if near else ""


class MyopressError(Exception):
    """What stops a run and is not the manuscript's fault; `exit_code` is the command's."""

    exit_code = 1


class ConfigurationError(MyopressError):
    """The book's configuration cannot be understood at all."""

    exit_code = 3


class InputError(MyopressError):
    """A file that the run cannot do without is missing or unreadable."""

    exit_code = 4


class BackendError(MyopressError):
    """A backend or the native library under it failed."""

    exit_code = 5
