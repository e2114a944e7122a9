"""The YAML at a chapter's top: split off and read into typed values.

The only file that knows PyYAML. The lines of the front matter become empty lines of the text, so
that line numbers stay those of the file. Values are taken as they are written: `lang: no` is
Norwegian and not a truth value, `date: 2024-05-01` stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, get_args

from myopress.diagnostics import Code, Report, did_you_mean, error, warning
from myopress.document import Contributor, Role
from myopress.source import Source, Span

if TYPE_CHECKING:
    import yaml


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known keys of a chapter's front matter; text is as written, absent keys are empty.

    The keys in YAML have pandoc's names: `cover-image` is `cover_image` here, `author` (one
    name, a list of names, or of mappings with `name`, `role`, `sort-as`) is `author`,
    `abstract` and `excerpt` are read as `description`. `title`, `subtitle` and `description`
    may hold inline Markdown; the reader has already put the first two into the chapter.
    `role` is a role of the document or empty. `unnumbered` is a truth value. Paths
    (`cover_image`, `bibliography`, `csl`) are as the author wrote them, relative to the file.
    `spans` has the place of each key that was given, under its name in YAML.
    """

    title: str = ""
    subtitle: str = ""
    lang: str = ""
    role: Role | None = None
    id: str = ""
    unnumbered: bool = False
    author: tuple[Contributor, ...] = ()
    date: str = ""
    description: str = ""
    publisher: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    identifier: str = ""
    cover_image: str = ""
    bibliography: tuple[str, ...] = ()
    csl: str = ""
    spans: tuple[tuple[str, Span], ...] = ()

    def span(self, key: str, otherwise: Span) -> Span:
        """Where `key` stands, or `otherwise` if it was not given."""
        return dict(self.spans).get(key, otherwise)


def split(source: Source, report: Report) -> tuple[FrontMatter, str]:
    """The front matter of `source`, and its text with as many empty lines in that place.

    Front matter begins in line 1 with `---`, has a key in its first line of text, and ends with
    `---` or `...`. Reports unknown keys, wrong values and faulty YAML; never raises.
    """
    raise NotImplementedError
