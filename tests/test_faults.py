"""Faults of the machine: runs killed, run side by side, without rights, room, fonts or locale."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from myopress.output import write_files

COMMAND = Path(sys.executable).with_name("myopress")
CHAPTER = "# {name}\n\nWords of a chapter.[^n]\n\n[^n]: A note on it.\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text('title = "T"\nlanguage = "en"\n', "utf-8")
    for name in ("one", "two", "three"):
        (folder / f"{name}.md").write_text(CHAPTER.format(name=name), "utf-8")
    return folder


def command(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(COMMAND), *map(str, arguments)],
        env={**os.environ, "SOURCE_DATE_EPOCH": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments: object, **environment: str) -> tuple[int, str]:
    process = command(*arguments, **environment)
    said = process.communicate(timeout=60)
    return process.returncode, said[1]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_run_killed_at_any_moment_leaves_the_earlier_output(book: Path) -> None:
    output = book.parent / "out"
    began = time.monotonic()
    assert run("epub", book, "-o", f"{output}/t.epub")[0] == 0
    took = time.monotonic() - began
    before = contents(output)
    moments = random.Random(8)
    for turn in range(12):
        (book / "one.md").write_text(CHAPTER.format(name=f"turn {turn}"), "utf-8")
        process = command("epub", book, "-o", f"{output}/t.epub")
        time.sleep(moments.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = contents(output)
        whole = {name: data for name, data in now.items() if not name.endswith(".part")}
        assert whole.keys() == before.keys()
        for data in whole.values():
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    (output / ".t.epub.1.part").write_bytes(b"half")
    assert run("epub", book, "-o", f"{output}/t.epub")[0] == 0
    assert contents(output).keys() == before.keys()


def test_what_another_run_is_writing_is_left_to_it(tmp_path: Path) -> None:
    writes = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'wb');"
        "fcntl.flock(file, fcntl.LOCK_EX); print('locked', flush=True); time.sleep(60)"
    )
    part = tmp_path / ".a.epub.1.part"
    other = subprocess.Popen([sys.executable, "-c", writes, part], stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"locked\n"
    write_files({tmp_path / "a.epub": b"ours"})
    assert part.exists()
    other.kill()
    other.communicate()
    write_files({tmp_path / "a.epub": b"ours"})
    assert contents(tmp_path) == {"a.epub": b"ours"}


def test_two_runs_into_one_folder_at_once(book: Path) -> None:
    output = book.parent / "out"
    runs = [command("build", book, "-o", output, "--only", "epub,pdf") for _ in range(2)]
    assert [(one.communicate(timeout=60), one.returncode)[1] for one in runs] == [0, 0]
    made = contents(output)
    assert sorted(made) == ["t.epub", "t.pages.json", "t.pdf"]
    assert run("build", book, "-o", output, "--only", "epub,pdf")[0] == 0
    assert contents(output) == made


def test_nothing_is_written_beside_the_sources(book: Path) -> None:
    before = contents(book)
    for path in (*book.iterdir(), book):
        path.chmod(0o555 if path.is_dir() else 0o444)
    code, said = run("build", book, "-o", book.parent / "out", "--only", "epub,pdf")
    book.chmod(0o755)
    assert (code, said) == (0, "")
    assert contents(book) == before


def test_a_place_that_cannot_be_written(book: Path) -> None:
    (book.parent / "out").write_text("a file", "utf-8")
    code, said = run("epub", book, "-o", book.parent / "out" / "t.epub")
    assert code == 4
    assert "cannot be written" in said
    assert (book.parent / "out").read_text("utf-8") == "a file"


@pytest.mark.parametrize("name", ["a b", "it’s “so”", "x'\"$(ls)`&;", "🏋️ Größe", "n" * 200])
def test_names_of_files_and_folders(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{name}.md").write_text(f"# A\n\nSee [b](<{name}-b.md>).\n", "utf-8")
    (folder / f"{name}-b.md").write_text("# B\n\nWords.\n", "utf-8")
    code, said = run("epub", folder, "-o", tmp_path / "x.epub")
    assert (code, said) == (0, "")
    assert b"Words." in b"".join(
        zipfile.ZipFile(tmp_path / "x.epub").read(item)
        for item in zipfile.ZipFile(tmp_path / "x.epub").namelist()
    )


def test_a_locale_without_letters(book: Path) -> None:
    (book / "größe.md").write_text("# Größe\n\nMuskeln.[^fehlt]\n", "utf-8")
    code, said = run(
        "epub", book, "-o", book.parent / "x.epub", LC_ALL="C", PYTHONUTF8="0", LANG="C",
        PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert code == 1
    assert ":3: error[note-undefined]" in said
    with zipfile.ZipFile(book.parent / "x.epub") as epub:
        assert any(
            "Größe" in epub.read(name).decode() for name in epub.namelist() if "xhtml" in name
        )


def test_each_file_is_read_once_so_that_no_change_splits_it(book: Path) -> None:
    code = (
        "import sys; seen = [];"
        "sys.addaudithook(lambda event, rest: seen.append(str(rest[0])) if event == 'open' else 0);"
        "from myopress import cli; sys.argv = ['myopress', 'epub', sys.argv[1], '-o', sys.argv[2]];"
        "assert cli._exit_code() == 0;"
        "print(*sorted(one for one in seen if one.endswith('.md')), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, book, book.parent / "x.epub"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    read = [Path(line).name for line in done.stdout.splitlines() if line.endswith(".md")]
    assert read == ["one.md", "three.md", "two.md"]


def test_a_font_that_vanished_is_told(book: Path, tmp_path: Path) -> None:
    package = tmp_path / "copy" / "myopress"
    source = Path(__file__).parent.parent / "src" / "myopress"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "backends" / "fonts" / "SourceSerif4SmText-Regular.otf").unlink()
    done = subprocess.run(
        [sys.executable, "-c", "from myopress.cli import main; main()", "pdf", book, "-o", "x.pdf"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert "SourceSerif4SmText-Regular.otf" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_chapter_that_changes_while_it_is_read(book: Path) -> None:
    """A writer that never rests: each build has one state of each file, whole or told as cut."""
    writes = (
        "import sys, itertools; from pathlib import Path; path = Path(sys.argv[1]);"
        "print('begun', flush=True);"
        "[path.write_text(f'# One\\n\\n' + f'state{n} ' * 20_000, 'utf-8') for n in itertools.count()]"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", writes, book / "one.md"], stdout=subprocess.PIPE
    )
    assert other.stdout
    assert other.stdout.readline() == b"begun\n"
    try:
        for _ in range(4):
            code, said = run("epub", book, "-o", book.parent / "x.epub")
            assert code in {0, 1, 4}, said
            assert "Traceback" not in said
    finally:
        other.kill()
        other.communicate()


def test_a_damaged_cache_changes_nothing(book: Path) -> None:
    (book / "one.md").write_text("# One\n\n::: card A: b\nDoes\n: Lifts.\n:::\n", "utf-8")
    kept, target = book.parent / "kept", book.parent / "x.pdf"
    assert run("cheatsheet", book, "-o", target, MYOPRESS_CACHE=str(kept))[0] == 0
    made = target.read_bytes()
    entries = sorted(kept.glob("*.kept"))
    assert entries
    for harm in (b"", b"garbage", entries[0].read_bytes()[:-1]):
        for entry in entries:
            entry.write_bytes(harm)
        (kept / "foreign.kept").write_bytes(harm)
        (kept / "folder.kept").mkdir(exist_ok=True)
        target.unlink()
        assert run("cheatsheet", book, "-o", target, MYOPRESS_CACHE=str(kept))[0] == 0
        assert target.read_bytes() == made


@pytest.mark.parametrize("cache", ["/dev/null", "/dev/null/below", "/proc/none"])
def test_a_cache_that_cannot_be_written_is_no_fault(book: Path, cache: str) -> None:
    (book / "one.md").write_text("# One\n\n::: card A: b\nDoes\n: Lifts.\n:::\n", "utf-8")
    assert run("cheatsheet", book, "-o", book.parent / "x.pdf", MYOPRESS_CACHE=cache)[0] == 0


def test_no_room_on_the_disk(book: Path) -> None:
    """A file may have no more than a kilobyte: what a full disk does to a write."""
    output = book.parent / "out"
    assert run("epub", book, "-o", f"{output}/t.epub")[0] == 0
    before = contents(output)
    (book / "one.md").write_text("# Other\n\nWords.\n", "utf-8")
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "from myopress.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "epub", book, "-o", output / "t.epub"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert "cannot be written: File too large" in done.stderr
    assert contents(output) == before


def test_ctrl_c_at_any_moment(book: Path) -> None:
    """Begun or not, reading, laying out or writing: at most a line is said, and nothing is left."""
    output = book.parent / "out"
    began = time.monotonic()
    assert run("pdf", book, "-o", f"{output}/t.pdf")[0] == 0
    took = time.monotonic() - began
    before = contents(output)
    for turn in range(8):
        process = command("pdf", book, "-o", f"{output}/t.pdf")
        time.sleep(took * (turn + 2) / 10)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode in {0, 130}, said
        assert said.strip() in {"", "myopress: interrupted; nothing was written"}
        assert contents(output) == before


def test_byte_order_marks_are_no_words(book: Path) -> None:
    for file in book.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run("epub", book, "-o", book.parent / "x.epub") == (0, "")
    with zipfile.ZipFile(book.parent / "x.epub") as epub:
        assert not [name for name in epub.namelist() if b"\xef\xbb\xbf" in epub.read(name)]


# --- The closed room --------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A real server on this machine and the requests that reach it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if not self.path.endswith("leg.svg"):
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PLAIN_DRAWING.encode())

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


PLAIN_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
SPIES = """\
# A

