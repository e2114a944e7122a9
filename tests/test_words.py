"""The tool's words: every language has all of them, and every tag finds some."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib.resources import files

import pytest

from myopress.words import Words, words_of

FILES = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))
    for file in files("myopress.words").iterdir()
    if file.name.endswith(".toml")
}
NAMES = {field.name for field in fields(Words)} - {"language"}


@pytest.mark.parametrize("language", sorted(FILES))
def test_a_language_has_all_words_and_a_region_only_such(language: str) -> None:
    words = FILES[language]
    assert set(words) == NAMES or ("-" in language and set(words) < NAMES)
    assert all(words.values())
    assert len(words["quotes"]) == 4
    assert "{}" in words.get("on_page", "{}")


def test_the_languages_that_are_promised() -> None:
    promised = "en en-gb de fr es it pt nl sv da nb fi pl cs el ru he ar"
    assert set(promised.split()) <= set(FILES)


@pytest.mark.parametrize(
    ("tag", "chapter"),
    [
        ("en", "Chapter"),
        ("de", "Kapitel"),
        ("de-AT", "Kapitel"),
        ("DE_ch", "Kapitel"),
        ("no", "Kapittel"),
        ("nn-NO", "Kapittel"),
        ("pt-BR", "Capítulo"),
        ("sv-Latn-FI", "Kapitel"),
        ("tlh", "Chapter"),
        ("", "Chapter"),
        ("../de", "Chapter"),
    ],
)
def test_tags(tag: str, chapter: str) -> None:
    assert words_of(tag).chapter == chapter
    assert words_of(tag).language == tag


def test_a_region_changes_its_few_words() -> None:
    assert words_of("en-GB").acknowledgments == "Acknowledgements"
    assert words_of("en-GB").quotes == ("‘", "’", "“", "”")
    assert words_of("en-US").acknowledgments == "Acknowledgments"
    assert words_of("de-CH").quotes[0] == "«"
