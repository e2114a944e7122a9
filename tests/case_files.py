"""Cases kept as Markdown: fenced blocks whose info string is a file's name are files."""

from __future__ import annotations

import base64
import re
from pathlib import Path

_FILE = re.compile(
    r"^(?P<fence>`{3,})[ ]?(?!console$)(?P<name>[^\s`]+)(?P<how> base64)?\n(?P<text>.*?)^(?P=fence)$\n?",
    re.MULTILINE | re.DOTALL,
)


def files_of(text: str) -> dict[str, bytes]:
    """The files that a case lays out; ```` ```` leg.png base64 ```` is one that is no text."""
    return {
        match["name"]: base64.b64decode(match["text"]) if match["how"] else match["text"].encode()
        for match in _FILE.finditer(text)
    }


def lay_out(text: str, folder: Path) -> None:
    """Write the files of a case below `folder`."""
    for name, data in files_of(text).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
