"""Cases kept as Markdown: fenced blocks whose info string is a file's name are files."""

from __future__ import annotations

import base64
import re
from pathlib import Path

_FILE = re.compile(
    r"^(?P<fence>`{3,})[ ]?(?!console$)(?P<name>[^\s`]+)(?P<how> base64| times \d+)?\n(?P<text>.*?)^(?P=fence)$\n?",
    re.MULTILINE | re.DOTALL,
)


def files_of(text: str) -> dict[str, bytes]:
    """The files that a case lays out.

    ```` ```` leg.png base64 ```` is one that is no text, ```` ```` a.md times 9 ```` a long one.
    """
    return {match["name"]: _data(match["text"], match["how"]) for match in _FILE.finditer(text)}


def _data(text: str, how: str | None) -> bytes:
    match (how or "").split():
        case ["base64"]:
            return base64.b64decode(text)
        case ["times", count]:
            return text.encode() * int(count)
        case _:
            return text.encode()


def lay_out(text: str, folder: Path) -> None:
    """Write the files of a case below `folder`."""
    for name, data in files_of(text).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