![markdown]({spy}/image.png) ![data](drawing.svg) <img src="{spy}/html.png" alt="html">

<link rel="stylesheet" href="{spy}/link.css"><style>@import "{spy}/style.css";</style>
<script src="{spy}/script.js"></script><iframe src="{spy}/frame"></iframe>
<object data="{spy}/object"></object><video poster="{spy}/poster" src="{spy}/video"></video>

$\\href{{{spy}/math}}{{x}}$ and $\\includegraphics{{{spy}/math.png}}$

![markdown][ref]

[ref]: {spy}/reference.png

::: card {{#c title="Card"}}
Does
: ![in a card]({spy}/card.png)
:::
"""
DRAWING = """\
<?xml-stylesheet href="{spy}/sheet.css"?>
<!DOCTYPE svg [<!ENTITY x SYSTEM "{spy}/entity"> <!ENTITY % y SYSTEM "{spy}/parameter"> %y;]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
<image href="{spy}/image" width="9" height="9"/><use xlink:href="{spy}/use#a"/>
<style>@import url({spy}/import); @font-face {{ font-family: a; src: url({spy}/font) }}</style>
<rect style="fill: url({spy}/fill#a)" width="9" height="9"/><text>&x;</text>
</svg>
"""
SHEET = """\
@import "{spy}/import.css";
@font-face {{ font-family: Spy; src: url("{spy}/font.woff2") }}
body {{ background: url({spy}/background.png); font-family: Spy; content: url({spy}/content) }}
li {{ list-style-image: url({spy}/bullet.png) }}
"""


def test_no_request_gets_out(book: Path, server: tuple[str, list[str]]) -> None:
    spy, asked = server
    (book / "a.md").write_text(SPIES.format(spy=spy), "utf-8")
    (book / "drawing.svg").write_text(DRAWING.format(spy=spy), "utf-8")
    (book / "styles").mkdir()
    for name in ("epub", "print", "cheatsheet"):
        (book / "styles" / f"{name}.css").write_text(SHEET.format(spy=spy), "utf-8")
    (book / "book.toml").write_text(
        f'title = "T"\ncover = "{spy}/cover.png"\nchapters = ["a.md", "{spy}/chapter.md"]\n'
        f'bibliography = "{spy}/references.json"\n',
        "utf-8",
    )
    code, said = run("build", book, "-o", book.parent / "out")
    assert code in {1, 3, 4}, said
    assert "Traceback" not in said
    (book / "book.toml").write_text('title = "T"\nchapters = ["a.md"]\n', "utf-8")
    run("build", book, "-o", book.parent / "out", "--draft")
    run("build", book / "a.md", "-o", book.parent / "out", "--draft")
    run("cheatsheet", book, "--html", "-o", book.parent / "out")
    assert len(list((book.parent / "out").iterdir())) >= 4
    assert asked == []


def test_what_the_author_allows_is_read_and_fetched_once(
    book: Path, server: tuple[str, list[str]]
) -> None:
    spy, asked = server
    beside = book.parent / "beside"
    beside.mkdir()
    (beside / "leg.svg").write_text(PLAIN_DRAWING, "utf-8")
    (beside / "more.md").write_text("# More\n\n![a leg](leg.svg)\n", "utf-8")
    (book / "one.md").write_text(
        f"# One\n\n![a leg](../beside/leg.svg) ![web]({spy}/leg.svg) ![gone]({spy}/gone)\n", "utf-8"
    )
    (book / "book.toml").write_text('title = "T"\nchapters = ["one.md", "../beside/more.md"]\n')
    epub = book.parent / "t.epub"
    options = "-o", epub, "--allow-path", beside
    code, said = run("epub", book, *options)
    assert (code, asked) == (0, [])
    assert said.count("warning[image-remote]") == 2
    code, said = run("epub", book, *options, "--allow-net")
    assert (code, asked) == (4, ["/leg.svg", "/gone"])
    assert f"“{spy}/gone” cannot be fetched (HTTP Error 404" in said
    run("epub", book, *options, "--allow-net")
    assert asked == ["/leg.svg", "/gone", "/gone"]
    with zipfile.ZipFile(book.parent / "t.draft.epub") as made:
        pictures = [name for name in made.namelist() if name.endswith(".svg")]
        assert [made.read(name) for name in pictures].count(PLAIN_DRAWING.encode()) == 2
    assert run("epub", book, "-o", epub)[1].count("error[file-outside]") == 2


def test_the_spies_would_be_seen(server: tuple[str, list[str]]) -> None:
    spy, asked = server
    host, port = spy.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /seen HTTP/1.0\r\n\r\n")
        connection.recv(100)
    assert asked == ["/seen"]


def test_nothing_outside_is_opened(book: Path) -> None:
    """Every file opened lies in the book, in Python, in the package, or belongs to the system."""
    secret = book.parent / "secret"
    secret.mkdir()
    for name in ("s.md", "s.png", "s.css", "s.svg", "s.json"):
        (secret / name).write_text("# secret", "utf-8")
    (book / "link.png").symlink_to(secret / "s.png")
    (book / "folder").symlink_to(secret)
    (book / "book.toml").write_text(
        'title = "T"\nchapters = ["a.md", "folder/s.md", "../secret/s.md"]\n'
        f'bibliography = "folder/s.json"\ncover = "{secret}/s.png"\n[epub]\nstyle = "folder/s.css"\n',
        "utf-8",
    )
    (book / "a.md").write_text(
        "# A\n\n![a](link.png) ![b](folder/s.png) ![c](../secret/s.png) ![d](file:///etc/passwd)"
        f"\n\n![e]({secret}/s.png) ![f](/etc/passwd) ![g](%2e%2e/secret/s.png)\n",
        "utf-8",
    )
    code = (
        "import sys; seen = set();"
        "sys.addaudithook(lambda event, rest: seen.add(str(rest[0])) if event == 'open' else 0);"
        "from myopress import cli; sys.argv = ['myopress', 'epub', sys.argv[1], '-o', sys.argv[2]];"
        "cli._exit_code(); print(*sorted(seen), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, book, book.parent / "x.epub"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    opened = done.stdout.splitlines()
    assert any(path.endswith("book/a.md") for path in opened)
    assert not [path for path in opened if "secret" in path or "passwd" in path]
    assert done.stderr.count("error[file-outside]") >= 7
