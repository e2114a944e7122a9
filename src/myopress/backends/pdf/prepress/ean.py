"""An ISBN and its price as bars: EAN-13 with a five-digit add-on (ISO/IEC 15420)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_ODD = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
"""Number set A: seven modules for each digit, 1 a bar. Set C is its complement, B that reversed."""
_FIRST = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")  # fmt: skip
"""The number sets of the six digits on the left, which tell the first digit."""
_ADD_ON = ("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA", "AABBA", "AAABB", "ABABA", "ABAAB", "AABAB")
"""The number sets of an add-on's digits, which tell its check value."""

MODULE = 0.33 / 25.4 * 72
"""The width of the narrowest bar at magnification 1, in points."""
HEIGHT, LONGER = 22.85 / 25.4 * 72, 5 * MODULE
"""The height of the bars at magnification 1, and by how much the guards stand out below."""
QUIET_LEFT, QUIET_RIGHT, GAP = 11, 7, 9
"""Modules that stay white: before the first digit, after the last bar, before an add-on."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its first module and its width, counted in modules; `guard` bars are longer."""

    left: int
    width: int
    guard: bool = False


def ean_13(digits: str) -> str:
    """The 95 modules of thirteen digits, 1 a bar."""
    sets = zip(digits[1:7], _FIRST[int(digits[0])], strict=True)
    left = "".join(_modules(digit, kind) for digit, kind in sets)
    right = "".join(_modules(digit, "C") for digit in digits[7:])
    return f"101{left}01010{right}101"


def ean_5(digits: str) -> str:
    """The 48 modules of an add-on of five digits, the first of them white."""
    odd, even = digits[::2], digits[1::2]
    check = (3 * sum(map(int, odd)) + 9 * sum(map(int, even))) % 10
    sets = zip(digits, _ADD_ON[check], strict=True)
    return "01011" + "01".join(_modules(digit, kind) for digit, kind in sets)


def bars(modules: str, guards: bool) -> Iterator[Bar]:  # noqa: FBT001 - an EAN-13's or none
    """Runs of 1 as bars; the outer and middle ones of an EAN-13 are guards."""
    start = 0
    for end in range(1, len(modules) + 1):
        if end == len(modules) or modules[end] != modules[start]:
            if modules[start] == "1":
                outer = start < 3 or start >= 92 or 45 <= start < 50
                yield Bar(start, end - start, guards and outer)
            start = end


def isbn_13(isbn: str) -> str:
    """The thirteen digits of an ISBN ("urn:isbn:0306406152"), an old one as 978 and a new check."""
    digits = isbn.removeprefix("urn:isbn:")
    if len(digits) == 13:
        return digits
    body = "978" + digits[:9]
    return body + str(-sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(body)) % 10)


def _modules(digit: str, kind: str) -> str:
    odd = _ODD[int(digit)]
    if kind == "A":
        return odd
    right = "".join("10"[int(module)] for module in odd)
    return right if kind == "C" else right[::-1]
