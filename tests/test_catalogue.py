"""A catalogue: which books there are, what is made of them and by whom, and what is told."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from catalogue_work import begin, work
from myopress.catalogue.local import done_here
from myopress.catalogue.manifest import BOOK_KEYS, KEYS, Catalogue, load_catalogue
from myopress.catalogue.page import page
from myopress.catalogue.record import NAME, File, Record, decode
from myopress.catalogue.record import encode as encode_record
from myopress.catalogue.report import Result, Run
from myopress.catalogue.schema import encode, schema
from myopress.catalogue.shelf import is_address, shown
from myopress.catalogue.sources import bundle
from myopress.catalogue.task import Job, Making, Task
from myopress.diagnostics import Code, Diagnostic, InputError
from myopress.progress import SILENT
from myopress.run import handouts, outputs
from myopress.run.catalogue import Wanted, build_catalogue
from myopress.run.one_book import make, program
from myopress.run.places import in_folder
from myopress.run.session import Options
from myopress.run.sheets import Wanted as Sheets

COMMAND = Path(sys.executable).with_name("myopress")
ROOT = Path(__file__).parent.parent
CARD = "::: card {title}\nTrain\n: Walk {title}.\n:::\n"


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def book(title: str, text: str = "Words.", **keys: str) -> dict[str, str]:
    toml = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    card = CARD.format(title=title)
    return {
        "book.toml": f'title = "{title}"\n{toml}chapters = ["a.md"]\n',
        "a.md": f"# Of {title}\n\n{text}\n\n{card}",
    }


def shelf_of(folder: Path, books: Mapping[str, Mapping[str, str]], catalog: str = "") -> Path:
    """A catalogue's folder with books by their own folders."""
    files = {f"{name}/{file}": text for name, of in books.items() for file, text in of.items()}
    return lay(folder, files | ({"catalog.toml": catalog} if catalog else {}))


# --- The catalogue as it is written ------------------------------------------------------------


def loaded(folder: Path, catalog: str) -> tuple[Catalogue, list[str]]:
    lay(folder, {"catalog.toml": catalog})
    found: list[Diagnostic] = []
    made = load_catalogue(folder / "catalog.toml", found.append)
    return made, [f"{d.span.line} {d.code}: {d.message} {' '.join(d.hints)}".strip() for d in found]


def test_books_are_paths_patterns_and_tables(tmp_path: Path) -> None:
    one = {"a.md": "# A\n"}
    shelf_of(
        tmp_path,
        {"b/two": one, "b/ten": one, "b/one": one, "b/.git": one, "b/empty": {"x.txt": ""}},
    )
    lay(tmp_path, {"lone.md": "# L\n", "gyms.csv": "name\nG\n", "more.csv": "name\nH\n"})
    made, faults = loaded(
        tmp_path,
        """
title = "All"
sender = "Press"
outputs = ["epub"]
handouts = "gyms.csv"
strict = true
books = [
  "b/*",
  {path = "b/ten", folder = "tenth", outputs = ["pdf", "html"], handouts = "more.csv", strict = false},
  "lone.md",
]
""",
    )
    assert faults == []
    assert (made.title, made.sender) == ("All", "Press")
    assert [(e.name, e.path.relative_to(tmp_path).as_posix()) for e in made.entries] == [
        ("b/one", "b/one"), ("b/two", "b/two"), ("tenth", "b/ten"), ("lone", "lone.md"),
    ]  # fmt: skip
    first, tenth = made.entries[0], made.entries[2]
    assert first.making == Making(outputs=("epub",), strict=True)
    assert tenth.making == Making(outputs=("pdf", "html"))
    assert [e.gyms and e.gyms.name for e in made.entries] == ["gyms.csv"] * 2 + [
        "more.csv",
        "gyms.csv",
    ]


