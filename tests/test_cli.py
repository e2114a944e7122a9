"""What transcripts (test_commands.py) cannot show of the command line: how a run can end."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import click
import pytest
from PIL import Image

from myopress import cli, findings, pipeline
from myopress.backends.page_map import PageMap
from myopress.backends.pdf import Printed
from myopress.cli.options import commands
from myopress.diagnostics import BackendError, ConfigurationError, InputError
from myopress.document import Chapter, Document, Metadata

COMMAND = Path(sys.executable).with_name("myopress")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = tmp_path / "book.md"
    path.write_text("---\ntitle: T\n---\n\n# One\n\nWords.\n", "utf-8")
    return path


@pytest.fixture
def myopress(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs the command in this process, so that its stages can be replaced."""

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["myopress", *arguments])
        return cli._exit_code()

    return run


def failing(fault: BaseException) -> Callable[..., object]:
    def stage(*_: object, **__: object) -> object:
        raise fault

    return stage


@pytest.mark.parametrize(
    ("fault", "code", "line"),
    [
        (KeyboardInterrupt(), 130, "myopress: interrupted; nothing was written\n"),
        (BackendError("Pango is\nmissing"), 5, "myopress: Pango is missing\n"),
        (
            ZeroDivisionError("by\nzero"),
            70,
            "myopress: internal error, please report it with REPORT: ZeroDivisionError at outputs.py:…: by zero\n",
        ),
        (
            RecursionError("too deep"),
            70,
            "myopress: internal error, please report it with REPORT: Rec…",
        ),
        (MemoryError(), 70, "myopress: internal error, please report it with REPORT: MemoryError…"),
    ],
)
def test_every_end_has_a_code_and_one_line(
    fault: BaseException,
    code: int,
    line: str,
    book: Path,
    myopress: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(book.parent))
    monkeypatch.setattr(pipeline, "render", failing(fault))
    assert myopress("epub", "book.md") == code
    before, _, after = line.partition("…")
    reports = list(book.parent.glob("myopress-*.txt"))
    said = capsys.readouterr().err.lstrip()
    for report in reports:
        said = said.replace(str(report), "REPORT")
        assert f"\n{type(fault).__name__}" in report.read_text("utf-8")
    assert len(reports) == (code == 70)
    assert said.startswith(before)
    assert said.endswith(after)
    assert said.count("\n") == 1
    assert not Path("output").exists()


