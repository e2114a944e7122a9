"""The page shell: text is escaped, markup is not, and what is forgotten is an error."""

import jinja2
import pytest
from lxml import etree

from myopress.backends import shell
from myopress.backends.html import e


def test_what_an_author_writes_is_escaped() -> None:
    words = "<b> & \"q\" 'a' </title>"
    content = e("p", {}, words)
    root = etree.fromstring(shell.page("en", words, {"data-head": words}, content=content))
    assert [element.tag for element in root.iter()] == ["html", "head", "title", "body", "p"]
    assert root.findtext("head/title") == root.findtext("body/p") == words
    assert root.find("body").attrib == {"data-head": words}  # type: ignore[union-attr]


def test_no_space_stands_between_elements() -> None:
    made = shell.page("de", "T", {}, kind="x", rule="@page{margin:0}", content=e("p"))
    assert made == (
        '<html lang="de" class="x"><head><title>T</title><style>@page{margin:0}</style></head>'
        "<body><p/></body></html>"
    )


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        shell._page().render(language="en")
