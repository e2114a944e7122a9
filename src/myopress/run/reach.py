"""What the author allows a book to need beyond its folder: paths, and pictures from the web."""

from __future__ import annotations

from pathlib import Path

from myopress.cache import key
from myopress.limits import PICTURE_BYTES
from myopress.manifest import Reach
from myopress.run.kept import signed
from myopress.run.session import Options

FOLDER = ".myopress/web"
"""Where pictures from the web are kept, so that a book is built again without the web."""
_SECONDS = 30


def reach(options: Options, book: Path) -> Reach:
    """What `--allow-path` and `--allow-net` name, for the book at `book`."""
    if not options.allow_net:
        return Reach(options.allow_paths)
    kept = signed((book if book.is_dir() else book.parent) / FOLDER)

    def fetch(address: str) -> bytes:
        name = key(address.encode())
        data = kept.get(name) if kept else None
        if data is None:
            data = _fetched(address)
            if kept:
                kept.put(name, data)
        return data

    return Reach(options.allow_paths, fetch)


def _fetched(address: str) -> bytes:
    """The bytes at an address; raises OSError if it is no web address, gone or too large."""
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    if not address.lower().startswith(("http://", "https://")):
        raise OSError("only http and https are fetched")
    try:
        request = Request(address, headers={"User-Agent": "myopress"})  # noqa: S310 -- told above
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(PICTURE_BYTES + 1)
    except (HTTPException, ValueError) as fault:
        raise OSError(str(fault)) from None
    if len(data) > PICTURE_BYTES:
        raise OSError(f"it has more than {PICTURE_BYTES // 1_000_000} MB")
    return data
