"""Code that R Markdown and Quarto run: here it is shown or left out, and never run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from myopress.diagnostics import Code, Report, error, note, warning
from myopress.manifest.dialects import theorems
from myopress.manifest.dialects.includes import LINES, included, is_above
from myopress.manifest.dialects.lines import FENCE, Line, with_code
from myopress.manifest.files import Folder

_CHUNK = re.compile(r"\{\s*(?P<language>\w+)\s*,?\s*(?P<rest>.*)\}")
_OPTION = re.compile(r"""([\w.-]+)\s*[=:]\s*("[^"]*"|'[^']*'|[^,]*)""")
_PICTURE = re.compile(r"""include_graphics\(\s*(?:c\()?["']([^"']+)["']""")
_CHILD = re.compile(r"""\bchild\s*=\s*(?:c\()?((?:\s*["'][^"']+["']\s*,?)+)""")
_INLINE = re.compile(r"(?<!`)`(\{?(?:r|python)\}?) +([^`]+)`(?!`)")
_NO = {"false", "no", "f"}


def translate(lines: list[Line], folder: Folder, report: Report) -> list[Line]:
    """Chunks as code with its language alone; a picture that one only shows as that picture."""
    return _translate(lines, folder, report, tuple({line.at.path for line in lines[:1]}))


def _translate(
    lines: list[Line], folder: Folder, report: Report, above: tuple[str, ...]
) -> list[Line]:
    done: list[Line] = []
    chunk: list[Line] = []
    for line, info in with_code(lines):
        if info is None or not _CHUNK.fullmatch(info):
            if info is None and "`" in line.text:
                _tell_inline(line, report)
            done.append(line)
            continue
        chunk.append(line)
        if len(chunk) > 1 and _closes(chunk):
            children = _CHILD.search(chunk[0].text)
            if children:
                paths = re.findall(r"""["']([^"']+)["']""", children[1])
                done += _included(paths, chunk[0], folder, report, above)
            else:
                done += _translated(chunk, report)
            chunk = []
            if len(done) > LINES:
                message = f"with its children the file has more than {LINES:,} lines"
                report(error(Code.LIMIT_EXCEEDED, message, line.at, "what is beyond is left out"))
                return done[:LINES]
    return done + chunk


def _included(
    paths: Iterable[str], line: Line, folder: Folder, report: Report, above: tuple[str, ...]
) -> list[Line]:
    """The children of a chunk, which are chapters' parts in files of their own."""
    done: list[Line] = []
    for path in paths:
        if not is_above(path, line.at, above, report):
            inner = included(path, line.at, folder, report)
            within = (*above, *{one.at.path for one in inner[:1]})
            done += [*_translate(inner, folder, report, within), line.having("")]
    return done


def _tell_inline(line: Line, report: Report) -> None:
    """Code within a line, which stays as it is."""
    for name, code in _INLINE.findall(line.text):
        message = f"“{name} {code}” is not run, and is kept as code"
        report(warning(Code.CODE_NOT_RUN, message, line.at, "write its result in its place"))


def _closes(chunk: list[Line]) -> bool:
    first, last = FENCE.fullmatch(chunk[0].text), FENCE.fullmatch(chunk[-1].text)
    return bool(
        first and last and last["fence"].startswith(first["fence"]) and not last["info"].strip()
    )


def _translated(chunk: list[Line], report: Report) -> list[Line]:
    opening = FENCE.fullmatch(chunk[0].text)
    head = _CHUNK.fullmatch(opening["info"].strip()) if opening else None
    assert opening
    assert head
    said = [line.text.partition("#|")[2] for line in chunk if line.text.lstrip().startswith("#|")]
    code = [line for line in chunk[1:-1] if not line.text.lstrip().startswith("#|")]
    options = _options(head["rest"], said)
    label = options.get("label", "")
    if head["language"] in {"block", "block2"} or head["language"] in theorems.KINDS.values():
        return _box(chunk, head["language"], options)
    picture = next((found[1] for line in code if (found := _PICTURE.search(line.text))), "")
    if picture:
        caption = options.get("fig.cap", options.get("fig-cap", ""))
        return [chunk[0].having(_figure(picture, caption, label)), *_blank(chunk)]
    runs = not {options.get(key, "").lower() for key in ("eval",)} & _NO
    shows = not {options.get(key, "").lower() for key in ("echo", "include")} & _NO
    if runs and options.get("include", "").lower() not in _NO:
        message = (
            f"the {head['language']} code is not run: what it draws or prints is not in the book"
        )
        hint = "keep its result as a picture or a table"
        tell = note if shows else warning
        report(tell(Code.CODE_NOT_RUN, message, chunk[0].at, hint))
    if not shows:
        return []
    fence = opening["before"] + opening["fence"]
    return [chunk[0].having(fence + head["language"]), *code, chunk[-1]]


def _box(chunk: list[Line], language: str, options: dict[str, str]) -> list[Line]:
    """A chunk whose text is prose: `{block2, type="rmdnote"}`, `{theorem, label="triangle"}`."""
    colons = ":::"
    if language in theorems.KINDS.values():
        opens = theorems.box(colons, language, options.get("label", ""), options.get("name", ""))
    else:
        opens = f"{colons} {{.{options.get('type', 'aside')}}}"
    return [chunk[0].having(opens), *chunk[1:-1], chunk[-1].having(colons)]


def _options(head: str, said: list[str]) -> dict[str, str]:
    """The options of a chunk, in its head (`{r name, echo=FALSE}`) or on lines `#| echo: false`."""
    found = {}
    name = re.match(r"[\w:.-]+(?=\s*(,|$))", head)
    if name:
        found["label"] = name[0]
    for text in (head, *said):
        if pair := re.match(r"\s*([\w.-]+)\s*:\s+(.*)", text):
            found[pair[1]] = pair[2].strip().strip("\"'")
        else:
            found |= {key: value.strip().strip("\"'") for key, value in _OPTION.findall(text)}
    return found


def _figure(picture: str, caption: str, label: str) -> str:
    title = ' "' + caption.replace('"', '\\"') + '"' if caption else ""
    name = f"{{#fig-{label.removeprefix('fig-')}}}" if label else ""
    return f"![{caption}]({picture}{title}){name}"


def _blank(chunk: list[Line]) -> list[Line]:
    """An empty line after the figure, so that it stands alone in its paragraph."""
    return [chunk[-1].having("")]