def test_a_missing_native_library(book: Path) -> None:
    """What WeasyPrint prints about it stays off stdout."""
    code = (
        "import sys, cffi; from myopress import cli; sys.argv = ['myopress', 'pdf', 'book.md'];"
        "load = cffi.FFI.dlopen;"
        "cffi.FFI.dlopen = lambda ffi, name, *rest: load(ffi, 'no-' + name, *rest);"
        "sys.exit(cli._exit_code())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("myopress: pdf: cannot load library ")
    assert done.stderr.count("\n") == 1


def test_what_was_found_before_a_failure_is_shown(
    book: Path,
    myopress: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book.write_text("# One\n\nWords.[^gone]\n", "utf-8")
    monkeypatch.setattr(pipeline, "render", failing(BackendError("no room")))
    assert myopress("epub", "book.md") == 5
    said = capsys.readouterr().err
    assert "book.md:3: error[note-undefined]" in said
    assert said.endswith("myopress: no room\n")


def test_a_full_disk_leaves_the_earlier_files(
    book: Path,
    myopress: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert myopress("build", "book.md", "--only", "epub,pdf") == 0
    before = {path: path.read_bytes() for path in Path("output").iterdir()}
    assert len(before) == 3  # with the page map

    written = 0

    def fsync(_: int) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError(28, "No space left on device", "output/t.pdf")

    monkeypatch.setattr(os, "fsync", fsync)
    book.write_text("---\ntitle: T\n---\n\n# Other\n\nWords.\n", "utf-8")
    assert myopress("build", "book.md", "--only", "epub,pdf") == 4
    assert {path: path.read_bytes() for path in Path("output").iterdir()} == before
    assert "cannot be written: No space left on device" in capsys.readouterr().err


def test_a_new_file_has_the_usual_permissions(book: Path, myopress: Callable[..., int]) -> None:
    old = os.umask(0o027)
    try:
        assert myopress("epub", "book.md", "-o", "x.epub", "-q") == 0
    finally:
        os.umask(old)
    assert Path("x.epub").stat().st_mode & 0o777 == 0o640


def test_stdout_gets_the_output_and_nothing_else(
    book: Path, myopress: Callable[..., int], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert myopress("epub", "book.md", "-o", "-") == 0
    out, err = capfdbinary.readouterr()
    assert zipfile.ZipFile(BytesIO(out)).testzip() is None
    assert err == b""


def test_the_day_of_source_date_epoch(
    book: Path, myopress: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def render(document: Document, *_: object, **__: object) -> bytes:
        seen.append(document.metadata.date)
        return b"x"

    monkeypatch.setattr(pipeline, "render", render)
    assert myopress("epub", "book.md") == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1771113600")
    assert myopress("epub", "book.md") == 0
    book.write_text('---\ndate: "1999"\n---\n# One\n', "utf-8")
    assert myopress("epub", "book.md") == 0
    assert seen == ["", "2026-02-15", "1999"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Myokines: What They Say", "myokines-what-they-say"),
        ("../../etc/passwd", "etc-passwd"),
        ("Язык мышц", "язык-мышц"),
        ("!?", "book"),
        ("word " * 30, "-".join(["word"] * 12)),
        ("x" * 300, "x" * 60),
    ],
)
def test_names_of_files(
    title: str,
    name: str,
    book: Path,
    myopress: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = Document(Metadata(title), (Chapter("a", (), ()),))
    monkeypatch.setattr(pipeline, "read", lambda *_: document)
    for stage in ("render", "render_paged"):
        monkeypatch.setattr(pipeline, stage, lambda *_, **__: b"x")
    monkeypatch.setattr(pipeline, "print_book", lambda *_, **__: Printed(b"x", PageMap(())))
    assert myopress("build", "-q") == 0
    assert sorted(path.name for path in Path("output").iterdir()) == sorted(
        [f"{name}.epub", f"{name}.pdf", f"{name}.pages.json", f"{name}-cheatsheet.pdf"]
    )


def has_children(process: int) -> bool:
    """Whether a process has started others, as the layout of a long book does."""
    return subprocess.run(["pgrep", "-P", str(process)], capture_output=True).returncode == 0  # noqa: PLW1510


def test_an_interrupted_layout_leaves_nothing_and_says_one_line(tmp_path: Path) -> None:
    """The terminal sends SIGINT to all processes of the command, hence also to its workers."""
    for number in range(4):
        text = f"# Chapter {number}\n\n" + "Some words to be laid out.\n\n" * 3000
        (tmp_path / f"{number}.md").write_text(text, "utf-8")
    run = subprocess.Popen(
        [str(COMMAND), "pdf", ".", "-o", "book.pdf"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while run.poll() is None and not has_children(run.pid):
        time.sleep(0.1)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (130, "\nmyopress: interrupted; nothing was written\n")
    assert not list(tmp_path.glob("*.pdf*"))


def test_a_closed_pipe_ends_the_run_quietly(book: Path) -> None:
    command = f"{COMMAND} inspect book.md | true; echo ${{PIPESTATUS[0]}}"
    book.write_text("# One\n\n" + "Words. " * 40_000, "utf-8")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("141\n", "")


def on_a_terminal(**environment: str) -> str:
    """What `myopress epub` shows on a terminal."""
    control, terminal = pty.openpty()
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", **environment}
    done = subprocess.run(
        [str(COMMAND), "epub", "book.md"],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        env=env,
    )
    os.close(terminal)
    said = b""
    try:
        while piece := os.read(control, 4096):
            said += piece
    except OSError:  # Linux's way to tell that the other end is closed
        pass
    os.close(control)
    assert done.returncode == 1
    return said.decode()


def test_progress_and_colour_on_a_terminal_only(book: Path) -> None:
    book.write_text("# One\n\nWords.[^gone]\n", "utf-8")
    said = on_a_terminal()
    assert "reading" in said
    assert "EPUB" in said
    assert "\x1b[31merror[note-undefined]\x1b[0m" in said
    plain = on_a_terminal(NO_COLOR="1")
    assert "error[note-undefined]: note" in plain
    assert not re.search(r"\x1b\[[\d;]*m", plain.replace("\x1b[0m", ""))


def test_an_epub_is_made_without_weasyprint(book: Path) -> None:
    """Nor with the libraries that only other books need, such as one without a cover."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 8"/>'
    book.with_name("c.svg").write_text(drawing, "utf-8")
    book.write_text("---\ncover-image: c.svg\n---\n# One\n\nWords.\n", "utf-8")
    code = (
        "import sys; from myopress import cli; sys.argv = ['myopress', 'epub', 'book.md'];"
        "assert cli._exit_code() == 0;"
        "heavy = {'weasyprint', 'pikepdf', 'uharfbuzz', 'citeproc', 'PIL', 'rich', 'tinycss2'};"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_epub_whose_chapters_stand_needs_no_more_libraries(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for front matter nor for pictures, a cover and where the program itself is from."""
    monkeypatch.setenv("MYOPRESS_CACHE", str(book.parent / "kept"))
    Image.new("L", (3, 2)).save(book.with_name("leaf.png"))
    book.write_text("---\ntitle: T\n---\n# One\n\nWords.\n\n![A leaf](leaf.png)\n", "utf-8")
    code = (
        "import sys; from myopress import cli; sys.argv = ['myopress', 'epub', 'book.md'];"
        "assert cli._exit_code() == 0;"
        "heavy = {'PIL', 'importlib.metadata', 'tempfile', 'uharfbuzz', 'yaml'};"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )

    def loaded() -> list[str]:
        run = [sys.executable, "-c", code]
        done = subprocess.run(run, capture_output=True, text=True, check=True)
        return done.stderr.split()

    assert {"PIL", "uharfbuzz", "yaml"} <= set(loaded())
    assert loaded() == []


def test_a_check_needs_nothing_to_draw_or_to_pack_with(book: Path) -> None:
    code = (
        "import sys; from myopress import cli; sys.argv = ['myopress', 'check', 'book.md'];"
        "assert cli._exit_code() == 0;"
        "heavy = {'PIL', 'citeproc', 'ebooklib', 'importlib.metadata', 'lxml', 'pickle', 'rich',"
        " 'tempfile', 'uharfbuzz', 'weasyprint', 'zipfile'};"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_needs_click_and_nothing_of_ours() -> None:
    code = (
        "import sys; from myopress import cli; sys.argv = ['myopress', '--help'];"
        "assert cli._exit_code() == 0;"
        "print(*sorted(m for m in sys.modules if m.startswith('myopress')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Turn Markdown chapters into" in done.stdout
    loaded = set(done.stderr.split())
    assert "myopress.cli.options" in loaded
    ours = {"myopress", "myopress.run", "myopress.run.places"}  # names of files, and no more
    assert not {name for name in loaded - ours if not name.startswith("myopress.cli")}


def test_every_command_and_option_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text("utf-8")
    for name, command in commands.commands.items():
        assert f"`{name}`" in page
        assert command.help
        for parameter in command.params:
            if not isinstance(parameter, click.Argument):
                assert parameter.opts[0] in page, (name, parameter.opts)
                assert parameter.help


def test_every_exit_code_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text("utf-8")
    table = page.partition("## Exit codes")[2]
    codes = {int(row) for row in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    ours = {fault.exit_code for fault in (ConfigurationError, InputError, BackendError)}
    ours |= {findings.BOOK_HAS_ERRORS, findings.CONFIGURATION_AT_FAULT, findings.FILE_AT_FAULT}
    ours |= {cli.INTERNAL_ERROR, cli.INTERRUPTED, cli.PIPE_CLOSED}
    assert codes == ours | {0, 2}
