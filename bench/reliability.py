"""Writes docs/reliability.md from one run: `make reliability`, or reliability.py [BOOK...].

Hostile books through each output, faults of the machine, books that nobody wrote, and the words
of real books compared, those of the folders given besides. The page is made, never typed.
"""

from __future__ import annotations

import io
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import hostile
from fuzz import GUIDED, by_grammar, guided
from myopress import limits, pipeline
from myopress.diagnostics import Code
from myopress.index import index
from place import ROOT, table

COMMAND = Path(sys.executable).with_name("myopress")
VERBS = {"epub": ["epub"], "pdf": ["pdf", "--draft"], "cheat sheet": ["cheatsheet"]}
SUFFIX = {"epub": "epub", "pdf": "pdf", "cheat sheet": "pdf"}
STOP = 150
KILLS = 50
BOOK = {
    "book.toml": b'title = "T"\nlanguage = "en"\n',
    "one.md": b"# One\n\nWords of a chapter.[^n]\n\n[^n]: A note.\n\n::: card A: b\nDoes\n: Lifts.\n:::\n",
    "two.md": b"# Two\n\nMore words.\n",
}


@dataclass(frozen=True)
class Ran:
    """A run: exit code (negative: the signal), processor seconds, MB at most, what it said."""

    code: int
    seconds: float
    megabytes: float
    said: str

    @property
    def bad(self) -> bool:
        """Whether it fell over or had to be stopped."""
        return self.code < 0 or self.code == 70 or "Traceback" in self.said


