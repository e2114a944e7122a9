"""The press as Python programs use it; the examples of docs/python.md run with the transcripts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import assert_type

import pytest

import myopress
from myopress import pipeline
from myopress.diagnostics import BackendError, Code, InputError, Report, note
from myopress.document import Chapter, CrossReference, Document, Metadata, Paragraph, Text
from myopress.index import Index
from myopress.source import NOWHERE

FILES: dict[str, str | bytes] = {
    "book.toml": 'title = "Ebb"\nchapters = ["two.md", "below/one.md"]\n',
    "below/one.md": "# One\n\n![A line](../line.svg)\n",
    "two.md": "# Two\n\nSee [](#nowhere).\n",
    "line.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}
ONE = Document(Metadata("Ebb"), (Chapter("one", (Text("One"),), (Paragraph((Text("Sea."),)),)),))


def loaded_by(code: str) -> list[str]:
    """What else than Python's own is loaded once `code` has run."""
    code = (
        f"import sys; before = set(sys.modules)\n{code}\n"
        "new = {name for name in set(sys.modules) - before"
        " if name.partition('.')[0] not in sys.stdlib_module_names}\n"
        "print('\\n' + ' '.join(sorted(new)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_the_import_loads_nothing() -> None:
    assert loaded_by("import myopress; dir(myopress)") == ["myopress"]


def test_help_loads_the_command_line_and_click() -> None:
    """Nothing of what reads or renders, although the package names it."""
    loaded = loaded_by(
        "from myopress.cli import commands; commands.main(['--help'], standalone_mode=False)"
    )
    ours = {name for name in loaded if name.startswith("myopress")}
    assert {name.partition(".")[0] for name in loaded} <= {"myopress", "click"}
    beside = {name for name in ours if not name.startswith("myopress.cli")}
    assert beside <= {"myopress", "myopress.run", "myopress.run.places"}


def test_every_public_name_is_there() -> None:
    assert set(myopress.__all__) <= set(dir(myopress))
    for name in myopress.__all__:
        assert getattr(myopress, name)
    with pytest.raises(AttributeError, match="rendr"):
        _ = myopress.rendr  # type: ignore[attr-defined]
    assert not hasattr(myopress, "pipelines")


def test_texts_by_name_are_read_as_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    for name, content in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    by_name, by_path = myopress.read(FILES), myopress.read(str(folder))
    assert by_name == by_path
    assert [(str(one.span), one.code) for one in by_name.diagnostics] == [
        ("two.md:3", Code.LINK_TARGET_MISSING)
    ]
    assert [chapter.id for chapter in by_name.document.chapters] == ["two", "one"]
    assert by_name.document.resources[0].data.startswith(b"<svg")
    assert "resources=(line.svg <" in myopress.walk.dump(by_name.document)


@pytest.mark.parametrize(
    "name", ["../one.md", "a/../../one.md", "/one.md", "C:/one.md", "", ".", "a\0.md", "two.md/x"]
)
def test_a_name_that_is_no_file_of_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^“[^“]*” (is not the name|cannot be written)"):
        myopress.read({"two.md": "# Two\n", name: "# One\n"}, allow_paths=[tmp_path])
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_no_unicode_is_reported() -> None:
    reading = myopress.read({"one.md": "# One\n\n\udc80\n"})
    assert [one.code for one in reading.diagnostics][:1] == [Code.FILE_ENCODING]


def test_what_lies_beside_the_book_is_read_if_allowed(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "one.md").write_text("# One\n\n![A line](../line.svg)\n", "utf-8")
    (tmp_path / "line.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')
    assert myopress.read(tmp_path / "book").diagnostics[0].code is Code.FILE_OUTSIDE
    assert myopress.read(tmp_path / "book", allow_paths=[tmp_path]).diagnostics == ()


def test_outputs_are_those_of_the_commands() -> None:
    document = myopress.read(
        {"one.md": "# One\n\n::: card Sea: Wet\nDoes\n: Ebbs.\n:::\n"}
    ).document
    for backend, inner in (("epub", "epub"), ("cheatsheet-html", "html")):
        rendering = myopress.render(document, backend)  # type: ignore[arg-type]
        assert rendering.data == pipeline.render(document, inner, lambda _: None)
    assert rendering.diagnostics == ()
    assert b'"pandoc-api-version"' in myopress.render(document, "pandoc-json").data
    assert "index.html" in myopress.render_site(document).files


def test_a_function_is_a_backend() -> None:
    def words(document: Document, index: Index, report: Report) -> bytes:
        report(note(Code.CHEATSHEET_EMPTY, "no card", NOWHERE))
        return f"{index.chapter_numbers[0]} {document.metadata.title}".encode()

    rendering = myopress.render(ONE, words)
    assert_type(rendering, myopress.Rendering)
    assert rendering.data == b"1 Ebb"
    assert [one.message for one in rendering.diagnostics] == ["no card"]


def test_an_unknown_backend_is_named() -> None:
    with pytest.raises(BackendError, match="“epubs”; did you mean “epub”"):
        myopress.render(ONE, "epubs")  # type: ignore[arg-type]
    with pytest.raises(myopress.MyopressError, match="there are epub, pdf"):
        myopress.render(ONE, "docx")  # type: ignore[arg-type]


def test_what_a_program_broke_is_reported() -> None:
    lost = Paragraph((CrossReference((), "gone"),))
    chapter = replace(ONE.chapters[0], blocks=(lost,))
    document = replace(ONE, chapters=(chapter, chapter))
    rendering = myopress.render(document, lambda *_: b"")
    assert [one.code for one in rendering.diagnostics] == [
        Code.ID_DUPLICATE,
        Code.LINK_TARGET_MISSING,
    ]


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ((Paragraph((Text("a\0"),)),), r"blocks\[0\].children\[0\].text"),
        ((Text("loose"),), r"blocks\[0\]"),
        ([Paragraph(())], "none can hold"),
        ((Paragraph((Text(5),)),), r"blocks\[0\].children\[0\].text"),  # type: ignore[arg-type]
    ],
)
def test_what_no_document_holds_is_refused_at_its_place(blocks: object, place: str) -> None:
    chapter = replace(ONE.chapters[0], blocks=blocks)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=place):
        myopress.render(replace(ONE, chapters=(chapter,)), "epub")


SCRIPT = """
import myopress
from myopress.backends.pdf import workers

workers._WORTH_A_PROCESS = 0
print("begun")
reading = myopress.read({"book.toml": "", "one.md": "# One\\n\\nSea.", "two.md": "# Two\\n\\nSky."})
print(myopress.render(reading.document, "pdf").data[:5])
"""


def test_a_script_that_makes_a_pdf_runs_once(tmp_path: Path) -> None:
    """Processes that help to lay out do not begin it again, although it guards nothing."""
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=200,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("begun\nb'%PDF-'\n", "")
