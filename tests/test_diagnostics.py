"""Every code is explained in docs/diagnostics.md and produced by a case.

A case, tests/cases/diagnostics/CODE.md, is Markdown: fenced blocks that are the book's files
(see case_files.py), a line with only a dot, and below it what is reported, line by line. A line
`run: epub` (or pdf, archive, cheatsheet, a shop; handouts, with a list gyms.csv) above the dot says that a backend
finds it; without one the book is only checked. An expected line that ends in `…` says how the reported one begins. With
ACCEPT=1 in the environment a case is rewritten to what is reported now: read the difference
before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from case_files import lay_out
from myopress import diagnostic_formats as formats
from myopress import pipeline
from myopress.checks import SHOPS
from myopress.diagnostics import Code, Diagnostic, Severity, error, note, warning
from myopress.gyms import read_gyms
from myopress.source import Span

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "diagnostics"


def reported(case: str, folder: Path) -> list[str]:
    """What a run over the case's book reports."""
    lay_out(case, folder)
    found: list[Diagnostic] = []
    backend = re.search(r"^run: (\w+)$", case, re.MULTILINE)
    foreign = folder / "pandoc.json"
    document = pipeline.read(foreign if foreign.exists() else folder, found.append)
    if backend and backend[1] == "handouts":
        gyms = read_gyms(folder / "gyms.csv", found.append)
        pipeline.render_handouts(document, gyms, found.append, each=False)
    elif backend and backend[1] in SHOPS:
        pipeline.check_shop(document, backend[1], found.append)
    elif backend and backend[1] == "archive":
        pdf = pipeline.render(document, "pdf", found.append)
        pipeline.archive(pdf, (), found.append)
    elif backend:
        pipeline.render(document, backend[1], found.append)
    else:
        pipeline.check(document, found.append)
    return [str(one).removeprefix(f"{folder}/") for one in formats.in_order(found)]


def agrees(line: str, expected: str) -> bool:
    return line.startswith(expected[:-1]) if expected.endswith("…") else line == expected


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case, dot, expected = path.read_text("utf-8").partition("\n.\n")
    assert dot, "a line with only a dot parts the book from what is reported"
    lines, wanted = reported(case, tmp_path), expected.splitlines()
    agreed = len(lines) == len(wanted) and all(map(agrees, lines, wanted))
    if os.environ.get("ACCEPT") and not agreed:
        path.write_text(f"{case}\n.\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    else:
        assert agreed, "\n".join(lines)
    assert any(f"[{path.stem}]:" in line for line in lines)


MADE_ELSEWHERE = {
    Code.WORD_MISSING,
    Code.WORD_MOVED,
    Code.WORD_DOUBLED,
    Code.LINK_ASTRAY,
    Code.PAGE_NUMBER_WRONG,
    Code.BUILD_UNSTABLE,
    Code.NOT_TAKEN_OVER,
}
"""What no book has: `test_verify.py` does the harm."""


def test_every_code_has_a_case() -> None:
    """All but three, which other tests make: no backend finds them in a book of a few lines."""
    wanted = set(Code) - {Code.PAGES_UNSETTLED, Code.PAGE_MAP_STALE, Code.SHOP_FILE_SIZE}
    wanted -= MADE_ELSEWHERE
    assert sorted(path.stem for path in CASES.iterdir()) == sorted(wanted)


def test_every_code_is_explained_in_its_order() -> None:
    text = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
    assert re.findall(r"^### `([a-z-]+)`$", text, re.MULTILINE) == list(Code)


# --- how they are written --------------------------------------------------------------------

FOUND = [
    error(Code.IMAGE_MISSING, "there is no file “a.png”", Span("one two.md", 3, 4), "did you?"),
    warning(Code.MANIFEST_KEY, "“titel”\x1b[31m is not known", Span("book.toml", 12, 12)),
    note(Code.CHEATSHEET_FROM_HEADINGS, "no card", Span("ü.md")),
    error(Code.BOOK_EMPTY, "nothing", Span("")),
]


def line_of(span: Span) -> str:
    return {3: "\tsee ![a](a.png)", 12: "x" * 200}.get(span.line, "")


def test_as_text() -> None:
    assert formats.as_text(FOUND, line_of, lambda text, _: text) == (
        "one two.md:3: error[image-missing]: there is no file “a.png”\n"
        "   3 | see ![a](a.png)\n"
        "     = did you?\n"
        "book.toml:12: warning[manifest-key]: “titel”�[31m is not known\n"
        f"  12 | {'x' * 99}…\n"
        "ü.md: note[cheatsheet-from-headings]: no card\n"
        "error[book-empty]: nothing\n"
    )


def test_as_text_in_colour() -> None:
    text = formats.as_text(FOUND[:1], line_of, formats.in_colour)
    assert text.startswith("one two.md:3: \x1b[31merror[image-missing]\x1b[0m: there")


def test_summary() -> None:
    assert formats.summary(FOUND) == "2 errors, 1 warning, 1 note"
    assert formats.summary([]) == ""


def test_order_is_by_file_and_line_and_each_once() -> None:
    spans = [Span("b", 9), Span("a", 2), Span("b", 1), Span("b", 9)]
    found = [error(Code.RAW_HTML, "x", span) for span in spans]
    assert [str(d.span) for d in formats.in_order(found)] == ["b:1", "b:9", "a:2"]


def test_as_json() -> None:
    assert json.loads(formats.as_json(FOUND))[0] == {
        "severity": "error",
        "code": "image-missing",
        "message": "there is no file “a.png”",
        "file": "one two.md",
        "line": 3,
        "end_line": 4,
        "hints": ["did you?"],
    }
    assert json.loads(formats.as_json([])) == []


# The part of SARIF 2.1.0 that a code host reads, written from the specification's sections
# 3.13 (log), 3.14 (run), 3.19 (tool component), 3.27 (result), 3.29 (physical location).
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {"type": "array", "uniqueItems": True},
                                    "semanticVersion": {"pattern": r"^\d+\.\d+\.\d+"},
                                },
                            }
                        },
                    },
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "result": {
            "type": "object",
            "required": ["message", "level", "ruleId"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"enum": list(Code)},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"type": "object", "required": ["text"]},
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["physicalLocation"],
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "properties": {"uri": {"pattern": r"^[\x21-\x7e]+$"}}
                                    },
                                    "region": {
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "endLine": {"type": "integer", "minimum": 1},
                                        }
                                    },
                                },
                            }
                        },
                    },
                },
            },
        }
    },
}


def test_as_sarif() -> None:
    log = json.loads(formats.as_sarif(FOUND))
    jsonschema.validate(log, SARIF)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in results] == [d.code for d in FOUND]
    assert results[0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "one%20two.md"},
                "region": {"startLine": 3, "endLine": 4},
            }
        }
    ]
    assert "region" not in results[2]["locations"][0]["physicalLocation"]
    assert "locations" not in results[3]


def test_severities_have_the_names_of_sarif_s_levels() -> None:
    assert set(Severity) <= {"none", "note", "warning", "error"}