def test_a_folder_of_books_needs_no_list(tmp_path: Path) -> None:
    one = {"a.md": "# A\n"}
    lay(
        shelf_of(tmp_path, {"b10": one, "b2": {"SUMMARY.md": "- [A](a.md)\n"}, "output": one}),
        {"x.md": ""},
    )
    found: list[Diagnostic] = []
    made = load_catalogue(tmp_path, found.append)
    assert [entry.name for entry in made.entries] == ["b2", "b10"]
    assert made.title == tmp_path.name
    assert found == []
    empty = lay(tmp_path / "none", {"x.txt": ""})
    assert load_catalogue(empty, found.append).entries == ()
    assert [d.code for d in found] == [Code.BOOK_EMPTY]
    with pytest.raises(InputError, match="there is no"):
        load_catalogue(tmp_path / "gone", found.append)


@pytest.mark.parametrize(
    ("catalog", "fault"),
    [
        ('boks = ["b"]\nbooks = ["b"]', "1 manifest-key: “boks” is not known and does nothing did you mean “books”?"),
        ('title = "T"', "0 manifest-value: “books”: a catalogue needs the paths of its books"),
        ('books = ["b"]\noutputs = ["epbu"]', "2 manifest-value: “outputs”: “epbu” is no output; did you mean “epub”?"),
        ('books = ["b"]\nstrict = "yes"', "2 manifest-value: “strict”: true or false is wanted"),
        ('books = ["b"]\ntarget = "kdp"', "2 manifest-value: “target”: no printer makes “kdp”; docs/print.md lists what there is"),
        ('books = ["b",\n "bb"]', "2 file-missing: there is no book “bb” did you mean “b”?"),
        ('books = ["b", "x*"]', "1 file-missing: no book fits “x*”"),
        ('books = ["b", "../c"]', "1 file-outside: “../c” lies outside the catalogue’s folder put the book into it"),
        ('books = ["b", "/etc"]', "1 file-outside: “/etc” lies outside the catalogue’s folder put the book into it"),
        ('books = ["b", "link"]', "1 file-outside: “link” lies outside the catalogue’s folder put the book into it"),
        ('books = ["b", "b/../*"]', "1 manifest-value: “books.path”: a pattern cannot go up"),
        ('books = ["b"]\nhandouts = "gym.csv"', "2 file-missing: there is no list “gym.csv” did you mean “gyms.csv”?"),
        ('books = ["b"]\nhandouts = "../g.csv"', "2 file-outside: “../g.csv” lies outside the catalogue’s folder"),
        ('[[books]]\npath = "b"\n[[books]]\npath = "b"', "4 manifest-value: the book “b” would be written to “b” a second time line 2 has that folder; give one of them another “folder”"),
        ('books = [{path = "b", folder = "../x"}]', "1 manifest-value: “books.folder”: a folder below that of the results is wanted"),
        ('books = [{path = "b", stric = true}]', "1 manifest-key: “books.stric” is not known and does nothing did you mean “strict”?"),
        ('books = [{folder = "b"}, "b"]', "1 manifest-value: “books.path”: a book needs its path"),
        ('books = ["b", "a**b"]', "1 manifest-value: “books.path”: “a**b” is no pattern"),
        ('books = ["b", "' + "x" * 300 + '"]', f"1 file-outside: “{'x' * 300}” lies outside the catalogue’s folder put the book into it"),
        ('books = [{path = "b", folder = "Report.html"}, "b"]', "1 manifest-value: “Report.html” is a file of the catalogue’s own give the book another “folder”"),
        ("books = [", "1 manifest-syntax: this is not TOML: Invalid value until it is mended no book is made"),
    ],
)  # fmt: skip
def test_faults_are_told_at_their_lines(tmp_path: Path, catalog: str, fault: str) -> None:
    folder = shelf_of(tmp_path / "shelf", {"b": {"a.md": "# A\n"}})
    lay(folder, {"gyms.csv": "name\nG\n", "../out/a.md": "# A\n", "../c2/a.md": "# A\n"})
    (folder / "link").symlink_to(tmp_path / "out")
    made, faults = loaded(folder, catalog)
    assert faults == [fault]
    assert {entry.name for entry in made.entries} <= {"b"}


