"""The book as it was found in another tool's files, and `book.toml` for it."""

from __future__ import annotations

from dataclasses import dataclass

from myopress.desk.beginning import quoted


@dataclass(frozen=True, slots=True)
class Plan:
    """Paths are relative to the folder. `parts` have a title each, or an empty one for none.

    What the tool has built lies in `built` and is not the book's.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    description: str = ""
    dialect: str = ""
    cover: str = ""
    citation_style: str = ""
    bibliography: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    appendices: tuple[str, ...] = ()
    built: tuple[str, ...] = ()


def as_toml(plan: Plan) -> str:
    """The text of `book.toml`."""
    lines = [
        f"{key.replace('_', '-')} = {quoted(value)}"
        for key in (
            "title", "subtitle", "language", "date", "description", "cover", "citation_style",
            "dialect",
        )
        if (value := getattr(plan, key))
    ]  # fmt: skip
    lines += [
        f"{key} = {_list(value)}"
        for key in ("authors", "bibliography", "chapters")
        if (value := getattr(plan, key))
    ]
    if plan.appendices:
        rows = "".join(
            f'    {{path = {quoted(path)}, role = "appendix"}},\n' for path in plan.appendices
        )
        lines.append(f"back = [\n{rows}]")
    for title, chapters in plan.parts:
        named = f"title = {quoted(title)}\n" if title else ""
        lines.append(f"\n[[parts]]\n{named}chapters = {_list(chapters)}")
    return "\n".join(lines) + "\n"


def _list(items: tuple[str, ...]) -> str:
    if sum(map(len, items)) < 60:
        return "[" + ", ".join(map(quoted, items)) + "]"
    return "[\n" + "".join(f"    {quoted(item)},\n" for item in items) + "]"