def run(*arguments: object, before: Callable[[], None] | None = None, **environment: str) -> Ran:
    """One run of the command, measured."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(COMMAND), *map(str, arguments)],
            env={**os.environ, "MYOPRESS_CACHE": "", "SOURCE_DATE_EPOCH": "0", **environment},
            stdout=subprocess.DEVNULL, stderr=said, preexec_fn=before,  # noqa: PLW1509 - no thread runs then
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    unit = 1 if sys.platform == "darwin" else 1024
    took = usage.ru_utime + usage.ru_stime
    return Ran(process.returncode, took, usage.ru_maxrss * unit / 1e6, words)


def laid_out(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files of a book, written."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def hostile_rows(place: Path) -> Iterator[tuple[str, dict[str, Ran]]]:
    """Every hostile book through every output."""

    def stopped() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (STOP, STOP))

    for name, files in hostile.books().items():
        book = laid_out(files(), place / "book")
        yield (
            name,
            {
                output: run(*verb, book, "-o", place / f"x.{SUFFIX[output]}", before=stopped)
                for output, verb in VERBS.items()
            },
        )
        shutil.rmtree(book)


def faults(place: Path) -> Iterator[tuple[str, int, int]]:
    """Each fault: its name, how often it was caused, and how often a run came out of it badly."""
    book = laid_out(BOOK, place / "sound")
    out = place / "out"
    target = out / "t.epub"
    began = time.monotonic()
    run("epub", book, "-o", target)
    took = time.monotonic() - began
    whole = target.read_bytes()
    for name, number in (("killed (SIGKILL) at a random moment", signal.SIGKILL), ("Ctrl-C at a random moment", signal.SIGINT)):  # fmt: skip
        bad = sum(_ended(book, target, took, number, turn) for turn in range(KILLS))
        yield name, KILLS, bad
    run("epub", book, "-o", target)
    yield "litter left after the next run", 1, len(list(out.iterdir())) - 1
    yield "two builds into one folder at once", 5, sum(_twice(book, out) for _ in range(5))
    yield "full disk (a file of 1 kB is the most)", 5, sum(_full(book, target) for _ in range(5))
    (place / "file").write_bytes(b"")
    ran = run("epub", book, "-o", place / "file" / "t.epub")
    yield "output where nothing can be written", 1, int(ran.code != 4)
    sheet = run("cheatsheet", book, "-o", place / "s.pdf", MYOPRESS_CACHE=str(place / "kept"))
    made = (place / "s.pdf").read_bytes()
    yield "cache: damaged entry", 3, sum(_damaged(book, place, made) for _ in range(3)) + sheet.code
    ran = run("cheatsheet", book, "-o", place / "s.pdf", MYOPRESS_CACHE="/dev/null/none")
    yield "cache: a place that cannot be written", 1, ran.code
    ran = run("epub", book, "-o", target, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    yield "locale C", 1, int(ran.code != 0 or target.read_bytes() != whole)
    for encoding in ("utf-16", "utf-16-le", "latin-1", "utf-32"):
        (book / "one.md").write_bytes("# Größe\n\nWörter.\n".encode(encoding))
        ran = run("epub", book, "-o", target)
        yield f"a file in {encoding}", 1, int(ran.code != 4 or "not UTF-8" not in ran.said)


def _ended(book: Path, target: Path, took: float, number: int, turn: int) -> bool:
    """Whether a run that a signal ends at some moment harms the output.

    What Python itself says to Ctrl-C while it starts, in the first tenth of a second, is not ours.
    """
    process = subprocess.Popen(
        [str(COMMAND), "epub", str(book), "-o", str(target)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(random.Random(turn).uniform(0.15 * (number == signal.SIGINT), took))
    process.send_signal(number)
    said = process.communicate()[1]
    sound = zipfile.ZipFile(io.BytesIO(target.read_bytes())).testzip() is None
    begun = process.returncode in {0, 130, -number} and b"internal error" not in said
    if not (sound and begun):
        print(process.returncode, said.decode("utf-8", "replace"), flush=True)
    return not (sound and begun)


def _twice(book: Path, out: Path) -> bool:
    arguments = [str(COMMAND), "build", str(book), "-o", str(out), "--only", "epub,pdf", "-q"]
    runs = [subprocess.Popen(arguments, stderr=subprocess.DEVNULL) for _ in range(2)]
    return max(one.wait() for one in runs) > 0


def _full(book: Path, target: Path) -> bool:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    before = target.read_bytes()
    # What it says is in a file too, and may be cut: the exit code tells.
    ran = run("epub", book, "-o", target, "-q", before=limited)
    return ran.code != 4 or target.read_bytes() != before


def _damaged(book: Path, place: Path, made: bytes) -> bool:
    for entry in (place / "kept").glob("*.kept"):
        entry.write_bytes(entry.read_bytes()[:-1])
    run("cheatsheet", book, "-o", place / "s.pdf", MYOPRESS_CACHE=str(place / "kept"))
    return (place / "s.pdf").read_bytes() != made


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the requests that reach it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def requests(place: Path) -> tuple[int, int]:
    """How many addresses a book names in all its ways, and how many requests come of them."""
    with listening() as (spy, asked):
        chapter = (
            f"# A\n\n![a]({spy}/1.png) ![b](a.svg) <img src='{spy}/2' alt=''>\n\n<link href='{spy}/3'>\n"
            f"<script src='{spy}/4'></script><iframe src='{spy}/5'></iframe>\n\n$\\href{{{spy}/6}}{{x}}$\n"
        )
        drawing = (
            f"<?xml-stylesheet href='{spy}/7'?><!DOCTYPE svg [<!ENTITY x SYSTEM '{spy}/8'>]>"
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>"
            f"<image href='{spy}/9'/><use href='{spy}/10#a'/><style>@import '{spy}/11';</style></svg>"
        )
        sheet = f"@import '{spy}/12'; @font-face {{ font-family: S; src: url({spy}/13) }} p {{ background: url({spy}/14) }}"
        files = {
            "a.md": chapter,
            "a.svg": drawing,
            "styles/epub.css": sheet,
            "styles/print.css": sheet,
        }
        book = laid_out({path: text.encode() for path, text in files.items()}, place / "spy")
        run("build", book, "-o", place / "spied", "--draft")
        return 14 + 3, len(asked)


def words_of(book: Path) -> tuple[str, int, int, int]:
    """A book's name, the words of all its outputs compared, those missing, other findings."""
    document = pipeline.read(book, lambda _: None)
    found = index(document, lambda _: None)
    built = {"epub": pipeline.render(document, "epub", lambda _: None, found=found)}
    built["pdf"] = pipeline.print_book(document, found, lambda _: None).pdf
    verified = pipeline.verify(document, found, built)
    lost = {Code.WORD_MISSING, Code.WORD_MOVED, Code.WORD_DOUBLED}
    return (
        book.name,
        sum(one.compared for one in verified.outputs),
        sum(one.code in lost for one in verified.diagnostics),
        sum(one.code not in lost for one in verified.diagnostics),
    )


