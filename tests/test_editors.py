"""What editors and CI read: the schema of `book.toml`, the problem matcher, hook and action."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from case_files import files_of
from myopress.cli.options import commands
from myopress.desk.beginning import Answers, new_book
from myopress.diagnostics import Code, Diagnostic, error
from myopress.manifest.toml_book import KEYS, read_toml_book
from myopress.manifest.toml_lines import toml_lines
from myopress.manifest.toml_reader import TomlReader
from myopress.manifest.toml_schema import encode, schema
from myopress.source import Span

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "src" / "myopress" / "manifest" / "book.schema.json"


def faults(text: str) -> list[str]:
    """What the schema has against a TOML text, whose dates are the texts that they are read as."""
    table = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [one.message for one in jsonschema.Draft202012Validator(schema()).iter_errors(table)]


def read(text: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    read_toml_book(TomlReader(tomllib.loads(text), toml_lines(text), "book.toml", found.append))
    return found


def test_the_schema_in_the_package_is_that_of_the_code() -> None:
    assert SCHEMA.read_text("utf-8") == encode()
    jsonschema.Draft202012Validator.check_schema(schema())


def test_its_keys_are_those_that_the_code_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, set[str]] = {}

    def only(reader: TomlReader, keys: Sequence[str]) -> None:
        known[re.sub(r"\[\d+\]", "", reader.prefix)] = set(keys)

    monkeypatch.setattr(TomlReader, "only", only)
    text = (
        'authors = [{name = "A"}]\nchapters = [{path = "a.md"}]\n[[parts]]\ntitle = "P"\n'
        '[cheatsheet]\ngroups = [{title = "G"}]\n'
    )
    read(text)
    book: dict[str, Any] = schema()["properties"]
    assert known[""] == set(KEYS) == set(book)
    for table in ("epub", "pdf", "cheatsheet", "fonts"):
        assert known[f"{table}."] == set(book[table]["properties"])
    for prefix, inner in (
        ("authors.", book["authors"]["anyOf"][0]["anyOf"][1]),
        ("chapters.", book["chapters"]["anyOf"][0]["anyOf"][1]),
        ("parts.", book["parts"]["anyOf"][0]),
        ("cheatsheet.groups.", book["cheatsheet"]["properties"]["groups"]["anyOf"][0]),
    ):
        assert known[prefix] == set(inner["properties"])


def sound() -> list[str]:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    section = page.partition("## book.toml")[2].partition("\n## ")[0]
    example = "".join(line[4:] + "\n" for line in section.splitlines() if line[:4] in ("    ", ""))
    ours = [new_book(Answers("T", "A"))["book.toml"].decode(), example]
    ours += [path.read_text("utf-8") for path in (ROOT / "manuscript").glob("book.toml")]
    for case in (ROOT / "tests" / "cases").rglob("*.md"):
        if text := files_of(case.read_text("utf-8")).get("book.toml"):
            ours.append(text.decode())
    return [text for text in ours if _is_sound(text)]


def _is_sound(text: str) -> bool:
    try:
        return read(text) == []
    except tomllib.TOMLDecodeError:
        return False


def test_it_has_nothing_against_what_the_code_takes() -> None:
    texts = sound()
    assert len(texts) > 10
    assert [(text, faults(text)) for text in texts if faults(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        'titel = "T"', "number-depth = 7", 'dialect = "latex"', '[pdf]\ntrim = "large"',
        '[pdf]\ncolour = "blue"', '[cheatsheet]\npaper = "a9"', 'chapters = [{title = "T"}]',
        'language = "English, mostly"', '[epub]\nfonts = "yes"', 'authors = [{role = "editor"}]',
        'url = "example"', '[[parts]]\nchapter = ["a.md"]', 'date = "May"', "title = true",
        'subjects = [{scheme = "bisac", code = "X"}]',
        '[pdf]\nprice-code = "1"', 'subjects = [{scheme = "lcc", code = "X", name = "Y"}]',
    ],
)  # fmt: skip
def test_it_rejects_what_the_code_rejects(text: str) -> None:
    assert read(text) != []
    assert faults(text) != []


@pytest.mark.parametrize(
    "span", [Span("a b/one.md", 7, 9), Span("book.toml"), Span("C:/x.md", 3, 3)]
)
def test_the_problem_matcher_reads_our_findings(span: Span) -> None:
    matcher = json.loads((ROOT / "contrib/github/problem-matcher.json").read_text("utf-8"))
    pattern = matcher["problemMatcher"][0]["pattern"][0]
    line = str(error(Code.IMAGE_MISSING, "there is no file “a: b”", span))
    found = re.match(pattern["regexp"], line)
    assert found
    place = [found[pattern[key]] for key in ("file", "line", "severity", "code", "message")]
    number = str(span.line) if span.line else None
    assert place == [span.path, number, "error", "image-missing", "there is no file “a: b”"]
    assert not re.match(pattern["regexp"], "  7 | note[x]: error[y]: z")


def test_hook_and_action_call_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    action = yaml.safe_load((ROOT / "contrib/github/action.yml").read_text("utf-8"))
    called = [hook["entry"] for hook in hooks]
    called += [step["run"] for step in action["runs"]["steps"] if "run" in step]
    verbs = set(re.findall(r"^ *myopress (\w+)", "\n".join(called), re.MULTILINE))
    assert verbs == {"check", "build"}
    assert verbs <= set(commands.commands)


@pytest.mark.parametrize(("strict", "code"), [("false", 0), ("true", 1)])
def test_the_action_s_last_step_builds_and_registers_the_matcher(
    strict: str, code: int, tmp_path: Path
) -> None:
    action = yaml.safe_load((ROOT / "contrib/github/action.yml").read_text("utf-8"))
    step = action["runs"]["steps"][-1]
    inputs = {"book": "my book", "output": "out", "strict": strict}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    (tmp_path / "my book").mkdir()
    (tmp_path / "my book" / "one.md").write_text("# One\n\n::: unknown\nWords.\n:::\n", "utf-8")
    environment |= {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(ROOT / "contrib" / "github"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    first, *_ = done.stdout.splitlines()
    assert Path(first.removeprefix("::add-matcher::")).is_file()
    assert done.returncode == code, done.stderr
    assert list((tmp_path / "out").glob("one.epub"))
    assert "one.md:3: warning[block-unknown]" in done.stderr


def test_the_container_has_what_it_copies_and_a_plain_user() -> None:
    text = (ROOT / "contrib" / "Dockerfile").read_text("utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY")]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE) == ["1000"]
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {needed["readme"], *needed["license-files"]} <= {n for names in copied for n in names}


def test_no_package_index_is_named() -> None:
    for path in [*(ROOT / "contrib").rglob("*"), ROOT / ".pre-commit-hooks.yaml"]:
        if path.is_file():
            assert "http" not in path.read_text("utf-8")
