"""The order of an index of terms and of a bibliography, as readers of a language look them up."""

from __future__ import annotations

import unicodedata

_LAST = "\uffff"
_KEPT = "{|} " + _LAST


def sort_key(words: str, language: str) -> tuple[str, str]:
    """What `words` are sorted by: no case, accents or marks, but a language's own letters.

    The letters that a language has beyond the 26, and where they stand, are those of the
    Unicode CLDR collations; German sorts as DIN 5007-1 does, ä like a.
    """
    own = _OWN_LETTERS.get(language.lower().split("-")[0], {})
    text = unicodedata.normalize("NFC", words).lower()
    for letter, place in own.items():
        text = text.replace(letter, place)
    text = unicodedata.normalize("NFKD", text.translate(_COMMON))
    kept = [c for c in text if c.isalnum() or c in _KEPT]
    return "".join(kept).strip(), words


_COMMON = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d",
    "-": " ", "–": " ", "й": "и" + _LAST,
})  # fmt: skip


def _after_z(letters: str) -> dict[str, str]:
    return dict(zip(letters, "{|}", strict=True))


def _after_base(letters: str) -> dict[str, str]:
    return {letter: unicodedata.normalize("NFD", letter)[0] + _LAST for letter in letters}


_SCANDINAVIAN = _after_z("æøå")
_OWN_LETTERS = {
    "sv": _after_z("åäö"),
    "fi": _after_z("åäö"),
    "da": _SCANDINAVIAN,
    "nb": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "es": _after_base("ñ"),
    "pl": _after_base("ąćęńóśź") | {"ł": "l" + _LAST, "ż": "z" + _LAST * 2},
    "cs": {"ch": "h" + _LAST} | _after_base("čřšž"),
}