def test_two_ways_to_make_a_book_need_two_folders(tmp_path: Path) -> None:
    shelf_of(tmp_path, {"b": {"a.md": "# A\n"}, "B2": {"a.md": "# A\n"}})
    catalog = 'books = ["b", {path = "b", archive = true, folder = "archive/b"}, {path = "B2", folder = "B"}]'
    made, faults = loaded(tmp_path, catalog)
    assert [entry.name for entry in made.entries] == ["b", "archive/b"]
    assert len(faults) == 1  # "B" is "b" where case does not matter
    assert "“B2” would be written to “B”" in faults[0]


def test_the_schema_is_that_of_the_code() -> None:
    shipped = ROOT / "src" / "myopress" / "catalogue" / "catalog.schema.json"
    assert shipped.read_text("utf-8") == encode()
    jsonschema.Draft202012Validator.check_schema(schema())
    properties = schema()["properties"]
    assert set(properties) == set(KEYS)
    assert set(properties["books"]["anyOf"][0]["anyOf"][1]["properties"]) == set(BOOK_KEYS)


@pytest.mark.parametrize(
    ("catalog", "sound"),
    [
        ('books = ["b", {path = "c", outputs = "epub"}]\nstrict = true\ntitle = "T"', True),
        ('[[books]]\npath = "b"\ncolour = "grey"\nhandouts = ""', True),
        ('books = ["b"]\ncolour = "blue"', False),
        ('books = [{folder = "b"}]', False),
        ('books = ["b"]\nfoo = 1', False),
        ('title = "T"', False),
    ],
)  # fmt: skip
def test_the_schema_takes_what_the_code_takes(catalog: str, sound: bool, tmp_path: Path) -> None:
    shelf_of(tmp_path, {"b": {"a.md": "# A\n"}, "c": {"a.md": "# A\n"}})
    faults = list(jsonschema.Draft202012Validator(schema()).iter_errors(tomllib.loads(catalog)))
    assert (faults == []) is sound
    assert (loaded(tmp_path, catalog)[1] == []) is sound


# --- The files of a book -----------------------------------------------------------------------


def test_a_book_is_its_own_files_and_none_of_others(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "shelf/manuscript/book.toml": "", "shelf/manuscript/a.md": "x", "shelf/manuscript/p/q.png": "x",
            "shelf/manuscript/.git/config": "secret", "shelf/manuscript/output/a.pdf": "old",
            "shelf/manuscript/.gitbook/assets/x.png": "y", "shelf/styles/print.css": "css",
            "shelf/lists/gyms.csv": "name,logo\nG,logo.png\nH,../../secret.txt\n",
            "shelf/lists/logo.png": "l", "shelf/lists/other.png": "o", "secret.txt": "s",
            "one.md": "# 1", "two.md": "# 2", "fig.svg": "f",
        },
    )  # fmt: skip
    (tmp_path / "shelf/manuscript/out.md").symlink_to(tmp_path / "secret.txt")
    made = bundle(tmp_path / "shelf/manuscript", tmp_path / "shelf/lists/gyms.csv", tmp_path)
    assert (made.book, made.gyms) == ("book/manuscript", "gyms/gyms.csv")
    assert sorted(made.digests) == [
        "book/manuscript/.gitbook/assets/x.png", "book/manuscript/a.md", "book/manuscript/book.toml",
        "book/manuscript/p/q.png", "book/styles/print.css", "gyms/gyms.csv", "gyms/logo.png",
    ]  # fmt: skip
    assert len(made.origins) == 6  # two files are alike
    alone = bundle(tmp_path / "shelf/manuscript", None, tmp_path / "shelf/manuscript")
    assert not any("styles" in path for path in alone.digests)
    article = bundle(tmp_path / "one.md", None, tmp_path)
    assert {"book/one.md", "book/fig.svg"} <= article.digests.keys()
    assert not any(path.endswith("two.md") for path in article.digests)


def test_a_worker_writes_nothing_outside_and_runs_no_other_program(tmp_path: Path) -> None:
    files = (("../../evil.md", "d"),)
    task = Task("n", "book/b", "", files, Making(), "", program())
    made = make(task, lambda _: b"x", tmp_path)
    assert made.failure.startswith("internal error, please report it: ValueError at one_book.py")
    assert not list(tmp_path.rglob("*.md"))
    other = make(Task("n", "book/b", "", (), Making(), "", "other"), lambda _: b"x", tmp_path)
    assert other.failure == "the worker runs another version of myopress, or of what it uses"


