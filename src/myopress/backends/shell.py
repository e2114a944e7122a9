"""The HTML page around what is laid out for print (Jinja2); its parts are in `templates/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
from lxml import etree

from myopress.backends.html.element import Element


@cache
def _page() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    shells = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return shells.get_template("page.html")


def page(
    language: str,
    title: str,
    body: Mapping[str, str],
    *,
    kind: str = "",
    rule: str = "",
    is_rtl: bool = False,
    content: Element | None = None,
) -> str:
    """A whole HTML document that is XML too.

    `body` holds the body's attributes, `kind` the classes of the root, `rule` a style sheet;
    `content` is what stands in the body, which is read from the right if `is_rtl`.
    """
    inside = "" if content is None else etree.tostring(content, encoding="unicode")
    return _page().render(
        language=language,
        title=title,
        body=body,
        kind=kind,
        rule=rule,
        is_rtl=is_rtl,
        content=inside,
    )
