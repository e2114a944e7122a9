"""CSL-JSON items as files of sources really have them -> items that a processor can read."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from myopress.citations.csl_markup import from_csl_text, without_marks
from myopress.document import Reference

Item: TypeAlias = dict[str, Any]
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")


def clean_item(
    reference: Reference, names: frozenset[str], dates: frozenset[str], known: frozenset[str]
) -> Item:
    """The item of `reference` with only the `known` variables, each in the form of its kind.

    All sets hold CSL-JSON's names, with hyphens. Raises ValueError for what is no item.
    """
    raw = json.loads(reference.csl)
    if not isinstance(raw, dict):
        raise ValueError("a source is a mapping of CSL variables")  # noqa: TRY004 -- of the data
    item: Item = {"type": str(raw.get("type") or "document")}
    for name, value in raw.items():
        if name in names:
            people = value if isinstance(value, list) else [value]
            cleaned: Any = [person for person in map(_name, people) if person]
        elif name in dates:
            cleaned = _date(value if isinstance(value, dict) else {"raw": value})
        elif name in known and isinstance(value, str | int | float):
            cleaned = re.sub(r"(?<=\d)--(?=\d)", "-", from_csl_text(str(value)))
        else:
            continue
        if cleaned:
            item[name] = cleaned
    return item


def short_names(item: Item, *, and_word: str, et_al: str) -> str:
    """Names like "Lee and Louis", "Lee et al.": the authors or else the title, for running text."""
    people = item.get("author") or item.get("editor") or []
    names = [
        " ".join(filter(None, [person.get("non-dropping-particle"), person.get("family")]))
        or person.get("literal", "")
        for person in people
        if isinstance(person, dict)
    ]
    match [name for name in names if name]:
        case []:
            return str(item.get("title", ""))
        case [name]:
            return name
        case [first, second]:
            return f"{first} {and_word} {second}"
        case several:
            return f"{several[0]} {et_al}"


def author_and_year(item: Item) -> str:
    """What two sources have in common if their calls may look the same."""
    first: dict[str, str] = next(iter(item.get("author") or item.get("editor") or []), {})
    name = first.get("family") or first.get("literal") or item.get("title", "")
    return f"{name} {item.get('issued', {}).get('date-parts', [['']])[0][0]}"


def _name(value: Any) -> dict[str, str]:  # noqa: ANN401 -- JSON
    if not isinstance(value, dict):
        return {"literal": str(value)} if value else {}
    name = {part: without_marks(str(value[part])) for part in _NAME_PARTS if value.get(part)}
    if "literal" in name:
        return {"literal": name["literal"]}
    return name if "family" in name else {"literal": name["given"]} if "given" in name else {}


def _date(value: dict[str, Any]) -> dict[str, Any]:
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and all(isinstance(part, list) for part in parts):
        dates = [[int(p) for p in part[:3] if re.fullmatch(r"-?\d+", str(p))] for part in parts[:2]]
        if all(dates):
            return {"date-parts": dates}
    words = str(value.get("raw") or value.get("literal") or "").strip()
    if iso := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", words):
        return {"date-parts": [[int(p) for p in iso.groups() if p]]}
    if year := re.search(r"(?<!\d)\d{4}(?!\d)", words):
        return {"date-parts": [[int(year[0])]]}
    return {"literal": words} if re.search(r"\d", words) else {}  # styles have words for no date
