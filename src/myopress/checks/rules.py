"""The rules of the shops, each with the guideline that it comes from and when that was read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, TypeAlias, get_args

from myopress.diagnostics import Severity

SHOPS = ("kdp", "apple", "kobo", "google")
Check: TypeAlias = Literal[
    "file-size", "cover-size", "cover-ratio", "cover-bytes", "cover-format", "image-pixels",
    "image-bytes", "image-format", "svg-side", "font-format", "link-host", "style-body", "style-any",
]  # fmt: skip
CHECKS: tuple[Check, ...] = get_args(Check)


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit of a shop.

    `least` and `most` are bytes, pixels, or for `cover-size` width and height in pixels; empty
    where there is no such limit. `values` are media types, hosts, properties, or a ratio. `read`
    is the year or month in which the guideline was read at `url`.
    """

    check: Check
    severity: Severity
    guideline: str
    url: str
    read: str
    least: tuple[int, ...] = ()
    most: tuple[int, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's name and rules."""

    name: str
    rules: tuple[Rule, ...]


def load_shop(shop: str) -> Shop:
    """The rules of one of SHOPS."""
    file = files("myopress.checks") / "shops" / f"{shop}.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    return Shop(table["name"], tuple(_rule(fields) for fields in table["rules"]))


def _rule(fields: Mapping[str, object]) -> Rule:
    (check,) = (known for known in CHECKS if known == fields["check"])
    values = fields.get("values", [])
    assert isinstance(values, list)
    return Rule(
        check,
        Severity(str(fields["severity"])),
        guideline=str(fields["guideline"]),
        url=str(fields["url"]),
        read=str(fields["read"]),
        least=_numbers(fields.get("least", [])),
        most=_numbers(fields.get("most", [])),
        values=tuple(map(str, values)),
    )


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(map(int, value)) if isinstance(value, list) else (int(str(value)),)