# --- Made here ---------------------------------------------------------------------------------


class Catalog:
    """A catalogue in a folder, run in this process with helping ones."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self.out, self._capfd = folder, folder / "out", capfd

    def run(self, place: str = "", **options: object) -> tuple[int, list[str], str]:
        """Exit code, the states in order, and standard error."""
        wanted = Wanted(self.folder / "catalog.toml", place or str(self.out))
        before = signal.getsignal(signal.SIGINT)
        try:
            code = build_catalogue(wanted, Options(None, jobs=2, **options))  # type: ignore[arg-type]
        finally:
            signal.signal(signal.SIGINT, before)
        said = self._capfd.readouterr()
        return code, [line.split("  ")[1] for line in said.out.splitlines()], said.err

    def report(self) -> dict[str, dict[str, object]]:
        books = json.loads((self.out / "report.json").read_text("utf-8"))["books"]
        return {str(one["name"]): one for one in books}


@pytest.fixture
def catalog(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Catalog:
    shelf_of(
        tmp_path,
        {
            "one": book("One", identifier="urn:isbn:9780306406157"),
            "two": book("Two", "A [link](gone.md) that is broken.", identifier="urn:x:2"),
            "three": book("Three", identifier="urn:x:3"),
        },
        'sender = "A Press"\noutputs = ["epub"]\n'
        'books = [{path = "one", outputs = ["epub", "pdf"], handouts = "gyms.csv"}, "two", "three"]\n',
    )
    lay(tmp_path, {"gyms.csv": "name,colour\nIron,#0B5D8A\n"})
    return Catalog(tmp_path, capfd)


def alone(folder: Path, name: str, backends: list[str], gyms: Path | None) -> dict[str, bytes]:
    """The files that `build` and `cheatsheet --for` make of a book."""
    from myopress.findings import Findings

    path = folder / name
    options, place = Options(path), in_folder(folder / "alone")
    run = path, Findings(path), SILENT
    made = outputs.render(backends, place, options, run, all_asked=True).outputs
    if gyms:
        made += handouts.render(run, gyms, place, Sheets(), options, each=None)
    return {output.place.name: output.data for output in made}


def test_books_are_made_once_and_as_they_are_made_alone(catalog: Catalog) -> None:
    code, states, said = catalog.run()
    assert (code, states) == (1, ["made"] * 3)
    assert f"{catalog.folder}/two/a.md:3: error[link-target-missing]" in said
    out = catalog.out
    expected = alone(catalog.folder, "one", ["epub", "pdf"], catalog.folder / "gyms.csv")
    assert set(expected) == {"one.epub", "one.pdf", "one-handouts.pdf"}
    assert {name: (out / "one" / name).read_bytes() for name in expected} == expected
    one, two = catalog.report()["one"], catalog.report()["two"]
    assert (one["state"], one["broken"], one["errors"]) == ("made", False, 0)
    assert (two["state"], two["broken"], two["errors"]) == ("made", True, 1)
    assert str(catalog.folder) not in (out / "report.json").read_text("utf-8")
    onix: Any = etree.parse(out / "onix.xml")
    names = onix.xpath("//*[local-name()='RecordReference']/text()")
    assert names == ["urn:isbn:9780306406157", "urn:x:3"]  # the broken one is not offered
    assert onix.xpath("//*[local-name()='SenderName']/text()") == ["A Press"]

    first = {path: path.stat().st_mtime_ns for path in out.rglob("*.*") if path.parent != out}
    code, states, said = catalog.run()
    assert (code, states) == (1, ["as before"] * 3)
    assert "link-target-missing" in said
    assert first == {
        path: path.stat().st_mtime_ns for path in out.rglob("*.*") if path.parent != out
    }

    (out / "three" / "three.epub").write_bytes(b"damaged")
    lay(catalog.folder, {"two/a.md": "# Mended\n"})
    code, states, said = catalog.run()
    assert (code, states, said) == (0, ["as before", "made", "made"], "")
    assert (out / "three" / "three.epub").read_bytes() == alone(catalog.folder, "three", ["epub"], None)["three.epub"]  # fmt: skip
    assert (out / "onix.xml").read_bytes().count(b"<Product>") == 3


def test_a_faulty_book_does_not_replace_a_sound_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shelf_of(tmp_path, {"b": book("B")}, 'books = ["b"]\noutputs = ["epub", "html"]')
    catalog = Catalog(tmp_path, capfd)
    assert catalog.run()[0] == 0
    there = {path.name for path in (catalog.out / "b").iterdir()}
    assert there == {"b.epub", "b-site", NAME, "onix.xml"}
    sound = (catalog.out / "b" / "b.epub").read_bytes()
    for text in ("[x](gone.md)", "[x](lost.md)"):  # twice: the sound one stands as long as needed
        lay(tmp_path, {"b/a.md": f"# A\n\n{text}\n"})
        assert catalog.run()[:2] == (1, ["made"])
        assert (catalog.out / "b" / "b.epub").read_bytes() == sound
        assert {path.name for path in (catalog.out / "b").iterdir()} == there | {
            "b.draft.epub",
            "b-site.draft",
        }
        files = catalog.report()["b"]["files"]
        assert isinstance(files, list)
        assert not any(file["name"] in {"b.epub", "onix.xml"} for file in files)
        assert b"Product>" not in (catalog.out / "onix.xml").read_bytes()
    lay(tmp_path, {"b/a.md": "# Mended\n"})
    assert catalog.run()[:2] == (0, ["made"])
    assert (catalog.out / "b" / "b.epub").read_bytes() != sound
    assert {
        path.name
        for path in (catalog.out / "b").rglob("*")
        if path.is_file() and "draft" in str(path)
    } == set()
    assert b"Product>" in (catalog.out / "onix.xml").read_bytes()


def test_a_catalogue_at_fault_makes_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shelf_of(tmp_path, {"b": book("B")}, 'books = ["b"]\nstrict = 3')
    code, states, said = Catalog(tmp_path, capfd).run()
    assert (code, states) == (3, [])
    assert "nothing was made" in said
    assert not (tmp_path / "out").exists()


def test_books_of_one_identifier_are_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one = book("B", identifier="urn:x:1")
    shelf_of(tmp_path, {"a": one, "b": one}, 'books = ["*"]\noutputs = ["epub"]')
    code, _, said = Catalog(tmp_path, capfd).run()
    assert code == 0
    assert "catalog.toml:1: warning[manifest-value]: “b” has the identifier of “a”" in said
    assert (tmp_path / "out" / "onix.xml").read_bytes().count(b"<Product>") == 1


# --- Processes that die ------------------------------------------------------------------------


def job(name: str, folder: Path) -> Job:
    return Job(Task(name, "", "", (), Making(), "", ""), {}, folder, 0)


def test_a_killed_process_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myopress.catalogue.local.TASKS", 2)
    names = ("a", "once-1", "always", "once-2", "b", "c", "d")
    jobs = [job(name, tmp_path) for name in names]
    made = {one.task.name: result for one, result in done_here(jobs, work, 2, begin)}
    assert made.pop("always").failure == "its process was killed 3 times: out of memory?"
    assert made.keys() == set(names) - {"always"}
    processes = [int(result.title) for result in made.values()]
    assert max(map(processes.count, processes)) <= 2  # tasks of one process


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
            command = (entry.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == pid and b"spawn_main" in command:
            found.append(int(entry.parent.name))
    return sorted(found)


def waited(done: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


LONG = "\n\n".join(
    f"Words {n} of a longer text that fills some lines on a page of it." for n in range(100)
)


def started(folder: Path) -> subprocess.Popen[str]:
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [COMMAND, "build", "--catalog", "catalog.toml", "-o", "out", "-j", "2"],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_workers_killed_and_runs_interrupted(tmp_path: Path) -> None:
    names = ("a", "b", "c")
    shelf_of(
        tmp_path, {name: book(name, LONG) for name in names}, 'books = ["*"]\noutputs = ["pdf"]'
    )
    with started(tmp_path) as run:
        waited(lambda: len(children(run.pid)) == 2)
        first = children(run.pid)[0]
        waited(lambda: list((tmp_path / "tmp").glob("myopress-*/book-*")))
        os.kill(first, signal.SIGKILL)
        waited(lambda: list((tmp_path / "out").glob("*/made.json")))
        run.send_signal(signal.SIGINT)
        helpers = children(run.pid)
        said = run.communicate(timeout=30)[1]
    assert run.returncode == 130
    assert re.fullmatch(r"myopress: interrupted; [1-2] of 3 books are made\n", said)
    waited(lambda: not any((Path("/proc") / str(pid)).exists() for pid in helpers))
    done = list((tmp_path / "out").glob("*/made.json"))
    assert all(decode(path.read_bytes()) for path in done)
    assert not list((tmp_path / "out").rglob("*.part"))
    assert not list((tmp_path / "tmp").iterdir())
    with started(tmp_path) as run:
        out = run.communicate(timeout=60)[0]
    assert run.returncode == 0
    assert out.count("as before") == len(done)
    expected = alone(tmp_path, "b", ["pdf"], None)["b.pdf"]
    assert (tmp_path / "out" / "b" / "b.pdf").read_bytes() == expected


# --- What is told ------------------------------------------------------------------------------


def test_the_page_needs_nothing_else_and_names_everything() -> None:
    from myopress.diagnostics import error
    from myopress.source import Span

    files = {
        "b.epub": File("d", 1000),
        "b-site/index.html": File("d", 5),
        "old.pdf": File("d", 5, earlier=True),
    }
    fault = error(Code.FILE_MISSING, "“x” <b>", Span("b/a.md", 3, 3), "look")
    run = Run(
        "<Shelf>",
        (
            Result("b é", "b é", "كتاب", "made", True, files, (fault,), "ar", 12, 3.4, 2),
            Result("c", "c", "", "failed", True, failure="its process was killed"),
            Result("d", "d", "D", "kept", False),
        ),
        5.0,
        2,
    )
    data = page(run)
    tree: Any = etree.HTML(data.decode())
    assert tree.xpath("string(//h1)") == "<Shelf>"
    assert tree.get("lang") == "en"
    links = tree.xpath("//table//span[@class='outputs']/a/@href")
    assert links == ["b%20%C3%A9/b.epub", "b%20%C3%A9/b-site/index.html"]
    assert tree.xpath("//table//th[@scope='row']/span[@class='title']/@dir") == [
        "rtl",
        "ltr",
        "ltr",
    ]
    ids = set(tree.xpath("//@id"))
    assert all(target[1:] in ids for target in tree.xpath("//a[starts-with(@href, '#')]/@href"))
    assert not tree.xpath("//script | //img | //link | //@src")
    assert "“x” <b>" in tree.xpath("string(//details[1])")
    assert "Not made: its process was killed" in tree.xpath("string(//details[2])")
    assert re.findall(r"url\(\"(.{5})", data.decode()) == ["data:"] * 3
    assert len({len(row.xpath("./*")) for row in tree.xpath("//tr")}) == 1


def test_a_record_that_names_files_elsewhere_is_none() -> None:
    made = Record("k", "T", "en", {"a.epub": File("d", 1)}, (), 1, 2.0, 0)
    assert decode(encode_record(made)) == made
    for name in ("../a.epub", "/a.epub", ""):
        assert decode(encode_record(replace(made, files={name: File("d", 1)}))) is None
    for data in (None, b"", b"[]", b'{"files": {}}', b"\xff"):
        assert decode(data) is None


def test_no_password_is_told() -> None:
    assert is_address("s3://bucket/x")
    assert is_address("simplecache::s3://bucket/x")
    assert not is_address("C:\\books")
    assert not is_address("books/s3")
    assert shown("sftp://ann:secret@host/books?token=1") == "sftp://host/books"
