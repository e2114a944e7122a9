"""Outputs put in their places: all or none, and none over a better one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from myopress.output import OutputError, size_in_words, write_files
from myopress.progress import Written
from myopress.run.folders import LIST, foreign, left_over
from myopress.run.session import Options, show_result, tell
from myopress.slugs import slug

STDOUT = Path("-")
Place: TypeAlias = Callable[[str, str], Path]
"""Where an output goes, told its backend and the book's name in file names."""


@dataclass(frozen=True, slots=True)
class Output:
    """A rendered output and its place; `sound` if nothing failed in reading or rendering it.

    `page_map` is a PDF's, as a file. An output that is a folder has no data but `files`, by their
    names below it.
    """

    place: Path
    data: bytes
    sound: bool
    page_map: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data) + sum(map(len, self.files.values()))


def deliver(outputs: list[Output], options: Options, *, listed: bool = True) -> tuple[Written, ...]:
    """Write the outputs, all or none. A faulty one stands beside an earlier file, as its draft.

    What was written is printed if `listed`.
    """
    outputs = [output for output in outputs if output.data or output.files]
    if outputs and outputs[0].place == STDOUT:
        show_result(outputs[0].data)
        return ()
    places = [_draft(o.place) if _endangers(o) else o.place for o in outputs]
    files: dict[Path, bytes] = {}
    gone: list[Path] = []
    for output, place in zip(outputs, places, strict=True):
        if output.files:
            gone += _replaced(output, place)
            files |= {place / name: data for name, data in output.files.items()}
        else:
            files[place] = output.data
        if output.page_map and output.place in files:
            files[page_map_file(output.place)] = output.page_map
    write_files(files)
    for path in gone:
        path.unlink(missing_ok=True)
    written = []
    for output, place in zip(outputs, places, strict=True):
        fault = "" if output.sound else "with faults"
        written.append(Written(str(place), size_in_words(output.size), fault))
        line = "  ".join(filter(None, (str(place), size_in_words(output.size), fault)))
        show_result(f"{line}\n" if listed and not options.quiet else "")
        if place != output.place:
            tell(f"{output.place} is left as it was, because the book has faults", options)
        elif output.sound and not output.files:
            _draft(output.place).unlink(missing_ok=True)
    return tuple(written)


def _replaced(output: Output, folder: Path) -> list[Path]:
    """What goes from a folder that is written anew; raises OutputError if it is somebody else's."""
    if others := foreign(folder, output.files):
        raise OutputError(f"“{others[0]}” is not of an earlier run: name another folder")
    return left_over(folder, output.files)


def _endangers(output: Output) -> bool:
    there = output.place / LIST if output.files else output.place
    return not output.sound and there.exists()


def _draft(place: Path) -> Path:
    """Where an output goes that must not replace the one at `place`: `book.draft.epub`."""
    return place.with_suffix(f".draft{place.suffix}")


def page_map_file(output: Path) -> Path:
    """Where the page map of a book is kept, beside its PDF or EPUB."""
    return output.with_suffix(".pages.json")


def file_name(title: str, otherwise: str = "book") -> str:
    """A title in file names, at most 60 letters, cut between words if there are more."""
    name = slug(title)
    return (name if len(name) <= 60 else name[:61].rpartition("-")[0] or name[:60]) or otherwise