def machine() -> str:
    """The machine, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = os.cpu_count()
    return f"{platform.system()}, {platform.machine()}, {cores} cores, {memory:.0f} GB; Python {platform.python_version()}"


LIMITS: Sequence[tuple[str, str]] = (
    ("a Markdown file, a bibliography, a list of gyms", f"{limits.TEXT_BYTES // 1_000_000} MB"),
    ("marks in a Markdown file: characters that may be markup", f"{limits.MARKS:,}"),
    ("marks with no space between them; tabs in a row", f"{limits.WORD:,}"),
    ("calls and texts of notes in a file", f"{limits.NOTES:,}"),
    ("letters of a text without a blank line", f"{limits.PARAGRAPH:,}"),
    ("elements of a chapter: words between marks, links, cells, items, lines of code", f"{limits.ELEMENTS:,}"),
    ("chapters", f"{limits.CHAPTERS:,}"),
    ("blocks within each other", "64"),
    ("a picture", f"{limits.PICTURE_BYTES // 1_000_000} MB, 89,478,485 pixels"),
    ("elements of a drawing, counted again for each use", f"{limits.SVG_ELEMENTS:,}"),
    ("a style sheet", f"{limits.STYLE_BYTES / 1_000_000:g} MB, {limits.STYLE_DEPTH} brackets in each other"),
    ("a part of the printed book, such as a chapter", f"{limits.LAYOUT_SECONDS:,} seconds of a processor"),
)  # fmt: skip


def page(
    hostile_runs: Sequence[tuple[str, dict[str, Ran]]],
    injected: Sequence[tuple[str, int, int]],
    asked: tuple[int, int],
    words: Sequence[tuple[str, int, int, int]],
    fuzzed: Sequence[tuple[str, int]],
) -> str:
    """The page as Markdown."""
    runs = [run for _, row in hostile_runs for run in row.values()]
    slow = [(name, output, one) for name, row in hostile_runs for output, one in row.items() if one.seconds > 10 or one.megabytes > 1000]  # fmt: skip
    sums = [
        ("hostile books, each through EPUB, PDF and cheat sheet", len(hostile_runs)),
        ("runs on them that fell over or had to be stopped", sum(one.bad for one in runs)),
        ("runs on them beyond 10 seconds of a processor or 1 GB", len(slow)),
        ("faults injected", sum(times for _, times, _ in injected)),
        ("runs that came out of a fault badly", sum(bad for _, _, bad in injected)),
        ("addresses on a network that a book named", asked[0]),
        ("requests that got out", asked[1]),
        ("words compared in outputs of real books", sum(row[1] for row in words)),
        ("words missing, moved or doubled in them", sum(row[2] for row in words)),
    ]
    rows = [[name, *(f"{_word(one)}, {one.seconds:.1f} s, {one.megabytes:.0f} MB" for one in row.values())] for name, row in hostile_runs]  # fmt: skip
    return f"""# Reliability

What bad input, faults and hostile books do to the press. This page is made by `make reliability`
from one run, and not typed. What is promised: `SECURITY.md`.

The machine: {machine()}. Seconds are of a processor, all processes together.

## In sum

{table(["", "number"], [[name, f"{count:,}"] for name, count in sums])}
## Limits

Within them is any book that we know of; what is beyond is refused by a diagnostic with file and
line (`limit-exceeded`, for pictures and files `image-unreadable` and `file-unreadable`), and the
rest of the book is made. A part whose layout takes too long ends the run with exit code 5. A book
takes time in proportion to its pages, however many: thousands of chapters take minutes.

{table(["of", "at most"], LIMITS)}
## Hostile books

"refused" tells that there is an error, and what it is about is left out; a
cheat sheet of a book without cards is refused in any case. A run is stopped after {STOP} seconds.

{table(["book", *VERBS], rows)}
## Faults

{table(["fault", "times", "came out badly"], [[*row] for row in injected])}
## Books that nobody wrote

{table(["", "number"], [[name, f"{count:,}"] for name, count in fuzzed])}
## Words

Those of EPUB, of the PDF by its tags and of its pages as painted, against the document.

{table(["book", "words compared", "missing, moved, doubled", "other findings"], [[n, f"{w:,}", m, o] for n, w, m, o in words])}"""


def _word(one: Ran) -> str:
    if one.bad:
        return "stopped" if one.code < 0 else "fell over"
    return "refused" if one.code else "done"


def fuzzed(books: list[Path], seconds: float) -> list[tuple[str, int]]:
    """Some minutes of `make fuzz`, with a fixed seed."""
    session = by_grammar(seconds, books, first=8)
    found = [
        ("books invented or harmed", session.books),
        ("of these printed", session.printed),
        ("of these refused as a whole", session.refused),
        ("words compared in them", session.words),
        ("printed books of which verify misses a word", len(session.lost_in_print)),
        ("kinds of failure", len(session.failures)),
    ]
    for what in GUIDED:
        runs, fault = guided(what, seconds / 4)
        found += [(f"inputs to the reader of a {what}, led by coverage", runs), (f"failures of it ({what})", int(bool(fault)))]  # fmt: skip
    return found


def main() -> None:
    """Measure all, and write the page."""
    books = [ROOT / "manuscript", ROOT / "tests" / "books" / "constructs"]
    given = [Path(path) for path in sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="reliability-") as name:
        place = Path(name)
        rows = []
        for row in hostile_rows(place):
            rows.append(row)
            print(
                row[0], *(f"{_word(one)} {one.seconds:.1f}" for one in row[1].values()), flush=True
            )
        injected = list(faults(place))
        asked = requests(place)
    words = [words_of(book) for book in [*books, *given]]
    text = page(rows, injected, asked, words, fuzzed(books, 40))
    (ROOT / "docs" / "reliability.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
