"""What `normalize` sees to, and a document that another program has written may lack."""

from __future__ import annotations

from collections.abc import Iterator

from myopress.diagnostics import Code, Report, did_you_mean, error
from myopress.document import Chapter, CrossReference, Document, Image, Node, NoteReference
from myopress.source import Span
from myopress.walk import nodes


def report_unsound(document: Document, report: Report) -> None:
    """Report ids that stand twice, and links, notes and pictures that lead nowhere."""
    seen: set[str] = set()
    for name, span in _ids(document):
        if name in seen:
            report(error(Code.ID_DUPLICATE, f"the id “{name}” stands twice", span))
        seen.add(name)
    pictures = {resource.path for resource in document.resources}
    for chapter in document.chapters:
        _report_dangling(chapter, seen, pictures, report)


def _ids(document: Document) -> Iterator[tuple[str, Span]]:
    for chapter in document.chapters:
        yield chapter.id, chapter.span
        for node in nodes(chapter, Node):
            if name := getattr(getattr(node, "attributes", None), "id", ""):
                yield name, node.span


def _report_dangling(chapter: Chapter, ids: set[str], pictures: set[str], report: Report) -> None:
    labels = {one.label for one in chapter.notes}
    for node in nodes(chapter, (CrossReference, Image, NoteReference)):
        match node:
            case CrossReference(target=target) if target not in ids:
                hint = did_you_mean(target, ids)
                message = f"no place “{target}” in the book"
                report(error(Code.LINK_TARGET_MISSING, message, node.span, hint))
            case Image(resource=path) if path not in pictures:
                message = f"the document has no picture “{path}”"
                report(error(Code.IMAGE_MISSING, message, node.span, did_you_mean(path, pictures)))
            case NoteReference(label=label) if label not in labels:
                message = f"note “{label}” is called but not written"
                report(error(Code.NOTE_UNDEFINED, message, node.span))
